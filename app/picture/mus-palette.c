/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "picture/mus-palette.h"

#include <math.h>

/* Marks on a background need this much: WCAG 2.1, success criterion 1.4.11. */
#define LEAST_CONTRAST 3.0

/* A style's colours: families take turns in being a little lighter and a little darker, so
 * that two whose hues are neighbors differ in more than hue. */
typedef struct
{
  MusRgb background;
  double lightness; /* of a family */
  double turn;      /* how much lighter or darker than that the families are in turn */
  double spread;    /* how much lighter or darker than its family a genre is at most */
  double chroma;
  double grey;      /* lightness of what has no genre */
} Style;

static const Style light_style = {
  .background = { 1.0, 1.0, 1.0 },
  .lightness = 0.58,
  .turn = 0.035,
  .spread = 0.07,
  .chroma = 0.17,
  .grey = 0.62,
};

static const Style dark_style = {
  .background = { 30 / 255.0, 30 / 255.0, 30 / 255.0 },
  .lightness = 0.74,
  .turn = 0.035,
  .spread = 0.07,
  .chroma = 0.15,
  .grey = 0.62,
};

#define FIRST_HUE 25.0

static const Style *
find_style (gboolean dark)
{
  return dark ? &dark_style : &light_style;
}

static double
encode_gamma (double linear)
{
  return linear <= 0.0031308 ? 12.92 * linear : 1.055 * pow (linear, 1.0 / 2.4) - 0.055;
}

static double
decode_gamma (double encoded)
{
  return encoded <= 0.04045 ? encoded / 12.92 : pow ((encoded + 0.055) / 1.055, 2.4);
}

/* Ottosson's matrices. The parts may fall outside of [0, 1]. */
static MusRgb
oklch_to_linear (double lightness, double chroma, double hue)
{
  double a = chroma * cos (hue * G_PI / 180.0);
  double b = chroma * sin (hue * G_PI / 180.0);
  double l = pow (lightness + 0.3963377774 * a + 0.2158037573 * b, 3.0);
  double m = pow (lightness - 0.1055613458 * a - 0.0638541728 * b, 3.0);
  double s = pow (lightness - 0.0894841775 * a - 1.2914855480 * b, 3.0);

  return (MusRgb) {
    .red = 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    .green = -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    .blue = -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s,
  };
}

static gboolean
is_shown_by_screens (MusRgb linear)
{
  const double slack = 1e-6;

  return MIN (linear.red, MIN (linear.green, linear.blue)) >= -slack &&
         MAX (linear.red, MAX (linear.green, linear.blue)) <= 1.0 + slack;
}

MusRgb
mus_rgb_from_oklch (double lightness, double chroma, double hue)
{
  MusRgb linear = oklch_to_linear (lightness, chroma, hue);

  if (!is_shown_by_screens (linear))
    {
      double inside = 0.0, outside = chroma;

      for (guint i = 0; i < 24; i++)
        {
          double middle = (inside + outside) / 2.0;

          if (is_shown_by_screens (oklch_to_linear (lightness, middle, hue)))
            inside = middle;
          else
            outside = middle;
        }
      linear = oklch_to_linear (lightness, inside, hue);
    }

  return (MusRgb) {
    .red = encode_gamma (CLAMP (linear.red, 0.0, 1.0)),
    .green = encode_gamma (CLAMP (linear.green, 0.0, 1.0)),
    .blue = encode_gamma (CLAMP (linear.blue, 0.0, 1.0)),
  };
}

void
mus_rgb_to_oklch (MusRgb rgb, double *lightness, double *chroma, double *hue)
{
  double red = decode_gamma (rgb.red);
  double green = decode_gamma (rgb.green);
  double blue = decode_gamma (rgb.blue);
  double l = cbrt (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  double m = cbrt (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  double s = cbrt (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  double a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s;
  double b = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s;
  double angle = atan2 (b, a) * 180.0 / G_PI;

  *lightness = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s;
  *chroma = hypot (a, b);
  *hue = angle < 0.0 ? angle + 360.0 : angle;
}

static double
luminance (MusRgb rgb)
{
  return 0.2126 * decode_gamma (rgb.red) + 0.7152 * decode_gamma (rgb.green) +
         0.0722 * decode_gamma (rgb.blue);
}

double
mus_rgb_contrast (MusRgb a, MusRgb b)
{
  double y_a = luminance (a), y_b = luminance (b);

  return (MAX (y_a, y_b) + 0.05) / (MIN (y_a, y_b) + 0.05);
}

/* The colour, moved away from the background until it stands out from it. */
static MusRgb
make_mark (const Style *style, double lightness, double chroma, double hue)
{
  double away = luminance (style->background) > 0.5 ? -0.005 : 0.005;
  MusRgb rgb = mus_rgb_from_oklch (lightness, chroma, hue);

  while (mus_rgb_contrast (rgb, style->background) < LEAST_CONTRAST)
    {
      lightness += away;
      rgb = mus_rgb_from_oklch (lightness, chroma, hue);
    }

  return rgb;
}

MusRgb
mus_palette_background (gboolean dark)
{
  return find_style (dark)->background;
}

MusRgb
mus_palette_none (gboolean dark)
{
  const Style *style = find_style (dark);

  return make_mark (style, style->grey, 0.0, 0.0);
}

MusRgb
mus_palette_family (guint family, guint n_families, gboolean dark)
{
  return mus_palette_genre (family, n_families, 0, 1, dark);
}

MusRgb
mus_palette_genre (guint family, guint n_families, guint place, guint n_genres, gboolean dark)
{
  const Style *style = find_style (dark);
  double       step = 360.0 / MAX (n_families, 1);
  double       turn = family % 2 == 0 ? style->turn : -style->turn;
  double       shade = 0.0;

  /* The most central genre has the family's own colour, the others are in turn lighter and
   * darker than it, the less central the more so. */
  if (place > 0)
    {
      double rank = (place + 1) / 2, n_ranks = n_genres / 2;

      shade = (place % 2 == 1 ? rank : -rank) / n_ranks;
    }

  return make_mark (style, style->lightness + turn + shade * style->spread,
                    style->chroma * (1.0 - 0.25 * fabs (shade)),
                    FIRST_HUE + step * family + 0.3 * MIN (step, 40.0) * shade);
}
