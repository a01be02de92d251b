/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mus-cli-progress.h"

#include <glib/gi18n.h>
#include <unistd.h>

#define BAR_CELLS 30
#define REDRAW_US 100000
#define CLEAR_LINE "\r\033[K"

struct _MusCliProgress
{
  gboolean visible;
  MusRun   run;

  GMutex lock; /* for what stands below: a step may report from several threads */
  char  *label;
  gint64 drawn_us; /* when the bar was last drawn; 0: not in this step */
};

static void
draw (MusCliProgress *self, double fraction)
{
  char bar[BAR_CELLS + 1] = { 0 };

  for (guint i = 0; i < BAR_CELLS; i++)
    bar[i] = i < fraction * BAR_CELLS ? '#' : '.';
  g_printerr (CLEAR_LINE "%s  [%s] %3.0f %%", self->label, bar, 100.0 * fraction);
}

static void
on_progress (double fraction, gpointer data)
{
  MusCliProgress *self = data;
  gint64          now = g_get_monotonic_time ();

  g_mutex_lock (&self->lock);
  if (self->label != NULL && now - self->drawn_us >= REDRAW_US)
    {
      draw (self, fraction);
      self->drawn_us = now;
    }
  g_mutex_unlock (&self->lock);
}

MusCliProgress *
mus_cli_progress_new (gboolean quiet, GCancellable *cancellable)
{
  MusCliProgress *self = g_new0 (MusCliProgress, 1);

  self->visible = !quiet && isatty (STDERR_FILENO) &&
                  g_strcmp0 (g_getenv ("TERM"), "dumb") != 0;
  self->run = (MusRun) MUS_RUN_INIT;
  self->run.cancellable = g_object_ref (cancellable);
  if (self->visible)
    {
      self->run.progress = on_progress;
      self->run.progress_data = self;
    }
  g_mutex_init (&self->lock);

  return self;
}

void
mus_cli_progress_free (MusCliProgress *self)
{
  mus_cli_progress_clear (self);
  g_mutex_clear (&self->lock);
  g_object_unref (self->run.cancellable);
  g_free (self);
}

const MusRun *
mus_cli_progress_step (MusCliProgress *self, const char *label)
{
  mus_cli_progress_clear (self);
  g_mutex_lock (&self->lock);
  self->label = g_strdup (label);
  g_mutex_unlock (&self->lock);

  return &self->run;
}

void
mus_cli_progress_clear (MusCliProgress *self)
{
  g_mutex_lock (&self->lock);
  if (self->drawn_us != 0)
    g_printerr (CLEAR_LINE);
  self->drawn_us = 0;
  g_clear_pointer (&self->label, g_free);
  g_mutex_unlock (&self->lock);
}
