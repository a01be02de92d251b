/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MusRgb: a colour as a screen has it, each part in [0, 1]
 */
typedef struct
{
  double red;
  double green;
  double blue;
} MusRgb;

/**
 * mus_rgb_from_oklch:
 * @lightness: 0 (black) to 1 (white), as the eye judges it
 * @chroma: 0 (grey) to about 0.32
 * @hue: in degrees; 30 is about red, 145 green, 265 blue
 *
 * Oklab of Björn Ottosson ("A perceptual color space for image processing", 2020) in polar
 * form. A colour that no screen can show gets the largest chroma that one can.
 */
MusRgb mus_rgb_from_oklch (double lightness, double chroma, double hue);

/**
 * mus_rgb_to_oklch:
 *
 * The other way round.
 */
void mus_rgb_to_oklch (MusRgb rgb, double *lightness, double *chroma, double *hue);

/**
 * mus_rgb_contrast:
 *
 * Returns: the contrast of two colours, 1 to 21, as the Web Content Accessibility
 *   Guidelines 2.1 define it
 */
double mus_rgb_contrast (MusRgb a, MusRgb b);

/**
 * mus_palette_background:
 * @dark: for the dark style
 *
 * Returns: the colour of the map below its points
 */
MusRgb mus_palette_background (gboolean dark);

/**
 * mus_palette_family:
 * @family: in [0, @n_families)
 *
 * Returns: the colour that stands for a whole family
 */
MusRgb mus_palette_family (guint family, guint n_families, gboolean dark);

/**
 * mus_palette_genre:
 * @place: of the genre in its family, in [0, @n_genres)
 *
 * Returns: a shade of the family's colour
 */
MusRgb mus_palette_genre (guint family, guint n_families, guint place, guint n_genres,
                          gboolean dark);

/**
 * mus_palette_none:
 *
 * Returns: the colour of tracks without a genre
 */
MusRgb mus_palette_none (gboolean dark);

G_END_DECLS
