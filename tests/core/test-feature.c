/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <math.h>
#include <string.h>

#include "musrec.h"

static const struct
{
  MusFeature  feature;
  float       value;
  const char *text;
} formats[] = {
  { MUS_FEATURE_POPULARITY, 73.0f, "73" },
  { MUS_FEATURE_DURATION, 222000.0f, "3:42" },
  { MUS_FEATURE_DURATION, 59999.0f, "1:00" },
  { MUS_FEATURE_DURATION, 0.0f, "0:00" },
  { MUS_FEATURE_DURATION, 5237295.0f, "1:27:17" },
  { MUS_FEATURE_EXPLICIT, 1.0f, "yes" },
  { MUS_FEATURE_EXPLICIT, 0.0f, "no" },
  { MUS_FEATURE_DANCEABILITY, 0.676f, "68 %" },
  { MUS_FEATURE_VALENCE, 0.0f, "0 %" },
  { MUS_FEATURE_KEY, 0.0f, "C" },
  { MUS_FEATURE_KEY, 1.0f, "C♯/D♭" },
  { MUS_FEATURE_KEY, 11.0f, "B" },
  { MUS_FEATURE_KEY, -1.0f, "unknown" },
  { MUS_FEATURE_KEY, 12.0f, "unknown" },
  { MUS_FEATURE_LOUDNESS, -6.746f, "−6.7 dB" },
  { MUS_FEATURE_LOUDNESS, -0.04f, "0.0 dB" },
  { MUS_FEATURE_LOUDNESS, 4.532f, "4.5 dB" },
  { MUS_FEATURE_MODE, 0.0f, "minor" },
  { MUS_FEATURE_MODE, 1.0f, "major" },
  { MUS_FEATURE_TEMPO, 121.99f, "122 BPM" },
  { MUS_FEATURE_TIME_SIGNATURE, 3.0f, "3/4" },
  { MUS_FEATURE_TIME_SIGNATURE, 0.0f, "unknown" },
  { MUS_FEATURE_TEMPO, NAN, "unknown" },
  { MUS_FEATURE_ENERGY, INFINITY, "unknown" },
};

static void
test_format (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *text = mus_feature_format (formats[i].feature, formats[i].value);

      g_assert_cmpstr (text, ==, formats[i].text);
    }
}

static void
test_keys (void)
{
  static const struct
  {
    float       key, mode;
    const char *text;
  } keys[] = {
    { 1, 0, "C♯ minor" }, { 1, 1, "D♭ major" }, { 0, 1, "C major" },     { 11, 0, "B minor" },
    { 6, 1, "F♯ major" }, { 12, 0, "unknown" }, { NAN, 0, "unknown" }, { 0, NAN, "unknown" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *text = mus_feature_format_key (keys[i].key, keys[i].mode);

      g_assert_cmpstr (text, ==, keys[i].text);
    }
}

static void
test_words (void)
{
  for (MusFeature f = 0; f < MUS_N_FEATURES; f++)
    {
      g_autofree char *lower = g_ascii_strdown (mus_feature_column (f), -1);

      g_assert_cmpstr (lower, ==, mus_feature_column (f));
      g_assert_cmpuint (strlen (mus_feature_label (f)), >, 0);
      g_assert_true (g_str_has_suffix (mus_feature_description (f), "."));
      for (MusFeature g = 0; g < f; g++)
        {
          g_assert_cmpstr (mus_feature_column (f), !=, mus_feature_column (g));
          g_assert_cmpstr (mus_feature_label (f), !=, mus_feature_label (g));
        }
    }
  g_assert_cmpstr (mus_feature_label (MUS_FEATURE_VALENCE), ==, "Mood");
}

/* Numbers for people follow the locale. */
static void
test_locale (void)
{
  g_autofree char *text = NULL;

  if (setlocale (LC_NUMERIC, "de_DE.UTF-8") == NULL)
    {
      g_test_skip ("there is no German locale here");
      return;
    }

  text = mus_feature_format (MUS_FEATURE_LOUDNESS, -6.746f);
  setlocale (LC_NUMERIC, "C");
  g_assert_cmpstr (text, ==, "−6,7 dB");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/feature/format", test_format);
  g_test_add_func ("/feature/keys", test_keys);
  g_test_add_func ("/feature/words", test_words);
  g_test_add_func ("/feature/locale", test_locale);

  return g_test_run ();
}
