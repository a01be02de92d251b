/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jobs/mus-save-job.h"

#include <glib/gi18n-lib.h>

#include "base/mus-error.h"
#include "storage/mus-model-file.h"

struct _MusSaveJob
{
  MusJob parent_instance;

  MusModel *model;
  GFile    *file;
};

G_DEFINE_FINAL_TYPE (MusSaveJob, mus_save_job, MUS_TYPE_JOB)

static gboolean
mus_save_job_run (MusJob *job, const MusRun *run, GError **error)
{
  MusSaveJob      *self = MUS_SAVE_JOB (job);
  g_autofree char *path = g_file_get_path (self->file);
  g_autofree char *name = g_file_get_basename (self->file);
  g_autofree char *shown = g_filename_display_name (name);
  g_autoptr (GError) reason = NULL;

  if (path == NULL)
    {
      g_set_error_literal (error, MUS_ERROR, MUS_ERROR_STORAGE,
                           _ ("The model can only be saved on this computer. Choose another "
                              "folder."));
      return FALSE;
    }
  if (!mus_model_file_save (self->model, path, run, &reason))
    {
      if (mus_run_is_cancelled (run, error))
        return FALSE;
      g_set_error (error, MUS_ERROR, MUS_ERROR_STORAGE,
                   /* translators: a file's name, and what the system says */
                   _ ("“%s” can't be saved: %s. Choose another folder, or make room."), shown,
                   reason->message);
      return FALSE;
    }

  return TRUE;
}

static void
mus_save_job_finalize (GObject *object)
{
  MusSaveJob *self = MUS_SAVE_JOB (object);

  g_clear_pointer (&self->model, mus_model_unref);
  g_clear_object (&self->file);

  G_OBJECT_CLASS (mus_save_job_parent_class)->finalize (object);
}

static void
mus_save_job_class_init (MusSaveJobClass *klass)
{
  MusJobClass *job_class = MUS_JOB_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mus_save_job_finalize;
  job_class->thread_name = "mus-save";
  job_class->run = mus_save_job_run;
}

static void
mus_save_job_init (MusSaveJob *self)
{
}

MusSaveJob *
mus_save_job_new (MusModel *model, GFile *file)
{
  MusSaveJob *self = g_object_new (MUS_TYPE_SAVE_JOB, NULL);

  self->model = mus_model_ref (model);
  self->file = g_object_ref (file);

  return self;
}
