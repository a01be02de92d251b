/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "layout/mus-families.h"

#include <math.h>
#include <string.h>

#include "layout/mus-caption.h"
#include "layout/mus-genre-profiles.h"
#include "layout/mus-round-trip.h"
#include "layout/mus-ward.h"

#define MIN_FAMILIES 10
#define MAX_FAMILIES 14

/* The work grows with the cube of the genres: beyond this many, the smaller ones join the
 * family that they sound nearest to. */
#define MAX_CLUSTERED 512

/* Of the greatest height of a merge: what is nearer than that is the same, as far as the
 * single precision that company is multiplied in can tell. */
#define NOISE 1e-6

struct _MusFamilies
{
  gatomicrefcount ref_count;
  guint           n;
  char           *names[MAX_FAMILIES];
  guint    first[MAX_FAMILIES + 1]; /* where each family's genres begin in `genres` */
  guint16 *genres;                  /* family after family, the most central first */
  guint   *of;                      /* each genre's family */
  guint   *places;                  /* each genre's place in it */
};

G_DEFINE_BOXED_TYPE (MusFamilies, mus_families, mus_families_ref, mus_families_unref)

/* The genres as points. */
typedef struct
{
  guint16 *genres; /* n, the one with the most tracks first */
  gsize    n;
  gsize    n_clustered; /* the first so many are merged, the others join afterwards */
  gsize dimensions; /* MUS_N_FEATURES of sound, then one for each genre that is merged */
  double *points;   /* (n, dimensions); the others have no company: 0 */
  double *masses;   /* n: how many tracks */
} Space;

static void
space_clear (Space *self)
{
  g_free (self->genres);
  g_free (self->points);
  g_free (self->masses);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Space, space_clear)

static int
compare_sizes (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const gsize *n_tracks = user_data;
  guint16      first = *(const guint16 *) a;
  guint16      second = *(const guint16 *) b;

  if (n_tracks[first] != n_tracks[second])
    return n_tracks[first] > n_tracks[second] ? -1 : 1;

  return (first > second) - (first < second);
}

/* Centres and scales @columns numbers of the first @n points, from @at on, so that their
 * mean square is 1: then sound and company count alike. Less as far as @noise, what their
 * mean square would be if all genres were alike, can explain it (James and Stein, 1961).
 */
static void
balance (Space *self, gsize n, gsize at, gsize columns, double noise)
{
  double mass = 0.0;
  double square = 0.0;
  double scale;

  for (gsize i = 0; i < n; i++)
    mass += self->masses[i];

  for (gsize c = at; c < at + columns; c++)
    {
      double mean = 0.0;

      for (gsize i = 0; i < n; i++)
        mean += self->masses[i] / mass * self->points[i * self->dimensions + c];
      for (gsize i = 0; i < n; i++)
        {
          double *number = &self->points[i * self->dimensions + c];

          *number -= mean;
          square += self->masses[i] / mass * *number * *number;
        }
    }

  scale = square > noise ? (1.0 - noise / square) / sqrt (square) : 0.0;
  for (gsize i = 0; i < n; i++)
    for (gsize c = at; c < at + columns; c++)
      self->points[i * self->dimensions + c] *= scale;
}

static void
space_init (Space *self, const MusCatalog *catalog, const MusMatrix *x, const MusRun *run)
{
  gsize              n = mus_catalog_n_genres (catalog);
  g_autofree gsize  *n_tracks = g_new (gsize, n);
  g_autofree double *sounds = mus_genre_sounds_new (catalog, x, n_tracks, run);
  g_autofree double *company = NULL;
  double             n_all = 0.0;

  self->n = n;
  self->n_clustered = MIN (n, MAX_CLUSTERED);
  self->genres = g_new (guint16, n);
  for (gsize genre = 0; genre < n; genre++)
    self->genres[genre] = (guint16) genre;
  g_qsort_with_data (self->genres, (int) n, sizeof *self->genres, compare_sizes,
                     n_tracks);

  self->masses = g_new (double, n);
  self->dimensions = MUS_N_FEATURES + self->n_clustered;
  self->points = g_new0 (double, n * self->dimensions);
  for (gsize i = 0; i < n; i++)
    {
      self->masses[i] = (double) MAX (n_tracks[self->genres[i]], 1);
      memcpy (self->points + i * self->dimensions,
              sounds + (gsize) self->genres[i] * MUS_N_FEATURES,
              MUS_N_FEATURES * sizeof (double));
      n_all += self->masses[i];
    }
  balance (self, n, 0, MUS_N_FEATURES, MUS_N_FEATURES * (double) (n - 1) / n_all);

  /* Without memory for it the sound alone has to tell. */
  company = mus_genre_company_new (catalog, self->genres, self->n_clustered, run);
  if (company == NULL)
    return;
  for (gsize i = 0; i < self->n_clustered; i++)
    memcpy (self->points + i * self->dimensions + MUS_N_FEATURES,
            company + i * self->n_clustered, self->n_clustered * sizeof (double));
  balance (self, self->n_clustered, MUS_N_FEATURES, self->n_clustered, 0.0);
}

/* Where the next merge would cost most against the last one: there the families differ
 * most from each other and least within. */
static guint
choose_n_families (const MusMerge *merges, gsize n)
{
  guint  best = MIN_FAMILIES;
  double best_ratio = 0.0;
  double noise = NOISE * merges[n - 2].height;

  for (guint k = MIN_FAMILIES; k <= MAX_FAMILIES; k++)
    {
      double last = merges[n - k - 1].height;
      double next = merges[n - k].height;
      double ratio = next > noise ? next / MAX (last, noise) : 0.0;

      if (ratio > best_ratio)
        {
          best = k;
          best_ratio = ratio;
        }
    }

  return best;
}

static double
square_distance (const double *a, const double *b, gsize dimensions)
{
  double square = 0.0;

  for (gsize d = 0; d < dimensions; d++)
    square += (a[d] - b[d]) * (a[d] - b[d]);

  return square;
}

/* The mean of each family's merged genres: (n_families, dimensions). */
static double *
centres_new (const Space *self, const guint *families, guint n_families)
{
  double *centres = g_new0 (double, n_families * self->dimensions);
  double  masses[MAX_FAMILIES] = { 0.0 };

  for (gsize i = 0; i < self->n_clustered; i++)
    {
      masses[families[i]] += self->masses[i];
      for (gsize d = 0; d < self->dimensions; d++)
        centres[families[i] * self->dimensions + d] +=
            self->masses[i] * self->points[i * self->dimensions + d];
    }
  for (gsize i = 0; i < n_families * self->dimensions; i++)
    centres[i] /= masses[i / self->dimensions]; /* NOLINT(*DivideZero): no family is empty */

  return centres;
}

/* Which family each point belongs to. */
static guint *
cluster (const Space *self, guint *n_families)
{
  gsize                n = self->n_clustered;
  guint               *families = g_new (guint, self->n);
  g_autofree MusMerge *merges = g_new (MusMerge, n);
  g_autofree double   *centres = NULL;

  *n_families = (guint) n;
  if (n > MAX_FAMILIES)
    {
      mus_ward_merge (self->points, n, self->dimensions, self->masses, merges);
      *n_families = choose_n_families (merges, n);
    }
  mus_ward_cut (merges, n, *n_families, families);

  centres = centres_new (self, families, *n_families);
  for (gsize i = n; i < self->n; i++)
    {
      double nearest = G_MAXDOUBLE;

      for (guint family = 0; family < *n_families; family++)
        {
          double square =
              square_distance (self->points + i * self->dimensions,
                               centres + family * self->dimensions, MUS_N_FEATURES);

          if (square < nearest)
            {
              nearest = square;
              families[i] = family;
            }
        }
    }

  return families;
}

/* The family with the most tracks. */
static guint
find_largest (const Space *self, const guint *families)
{
  double masses[MAX_FAMILIES] = { 0.0 };
  guint  largest = 0;

  for (gsize i = 0; i < self->n; i++)
    masses[families[i]] += self->masses[i];
  for (guint family = 1; family < MAX_FAMILIES; family++)
    if (masses[family] > masses[largest])
      largest = family;

  return largest;
}

/* The order in which neighbors on the colour wheel are most alike, from @first on. */
static void
order_families (const double *centres,
                guint         n,
                gsize         dimensions,
                guint         first,
                guint        *order)
{
  double distances[MAX_FAMILIES * MAX_FAMILIES] = { 0.0 };
  guint  trip[MAX_FAMILIES];
  guint  start = 0;

  for (guint a = 0; a < n; a++)
    for (guint b = 0; b < n; b++)
      distances[a * n + b] =
          sqrt (square_distance (centres + a * dimensions, centres + b * dimensions,
                                 dimensions));
  mus_round_trip (distances, n, trip);

  while (trip[start] != first)
    start++;
  for (guint i = 0; i < n; i++)
    order[i] = trip[(start + i) % n];
}

typedef struct
{
  guint16 genre;
  double  distance; /* from the family's centre */
} Member;

static int
compare_members (gconstpointer a, gconstpointer b)
{
  const Member *first = a;
  const Member *second = b;

  if (first->distance != second->distance)
    return first->distance < second->distance ? -1 : 1;

  return (first->genre > second->genre) - (first->genre < second->genre);
}

/* The genres that joined afterwards come last: how near they are is known by sound alone.
 */
static GArray *
list_members (const Space  *self,
              const guint  *families,
              guint         family,
              const double *centre)
{
  GArray *members = g_array_new (FALSE, FALSE, sizeof (Member));

  for (gsize i = 0; i < self->n; i++)
    if (families[i] == family)
      {
        Member member = { self->genres[i], G_MAXDOUBLE };

        if (i < self->n_clustered)
          member.distance = square_distance (self->points + i * self->dimensions, centre,
                                             self->dimensions);
        g_array_append_val (members, member);
      }
  g_array_sort (members, compare_members);

  return members;
}

static void
add_family (MusFamilies *self, const MusCatalog *catalog, const Member *members, guint n)
{
  guint16 *genres = self->genres + self->first[self->n];

  for (guint i = 0; i < n; i++)
    {
      genres[i] = members[i].genre;
      self->of[members[i].genre] = self->n;
      self->places[members[i].genre] = i;
    }
  self->names[self->n] = mus_caption_genres (catalog, members[0].genre,
                                             n > 1 ? members[1].genre : MUS_NO_GENRE);
  self->first[self->n + 1] = self->first[self->n] + n;
  self->n++;
}

MusFamilies *
mus_families_new (const MusCatalog *catalog, const MusMatrix *x, const MusRun *run,
                  GError **error)
{
  g_auto (Space) space = { 0 };
  g_autoptr (MusFamilies) self = g_new0 (MusFamilies, 1);
  g_autofree guint  *families = NULL;
  g_autofree double *centres = NULL;
  guint              n;
  guint              order[MAX_FAMILIES];

  g_atomic_ref_count_init (&self->ref_count);
  if (mus_catalog_n_genres (catalog) == 0)
    return g_steal_pointer (&self);

  space_init (&space, catalog, x, run);
  if (mus_run_is_cancelled (run, error))
    return NULL;
  families = cluster (&space, &n);
  centres = centres_new (&space, families, n);
  order_families (centres, n, space.dimensions, find_largest (&space, families), order);

  self->genres = g_new (guint16, space.n);
  self->of = g_new (guint, space.n);
  self->places = g_new (guint, space.n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GArray) members = list_members (&space, families, order[i],
                                                 centres + order[i] * space.dimensions);

      add_family (self, catalog, (const Member *) (gpointer) members->data, members->len);
    }

  return g_steal_pointer (&self);
}

MusFamilies *
mus_families_ref (MusFamilies *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
mus_families_unref (MusFamilies *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  for (guint i = 0; i < self->n; i++)
    g_free (self->names[i]);
  g_free (self->genres);
  g_free (self->of);
  g_free (self->places);
  g_free (self);
}

guint
mus_families_n (const MusFamilies *self)
{
  return self->n;
}

const char *
mus_families_name (const MusFamilies *self, guint family)
{
  g_return_val_if_fail (family < self->n, NULL);

  return self->names[family];
}

const guint16 *
mus_families_genres (const MusFamilies *self, guint family, guint *n_genres)
{
  g_return_val_if_fail (family < self->n, NULL);

  *n_genres = self->first[family + 1] - self->first[family];

  return self->genres + self->first[family];
}

guint
mus_families_of (const MusFamilies *self, guint16 genre, guint *place)
{
  if (place != NULL)
    *place = self->places[genre];

  return self->of[genre];
}
