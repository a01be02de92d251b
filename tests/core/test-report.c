/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "fixture.h"

#define N_TRACKS 120
#define N_GENRES 4
#define DIMENSIONS 32

static const MusReportSettings plain = MUS_REPORT_SETTINGS_INIT;
static const MusReportSettings with_sizes = { .compare_sizes = TRUE };

/* Each genre has a place of its own in the features, so that genres are found again. */
static MusCatalog *
make_catalog (gboolean with_genres)
{
  g_autofree FixtureTrack *tracks = g_new0 (FixtureTrack, N_TRACKS);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  MusRng rng;

  mus_rng_init (&rng, 1);
  for (guint i = 0; i < N_TRACKS; i++)
    {
      char *title = g_strdup_printf ("Song %u", i);
      char *artist = g_strdup_printf ("Artist %u", i % 30);
      char *genre = g_strdup_printf ("genre %u", i % N_GENRES);

      tracks[i].title = title;
      tracks[i].artists = artist;
      tracks[i].genre = with_genres ? genre : NULL;
      for (guint f = 0; f < MUS_N_FEATURES; f++)
        tracks[i].features[f] = f == MUS_FEATURE_EXPLICIT ? 0.0
                                : 3.0 * (i % N_GENRES == f % N_GENRES) + mus_rng_normal (&rng);
      g_ptr_array_add (texts, title);
      g_ptr_array_add (texts, artist);
      g_ptr_array_add (texts, genre);
    }

  return fixture_catalog (tracks, N_TRACKS);
}

static MusModel *
make_model (MusCatalog *catalog, MusWay way)
{
  MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;
  g_autoptr (GError) error = NULL;
  MusModel *model;

  settings.way = way;
  settings.dimensions = DIMENSIONS;
  settings.max_epochs = 8;
  model = mus_model_learn (catalog, &settings, NULL, NULL, NULL, &error);
  g_assert_no_error (error);

  return model;
}

static MusReport *
make_report (MusCatalog *catalog, MusModel *model, gboolean compare_sizes)
{
  MusReportSettings settings = MUS_REPORT_SETTINGS_INIT;
  g_autoptr (GError) error = NULL;
  MusReport *report;

  settings.compare_sizes = compare_sizes;
  report = mus_report_new (catalog, model, NULL, &settings, NULL, &error);

  g_assert_no_error (error);

  return report;
}

/* One layer in doubles: @out = weights (n_out, n_in) @in + biases (n_out). */
static const float *
apply_layer (const float *parameters, guint n_in, guint n_out, gboolean relu, const double *in,
             double *out)
{
  const float *biases = parameters + n_in * n_out;

  for (guint o = 0; o < n_out; o++)
    {
      out[o] = (double) biases[o];
      for (guint i = 0; i < n_in; i++)
        out[o] += (double) parameters[o * n_in + i] * in[i];
      if (relu)
        out[o] = MAX (out[o], 0.0);
    }

  return biases + n_out;
}

static double
slow_error (const float *parameters, const float *x)
{
  double a[MUS_HIDDEN], b[DIMENSIONS], c[MUS_HIDDEN], y[MUS_N_FEATURES], in[MUS_N_FEATURES];
  double sum = 0.0;

  for (guint f = 0; f < MUS_N_FEATURES; f++)
    in[f] = (double) x[f];
  parameters = apply_layer (parameters, MUS_N_FEATURES, MUS_HIDDEN, TRUE, in, a);
  parameters = apply_layer (parameters, MUS_HIDDEN, DIMENSIONS, FALSE, a, b);
  parameters = apply_layer (parameters, DIMENSIONS, MUS_HIDDEN, TRUE, b, c);
  apply_layer (parameters, MUS_HIDDEN, MUS_N_FEATURES, FALSE, c, y);
  for (guint f = 0; f < MUS_N_FEATURES; f++)
    sum += (y[f] - in[f]) * (y[f] - in[f]);

  return sum / MUS_N_FEATURES;
}

static void
test_errors (void)
{
  g_autoptr (MusCatalog) catalog = make_catalog (TRUE);
  g_autoptr (MusModel) model = make_model (catalog, MUS_WAY_SOUND);
  g_autoptr (MusReport) report = make_report (catalog, model, FALSE);
  g_autoptr (MusMatrix) x = mus_model_features (model, catalog, NULL, NULL);
  const float *parameters = mus_autoencoder_parameters (mus_model_autoencoder (model));
  double       sum = 0.0, max = 0.0;

  for (gsize row = 0; row < N_TRACKS; row++)
    {
      double one = slow_error (parameters, mus_matrix_row (x, row));

      sum += one;
      max = MAX (max, one);
    }
  g_assert_cmpfloat_with_epsilon (report->error_mean, sum / N_TRACKS, 1e-5 * sum / N_TRACKS);
  g_assert_cmpfloat_with_epsilon (report->error_max, max, 1e-5 * max);
}

static double
slow_hit_rate (const MusCatalog *catalog, MusMatrix *rows)
{
  g_autoptr (MusNeighborIndex) index =
      mus_neighbor_index_new (rows, MUS_METRIC_COSINE, NULL, NULL);
  guint n_hits = 0;

  for (guint32 row = 0; row < N_TRACKS; row++)
    {
      guint32 list[MUS_QUALITY_K];
      gsize   n = mus_neighbor_index_query (index, row, MUS_QUALITY_K, list, NULL);

      for (gsize i = 0; i < n; i++)
        n_hits += mus_catalog_genre (catalog, list[i]) == mus_catalog_genre (catalog, row);
    }

  return n_hits / (double) (N_TRACKS * MUS_QUALITY_K);
}

static void
test_hit_rates (void)
{
  g_autoptr (MusCatalog) catalog = make_catalog (TRUE);
  g_autoptr (MusModel) model = make_model (catalog, MUS_WAY_SOUND);
  g_autoptr (MusReport) report = make_report (catalog, model, FALSE);
  g_autoptr (MusMatrix) x = mus_model_features (model, catalog, NULL, NULL);
  g_autoptr (MusMatrix) embedding = mus_model_embedding (model, catalog, NULL, NULL);

  g_assert_cmpfloat_with_epsilon (report->similarity.hit_rate, slow_hit_rate (catalog, embedding),
                                  1e-12);
  g_assert_cmpfloat_with_epsilon (report->raw_features.hit_rate, slow_hit_rate (catalog, x), 1e-12);
  g_assert_cmpfloat (report->raw_features.hit_rate, >, 0.5);
  g_assert_cmpfloat_with_epsilon (report->random.hit_rate, 0.25, 0.1);
}

/* An index that is there already is asked, not another one. */
static void
test_given_index (void)
{
  g_autoptr (MusCatalog) catalog = make_catalog (TRUE);
  g_autoptr (MusModel) model = make_model (catalog, MUS_WAY_SOUND);
  g_autoptr (MusMatrix) x = mus_model_features (model, catalog, NULL, NULL);
  g_autoptr (MusNeighborIndex) index = mus_neighbor_index_new (x, MUS_METRIC_COSINE, NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (MusReport) report = mus_report_new (catalog, model, index, &plain, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpfloat (report->similarity.hit_rate, ==, report->raw_features.hit_rate);
  g_assert_cmpfloat (report->similarity.reachability, ==, report->raw_features.reachability);
}

static char *
to_text (const MusReport *report)
{
  g_autoptr (JsonNode) node = mus_report_to_json (report, NULL);

  return json_to_string (node, FALSE);
}

static JsonObject *
part_of (JsonNode *node, const char *name)
{
  return json_object_get_object_member (json_node_get_object (node), name);
}

static void
test_json (void)
{
  g_autoptr (MusCatalog) catalog = make_catalog (TRUE);
  g_autoptr (MusModel) model = make_model (catalog, MUS_WAY_SOUND);
  g_autoptr (MusReport) report = make_report (catalog, model, TRUE);
  g_autoptr (JsonNode) node = mus_report_to_json (report, NULL);
  JsonObject *training = part_of (node, "training");
  JsonArray  *sizes = json_object_get_array_member (json_node_get_object (node), "sizes");

  g_assert_cmpint (json_object_get_int_member (part_of (node, "catalog"), "tracks"), ==, N_TRACKS);
  g_assert_cmpint (json_object_get_int_member (part_of (node, "catalog"), "features"), ==, 15);
  g_assert_cmpint (json_object_get_int_member (training, "epochs"), ==, report->training.epochs);
  g_assert_cmpstr (json_object_get_string_member (training, "outcome"), ==,
                   mus_outcome_name (report->training.outcome));
  g_assert_cmpfloat (json_object_get_double_member (part_of (node, "reconstruction"), "mean"), ==,
                     report->error_mean);
  g_assert_cmpfloat (json_object_get_double_member (part_of (node, "similarity"), "hit_rate_at_10"),
                     ==, report->similarity.hit_rate);
  g_assert_cmpuint (json_array_get_length (sizes), ==, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (
        json_object_get_int_member (json_array_get_object_element (sizes, i), "dimensions"), ==,
        32 << i);
  /* The model's own size is not trained a second time. */
  g_assert_cmpfloat (report->sizes[0].mean, ==, report->error_mean);
  g_assert_cmpfloat (json_object_get_double_member (json_node_get_object (node), "peak_memory_mib"),
                     >, 1.0);
}

static JsonObject *
embedding_of (JsonNode *node, const char *way)
{
  return json_object_get_object_member (part_of (node, "embeddings"), way);
}

/* With two ways the document has both, what it had before stays, and each says which labels
 * were seen. */
static void
test_json_of_both (void)
{
  g_autoptr (MusCatalog) catalog = make_catalog (TRUE);
  g_autoptr (MusModel) sound = make_model (catalog, MUS_WAY_SOUND);
  g_autoptr (MusModel) genre = make_model (catalog, MUS_WAY_SOUND_GENRE);
  g_autoptr (MusReport) report = make_report (catalog, sound, FALSE);
  g_autoptr (MusReport) other = make_report (catalog, genre, FALSE);
  g_autoptr (JsonNode) node = mus_report_to_json (report, other);
  const struct
  {
    const char      *way, *labels;
    const MusReport *report;
  } ways[] = { { "sound", "none", report }, { "sound-genre", "all", other } };

  g_assert_cmpstr (json_object_get_string_member (part_of (node, "training"), "learn"), ==,
                   "sound");
  g_assert_cmpfloat (json_object_get_double_member (part_of (node, "similarity"), "hit_rate_at_10"),
                     ==, report->similarity.hit_rate);
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      JsonObject *embedding = embedding_of (node, ways[i].way);
      JsonObject *training = json_object_get_object_member (embedding, "training");
      JsonObject *similarity = json_object_get_object_member (embedding, "similarity");

      g_assert_cmpstr (json_object_get_string_member (training, "learn"), ==, ways[i].way);
      g_assert_cmpstr (json_object_get_string_member (training, "labels_seen"), ==,
                       ways[i].labels);
      g_assert_cmpfloat (json_object_get_double_member (similarity, "any_genre_hit_rate_at_10"), ==,
                         ways[i].report->similarity.any_genre_hit_rate);
    }
  g_assert_cmpfloat (report->similarity.hit_rate, !=, other->similarity.hit_rate);
}

/* The baselines tell all that the lists tell. */
static void
test_baselines (void)
{
  static const char *const keys[] = { "hit_rate_at_10", "any_genre_hit_rate_at_10",
                                      "hit_rate_at_10_other_artists", "reachability_at_10",
                                      "largest_hub_at_10", "recommended_popularity",
                                      "share_from_less_popular_half",
                                      "distinct_artists_per_list" };
  g_autoptr (MusCatalog) catalog = make_catalog (TRUE);
  g_autoptr (MusModel) model = make_model (catalog, MUS_WAY_SOUND);
  g_autoptr (MusReport) report = make_report (catalog, model, FALSE);
  g_autoptr (JsonNode) node = mus_report_to_json (report, NULL);
  JsonObject *baselines = part_of (node, "baselines");

  g_assert_false (json_object_has_member (json_node_get_object (node), "embeddings"));
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_assert_true (json_object_has_member (part_of (node, "recommendation"), keys[i]));
      g_assert_true (json_object_has_member (
          json_object_get_object_member (baselines, "random"), keys[i]));
      g_assert_true (json_object_has_member (
          json_object_get_object_member (baselines, "raw_features"), keys[i]));
    }
}

/* What is known is taken over: of another model the baselines, of this one all of it. */
static void
test_known (void)
{
  g_autoptr (MusCatalog) catalog = make_catalog (TRUE);
  g_autoptr (MusModel) model = make_model (catalog, MUS_WAY_SOUND);
  g_autoptr (MusReport) first = make_report (catalog, model, FALSE);
  g_autoptr (MusReport) other = NULL, own = NULL;
  MusReport         marked = *first;
  MusReportSettings settings = { .compare_sizes = TRUE, .known = &marked };

  marked.raw_features.hit_rate = 0.125;
  marked.similarity.hit_rate = 0.0625;
  other = mus_report_new (catalog, model, NULL, &settings, NULL, NULL);
  g_assert_cmpfloat (other->raw_features.hit_rate, ==, 0.125);
  g_assert_cmpfloat (other->similarity.hit_rate, ==, first->similarity.hit_rate);
  g_assert_cmpuint (other->n_sizes, ==, 3);

  settings.known_is_own = TRUE;
  own = mus_report_new (catalog, model, NULL, &settings, NULL, NULL);
  g_assert_cmpfloat (own->similarity.hit_rate, ==, 0.0625);
  g_assert_cmpuint (own->n_sizes, ==, 3);
}

/* Without genres there are no genre figures, and no NaN that would break the document. */
static void
test_without_genres (void)
{
  g_autoptr (MusCatalog) catalog = make_catalog (FALSE);
  g_autoptr (MusModel) model = make_model (catalog, MUS_WAY_SOUND);
  g_autoptr (MusReport) report = make_report (catalog, model, FALSE);
  g_autofree char *text = NULL;

  g_assert_true (isnan (report->similarity.hit_rate));
  report->train_seconds = NAN;
  report->error_max = INFINITY;
  text = to_text (report);
  g_assert_null (strstr (text, "hit_rate"));
  g_assert_null (strstr (text, "nan"));
  g_assert_null (strstr (text, "inf"));
  g_assert_null (strstr (text, "\"train\""));
  g_assert_nonnull (strstr (text, "reachability_at_10"));
}

static void
test_cancelled (void)
{
  g_autoptr (MusCatalog) catalog = make_catalog (TRUE);
  g_autoptr (MusModel) model = make_model (catalog, MUS_WAY_SOUND);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  MusRun run = MUS_RUN_INIT;

  run.cancellable = cancellable;
  g_cancellable_cancel (cancellable);
  g_assert_null (mus_report_new (catalog, model, NULL, &with_sizes, &run, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
note_progress (double fraction, gpointer data)
{
  double *last = data;

  g_assert_cmpfloat (fraction, >=, *last);
  g_assert_cmpfloat (fraction, <=, 1.0);
  *last = fraction;
}

static void
test_progress (void)
{
  g_autoptr (MusCatalog) catalog = make_catalog (TRUE);
  g_autoptr (MusModel) model = make_model (catalog, MUS_WAY_SOUND);
  g_autoptr (GError) error = NULL;
  g_autoptr (MusReport) report = NULL;
  MusRun run = MUS_RUN_INIT;
  double last = 0.0;

  mus_parallel_set_n_workers (1);
  run.progress = note_progress;
  run.progress_data = &last;
  report = mus_report_new (catalog, model, NULL, &with_sizes, &run, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (last, ==, 1.0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/errors", test_errors);
  g_test_add_func ("/report/hit-rates", test_hit_rates);
  g_test_add_func ("/report/given-index", test_given_index);
  g_test_add_func ("/report/json", test_json);
  g_test_add_func ("/report/json-of-both", test_json_of_both);
  g_test_add_func ("/report/baselines", test_baselines);
  g_test_add_func ("/report/known", test_known);
  g_test_add_func ("/report/without-genres", test_without_genres);
  g_test_add_func ("/report/cancelled", test_cancelled);
  g_test_add_func ("/report/progress", test_progress);

  return g_test_run ();
}
