/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MusMerge: two clusters become one, which is known by @into from then on
 */
typedef struct
{
  guint  into;   /* a cluster is known by the lowest of its points */
  guint  from;   /* greater than @into */
  double height; /* square root of how much the squared deviation grows */
} MusMerge;

/**
 * mus_ward_merge:
 * @points: (n, @dimensions)
 * @masses: n of them, greater than 0
 * @merges: (out caller-allocates): n - 1 merges, in the order in which they happen; their
 *   heights rise
 *
 * Agglomerative clustering after Ward (1963) of points with masses: each step merges the two
 * clusters whose union adds least to the mass-weighted squared deviation from the clusters'
 * means. Ties go to the lower points. O(n³), meant for hundreds.
 */
void mus_ward_merge (const double *points, gsize n, gsize dimensions, const double *masses,
                     MusMerge *merges);

/**
 * mus_ward_cut:
 * @merges: of n points
 * @n_clusters: 1 to n
 * @clusters: (out caller-allocates): for each point its cluster in [0, @n_clusters), by
 *   rising lowest point
 */
void mus_ward_cut (const MusMerge *merges, gsize n, guint n_clusters, guint *clusters);

G_END_DECLS
