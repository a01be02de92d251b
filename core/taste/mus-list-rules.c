/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-list-rules-private.h"

#include "base/mus-error.h"

#define N_MARKS 1024

/* Of a track in the list while the list and the two tables grow. */
#define BYTES_AN_ITEM (2 * sizeof (MusRecommendation) + 256)

void
mus_list_rules_init (MusListRules               *self,
                     const MusCatalog           *catalog,
                     const MusRecommendSettings *settings)
{
  *self = (MusListRules){
    .catalog = catalog,
    .settings = settings,
    .list = g_array_new (FALSE, FALSE, sizeof (MusRecommendation)),
    .songs = g_hash_table_new (NULL, NULL),
    .by_artist = g_hash_table_new (NULL, NULL),
  };

  if (settings->n_excluded == 0)
    return;
  self->excluded = g_hash_table_new (NULL, NULL);
  for (gsize i = 0; i < settings->n_excluded; i++)
    g_hash_table_add (self->excluded, GUINT_TO_POINTER (settings->excluded[i]));
}

void
mus_list_rules_clear (MusListRules *self)
{
  g_clear_pointer (&self->list, g_array_unref);
  g_clear_pointer (&self->songs, g_hash_table_unref);
  g_clear_pointer (&self->by_artist, g_hash_table_unref);
  g_clear_pointer (&self->excluded, g_hash_table_unref);
}

gboolean
mus_list_rules_have_room (const MusListRules *self, GError **error)
{
  gsize n = mus_catalog_n_tracks (self->catalog);

  if (self->settings->limit > 0)
    n = MIN (n, self->settings->limit);

  return mus_try_room (n, BYTES_AN_ITEM, error);
}

void
mus_list_rules_shut_out (MusListRules *self, guint32 row)
{
  if (self->settings->one_version)
    g_hash_table_insert (self->songs,
                         GUINT_TO_POINTER (mus_catalog_song (self->catalog, row)),
                         GUINT_TO_POINTER (MUS_NO_ROW));
}

gboolean
mus_list_rules_is_full (const MusListRules *self)
{
  return self->settings->limit > 0 && self->list->len >= self->settings->limit;
}

static gpointer
get_song (const MusListRules *self, guint32 row)
{
  return GUINT_TO_POINTER (mus_catalog_song (self->catalog, row));
}

static gpointer
get_artist (const MusListRules *self, guint32 row)
{
  return GUINT_TO_POINTER (mus_catalog_main_artist (self->catalog, row));
}

static guint
count_by_artist (const MusListRules *self, guint32 row)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->by_artist, get_artist (self, row)));
}

gboolean
mus_list_rules_allow (const MusListRules *self, guint32 row)
{
  const MusRecommendSettings *settings = self->settings;

  if (settings->allowed != NULL && settings->allowed[row] == 0)
    return FALSE;
  if (self->excluded != NULL && g_hash_table_contains (self->excluded, GUINT_TO_POINTER (row)))
    return FALSE;
  if (settings->one_version && g_hash_table_contains (self->songs, get_song (self, row)))
    return FALSE;

  return settings->per_artist == 0 || count_by_artist (self, row) < settings->per_artist;
}

gboolean
mus_list_rules_offer (MusListRules *self, guint32 row, guint32 answers, double distance)
{
  MusRecommendation item = { .row = row, .answers = answers, .distance = distance };

  if (!mus_list_rules_allow (self, row))
    return FALSE;

  g_hash_table_insert (self->songs, get_song (self, row), GUINT_TO_POINTER (self->list->len));
  g_hash_table_insert (self->by_artist, get_artist (self, row),
                       GUINT_TO_POINTER (count_by_artist (self, row) + 1));
  g_array_append_val (self->list, item);

  return TRUE;
}

/* All other versions of the songs in the list, wherever they stand. Nearly all tracks are
 * of another song, which a mark tells sooner than the table. */
void
mus_list_rules_count_versions (MusListRules *self)
{
  gboolean marks[N_MARKS] = { FALSE };

  if (!self->settings->one_version)
    return;

  for (guint i = 0; i < self->list->len; i++)
    {
      guint32 row = g_array_index (self->list, MusRecommendation, i).row;

      marks[mus_catalog_song (self->catalog, row) % N_MARKS] = TRUE;
    }

  for (guint32 row = 0; row < mus_catalog_n_tracks (self->catalog); row++)
    {
      guint32  song = mus_catalog_song (self->catalog, row);
      gpointer place;

      if (marks[song % N_MARKS] &&
          g_hash_table_lookup_extended (self->songs, GUINT_TO_POINTER (song), NULL, &place) &&
          GPOINTER_TO_UINT (place) != MUS_NO_ROW)
        {
          MusRecommendation *item =
              &g_array_index (self->list, MusRecommendation, GPOINTER_TO_UINT (place));

          item->n_versions += item->row != row;
        }
    }
}
