/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "base/mus-rng.h"
#include "layout/mus-tsne.h"

#define N 300
#define N_NEIGHBORS 30
#define PERPLEXITY 10.0

/* Rows of three blobs in 6 dimensions. */
static MusAffinities *
make_affinities (void)
{
  g_autoptr (MusMatrix) x = mus_matrix_new (N, 6, NULL);
  g_autoptr (MusNeighborIndex) index = NULL;
  g_autoptr (MusNeighborGraph) graph = NULL;
  MusRng rng;

  mus_rng_init (&rng, 5);
  for (gsize i = 0; i < N; i++)
    for (gsize j = 0; j < 6; j++)
      mus_matrix_fill (x)[i * 6 + j] = (float) (mus_rng_normal (&rng) + (j == i % 3 ? 4.0 : 0.0));
  index = mus_neighbor_index_new (x, MUS_METRIC_EUCLIDEAN, NULL, NULL);
  graph = mus_neighbor_graph_new (index, N_NEIGHBORS, NULL, NULL);

  return mus_affinities_new (graph, PERPLEXITY, NULL, NULL);
}

static float *
make_start (double deviation)
{
  float *start = g_new (float, 2 * N);
  MusRng rng;

  mus_rng_init (&rng, 6);
  for (gsize i = 0; i < 2 * N; i++)
    start[i] = (float) (deviation * mus_rng_normal (&rng));

  return start;
}

/* KL divergence and its gradient by the book, in double: q_ij of all pairs. */
static double
diverge (const MusAffinities *p, double exaggeration, const double *y, double *gradient)
{
  double z = 0.0, kl = 0.0;

  for (gsize i = 0; i < N; i++)
    for (gsize j = 0; j < N; j++)
      if (i != j)
        z += 1.0 / (1.0 + pow (y[2 * i] - y[2 * j], 2) + pow (y[2 * i + 1] - y[2 * j + 1], 2));

  for (gsize i = 0; i < N; i++)
    {
      double row[N] = { 0.0 };

      for (gsize k = p->starts[i]; k < p->starts[i + 1]; k++)
        row[p->columns[k]] += exaggeration * (double) p->values[k];
      for (gsize j = 0; j < N; j++)
        {
          double dx = y[2 * i] - y[2 * j], dy = y[2 * i + 1] - y[2 * j + 1];
          double w = 1.0 / (1.0 + dx * dx + dy * dy);

          if (i == j)
            continue;
          if (row[j] > 0.0)
            kl += row[j] * log (row[j] * z / w);
          if (gradient != NULL)
            {
              gradient[2 * i] += 4.0 * (row[j] - w / z) * w * dx;
              gradient[2 * i + 1] += 4.0 * (row[j] - w / z) * w * dy;
            }
        }
    }

  return kl;
}

static const double deviations[] = { 1e-4, 0.1, 2.0, 20.0 };
/* In the last one each point stands alone, where the repulsion is at its coarsest. */
static const double gradient_bounds[] = { 1e-3, 1e-3, 5e-3, 4e-2 };
static const double kl_bounds[] = { 1e-5, 1e-5, 1e-4, 1e-4 };

static void
test_gradient (void)
{
  for (gsize d = 0; d < G_N_ELEMENTS (deviations); d++)
    for (guint exaggeration = 1; exaggeration <= 12; exaggeration += 11)
      {
        g_autoptr (MusAffinities) p = make_affinities ();
        g_autofree float *start = make_start (deviations[d]);
        g_autofree float *gradient = g_new (float, 2 * N);
        g_autoptr (MusTsne) tsne = mus_tsne_new (make_affinities (), start, NULL, NULL);
        double y[2 * N], exact[2 * N] = { 0.0 }, errors = 0.0, squares = 0.0;

        for (gsize i = 0; i < 2 * N; i++)
          y[i] = (double) start[i];
        diverge (p, exaggeration, y, exact);
        g_assert_true (mus_tsne_gradient (tsne, exaggeration, gradient, NULL));
        for (gsize i = 0; i < 2 * N; i++)
          {
            errors += pow ((double) gradient[i] - exact[i], 2);
            squares += pow (exact[i], 2);
          }
        g_test_message ("deviation %g, exaggeration %u: %.1e", deviations[d], exaggeration,
                        sqrt (errors / squares));
        g_assert_cmpfloat (sqrt (errors / squares), <, gradient_bounds[d]);

        /* The book's gradient itself, against differences of the divergence. With P
         * exaggerated its sum is not 1, and the formula is no longer the slope of this. */
        for (gsize i = 0; exaggeration == 1 && i < 2 * N; i += 61)
          {
            const double step = 1e-3;
            double       before = y[i], above, below;


            y[i] = before + step;
            above = diverge (p, 1.0, y, NULL);
            y[i] = before - step;
            below = diverge (p, 1.0, y, NULL);
            y[i] = before;
            g_assert_cmpfloat_with_epsilon ((above - below) / (2.0 * step), exact[i],
                                            1e-4 * sqrt (squares / (2 * N)) + 1e-7);
          }
      }
}

static void
test_kl_divergence (void)
{
  for (gsize d = 0; d < G_N_ELEMENTS (deviations); d++)
    {
      g_autoptr (MusAffinities) p = make_affinities ();
      g_autofree float *start = make_start (deviations[d]);
      g_autoptr (MusTsne) tsne = mus_tsne_new (make_affinities (), start, NULL, NULL);
      double y[2 * N], kl, exact;

      for (gsize i = 0; i < 2 * N; i++)
        y[i] = (double) start[i];
      exact = diverge (p, 1.0, y, NULL);
      g_assert_true (mus_tsne_kl_divergence (tsne, &kl, NULL));
      g_assert_cmpfloat_with_epsilon (kl, exact, kl_bounds[d]);

      /* What is minimised early is this and no more: with e P in place of P the sum of
       * p log (p / q) is e (KL + log e). */
      g_assert_cmpfloat_with_epsilon (diverge (p, 12.0, y, NULL), 12.0 * (exact + log (12.0)),
                                      1e-4);
    }
}

static void
run_steps (MusTsne *tsne, guint n, gboolean sort)
{
  for (guint i = 0; i < n; i++)
    {
      MusTsneStep step = { i < 60 ? 12.0 : 1.0, 0.8, i < 60 ? N / 48.0 : N / 4.0 };

      g_assert_true (mus_tsne_step (tsne, &step, NULL));
      if (sort && i % 10 == 0)
        g_assert_true (mus_tsne_sort (tsne, NULL));
    }
}

/* Down it goes, and the mean is at the origin. */
static void
test_descent (void)
{
  g_autofree float *start = make_start (1e-2);
  g_autofree float *positions = g_new (float, 2 * N);
  g_autoptr (MusTsne) tsne = mus_tsne_new (make_affinities (), start, NULL, NULL);
  double first, last, mean[2] = { 0.0, 0.0 };

  g_assert_true (mus_tsne_kl_divergence (tsne, &first, NULL));
  run_steps (tsne, 300, FALSE);
  g_assert_true (mus_tsne_kl_divergence (tsne, &last, NULL));
  g_assert_cmpfloat (last, <, first / 3.0);

  mus_tsne_positions (tsne, positions);
  for (gsize i = 0; i < 2 * N; i++)
    mean[i % 2] += (double) positions[i] / N;
  g_assert_cmpfloat_with_epsilon (mean[0], 0.0, 1e-5);
  g_assert_cmpfloat_with_epsilon (mean[1], 0.0, 1e-5);
}

/* Sorting changes where things are in memory, not what comes of them; the first steps are
 * alike but for rounding. */
static void
test_sort (void)
{
  g_autofree float *start = make_start (1.0);
  g_autofree float *plain = g_new (float, 2 * N);
  g_autofree float *sorted = g_new (float, 2 * N);
  g_autoptr (MusTsne) one = mus_tsne_new (make_affinities (), start, NULL, NULL);
  g_autoptr (MusTsne) other = mus_tsne_new (make_affinities (), start, NULL, NULL);

  g_assert_true (mus_tsne_sort (one, NULL));
  mus_tsne_positions (one, sorted);
  mus_tsne_positions (other, plain);
  g_assert_cmpmem (sorted, 2 * N * sizeof (float), plain, 2 * N * sizeof (float));

  run_steps (one, 12, TRUE);
  run_steps (other, 12, FALSE);
  mus_tsne_positions (one, sorted);
  mus_tsne_positions (other, plain);
  for (gsize i = 0; i < 2 * N; i++)
    g_assert_cmpfloat_with_epsilon (sorted[i], plain[i], 1e-3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tsne/gradient", test_gradient);
  g_test_add_func ("/tsne/kl-divergence", test_kl_divergence);
  g_test_add_func ("/tsne/descent", test_descent);
  g_test_add_func ("/tsne/sort", test_sort);

  return g_test_run ();
}
