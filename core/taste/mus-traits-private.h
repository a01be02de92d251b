/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/mus-run.h"
#include "catalog/mus-catalog.h"
#include "taste/mus-label-rows-private.h"
#include "taste/mus-levels-private.h"

G_BEGIN_DECLS

/* Numbers that tell the sound of a track: all features but its popularity. */
#define MUS_N_SOUND (MUS_N_FEATURES - 1)

/* What a track has levels of: its features, in their order, and two more of popularity. */
enum
{
  MUS_LEVEL_ARTISTS_POPULARITY = MUS_N_FEATURES, /* the mean of its artists' tracks */
  MUS_LEVEL_POPULARITY_IN_GENRE,                 /* less the mean of its genres */
  MUS_N_LEVELLED
};

/**
 * MusTraits:
 *
 * What the ranking for a taste knows of each track, in the order in which it reads it.
 * Immutable. Everything is the track's own half and its artists' half: a track's label or
 * sound may be off, those of all that its artists made together are seldom.
 */
typedef struct
{
  gsize n_tracks;

  float *sound; /* (MUS_N_SOUND, n_tracks), along the axes that tell artists apart: each
                   track's numbers have the length 1, or 0 */

  guint        n_labels;
  guint16     *own_genres;   /* (n_tracks): MUS_NO_GENRE for none */
  MusLabelRows profiles;     /* (n_tracks, n_labels): what part of a track each label is:
                                together 1, or none */
  MusLabelRows related;      /* (n_labels, n_labels): how much of a like for one genre is one
                                for another */
  double      *genre_shares; /* (n_labels): the mean profile */

  guint32  n_artists;
  guint32 *artist_starts; /* (n_tracks + 1) */
  guint32 *artists;       /* all artists of a track */
  guint32 *artist_counts; /* (n_artists): how many tracks each has */

  guint32  n_albums;
  guint32 *albums;       /* of each track, by title; MUS_NO_ROW without one */
  guint32 *album_counts; /* (n_albums): how many tracks each has */

  guint32  n_words;
  guint32 *word_starts; /* (n_tracks + 1) */
  guint32 *word_counts; /* (n_words): how often each stands in the catalog */
  guint32 *words;       /* of title and album: often the only thing that tells the language */

  guint8 *levels; /* (n_tracks, MUS_N_LEVELLED), below MUS_N_LEVELS */
} MusTraits;

/* @x is (N, 15), the standardised features. Returns NULL with MUS_ERROR_RESOURCE or
 * G_IO_ERROR_CANCELLED. */
MusTraits *mus_traits_new (const MusCatalog *catalog, const MusMatrix *x, const MusRun *run,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
void       mus_traits_free (MusTraits *self);

/* Picks what tells of sound from the features of a track. */
static inline void
mus_traits_read_sound (const float *features, double *sound)
{
  for (guint f = 0, s = 0; f < MUS_N_FEATURES; f++)
    if (f != MUS_FEATURE_POPULARITY)
      sound[s++] = (double) features[f];
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusTraits, mus_traits_free)

G_END_DECLS
