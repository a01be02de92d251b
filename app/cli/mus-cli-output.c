/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mus-cli-output.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

static gboolean
print_bytes (const char *bytes, gsize n, GError **error)
{
  int failure;

  if (fwrite (bytes, 1, n, stdout) == n && fflush (stdout) == 0)
    return TRUE;

  failure = errno;
  g_set_error (error, G_FILE_ERROR, (gint) g_file_error_from_errno (failure),
               /* translators: %s is what the system says: "No space left on device" */
               _ ("The result can't be printed: %s."), g_strerror (failure));

  return FALSE;
}

gboolean
mus_cli_print (const char *text, GError **error)
{
  return print_bytes (text, strlen (text), error);
}

gboolean
mus_cli_print_text (const char *text, GError **error)
{
  g_autofree char *converted = NULL;
  const char      *charset;
  gsize            n = strlen (text);

  if (!g_get_charset (&charset))
    converted = g_convert_with_fallback (text, -1, charset, "UTF-8", "?", NULL, &n, NULL);

  return print_bytes (converted != NULL ? converted : text, n, error);
}

gboolean
mus_cli_print_json (JsonNode *node, GError **error)
{
  g_autoptr (JsonNode) root = node;
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autofree char *text = NULL;

  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, NULL);

  return mus_cli_print (text, error) && mus_cli_print ("\n", error);
}

gboolean
mus_cli_print_builder (JsonBuilder *builder, GError **error)
{
  g_autoptr (JsonBuilder) complete = builder;

  return mus_cli_print_json (json_builder_get_root (complete), error);
}

static void
csv_separate (GString *out)
{
  if (out->len > 0 && out->str[out->len - 1] != '\n')
    g_string_append_c (out, ',');
}

void
mus_cli_csv_text (GString *out, const char *text)
{
  csv_separate (out);
  /* An empty first field would look like the start of the line. */
  if (text[0] != '\0' && strpbrk (text, ",\"\r\n") == NULL)
    {
      g_string_append (out, text);
      return;
    }

  g_string_append_c (out, '"');
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, *p);
    }
  g_string_append_c (out, '"');
}

void
mus_cli_csv_number (GString *out, double number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  csv_separate (out);
  g_string_append (out, g_ascii_formatd (text, sizeof text, "%.9g", number));
}

void
mus_cli_csv_end (GString *out)
{
  g_string_append_c (out, '\n');
}

void
mus_cli_csv_track (GString *out, const MusCatalog *catalog, guint32 row)
{
  mus_cli_csv_text (out, mus_catalog_text (catalog, row, MUS_TEXT_ID));
  mus_cli_csv_text (out, mus_catalog_text (catalog, row, MUS_TEXT_TITLE));
  mus_cli_csv_text (out, mus_catalog_text (catalog, row, MUS_TEXT_ARTISTS));
  mus_cli_csv_text (out, mus_cli_genre_name (catalog, row));
}

static void
json_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

void
mus_cli_json_track (JsonBuilder *builder, const MusCatalog *catalog, guint32 row)
{
  json_text (builder, "track_id", mus_catalog_text (catalog, row, MUS_TEXT_ID));
  json_text (builder, "title", mus_catalog_text (catalog, row, MUS_TEXT_TITLE));
  json_text (builder, "artists", mus_catalog_text (catalog, row, MUS_TEXT_ARTISTS));
  json_text (builder, "genre", mus_cli_genre_name (catalog, row));
}

const char *
mus_cli_genre_name (const MusCatalog *catalog, guint32 row)
{
  guint16 genre = mus_catalog_genre (catalog, row);

  return genre != MUS_NO_GENRE ? mus_catalog_genre_name (catalog, genre) : "";
}
