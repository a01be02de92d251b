/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "workspace/mus-settings.h"

static const char *const training_keys[] = {
  "dimensions", "learning-rate", "batch-size", "patience",
  "max-epochs", "seed",          "perplexity", "iterations",
};

/* In the order of the schema. By match the list may be of any length, so that it comes in
 * parts. */
static const MusListLength list_lengths[] = {
  { 10, 0.0 }, { 20, 0.0 }, { 50, 0.0 }, { 100, 0.0 },
  { 100, 90.0 }, { 100, 75.0 }, { 100, 50.0 },
};

GSettings *
mus_settings_new (void)
{
  return g_settings_new (APP_ID);
}

MusTrainingSettings
mus_settings_training (GSettings *settings)
{
  MusTrainingSettings training = MUS_TRAINING_SETTINGS_INIT;

  training.dimensions = (guint) g_settings_get_enum (settings, "dimensions");
  training.learning_rate = g_settings_get_double (settings, "learning-rate");
  training.batch_size = g_settings_get_uint (settings, "batch-size");
  training.patience = g_settings_get_uint (settings, "patience");
  training.max_epochs = g_settings_get_uint (settings, "max-epochs");
  training.seed = g_settings_get_uint (settings, "seed");

  return training;
}

MusLayoutSettings
mus_settings_layout (GSettings *settings)
{
  MusLayoutSettings layout = MUS_LAYOUT_SETTINGS_INIT;

  layout.perplexity = g_settings_get_double (settings, "perplexity");
  layout.iterations = g_settings_get_uint (settings, "iterations");
  layout.seed = g_settings_get_uint (settings, "seed");

  return layout;
}

MusCache *
mus_settings_cache (GSettings *settings)
{
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "musrec", NULL);
  guint64          limit_mib = g_settings_get_uint (settings, "cache-limit");

  return mus_cache_new (folder, limit_mib << 20);
}

gboolean
mus_settings_keeps (GSettings *settings)
{
  return g_settings_get_uint (settings, "cache-limit") > 0;
}

MusRepeats
mus_settings_repeats (GSettings *settings)
{
  return (MusRepeats) g_settings_get_enum (settings, "repeats");
}

void
mus_settings_set_repeats (GSettings *settings, MusRepeats repeats)
{
  g_settings_set_enum (settings, "repeats", (gint) repeats);
}

MusWay
mus_settings_way (GSettings *settings)
{
  return (MusWay) g_settings_get_enum (settings, "way");
}

void
mus_settings_set_way (GSettings *settings, MusWay way)
{
  g_settings_set_enum (settings, "way", (gint) way);
}

guint
mus_settings_n_list_lengths (void)
{
  return G_N_ELEMENTS (list_lengths);
}

MusListLength
mus_settings_nth_list_length (guint position)
{
  return list_lengths[position];
}

MusListLength
mus_settings_list_length (GSettings *settings, const char *key)
{
  return list_lengths[g_settings_get_enum (settings, key)];
}

void
mus_settings_reset_training (GSettings *settings)
{
  for (guint i = 0; i < G_N_ELEMENTS (training_keys); i++)
    g_settings_reset (settings, training_keys[i]);
}

void
mus_settings_reset_all (GSettings *settings)
{
  g_autoptr (GSettingsSchema) schema = NULL;
  g_auto (GStrv) keys = NULL;

  g_object_get (settings, "settings-schema", &schema, NULL);
  keys = g_settings_schema_list_keys (schema);
  for (char **key = keys; *key != NULL; key++)
    g_settings_reset (settings, *key);
}
