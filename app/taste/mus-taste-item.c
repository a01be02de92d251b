/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-taste-item.h"

struct _MusTasteItem
{
  GObject parent_instance;

  MusThumb *thumb;     /* as it shows */
  MusThumb *kept;      /* as the library has it */
  guint     n_pending; /* questions to the library */
  guint32   row;
};

G_DEFINE_FINAL_TYPE (MusTasteItem, mus_taste_item, G_TYPE_OBJECT)

static guint changed_signal;

static void
mus_taste_item_finalize (GObject *object)
{
  MusTasteItem *self = MUS_TASTE_ITEM (object);

  mus_thumb_free (self->thumb);
  mus_thumb_free (self->kept);

  G_OBJECT_CLASS (mus_taste_item_parent_class)->finalize (object);
}

static void
mus_taste_item_class_init (MusTasteItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mus_taste_item_finalize;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                 NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
mus_taste_item_init (MusTasteItem *self)
{
  self->row = MUS_NO_ROW;
}

static MusThumb *
copy_without_verdict (const MusThumb *thumb)
{
  return mus_thumb_new (thumb->track_id, thumb->title, thumb->artist, MUS_VERDICT_NONE,
                        thumb->time_us);
}

MusTasteItem *
mus_taste_item_new (const MusThumb *thumb)
{
  MusTasteItem *self = g_object_new (MUS_TYPE_TASTE_ITEM, NULL);

  self->thumb = copy_without_verdict (thumb);
  self->kept = copy_without_verdict (thumb);

  return self;
}

const MusThumb *
mus_taste_item_get_thumb (MusTasteItem *self)
{
  return self->thumb;
}

gboolean
mus_taste_item_is_pending (MusTasteItem *self)
{
  return self->n_pending > 0;
}

guint32
mus_taste_item_get_row (MusTasteItem *self)
{
  return self->row;
}

void
mus_taste_item_set_row (MusTasteItem *self, guint32 row)
{
  if (row == self->row)
    return;

  self->row = row;
  g_signal_emit (self, changed_signal, 0);
}

static void
set_thumb (MusThumb **place, const MusThumb *thumb)
{
  MusThumb *copy = mus_thumb_copy (thumb);

  mus_thumb_free (*place);
  *place = copy;
}

/* With no question open, what shows is what the library has. */
static void
settle (MusTasteItem *self)
{
  if (self->n_pending == 0)
    set_thumb (&self->thumb, self->kept);
  g_signal_emit (self, changed_signal, 0);
}

void
mus_taste_item_ask (MusTasteItem *self, const MusThumb *thumb)
{
  self->n_pending++;
  set_thumb (&self->thumb, thumb);
  g_signal_emit (self, changed_signal, 0);
}

void
mus_taste_item_keep (MusTasteItem *self, const MusThumb *thumb)
{
  g_return_if_fail (self->n_pending > 0);

  self->n_pending--;
  set_thumb (&self->kept, thumb);
  settle (self);
}

void
mus_taste_item_refuse (MusTasteItem *self)
{
  g_return_if_fail (self->n_pending > 0);

  self->n_pending--;
  settle (self);
}

void
mus_taste_item_load (MusTasteItem *self, const MusThumb *thumb)
{
  MusThumb *kept = thumb != NULL ? mus_thumb_copy (thumb) : copy_without_verdict (self->kept);

  mus_thumb_free (self->kept);
  self->kept = kept;
  settle (self);
}
