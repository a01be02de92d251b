/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/mus-text.h"

#include <string.h>

static gboolean
is_ascii (const char *text)
{
  for (; *text != '\0'; text++)
    if ((guchar) *text >= 0x80)
      return FALSE;

  return TRUE;
}

char *
mus_text_fold (const char *text)
{
  g_autofree char *folded = NULL;

  if (is_ascii (text))
    return g_strstrip (g_ascii_strdown (text, -1));

  folded = g_utf8_casefold (text, -1);

  return g_strstrip (g_utf8_normalize (folded, -1, G_NORMALIZE_DEFAULT_COMPOSE));
}

char *
mus_text_search_key (const char *text)
{
  g_autofree char *folded = NULL;
  g_autofree char *split = NULL;
  GString         *key;

  if (is_ascii (text))
    return g_strstrip (g_ascii_strdown (text, -1));

  folded = g_utf8_casefold (text, -1);
  split = g_utf8_normalize (folded, -1, G_NORMALIZE_ALL);
  key = g_string_sized_new (strlen (split));
  for (const char *p = split; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_ismark (c))
        g_string_append_unichar (key, c);
    }

  return g_strstrip (g_string_free (key, FALSE));
}
