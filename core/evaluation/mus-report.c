/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "evaluation/mus-report.h"

#include "base/mus-error.h"
#include "base/mus-memory.h"
#include "evaluation/mus-ranking.h"
#include "evaluation/mus-reconstruction-private.h"

/* What share of the work ends with which part, for the progress. */
#define ERRORS_END 0.05
#define INDEX_END 0.02 /* of a search */
#define SIMILARITY_END 0.5
#define USUAL_END_WITH_EXTRAS 0.3

static gboolean
measure_rows (MusQuality *quality, const MusCatalog *catalog, MusMatrix *rows,
              const MusRun *run, GError **error)
{
  MusRun index_run = mus_run_part (run, 0.0, INDEX_END);
  MusRun quality_run = mus_run_part (run, INDEX_END, 1.0);
  g_autoptr (MusNeighborIndex) index =
      mus_neighbor_index_new (rows, MUS_METRIC_COSINE, &index_run, error);

  return index != NULL &&
         mus_quality_measure (quality, catalog, index, NULL, &quality_run, error);
}

/* The plain lists, and from the same search those that people get. */
static gboolean
measure_similarity (MusReport *self, const MusCatalog *catalog, MusNeighborIndex *index,
                    const MusRun *run, GError **error)
{
  MusRun plain_run = mus_run_part (run, 0.0, 0.8);
  MusRun ranking_run = mus_run_part (run, 0.8, 1.0);
  g_autoptr (MusNeighborGraph) searched = NULL;

  return mus_quality_measure (&self->similarity, catalog, index, &searched, &plain_run, error) &&
         mus_ranking_measure (&self->ranking, catalog, index, searched, &ranking_run, error);
}

/* Quick, so it tells no progress. */
static MusNeighborIndex *
make_index (const MusCatalog *catalog, const MusModel *model, const MusRun *run, GError **error)
{
  MusRun silent = mus_run_part (run, 0.0, 0.0);
  g_autoptr (MusMatrix) embedding = mus_model_embedding (model, catalog, &silent, error);

  return embedding != NULL ? mus_neighbor_index_new (embedding, MUS_METRIC_COSINE, &silent, error)
                           : NULL;
}

static gboolean
measure_baselines (MusReport *self, const MusCatalog *catalog, MusMatrix *x,
                   const MusReport *known, const MusRun *run, GError **error)
{
  MusRun random_run = mus_run_part (run, 0.0, 0.1);
  MusRun raw_run = mus_run_part (run, 0.1, 1.0);

  if (known != NULL)
    {
      self->random = known->random;
      self->raw_features = known->raw_features;
      mus_run_report (run, 1.0);
      return TRUE;
    }

  return mus_quality_measure_random (&self->random, catalog, self->settings.seed, &random_run,
                                     error) &&
         measure_rows (&self->raw_features, catalog, x, &raw_run, error);
}

static gboolean
measure_size (MusReportSize *size, const MusCatalog *catalog,
              const MusTrainingSettings *settings, const MusLabels *labels, MusMatrix *x,
              const MusRun *run, GError **error)
{
  MusTrainingSettings own = *settings;
  MusRun              training_run = mus_run_part (run, 0.0, 0.45);
  MusRun              embedding_run = mus_run_part (run, 0.45, 0.5);
  MusRun              measuring_run = mus_run_part (run, 0.5, 1.0);
  MusRun              silent = mus_run_part (run, 0.45, 0.45);
  MusQuality          quality;
  g_autoptr (MusAutoencoder) autoencoder = NULL;
  g_autoptr (MusMatrix) embedding = NULL;

  own.dimensions = size->dimensions;
  autoencoder = mus_train (x, labels, &own, &training_run, NULL, NULL, NULL, error);
  if (autoencoder == NULL ||
      !mus_reconstruction_measure (autoencoder, x, &size->mean, &size->max, &silent, error))
    return FALSE;
  embedding = mus_autoencoder_embed (autoencoder, x, &embedding_run, error);
  if (embedding == NULL || !measure_rows (&quality, catalog, embedding, &measuring_run, error))
    return FALSE;
  size->hit_rate = quality.hit_rate;

  return TRUE;
}

/* The model's own size has been measured already. */
static gboolean
measure_sizes (MusReport *self, const MusCatalog *catalog, MusMatrix *x, const MusRun *run,
               GError **error)
{
  static const guint dimensions[] = { 32, 64, 128 };
  g_autoptr (MusLabels) labels = NULL;

  if (self->settings.way == MUS_WAY_SOUND_GENRE)
    {
      labels = mus_labels_new (catalog, NULL, run, error);
      if (labels == NULL)
        return FALSE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (dimensions); i++)
    {
      MusRun         part = mus_run_part (run, i / 3.0, (i + 1) / 3.0);
      MusReportSize *size = &self->sizes[self->n_sizes++];

      size->dimensions = dimensions[i];
      if (dimensions[i] == self->settings.dimensions)
        {
          size->mean = self->error_mean;
          size->max = self->error_max;
          size->hit_rate = self->similarity.hit_rate;
        }
      else if (!measure_size (size, catalog, &self->settings, labels, x, &part, error))
        return FALSE;
    }

  return TRUE;
}

/* What every report has. */
static gboolean
measure_usual (MusReport *self, MusCatalog *catalog, MusModel *model, MusMatrix *x,
               MusNeighborIndex *index, const MusReport *known, const MusRun *run, GError **error)
{
  MusRun errors_run = mus_run_part (run, 0.0, ERRORS_END);
  MusRun similarity_run = mus_run_part (run, ERRORS_END, SIMILARITY_END);
  MusRun baselines_run = mus_run_part (run, SIMILARITY_END, 1.0);
  g_autoptr (MusNeighborIndex) own_index = NULL;

  if (index == NULL)
    index = own_index = make_index (catalog, model, run, error);
  if (index == NULL)
    return FALSE;

  self->catalog = *mus_catalog_summary (catalog);
  self->settings = *mus_model_settings (model);
  self->training = *mus_model_info (model);
  if (!mus_reconstruction_measure (mus_model_autoencoder (model), x, &self->error_mean,
                                   &self->error_max, &errors_run, error) ||
      !measure_similarity (self, catalog, index, &similarity_run, error) ||
      !measure_baselines (self, catalog, x, known, &baselines_run, error))
    return FALSE;

  self->read_seconds = self->catalog.read_seconds;
  self->clean_seconds = self->catalog.clean_seconds;
  self->train_seconds = self->training.seconds;
  self->embed_seconds = mus_model_embed_seconds (model);
  self->neighbors_seconds = self->similarity.all_pairs_seconds;

  return TRUE;
}

/* What is only measured on demand, where it is not known. */
static gboolean
measure_extras (MusReport *self, const MusCatalog *catalog, MusMatrix *x,
                const MusReportSettings *settings, const MusRun *run, GError **error)
{
  gboolean compares = settings->compare_sizes && self->n_sizes == 0;
  gboolean holds_out = settings->hold_out > 0.0;
  MusRun   sizes_run = mus_run_part (run, 0.0, holds_out ? 0.3 : 1.0);
  MusRun   unseen_run = mus_run_part (run, compares ? 0.3 : 0.0, 1.0);

  if (compares && !measure_sizes (self, catalog, x, &sizes_run, error))
    return FALSE;

  return !holds_out ||
         mus_unseen_measure (&self->unseen, catalog, x, &self->settings, settings->hold_out,
                             settings->n_folds, &unseen_run, error);
}

MusReport *
mus_report_new (MusCatalog *catalog, MusModel *model, MusNeighborIndex *index,
                const MusReportSettings *settings, const MusRun *run, GError **error)
{
  g_autoptr (MusReport) self = g_new0 (MusReport, 1);
  g_autoptr (MusMatrix) x = mus_model_features (model, catalog, run, error);
  gboolean has_extras = settings->compare_sizes || settings->hold_out > 0.0;
  double   measured = settings->known_is_own ? 0.0 : has_extras ? USUAL_END_WITH_EXTRAS : 1.0;
  MusRun   usual_run = mus_run_part (run, 0.0, measured);
  MusRun   extras_run = mus_run_part (run, measured, 1.0);

  if (x == NULL ||
      (settings->hold_out > 0.0 &&
       !mus_unseen_validate (settings->hold_out, settings->n_folds, error)))
    return NULL;

  if (settings->known_is_own)
    *self = *settings->known;
  else if (!measure_usual (self, catalog, model, x, index, settings->known, &usual_run, error))
    return NULL;
  if (!measure_extras (self, catalog, x, settings, &extras_run, error))
    return NULL;
  self->peak_memory_mib = mus_memory_peak_mib ();

  return g_steal_pointer (&self);
}

void
mus_report_free (MusReport *self)
{
  g_free (self);
}
