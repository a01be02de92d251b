/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <math.h>

#include "base/mus-sort.h"
#include "fixture.h"
#include "layout/mus-tsne.h"

/*
 * Long calculations look at their cancellable often, and give up at whichever look it is that
 * finds it cancelled. The linker leads each look of core through this file, where it is
 * counted.
 */

#define N_TRACKS 20000
#define DIMENSIONS 32
#define N_MOMENTS COUNTS_FEWER (12, 5) /* of each calculation, at which it is cancelled */

/* Looks in one loop over all tracks. */
#define A_LOOP (N_TRACKS / MUS_ROWS_A_POLL)

gboolean __real_mus_run_is_cancelled (const MusRun *self, GError **error);
gboolean __real_mus_run_is_over (const MusRun *self);
gboolean __wrap_mus_run_is_cancelled (const MusRun *self, GError **error);
gboolean __wrap_mus_run_is_over (const MusRun *self);

static gint n_looks; /* atomic */
static gint moment;  /* which look finds it cancelled, or stopped where it can be; 0: none */
static gint stop;    /* atomic; what stops it */

static void
look (const MusRun *run)
{
  if (run == NULL || run->cancellable == NULL || g_atomic_int_add (&n_looks, 1) + 1 != moment)
    return;

  if (run->stop == &stop)
    g_atomic_int_set (&stop, 1);
  else
    g_cancellable_cancel (run->cancellable);
}

gboolean
__wrap_mus_run_is_cancelled (const MusRun *self, GError **error)
{
  look (self);

  return __real_mus_run_is_cancelled (self, error);
}

gboolean
__wrap_mus_run_is_over (const MusRun *self)
{
  look (self);

  return __real_mus_run_is_over (self);
}

/* What the calculations are tried on. */
static GFile      *file;
static MusCatalog *catalog;
static MusModel   *model;
static char       *folder; /* for its file */
static MusCache   *cache;  /* in there */

/* Titles that begin alike, so that their order is found far behind the start; numbers that
 * are missing, so that medians are looked for. */
static void
write_catalog (void)
{
  g_autoptr (GString) text = g_string_new ("track_id,artists,track_name,track_genre");
  g_autoptr (GFileIOStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  MusRng rng;

  for (guint f = 0; f < MUS_N_FEATURES; f++)
    g_string_append_printf (text, ",%s", mus_feature_column (f));
  g_string_append_c (text, '\n');
  mus_rng_init (&rng, 1);
  for (guint i = 0; i < N_TRACKS; i++)
    {
      g_string_append_printf (text, "id%u,Artist %u,The same words before %u,genre%u", i, i % 999,
                              i * 7919 % N_TRACKS, i % 17);
      for (guint f = 0; f < MUS_N_FEATURES; f++)
        if (mus_rng_below (&rng, 50) == 0)
          g_string_append_c (text, ',');
        else
          g_string_append_printf (text, ",%u", (guint) mus_rng_below (&rng, 2));
      g_string_append_c (text, '\n');
    }

  file = g_file_new_tmp ("musrec-XXXXXX.csv", &stream, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_replace_contents (file, text->str, text->len, NULL, FALSE,
                                          G_FILE_CREATE_NONE, NULL, NULL, &error));
}

static gboolean
read_catalog (const MusRun *run, GError **error)
{
  g_autoptr (MusCatalog) again = mus_catalog_read (file, MUS_REPEATS_TITLE, run, error);

  return again != NULL && mus_catalog_prepare_search (again, run, error);
}

static gboolean
fit_scaler (const MusRun *run, GError **error)
{
  MusScaler scaler;

  return mus_scaler_fit (&scaler, mus_catalog_features (catalog), run, error);
}

static gboolean
standardise (const MusRun *run, GError **error)
{
  MusScaler scaler;
  g_autoptr (MusMatrix) again = NULL;

  mus_scaler_fit (&scaler, mus_catalog_features (catalog), NULL, NULL);
  again = mus_scaler_transform (&scaler, mus_catalog_features (catalog), run, error);

  return again != NULL;
}

static gboolean
fit_distribution (const MusRun *run, GError **error)
{
  MusDistribution distribution;

  return mus_distribution_fit (&distribution, mus_catalog_features (catalog), run, error);
}

static gboolean
sort_numbers (const MusRun *run, GError **error)
{
  g_autofree MusSortItem *items = g_new0 (MusSortItem, 2 * N_TRACKS);
  MusRng rng;

  mus_rng_init (&rng, 1);
  for (guint i = 0; i < N_TRACKS; i++)
    items[i].key = mus_sort_key (mus_rng_normal (&rng));

  return mus_sort_items (items, items + N_TRACKS, N_TRACKS, run, error);
}

static MusMatrix *
make_features (void)
{
  MusScaler scaler;

  mus_scaler_fit (&scaler, mus_catalog_features (catalog), NULL, NULL);

  return mus_scaler_transform (&scaler, mus_catalog_features (catalog), NULL, NULL);
}

static gboolean
group_genres (const MusRun *run, GError **error)
{
  g_autoptr (MusMatrix) x = make_features ();
  g_autoptr (MusFamilies) families = mus_families_new (catalog, x, run, error);

  return families != NULL;
}

static MusMatrix *
scatter_positions (void)
{
  MusMatrix *positions = mus_matrix_new (N_TRACKS, 2, NULL);
  MusRng     rng;

  mus_rng_init (&rng, 1);
  for (gsize i = 0; i < 2 * N_TRACKS; i++)
    mus_matrix_fill (positions)[i] = (float) mus_rng_normal (&rng);

  return positions;
}

/* Each row is drawn to the next ones. */
static MusAffinities *
make_affinities (void)
{
  MusAffinities *self = g_new0 (MusAffinities, 1);
  gsize          n = N_TRACKS * MUS_AFFINITY_LANES;

  self->n_rows = N_TRACKS;
  self->starts = g_new (gsize, N_TRACKS + 1);
  self->columns = g_new (guint32, n);
  self->values = g_new (float, n);
  for (gsize row = 0; row <= N_TRACKS; row++)
    self->starts[row] = row * MUS_AFFINITY_LANES;
  for (gsize i = 0; i < n; i++)
    {
      self->columns[i] = (guint32) (i / MUS_AFFINITY_LANES + 1 + i % MUS_AFFINITY_LANES) % N_TRACKS;
      self->values[i] = 1.0f / (float) n;
    }

  return self;
}

static gboolean
move_map (const MusRun *run, GError **error)
{
  const MusTsneStep step = { 1.0, 0.5, 1.0 };
  g_autoptr (MusMatrix) positions = scatter_positions ();
  g_autoptr (MusTsne)   tsne =
      mus_tsne_new (make_affinities (), mus_matrix_data (positions), run, error);

  return tsne != NULL && mus_tsne_step (tsne, &step, error) && mus_tsne_sort (tsne, error) &&
         mus_tsne_step (tsne, &step, error);
}

static gboolean
find_regions (const MusRun *run, GError **error)
{
  g_autoptr (MusMatrix) x = make_features ();
  g_autoptr (MusMatrix) positions = scatter_positions ();
  g_autoptr (MusRegions) regions = mus_regions_new (catalog, x, positions, run, error);

  return regions != NULL;
}

static MusModel *
learn_model (const MusRun *run, GError **error)
{
  MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;

  settings.dimensions = DIMENSIONS;
  settings.max_epochs = 1;

  return mus_model_learn (catalog, &settings, run, NULL, NULL, error);
}

static gboolean
learn (const MusRun *run, GError **error)
{
  g_autoptr (MusModel) again = learn_model (run, error);

  return again != NULL;
}

/* What was cancelled leaves nothing behind. */
static gboolean
save_model (const MusRun *run, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "saved", NULL);
  gboolean         saved = mus_model_file_save (model, path, run, error);

  g_assert_cmpint (g_unlink (path), ==, saved ? 0 : -1);

  return saved;
}

static gboolean
load_model (const MusRun *run, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "model", NULL);
  g_autoptr (MusModel) again = mus_model_file_load (path, run, error);

  return again != NULL;
}

static gboolean
keep_catalog (const MusRun *run, GError **error)
{
  return mus_cache_clear (cache, NULL) && mus_cache_save_catalog (cache, catalog, run, error);
}

static gboolean
load_catalog (const MusRun *run, GError **error)
{
  g_autoptr (MusCatalog) again = NULL;

  g_assert_true (mus_cache_save_catalog (cache, catalog, NULL, NULL));
  again = mus_cache_load_catalog (cache, mus_catalog_source (catalog), "again",
                                  MUS_REPEATS_TITLE, run, error);

  return again != NULL;
}

/* A catalog that was just read has no checksum yet. */
static gboolean
look_for_model (const MusRun *run, GError **error)
{
  const MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;
  g_autoptr (MusCatalog)    fresh = mus_catalog_read (file, MUS_REPEATS_TITLE, NULL, NULL);
  g_autoptr (GError)        reason = NULL;

  g_assert_null (mus_cache_load_model (cache, fresh, &settings, run, &reason));
  if (reason == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&reason));

  return FALSE;
}

static gboolean
save_map (const MusRun *run, GError **error)
{
  const MusLayoutSettings settings = MUS_LAYOUT_SETTINGS_INIT;
  const MusLayoutInfo     info = { .iterations = settings.iterations };
  g_autoptr (MusMatrix)   positions = scatter_positions ();

  return mus_cache_save_layout (cache, catalog, model, &settings, positions, &info, run, error);
}

static gboolean
load_map (const MusRun *run, GError **error)
{
  const MusLayoutSettings settings = MUS_LAYOUT_SETTINGS_INIT;
  g_autoptr (MusMatrix)   again = NULL;
  MusLayoutInfo           info;

  g_assert_true (save_map (NULL, NULL));
  again = mus_cache_load_layout (cache, catalog, model, &settings, &info, run, error);

  return again != NULL;
}

static gboolean
list_similar (const MusRun *run, GError **error)
{
  const MusRecommendSettings   settings = MUS_RECOMMEND_SETTINGS_INIT;
  g_autoptr (MusNeighborIndex) index = mus_neighbor_index_new (
      mus_model_kept_embedding (model), MUS_METRIC_COSINE, NULL, NULL);
  g_autoptr (GArray) list = mus_recommend_similar (catalog, index, 1, &settings, run, NULL, error);

  return list != NULL;
}

static gboolean
measure_random_lists (const MusRun *run, GError **error)
{
  MusQuality quality;

  return mus_quality_measure_random (&quality, catalog, 1, run, error);
}

/* @n_least: looks when it runs to its end */
static const struct
{
  const char *name;
  gboolean (*calculate) (const MusRun *run, GError **error);
  gint n_least;
} cases[] = {
  /* 3 keys, 5 orders of at least 3 passes, 15 medians of 3 passes, songs, artists, genres */
  { "reading", read_catalog, 70 * A_LOOP },
  { "scaler", fit_scaler, 2 * A_LOOP },
  { "standardising", standardise, A_LOOP },
  { "distribution", fit_distribution, 2 * MUS_N_FEATURES * A_LOOP },
  { "sorting", sort_numbers, 8 * A_LOOP },
  /* two passes over the tracks, one over the artists */
  { "families", group_genres, 2 * A_LOOP },
  /* two steps of 150 tiles, of which 20 put the points in order; between them three passes over
   * the tracks and two in tiles of 256 */
  { "map", move_map, 2 * 150 + 3 * A_LOOP + 2 * N_TRACKS / 256 },
  /* three passes over the tracks, and for each of three levels two; 200 over the cells */
  { "regions", find_regions, 200 + 9 * A_LOOP },
  /* the scaler, the split, an epoch of batches, validation, the embedding */
  { "learning", learn, 10 * A_LOOP },
  { "saving", save_model, N_TRACKS * DIMENSIONS / 4096 },
  /* digested, read, looked at for NaN */
  { "loading", load_model, N_TRACKS * DIMENSIONS / 4096 + 2 + A_LOOP },
  /* the tracks one by one */
  { "keeping", keep_catalog, N_TRACKS },
  { "kept", load_catalog, N_TRACKS + 10 * A_LOOP },
  { "no model", look_for_model, A_LOOP },
  { "keeping a map", save_map, 2 * N_TRACKS / 4096 },
  { "kept map", load_map, 2 * N_TRACKS / 4096 },
  /* the median of the distances, the nearest, other versions of these */
  { "similar", list_similar, 2 },
  { "random lists", measure_random_lists, 2 * A_LOOP },
};

static void
test_case (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  gint  n = 0;

  for (gint m = 0; m <= N_MOMENTS; m++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      MusRun run = MUS_RUN_INIT;

      run.cancellable = cancellable;
      g_atomic_int_set (&n_looks, 0);
      moment = m == 0 ? 0 : 1 + (n - 1) * (m - 1) / (N_MOMENTS - 1);
      if (cases[i].calculate (&run, &error))
        {
          g_assert_cmpint (m, ==, 0);
          n = g_atomic_int_get (&n_looks);
          g_assert_cmpint (n, >=, cases[i].n_least);
          g_test_message ("%d looks", n);
          continue;
        }
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpint (m, >, 0);
    }
}

static void
note_looks (const MusTrainingPoint *point, gpointer user_data)
{
  gint *looks = user_data;

  looks[point->epoch] = g_atomic_int_get (&n_looks);
}

/* @looks: (out caller-allocates): how many there were when each epoch ended, from 1 */
static MusAutoencoder *
train_until (gint stopped_at, gint *looks, MusTrainingInfo *info)
{
  MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;
  MusRun              run = MUS_RUN_INIT;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (MusMatrix)    x = make_features ();

  settings.dimensions = DIMENSIONS;
  settings.max_epochs = 2;
  run.cancellable = cancellable;
  run.stop = &stop;
  g_atomic_int_set (&n_looks, 0);
  g_atomic_int_set (&stop, 0);
  moment = stopped_at;

  return mus_train (x, NULL, &settings, &run, note_looks, looks, info, NULL);
}

/* Stop in the middle of the first epoch is answered at once, whether it learns or validates. */
static void
test_stop_half_way (void)
{
  gint            looks[3];
  MusTrainingInfo info;
  g_autoptr (MusAutoencoder) both = train_until (0, looks, &info);
  const gint n_validating = (gint) (N_TRACKS * 0.1) / 256;
  const gint moments[] = { looks[1] / 2, looks[1] - n_validating / 2 };

  g_assert_cmpuint (info.epochs, ==, 2);
  g_assert_cmpint (looks[1], >, 10 * A_LOOP);
  for (guint i = 0; i < G_N_ELEMENTS (moments); i++)
    {
      g_autoptr (MusAutoencoder) stopped = train_until (moments[i], looks, &info);

      g_assert_nonnull (stopped);
      g_assert_cmpint (info.outcome, ==, MUS_OUTCOME_STOPPED);
      g_assert_cmpuint (info.epochs, ==, 1);
      g_assert_true (isfinite (info.validation_loss));
      g_assert_cmpint (g_atomic_int_get (&n_looks) - moments[i], <=, 2);
    }
}

static void
make_model (void)
{
  g_autofree char *path = NULL;
  g_autofree char *cache_folder = NULL;

  model = learn_model (NULL, NULL);
  folder = g_dir_make_tmp ("musrec-XXXXXX", NULL);
  path = g_build_filename (folder, "model", NULL);
  g_assert_true (mus_model_file_save (model, path, NULL, NULL));
  cache_folder = g_build_filename (folder, "cache", NULL);
  cache = mus_cache_new (cache_folder, G_MAXUINT64);
}

static void
clear_model (void)
{
  g_autofree char *path = g_build_filename (folder, "model", NULL);
  g_autofree char *cache_folder = g_build_filename (folder, "cache", NULL);

  g_assert_true (mus_cache_clear (cache, NULL));
  mus_cache_unref (cache);
  g_assert_cmpint (g_rmdir (cache_folder), ==, 0);
  g_unlink (path);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (folder);
  mus_model_unref (model);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  write_catalog ();
  catalog = mus_catalog_read (file, MUS_REPEATS_TITLE, NULL, NULL);
  g_assert_cmpuint (mus_catalog_n_tracks (catalog), ==, N_TRACKS);
  g_assert_true (mus_catalog_prepare_search (catalog, NULL, NULL));
  /* It is made once only. */
  g_assert_nonnull (mus_catalog_checksum (catalog));
  make_model ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/cancel/%s", cases[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_case);
    }
  g_test_add_func ("/cancel/stop-half-way", test_stop_half_way);
  status = g_test_run ();

  clear_model ();
  mus_catalog_unref (catalog);
  g_file_delete (file, NULL, NULL);
  g_object_unref (file);

  return status;
}
