/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "evaluation/mus-report.h"

static void
add_count (JsonBuilder *builder, const char *name, gsize count)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, (gint64) count);
}

static void
add_figure (JsonBuilder *builder, const char *name, double figure)
{
  if (!isfinite (figure))
    return;

  json_builder_set_member_name (builder, name);
  json_builder_add_double_value (builder, figure);
}

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
begin_part (JsonBuilder *builder, const char *name)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
}

static void
add_catalog (JsonBuilder *builder, const MusCatalogSummary *catalog)
{
  begin_part (builder, "catalog");
  add_count (builder, "rows", catalog->n_rows);
  add_count (builder, "columns", catalog->n_columns);
  add_count (builder, "tracks", catalog->n_tracks);
  add_count (builder, "features", catalog->n_features);
  add_count (builder, "genres", catalog->n_genres);
  add_count (builder, "duplicates", catalog->n_duplicates);
  add_count (builder, "filled", catalog->n_filled);
  add_count (builder, "skipped", catalog->n_skipped);
  add_count (builder, "null_characters", catalog->n_nul);
  json_builder_end_object (builder);
}

static void
add_training (JsonBuilder *builder, MusWay way, const MusTrainingInfo *training)
{
  begin_part (builder, "training");
  add_text (builder, "learn", mus_way_name (way));
  add_text (builder, "labels_seen", way == MUS_WAY_SOUND ? "none" : "all");
  add_count (builder, "epochs", training->epochs);
  add_text (builder, "outcome", mus_outcome_name (training->outcome));
  add_figure (builder, "train_loss", training->train_loss);
  add_figure (builder, "validation_loss", training->validation_loss);
  add_figure (builder, "seconds", training->seconds);
  add_figure (builder, "seconds_per_epoch", training->seconds_per_epoch);
  json_builder_end_object (builder);
}

static void
add_quality_figures (JsonBuilder *builder, const MusQuality *quality)
{
  add_figure (builder, "hit_rate_at_10", quality->hit_rate);
  add_figure (builder, "any_genre_hit_rate_at_10", quality->any_genre_hit_rate);
  add_figure (builder, "hit_rate_at_10_other_artists", quality->hit_rate_other_artists);
  add_figure (builder, "reachability_at_10", quality->reachability);
  add_count (builder, "largest_hub_at_10", quality->largest_hub);
  add_figure (builder, "recommended_popularity", quality->recommended_popularity);
  add_figure (builder, "share_from_less_popular_half", quality->less_popular_share);
  add_figure (builder, "distinct_artists_per_list", quality->artists_per_list);
  add_figure (builder, "query_ms", quality->query_ms);
  add_figure (builder, "all_pairs_seconds", quality->all_pairs_seconds);
}

static void
add_quality (JsonBuilder *builder, const char *name, const MusQuality *quality)
{
  begin_part (builder, name);
  add_quality_figures (builder, quality);
  json_builder_end_object (builder);
}

/* Every track is a seed, so the seeds are as popular as the catalog. */
static void
add_ranking (JsonBuilder *builder, const MusQuality *ranking)
{
  begin_part (builder, "recommendation");
  add_quality_figures (builder, ranking);
  add_figure (builder, "seed_popularity", ranking->seed_popularity);
  add_figure (builder, "catalog_popularity", ranking->seed_popularity);
  json_builder_end_object (builder);
}

static void
add_sizes (JsonBuilder *builder, const MusReport *self)
{
  json_builder_set_member_name (builder, "sizes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->n_sizes; i++)
    {
      json_builder_begin_object (builder);
      add_count (builder, "dimensions", self->sizes[i].dimensions);
      add_figure (builder, "mean", self->sizes[i].mean);
      add_figure (builder, "max", self->sizes[i].max);
      add_figure (builder, "hit_rate_at_10", self->sizes[i].hit_rate);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_fold (JsonBuilder *builder, const MusUnseenFold *fold)
{
  add_count (builder, "artists", fold->n_artists);
  add_count (builder, "tracks", fold->n_tracks);
  add_figure (builder, "hit_rate_at_10", fold->hit_rate);
  add_figure (builder, "any_genre_hit_rate_at_10", fold->any_genre_hit_rate);
  add_figure (builder, "hit_rate_at_10_other_artists", fold->hit_rate_other_artists);
}

static void
add_unseen (JsonBuilder *builder, MusWay way, const MusUnseen *unseen)
{
  begin_part (builder, "unseen_artists");
  add_text (builder, "labels_seen", way == MUS_WAY_SOUND ? "none" : "of other artists");
  add_figure (builder, "share", unseen->share);
  add_fold (builder, &unseen->mean);
  begin_part (builder, "reconstruction");
  add_figure (builder, "mean", unseen->mean.error_mean);
  add_figure (builder, "max", unseen->mean.error_max);
  json_builder_end_object (builder);
  begin_part (builder, "raw_features");
  add_fold (builder, &unseen->raw_features);
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "folds");
  json_builder_begin_array (builder);
  for (guint f = 0; f < unseen->n_folds; f++)
    {
      json_builder_begin_object (builder);
      add_fold (builder, &unseen->folds[f]);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_costs (JsonBuilder *builder, const MusReport *self)
{
  begin_part (builder, "timings");
  add_figure (builder, "read", self->read_seconds);
  add_figure (builder, "clean", self->clean_seconds);
  add_figure (builder, "train", self->train_seconds);
  add_figure (builder, "embed", self->embed_seconds);
  add_figure (builder, "neighbors", self->neighbors_seconds);
  json_builder_end_object (builder);
  add_figure (builder, "peak_memory_mib", self->peak_memory_mib);
}

/* What there is of one way of learning. */
static void
add_embedding (JsonBuilder *builder, const MusReport *self)
{
  add_training (builder, self->settings.way, &self->training);
  begin_part (builder, "reconstruction");
  add_figure (builder, "mean", self->error_mean);
  add_figure (builder, "max", self->error_max);
  json_builder_end_object (builder);
  add_quality (builder, "similarity", &self->similarity);
  add_ranking (builder, &self->ranking);
  if (self->unseen.n_folds > 0)
    add_unseen (builder, self->settings.way, &self->unseen);
  if (self->n_sizes > 0)
    add_sizes (builder, self);
}

static void
add_embeddings (JsonBuilder *builder, const MusReport *const reports[2])
{
  begin_part (builder, "embeddings");
  for (guint i = 0; i < 2; i++)
    {
      begin_part (builder, mus_way_name (reports[i]->settings.way));
      add_embedding (builder, reports[i]);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
}

JsonNode *
mus_report_to_json (const MusReport *self, const MusReport *other)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_catalog (builder, &self->catalog);
  add_embedding (builder, self);
  if (other != NULL)
    add_embeddings (builder, (const MusReport *const[]){ self, other });
  begin_part (builder, "baselines");
  add_quality (builder, "random", &self->random);
  add_quality (builder, "raw_features", &self->raw_features);
  json_builder_end_object (builder);
  add_costs (builder, self);
  json_builder_end_object (builder);

  return json_builder_get_root (builder);
}
