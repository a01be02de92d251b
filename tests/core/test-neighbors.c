/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "neighbors/mus-neighbor-index-private.h"

/* Every so many rows are held against the slow twin. */
#define STEP_QUERY COUNTS_FEWER (17, 61)
#define STEP_DISTANCES COUNTS_FEWER (41, 163)
#define STEP_BOUNDS COUNTS_FEWER (13, 59)

/* --- Rows to search among ----------------------------------------------------------- */

typedef float (*CellFunc) (MusRng *rng, gsize row, gsize column);

static float
cell_random (MusRng *rng, gsize row, gsize column)
{
  return (float) mus_rng_normal (rng);
}

/* Nine different rows and doubles of them: ties everywhere, also in cosine. */
static float
cell_repeated (MusRng *rng, gsize row, gsize column)
{
  float scale = row / 9 % 2 == 0 ? 1.0f : 2.0f;

  return scale * sinf ((float) (1 + row % 9) * (float) (1 + column));
}

/* Twenty places, and rows so near to each that float32 sees one place. */
static float
cell_clustered (MusRng *rng, gsize row, gsize column)
{
  return sinf ((float) (1 + row % 20) * (float) (1 + column)) +
         1e-7f * (float) mus_rng_normal (rng);
}

/* All rows differ from one place by single last bits. */
static float
cell_last_bits (MusRng *rng, gsize row, gsize column)
{
  float value = 0.5f + (float) column / 64;

  for (guint64 steps = mus_rng_below (rng, 3); steps > 0; steps--)
    value = nextafterf (value, 2.0f * value);

  return value;
}

/* Points of a small grid, the origin among them. */
static float
cell_grid (MusRng *rng, gsize row, gsize column)
{
  return column < 3 ? (float) mus_rng_below (rng, 3) - 1.0f : 0.0f;
}

/* Most rows are near the origin and a few very far. */
static float
cell_far (MusRng *rng, gsize row, gsize column)
{
  return (float) mus_rng_normal (rng) * (row % 50 == 0 ? 1e4f : 1.0f);
}

/* A small cloud far from the origin. */
static float
cell_shifted (MusRng *rng, gsize row, gsize column)
{
  return 1000.0f + (float) mus_rng_normal (rng);
}

static float
cell_tiny (MusRng *rng, gsize row, gsize column)
{
  return 1e-30f * (float) mus_rng_normal (rng);
}

static float
cell_constant (MusRng *rng, gsize row, gsize column)
{
  return 0.75f;
}

static float
cell_zero (MusRng *rng, gsize row, gsize column)
{
  return 0.0f;
}

static float
cell_some_zero_rows (MusRng *rng, gsize row, gsize column)
{
  float value = (float) mus_rng_normal (rng);

  return row % 3 == 0 ? 0.0f : value;
}

static MusMatrix *
make_rows (gsize n_rows, gsize n_cols, CellFunc cell)
{
  MusMatrix *rows = mus_matrix_new (n_rows, n_cols, NULL);
  float     *data = mus_matrix_fill (rows);
  MusRng     rng;

  mus_rng_init (&rng, 5);
  for (gsize r = 0; r < n_rows; r++)
    for (gsize c = 0; c < n_cols; c++)
      data[r * n_cols + c] = cell (&rng, r, c);

  return rows;
}

/* What an autoencoder gives: 128 numbers that are a linear map of 32 units, and a bias. */
static MusMatrix *
make_embedding (gsize n_rows)
{
  enum { UNITS = 32, DIM = 128 };
  MusMatrix *rows = mus_matrix_new (n_rows, DIM, NULL);
  float     *data = mus_matrix_fill (rows);
  float      weights[UNITS + 1][DIM];
  MusRng     rng;

  mus_rng_init (&rng, 6);
  for (gsize u = 0; u <= UNITS; u++)
    for (gsize d = 0; d < DIM; d++)
      weights[u][d] = (float) mus_rng_normal (&rng);

  for (gsize r = 0; r < n_rows; r++)
    for (gsize u = 0; u <= UNITS; u++)
      {
        float unit = u == UNITS ? 1.0f : fmaxf ((float) mus_rng_normal (&rng), 0.0f);

        for (gsize d = 0; d < DIM; d++)
          data[r * DIM + d] += unit * weights[u][d];
      }

  return rows;
}

/* --- The slow twin ------------------------------------------------------------------ */

static double
reference_distance (MusMatrix *rows, MusMetric metric, guint32 a, guint32 b)
{
  const float *x = mus_matrix_row (rows, a), *y = mus_matrix_row (rows, b);
  long double  xx = 0.0L, yy = 0.0L, xy = 0.0L, square = 0.0L;

  for (gsize d = 0; d < mus_matrix_n_cols (rows); d++)
    {
      xx += (long double) x[d] * x[d];
      yy += (long double) y[d] * y[d];
      xy += (long double) x[d] * y[d];
      square += ((long double) x[d] - y[d]) * ((long double) x[d] - y[d]);
    }
  if (metric == MUS_METRIC_EUCLIDEAN)
    return (double) sqrtl (square);

  return xx > 0.0L && yy > 0.0L ? (double) (1.0L - xy / sqrtl (xx * yy)) : 1.0;
}

typedef struct
{
  double  distance;
  guint32 row;
} Other;

static int
compare_others (const void *a, const void *b)
{
  const Other *x = a, *y = b;

  if (x->distance != y->distance)
    return x->distance < y->distance ? -1 : 1;

  return x->row < y->row ? -1 : 1;
}

/* All others of a row, measured in double and sorted. */
static Other *
brute_force (MusNeighborIndex *index, guint32 row)
{
  gsize  n_rows = mus_neighbor_index_n_rows (index);
  Other *others = g_new (Other, n_rows);
  gsize  n = 0;

  for (guint32 other = 0; other < n_rows; other++)
    if (other != row)
      others[n++] = (Other){ mus_neighbor_index_distance (index, row, other), other };
  qsort (others, n, sizeof *others, compare_others);

  return others;
}

static void
assert_distances (MusNeighborIndex *index, MusMetric metric, guint32 row)
{
  MusMatrix        *rows = mus_neighbor_index_rows (index);
  gsize             n_rows = mus_matrix_n_rows (rows);
  g_autofree float *all = g_new (float, n_rows);

  mus_neighbor_index_distances (index, row, all);
  g_assert_cmpfloat (all[row], ==, 0.0f);
  for (guint32 other = 0; other < n_rows; other++)
    {
      double exact = mus_neighbor_index_distance (index, row, other);
      double expected = reference_distance (rows, metric, row, other);
      double size = metric == MUS_METRIC_COSINE ? 1.0
                                                : MAX (reference_distance (rows, metric, row, 0),
                                                       reference_distance (rows, metric, other, 0));

      g_assert_cmpfloat (exact, ==, mus_neighbor_index_distance (index, other, row));
      g_assert_cmpfloat_with_epsilon (exact, expected, 1e-14 * MAX (size, 1.0));
      if (memcmp (mus_matrix_row (rows, row), mus_matrix_row (rows, other),
                  mus_matrix_n_cols (rows) * sizeof (float)) == 0 &&
          expected < 1.0)
        g_assert_cmpfloat (exact, ==, 0.0);
      if (other != row)
        g_assert_cmpfloat_with_epsilon ((double) all[other], expected, 2e-6 * MAX (size, 1.0));
    }
}

static void
assert_list (MusNeighborIndex *index, guint32 row, gsize k, const guint32 *rows,
             const Other *expected)
{
  for (gsize i = 0; i < k; i++)
    if (rows[i] != expected[i].row)
      g_error ("row %u, place %" G_GSIZE_FORMAT ": %u at %.17g where %u at %.17g is expected", row,
               i, rows[i], mus_neighbor_index_distance (index, row, rows[i]), expected[i].row,
               expected[i].distance);
}

/* --- Tests -------------------------------------------------------------------------- */

typedef struct
{
  const char *name;
  gsize       n_rows;
  gsize       n_cols;
  CellFunc    cell; /* NULL: an embedding */
} Case;

static const Case cases[] = {
  { "no-rows", 0, 128, cell_random },
  { "no-columns", 5, 0, cell_random },
  { "one-row", 1, 128, cell_random },
  { "two-rows", 2, 128, cell_random },
  { "three-rows", 3, 1, cell_random },
  { "one-column", 300, 1, cell_random },
  { "one-panel", 256, 15, cell_random },
  { "two-panels", 512, 15, cell_random },
  { "three-panels", 513, 15, cell_random },
  { "four-panels", COUNTS_FEWER (1000, 800), 40, cell_random },
  { "embedding", COUNTS_FEWER (1300, 600), 128, NULL },
  { "repeated", COUNTS_FEWER (600, 300), 20, cell_repeated },
  { "clustered", COUNTS_FEWER (600, 300), 24, cell_clustered },
  { "last-bits", COUNTS_FEWER (600, 300), 12, cell_last_bits },
  { "grid", COUNTS_FEWER (700, 300), 8, cell_grid },
  { "far", COUNTS_FEWER (600, 300), 15, cell_far },
  { "shifted", COUNTS_FEWER (600, 300), 15, cell_shifted },
  { "tiny", 400, 15, cell_tiny },
  { "constant", 300, 15, cell_constant },
  { "zero", 300, 15, cell_zero },
  { "some-zero-rows", 500, 15, cell_some_zero_rows },
};

static const gsize ks[] = { 0, 1, 10, 91, G_MAXSIZE };

/* Graphs of so few rows that the approximate search compares all of them are exact too. */
typedef MusNeighborGraph *(*GraphFunc) (MusNeighborIndex *index, gsize k, const MusRun *run,
                                        GError **error);

static const GraphFunc makers[] = {
  mus_neighbor_graph_new,
  mus_neighbor_graph_new_approximate,
};

enum { N_GRAPHS = G_N_ELEMENTS (ks) * G_N_ELEMENTS (makers) };

/* What graphs and queries of each k say about one row. */
static void
check_row (MusNeighborIndex *index, MusNeighborGraph *const *graphs, guint32 row)
{
  gsize               n_others = mus_neighbor_index_n_rows (index) - 1;
  g_autofree Other   *expected = brute_force (index, row);
  g_autofree guint32 *found = g_new (guint32, n_others + 1);
  g_autofree double  *distances = g_new (double, n_others + 1);

  for (gsize i = 0; i < G_N_ELEMENTS (ks); i++)
    {
      gsize k = MIN (ks[i], n_others);

      g_assert_cmpuint (mus_neighbor_index_query (index, row, ks[i], found, distances), ==, k);
      assert_list (index, row, k, found, expected);
      for (gsize j = 0; j < k; j++)
        g_assert_cmpfloat (distances[j], ==, expected[j].distance);
    }
  for (gsize i = 0; i < N_GRAPHS; i++)
    {
      gsize k = mus_neighbor_graph_k (graphs[i]);

      assert_list (index, row, k, mus_neighbor_graph_rows (graphs[i], row), expected);
      for (gsize j = 0; j < k; j++)
        g_assert_cmpfloat (mus_neighbor_graph_distances (graphs[i], row)[j], ==,
                           (float) expected[j].distance);
    }
}

static void
check_against_brute_force (const Case *c, MusMetric metric)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MusMatrix) rows =
      c->cell == NULL ? make_embedding (c->n_rows) : make_rows (c->n_rows, c->n_cols, c->cell);
  g_autoptr (MusNeighborIndex) index = mus_neighbor_index_new (rows, metric, NULL, &error);
  MusNeighborGraph *graphs[N_GRAPHS];

  g_assert_no_error (error);
  g_assert_cmpuint (mus_neighbor_index_n_rows (index), ==, c->n_rows);
  g_assert_true ((mus_neighbor_index_compact (index) != NULL) == (metric == MUS_METRIC_EUCLIDEAN));

  for (gsize i = 0; i < N_GRAPHS; i++)
    {
      gsize k = ks[i / G_N_ELEMENTS (makers)];

      graphs[i] = makers[i % G_N_ELEMENTS (makers)](index, k, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (mus_neighbor_graph_k (graphs[i]), ==, MIN (k, MAX (c->n_rows, 1) - 1));
      g_assert_cmpuint (mus_neighbor_graph_n_rows (graphs[i]), ==, c->n_rows);
    }
  for (guint32 row = 0; row < c->n_rows; row += 1 + row % STEP_QUERY)
    check_row (index, graphs, row);
  for (guint32 row = 0; row < c->n_rows; row += STEP_DISTANCES)
    assert_distances (index, metric, row);
  for (gsize i = 0; i < N_GRAPHS; i++)
    mus_neighbor_graph_unref (graphs[i]);
}

static void
test_cosine (gconstpointer data)
{
  check_against_brute_force (data, MUS_METRIC_COSINE);
}

static void
test_euclidean (gconstpointer data)
{
  check_against_brute_force (data, MUS_METRIC_EUCLIDEAN);
}

static double
coordinate_of (const MusSubspace *subspace, guint32 row, gsize axis)
{
  gsize slot = subspace->slots[row];

  return (double) mus_subspace_panel (subspace, slot / MUS_PANEL)[axis * MUS_PANEL +
                                                                  slot % MUS_PANEL];
}

/* A linear map of 32 units and a bias needs 33 axes, or 32 around the mean, and they tell
 * all that the 128 numbers do: every cosine and every distance. */
static void
test_subspace (void)
{
  enum { N = COUNTS_FEWER (3000, 1000) };
  g_autoptr (MusMatrix) rows = make_embedding (N);
  g_autoptr (MusNeighborIndex) by_cosine =
      mus_neighbor_index_new (rows, MUS_METRIC_COSINE, NULL, NULL);
  g_autoptr (MusNeighborIndex) euclidean =
      mus_neighbor_index_new (rows, MUS_METRIC_EUCLIDEAN, NULL, NULL);
  MusMatrix *compact = mus_neighbor_index_compact (euclidean);
  double     means[32] = { 0.0 }, variances[32] = { 0.0 };

  g_assert_cmpuint (by_cosine->subspace->n_axes, ==, 33);
  g_assert_cmpuint (mus_matrix_n_cols (compact), ==, 32);
  g_assert_cmpuint (mus_matrix_n_rows (compact), ==, N);

  for (guint32 a = 0; a < N; a += 7)
    {
      guint32 b = (a * 31 + 1) % N;
      double  square = 0.0, exact = reference_distance (rows, MUS_METRIC_EUCLIDEAN, a, b);
      double  product = 0.0, cosine = 1.0 - reference_distance (rows, MUS_METRIC_COSINE, a, b);

      for (gsize d = 0; d < 33; d++)
        product += coordinate_of (by_cosine->subspace, a, d) *
                   coordinate_of (by_cosine->subspace, b, d);
      g_assert_cmpfloat_with_epsilon (product, cosine, 1e-6);

      for (gsize d = 0; d < 32; d++)
        {
          double difference =
              (double) mus_matrix_row (compact, a)[d] - (double) mus_matrix_row (compact, b)[d];

          square += difference * difference;
        }
      g_assert_cmpfloat_with_epsilon (sqrt (square), exact, 1e-6 * exact);
    }

  for (gsize i = 0; i < N; i++)
    for (gsize d = 0; d < 32; d++)
      {
        double value = (double) mus_matrix_row (compact, i)[d];

        means[d] += value / N;
        variances[d] += value * value / N;
      }
  for (gsize d = 0; d < 32; d++)
    {
      g_assert_cmpfloat_with_epsilon (means[d], 0.0, 1e-5);
      if (d > 0)
        g_assert_cmpfloat (variances[d], <=, variances[d - 1]);
    }
}

/* The bounds that the search relies on hold for every pair. */
static void
test_bounds (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (MusMatrix) rows =
      c->cell == NULL ? make_embedding (c->n_rows) : make_rows (c->n_rows, c->n_cols, c->cell);

  for (MusMetric metric = MUS_METRIC_COSINE; metric <= MUS_METRIC_EUCLIDEAN; metric++)
    {
      g_autoptr (MusNeighborIndex) index = mus_neighbor_index_new (rows, metric, NULL, NULL);
      const MusSubspace *subspace = index->subspace;

      for (guint32 a = 0; a < c->n_rows; a++)
        for (guint32 b = a % STEP_BOUNDS; b < c->n_rows; b += STEP_BOUNDS)
          {
            const float *panel_a = mus_subspace_panel (subspace, a / MUS_PANEL) + a % MUS_PANEL;
            const float *panel_b = mus_subspace_panel (subspace, b / MUS_PANEL) + b % MUS_PANEL;
            double       distance =
                reference_distance (rows, metric, subspace->rows[a], subspace->rows[b]);
            double score = mus_neighbor_index_score (index, distance);
            float  upper = 0.0f;

            for (gsize d = 0; d < subspace->n_axes; d++)
              upper += panel_a[d * MUS_PANEL] * panel_b[d * MUS_PANEL];
            upper = upper + index->offset[a] + index->offset[b];

            g_assert_cmpfloat (score, <=, (double) upper);
            g_assert_cmpfloat (score, >=, (double) (upper - index->slack[a] - index->slack[b]));
          }
    }
}

/* All that an index says of the rows: the nearest of each, one by one and all at once. */
static GBytes *
search_all (MusMatrix *rows, MusMetric metric)
{
  enum { K = 30 };
  gsize n = mus_matrix_n_rows (rows);
  g_autoptr (MusNeighborIndex) index = mus_neighbor_index_new (rows, metric, NULL, NULL);
  g_autoptr (MusNeighborGraph) graph = mus_neighbor_graph_new (index, K, NULL, NULL);
  GByteArray *bytes = g_byte_array_new ();
  MusMatrix  *compact = mus_neighbor_index_compact (index);

  g_byte_array_append (bytes, (const guint8 *) mus_neighbor_graph_rows (graph, 0),
                       (guint) (n * K * sizeof (guint32)));
  g_byte_array_append (bytes, (const guint8 *) mus_neighbor_graph_distances (graph, 0),
                       (guint) (n * K * sizeof (float)));
  if (compact != NULL)
    g_byte_array_append (bytes, (const guint8 *) mus_matrix_data (compact),
                         (guint) (n * mus_matrix_n_cols (compact) * sizeof (float)));
  for (guint32 row = 0; row < n; row += 100)
    {
      guint32 nearest[K];
      double  distances[K];

      mus_neighbor_index_query (index, row, K, nearest, distances);
      g_byte_array_append (bytes, (const guint8 *) nearest, sizeof nearest);
      g_byte_array_append (bytes, (const guint8 *) distances, sizeof distances);
    }

  return g_byte_array_free_to_bytes (bytes);
}

/* Same bytes for any number of threads. */
static void
test_workers (void)
{
  static const guint workers[] = { 1, 2, 8 };
  g_autoptr (MusMatrix) rows = make_embedding (COUNTS_FEWER (2500, 1000));

  for (MusMetric metric = MUS_METRIC_COSINE; metric <= MUS_METRIC_EUCLIDEAN; metric++)
    {
      g_autoptr (GBytes) first = NULL;

      for (gsize i = 0; i < G_N_ELEMENTS (workers); i++)
        {
          g_autoptr (GBytes) all = NULL;

          mus_parallel_set_n_workers (workers[i]);
          all = search_all (rows, metric);
          if (first == NULL)
            first = g_bytes_ref (all);
          g_assert_true (g_bytes_equal (first, all));
        }
    }
  mus_parallel_set_n_workers (0);
}

/* What can't be compared is refused; numbers too large for a float32 square still have an
 * angle. */
static void
test_not_finite (void)
{
  static const float values[] = { NAN, INFINITY, -INFINITY, 1e30f };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    for (MusMetric metric = MUS_METRIC_COSINE; metric <= MUS_METRIC_EUCLIDEAN; metric++)
      {
        g_autoptr (MusMatrix) rows = make_rows (100, 7, cell_random);
        g_autoptr (GError) error = NULL;
        g_autoptr (MusNeighborIndex) index = NULL;

        mus_matrix_fill (rows)[300] = values[i];
        index = mus_neighbor_index_new (rows, metric, NULL, &error);
        if (isfinite (values[i]) && metric == MUS_METRIC_COSINE)
          g_assert_no_error (error);
        else
          g_assert_error (error, MUS_ERROR, MUS_ERROR_NOT_FINITE);
        g_assert_true ((index == NULL) == (error != NULL));
      }
}

typedef struct
{
  GCancellable *cancellable;
  double        cancel_at;
  double        last;
  gint64        cancelled_at; /* µs */
} Watch;

static void
on_progress (double fraction, gpointer data)
{
  Watch *watch = data;

  g_assert_cmpfloat (fraction, >=, watch->last);
  g_assert_cmpfloat (fraction, <=, 1.0);
  watch->last = fraction;
  if (fraction >= watch->cancel_at && watch->cancelled_at == 0)
    {
      watch->cancelled_at = g_get_monotonic_time ();
      g_cancellable_cancel (watch->cancellable);
    }
}

static void
test_cancel (void)
{
  static const double moments[] = { 0.01, 0.5, 0.94, 2.0 };
  g_autoptr (MusMatrix) rows = make_rows (COUNTS_FEWER (6000, 3000), 15, cell_random);
  g_autoptr (MusNeighborIndex) index = mus_neighbor_index_new (rows, MUS_METRIC_COSINE, NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (moments); i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      Watch  watch = { cancellable, moments[i], 0.0, 0 };
      MusRun run = MUS_RUN_INIT;
      g_autoptr (MusNeighborGraph) graph = NULL;

      run.cancellable = cancellable;
      run.progress = on_progress;
      run.progress_data = &watch;
      graph = mus_neighbor_graph_new (index, 10, &run, &error);
      if (moments[i] > 1.0)
        {
          g_assert_no_error (error);
          g_assert_cmpfloat (watch.last, ==, 1.0);
        }
      else
        {
          g_assert_null (graph);
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
          g_assert_cmpint (g_get_monotonic_time () - watch.cancelled_at, <, 2 * G_USEC_PER_SEC);
        }
    }
}

static void
test_cancelled_before (void)
{
  g_autoptr (MusMatrix) rows = make_rows (600, 15, cell_random);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (MusNeighborIndex) index = NULL;
  MusRun run = MUS_RUN_INIT;

  run.cancellable = cancellable;
  g_cancellable_cancel (cancellable);
  index = mus_neighbor_index_new (rows, MUS_METRIC_COSINE, &run, &error);
  g_assert_null (index);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/*
 * Of each @n_period rows the first @n_copies are one and the same.
 */
typedef struct
{
  const char *name;
  gsize       n_period;
  gsize       n_copies;
} Copies;

static const Copies copies[] = {
  { "a-quarter", 4, 1 },
  { "all-but-few", 1000, 999 },
  { "all", 1, 1 },
};

static MusMatrix *
make_copies (const Copies *c, gsize n_rows)
{
  MusMatrix *rows = make_rows (n_rows, 15, cell_random);
  float     *data = mus_matrix_fill (rows);

  for (gsize row = 1; row < n_rows; row++)
    if (row % c->n_period < c->n_copies)
      memcpy (data + row * 15, data, 15 * sizeof (float));

  return rows;
}

/* The lists are those of brute force, and the copies are known as such, or else each list
 * would be offered all of them. */
static void
test_copies (gconstpointer data)
{
  enum { K = 30 };
  const Copies        *c = data;
  gsize                n_rows = counts_choose (4000, 20000);
  g_autoptr (MusMatrix) rows = make_copies (c, n_rows);

  for (MusMetric metric = MUS_METRIC_COSINE; metric <= MUS_METRIC_EUCLIDEAN; metric++)
    {
      g_autoptr (MusNeighborIndex) index = mus_neighbor_index_new (rows, metric, NULL, NULL);
      g_autoptr (MusNeighborGraph) graph = mus_neighbor_graph_new (index, K, NULL, NULL);
      guint32 n_equal = 0;

      for (guint32 row = 0; row < n_rows; row++)
        {
          gboolean is_copy = row % c->n_period < c->n_copies;

          g_assert_cmpuint (index->n_equal[index->subspace->slots[row]], ==, is_copy ? n_equal : 0);
          n_equal += is_copy;
        }
      for (guint32 row = 0; row < n_rows; row += 1 + (guint32) n_rows / 23)
        {
          g_autofree Other *expected = brute_force (index, row);
          guint32           found[K];

          assert_list (index, row, K, mus_neighbor_graph_rows (graph, row), expected);
          g_assert_cmpuint (mus_neighbor_index_query (index, row, K, found, NULL), ==, K);
          assert_list (index, row, K, found, expected);
        }
    }
}

static void
add_case (const char *test, const Case *c, void (*func) (gconstpointer))
{
  g_autofree char *path = g_strdup_printf ("/neighbors/%s/%s", test, c->name);

  g_test_add_data_func (path, c, func);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      add_case ("cosine", &cases[i], test_cosine);
      add_case ("euclidean", &cases[i], test_euclidean);
      add_case ("bounds", &cases[i], test_bounds);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (copies); i++)
    {
      g_autofree char *path = g_strdup_printf ("/neighbors/copies/%s", copies[i].name);

      g_test_add_data_func (path, &copies[i], test_copies);
    }
  g_test_add_func ("/neighbors/subspace", test_subspace);
  g_test_add_func ("/neighbors/workers", test_workers);
  g_test_add_func ("/neighbors/not-finite", test_not_finite);
  g_test_add_func ("/neighbors/cancel", test_cancel);
  g_test_add_func ("/neighbors/cancelled-before", test_cancelled_before);

  return g_test_run ();
}
