/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "neighbors/mus-neighbor-graph.h"
#include "training/mus-trainer.h"

G_BEGIN_DECLS

/**
 * MusLayoutSettings:
 *
 * How the map is made. MUS_LAYOUT_SETTINGS_INIT has the defaults.
 */
typedef struct
{
  double  perplexity; /* 2 to 500; with fewer than 3 P + 1 tracks it becomes (N - 1) / 3 */
  guint   iterations; /* all of them, the exaggerated first ones included; 50 to 10000 */
  guint64 seed;       /* of what PCA leaves open */
} MusLayoutSettings;

#define MUS_LAYOUT_SETTINGS_INIT { .perplexity = 30.0, .iterations = 400, .seed = 1 }

/**
 * MusLayoutFrame: the map as it stands while t-SNE runs
 */
typedef struct
{
  guint        iteration;     /* from 1 */
  guint        n_iterations;
  double       kl_divergence; /* without exaggeration; NaN when it was not calculated */
  gsize        n_points;
  const float *positions;     /* (n_points, 2); valid during the call only */
} MusLayoutFrame;

/**
 * MusLayoutFunc:
 *
 * Called after each iteration, on the thread that calculates; must be quick. It may wait:
 * that is how a pause is made.
 */
typedef void (*MusLayoutFunc) (const MusLayoutFrame *frame, gpointer user_data);

typedef struct
{
  guint      iterations;
  MusOutcome outcome;
  double     perplexity;    /* as used */
  double     kl_divergence; /* once stopped, the last that was calculated, or NaN */
  double     neighbors_seconds;
  double     affinities_seconds;
  double     optimise_seconds;
} MusLayoutInfo;

gboolean mus_layout_settings_validate (const MusLayoutSettings *self, GError **error);

/**
 * mus_layout_new:
 * @embedding: (N, D), finite; N = 0, 1 and 2 are fine
 * @settings: valid ones
 * @run: (nullable): Cancel ends with no result, Stop keeps the positions so far, as soon as
 *   there are any; both are polled between the tiles of every step
 * @func: (nullable): told each iteration
 * @info: (out) (optional): what came of it
 *
 * t-SNE (van der Maaten and Hinton, 2008) of all rows: Euclidean affinities, PCA start,
 * early exaggeration, repulsion by FFT (Linderman et al., 2019), so that an iteration's
 * cost grows linearly. The neighbors of more than %MUS_NEIGHBOR_GRAPH_EXACT_ROWS rows are
 * found approximately. Same settings, same bytes, for any number of threads.
 *
 * Returns: (transfer full): (N, 2) map positions, their mean at the origin, or %NULL with
 *   %MUS_ERROR_SETTING, %MUS_ERROR_NOT_FINITE, %MUS_ERROR_RESOURCE or
 *   %G_IO_ERROR_CANCELLED
 */
MusMatrix *mus_layout_new (MusMatrix *embedding, const MusLayoutSettings *settings,
                           const MusRun *run, MusLayoutFunc func, gpointer func_data,
                           MusLayoutInfo *info, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
