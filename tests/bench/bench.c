/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define N_UNITS 32
#define DIM 128

void
bench_check (gboolean ok, const GError *error)
{
  if (ok)
    return;

  fprintf (stderr, "%s\n", error != NULL ? error->message : "The benchmark failed.");
  exit (1);
}

double
bench_seconds_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

double
bench_median (double *values, gsize n)
{
  qsort (values, n, sizeof *values, compare_doubles);

  return (values[(n - 1) / 2] + values[n / 2]) / 2.0;
}

void
bench_print (const char *name, double value)
{
  printf ("%-28s %12.6g\n", name, value);
  fflush (stdout);
}

const char *
bench_catalog_path (const char *argument)
{
  const char *path = argument != NULL ? argument : g_getenv ("MUSREC_CATALOG");

  return path != NULL ? path : SAMPLE_CATALOG;
}

MusCatalog *
bench_catalog_read (const char *argument)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (bench_catalog_path (argument));
  g_autoptr (GError) error = NULL;
  MusCatalog *catalog = mus_catalog_read (file, MUS_REPEATS_TITLE, NULL, &error);

  bench_check (catalog != NULL, error);

  return catalog;
}

static MusMatrix *
new_matrix (gsize n)
{
  g_autoptr (GError) error = NULL;
  MusMatrix *rows = mus_matrix_new (n, DIM, &error);

  bench_check (rows != NULL, error);

  return rows;
}

static MusMatrix *
make_embedding (gsize n)
{
  MusMatrix *rows = new_matrix (n);
  float      in[N_UNITS][MUS_N_FEATURES], out[N_UNITS][DIM];
  MusRng     rng;

  mus_rng_init (&rng, 1);
  for (gsize u = 0; u < N_UNITS; u++)
    {
      for (gsize f = 0; f < MUS_N_FEATURES; f++)
        in[u][f] = (float) mus_rng_normal (&rng);
      for (gsize d = 0; d < DIM; d++)
        out[u][d] = (float) mus_rng_normal (&rng);
    }

  for (gsize i = 0; i < n; i++)
    {
      float *row = mus_matrix_fill (rows) + i * DIM;
      float  features[MUS_N_FEATURES];

      for (gsize f = 0; f < MUS_N_FEATURES; f++)
        features[f] = (float) mus_rng_normal (&rng);
      for (gsize u = 0; u < N_UNITS; u++)
        {
          float unit = 0.5f;

          for (gsize f = 0; f < MUS_N_FEATURES; f++)
            unit += in[u][f] * features[f];
          for (gsize d = 0; d < DIM && unit > 0.0f; d++)
            row[d] += unit * out[u][d];
        }
    }

  return rows;
}

/* The numbers stand at the end of the file, behind a short header. */
static MusMatrix *
read_embedding (const char *path)
{
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize            n_bytes, n;
  MusMatrix       *rows;

  bench_check (g_file_get_contents (path, &bytes, &n_bytes, &error), error);
  n = n_bytes / (DIM * sizeof (float));
  rows = new_matrix (n);
  memcpy (mus_matrix_fill (rows), bytes + n_bytes - n * DIM * sizeof (float),
          n * DIM * sizeof (float));

  return rows;
}

static MusMatrix *
learn_embedding (const char *argument)
{
  MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;
  g_autoptr (GError) error = NULL;
  g_autoptr (MusCatalog) catalog = bench_catalog_read (argument);
  g_autoptr (MusModel) model = mus_model_learn (catalog, &settings, NULL, NULL, NULL, &error);

  bench_check (model != NULL, error);

  return mus_matrix_ref (mus_model_kept_embedding (model));
}

MusMatrix *
bench_embedding_new (const char *argument)
{
  char   *end = NULL;
  guint64 n = argument != NULL ? g_ascii_strtoull (argument, &end, 10) : 0;

  if (n > 0 && *end == '\0')
    return make_embedding (n);
  if (argument != NULL && g_str_has_suffix (argument, ".npy"))
    return read_embedding (argument);

  return learn_embedding (argument);
}

MusMatrix *
bench_first_rows (MusMatrix *rows, gsize n)
{
  MusMatrix *first;

  if (n >= mus_matrix_n_rows (rows))
    return mus_matrix_ref (rows);

  first = new_matrix (n);
  memcpy (mus_matrix_fill (first), mus_matrix_data (rows), n * DIM * sizeof (float));

  return first;
}
