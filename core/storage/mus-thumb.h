/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "catalog/mus-catalog.h"

G_BEGIN_DECLS

/**
 * MusVerdict: what a listener thinks of a track
 */
typedef enum
{
  MUS_VERDICT_DISLIKE = -1,
  MUS_VERDICT_NONE = 0,
  MUS_VERDICT_LIKE = 1,
} MusVerdict;

/**
 * MusThumb:
 * @track_id: "" where the catalog has none
 * @title: of the track
 * @artist: its main artist
 * @verdict: up, down, or neither
 * @time_us: when the thumb was given: microseconds since 1970, UTC
 *
 * One track's place in a taste. It names the track so that it can be found in any catalog,
 * not only in the one where the thumb was given. Within a taste a track has one thumb: the
 * same track_id is the same track, and without one the same title and artist, compared as
 * a person would. Immutable; the texts live as long as the thumb.
 */
typedef struct
{
  const char *track_id;
  const char *title;
  const char *artist;
  MusVerdict  verdict;
  gint64      time_us;
} MusThumb;

#define MUS_TYPE_THUMB (mus_thumb_get_type ())

GType mus_thumb_get_type (void) G_GNUC_CONST;

/**
 * mus_thumb_new:
 * @time_us: when it was given; 0: at this moment
 *
 * Texts that are not UTF-8 are made so.
 *
 * Returns: (transfer full): for mus_thumb_free()
 */
MusThumb *mus_thumb_new (const char *track_id, const char *title, const char *artist,
                         MusVerdict verdict, gint64 time_us) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mus_thumb_new_for_row:
 *
 * Returns: (transfer full): a thumb that is given to a track of @catalog now
 */
MusThumb *mus_thumb_new_for_row (const MusCatalog *catalog, guint32 row, MusVerdict verdict)
    G_GNUC_WARN_UNUSED_RESULT;
MusThumb *mus_thumb_copy (const MusThumb *self) G_GNUC_WARN_UNUSED_RESULT;
void      mus_thumb_free (MusThumb *self);

/**
 * mus_thumb_key:
 *
 * Returns: (transfer full): what makes a track the same track within a taste
 */
char *mus_thumb_key (const MusThumb *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mus_thumb_find_row:
 *
 * Returns: the track of @catalog that this thumb is about: by its id, which may be that of
 *   a repeated row that was left out, else by title and main artist; %MUS_NO_ROW when the
 *   catalog does not have it
 */
guint32 mus_thumb_find_row (const MusThumb *self, const MusCatalog *catalog);

/**
 * mus_thumbs_new:
 *
 * Returns: (transfer full) (element-type MusThumb): an empty list that owns its thumbs
 */
GPtrArray *mus_thumbs_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusThumb, mus_thumb_free)

G_END_DECLS
