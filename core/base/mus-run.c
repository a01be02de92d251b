/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/mus-run.h"

gboolean
mus_run_is_cancelled (const MusRun *self, GError **error)
{
  g_autoptr (GCancellable) stopped = NULL;

  if (!mus_run_is_over (self))
    return FALSE;
  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return TRUE;

  /* The error is the same. */
  stopped = g_cancellable_new ();
  g_cancellable_cancel (stopped);

  return g_cancellable_set_error_if_cancelled (stopped, error);
}

gboolean
mus_run_is_over (const MusRun *self)
{
  return self != NULL && (g_cancellable_is_cancelled (self->cancellable) ||
                          (self->is_over_when_stopped && mus_run_is_stopped (self)));
}

gboolean
mus_run_is_stopped (const MusRun *self)
{
  return self != NULL && self->stop != NULL && g_atomic_int_get (self->stop) != 0;
}

void
mus_run_report (const MusRun *self, double fraction)
{
  if (self != NULL && self->progress != NULL)
    self->progress (self->from + CLAMP (fraction, 0.0, 1.0) * (self->to - self->from),
                    self->progress_data);
}

MusRun
mus_run_part (const MusRun *self, double from, double to)
{
  MusRun part = MUS_RUN_INIT;

  if (self == NULL)
    return part;

  part = *self;
  part.from = self->from + from * (self->to - self->from);
  part.to = self->from + to * (self->to - self->from);

  return part;
}

MusRun
mus_run_until_stop (const MusRun *self)
{
  MusRun run = mus_run_part (self, 0.0, 1.0);

  run.is_over_when_stopped = TRUE;

  return run;
}
