/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-interests-private.h"

#include <math.h>

#include "base/mus-error.h"

/* From this cosine of their mean genre profiles on, two groups are one interest. */
#define RELATED 0.6

#define NO_GROUP G_MAXUINT

/*
 * Groups: likes on their way to interests, one group a liked label at first. A catalog may
 * have thousands of labels: what grows with the square of something is of the liked ones.
 */
typedef struct
{
  guint   n_labels;
  guint  *of_labels; /* (n_labels + 1): the group, or NO_GROUP; no label comes last */
  guint   n;         /* groups, those that were joined to another one included */
  guint  *joined_to; /* (n): the group itself, or another one */
  double *n_likes;   /* (n) */
  double *profiles;  /* (n, n_labels): sums over the likes */
  double *lengths;   /* (n): of the profiles */
} Groups;

static void
groups_clear (Groups *self)
{
  g_free (self->of_labels);
  g_free (self->joined_to);
  g_free (self->n_likes);
  g_free (self->profiles);
  g_free (self->lengths);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Groups, groups_clear)

/* The track's own label, or n_labels. */
static guint
own_label (const MusTraits *traits, guint32 row)
{
  return traits->own_genres[row] != MUS_NO_GENRE ? traits->own_genres[row] : traits->n_labels;
}

/* Groups in the order of their labels. */
static void
number_groups (Groups *self, const MusTraits *traits, const guint32 *likes, gsize n_likes)
{
  g_autofree gboolean *is_liked = g_new0 (gboolean, (gsize) self->n_labels + 1);

  for (gsize i = 0; i < n_likes; i++)
    is_liked[own_label (traits, likes[i])] = TRUE;

  self->of_labels = g_new (guint, (gsize) self->n_labels + 1);
  for (guint label = 0; label <= self->n_labels; label++)
    self->of_labels[label] = is_liked[label] ? self->n++ : NO_GROUP;
}

static guint
group_of (const Groups *self, const MusTraits *traits, guint32 row)
{
  return self->of_labels[own_label (traits, row)];
}

/* Adds the genres of a like, and those related to them. */
static void
add_like (const MusTraits *traits, guint32 row, double *profile)
{
  const MusLabelRows *profiles = &traits->profiles;
  const MusLabelRows *related = &traits->related;

  for (guint32 i = profiles->starts[row]; i < profiles->starts[row + 1]; i++)
    {
      guint16 label = profiles->labels[i];

      for (guint32 j = related->starts[label]; j < related->starts[label + 1]; j++)
        profile[related->labels[j]] +=
            (double) profiles->weights[i] * (double) related->weights[j];
    }
}

static void
groups_init (Groups *self, const MusTraits *traits, const guint32 *likes, gsize n_likes)
{
  self->n_labels = traits->n_labels;
  number_groups (self, traits, likes, n_likes);
  self->joined_to = g_new0 (guint, self->n);
  self->n_likes = g_new0 (double, self->n);
  self->profiles = g_new0 (double, (gsize) self->n * self->n_labels);
  self->lengths = g_new (double, self->n);

  for (guint i = 0; i < self->n; i++)
    self->joined_to[i] = i;
  for (gsize i = 0; i < n_likes; i++)
    {
      guint group = group_of (self, traits, likes[i]);

      self->n_likes[group] += 1.0;
      add_like (traits, likes[i], self->profiles + (gsize) group * self->n_labels);
    }
}

static double
multiply (const Groups *self, guint a, guint b)
{
  const double *x = self->profiles + (gsize) a * self->n_labels;
  const double *y = self->profiles + (gsize) b * self->n_labels;
  double        sum = 0.0;

  for (guint g = 0; g < self->n_labels; g++)
    sum += x[g] * y[g];

  return sum;
}

static void
measure (Groups *self, guint group)
{
  self->lengths[group] = sqrt (multiply (self, group, group));
}

static double
compare_groups (const Groups *self, guint a, guint b)
{
  double lengths = self->lengths[a] * self->lengths[b];

  return lengths > 0.0 ? multiply (self, a, b) / lengths : 0.0;
}

static gboolean
is_alive (const Groups *self, guint group)
{
  return self->joined_to[group] == group;
}

static void
join (Groups *self, guint a, guint b)
{
  for (guint g = 0; g < self->n_labels; g++)
    self->profiles[(gsize) a * self->n_labels + g] +=
        self->profiles[(gsize) b * self->n_labels + g];
  self->n_likes[a] += self->n_likes[b];
  measure (self, a);
  for (guint i = 0; i < self->n; i++)
    if (self->joined_to[i] == b)
      self->joined_to[i] = a;
}

static void
join_related (Groups *self)
{
  gsize              n = self->n;
  g_autofree double *cosines = g_new0 (double, n * n);

  for (guint a = 0; a < n; a++)
    measure (self, a);
  for (guint a = 0; a < n; a++)
    for (guint b = 0; b < a && is_alive (self, a); b++)
      if (is_alive (self, b))
        cosines[b * n + a] = compare_groups (self, b, a);

  while (TRUE)
    {
      guint  first = 0, second = 0;
      double best = RELATED;

      for (guint a = 0; a < n; a++)
        for (guint b = a + 1; b < n && is_alive (self, a); b++)
          if (is_alive (self, b) && cosines[a * n + b] >= best)
            {
              best = cosines[a * n + b];
              first = a;
              second = b;
            }
      if (first == second)
        return;

      join (self, first, second);
      for (guint i = 0; i < n; i++)
        if (i != first && is_alive (self, i))
          cosines[MIN (i, first) * n + MAX (i, first)] = compare_groups (self, first, i);
    }
}

MusInterests *
mus_interests_new (const MusTraits *traits, const guint32 *likes, gsize n_likes, GError **error)
{
  g_autoptr (MusInterests) self = g_new0 (MusInterests, 1);
  g_auto (Groups) groups = { 0 };
  g_autofree guint *numbers = NULL;

  self->of_likes = mus_try_new (guint16, n_likes, error);
  if (self->of_likes == NULL)
    return NULL;
  groups_init (&groups, traits, likes, n_likes);
  join_related (&groups);

  numbers = g_new0 (guint, groups.n);
  self->n_labels = traits->n_labels;
  self->shares = g_new (double, groups.n);
  self->affinities = g_new (float, (gsize) groups.n * self->n_labels);
  for (guint i = 0; i < groups.n; i++)
    if (is_alive (&groups, i))
      {
        for (guint g = 0; g < self->n_labels; g++)
          self->affinities[(gsize) self->n * self->n_labels + g] =
              (float) (groups.profiles[(gsize) i * self->n_labels + g] / groups.n_likes[i]);
        self->shares[self->n] = groups.n_likes[i] / (double) n_likes;
        numbers[i] = self->n++;
      }
  for (gsize i = 0; i < n_likes; i++)
    self->of_likes[i] = (guint16) numbers[groups.joined_to[group_of (&groups, traits, likes[i])]];

  return g_steal_pointer (&self);
}

void
mus_interests_free (MusInterests *self)
{
  g_free (self->shares);
  g_free (self->of_likes);
  g_free (self->affinities);
  g_free (self);
}

guint
mus_interests_of_track (const MusInterests *self, const MusTraits *traits, guint32 row)
{
  const MusLabelRows *profiles = &traits->profiles;
  guint               best = 0;
  float               most = -1.0f;

  for (guint i = 0; i < self->n; i++)
    {
      const float *affinity = self->affinities + (gsize) i * self->n_labels;
      float        sum = 0.0f;

      for (guint32 g = profiles->starts[row]; g < profiles->starts[row + 1]; g++)
        sum += profiles->weights[g] * affinity[profiles->labels[g]];
      if (sum > most)
        {
          most = sum;
          best = i;
        }
    }

  return best;
}
