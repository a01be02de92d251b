/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "evaluation/mus-unseen.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/mus-error.h"
#include "base/mus-rng.h"
#include "evaluation/mus-reconstruction-private.h"

/* The stream of random numbers that draws the artists; the trainer has the first ones. */
#define STREAM_ARTISTS 1000

typedef struct
{
  const MusCatalog          *catalog;
  MusMatrix                 *x;
  const MusTrainingSettings *settings;
  guint32                   *artists; /* (n_artists) in random order */
  gboolean                  *hidden;  /* (n_artists) those of the fold at hand */
  guint32                    n_artists;
  guint32                    n_fold;  /* artists in a fold */
  MusNeighborIndex          *index;   /* over the embedding at hand */
  MusNeighborIndex          *raw;     /* over the features */
} Folds;

gboolean
mus_unseen_validate (double share, guint n_folds, GError **error)
{
  /* Written so that NaN fails. */
  if (share > 0.0 && share <= 0.5 && n_folds >= 1 && n_folds <= MUS_UNSEEN_MAX_FOLDS &&
      n_folds * share <= 1.0 + 1e-9)
    return TRUE;

  g_set_error (error, MUS_ERROR, MUS_ERROR_SETTING,
               /* translators: the number is 20 */
               _ ("The share of the artists to hold out must be above 0 and at most 0.5, and all "
                  "folds together, at most %d, must not need more artists than there are."),
               MUS_UNSEEN_MAX_FOLDS);

  return FALSE;
}

static gboolean
folds_init (Folds *self, const MusCatalog *catalog, MusMatrix *x,
            const MusTrainingSettings *settings, double share, guint n_folds, GError **error)
{
  MusRng rng;

  *self = (Folds){
    .catalog = catalog,
    .x = x,
    .settings = settings,
    .n_artists = mus_catalog_n_artists (catalog),
  };
  self->n_fold = (guint32) (share * self->n_artists + 0.5);
  if (self->n_fold == 0 || (guint64) self->n_fold * n_folds > self->n_artists)
    self->n_fold = self->n_artists / n_folds;
  if (self->n_fold == 0)
    {
      g_set_error_literal (error, MUS_ERROR, MUS_ERROR_EMPTY,
                           _ ("The catalog has too few artists to hold some of them out."));
      return FALSE;
    }

  self->artists = mus_try_new (guint32, self->n_artists, error);
  if (self->artists != NULL)
    self->hidden = mus_try_new (gboolean, self->n_artists, error);
  if (self->hidden == NULL)
    return FALSE;
  for (guint32 a = 0; a < self->n_artists; a++)
    self->artists[a] = a;
  mus_rng_init_stream (&rng, settings->seed, STREAM_ARTISTS);
  mus_rng_shuffle (&rng, self->artists, self->n_artists);

  return TRUE;
}

static void
folds_clear (Folds *self)
{
  g_free (self->artists);
  g_free (self->hidden);
  g_clear_pointer (&self->index, mus_neighbor_index_unref);
  g_clear_pointer (&self->raw, mus_neighbor_index_unref);
}

static void
hide_artists (Folds *self, guint fold, MusUnseenFold *figures)
{
  for (guint32 a = 0; a < self->n_artists; a++)
    self->hidden[self->artists[a]] = a / self->n_fold == fold;

  figures->n_artists = self->n_fold;
  for (gsize row = 0; row < mus_catalog_n_tracks (self->catalog); row++)
    figures->n_tracks +=
        self->hidden[mus_catalog_main_artist (self->catalog, (guint32) row)] ? 1 : 0;
}

/* Learns without the labels of the hidden artists. */
static gboolean
learn (Folds *self, MusUnseenFold *figures, const MusRun *run, GError **error)
{
  MusRun silent = mus_run_part (run, 1.0, 1.0);
  g_autoptr (MusLabels) labels = NULL;
  g_autoptr (MusAutoencoder) network = NULL;
  g_autoptr (MusMatrix) embedding = NULL;

  if (self->settings->way == MUS_WAY_SOUND_GENRE)
    {
      labels = mus_labels_new (self->catalog, self->hidden, run, error);
      if (labels == NULL)
        return FALSE;
    }
  network = mus_train (self->x, labels, self->settings, run, NULL, NULL, NULL, error);
  if (network == NULL || !mus_reconstruction_measure (network, self->x, &figures->error_mean,
                                                      &figures->error_max, &silent, error))
    return FALSE;
  embedding = mus_autoencoder_embed (network, self->x, &silent, error);
  if (embedding == NULL)
    return FALSE;
  g_clear_pointer (&self->index, mus_neighbor_index_unref);
  self->index = mus_neighbor_index_new (embedding, MUS_METRIC_COSINE, &silent, error);

  return self->index != NULL;
}

static gboolean
ask (const Folds *self, MusNeighborIndex *index, MusUnseenFold *figures, const MusRun *run,
     GError **error)
{
  MusQuality quality;

  if (!mus_quality_measure_artists (&quality, self->catalog, index, self->hidden, run, error))
    return FALSE;
  figures->hit_rate = quality.hit_rate;
  figures->any_genre_hit_rate = quality.any_genre_hit_rate;
  figures->hit_rate_other_artists = quality.hit_rate_other_artists;

  return TRUE;
}

static void
add_fold (MusUnseenFold *mean, const MusUnseenFold *fold, guint n_folds)
{
  mean->n_artists += fold->n_artists;
  mean->n_tracks += fold->n_tracks;
  mean->error_mean += fold->error_mean / n_folds;
  mean->error_max += fold->error_max / n_folds;
  mean->hit_rate += fold->hit_rate / n_folds;
  mean->any_genre_hit_rate += fold->any_genre_hit_rate / n_folds;
  mean->hit_rate_other_artists += fold->hit_rate_other_artists / n_folds;
}

static gboolean
measure_fold (MusUnseen *self, Folds *folds, guint fold, const MusRun *run, GError **error)
{
  MusRun         learning = mus_run_part (run, 0.0, 0.8);
  MusRun         asking = mus_run_part (run, 0.8, 0.9);
  MusRun         asking_raw = mus_run_part (run, 0.9, 1.0);
  MusUnseenFold *figures = &self->folds[fold];
  MusUnseenFold  raw = { 0 };

  hide_artists (folds, fold, figures);
  if (folds->index == NULL || folds->settings->way != MUS_WAY_SOUND)
    {
      if (!learn (folds, figures, &learning, error))
        return FALSE;
    }
  else
    {
      figures->error_mean = self->folds[0].error_mean;
      figures->error_max = self->folds[0].error_max;
    }
  hide_artists (folds, fold, &raw);
  if (!ask (folds, folds->index, figures, &asking, error) ||
      !ask (folds, folds->raw, &raw, &asking_raw, error))
    return FALSE;
  add_fold (&self->mean, figures, self->n_folds);
  add_fold (&self->raw_features, &raw, self->n_folds);

  return TRUE;
}

gboolean
mus_unseen_measure (MusUnseen *self, const MusCatalog *catalog, MusMatrix *x,
                    const MusTrainingSettings *settings, double share, guint n_folds,
                    const MusRun *run, GError **error)
{
  MusRun   silent = mus_run_part (run, 0.0, 0.0);
  Folds    folds;
  gboolean good;

  *self = (MusUnseen){ .share = share, .n_folds = n_folds };
  if (mus_catalog_n_genres (catalog) == 0)
    {
      g_set_error_literal (error, MUS_ERROR, MUS_ERROR_SCHEMA,
                           _ ("The catalog has no genres, so nothing can be held out."));
      return FALSE;
    }
  good = folds_init (&folds, catalog, x, settings, share, n_folds, error);
  if (good)
    {
      folds.raw = mus_neighbor_index_new (x, MUS_METRIC_COSINE, &silent, error);
      good = folds.raw != NULL;
    }
  for (guint f = 0; f < n_folds && good; f++)
    {
      MusRun part = mus_run_part (run, (double) f / n_folds, (f + 1.0) / n_folds);

      good = measure_fold (self, &folds, f, &part, error);
    }
  folds_clear (&folds);

  return good;
}
