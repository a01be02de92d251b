/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "taste/mus-traits-private.h"

G_BEGIN_DECLS

/**
 * mus_artist_axes_fit:
 * @traits: with its artists and sizes in place
 * @x: (n_tracks, 15), standardised
 * @means: (n_artists, MUS_N_SOUND): of each artist's tracks
 * @axes: (out caller-allocates): (MUS_N_SOUND, MUS_N_SOUND), a row an axis
 *
 * Finds along which axes the sound of a track tells who made it. Sound is the mean of the
 * track's artist and a difference from that; with T the covariance of all tracks, W that
 * within artists and B = T − W, the artist's mean that a track lets expect is B T⁻¹ x, and in
 * the metric of artists, B⁻¹, two tracks compare by xᵀ T⁻¹ B T⁻¹ y: what varies from track to
 * track of one artist, as the key does, counts little, and what repeats another feature, as
 * loudness does energy, counts once. This is Fisher's discriminant analysis with the artists
 * for classes, in its probabilistic reading (Ioffe, Probabilistic Linear Discriminant
 * Analysis, 2006). @axes is a root A of that: AᵀA = T⁻¹ B T⁻¹.
 *
 * Returns: %FALSE with %MUS_ERROR_RESOURCE or %G_IO_ERROR_CANCELLED
 */
gboolean mus_artist_axes_fit (const MusTraits *traits, const MusMatrix *x, const float *means,
                              double *axes, const MusRun *run,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
