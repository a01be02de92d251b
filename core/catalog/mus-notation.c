/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "catalog/mus-notation.h"

#include <string.h>

#define N_SEMITONES 12

/* A letter and at most one sign: "F", "F#", "G♭". */
static gboolean
parse_key (const char *text, double *value)
{
  static const gint8 semitones['G' - 'A' + 1] = { 9, 11, 0, 2, 4, 5, 7 };
  gint letter = g_ascii_toupper (*text);
  gint key;

  if (letter < 'A' || letter > 'G')
    return FALSE;

  key = semitones[letter - 'A'];
  text++;
  if (g_str_equal (text, "#") || g_str_equal (text, "♯"))
    key++;
  else if (g_str_equal (text, "b") || g_str_equal (text, "♭"))
    key--;
  else if (*text != '\0')
    return FALSE;
  *value = (key + N_SEMITONES) % N_SEMITONES;

  return TRUE;
}

static gboolean
parse_mode (const char *text, double *value)
{
  gboolean is_major = g_ascii_strcasecmp (text, "major") == 0;

  if (!is_major && g_ascii_strcasecmp (text, "minor") != 0)
    return FALSE;

  *value = is_major ? 1.0 : 0.0;

  return TRUE;
}

/* The beats of a bar stand above the line. */
static gboolean
parse_time_signature (const char *text, double *value)
{
  char   *end;
  guint64 beats = g_ascii_strtoull (text, &end, 10);

  if (!g_ascii_isdigit (*text) || beats > 99 || *end != '/' || !g_ascii_isdigit (end[1]) ||
      strspn (end + 1, "0123456789") != strlen (end + 1))
    return FALSE;

  *value = (double) beats;

  return TRUE;
}

gboolean
mus_notation_parse (MusFeature feature, const char *text, double *value)
{
  g_autofree char *stripped = NULL;

  if (feature != MUS_FEATURE_KEY && feature != MUS_FEATURE_MODE &&
      feature != MUS_FEATURE_TIME_SIGNATURE)
    return FALSE;

  stripped = g_strstrip (g_strdup (text));
  if (feature == MUS_FEATURE_KEY)
    return parse_key (stripped, value);
  if (feature == MUS_FEATURE_MODE)
    return parse_mode (stripped, value);

  return parse_time_signature (stripped, value);
}
