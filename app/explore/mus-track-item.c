/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explore/mus-track-item.h"

struct _MusTrackItem
{
  GObject parent_instance;

  MusCatalog *catalog;
  guint32     row;
};

G_DEFINE_FINAL_TYPE (MusTrackItem, mus_track_item, G_TYPE_OBJECT)

static void
mus_track_item_finalize (GObject *object)
{
  g_clear_pointer (&MUS_TRACK_ITEM (object)->catalog, mus_catalog_unref);

  G_OBJECT_CLASS (mus_track_item_parent_class)->finalize (object);
}

static void
mus_track_item_class_init (MusTrackItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mus_track_item_finalize;
}

static void
mus_track_item_init (MusTrackItem *self)
{
}

MusTrackItem *
mus_track_item_new (MusCatalog *catalog, guint32 row)
{
  MusTrackItem *self = g_object_new (MUS_TYPE_TRACK_ITEM, NULL);

  self->catalog = mus_catalog_ref (catalog);
  self->row = row;

  return self;
}

MusCatalog *
mus_track_item_get_catalog (MusTrackItem *self)
{
  return self->catalog;
}

guint32
mus_track_item_get_row (MusTrackItem *self)
{
  return self->row;
}
