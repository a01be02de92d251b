/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "catalog/mus-notation.h"

#include <string.h>

#define N_SEMITONES 12

/* A letter and at most one sign: "F", "F#", "G♭". */
static gboolean
parse_key (const char *text, double *value)
{
  static const guint8 semitones['G' - 'A' + 1] = { 9, 11, 0, 2, 4, 5, 7 };
  char letter = g_ascii_toupper (*text);
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

/* The character of an escape of so many hexadecimal digits; 0 when there is none. */
static gunichar
parse_code (const char *digits, gsize n)
{
  guint64 code = 0;

  for (gsize i = 0; i < n; i++)
    {
      if (!g_ascii_isxdigit (digits[i]))
        return 0;
      code = code << 4 | (guint64) g_ascii_xdigit_value (digits[i]);
    }

  return code <= G_MAXUINT32 && g_unichar_validate ((gunichar) code) ? (gunichar) code : 0;
}

/* Appends what the escape behind a backslash stands for. Returns what is behind it, or NULL. */
static const char *
append_escaped (GString *list, const char *escape)
{
  static const char kinds[] = "xuU";
  const char       *kind = *escape != '\0' ? strchr (kinds, *escape) : NULL;
  gsize             n_digits;
  gunichar          code;

  if (kind == NULL)
    {
      if (*escape == '\0' || strchr ("\\'\"/", *escape) == NULL)
        return NULL;
      g_string_append_c (list, *escape);
      return escape + 1;
    }

  n_digits = (gsize) 2 << (kind - kinds);
  code = parse_code (escape + 1, n_digits);
  if (code == 0)
    return NULL;
  g_string_append_unichar (list, code);

  return escape + 1 + n_digits;
}

/* Appends the text between quotation marks. Returns what is behind them, or NULL. */
static const char *
append_quoted (GString *list, const char *text)
{
  char quote = *text;

  if (quote != '\'' && quote != '"')
    return NULL;

  text++;
  while (text != NULL && *text != quote)
    {
      if (*text == '\0')
        return NULL;
      if (*text == '\\')
        text = append_escaped (list, text + 1);
      else
        g_string_append_c (list, *text++);
    }

  return text != NULL ? text + 1 : NULL;
}

static const char *
skip_space (const char *text)
{
  while (g_ascii_isspace (*text))
    text++;

  return text;
}

/* Whether the text is a list as a whole; its items are then in @list. */
static gboolean
parse_list (const char *text, GString *list)
{
  text = skip_space (text);
  if (*text != '[')
    return FALSE;

  text = skip_space (text + 1);
  while (*text != ']')
    {
      if (list->len > 0)
        g_string_append_c (list, ';');
      text = append_quoted (list, text);
      if (text == NULL)
        return FALSE;
      text = skip_space (text);
      if (*text == ',')
        text = skip_space (text + 1);
      else if (*text != ']')
        return FALSE;
    }

  return *skip_space (text + 1) == '\0';
}

gsize
mus_notation_join_list (char *text, gsize length)
{
  g_autoptr (GString) list = NULL;

  if (memchr (text, '[', length) == NULL)
    return length;

  list = g_string_sized_new (length);
  if (!parse_list (text, list))
    return length;

  g_assert (list->len <= length);
  memcpy (text, list->str, list->len + 1);

  return list->len;
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
