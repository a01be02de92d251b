/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explore/mus-map-glide.h"

#include <adwaita.h>
#include <string.h>

#define DURATION_MS 900

struct _MusMapGlide
{
  AdwAnimation   *animation;
  MusMapGlideFunc func;
  gpointer        data;

  /* NULL while nothing moves */
  MusMatrix *from;
  MusMatrix *to;
  MusMatrix *frame;
};

static void
clear (MusMapGlide *self)
{
  g_clear_pointer (&self->from, mus_matrix_unref);
  g_clear_pointer (&self->to, mus_matrix_unref);
  g_clear_pointer (&self->frame, mus_matrix_unref);
}

static MusMatrix *
copy (const MusMatrix *positions)
{
  MusMatrix *matrix = mus_matrix_new (mus_matrix_n_rows (positions), 2, NULL);

  if (matrix != NULL)
    memcpy (mus_matrix_fill (matrix), mus_matrix_data (positions),
            2 * mus_matrix_n_rows (positions) * sizeof (float));

  return matrix;
}

static void
show_frame (double progress, gpointer data)
{
  MusMapGlide *self = data;
  const float *from, *to;
  float       *frame;

  if (self->frame == NULL)
    return;

  from = mus_matrix_data (self->from);
  to = mus_matrix_data (self->to);
  frame = mus_matrix_fill (self->frame);
  for (gsize i = 0; i < 2 * mus_matrix_n_rows (self->to); i++)
    frame[i] = from[i] + (float) progress * (to[i] - from[i]);
  self->func (self->frame, self->data);
}

static void
finish (MusMapGlide *self)
{
  g_autoptr (MusMatrix) to = g_steal_pointer (&self->to);

  clear (self);
  if (to != NULL)
    self->func (to, self->data);
}

MusMapGlide *
mus_map_glide_new (GtkWidget *widget, MusMapGlideFunc func, gpointer data)
{
  MusMapGlide *self = g_new0 (MusMapGlide, 1);

  self->func = func;
  self->data = data;
  self->animation =
      adw_timed_animation_new (widget, 0.0, 1.0, DURATION_MS,
                               adw_callback_animation_target_new (show_frame, self, NULL));
  adw_timed_animation_set_easing (ADW_TIMED_ANIMATION (self->animation), ADW_EASE_IN_OUT_CUBIC);
  g_signal_connect_swapped (self->animation, "done", G_CALLBACK (finish), self);

  return self;
}

void
mus_map_glide_free (MusMapGlide *self)
{
  mus_map_glide_stop (self);
  g_signal_handlers_disconnect_by_data (self->animation, self);
  g_object_unref (self->animation);
  g_free (self);
}

void
mus_map_glide_start (MusMapGlide *self, const MusMatrix *from, MusMatrix *to)
{
  g_autoptr (MusMatrix) start = copy (from);
  g_autoptr (MusMatrix) frame = copy (from);

  mus_map_glide_stop (self);
  self->to = mus_matrix_ref (to);
  /* Memory is short: then they jump. */
  if (start == NULL || frame == NULL)
    {
      finish (self);
      return;
    }

  self->from = g_steal_pointer (&start);
  self->frame = g_steal_pointer (&frame);
  adw_animation_play (self->animation);
}

void
mus_map_glide_stop (MusMapGlide *self)
{
  clear (self);
  adw_animation_reset (self->animation);
}
