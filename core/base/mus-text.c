/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/mus-text.h"

#include <locale.h>
#include <pthread.h>
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
  gsize end = string->len;

  while (end > start && g_ascii_isspace (string->str[end - 1]))
    end--;
  while (first < end && g_ascii_isspace (string->str[first]))
    first++;
  if (end < string->len)
    g_string_truncate (string, end);
  if (first > start)
    g_string_erase (string, (gssize) start, (gssize) (first - start));
}

static void
append_ascii (GString *string, const char *text, gsize n_bytes)
{
  gsize start = string->len;

  g_string_append_len (string, text, (gssize) n_bytes);
  for (gsize i = start; i < string->len; i++)
    {
      char c = string->str[i];

      string->str[i] = c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }
}

static void
append_fold_slowly (GString *folded, const char *text, gsize n_bytes)
{
  g_autofree char *cased = g_utf8_casefold (text, (gssize) n_bytes);
  g_autofree char *composed = g_utf8_normalize (cased, -1, G_NORMALIZE_DEFAULT_COMPOSE);

  g_string_append (folded, composed);
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

static void
append_search_key_slowly (GString *key, const char *text, gsize n_bytes)
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

/* In Latin, Greek and Cyrillic, each character without a combining mark behind it turns
 * into the same text wherever it stands: the slow way is gone once for each. */
#define FIRST_LETTER 0x80
#define N_LETTERS (0x530 - FIRST_LETTER)
#define MAX_SPELLING 8

typedef void (*AppendFunc) (GString *string, const char *text, gsize n_bytes);

typedef struct
{
  AppendFunc slowly;
  char       spellings[N_LETTERS][MAX_SPELLING]; /* "" where it depends on the neighbors */
} Letters;

static Letters folds = { .slowly = append_fold_slowly };
static Letters search_keys = { .slowly = append_search_key_slowly };

static void
make_spellings (Letters *self)
{
  for (gunichar c = 0; c < N_LETTERS; c++)
    {
      g_autoptr (GString) spelling = g_string_new (NULL);
      char letter[6];
      gint length = g_unichar_to_utf8 (c + FIRST_LETTER, letter);

      self->slowly (spelling, letter, (gsize) length);
      if (spelling->len < MAX_SPELLING && !g_unichar_ismark (c + FIRST_LETTER))
        memcpy (self->spellings[c], spelling->str, spelling->len + 1);
    }
}

static void
make_letters (void)
{
  make_spellings (&folds);
  make_spellings (&search_keys);
}

/* Returns whether there were spellings for all letters. */
static gboolean
append_letters (const Letters *self, GString *string, const char *text, gsize n_bytes)
{
  for (gsize i = 0; i < n_bytes; i++)
    {
      guint       byte = (guchar) text[i];
      const char *spelling;
      guint       letter;

      if (byte < 0x80)
        {
          g_string_append_c (string, g_ascii_tolower (text[i]));
          continue;
        }
      if (byte >= 0xe0)
        return FALSE;

      /* Two bytes of UTF-8, five and six bits. */
      letter = (byte & 0x1f) << 6 | ((guchar) text[++i] & 0x3f);
      if (letter >= FIRST_LETTER + N_LETTERS)
        return FALSE;
      spelling = self->spellings[letter - FIRST_LETTER];
      if (*spelling == '\0')
        return FALSE;
      g_string_append (string, spelling);
    }

  return TRUE;
}

static void
append_spelled (const Letters *self, GString *string, const char *text, gsize n_bytes)
{
  static pthread_once_t letters_are_made = PTHREAD_ONCE_INIT;
  gsize start = string->len;

  if (mus_text_is_ascii (text, n_bytes))
    {
      append_ascii (string, text, n_bytes);
    }
  else
    {
      pthread_once (&letters_are_made, make_letters);
      if (!append_letters (self, string, text, n_bytes))
        {
          g_string_truncate (string, start);
          self->slowly (string, text, n_bytes);
        }
    }
  trim_from (string, start);
}

void
mus_text_append_fold (GString *folded, const char *text, gsize n_bytes)
{
  append_spelled (&folds, folded, text, n_bytes);
}

char *
mus_text_fold (const char *text)
{
  GString *folded = g_string_new (NULL);

  mus_text_append_fold (folded, text, strlen (text));

  return g_string_free (folded, FALSE);
}

void
mus_text_append_search_key (GString *key, const char *text, gsize n_bytes)
{
  append_spelled (&search_keys, key, text, n_bytes);
}

char *
mus_text_search_key (const char *text)
{
  GString *key = g_string_new (NULL);

  mus_text_append_search_key (key, text, strlen (text));

  return g_string_free (key, FALSE);
}

char *
mus_text_shorten (const char *text, guint most)
{
  const char *end = text; /* of the characters before the ellipsis */

  for (guint n = 1; n < most && *end != '\0'; n++)
    end = g_utf8_next_char (end);

  return *end == '\0' || *g_utf8_next_char (end) == '\0'
             ? g_strdup (text)
             : g_strdup_printf ("%.*s…", (int) (end - text), text);
}

char *
mus_text_count (gsize count)
{
  const char *locale = setlocale (LC_NUMERIC, NULL);
  char       *text;
  GString    *grouped;

  if (locale != NULL && locale[0] != 'C' && !g_str_has_prefix (locale, "POSIX"))
    return g_strdup_printf ("%'" G_GSIZE_FORMAT, count);

  /* The C locale has no separator; its language is English, which has one. */
  text = g_strdup_printf ("%" G_GSIZE_FORMAT, count);
  grouped = g_string_new (text);
  for (gssize i = (gssize) grouped->len - 3; i > 0; i -= 3)
    g_string_insert_c (grouped, i, ',');
  g_free (text);

  return g_string_free (grouped, FALSE);
}
