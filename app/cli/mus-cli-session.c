/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mus-cli-session.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

/* Whether the model is of the kind that the options name. */
static gboolean
check_model (const MusCliOptions *options, const MusTrainingSettings *settings, GError **error)
{
  g_autofree char *name = g_filename_display_basename (options->model);

  if (options->dimensions != 0 && options->dimensions != settings->dimensions)
    g_set_error (error, MUS_ERROR, MUS_ERROR_MODEL_FORMAT,
                 _ ("The model “%s” has %u numbers in an embedding, not %u. Leave out --dimensions, "
                    "or name another file."),
                 name, settings->dimensions, options->dimensions);
  else if (options->names_way && options->way != settings->way)
    g_set_error (error, MUS_ERROR, MUS_ERROR_MODEL_FORMAT,
                 /* translators: a file's name; "sound" or "sound-genre" */
                 _ ("The model “%s” learned from %s. Leave out --learn, or name another file."),
                 name, mus_way_name (settings->way));
  else
    return TRUE;

  return FALSE;
}

static gboolean
load_model (MusCliSession *self, GError **error)
{
  const MusCliOptions *options = self->options;

  if (options->model == NULL || !g_file_test (options->model, G_FILE_TEST_EXISTS))
    return TRUE;

  self->model = mus_model_file_load (options->model,
                                     mus_cli_progress_step (self->progress, _ ("Reading")), error);

  return self->model != NULL && check_model (options, mus_model_settings (self->model), error);
}

static gboolean
read_catalog (MusCliSession *self, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (self->options->catalog);

  self->catalog = mus_catalog_read (file, self->options->repeats,
                                    mus_cli_progress_step (self->progress, _ ("Reading")),
                                    error);

  return self->catalog != NULL;
}

/* Before the training, not after it. */
static gboolean
can_keep_model (const MusCliOptions *options, GError **error)
{
  g_autoptr (MusAtomicFile) file = NULL;

  if (options->model == NULL)
    return TRUE;
  file = mus_atomic_file_new (options->model, 0600, error);

  return file != NULL;
}

static gboolean
learn_model (MusCliSession *self, GError **error)
{
  MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;
  const MusRun       *run = mus_cli_progress_step (self->progress, _ ("Training"));

  if (!can_keep_model (self->options, error))
    return FALSE;
  settings.seed = self->options->seed;
  settings.way = self->options->way;
  if (self->options->dimensions != 0)
    settings.dimensions = self->options->dimensions;
  self->model = mus_model_learn (self->catalog, &settings, run, NULL, NULL, error);
  if (self->model == NULL)
    return FALSE;
  self->learned = TRUE;

  return self->options->model == NULL ||
         mus_model_file_save (self->model, self->options->model, run, error);
}

/* The model first: where it can't be used nobody has to wait to be told. */
gboolean
mus_cli_session_open (MusCliSession *self, GError **error)
{
  if (!load_model (self, error) || !read_catalog (self, error))
    return FALSE;

  return self->model != NULL || learn_model (self, error);
}

MusMatrix *
mus_cli_session_embed (MusCliSession *self, GError **error)
{
  const MusRun *run = mus_cli_progress_step (self->progress, _ ("Embedding"));

  return mus_model_embedding (self->model, self->catalog, run, error);
}

MusNeighborIndex *
mus_cli_session_index (MusCliSession *self, GError **error)
{
  g_autoptr (MusMatrix) embedding = mus_cli_session_embed (self, error);

  if (embedding == NULL)
    return NULL;

  return mus_neighbor_index_new (embedding, MUS_METRIC_COSINE,
                                 mus_cli_progress_step (self->progress, _ ("Searching")), error);
}

void
mus_cli_session_clear (MusCliSession *self)
{
  g_clear_pointer (&self->catalog, mus_catalog_unref);
  g_clear_pointer (&self->model, mus_model_unref);
}

/* Devices and pipes aside, for which nothing is lost. */
static gboolean
is_same_file (const char *a, const char *b)
{
  g_autofree char *full_a = g_canonicalize_filename (a, NULL);
  g_autofree char *full_b = g_canonicalize_filename (b, NULL);
  GStatBuf         x, y;

  if (g_stat (a, &x) == 0 && g_stat (b, &y) == 0)
    return S_ISREG (x.st_mode) && x.st_dev == y.st_dev && x.st_ino == y.st_ino;

  return strcmp (full_a, full_b) == 0;
}

MusAtomicFile *
mus_cli_session_create (const MusCliSession *self, const char *option, const char *path,
                        const char *other, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (self->options->catalog);
  g_autofree char *catalog = g_file_get_path (file);
  const char      *taken[] = { catalog, self->options->model, other };

  for (guint i = 0; i < G_N_ELEMENTS (taken); i++)
    if (taken[i] != NULL && is_same_file (path, taken[i]))
      {
        g_autofree char *name = g_filename_display_name (path);

        g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                     /* translators: an option, and a file's name */
                     _ ("%s: “%s” is already the catalog, the model or another result: name "
                        "another file."),
                     option, name);
        return NULL;
      }

  return mus_atomic_file_new (path, 0666, error);
}
