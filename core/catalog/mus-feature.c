/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "catalog/mus-feature.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static const struct
{
  const char *column;
  const char *label;
  const char *description;
} features[MUS_N_FEATURES] = {
  { "popularity", NC_ ("feature", "Popularity"),
    N_ ("How often the track was played lately, from 0 to 100. It says nothing about the sound.") },
  { "duration_ms", NC_ ("feature", "Duration"),
    N_ ("How long the track is, in minutes and seconds.") },
  { "explicit", NC_ ("feature", "Explicit lyrics"),
    N_ ("Whether the lyrics are marked as explicit.") },
  { "danceability", NC_ ("feature", "Danceability"),
    N_ ("How well one can dance to it: a steady beat and an even tempo raise it.") },
  { "energy", NC_ ("feature", "Energy"),
    N_ ("How intense and active it feels: fast, loud and noisy tracks have much of it.") },
  { "key", NC_ ("feature", "Key"),
    N_ ("The note on which the music rests.") },
  { "loudness", NC_ ("feature", "Loudness"),
    N_ ("How loud the track is on average, in decibels; 0 dB is the loudest that a recording can be.") },
  { "mode", NC_ ("feature", "Mode"),
    N_ ("Whether the scale is major, often bright, or minor, often dark.") },
  { "speechiness", NC_ ("feature", "Spoken words"),
    N_ ("How much of it is spoken: songs have little, rap has some, a talk is nearly all words.") },
  { "acousticness", NC_ ("feature", "Acousticness"),
    N_ ("How sure it is that the instruments are acoustic rather than electric or electronic.") },
  { "instrumentalness", NC_ ("feature", "Instrumentalness"),
    N_ ("How sure it is that nobody sings.") },
  { "liveness", NC_ ("feature", "Liveness"),
    N_ ("How sure it is that an audience can be heard: the mark of a concert recording.") },
  { "valence", NC_ ("feature", "Mood"),
    N_ ("The mood of the music, from sad to cheerful.") },
  { "tempo", NC_ ("feature", "Tempo"),
    N_ ("The speed of the music, in beats per minute (BPM).") },
  { "time_signature", NC_ ("feature", "Time signature"),
    N_ ("How many beats a bar has.") },
};

/* Pitch classes from C upwards, as they are spelled most often in each mode. */
static const char *const major_keys[] = {
  NC_ ("key", "C major"), NC_ ("key", "D♭ major"), NC_ ("key", "D major"),
  NC_ ("key", "E♭ major"), NC_ ("key", "E major"), NC_ ("key", "F major"),
  NC_ ("key", "F♯ major"), NC_ ("key", "G major"), NC_ ("key", "A♭ major"),
  NC_ ("key", "A major"), NC_ ("key", "B♭ major"), NC_ ("key", "B major"),
};
static const char *const minor_keys[] = {
  NC_ ("key", "C minor"), NC_ ("key", "C♯ minor"), NC_ ("key", "D minor"),
  NC_ ("key", "E♭ minor"), NC_ ("key", "E minor"), NC_ ("key", "F minor"),
  NC_ ("key", "F♯ minor"), NC_ ("key", "G minor"), NC_ ("key", "G♯ minor"),
  NC_ ("key", "A minor"), NC_ ("key", "B♭ minor"), NC_ ("key", "B minor"),
};
static const char *const pitch_classes[] = {
  NC_ ("pitch", "C"), NC_ ("pitch", "C♯/D♭"), NC_ ("pitch", "D"),
  NC_ ("pitch", "D♯/E♭"), NC_ ("pitch", "E"), NC_ ("pitch", "F"),
  NC_ ("pitch", "F♯/G♭"), NC_ ("pitch", "G"), NC_ ("pitch", "G♯/A♭"),
  NC_ ("pitch", "A"), NC_ ("pitch", "A♯/B♭"), NC_ ("pitch", "B"),
};

const char *
mus_feature_column (MusFeature feature)
{
  return features[feature].column;
}

const char *
mus_feature_label (MusFeature feature)
{
  return g_dpgettext2 (GETTEXT_PACKAGE, "feature", features[feature].label);
}

const char *
mus_feature_description (MusFeature feature)
{
  return g_dgettext (GETTEXT_PACKAGE, features[feature].description);
}

double
mus_feature_unit (MusFeature feature)
{
  switch (feature)
    {
    case MUS_FEATURE_EXPLICIT:
    case MUS_FEATURE_KEY:
    case MUS_FEATURE_MODE:
    case MUS_FEATURE_TIME_SIGNATURE:
      return 0.0;
    case MUS_FEATURE_POPULARITY:
    case MUS_FEATURE_TEMPO:
      return 1.0;
    case MUS_FEATURE_DURATION:
      return 1000.0;
    case MUS_FEATURE_LOUDNESS:
      return 0.1;
    default:
      return 0.01;
    }
}

static char *
format_duration (double milliseconds)
{
  gint64 seconds = llround (CLAMP (milliseconds, 0.0, 1e12) / 1000.0);

  if (seconds < 3600)
    /* translators: a duration: minutes and seconds */
    return g_strdup_printf (C_ ("duration", "%d:%02d"), (int) (seconds / 60), (int) (seconds % 60));

  /* translators: a duration: hours, minutes and seconds */
  return g_strdup_printf (C_ ("duration", "%d:%02d:%02d"), (int) (seconds / 3600),
                          (int) (seconds / 60 % 60), (int) (seconds % 60));
}

static char *
format_loudness (double decibels)
{
  double rounded = round (decibels * 10.0) / 10.0;

  /* translators: %s is empty or a minus sign */
  return g_strdup_printf (C_ ("loudness", "%s%.1f dB"), rounded < 0.0 ? "−" : "", fabs (rounded));
}

static char *
format_share (double share)
{
  /* translators: a share in percent, such as "42 %" */
  return g_strdup_printf (C_ ("share", "%.0f %%"), 100.0 * share);
}

static char *
format_time_signature (double beats)
{
  /* A signature that the analysis could not tell is 0. */
  if (beats < 0.5)
    return g_strdup (C_ ("time signature", "unknown"));

  return g_strdup_printf (C_ ("time signature", "%.0f/4"), beats);
}

static gboolean
is_pitch_class (double key)
{
  return key > -0.5 && key < 11.5;
}

static char *
format_pitch_class (double key)
{
  if (!is_pitch_class (key))
    return g_strdup (C_ ("key", "unknown"));

  return g_strdup (g_dpgettext2 (GETTEXT_PACKAGE, "pitch", pitch_classes[lround (key)]));
}

char *
mus_feature_format (MusFeature feature, float value)
{
  double number = (double) value;

  if (!isfinite (number))
    return g_strdup (C_ ("feature", "unknown"));

  switch (feature)
    {
    case MUS_FEATURE_POPULARITY:
      return g_strdup_printf ("%.0f", number);
    case MUS_FEATURE_DURATION:
      return format_duration (number);
    case MUS_FEATURE_EXPLICIT:
      return g_strdup (number < 0.5 ? C_ ("explicit", "no") : C_ ("explicit", "yes"));
    case MUS_FEATURE_KEY:
      return format_pitch_class (number);
    case MUS_FEATURE_LOUDNESS:
      return format_loudness (number);
    case MUS_FEATURE_MODE:
      return g_strdup (number < 0.5 ? C_ ("mode", "minor") : C_ ("mode", "major"));
    case MUS_FEATURE_TEMPO:
      /* translators: beats per minute */
      return g_strdup_printf (C_ ("tempo", "%.0f BPM"), number);
    case MUS_FEATURE_TIME_SIGNATURE:
      return format_time_signature (number);
    default:
      return format_share (number);
    }
}

char *
mus_feature_format_key (float key, float mode)
{
  const char *const *keys = mode < 0.5f ? minor_keys : major_keys;

  if (!is_pitch_class ((double) key) || !isfinite (mode))
    return g_strdup (C_ ("key", "unknown"));

  return g_strdup (g_dpgettext2 (GETTEXT_PACKAGE, "key", keys[lroundf (key)]));
}
