/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-selection-private.h"

#include "base/mus-error.h"
#include "taste/mus-score-order-private.h"

/* A track that is pushed away stands behind so many others, where there are so many. */
#define PUSHED_OUT_OF 50

/* So many first places the interests take in turns, so that each gets its share. */
#define FAIR_PLACES 100

#define NOT_KNOWN G_MAXUINT16

/* No two tracks are further apart by cosine. */
#define MAX_DISTANCE 2.0

/*
 * Selection: tracks on their way from the order into the list
 */
typedef struct
{
  const MusSelectionSource *source;
  MusListRules             *rules;
  MusInterests             *interests;
  guint32                  *order;   /* (n_tracks): the best first */
  guint16                  *serves;  /* (n_tracks): which interest, or NOT_KNOWN */
  guint8                   *is_done; /* (n_tracks): offered already */
  gsize                    *cursors; /* (n_interests + 1): how far down each looked, all
                                        together last */
  guint                    *counts;  /* (n_interests): in the list */
  GError                   *error;   /* why it must stop */
} Selection;

static void
selection_clear (Selection *self)
{
  g_clear_pointer (&self->interests, mus_interests_free);
  g_free (self->order);
  g_free (self->serves);
  g_free (self->is_done);
  g_free (self->cursors);
  g_free (self->counts);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Selection, selection_clear)

static gboolean
selection_init (Selection *self, const MusSelectionSource *source, const float *scores,
                MusListRules *rules, GError **error)
{
  gsize    n_tracks = source->traits->n_tracks;
  MusTaste taste = mus_taste_rows_get (source->taste);

  self->source = source;
  self->rules = rules;
  if (!(self->interests = mus_interests_new (source->traits, taste.likes, taste.n_likes, error)) ||
      !(self->order = mus_score_order (scores, n_tracks, error)) ||
      !(self->serves = mus_try_new (guint16, n_tracks, error)) ||
      !(self->is_done = mus_try_new (guint8, n_tracks, error)))
    return FALSE;

  for (gsize row = 0; row < n_tracks; row++)
    {
      self->serves[row] = NOT_KNOWN;
      self->is_done[row] = source->taste->marks[row] != MUS_MARK_NONE;
    }
  self->cursors = g_new0 (gsize, self->interests->n + 1);
  self->counts = g_new0 (guint, self->interests->n);

  return TRUE;
}

/* Few tracks are ever asked for. */
static guint
get_interest (const Selection *self, guint32 row)
{
  if (self->serves[row] == NOT_KNOWN)
    self->serves[row] =
        (guint16) mus_interests_of_track (self->interests, self->source->traits, row);

  return self->serves[row];
}

/* The like of the track's own interest that sounds most like it. */
static guint32
find_answered (const Selection *self, guint32 row)
{
  const MusSelectionSource *source = self->source;

  for (guint i = 0; i < MUS_LIKENESS_BEST; i++)
    {
      guint32 like = mus_likeness_row (source->likeness, row, i);
      gssize  place = mus_taste_rows_find_like (source->taste, like);

      if (place >= 0 && self->interests->of_likes[place] == get_interest (self, row))
        return like;
    }

  return mus_likeness_row (source->likeness, row, 0);
}

/* Whether the track answers as well as the list demands. A like's median takes a walk through
 * the catalog: it is asked for last, and not where none would do. */
static gboolean
matches (Selection *self, guint32 like, double distance)
{
  double least_match = self->rules->settings->least_match;
  double median;

  if (!(least_match > 0.0))
    return TRUE;
  if (mus_match (distance, MAX_DISTANCE) < least_match)
    return FALSE;

  return mus_medians_get (self->source->medians, like, &median, &self->error) &&
         mus_match (distance, median) >= least_match;
}

static gboolean
offer (Selection *self, guint32 row)
{
  guint32 like;
  double  distance;

  self->is_done[row] = TRUE;
  if (!mus_list_rules_allow (self->rules, row))
    return FALSE;

  like = find_answered (self, row);
  distance = mus_neighbor_index_distance (self->source->index, like, row);
  if (!matches (self, like, distance) || !mus_list_rules_offer (self->rules, row, like, distance))
    return FALSE;
  self->counts[get_interest (self, row)]++;

  return TRUE;
}

/* Offers tracks, those of one interest or (n_interests) of any, until one is taken; returns
 * whether one was. */
static gboolean
take_next (Selection *self, guint interest)
{
  const MusSelectionSource *source = self->source;
  gboolean                  any = interest == self->interests->n;
  gsize                    *cursor = &self->cursors[interest];

  for (; *cursor < source->traits->n_tracks && self->error == NULL; *cursor += 1)
    {
      guint32 row = self->order[*cursor];

      if (!self->is_done[row] && (any || get_interest (self, row) == interest) &&
          !mus_pushes_away (source->pushes, row) && offer (self, row))
        return TRUE;
    }

  return FALSE;
}

/* The interest that lags most behind its share of the list, or n_interests. */
static guint
find_lagging (const Selection *self)
{
  guint  n = self->interests->n;
  guint  lagging = n;
  double most = 0.0;
  double place = self->rules->list->len + 1.0;

  for (guint i = 0; i < n && place <= FAIR_PLACES; i++)
    {
      double lag = self->interests->shares[i] * place - self->counts[i];

      if (lag > most && self->cursors[i] < self->source->traits->n_tracks)
        {
          most = lag;
          lagging = i;
        }
    }

  return lagging;
}

/* Each interest in its turn, the best first; who is pushed away comes last. As turns know of
 * no score, the dials choose within each interest only. */
static void
take_all (Selection *self)
{
  gsize n = self->source->traits->n_tracks;
  guint any = self->interests->n;

  while (!mus_list_rules_is_full (self->rules))
    {
      guint interest = find_lagging (self);

      if (!take_next (self, interest) && interest == any)
        break;
    }

  for (gsize i = 0; i < n && self->rules->list->len >= PUSHED_OUT_OF && self->error == NULL; i++)
    if (!self->is_done[self->order[i]] && !mus_list_rules_is_full (self->rules))
      offer (self, self->order[i]);
}

gboolean
mus_selection_fill (const MusSelectionSource *source, const float *scores, MusListRules *rules,
                    GError **error)
{
  g_auto (Selection) self = { NULL };

  if (!selection_init (&self, source, scores, rules, error))
    return FALSE;

  take_all (&self);
  if (self.error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&self.error));

  return FALSE;
}
