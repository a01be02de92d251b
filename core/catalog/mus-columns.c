/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "catalog/mus-columns.h"

#include <glib/gi18n-lib.h>

#include "base/mus-error.h"

#define MAX_NAMES_SHOWN 30
#define MAX_NAME_SHOWN 40

#define MAX_ALIASES 6

static const char *const text_columns[MUS_N_TEXTS] = {
  [MUS_TEXT_ID] = "track_id",
  [MUS_TEXT_TITLE] = "track_name",
  [MUS_TEXT_ARTISTS] = "artists",
  [MUS_TEXT_ALBUM] = "album_name",
};

/* What other collections and programs that export playlists call them: folded, the likeliest
 * first. */
static const char *const text_aliases[MUS_N_TEXTS][MAX_ALIASES] = {
  [MUS_TEXT_ID] = { "id", "trackuri", "spotifyid", "uri" },
  [MUS_TEXT_TITLE] = { "name", "title", "song", "songname", "track", "songtitle" },
  [MUS_TEXT_ARTISTS] = { "artistnames", "artistname", "artist", "trackartist", "artistsname" },
  [MUS_TEXT_ALBUM] = { "album", "trackalbumname" },
};
static const char *const genre_aliases[MAX_ALIASES] = { "genre",        "playlistgenre", "topgenre",
                                                        "genres",       "trackgenres",   "artistgenres" };
static const char *const feature_aliases[MUS_N_FEATURES][MAX_ALIASES] = {
  [MUS_FEATURE_POPULARITY] = { "trackpopularity", "songpopularity" },
  [MUS_FEATURE_DURATION] = { "trackdurationms", "songdurationms" },
  [MUS_FEATURE_KEY] = { "audiokey" },
  [MUS_FEATURE_MODE] = { "audiomode" },
  [MUS_FEATURE_VALENCE] = { "audiovalence" },
  [MUS_FEATURE_TEMPO] = { "bpm" },
};

/* Without case, spaces and punctuation: "Artist Name(s)" is "artistnames". */
static char *
fold_name (const char *name)
{
  GString *folded = g_string_new (NULL);

  for (; *name != '\0'; name++)
    if (g_ascii_isalnum (*name))
      g_string_append_c (folded, g_ascii_tolower (*name));

  return g_string_free (folded, FALSE);
}

static gint
find_folded (char **folded, const char *name)
{
  for (guint i = 0; folded[i] != NULL; i++)
    if (g_str_equal (folded[i], name))
      return (gint) i;

  return -1;
}

/* By the name itself, by how it may be written, by another name. */
static gint
find_column (const MusCsvRecord *header,
             char              **folded,
             const char         *name,
             const char *const  *aliases)
{
  g_autofree char *folded_name = fold_name (name);
  gint column;

  for (guint i = 0; i < header->n_fields; i++)
    {
      g_autofree char *found = g_strstrip (g_strdup (header->fields[i].text));

      if (g_ascii_strcasecmp (found, name) == 0)
        return (gint) i;
    }

  column = find_folded (folded, folded_name);
  for (guint i = 0; column < 0 && i < MAX_ALIASES && aliases[i] != NULL; i++)
    column = find_folded (folded, aliases[i]);

  return column;
}

static char **
fold_names (const MusCsvRecord *header)
{
  char **folded = g_new0 (char *, header->n_fields + 1);

  for (guint i = 0; i < header->n_fields; i++)
    folded[i] = fold_name (header->fields[i].text);

  return folded;
}

/* The names in a header for a sentence: shortened where somebody opened something else. */
static char *
list_found (const MusCsvRecord *header)
{
  g_autoptr (GString) list = g_string_new (NULL);
  guint n_shown = 0;

  for (guint i = 0; i < header->n_fields && n_shown < MAX_NAMES_SHOWN; i++)
    {
      g_autofree char *name = g_strstrip (g_utf8_make_valid (header->fields[i].text, -1));
      gboolean         is_long = g_utf8_strlen (name, -1) > MAX_NAME_SHOWN;

      if (*name == '\0')
        continue;
      if (is_long)
        *g_utf8_offset_to_pointer (name, MAX_NAME_SHOWN - 1) = '\0';
      g_string_append_printf (list, "%s%s%s", n_shown > 0 ? ", " : "", name, is_long ? "…" : "");
      n_shown++;
    }
  if (n_shown == MAX_NAMES_SHOWN && header->n_fields > MAX_NAMES_SHOWN)
    g_string_append (list, ", …");

  return g_string_free (g_steal_pointer (&list), FALSE);
}

static char *
list_missing_texts (const MusColumns *self)
{
  static const MusText needed[] = { MUS_TEXT_TITLE, MUS_TEXT_ARTISTS };
  GString             *list = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    if (self->texts[needed[i]] < 0)
      g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "", text_columns[needed[i]]);

  return g_string_free (list, FALSE);
}

static char *
list_missing_features (const MusColumns *self)
{
  GString *list = g_string_new (NULL);

  for (MusFeature f = 0; f < MUS_N_FEATURES; f++)
    if (self->features[f] < 0)
      g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "", mus_feature_column (f));

  return g_string_free (list, FALSE);
}

static gboolean
check_needed (const MusColumns   *self,
              const MusCsvRecord *header,
              guint               n_features,
              GError            **error)
{
  g_autofree char *found = list_found (header);
  g_autofree char *texts = list_missing_texts (self);
  g_autofree char *missing = list_missing_features (self);

  if (*texts != '\0')
    {
      g_set_error (
          error, MUS_ERROR, MUS_ERROR_SCHEMA,
          /* translators: both %s are lists of column names, which are not translated */
          _ ("A column that MusRec needs is missing from the header line: %s. Columns found: "
             "%s. Add it, or give the column that holds it this name."),
          texts, found);
      return FALSE;
    }
  if (n_features < MUS_MIN_FEATURES)
    {
      g_set_error (
          error, MUS_ERROR, MUS_ERROR_SCHEMA,
          /* translators: the %s are lists of column names, which are not translated */
          _ ("The header line names only %u of the 15 audio features, and MusRec needs at "
             "least %d. Missing: %s. Columns found: %s."),
          n_features, MUS_MIN_FEATURES, missing, found);
      return FALSE;
    }

  return TRUE;
}

gboolean
mus_columns_map (MusColumns *self, const MusCsvRecord *header, GError **error)
{
  g_auto (GStrv) folded = fold_names (header);
  guint n_features = 0;
  guint n_known;

  self->n_columns = header->n_fields;
  self->genre = find_column (header, folded, "track_genre", genre_aliases);
  self->has_genre_lists = self->genre >= 0 && g_str_has_suffix (folded[self->genre], "genres");
  n_known = self->genre >= 0;
  for (MusText t = 0; t < MUS_N_TEXTS; t++)
    {
      self->texts[t] = find_column (header, folded, text_columns[t], text_aliases[t]);
      n_known += self->texts[t] >= 0;
    }
  for (MusFeature f = 0; f < MUS_N_FEATURES; f++)
    {
      self->features[f] = find_column (header, folded, mus_feature_column (f), feature_aliases[f]);
      n_features += self->features[f] >= 0;
    }

  if (header->n_fields == 1 && n_known + n_features == 0)
    {
      g_set_error_literal (
          error, MUS_ERROR, MUS_ERROR_PARSE,
          _ ("This is not a CSV file: its first line should name columns, separated "
             "by commas, semicolons or tabs. Choose a file that a spreadsheet "
             "program has saved as CSV."));
      return FALSE;
    }

  return check_needed (self, header, n_features, error);
}
