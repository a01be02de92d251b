/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "layout/mus-layout.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/mus-error.h"
#include "base/mus-rng.h"
#include "layout/mus-tsne.h"

#define MIN_PERPLEXITY 2.0
#define MIN_ITERATIONS 50
#define MAX_ITERATIONS 10000

/* Shares of the progress; the search is at any size the lesser part. */
#define NEIGHBORS_SHARE 0.35
#define AFFINITIES_SHARE 0.38

/* The early phase draws clusters together while they can still pass each other. An eighth of
 * all iterations is enough of it, and never more than this. */
#define EXAGGERATION 6.0
#define EARLY_ITERATIONS 50u
#define EARLY_SHARE 8

/* The p_ij of a row sum to about 1 / N, so the attraction is no steeper than 8 e / N: while
 * all are close together a rate of N / 4 e is as far as a step can go without swinging. Then
 * the gains hold back the coordinates that swing, and the others gain from more momentum and
 * a larger rate; it grows slowly, so that nothing is flung out of the map. */
#define EARLY_RATE (0.25 / EXAGGERATION)
#define EARLY_MOMENTUM 0.8
#define RATE 1.0
#define RATE_ITERATIONS 50
#define MOMENTUM 0.95

/* Deviation of the start along its first axis: all points well within each other's reach,
 * so that the map unfolds from the middle. What parts tracks that PCA leaves in one place
 * is this share of it. */
#define START_DEVIATION 1e-2
#define START_NOISE 0.01

/* How often the divergence is calculated, and the points are sorted: first when the map has
 * begun to take shape. */
#define KL_INTERVAL 25
#define SORT_INTERVAL 150
#define FIRST_SORT 60

typedef struct
{
  const MusLayoutSettings *settings;
  MusRun                   run; /* over when cancelled or stopped */
  MusLayoutFunc            func;
  gpointer                 func_data;
  MusLayoutInfo            info;
} Layout;

gboolean
mus_layout_settings_validate (const MusLayoutSettings *self, GError **error)
{
  /* Written so that NaN is outside. */
  if (!(self->perplexity >= MIN_PERPLEXITY && self->perplexity <= MUS_PERPLEXITY_MAX))
    {
      g_set_error (error, MUS_ERROR, MUS_ERROR_SETTING,
                   _("The perplexity of the map must be between %d and %d."),
                   (int) MIN_PERPLEXITY, MUS_PERPLEXITY_MAX);
      return FALSE;
    }
  if (self->iterations < MIN_ITERATIONS || self->iterations > MAX_ITERATIONS)
    {
      g_set_error (error, MUS_ERROR, MUS_ERROR_SETTING,
                   _("The number of iterations of the map must be between %d and %d."),
                   MIN_ITERATIONS, MAX_ITERATIONS);
      return FALSE;
    }

  return TRUE;
}

static double
seconds_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
}

/* ---- Before the first step ---- */

/* The first two principal components, small. An axis has no sign of its own: its longer
 * tail points to the positive side. */
static float *
make_start (const MusMatrix *compact, guint64 seed, const MusRun *run, GError **error)
{
  gsize  n = mus_matrix_n_rows (compact), n_axes = MIN (mus_matrix_n_cols (compact), 2);
  g_autofree float *start = mus_try_new (float, 2 * n, error);
  double scale = 0.0;
  MusRng rng;

  if (start == NULL)
    return NULL;

  mus_rng_init (&rng, seed);
  for (gsize i = 0; i < 2 * n; i++)
    {
      if (!mus_run_goes_on (run, i, error))
        return NULL;
      start[i] = (float) (START_NOISE * START_DEVIATION * mus_rng_normal (&rng));
    }

  for (gsize axis = 0; axis < n_axes; axis++)
    {
      double squares = 0.0, cubes = 0.0, sign;

      if (mus_run_is_cancelled (run, error))
        return NULL;
      for (gsize i = 0; i < n; i++)
        {
          double x = (double) mus_matrix_row (compact, i)[axis];

          squares += x * x;
          cubes += x * x * x;
        }
      if (axis == 0 && squares > 0.0)
        scale = START_DEVIATION / sqrt (squares / (double) n);
      sign = cubes < 0.0 ? -1.0 : 1.0;
      for (gsize i = 0; i < n; i++)
        start[2 * i + axis] += (float) (sign * scale *
                                        (double) mus_matrix_row (compact, i)[axis]);
    }

  return mus_run_is_cancelled (run, error) ? NULL : g_steal_pointer (&start);
}

/* The neighbors are gone when this returns: they need as much memory as the affinities.
 * @start is there as soon as it is known. */
static MusAffinities *
find_affinities (Layout *self, MusMatrix *embedding, float **start, GError **error)
{
  MusRun search = mus_run_part (&self->run, 0.0, NEIGHBORS_SHARE);
  gint64 begin = g_get_monotonic_time ();
  gsize  k = (gsize) ceil (3.0 * self->info.perplexity);
  MusAffinities *affinities;
  g_autoptr (MusNeighborIndex) index = NULL;
  g_autoptr (MusNeighborGraph) graph = NULL;

  index = mus_neighbor_index_new (embedding, MUS_METRIC_EUCLIDEAN, &search, error);
  if (index == NULL)
    return NULL;
  *start = make_start (mus_neighbor_index_compact (index), self->settings->seed, &search, error);
  if (*start == NULL)
    return NULL;
  graph = mus_matrix_n_rows (embedding) <= MUS_NEIGHBOR_GRAPH_EXACT_ROWS
              ? mus_neighbor_graph_new (index, k, &search, error)
              : mus_neighbor_graph_new_approximate (index, k, &search, error);
  g_clear_pointer (&index, mus_neighbor_index_unref);
  if (graph == NULL)
    return NULL;
  self->info.neighbors_seconds = seconds_since (begin);

  begin = g_get_monotonic_time ();
  affinities = mus_affinities_new (graph, self->info.perplexity, &self->run, error);
  self->info.affinities_seconds = seconds_since (begin);
  mus_run_report (&self->run, AFFINITIES_SHARE);

  return affinities;
}

/* ---- Steps ---- */

static MusTsneStep
plan_step (gsize n_rows, guint iteration, guint n_iterations)
{
  double n = (double) n_rows;
  guint  n_early = MIN (EARLY_ITERATIONS, n_iterations / EARLY_SHARE);
  double growth;

  if (iteration <= n_early)
    return (MusTsneStep){ EXAGGERATION, EARLY_MOMENTUM, EARLY_RATE * n };

  growth = MIN ((double) (iteration - n_early) / RATE_ITERATIONS, 1.0);

  return (MusTsneStep){ 1.0, MOMENTUM, (EARLY_RATE + growth * (RATE - EARLY_RATE)) * n };
}

static gboolean
show_frame (Layout *self, MusTsne *tsne, guint iteration, MusMatrix *positions, GError **error)
{
  MusLayoutFrame frame = { iteration, self->settings->iterations, NAN,
                           mus_matrix_n_rows (positions), mus_matrix_data (positions) };

  if (iteration % KL_INTERVAL == 0)
    {
      if (!mus_tsne_kl_divergence (tsne, &frame.kl_divergence, error))
        return FALSE;
      self->info.kl_divergence = frame.kl_divergence;
    }
  mus_tsne_positions (tsne, mus_matrix_fill (positions));
  self->func (&frame, self->func_data);

  return TRUE;
}

static gboolean
optimise (Layout *self, MusTsne *tsne, MusMatrix *positions, GError **error)
{
  guint  n_iterations = self->settings->iterations;
  MusRun run = mus_run_part (&self->run, AFFINITIES_SHARE, 1.0);

  for (guint i = 1; i <= n_iterations; i++)
    {
      MusTsneStep step = plan_step (mus_matrix_n_rows (positions), i, n_iterations);

      if (mus_run_is_cancelled (&run, error))
        return FALSE;
      if (i % SORT_INTERVAL == FIRST_SORT && !mus_tsne_sort (tsne, error))
        return FALSE;
      if (!mus_tsne_step (tsne, &step, error))
        return FALSE;
      self->info.iterations = i;
      if (self->func != NULL && !show_frame (self, tsne, i, positions, error))
        return FALSE;
      mus_run_report (&run, (double) i / n_iterations);
    }

  return mus_tsne_kl_divergence (tsne, &self->info.kl_divergence, error);
}

/* ---- The whole way ---- */

/* Whether Stop, and not Cancel, has ended a calculation that has failed. */
static gboolean
was_stopped (const Layout *self, GError **error)
{
  if (!mus_run_is_stopped (&self->run) || g_cancellable_is_cancelled (self->run.cancellable))
    return FALSE;

  g_clear_error (error);

  return TRUE;
}

static gboolean
lay_out (Layout *self, MusMatrix *embedding, MusMatrix *positions, GError **error)
{
  g_autoptr (GError)         failure = NULL;
  g_autofree float          *start = NULL;
  g_autoptr (MusAffinities)  affinities = find_affinities (self, embedding, &start, &failure);
  g_autoptr (MusTsne)        tsne = NULL;
  gint64                     begin = g_get_monotonic_time ();
  gboolean                   done;

  if (affinities != NULL)
    tsne = mus_tsne_new (g_steal_pointer (&affinities), start, &self->run, &failure);
  done = tsne != NULL && optimise (self, tsne, positions, &failure);
  self->info.outcome = done ? MUS_OUTCOME_LIMIT : MUS_OUTCOME_STOPPED;
  self->info.optimise_seconds = seconds_since (begin);
  if (!done && (start == NULL || !was_stopped (self, &failure)))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  if (tsne != NULL)
    mus_tsne_positions (tsne, mus_matrix_fill (positions));
  else
    memcpy (mus_matrix_fill (positions), start,
            mus_matrix_n_rows (positions) * 2 * sizeof *start);

  return TRUE;
}

MusMatrix *
mus_layout_new (MusMatrix *embedding, const MusLayoutSettings *settings, const MusRun *run,
                MusLayoutFunc func, gpointer func_data, MusLayoutInfo *info, GError **error)
{
  gsize  n = mus_matrix_n_rows (embedding);
  Layout layout = { .settings = settings, .func = func, .func_data = func_data };
  g_autoptr (MusMatrix) positions = NULL;

  if (!mus_layout_settings_validate (settings, error) || mus_run_is_cancelled (run, error))
    return NULL;
  /* Of more rows the search finds out. */
  if (n < 2 && !mus_matrix_is_finite (embedding))
    {
      g_set_error_literal (error, MUS_ERROR, MUS_ERROR_NOT_FINITE,
                           _("The embedding holds numbers that are not finite, so no map can "
                             "be drawn from it. Train the model again."));
      return NULL;
    }
  positions = mus_matrix_new (n, 2, error);
  if (positions == NULL)
    return NULL;

  /* A perplexity of 1 stands for the nearest neighbor alone. */
  layout.run = mus_run_until_stop (run);
  layout.info.kl_divergence = n < 2 ? 0.0 : (double) NAN;
  layout.info.perplexity = CLAMP (((double) n - 1.0) / 3.0, 1.0, settings->perplexity);
  /* Fewer than two have no neighbors: the one stands at the origin. */
  if (n >= 2 && !lay_out (&layout, embedding, positions, error))
    return NULL;

  mus_run_report (run, 1.0);
  if (info != NULL)
    *info = layout.info;

  return g_steal_pointer (&positions);
}
