/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "evaluation/mus-quality.h"
#include "evaluation/mus-unseen.h"
#include "training/mus-model.h"

G_BEGIN_DECLS

/**
 * MusReportSize: one row of the comparison of embedding sizes
 */
typedef struct
{
  guint  dimensions;
  double mean;     /* reconstruction error per track */
  double max;
  double hit_rate; /* at 10 */
} MusReportSize;

/**
 * MusReport:
 *
 * The figures of the Report page and of `musrec-cli report`.
 */
typedef struct
{
  MusCatalogSummary   catalog;
  MusTrainingSettings settings;
  MusTrainingInfo     training;
  double              error_mean; /* reconstruction error per track */
  double              error_max;
  MusQuality          similarity;   /* of the embedding, plain cosine */
  MusQuality          ranking;      /* of the lists that people get */
  MusQuality          random;       /* baseline: lists drawn at random */
  MusQuality          raw_features; /* baseline: cosine of the standardised features */
  MusUnseen           unseen;       /* its n_folds is 0 when no artist was held out */
  guint               n_sizes;      /* 0 when sizes were not compared */
  MusReportSize       sizes[3];
  double              read_seconds; /* NaN where a step was not part of the run */
  double              clean_seconds;
  double              train_seconds;
  double              embed_seconds;
  double              neighbors_seconds;
  double              peak_memory_mib;
} MusReport;

/**
 * MUS_PUBLISHED_*: what the published study reports
 */
#define MUS_PUBLISHED_ERROR_MEAN 0.0009
#define MUS_PUBLISHED_ERROR_MAX 0.1433
#define MUS_PUBLISHED_HIT_RATE 0.129
#define MUS_PUBLISHED_EPOCHS 38

/**
 * MusReportSettings: what a report has beside the figures of the model at hand
 */
typedef struct
{
  gboolean compare_sizes; /* train and measure 32, 64 and 128 dimensions too */
  double   hold_out;      /* share of the main artists for MusUnseen; 0: none */
  guint    n_folds;       /* of it */

  const MusReport *known; /* (nullable): an earlier one of this catalog, whose baselines hold */
  gboolean known_is_own;  /* it is of this very model, so that all of it holds */
} MusReportSettings;

#define MUS_REPORT_SETTINGS_INIT { .n_folds = 1 }

/**
 * mus_report_new:
 * @model: that was learned from @catalog, or fits it
 * @index: (nullable): over its embedding, by cosine, where there is one already
 * @settings: valid ones
 * @run: (nullable): cancelled within 100 ms
 *
 * Returns: (transfer full): the report for mus_report_free(), or %NULL
 */
MusReport *mus_report_new (MusCatalog *catalog, MusModel *model, MusNeighborIndex *index,
                           const MusReportSettings *settings, const MusRun *run,
                           GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
void       mus_report_free (MusReport *self);

/**
 * mus_report_to_json:
 * @other: (nullable): that of the same catalog learned in another way. With it the document
 *   has a part "embeddings" with the figures of both
 *
 * Returns: (transfer full): the document that `musrec-cli report --json` prints; numbers
 *   that are NaN are left out
 */
JsonNode *mus_report_to_json (const MusReport *self, const MusReport *other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusReport, mus_report_free)

G_END_DECLS
