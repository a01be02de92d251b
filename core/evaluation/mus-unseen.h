/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "evaluation/mus-quality.h"
#include "training/mus-trainer.h"

G_BEGIN_DECLS

#define MUS_UNSEEN_MAX_FOLDS 20

/**
 * MusUnseenFold: what one part of the main artists gives
 */
typedef struct
{
  guint32 n_artists; /* whose labels were kept back */
  gsize   n_tracks;  /* of theirs, each asked once */
  double  error_mean; /* reconstruction error per track, over the whole catalog */
  double  error_max;
  double  hit_rate;  /* at 10, NaN where none of these tracks has a genre */
  double  any_genre_hit_rate;
  double  hit_rate_other_artists;
} MusUnseenFold;

/**
 * MusUnseen:
 *
 * How well genres are found for artists whose genres training never saw: the labels of a
 * share of the main artists are kept back, the network learns anew (their sound it does
 * hear), and only these artists' tracks are asked; all tracks may answer.
 */
typedef struct
{
  double        share;   /* of the main artists, in each fold */
  guint         n_folds; /* 0: not measured */
  MusUnseenFold folds[MUS_UNSEEN_MAX_FOLDS]; /* no artist is in two of them */
  MusUnseenFold mean;                        /* over the folds; counts are sums */
  MusUnseenFold raw_features;                /* the same for cosines of the features */
} MusUnseen;

/**
 * mus_unseen_validate:
 * @share: of the main artists, above 0 and at most 0.5
 * @n_folds: 1 to MUS_UNSEEN_MAX_FOLDS, at most as many as there are parts of that size
 *
 * Returns: %FALSE with %MUS_ERROR_SETTING
 */
gboolean mus_unseen_validate (double share, guint n_folds, GError **error);

/**
 * mus_unseen_measure:
 * @x: (N, 15) the catalog's standardised features
 * @settings: how to learn; its seed also draws the artists
 * @share: valid, as is @n_folds
 * @run: (nullable): cancelled within 100 ms; tells progress
 *
 * Trains once a fold; Sound sees no label at all, and is trained once for all folds.
 *
 * Returns: %FALSE with %MUS_ERROR_SCHEMA when the catalog has no genres, with
 *   %MUS_ERROR_EMPTY when it has too few artists, when cancelled or short of memory
 */
gboolean mus_unseen_measure (MusUnseen *self, const MusCatalog *catalog, MusMatrix *x,
                             const MusTrainingSettings *settings, double share, guint n_folds,
                             const MusRun *run, GError **error);

G_END_DECLS
