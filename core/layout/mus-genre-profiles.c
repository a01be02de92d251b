/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "layout/mus-genre-profiles.h"

#include <math.h>
#include <string.h>

#include "base/mus-blas.h"

/* A feature that hardly varies within a genre counts as if it varied this much, or it
 * would drown all others. */
#define LEAST_DEVIATION 0.1

/* Where a label has no place among the genres looked at. */
#define NO_PLACE G_MAXUINT

static void
sum_genres (const MusCatalog *catalog, const MusMatrix *x, const MusRun *run, double *sums,
            gsize *n_tracks)
{
  for (guint32 row = 0;
       row < mus_catalog_n_tracks (catalog) && mus_run_goes_on (run, row, NULL); row++)
    {
      guint16      genre = mus_catalog_genre (catalog, row);
      const float *features = mus_matrix_row (x, row);

      if (genre == MUS_NO_GENRE)
        continue;
      n_tracks[genre]++;
      for (gsize f = 0; f < MUS_N_FEATURES; f++)
        sums[genre * MUS_N_FEATURES + f] += (double) features[f];
    }
}

static void
measure_within (const MusCatalog *catalog,
                const MusMatrix  *x,
                const double     *means,
                const MusRun     *run,
                double           *deviations)
{
  gsize n = 0;

  for (guint32 row = 0;
       row < mus_catalog_n_tracks (catalog) && mus_run_goes_on (run, row, NULL); row++)
    {
      guint16      genre = mus_catalog_genre (catalog, row);
      const float *features = mus_matrix_row (x, row);

      if (genre == MUS_NO_GENRE)
        continue;
      n++;
      for (gsize f = 0; f < MUS_N_FEATURES; f++)
        {
          double difference = (double) features[f] - means[genre * MUS_N_FEATURES + f];

          deviations[f] += difference * difference;
        }
    }

  for (gsize f = 0; f < MUS_N_FEATURES; f++)
    deviations[f] = MAX (sqrt (deviations[f] / (double) MAX (n, 1)), LEAST_DEVIATION);
}

double *
mus_genre_sounds_new (const MusCatalog *catalog, const MusMatrix *x, gsize *n_tracks,
                      const MusRun *run)
{
  gsize   n_genres = mus_catalog_n_genres (catalog);
  double *sounds = g_new0 (double, n_genres *MUS_N_FEATURES);
  double  deviations[MUS_N_FEATURES] = { 0.0 };

  memset (n_tracks, 0, n_genres * sizeof *n_tracks);
  sum_genres (catalog, x, run, sounds, n_tracks);
  for (gsize i = 0; i < n_genres * MUS_N_FEATURES; i++)
    sounds[i] /= (double) MAX (n_tracks[i / MUS_N_FEATURES], 1);

  measure_within (catalog, x, sounds, run, deviations);
  for (gsize i = 0; i < n_genres * MUS_N_FEATURES; i++)
    sounds[i] /= deviations[i % MUS_N_FEATURES];

  return sounds;
}

/* All rows, those of one main artist together; @first says where each artist's begin. */
static guint32 *
sort_by_artist (const MusCatalog *catalog, guint32 **first)
{
  guint32  n = (guint32) mus_catalog_n_tracks (catalog);
  guint32  n_artists = mus_catalog_n_artists (catalog);
  guint32 *rows = g_try_new (guint32, MAX (n, 1));
  guint32  end = 0;

  *first = g_try_new0 (guint32, (gsize) n_artists + 1);
  if (rows == NULL || *first == NULL)
    {
      g_free (rows);
      return NULL;
    }

  for (guint32 row = 0; row < n; row++)
    (*first)[mus_catalog_main_artist (catalog, row)]++;
  for (guint32 artist = 0; artist <= n_artists; artist++)
    (*first)[artist] = end += (*first)[artist];
  for (guint32 row = n; row-- > 0;)
    rows[--(*first)[mus_catalog_main_artist (catalog, row)]] = row;

  return rows;
}

/* Adds one artist's part of the way genre, artist, genre: how many of the tracks of i
 * lead to this artist, times the share of j among the labels of the artist's tracks. */
static void
add_artist (const MusCatalog *catalog,
            const guint32    *rows,
            gsize             n_rows,
            const guint      *places,
            gsize             n,
            guint            *counts,
            guint            *seen,
            float            *ways)
{
  guint n_seen = 0;
  guint total = 0;

  for (gsize r = 0; r < n_rows; r++)
    {
      guint          n_labels;
      const guint16 *labels = mus_catalog_genres (catalog, rows[r], &n_labels);

      for (guint l = 0; l < n_labels; l++)
        {
          guint place = places[labels[l]];

          if (place == NO_PLACE)
            continue;
          if (counts[place]++ == 0)
            seen[n_seen++] = place;
          total++;
        }
    }

  for (guint i = 0; i < n_seen; i++)
    for (guint j = 0; j < n_seen; j++)
      ways[seen[i] * n + seen[j]] +=
          (float) ((double) counts[seen[i]] * (double) counts[seen[j]] / (double) total);
  for (guint i = 0; i < n_seen; i++)
    counts[seen[i]] = 0;
}

/* One walk: (n, n), each row adds up to 1. */
static float *
walk_new (const MusCatalog *catalog, const guint16 *genres, gsize n, const MusRun *run)
{
  g_autofree guint32 *first = NULL;
  g_autofree guint32 *rows = sort_by_artist (catalog, &first);
  g_autofree guint   *places = g_new (guint, mus_catalog_n_labels (catalog));
  g_autofree guint   *counts = g_new0 (guint, n);
  g_autofree guint   *seen = g_new (guint, n);
  float              *walk;

  if (rows == NULL)
    return NULL;

  for (guint16 label = 0; label < mus_catalog_n_labels (catalog); label++)
    places[label] = NO_PLACE;
  for (guint i = 0; i < n; i++)
    places[genres[i]] = i;

  walk = g_new0 (float, n *n);
  for (guint32 artist = 0;
       artist < mus_catalog_n_artists (catalog) && mus_run_goes_on (run, artist, NULL); artist++)
    add_artist (catalog, rows + first[artist], first[artist + 1] - first[artist], places,
                n, counts, seen, walk);

  for (gsize i = 0; i < n; i++)
    {
      double sum = 0.0;

      for (gsize j = 0; j < n; j++)
        sum += (double) walk[i * n + j];
      for (gsize j = 0; j < n && sum > 0.0; j++)
        walk[i * n + j] = (float) ((double) walk[i * n + j] / sum);
    }

  return walk;
}

double *
mus_genre_company_new (const MusCatalog *catalog, const guint16 *genres, gsize n,
                       const MusRun *run)
{
  g_autofree float *walk = walk_new (catalog, genres, n, run);
  g_autofree float *two = g_new (float, n *n);
  g_autofree float *three = g_new (float, n *n);
  double           *company;

  if (walk == NULL)
    return NULL;

  mus_blas_gemm_nn (n, n, n, 1.0f, walk, n, walk, n, 0.0f, two, n);
  mus_blas_gemm_nn (n, n, n, 1.0f, two, n, walk, n, 0.0f, three, n);

  company = g_new (double, n *n);
  for (gsize i = 0; i < n * n; i++)
    company[i] = sqrt ((double) three[i]);

  return company;
}
