/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "layout/mus-regions.h"

#include <math.h>

#include "base/mus-error.h"
#include "layout/mus-caption.h"
#include "layout/mus-density.h"

#define N_LEVELS 3

/* Tracks that a region has at least. */
#define LEAST_TRACKS 8.0

/* A part that is nearly its whole region says nothing new. */
#define NEARLY_ALL 0.9

/* How many tracks of the catalog's own mixture each region is thought to have besides its
 * own, so that a single track of a rare genre doesn't make a name. */
#define PRIOR_TRACKS 10.0

/* What the second genre must reach of the first one's weight. */
#define SECOND_GENRE 0.4

/* How far to smooth a density of n points in the plane, in their standard deviations
 * (Silverman, 1986). */
#define SILVERMAN(n) pow (MAX ((n), 1.0), -1.0 / 6.0)

/* How far to smooth on each level, in parts of what Silverman advises for the whole map,
 * and what share of all tracks a region has at least. */
static const struct
{
  double sigma;
  double least_share;
  double least_deviations;
} levels[N_LEVELS] = { { 1.0, 0.02, 3.0 }, { 0.5, 0.005, 1.5 }, { 0.25, 0.00125, 1.0 } };

struct _MusRegions
{
  gatomicrefcount ref_count;
  GArray         *all; /* MusRegion, with names and captions of their own */
};

G_DEFINE_BOXED_TYPE (MusRegions, mus_regions, mus_regions_ref, mus_regions_unref)

/* What regions are held against. */
typedef struct
{
  const MusCatalog *catalog;
  const MusMatrix  *x;
  const MusMatrix  *positions;
  const MusRun     *run;                  /* when it is over, nothing found is of use */
  double            mean[MUS_N_FEATURES]; /* of x over the catalog */
  double            deviation[MUS_N_FEATURES];
  gsize            *n_tracks; /* of each genre */
  gsize            *counts;   /* of each genre in one region; all 0 between two regions */
  guint16          *seen;     /* those that are not 0 */
} Whole;

static void
whole_clear (Whole *self)
{
  g_free (self->n_tracks);
  g_free (self->counts);
  g_free (self->seen);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Whole, whole_clear)

/* A region and the genres in its name. */
typedef struct
{
  MusRegion region;
  guint16   genres[2];
} Found;

static void
clear_region (gpointer data)
{
  MusRegion *region = data;

  g_free ((char *) region->name);
  g_free ((char *) region->caption);
}

static void
clear_found (gpointer data)
{
  Found *found = data;

  clear_region (&found->region);
}

/* The mean of each feature over @rows, or over all rows when there are none. */
static void
average (const MusMatrix *features, const guint32 *rows, gsize n, const MusRun *run,
         double *mean)
{
  for (gsize f = 0; f < MUS_N_FEATURES; f++)
    mean[f] = 0.0;
  for (gsize i = 0; i < n && mus_run_goes_on (run, i, NULL); i++)
    {
      const float *row = mus_matrix_row (features, rows != NULL ? rows[i] : i);

      for (gsize f = 0; f < MUS_N_FEATURES; f++)
        mean[f] += (double) row[f];
    }
  for (gsize f = 0; f < MUS_N_FEATURES; f++)
    mean[f] /= (double) MAX (n, 1);
}

static void
whole_init (Whole *self)
{
  gsize n = mus_matrix_n_rows (self->x);
  gsize n_genres = mus_catalog_n_genres (self->catalog);

  average (self->x, NULL, n, self->run, self->mean);
  for (gsize i = 0; i < n && mus_run_goes_on (self->run, i, NULL); i++)
    {
      const float *row = mus_matrix_row (self->x, i);

      for (gsize f = 0; f < MUS_N_FEATURES; f++)
        {
          double difference = (double) row[f] - self->mean[f];

          self->deviation[f] += difference * difference;
        }
    }
  for (gsize f = 0; f < MUS_N_FEATURES; f++)
    self->deviation[f] = sqrt (self->deviation[f] / (double) MAX (n, 1));

  self->n_tracks = g_new0 (gsize, n_genres);
  self->counts = g_new0 (gsize, n_genres);
  self->seen = g_new (guint16, n_genres);
  for (guint32 row = 0; row < n; row++)
    if (mus_catalog_genre (self->catalog, row) != MUS_NO_GENRE)
      self->n_tracks[mus_catalog_genre (self->catalog, row)]++;
}

/* How much a genre stands out in a region: its part of the divergence (Kullback and
 * Leibler) of the region's mixture from the catalog's. */
static double
weigh_genre (const Whole *self, guint16 genre, gsize n_in_region)
{
  double usual = (double) self->n_tracks[genre] / (double) mus_matrix_n_rows (self->x);
  double here = ((double) self->counts[genre] + PRIOR_TRACKS * usual) /
                ((double) n_in_region + PRIOR_TRACKS);

  return here * log (here / usual);
}

/* Up to two genres that stand out among @rows, the one that does most first. */
static void
find_genres (Whole *self, const guint32 *rows, gsize n, guint16 *best)
{
  double weights[2] = { 0.0, 0.0 };
  guint  n_seen = 0;

  best[0] = best[1] = MUS_NO_GENRE;
  for (gsize i = 0; i < n; i++)
    {
      guint16 genre = mus_catalog_genre (self->catalog, rows[i]);

      if (genre != MUS_NO_GENRE && self->counts[genre]++ == 0)
        self->seen[n_seen++] = genre;
    }

  for (guint i = 0; i < n_seen; i++)
    {
      guint16 genre = self->seen[i];
      double  weight = weigh_genre (self, genre, n);
      guint   place = weight > weights[0] ? 0u : 1u;

      if (place == 0)
        {
          best[1] = best[0];
          weights[1] = weights[0];
        }
      if (weight > weights[place])
        {
          best[place] = genre;
          weights[place] = weight;
        }
    }
  if (weights[1] < SECOND_GENRE * weights[0])
    best[1] = MUS_NO_GENRE;

  for (guint i = 0; i < n_seen; i++)
    self->counts[self->seen[i]] = 0;
}

static char *
caption_tracks (const Whole *self, const guint32 *rows, gsize n)
{
  double differences[MUS_N_FEATURES];
  double means[MUS_N_FEATURES];

  average (self->x, rows, n, self->run, differences);
  average (mus_catalog_features (self->catalog), rows, n, self->run, means);
  for (gsize f = 0; f < MUS_N_FEATURES; f++)
    {
      differences[f] -= self->mean[f];
      differences[f] =
          self->deviation[f] > 0.0 ? differences[f] / self->deviation[f] : 0.0;
    }

  return mus_caption_sound (differences, means);
}

/* A disc's points have a mean square distance of half its squared radius. */
static double
measure_radius (const Whole *self, const guint32 *rows, gsize n, double x, double y)
{
  double squares = 0.0;

  for (gsize i = 0; i < n; i++)
    {
      const float *place = mus_matrix_row (self->positions, rows[i]);
      double       dx = (double) place[0] - x;
      double       dy = (double) place[1] - y;

      squares += dx * dx + dy * dy;
    }

  return sqrt (2.0 * squares / (double) n);
}

static Found
describe (Whole            *self,
          const MusDensity *density,
          const MusBasin   *basin,
          guint             level,
          const guint32    *rows,
          gsize             n)
{
  gsize  column = basin->peak % density->n_cells[0];
  gsize  row = basin->peak / density->n_cells[0];
  double x = density->from[0] + ((double) column + 0.5) * density->side;
  double y = density->from[1] + ((double) row + 0.5) * density->side;
  Found  found;

  find_genres (self, rows, n, found.genres);
  found.region = (MusRegion){
    .x = (float) x,
    .y = (float) y,
    .radius = (float) measure_radius (self, rows, n, x, y),
    .n_tracks = (guint32) n,
    .level = level,
    .name = mus_caption_genres (self->catalog, found.genres[0], found.genres[1]),
    .caption = caption_tracks (self, rows, n),
  };

  return found;
}

static gboolean
says_the_same (const Found *a, const Found *b)
{
  if (a->genres[0] == MUS_NO_GENRE || b->genres[0] == MUS_NO_GENRE)
    return a->genres[0] == b->genres[0] &&
           g_str_equal (a->region.caption, b->region.caption);

  return MIN (a->genres[0], a->genres[1]) == MIN (b->genres[0], b->genres[1]) &&
         MAX (a->genres[0], a->genres[1]) == MAX (b->genres[0], b->genres[1]);
}

/* Whether a larger region of the same level already says the same near by. */
static gboolean
is_repeated (const GArray *all, const Found *found)
{
  for (guint i = 0; i < all->len; i++)
    {
      const Found *other = &g_array_index (all, Found, i);
      double       distance = hypot ((double) other->region.x - (double) found->region.x,
                                     (double) other->region.y - (double) found->region.y);

      if (other->region.level == found->region.level && says_the_same (other, found) &&
          distance < (double) other->region.radius + (double) found->region.radius)
        return TRUE;
    }

  return FALSE;
}

/* The rows of each basin, together; those in none are left out. @first has one more. Returns
 * FALSE when cancelled. */
static gboolean
sort_by_basin (const Whole      *self,
               const MusDensity *density,
               const guint32    *cells,
               guint             n_basins,
               guint32          *rows,
               guint32          *first,
               GError          **error)
{
  guint32 end = 0;

  for (guint pass = 0; pass < 2; pass++)
    {
      for (gsize row = mus_matrix_n_rows (self->positions); row-- > 0;)
        {
          const float *place = mus_matrix_row (self->positions, row);
          gsize   cell = mus_density_cell (density, (double) place[0], (double) place[1]);
          guint32 basin = cell != MUS_NO_CELL ? cells[cell] : MUS_NO_BASIN;

          if (!mus_run_goes_on (self->run, row, error))
            return FALSE;
          if (basin == MUS_NO_BASIN)
            continue;
          if (pass == 0)
            first[basin]++;
          else
            rows[--first[basin]] = (guint32) row;
        }
      for (guint basin = 0; pass == 0 && basin <= n_basins; basin++)
        first[basin] = end += first[basin];
    }

  return TRUE;
}

/* Where a level's basins are. */
typedef struct
{
  GArray  *basins;
  guint32 *cells; /* of each cell, its basin */
} Level;

static void
level_clear (Level *self)
{
  g_clear_pointer (&self->basins, g_array_unref);
  g_clear_pointer (&self->cells, g_free);
}

static gboolean
level_init (Level            *self,
            const MusDensity *density,
            guint             level,
            const Level      *parent,
            const MusRun     *run,
            GError          **error)
{
  double n = (double) density->n_points;
  double sigma = density->spread * SILVERMAN (n) * levels[level].sigma;

  self->cells = mus_try_new (guint32, density->n_cells[0] * density->n_cells[1], error);
  if (self->cells == NULL)
    return FALSE;

  self->basins =
      mus_density_basins (density, MAX (sigma, 1.0),
                          MAX (levels[level].least_share * n, LEAST_TRACKS),
                          levels[level].least_deviations,
                          parent != NULL ? parent->cells : NULL, self->cells, run, error);

  return self->basins != NULL;
}

static int
compare_basins (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const GArray *basins = user_data;
  guint         first = *(const guint *) a;
  guint         second = *(const guint *) b;
  double        n_first = g_array_index (basins, MusBasin, first).n_points;
  double        n_second = g_array_index (basins, MusBasin, second).n_points;

  if (n_first != n_second)
    return n_first > n_second ? -1 : 1;

  return (first > second) - (first < second);
}

static gboolean
is_nearly_all (const MusBasin *basin, const Level *parent)
{
  guint32 number;

  if (parent == NULL)
    return FALSE;

  number = parent->cells[basin->peak];

  return basin->n_points >=
         NEARLY_ALL * g_array_index (parent->basins, MusBasin, number).n_points;
}

/* Adds what a level shows to @all, the largest region first. */
static gboolean
add_level (Whole            *whole,
           const MusDensity *density,
           guint             level,
           const Level      *self,
           const Level      *parent,
           GArray           *all,
           GError          **error)
{
  guint               n = self->basins->len;
  g_autofree guint   *order = g_new (guint, MAX (n, 1));
  g_autofree guint32 *first = g_new0 (guint32, n + 1);
  g_autofree guint32 *rows = mus_try_new (guint32, mus_matrix_n_rows (whole->x), error);

  if (rows == NULL || !sort_by_basin (whole, density, self->cells, n, rows, first, error))
    return FALSE;

  for (guint i = 0; i < n; i++)
    order[i] = i;
  g_qsort_with_data (order, (int) n, sizeof *order, compare_basins, self->basins);

  for (guint i = 0; i < n; i++)
    {
      guint           b = order[i];
      const MusBasin *basin = &g_array_index (self->basins, MusBasin, b);
      Found           found;

      if (is_nearly_all (basin, parent))
        continue;

      found = describe (whole, density, basin, level, rows + first[b],
                        first[b + 1] - first[b]);
      if (is_repeated (all, &found))
        clear_region (&found.region);
      else
        g_array_append_val (all, found);
      if (mus_run_is_cancelled (whole->run, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
find_all (Whole            *whole,
          const MusDensity *density,
          Level            *parts,
          GArray           *all,
          GError          **error)
{
  for (guint level = 0; level < N_LEVELS; level++)
    {
      const Level *parent = level > 0 ? &parts[level - 1] : NULL;

      if (mus_run_is_cancelled (whole->run, error) ||
          !level_init (&parts[level], density, level, parent, whole->run, error) ||
          !add_level (whole, density, level, &parts[level], parent, all, error))
        return FALSE;
      mus_run_report (whole->run, (level + 1.0) / N_LEVELS);
    }

  return TRUE;
}

static MusRegions *
regions_new (const GArray *found)
{
  MusRegions *self = g_new (MusRegions, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->all = g_array_sized_new (FALSE, FALSE, sizeof (MusRegion), found->len);
  g_array_set_clear_func (self->all, clear_region);
  for (guint i = 0; i < found->len; i++)
    {
      MusRegion region = g_array_index (found, Found, i).region;

      region.name = g_strdup (region.name);
      region.caption = g_strdup (region.caption);
      g_array_append_val (self->all, region);
    }

  return self;
}

MusRegions *
mus_regions_new (const MusCatalog *catalog,
                 const MusMatrix  *x,
                 const MusMatrix  *positions,
                 const MusRun     *run,
                 GError          **error)
{
  g_auto (Whole) whole = { .catalog = catalog, .x = x, .positions = positions,
                           .run = run };
  g_auto (MusDensity) density = { 0 };
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Found));
  Level       parts[N_LEVELS] = { { NULL } };
  double      n = (double) mus_matrix_n_rows (positions);
  double      finest = levels[N_LEVELS - 1].sigma * SILVERMAN (n);
  MusRegions *self = NULL;

  g_array_set_clear_func (all, clear_found);
  whole_init (&whole);
  if (!mus_run_is_cancelled (run, error) &&
      mus_density_init (&density, positions, finest, run, error) &&
      find_all (&whole, &density, parts, all, error))
    self = regions_new (all);

  for (guint level = 0; level < N_LEVELS; level++)
    level_clear (&parts[level]);

  return self;
}

MusRegions *
mus_regions_ref (MusRegions *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
mus_regions_unref (MusRegions *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_array_unref (self->all);
  g_free (self);
}

const MusRegion *
mus_regions_all (const MusRegions *self, gsize *n_regions)
{
  *n_regions = self->all->len;

  return (const MusRegion *) (gpointer) self->all->data;
}
