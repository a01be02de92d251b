/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "taste/mus-taste-ranker.h"

G_BEGIN_DECLS

typedef enum
{
  MUS_MARK_NONE,
  MUS_MARK_LIKED,
  MUS_MARK_DISLIKED,
} MusTasteMark;

/**
 * MusTasteRows:
 * @marks: (n_tracks): the MusTasteMark of each track
 * @likes: (element-type guint32): rising
 * @dislikes: (element-type guint32): rising
 *
 * A taste in order: each row once, and none that is both.
 */
typedef struct
{
  gsize   n_tracks;
  guint8 *marks;
  GArray *likes;
  GArray *dislikes;
} MusTasteRows;

/* What a new taste changes: rows, rising. */
typedef struct
{
  GArray *added_likes;
  GArray *removed_likes;
  GArray *added_dislikes;
} MusTasteChange;

MusTasteRows *mus_taste_rows_new (gsize n_tracks, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void          mus_taste_rows_free (MusTasteRows *self);

/* Takes the place of the taste before. Rows that the catalog does not have are left out. */
void mus_taste_rows_set (MusTasteRows *self, const MusTaste *taste, MusTasteChange *change);

void mus_taste_change_clear (MusTasteChange *self);

/* The same as a MusTaste, which borrows the arrays. */
MusTaste mus_taste_rows_get (const MusTasteRows *self);

/* Where @like stands among the likes, or -1. */
gssize mus_taste_rows_find_like (const MusTasteRows *self, guint32 like);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusTasteRows, mus_taste_rows_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MusTasteChange, mus_taste_change_clear)

G_END_DECLS
