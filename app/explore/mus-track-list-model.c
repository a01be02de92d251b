/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explore/mus-track-list-model.h"

#include "explore/mus-track-item.h"

#define NOT_THERE G_MAXUINT /* GTK_INVALID_LIST_POSITION */

struct _MusTrackListModel
{
  GObject parent_instance;

  MusCatalog *catalog;
  guint32    *rows; /* room for all tracks of the catalog */
  guint       n_rows;
  GHashTable *items; /* row → GWeakRef to its MusTrackItem: the same row is the same object
                        while somebody has it */
};

static void mus_track_list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MusTrackListModel, mus_track_list_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      mus_track_list_model_iface_init))

/* Weak references to items that are gone are swept when there are more than this. */
#define MAX_WEAK_REFS 512

static GWeakRef *
weak_ref_new (gpointer object)
{
  GWeakRef *weak = g_new (GWeakRef, 1);

  g_weak_ref_init (weak, object);

  return weak;
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static gboolean
is_gone (gpointer key, gpointer value, gpointer data)
{
  g_autoptr (GObject) item = g_weak_ref_get (value);

  return item == NULL;
}

static GType
mus_track_list_model_get_item_type (GListModel *model)
{
  return MUS_TYPE_TRACK_ITEM;
}

static guint
mus_track_list_model_get_n_items (GListModel *model)
{
  return MUS_TRACK_LIST_MODEL (model)->n_rows;
}

static gpointer
mus_track_list_model_get_item (GListModel *model, guint position)
{
  MusTrackListModel *self = MUS_TRACK_LIST_MODEL (model);
  gpointer           key;
  GWeakRef          *weak;
  MusTrackItem      *item = NULL;

  if (position >= self->n_rows)
    return NULL;

  key = GUINT_TO_POINTER (self->rows[position]);
  weak = g_hash_table_lookup (self->items, key);
  if (weak != NULL)
    item = g_weak_ref_get (weak);
  if (item != NULL)
    return item;

  if (g_hash_table_size (self->items) > MAX_WEAK_REFS)
    g_hash_table_foreach_remove (self->items, is_gone, NULL);
  item = mus_track_item_new (self->catalog, self->rows[position]);
  g_hash_table_replace (self->items, key, weak_ref_new (item));

  return item;
}

static void
mus_track_list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = mus_track_list_model_get_item_type;
  iface->get_n_items = mus_track_list_model_get_n_items;
  iface->get_item = mus_track_list_model_get_item;
}

static void
mus_track_list_model_finalize (GObject *object)
{
  MusTrackListModel *self = MUS_TRACK_LIST_MODEL (object);

  g_clear_pointer (&self->catalog, mus_catalog_unref);
  g_clear_pointer (&self->rows, g_free);
  g_clear_pointer (&self->items, g_hash_table_unref);

  G_OBJECT_CLASS (mus_track_list_model_parent_class)->finalize (object);
}

static void
mus_track_list_model_class_init (MusTrackListModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mus_track_list_model_finalize;
}

static void
mus_track_list_model_init (MusTrackListModel *self)
{
  self->items = g_hash_table_new_full (NULL, NULL, NULL, weak_ref_free);
}

MusTrackListModel *
mus_track_list_model_new (void)
{
  return g_object_new (MUS_TYPE_TRACK_LIST_MODEL, NULL);
}

static void
set_catalog (MusTrackListModel *self, MusCatalog *catalog)
{
  gsize n = catalog != NULL ? mus_catalog_n_tracks (catalog) : 0;

  g_clear_pointer (&self->catalog, mus_catalog_unref);
  g_clear_pointer (&self->rows, g_free);
  g_hash_table_remove_all (self->items);
  /* Short of memory the list stays empty; the map still has all. */
  self->rows = g_try_new (guint32, MAX (n, 1));
  if (catalog != NULL && self->rows != NULL)
    self->catalog = mus_catalog_ref (catalog);
}

void
mus_track_list_model_show (MusTrackListModel *self, MusCatalog *catalog,
                           const MusFilter *filter, MusSort sort)
{
  guint n_before = self->n_rows;

  if (catalog != self->catalog)
    set_catalog (self, catalog);
  self->n_rows = self->catalog != NULL
                     ? (guint) mus_catalog_search (self->catalog, filter, sort, self->rows)
                     : 0;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, self->n_rows);
}

guint
mus_track_list_model_find (MusTrackListModel *self, guint32 row)
{
  for (guint i = 0; i < self->n_rows; i++)
    if (self->rows[i] == row)
      return i;

  return NOT_THERE;
}

guint
mus_track_list_model_count_items (MusTrackListModel *self)
{
  g_hash_table_foreach_remove (self->items, is_gone, NULL);

  return g_hash_table_size (self->items);
}
