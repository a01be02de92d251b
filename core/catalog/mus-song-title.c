/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "catalog/mus-song-title.h"

#include <string.h>

#include "base/mus-text.h"

/* The notes by which catalogs tell versions apart, folded, in the languages that they are
 * written in. A word that songs are also about ("live", "mix") counts only where a note
 * has it. */

/* Anywhere in a note. */
static const char *const words[] = {
  "remaster", "remastered", "remasterizado", "remasterizada", "remasterisé", "remasterização",
  "version", "versión", "versão", "versione", "versie", "versions",
  "remix", "remixed", "rmx", "bootleg", "rework", "mixed",
  "acoustic", "acústico", "acústica", "acustico", "acustica", "acoustique", "akustik", "unplugged",
  "instrumental", "karaoke", "cappella", "acapella", "capella",
  "demo", "demos", "outtake", "rehearsal", "mono", "stereo", "deluxe", "edition", "bonus",
  "sped", "slowed", "nightcore", "lofi", "reverb", "session", "sessions", "soundtrack",
  "ost", "リマスター", "ライブ", "バージョン",
};

/* As the last word of a note. */
static const char *const last_words[] = {
  "live", "mix", "edit", "ver", "vers", "vivo", "directo", "direct", "take", "cut", "dub",
  "stripped", "extended", "explicit", "clean", "original", "orchestral", "cover", "vip",
};

/* At its start. */
static const char *const starts[] = {
  "feat ", "feat. ", "ft ", "ft. ", "featuring ", "with ", "from ", "recorded ", "taken from ",
  "live at ", "live in ", "live from ", "live on ", "live for ", "live @ ", "live, ", "live/",
  "live - ", "live 19", "live 20", "en vivo ", "ao vivo ", "en directo ", "en direct ", "dal vivo ",
  "mit ", "prod. ", "prod ", "edit ", "remaster", "take ", "alternate ",
};

static gboolean
is_word_byte (char c)
{
  return g_ascii_isalnum (c) || (guchar) c >= 0x80;
}

static gboolean
is_in (const char *const *table, gsize n, const char *word, gsize length)
{
  for (gsize i = 0; i < n; i++)
    if (*table[i] == *word && strncmp (table[i], word, length) == 0 && table[i][length] == '\0')
      return TRUE;

  return FALSE;
}

/* Whether a note, folded, tells a version: [note, end). */
static gboolean
is_version_note (const char *note, const char *end)
{
  const char *word = note;
  const char *last = NULL;
  gsize       last_length = 0;

  while (word < end && *word == ' ')
    word++;
  for (gsize i = 0; i < G_N_ELEMENTS (starts); i++)
    {
      gsize length = strlen (starts[i]);

      if ((gsize) (end - word) > length && strncmp (word, starts[i], length) == 0)
        return TRUE;
    }

  while (word < end)
    {
      const char *stop = word;

      while (stop < end && is_word_byte (*stop))
        stop++;
      if (stop > word)
        {
          if (is_in (words, G_N_ELEMENTS (words), word, (gsize) (stop - word)))
            return TRUE;
          /* A year behind it does not make "Live 2011" another word. */
          if (!g_ascii_isdigit (*word))
            {
              last = word;
              last_length = (gsize) (stop - word);
            }
        }
      word = stop + 1;
    }

  return last != NULL && is_in (last_words, G_N_ELEMENTS (last_words), last, last_length);
}

static gboolean
has_word (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (is_word_byte (text[i]))
      return TRUE;

  return FALSE;
}

/* The opening bracket that goes with the last byte of the title, a closing one; or NULL. */
static const char *
find_bracket (const char *title, gsize length)
{
  char  close = title[length - 1];
  char  open = close == ')' ? '(' : close == ']' ? '[' : '{';
  guint depth = 0;

  for (gsize i = length; i-- > 0;)
    {
      depth += title[i] == close;
      if (title[i] == open && --depth == 0)
        return title + i;
    }

  return NULL;
}

/* Bytes of a dash that stands here, or 0: "-", "~", "–", "—". */
static gsize
dash_length (const char *p)
{
  if (*p == '-' || *p == '~')
    return 1;

  return g_str_has_prefix (p, "–") || g_str_has_prefix (p, "—") ? strlen ("–") : 0;
}

/* Where the last dash with a space before it starts, the space included; or NULL. What
 * follows it becomes @note. */
static const char *
find_dash (const char *title, gsize length, const char **note)
{
  for (gsize i = length; i-- > 0;)
    if (title[i] == ' ')
      {
        gsize n = dash_length (title + i + 1);

        if (n > 0)
          {
            *note = title + i + 1 + n;
            return title + i;
          }
      }

  return NULL;
}

/* How much of a folded title is left without the version note at its end. */
static gsize
cut_note (const char *title, gsize length)
{
  const char *start;
  const char *note;

  if (strchr (")]}", title[length - 1]) != NULL)
    {
      start = find_bracket (title, length);
      if (start != NULL && has_word (title, (gsize) (start - title)) &&
          is_version_note (start + 1, title + length - 1))
        return (gsize) (start - title);
    }

  start = find_dash (title, length, &note);
  if (start != NULL && note <= title + length && has_word (title, (gsize) (start - title)) &&
      is_version_note (note, title + length))
    return (gsize) (start - title);

  return length;
}

static gsize
cut_guests (const char *title, gsize length)
{
  static const char *const guests[] = { " feat. ", " feat ", " ft. ", " ft ", " featuring " };
  const char              *p = title;

  while ((p = memmem (p, length - (gsize) (p - title), " f", 2)) != NULL)
    {
      for (gsize i = 0; i < G_N_ELEMENTS (guests); i++)
        if (g_str_has_prefix (p, guests[i]) && has_word (title, (gsize) (p - title)))
          return (gsize) (p - title);
      p++;
    }

  return length;
}

static gsize
cut_notes (const char *title, gsize length)
{
  gsize before;

  do
    {
      before = length;
      while (length > 0 && title[length - 1] == ' ')
        length--;
      if (length > 0)
        length = cut_note (title, length);
    }
  while (length < before);

  return cut_guests (title, length);
}

static gboolean
is_letter (const char *p)
{
  gunichar c;

  if ((guchar) *p < 0x80)
    return g_ascii_isalnum (*p);

  c = g_utf8_get_char (p);

  return g_unichar_isalnum (c) || g_unichar_ismark (c);
}

/* Letters, digits and the marks that belong to them. */
static void
append_letters (GString *song, const char *title, gsize length)
{
  const char *end = title + length;

  while (title < end)
    {
      const char *start = title;

      while (title < end && is_letter (title))
        title = g_utf8_next_char (title);
      if (title > start)
        g_string_append_len (song, start, title - start);
      else
        title = g_utf8_next_char (title);
    }
}

void
mus_song_title_append (GString *song, const char *title)
{
  g_autofree char *plain = NULL;
  gsize            start = song->len;

  if (!mus_text_is_ascii (title, strlen (title)))
    {
      /* Brackets and letters of full width become the plain ones. */
      plain = g_utf8_normalize (title, -1, G_NORMALIZE_ALL_COMPOSE);
      title = plain;
    }

  append_letters (song, title, cut_notes (title, strlen (title)));
  if (song->len == start)
    g_string_append (song, title);
}
