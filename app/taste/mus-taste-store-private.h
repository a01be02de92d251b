/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the files of the store share; nobody else includes this. */

#include "taste/mus-taste-store.h"

G_BEGIN_DECLS

struct _MusTasteStore
{
  GObject parent_instance;

  MusLibrary *library;
  GSettings  *settings; /* nullable */
  MusCatalog *catalog;  /* nullable */

  GPtrArray *tastes;  /* of MusTasteInfo */
  gint64     current; /* 0: not known yet */
  guint      n_loads; /* a load that is not the last one is not looked at */
  gboolean   is_loaded;
  guint      n_held; /* changes that the library has not answered */

  GHashTable *by_key; /* mus_thumb_key() → MusTasteItem, also those that show no thumb while
                         the library has not answered */
  GHashTable *by_row; /* row → its newest MusTasteItem, of those in items */
  GListStore *items;
  gsize       n_likes;
  gsize       n_dislikes;

  GQueue steps; /* of MusTasteStep, the last one at the head */
};

/* What takes a change back. */
typedef struct
{
  gint64     taste;
  char      *deleted; /* (nullable): the name of the taste that was deleted */
  GPtrArray *thumbs;  /* that were there before */
} MusTasteStep;

/* mus-taste-store.c: the thumbs */

/* Loads the current taste. */
void mus_taste_store_load (MusTasteStore *self);

/* Shows the items as they are now. */
void mus_taste_store_refresh (MusTasteStore *self);

/* The item that stands for the thumb's track, a new one if need be. */
MusTasteItem *mus_taste_store_ensure_item (MusTasteStore *self, const MusThumb *thumb);

void mus_taste_store_tell (MusTasteStore *self, const char *sentence, gboolean can_undo);
void mus_taste_store_add_step (MusTasteStore *self, gint64 taste, const char *deleted,
                               GPtrArray *thumbs);
void mus_taste_step_free (MusTasteStep *step);
void mus_taste_store_forget_steps (MusTasteStore *self);
void mus_taste_store_emit_tastes_changed (MusTasteStore *self);

/* The application stays, and with it the store, until the library has answered. */
MusTasteStore *mus_taste_store_hold (MusTasteStore *self);
void           mus_taste_store_release (MusTasteStore *self);

/* mus-taste-store-changes.c: on their way to the library and back */

/* Sets thumbs in any taste, as the undo of a change. */
void mus_taste_store_undo_thumbs (MusTasteStore *self, gint64 taste, GPtrArray *thumbs);

/* mus-taste-store-tastes.c: which tastes there are */

/* Asks the library for them, then for the current one's thumbs. */
void mus_taste_store_list (MusTasteStore *self);

G_END_DECLS
