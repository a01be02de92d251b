/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "../data/tsne-reference.h"
#include "fixture.h"

static MusMatrix *
lay_out (MusMatrix *x, guint iterations, MusLayoutInfo *info)
{
  MusLayoutSettings settings = MUS_LAYOUT_SETTINGS_INIT;
  g_autoptr (GError) error = NULL;
  MusMatrix *positions;

  settings.iterations = iterations > 0 ? iterations : settings.iterations;
  positions = mus_layout_new (x, &settings, NULL, NULL, NULL, info, &error);
  g_assert_no_error (error);
  g_assert_true (mus_matrix_is_finite (positions));
  g_assert_cmpuint (mus_matrix_n_rows (positions), ==, mus_matrix_n_rows (x));
  g_assert_cmpuint (mus_matrix_n_cols (positions), ==, 2);

  return positions;
}

static MusMatrix *
make_rows (gsize n, gsize d)
{
  MusMatrix *x = mus_matrix_new (n, d, NULL);
  MusRng     rng;

  mus_rng_init (&rng, 2);
  for (gsize i = 0; i < n * d; i++)
    mus_matrix_fill (x)[i] = (float) mus_rng_normal (&rng);

  return x;
}

/* ---- Beside scikit-learn ---- */

#define N 1500
#define D 10
#define CLUSTERS 12

static gint64 reference_state = 1;

static double
reference_normal (void)
{
  double sum = -6.0;

  for (guint i = 0; i < 12; i++)
    {
      reference_state = reference_state * 48271 % 2147483647;
      sum += (double) reference_state / 2147483647.0;
    }

  return sum;
}

static MusMatrix *
make_reference_rows (void)
{
  MusMatrix *x = mus_matrix_new (N, D, NULL);
  double     centres[CLUSTERS][D];

  for (gsize c = 0; c < CLUSTERS; c++)
    for (gsize j = 0; j < D; j++)
      centres[c][j] = 2.0 * reference_normal ();
  for (gsize i = 0; i < N; i++)
    for (gsize j = 0; j < D; j++)
      mus_matrix_fill (x)[i * D + j] = (float) (centres[i % CLUSTERS][j] +
                                                reference_normal () * (double) (1 + i % 3) / 2.0);

  return x;
}

typedef struct
{
  double distance;
  gsize  row;
} Other;

static int
compare_others (const void *a, const void *b)
{
  const Other *x = a, *y = b;

  return x->distance != y->distance ? (x->distance < y->distance ? -1 : 1)
                                    : (x->row < y->row ? -1 : 1);
}

static double
square_of (const MusMatrix *x, gsize i, gsize j)
{
  double square = 0.0;

  for (gsize c = 0; c < mus_matrix_n_cols (x); c++)
    square += pow ((double) mus_matrix_row (x, i)[c] - (double) mus_matrix_row (x, j)[c], 2);

  return square;
}

/* @row itself, then all others, the nearest first; and the squares of their distances. */
static void
order_others (const MusMatrix *x, gsize row, gsize *order, double *squares)
{
  g_autofree Other *others = g_new (Other, N);

  for (gsize j = 0; j < N; j++)
    others[j] = (Other){ j == row ? -1.0 : square_of (x, row, j), j };
  qsort (others, N, sizeof *others, compare_others);
  for (gsize j = 0; j < N; j++)
    {
      order[j] = others[j].row;
      squares[j] = others[j].distance;
    }
}

/* ranks[j] is 0 for @row itself, 1 for its nearest other row, and so on. */
static void
rank_others (const MusMatrix *x, gsize row, guint *ranks)
{
  gsize  order[N];
  double squares[N];

  order_others (x, row, order, squares);
  for (guint j = 0; j < N; j++)
    ranks[order[j]] = j;
}

/* Trustworthiness (Venna and Kaski, 2001) at 12 neighbors; share of 10 nearest kept. */
static void
measure (const MusMatrix *x, const MusMatrix *y, double *trustworthiness, double *kept)
{
  const double k = 12.0;
  double       penalty = 0.0, n_kept = 0.0;

  for (gsize i = 0; i < N; i++)
    {
      guint before[N], after[N];

      rank_others (x, i, before);
      rank_others (y, i, after);
      for (gsize j = 0; j < N; j++)
        {
          if (j != i && after[j] <= 12 && before[j] > 12)
            penalty += (double) before[j] - k;
          if (j != i && after[j] <= 10 && before[j] <= 10)
            n_kept++;
        }
    }
  *trustworthiness = 1.0 - penalty * 2.0 / (N * k * (2.0 * N - 3.0 * k - 1.0));
  *kept = n_kept / (10.0 * N);
}

/* p_j|i of a row's nearest, by halving: the Gaussian whose perplexity is the wanted one. */
static void
condition_slowly (const double *squares, gsize n, double perplexity, double *probabilities)
{
  double low = 0.0, high = INFINITY, beta = 1.0;

  for (guint round = 0; round < 200; round++)
    {
      double sum = 0.0, entropy = 0.0;

      for (gsize i = 0; i < n; i++)
        sum += probabilities[i] = exp (-beta * (squares[i] - squares[0]));
      for (gsize i = 0; i < n; i++)
        {
          probabilities[i] /= sum;
          if (probabilities[i] > 0.0)
            entropy -= probabilities[i] * log (probabilities[i]);
        }
      if (exp (entropy) > perplexity)
        low = beta;
      else
        high = beta;
      beta = isinf (high) ? 2.0 * beta : (low + high) / 2.0;
    }
}

/* The divergence of a map of the reference rows from their affinities: all of it anew, from
 * the rows, in doubles and over all pairs. */
static double
diverge_slowly (const MusMatrix *x, const MusMatrix *y, double perplexity)
{
  const gsize        n_near = (gsize) (3.0 * perplexity);
  g_autofree double *joint = g_new0 (double, N * N);
  double             normaliser = 0.0, divergence = 0.0;

  for (gsize i = 0; i < N; i++)
    {
      double probabilities[N], squares[N];
      gsize  order[N];

      order_others (x, i, order, squares);
      condition_slowly (squares + 1, n_near, perplexity, probabilities);
      for (gsize m = 0; m < n_near; m++)
        {
          joint[i * N + order[m + 1]] += probabilities[m] / (2.0 * N);
          joint[order[m + 1] * N + i] += probabilities[m] / (2.0 * N);
        }
      order_others (y, i, order, squares);
      for (gsize m = 1; m < N; m++)
        normaliser += 1.0 / (1.0 + squares[m]);
    }

  for (gsize i = 0; i < N; i++)
    for (gsize j = 0; j < N; j++)
      if (joint[i * N + j] > 0.0)
        divergence += joint[i * N + j] *
                      log (joint[i * N + j] * normaliser * (1.0 + square_of (y, i, j)));

  return divergence;
}

static void
test_reference (void)
{
  g_autoptr (MusMatrix) x = make_reference_rows ();
  g_autoptr (MusMatrix) y = NULL;
  MusLayoutInfo info;
  double        divergence, trustworthiness, kept;

  g_assert_cmpfloat (mus_matrix_data (x)[0], ==, (float) REFERENCE_FIRST);
  g_assert_cmpfloat (mus_matrix_data (x)[N * D - 1], ==, (float) REFERENCE_LAST);
  y = lay_out (x, 0, &info);
  divergence = diverge_slowly (x, y, info.perplexity);
  measure (x, y, &trustworthiness, &kept);
  g_test_message ("KL %.5f, slowly %.5f (%.4f), trustworthiness %.4f (%.4f), neighbors kept %.4f (%.4f)",
                  info.kl_divergence, divergence, REFERENCE_KL_DIVERGENCE, trustworthiness,
                  REFERENCE_TRUSTWORTHINESS, kept, REFERENCE_NEIGHBORS_KEPT);
  g_assert_cmpfloat_with_epsilon (info.kl_divergence, divergence, 1e-3);
  g_assert_cmpfloat (divergence, <=, REFERENCE_KL_DIVERGENCE * 1.01);
  g_assert_cmpfloat (trustworthiness, >=, REFERENCE_TRUSTWORTHINESS - 0.002);
  g_assert_cmpfloat (kept, >=, REFERENCE_NEIGHBORS_KEPT - 0.01);
}

/* ---- The run ---- */

/* What a run's frames are held to, and when it is to be ended. */
typedef struct
{
  guint         n_seen;
  guint         n_measured;
  float        *last; /* (n, 2), or NULL */
  double        kl_divergence;
  guint         stop_at;
  gint          stop;
  guint         cancel_at;
  GCancellable *cancellable;
} Watch;

static void
watch_frame (const MusLayoutFrame *frame, gpointer data)
{
  Watch *watch = data;
  double mean[2] = { 0.0, 0.0 };

  g_assert_cmpuint (frame->iteration, ==, ++watch->n_seen);
  for (gsize i = 0; i < 2 * frame->n_points; i++)
    mean[i % 2] += (double) frame->positions[i] / (double) frame->n_points;
  g_assert_cmpfloat_with_epsilon (mean[0], 0.0, 1e-4);
  g_assert_cmpfloat_with_epsilon (mean[1], 0.0, 1e-4);
  if (!isnan (frame->kl_divergence))
    {
      watch->n_measured++;
      watch->kl_divergence = frame->kl_divergence;
    }
  if (watch->last != NULL)
    memcpy (watch->last, frame->positions, 2 * frame->n_points * sizeof (float));
  if (frame->iteration == watch->stop_at)
    g_atomic_int_set (&watch->stop, 1);
  if (frame->iteration == watch->cancel_at)
    g_cancellable_cancel (watch->cancellable);
}

static void
store_fraction (double fraction, gpointer data)
{
  double *last = data;

  g_assert_cmpfloat (fraction, >=, *last);
  g_assert_cmpfloat (fraction, <=, 1.0);
  *last = fraction;
}

static void
test_frames (void)
{
  g_autoptr (MusMatrix) x = make_rows (400, 8);
  g_autoptr (MusMatrix) y = NULL;
  MusLayoutSettings settings = MUS_LAYOUT_SETTINGS_INIT;
  MusLayoutInfo     info;
  Watch             watch = { 0 };
  double            progress = 0.0;
  MusRun            run = MUS_RUN_INIT;

  run.progress = store_fraction;
  run.progress_data = &progress;
  settings.iterations = 200;
  y = mus_layout_new (x, &settings, &run, watch_frame, &watch, &info, NULL);
  g_assert_nonnull (y);
  g_assert_cmpuint (watch.n_seen, ==, 200);
  g_assert_cmpuint (watch.n_measured, >=, 4);
  g_assert_cmpfloat (watch.kl_divergence, ==, info.kl_divergence);
  g_assert_cmpfloat (progress, ==, 1.0);
  g_assert_cmpuint (info.iterations, ==, 200);
  g_assert_cmpint (info.outcome, ==, MUS_OUTCOME_LIMIT);
  g_assert_cmpfloat (info.perplexity, ==, 30.0);
}

static void
test_stop (void)
{
  g_autoptr (MusMatrix) x = make_rows (400, 8);
  g_autoptr (MusMatrix) y = NULL;
  float             last[800];
  MusLayoutSettings settings = MUS_LAYOUT_SETTINGS_INIT;
  MusLayoutInfo     info;
  Watch             watch = { .stop_at = 60, .last = last };
  MusRun            run = MUS_RUN_INIT;

  run.stop = &watch.stop;
  y = mus_layout_new (x, &settings, &run, watch_frame, &watch, &info, NULL);
  g_assert_nonnull (y);
  g_assert_cmpuint (info.iterations, ==, 60);
  g_assert_cmpint (info.outcome, ==, MUS_OUTCOME_STOPPED);
  g_assert_true (isfinite (info.kl_divergence));
  g_assert_cmpmem (mus_matrix_data (y), sizeof last, last, sizeof last);
}

static void
stop_early (double fraction, gpointer data)
{
  g_atomic_int_set ((gint *) data, 1);
}

/* Stopped while neighbors are searched: the map is its own start. */
static void
test_stop_before_first_iteration (void)
{
  g_autoptr (MusMatrix) x = make_rows (400, 8);
  g_autoptr (MusMatrix) y = NULL;
  MusLayoutSettings settings = MUS_LAYOUT_SETTINGS_INIT;
  MusLayoutInfo     info;
  Watch             watch = { 0 };
  MusRun            run = MUS_RUN_INIT;
  double            square = 0.0;

  run.stop = &watch.stop;
  run.progress = stop_early;
  run.progress_data = &watch.stop;
  y = mus_layout_new (x, &settings, &run, watch_frame, &watch, &info, NULL);
  g_assert_nonnull (y);
  g_assert_cmpuint (watch.n_seen, ==, 0);
  g_assert_cmpuint (info.iterations, ==, 0);
  g_assert_cmpint (info.outcome, ==, MUS_OUTCOME_STOPPED);
  g_assert_true (isnan (info.kl_divergence));
  for (gsize i = 0; i < 400; i++)
    square += pow ((double) mus_matrix_row (y, i)[0], 2.0) / 400.0;
  g_assert_cmpfloat_with_epsilon (sqrt (square), 0.01, 0.0005);
}

/* Before it is known where the tracks start there is nothing to be shown. */
static void
test_stop_at_once (void)
{
  g_autoptr (MusMatrix) x = make_rows (400, 8);
  g_autoptr (GError) error = NULL;
  MusLayoutSettings settings = MUS_LAYOUT_SETTINGS_INIT;
  Watch             watch = { .stop = 1 };
  MusRun            run = MUS_RUN_INIT;

  run.stop = &watch.stop;
  g_assert_null (mus_layout_new (x, &settings, &run, watch_frame, &watch, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (watch.n_seen, ==, 0);
}

static void
test_cancel (void)
{
  static const guint places[] = { 0, 1, 60 };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (MusMatrix) x = make_rows (400, 8);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      MusLayoutSettings settings = MUS_LAYOUT_SETTINGS_INIT;
      Watch  watch = { .cancel_at = places[i], .cancellable = cancellable };
      MusRun run = MUS_RUN_INIT;

      run.cancellable = cancellable;
      if (places[i] == 0)
        g_cancellable_cancel (cancellable);
      g_assert_null (mus_layout_new (x, &settings, &run, watch_frame, &watch, NULL, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpuint (watch.n_seen, ==, places[i]);
    }
}

static void
test_threads (void)
{
  static const guint workers[] = { 1, 2, 8 };
  const gsize        n_bytes = 5000 * 2 * sizeof (float);
  g_autoptr (MusMatrix) x = make_rows (5000, 12);
  g_autoptr (MusMatrix) first = NULL;

  for (guint w = 0; w < G_N_ELEMENTS (workers); w++)
    {
      g_autoptr (MusMatrix) y = NULL;

      mus_parallel_set_n_workers (workers[w]);
      y = lay_out (x, COUNTS_FEWER (120, 50), NULL);
      if (first == NULL)
        first = g_steal_pointer (&y);
      else
        g_assert_cmpmem (mus_matrix_data (y), n_bytes, mus_matrix_data (first), n_bytes);
    }
  mus_parallel_set_n_workers (0);
}

/* ---- Small and odd ---- */

static void
test_small (void)
{
  for (gsize n = 0; n <= 100; n = n < 12 ? n + 1 : n + 11)
    {
      g_autoptr (MusMatrix) x = make_rows (n, 5);
      MusLayoutInfo info;
      g_autoptr (MusMatrix) y = lay_out (x, COUNTS_FEWER (300, 100), &info);

      g_assert_cmpfloat_with_epsilon (info.perplexity,
                                      CLAMP (((double) n - 1.0) / 3.0, 1.0, 30.0), 1e-12);
      g_assert_true (isfinite (info.kl_divergence));
      for (gsize i = 0; i < 2 * n; i++)
        g_assert_cmpfloat (fabsf (mus_matrix_data (y)[i]), <, 1000.0);
    }
}

typedef enum
{
  ALL_ALIKE,
  ALL_ZERO,
  IN_PAIRS,
  ON_A_LINE,
  ONE_APART,
  ONE_COLUMN,
  HUGE_NUMBERS,
} Shape;

static const struct
{
  const char *name;
  Shape       shape;
} shapes[] = {
  { "all alike", ALL_ALIKE },     { "all zero", ALL_ZERO },   { "in pairs", IN_PAIRS },
  { "on a line", ON_A_LINE },     { "one apart", ONE_APART }, { "one column", ONE_COLUMN },
  { "huge numbers", HUGE_NUMBERS },
};

static void
test_shape (gconstpointer data)
{
  Shape shape = (Shape) GPOINTER_TO_INT (data);
  gsize n = 250, d = shape == ONE_COLUMN ? 1 : 6;
  g_autoptr (MusMatrix) x = make_rows (n, d);
  g_autoptr (MusMatrix) y = NULL;
  float *values = mus_matrix_fill (x);
  float  farthest = 0.0f;

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < d; j++)
      if (shape == ALL_ALIKE)
        values[i * d + j] = 3.0f;
      else if (shape == ALL_ZERO)
        values[i * d + j] = 0.0f;
      else if (shape == IN_PAIRS)
        values[i * d + j] = values[i / 2 * 2 * d + j];
      else if (shape == ON_A_LINE)
        values[i * d + j] = (float) i * (float) j;
      else if (shape == ONE_APART && i == 0)
        values[i * d + j] = 1e4f;
      else if (shape == HUGE_NUMBERS)
        values[i * d + j] *= 1e12f;

  y = lay_out (x, COUNTS_FEWER (0, 200), NULL);
  for (gsize i = 0; i < 2 * n; i++)
    farthest = MAX (farthest, fabsf (mus_matrix_data (y)[i]));
  g_assert_cmpfloat (farthest, >, 1.0);
  g_assert_cmpfloat (farthest, <, 1000.0);
}

static void
test_not_finite (void)
{
  static const float values[] = { NAN, INFINITY, -INFINITY };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (MusMatrix) x = make_rows (100, 5);
      g_autoptr (GError) error = NULL;
      MusLayoutSettings settings = MUS_LAYOUT_SETTINGS_INIT;

      mus_matrix_fill (x)[77] = values[i];
      g_assert_null (mus_layout_new (x, &settings, NULL, NULL, NULL, NULL, &error));
      g_assert_error (error, MUS_ERROR, MUS_ERROR_NOT_FINITE);
    }
}

static void
test_settings (void)
{
  static const struct
  {
    double   perplexity;
    guint    iterations;
    gboolean valid;
  } rows[] = {
    { 30.0, 750, TRUE }, { 2.0, 50, TRUE },   { 500.0, 10000, TRUE }, { 1.9, 750, FALSE },
    { 501.0, 750, FALSE }, { NAN, 750, FALSE }, { 30.0, 49, FALSE },    { 30.0, 10001, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      MusLayoutSettings settings = MUS_LAYOUT_SETTINGS_INIT;
      g_autoptr (GError) error = NULL;

      settings.perplexity = rows[i].perplexity;
      settings.iterations = rows[i].iterations;
      g_assert_cmpint (mus_layout_settings_validate (&settings, &error), ==, rows[i].valid);
      if (!rows[i].valid)
        g_assert_error (error, MUS_ERROR, MUS_ERROR_SETTING);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/layout/reference", test_reference);
  g_test_add_func ("/layout/frames", test_frames);
  g_test_add_func ("/layout/stop", test_stop);
  g_test_add_func ("/layout/stop-before-first-iteration", test_stop_before_first_iteration);
  g_test_add_func ("/layout/stop-at-once", test_stop_at_once);
  g_test_add_func ("/layout/cancel", test_cancel);
  g_test_add_func ("/layout/threads", test_threads);
  g_test_add_func ("/layout/small", test_small);
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/layout/shape/%s", shapes[i].name);

      g_test_add_data_func (path, GINT_TO_POINTER (shapes[i].shape), test_shape);
    }
  g_test_add_func ("/layout/not-finite", test_not_finite);
  g_test_add_func ("/layout/settings", test_settings);

  return g_test_run ();
}
