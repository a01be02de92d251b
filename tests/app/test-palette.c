/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "picture/mus-palette.h"

/* Ottosson's published pairs of sRGB and Oklab. */
static void
test_oklch (void)
{
  static const struct
  {
    const char *name;
    MusRgb      rgb;
    double      lightness, chroma, hue;
  } pairs[] = {
    { "red", { 1, 0, 0 }, 0.627955, 0.257683, 29.2339 },
    { "green", { 0, 1, 0 }, 0.866440, 0.294827, 142.4953 },
    { "blue", { 0, 0, 1 }, 0.452014, 0.313214, 264.0520 },
    { "yellow", { 1, 1, 0 }, 0.967983, 0.211006, 109.7692 },
    { "cyan", { 0, 1, 1 }, 0.905399, 0.154550, 194.7690 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      double lightness, chroma, hue;
      MusRgb back;

      g_test_message ("%s", pairs[i].name);
      mus_rgb_to_oklch (pairs[i].rgb, &lightness, &chroma, &hue);
      g_assert_cmpfloat_with_epsilon (lightness, pairs[i].lightness, 1e-4);
      g_assert_cmpfloat_with_epsilon (chroma, pairs[i].chroma, 1e-4);
      g_assert_cmpfloat_with_epsilon (hue, pairs[i].hue, 1e-2);

      back = mus_rgb_from_oklch (lightness, chroma, hue);
      g_assert_cmpfloat_with_epsilon (back.red, pairs[i].rgb.red, 1e-3);
      g_assert_cmpfloat_with_epsilon (back.green, pairs[i].rgb.green, 1e-3);
      g_assert_cmpfloat_with_epsilon (back.blue, pairs[i].rgb.blue, 1e-3);
    }
}

static void
test_gamut (void)
{
  for (guint hue = 0; hue < 360; hue += 5)
    for (double lightness = 0.1; lightness < 0.95; lightness += 0.1)
      {
        MusRgb rgb = mus_rgb_from_oklch (lightness, 0.4, hue);
        double l, c, h;

        g_assert_true (rgb.red >= 0 && rgb.red <= 1 && rgb.green >= 0 && rgb.green <= 1 &&
                       rgb.blue >= 0 && rgb.blue <= 1);
        /* Only the chroma gives way. */
        mus_rgb_to_oklch (rgb, &l, &c, &h);
        g_assert_cmpfloat_with_epsilon (l, lightness, 2e-3);
        if (c > 0.02)
          g_assert_cmpfloat (fabs (remainder (h - hue, 360.0)), <, 1.0);
      }
}

static void
test_contrast (void)
{
  MusRgb black = { 0, 0, 0 }, white = { 1, 1, 1 },
         grey = { 0x76 / 255.0, 0x76 / 255.0, 0x76 / 255.0 };

  g_assert_cmpfloat_with_epsilon (mus_rgb_contrast (black, white), 21.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (mus_rgb_contrast (white, black), 21.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (mus_rgb_contrast (grey, white), 4.54, 0.005);

  for (guint dark = 0; dark < 2; dark++)
    {
      MusRgb background = mus_palette_background (dark);

      g_assert_cmpfloat (mus_rgb_contrast (mus_palette_none (dark), background), >=, 3.0);
      for (guint n_families = 1; n_families <= 14; n_families++)
        for (guint family = 0; family < n_families; family++)
          for (guint n_genres = 1; n_genres <= 20; n_genres++)
            for (guint place = 0; place < n_genres; place++)
              {
                MusRgb rgb = mus_palette_genre (family, n_families, place, n_genres, dark);

                g_assert_cmpfloat (mus_rgb_contrast (rgb, background), >=, 3.0);
              }
    }
}

/* How different two colours look: their distance in Oklab. */
static double
difference (MusRgb a, MusRgb b)
{
  double l_a, c_a, h_a, l_b, c_b, h_b;

  mus_rgb_to_oklch (a, &l_a, &c_a, &h_a);
  mus_rgb_to_oklch (b, &l_b, &c_b, &h_b);
  h_a *= G_PI / 180.0;
  h_b *= G_PI / 180.0;

  return hypot (l_a - l_b, hypot (c_a * cos (h_a) - c_b * cos (h_b),
                                  c_a * sin (h_a) - c_b * sin (h_b)));
}

static void
test_told_apart (void)
{
  for (guint dark = 0; dark < 2; dark++)
    {
      for (guint n = 2; n <= 14; n++)
        for (guint a = 0; a < n; a++)
          for (guint b = 0; b < a; b++)
            g_assert_cmpfloat (difference (mus_palette_family (a, n, dark),
                                           mus_palette_family (b, n, dark)), >, 0.05);

      /* Shades of one family differ, but less than opposite families do. */
      for (guint a = 0; a < 8; a++)
        for (guint b = 0; b < a; b++)
          {
            double shades = difference (mus_palette_genre (3, 12, a, 8, dark),
                                        mus_palette_genre (3, 12, b, 8, dark));

            g_assert_cmpfloat (shades, >, 0.012);
            g_assert_cmpfloat (shades, <, difference (mus_palette_family (3, 12, dark),
                                                      mus_palette_family (9, 12, dark)));
          }
    }
}

static void
test_edges (void)
{
  MusRgb alone = mus_palette_genre (0, 1, 0, 1, FALSE);
  MusRgb family = mus_palette_family (0, 1, FALSE);
  MusRgb none = mus_palette_none (TRUE);
  double lightness, chroma, hue;

  g_assert_cmpmem (&alone, sizeof alone, &family, sizeof family);
  mus_rgb_to_oklch (none, &lightness, &chroma, &hue);
  g_assert_cmpfloat (chroma, <, 1e-3);
  /* No families at all: nothing to divide by. */
  alone = mus_palette_family (0, 0, FALSE);
  g_assert_true (isfinite (alone.red) && isfinite (alone.green) && isfinite (alone.blue));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/palette/oklch", test_oklch);
  g_test_add_func ("/palette/gamut", test_gamut);
  g_test_add_func ("/palette/contrast", test_contrast);
  g_test_add_func ("/palette/told-apart", test_told_apart);
  g_test_add_func ("/palette/edges", test_edges);

  return g_test_run ();
}
