/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalog-fixture.h"

/*
 * Texts that would be something else where they are not just text: markup, formats, SQL,
 * words of a shell or a spreadsheet, commands of a terminal.
 */

#define ODD_LENGTH 10000 /* of the long one, in characters */

typedef struct
{
  const char *title;
  gsize       n_bytes;
  const char *read; /* what it is once it is read, where that is something else */
} OddText;

/* The last one's place is taken by a text of ODD_LENGTH characters. */
static const OddText odd_texts[] = {
#define ODD(text) { text, sizeof text - 1, NULL }
  ODD ("<b>bold</b> & <i>"),
  ODD ("</span>&amp;&#0;&lt;<span size='0'>"),
  ODD ("%s%n%d%*c%.99999f%"),
  ODD ("'; DROP TABLE thumbs; --"),
  ODD ("\"; DELETE FROM tastes; \""),
  ODD ("$(touch odd-file) `touch odd-file`; touch odd-file | touch odd-file"),
  ODD ("=HYPERLINK(\"http://example.com\")"),
  ODD ("../../../../etc/passwd"),
  ODD ("--help"),
  ODD ("_Mnemonic __and __underlines"),
  ODD ("file:///etc/passwd http://example.com"),
  ODD ("\xe2\x80\xaegnp.exe \xe2\x81\xa6isolate"), /* right-to-left override */
  ODD ("\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xd8\xb3\xd9\x84\xd8\xa7\xd9\x85"),
  ODD ("e\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81 Z\xcd\xa3\xcd\xa4\xcd\xa5"),
  ODD ("\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7 \xf0\x9f\x8f\xb3"),
  ODD ("\x1b[31mred\x1b]0;title\x07 \x7f\xc2\x9b" "1m"),
  ODD ("line one\nline two\r\nline three\ttab"),
  ODD ("\\n \\u0000 \\\" {\"a\": [1]}"),
  ODD ("\xef\xbf\xbe\xef\xb7\x90 noncharacters"),
  { "nul\0nul\0", 8, "nul\xef\xbf\xbdnul\xef\xbf\xbd" },
  ODD (""),
#undef ODD
};

#define N_ODD_TEXTS G_N_ELEMENTS (odd_texts)
#define N_ODD_NULS 2

/* Returns: (transfer full): the text that a reader makes of one */
static inline char *
odd_text_read (gsize i)
{
  if (i == N_ODD_TEXTS - 1)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      for (guint c = 0; c < ODD_LENGTH; c++)
        g_string_append (text, "長");
      return g_string_free (g_steal_pointer (&text), FALSE);
    }

  return g_strdup (odd_texts[i].read != NULL ? odd_texts[i].read : odd_texts[i].title);
}

static inline void
odd_append_quoted (GString *out, const char *bytes, gsize n_bytes)
{
  g_string_append_c (out, '"');
  for (gsize i = 0; i < n_bytes; i++)
    {
      if (bytes[i] == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, bytes[i]);
    }
  g_string_append (out, "\",");
}

/* Returns: (transfer full): a CSV whose first rows, with the ids odd0 …, have these texts as
 * their titles, artists, albums and genres; fillers follow */
static inline GString *
odd_catalog (void)
{
  GString *out = g_string_new (HEADER);

  for (gsize i = 0; i < N_ODD_TEXTS; i++)
    {
      g_autofree char *read = odd_text_read (i);
      gboolean         is_long = i == N_ODD_TEXTS - 1;
      const char      *bytes = is_long ? read : odd_texts[i].title;
      gsize            n_bytes = is_long ? strlen (read) : odd_texts[i].n_bytes;

      g_string_append_printf (out, "odd%" G_GSIZE_FORMAT ",", i);
      /* One NUL-bearing field a row, so that they can be counted. */
      odd_append_quoted (out, read, strlen (read));
      odd_append_quoted (out, read, strlen (read));
      odd_append_quoted (out, bytes, n_bytes);
      g_string_append_printf (out, "%" G_GSIZE_FORMAT ",200000,False,0.5,0.6,1,-7.5,1,0.05,0.2,0,"
                                   "0.1,0.4,%" G_GSIZE_FORMAT ",4,",
                              50 + i, 100 + i);
      odd_append_quoted (out, read, strlen (read));
      out->str[out->len - 1] = '\n';
    }
  for (guint i = 0; i < N_FILLERS; i++)
    g_string_append_printf (out, "f%u,Filler %u,Album,Filler title %u,%u,200000,False,0.5,0.6,1,"
                                 "-7.5,1,0.05,0.2,0,0.1,0.4,%u,4,filler\n",
                            i, i % 7, i, i, 60 + i);

  return out;
}
