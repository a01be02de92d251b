/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "musrec.h"

/*
 * The settings schema and core say the same: the defaults are core's, and what the schema
 * lets a user choose is what core takes.
 */

static GSettingsSchema *schema;

static double
number_of (GVariant *value)
{
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_DOUBLE))
    return g_variant_get_double (value);
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_UINT32))
    return g_variant_get_uint32 (value);

  /* The name of a choice. */
  return g_ascii_strtod (g_variant_get_string (value, NULL), NULL);
}

static void
test_defaults (void)
{
  const MusTrainingSettings  training = MUS_TRAINING_SETTINGS_INIT;
  const MusLayoutSettings    layout = MUS_LAYOUT_SETTINGS_INIT;
  const MusRecommendSettings recommend = MUS_RECOMMEND_SETTINGS_INIT;
  const struct
  {
    const char *key;
    double      expected;
  } rows[] = {
    { "dimensions", training.dimensions },
    { "learning-rate", training.learning_rate },
    { "batch-size", training.batch_size },
    { "patience", training.patience },
    { "max-epochs", training.max_epochs },
    { "seed", (double) training.seed },
    { "seed", (double) layout.seed },
    { "perplexity", layout.perplexity },
    { "iterations", layout.iterations },
    { "similar-length", (double) recommend.limit },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GSettingsSchemaKey) key = g_settings_schema_get_key (schema, rows[i].key);
      g_autoptr (GVariant) value = g_settings_schema_key_get_default_value (key);

      g_test_message ("%s", rows[i].key);
      g_assert_cmpfloat (number_of (value), ==, rows[i].expected);
    }
}

static void
test_repeats (void)
{
  g_autoptr (GSettings) settings = g_settings_new_full (schema, NULL, NULL);

  g_assert_cmpint (g_settings_get_enum (settings, "repeats"), ==, MUS_REPEATS_TITLE);
  g_assert_true (g_settings_set_string (settings, "repeats", "title-artist"));
  g_assert_cmpint (g_settings_get_enum (settings, "repeats"), ==, MUS_REPEATS_TITLE_ARTIST);
}

/* The first and the last number that a user can choose. */
static void
get_ends (const char *name, double ends[2])
{
  g_autoptr (GSettingsSchemaKey) key = g_settings_schema_get_key (schema, name);
  g_autoptr (GVariant) range = g_settings_schema_key_get_range (key);
  g_autoptr (GVariant) choices = NULL;

  g_variant_get (range, "(sv)", NULL, &choices);
  for (gsize i = 0; i < 2; i++)
    {
      gsize                last = g_variant_n_children (choices) - 1;
      g_autoptr (GVariant) end = g_variant_get_child_value (choices, i * last);

      ends[i] = number_of (end);
    }
  g_assert_cmpfloat (ends[0], <, ends[1]);
}

static void
test_training_ranges (void)
{
  static const char *const keys[] = { "dimensions", "learning-rate", "batch-size", "patience",
                                      "max-epochs" };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      double ends[2];

      get_ends (keys[i], ends);
      for (gsize j = 0; j < 2; j++)
        {
          MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;
          guint *const        counts[] = { &settings.dimensions, NULL, &settings.batch_size,
                                           &settings.patience, &settings.max_epochs };
          g_autoptr (GError)  error = NULL;

          g_test_message ("%s = %g", keys[i], ends[j]);
          if (counts[i] != NULL)
            *counts[i] = (guint) ends[j];
          else
            settings.learning_rate = ends[j];
          mus_training_settings_validate (&settings, 100000, &error);
          g_assert_no_error (error);
        }
    }
}

static void
test_layout_ranges (void)
{
  double perplexity[2], iterations[2];

  get_ends ("perplexity", perplexity);
  get_ends ("iterations", iterations);
  for (gsize i = 0; i < 2; i++)
    {
      MusLayoutSettings  settings = MUS_LAYOUT_SETTINGS_INIT;
      g_autoptr (GError) error = NULL;

      settings.perplexity = perplexity[i];
      settings.iterations = (guint) iterations[i];
      mus_layout_settings_validate (&settings, &error);
      g_assert_no_error (error);
    }
}

int
main (int argc, char *argv[])
{
  g_autoptr (GSettingsSchemaSource) source = NULL;
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);

  source = g_settings_schema_source_new_from_directory (SCHEMA_DIR, NULL, TRUE, &error);
  g_assert_no_error (error);
  schema = g_settings_schema_source_lookup (source, APP_ID, FALSE);
  g_assert_nonnull (schema);

  g_test_add_func ("/settings/defaults", test_defaults);
  g_test_add_func ("/settings/repeats", test_repeats);
  g_test_add_func ("/settings/training-ranges", test_training_ranges);
  g_test_add_func ("/settings/layout-ranges", test_layout_ranges);

  return g_test_run ();
}
