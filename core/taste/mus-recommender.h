/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "catalog/mus-catalog.h"
#include "neighbors/mus-neighbor-index.h"

G_BEGIN_DECLS

/**
 * MusRecommendSettings:
 *
 * What a list of recommendations may hold. MUS_RECOMMEND_SETTINGS_INIT has the defaults.
 */
typedef struct
{
  gsize         limit;       /* tracks in the list; 0: all */
  guint         per_artist;  /* tracks of one main artist; 0: no cap */
  gboolean      one_version; /* never two versions of one song, nor of the seed */
  const guint8 *allowed;     /* (n_tracks) as mus_criteria_apply() tells: only tracks whose
                                byte is not 0; NULL: all */
  double         least_match; /* percent: no track that answers less well; 0: any */
  const guint32 *excluded;    /* (n_excluded) rows that are not wanted; NULL: none */
  gsize          n_excluded;
} MusRecommendSettings;

#define MUS_RECOMMEND_SETTINGS_INIT \
  { \
    .limit = 10, .per_artist = 2, .one_version = TRUE, .allowed = NULL \
  }

/**
 * MusReason:
 * @MUS_REASON_SOUND: it sounds like likes
 * @MUS_REASON_GENRE: its genres, and its artists', are those of the likes
 * @MUS_REASON_ARTIST: by way of artists and albums
 * @MUS_REASON_WORDS: of title and album
 * @MUS_REASON_POPULARITY: as far as the likes, or the dial, ask for it
 *
 * What brings a track to its place in the list for a taste.
 */
typedef enum
{
  MUS_REASON_SOUND,
  MUS_REASON_GENRE,
  MUS_REASON_ARTIST,
  MUS_REASON_WORDS,
  MUS_REASON_POPULARITY,
  MUS_N_REASONS,
} MusReason;

typedef struct
{
  guint32 row;
  guint32 answers;    /* the row that it is near to: the seed, or one of the likes */
  guint   n_versions; /* how many other versions of the song the catalog has, which it
                         stands for; 0 when all versions may be listed */
  double  distance;   /* cosine distance to what it answers */
  double  match;      /* 0 to 100 percent */
  double  reasons[MUS_N_REASONS]; /* in a list for a taste: percent of what brings the track
                                     before the mean one of the catalog; together 100, or all
                                     0 where it is not before it */
} MusRecommendation;

/* A reason's name for programs, and for people (translated). */
const char *mus_reason_name (MusReason reason);
const char *mus_reason_label (MusReason reason);

/* Whether the track's place has reasons besides its distance. */
gboolean mus_recommendation_has_reasons (const MusRecommendation *self);

/**
 * mus_match:
 * @distance: from the seed, at least 0
 * @median: the median distance from the seed to the catalog
 *
 * Returns: 100 · 2^(−@distance / @median): 100 % is the track itself, 50 % the middle of
 *   the catalog. With a median of 0, 100 for distance 0 and else 0
 */
double mus_match (double distance, double median);

/**
 * mus_recommend_median:
 * @index: over the embedding, by cosine
 * @median: (out): the median distance from @seed to all other tracks, as mus_match() takes it
 *
 * Returns: %FALSE with %MUS_ERROR_RESOURCE
 */
gboolean mus_recommend_median (const MusNeighborIndex *index, guint32 seed, double *median,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mus_recommend_similar:
 * @index: over the embedding, by cosine
 * @seed: the track to start from; never in the answer
 * @settings: what the list may hold
 * @run: (nullable): looked at between two walks through the catalog
 * @median: (out) (optional): the median distance from @seed to all other tracks
 *
 * The tracks nearest to one seed. With no cap and all versions it is the plain list of
 * cosine neighbors; the rules leave tracks out and fill up from below.
 *
 * Returns: (transfer full) (element-type MusRecommendation): the best first, or %NULL with
 *   %MUS_ERROR_RESOURCE, or when cancelled
 */
GArray *mus_recommend_similar (const MusCatalog *catalog, const MusNeighborIndex *index,
                               guint32 seed, const MusRecommendSettings *settings,
                               const MusRun *run, double *median, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * mus_recommend_among:
 * @seed: the track to start from; not among @candidates
 * @settings: what the list may hold, with a limit
 * @candidates: (array length=n_candidates): the nearest to @seed first
 * @rows: (out caller-allocates): at most the limit
 *
 * The rules alone, for whoever knows the neighbors already.
 *
 * Returns: how many tracks of mus_recommend_similar()'s list are in @rows; fewer than the
 *   limit when it takes more candidates to fill it
 */
gsize mus_recommend_among (const MusCatalog *catalog, guint32 seed,
                           const MusRecommendSettings *settings, const guint32 *candidates,
                           gsize n_candidates, guint32 *rows);

G_END_DECLS
