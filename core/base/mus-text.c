/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/mus-text.h"

#include <string.h>

gboolean
mus_text_is_ascii (const char *text, gsize n_bytes)
{
  guint64 word = 0;
  gsize   i = 0;

  for (; i + sizeof word <= n_bytes; i += sizeof word)
    {
      memcpy (&word, text + i, sizeof word);
      if ((word & G_GUINT64_CONSTANT (0x8080808080808080)) != 0)
        return FALSE;
    }
  for (; i < n_bytes; i++)
    if ((guchar) text[i] >= 0x80)
      return FALSE;

  return TRUE;
}

/* Cuts white space off both ends of what stands in @string behind @start. */
static void
trim_from (GString *string, gsize start)
{
  gsize first = start;

  while (string->len > start && g_ascii_isspace (string->str[string->len - 1]))
    g_string_truncate (string, string->len - 1);
  while (first < string->len && g_ascii_isspace (string->str[first]))
    first++;
  g_string_erase (string, (gssize) start, (gssize) (first - start));
}

static void
append_ascii (GString *string, const char *text, gsize n_bytes)
{
  gsize start = string->len;

  g_string_append_len (string, text, (gssize) n_bytes);
  for (gsize i = start; i < string->len; i++)
    string->str[i] = g_ascii_tolower (string->str[i]);
}

void
mus_text_append_fold (GString *folded, const char *text, gsize n_bytes)
{
  gsize start = folded->len;

  if (mus_text_is_ascii (text, n_bytes))
    {
      append_ascii (folded, text, n_bytes);
    }
  else
    {
      g_autofree char *cased = g_utf8_casefold (text, (gssize) n_bytes);
      g_autofree char *composed = g_utf8_normalize (cased, -1, G_NORMALIZE_DEFAULT_COMPOSE);

      g_string_append (folded, composed);
    }
  trim_from (folded, start);
}

char *
mus_text_fold (const char *text)
{
  GString *folded = g_string_new (NULL);

  mus_text_append_fold (folded, text, strlen (text));

  return g_string_free (folded, FALSE);
}

/* What a letter that has no decomposition is typed as, or NULL. */
static const char *
plain_spelling (gunichar c)
{
  switch (c)
    {
    case 0x00e6: /* æ */
      return "ae";
    case 0x00f8: /* ø */
      return "o";
    case 0x0111: /* đ */
    case 0x00f0: /* ð */
      return "d";
    case 0x0131: /* ı */
      return "i";
    case 0x0142: /* ł */
      return "l";
    case 0x0153: /* œ */
      return "oe";
    case 0x00fe: /* þ */
      return "th";
    case 0x2018: /* ‘ */
    case 0x2019: /* ’ */
    case 0x02bc: /* ʼ */
      return "'";
    default:
      return NULL;
    }
}

void
mus_text_append_search_key (GString *key, const char *text, gsize n_bytes)
{
  gsize start = key->len;

  if (mus_text_is_ascii (text, n_bytes))
    {
      append_ascii (key, text, n_bytes);
    }
  else
    {
      g_autofree char *cased = g_utf8_casefold (text, (gssize) n_bytes);
      g_autofree char *split = g_utf8_normalize (cased, -1, G_NORMALIZE_ALL);

      for (const char *p = split; *p != '\0'; p = g_utf8_next_char (p))
        {
          gunichar    c = g_utf8_get_char (p);
          const char *plain = plain_spelling (c);

          if (plain != NULL)
            g_string_append (key, plain);
          else if (!g_unichar_ismark (c))
            g_string_append_unichar (key, c);
        }
    }
  trim_from (key, start);
}

char *
mus_text_search_key (const char *text)
{
  GString *key = g_string_new (NULL);

  mus_text_append_search_key (key, text, strlen (text));

  return g_string_free (key, FALSE);
}

char *
mus_text_count (gsize count)
{
  return g_strdup_printf ("%'" G_GSIZE_FORMAT, count);
}
