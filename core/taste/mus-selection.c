/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-selection-private.h"

#include "base/mus-error.h"
#include "taste/mus-score-order-private.h"

/* A track that is pushed away stands behind so many others, where there are so many. */
#define PUSHED_OUT_OF 50

/* So many first places the interests take in turns, so that each gets its share. */
#define FAIR_PLACES 100

#define NO_PLACE G_MAXUINT32

/* No two tracks are further apart by cosine. */
#define MAX_DISTANCE 2.0

/*
 * Selection: tracks on their way from the order into the list. They are looked at once, in
 * the order, and wait in the queue of the interest that they serve.
 */
typedef struct
{
  guint32 first; /* places in the order, or NO_PLACE */
  guint32 last;
} Queue;

typedef struct
{
  const MusSelectionSource *source;
  MusListRules             *rules;
  MusInterests             *interests;
  guint32                  *order;    /* (n_tracks): the best first */
  guint32                   n_looked; /* places at the top of the order */
  guint32                  *nexts;    /* (n_tracks): of a place, the one behind it in its queue */
  Queue                    *queues;   /* (n_interests) */
  guint                    *counts;   /* (n_interests): in the list */
  GError                   *error;    /* why it must stop */
} Selection;

static void
selection_clear (Selection *self)
{
  g_clear_pointer (&self->interests, mus_interests_free);
  g_free (self->order);
  g_free (self->nexts);
  g_free (self->queues);
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
      !(self->nexts = mus_try_new (guint32, n_tracks, error)))
    return FALSE;

  self->queues = g_new (Queue, self->interests->n);
  for (guint i = 0; i < self->interests->n; i++)
    self->queues[i] = (Queue){ NO_PLACE, NO_PLACE };
  self->counts = g_new0 (guint, self->interests->n);

  return TRUE;
}

static gboolean
has_looked_at_all (const Selection *self)
{
  return self->n_looked == self->source->traits->n_tracks;
}

/* The next place of the order; its track waits unless it has a thumb or is pushed away. */
static void
look_further (Selection *self)
{
  const MusSelectionSource *source = self->source;
  guint32                   place = self->n_looked++;
  guint32                   row = self->order[place];
  Queue                    *queue;

  if (source->taste->marks[row] != MUS_MARK_NONE || mus_pushes_away (source->pushes, row))
    return;

  queue = &self->queues[mus_interests_of_track (self->interests, source->traits, row)];
  if (queue->first == NO_PLACE)
    queue->first = place;
  else
    self->nexts[queue->last] = place;
  queue->last = place;
  self->nexts[place] = NO_PLACE;
}

/* The like of the track's own interest that sounds most like it. */
static guint32
find_answered (const Selection *self, guint32 row, guint interest)
{
  const MusSelectionSource *source = self->source;

  for (guint i = 0; i < MUS_LIKENESS_BEST; i++)
    {
      guint32 like = mus_likeness_row (source->likeness, row, i);
      gssize  place = mus_taste_rows_find_like (source->taste, like);

      if (place >= 0 && self->interests->of_likes[place] == interest)
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
offer (Selection *self, guint32 row, guint interest)
{
  guint32 like;
  double  distance;

  if (!mus_list_rules_allow (self->rules, row))
    return FALSE;

  like = find_answered (self, row, interest);
  distance = mus_neighbor_index_distance (self->source->index, like, row);
  if (!matches (self, like, distance) || !mus_list_rules_offer (self->rules, row, like, distance))
    return FALSE;
  self->counts[interest]++;

  return TRUE;
}

/* Of all interests that whose next track is the best one; n_interests when none waits. */
static guint
find_best (const Selection *self)
{
  guint   best = self->interests->n;
  guint32 place = NO_PLACE;

  for (guint i = 0; i < self->interests->n; i++)
    if (self->queues[i].first < place)
      {
        place = self->queues[i].first;
        best = i;
      }

  return best;
}

/* Offers tracks, those of one interest or (n_interests) of any, until one is taken; returns
 * whether one was. */
static gboolean
take_next (Selection *self, guint interest)
{
  guint any = self->interests->n;

  while (self->error == NULL)
    {
      guint   next = interest != any ? interest : find_best (self);
      guint32 place = next != any ? self->queues[next].first : NO_PLACE;

      if (place != NO_PLACE)
        {
          self->queues[next].first = self->nexts[place];
          if (offer (self, self->order[place], next))
            return TRUE;
        }
      else if (!has_looked_at_all (self))
        look_further (self);
      else
        break;
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

      if (lag > most && (self->queues[i].first != NO_PLACE || !has_looked_at_all (self)))
        {
          most = lag;
          lagging = i;
        }
    }

  return lagging;
}

/* What is pushed away, once all else is in the list. */
static void
take_pushed (Selection *self)
{
  const MusSelectionSource *source = self->source;

  for (gsize i = 0; i < source->traits->n_tracks && self->error == NULL; i++)
    {
      guint32 row = self->order[i];

      if (mus_list_rules_is_full (self->rules))
        break;
      if (source->taste->marks[row] == MUS_MARK_NONE && mus_pushes_away (source->pushes, row))
        offer (self, row, mus_interests_of_track (self->interests, source->traits, row));
    }
}

/* Each interest in its turn, the best first; who is pushed away comes last. As turns know of
 * no score, the dials choose within each interest only. */
static void
take_all (Selection *self)
{
  guint any = self->interests->n;

  while (!mus_list_rules_is_full (self->rules) && self->error == NULL)
    {
      guint interest = find_lagging (self);

      if (!take_next (self, interest) && interest == any)
        break;
    }
  if (self->rules->list->len >= PUSHED_OUT_OF)
    take_pushed (self);
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
