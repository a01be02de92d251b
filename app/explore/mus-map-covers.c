/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explore/mus-map-covers.h"

struct _MusMapCovers
{
  GPtrArray *widgets; /* of GWeakRef */
};

static void
free_weak_ref (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

MusMapCovers *
mus_map_covers_new (void)
{
  MusMapCovers *self = g_new0 (MusMapCovers, 1);

  self->widgets = g_ptr_array_new_with_free_func (free_weak_ref);

  return self;
}

void
mus_map_covers_free (MusMapCovers *self)
{
  g_ptr_array_unref (self->widgets);
  g_free (self);
}

void
mus_map_covers_add (MusMapCovers *self, GtkWidget *cover)
{
  GWeakRef *ref = g_new0 (GWeakRef, 1);

  g_weak_ref_init (ref, cover);
  g_ptr_array_add (self->widgets, ref);
}

GArray *
mus_map_covers_measure (const MusMapCovers *self, GtkWidget *layer)
{
  GArray *boxes = g_array_new (FALSE, FALSE, sizeof (MusBox));

  for (guint i = 0; i < self->widgets->len; i++)
    {
      g_autoptr (GtkWidget) cover = g_weak_ref_get (g_ptr_array_index (self->widgets, i));
      graphene_rect_t       rect;

      if (cover != NULL && gtk_widget_get_mapped (cover) &&
          gtk_widget_compute_bounds (cover, layer, &rect))
        {
          MusBox box = { rect.origin.x, rect.origin.y, rect.size.width, rect.size.height };

          g_array_append_val (boxes, box);
        }
    }

  return boxes;
}

/* Where something of the wanted size lies between 0 and @length. */
static double
align (GtkAlign alignment, gboolean reverse, double size, double length)
{
  if (alignment == (reverse ? GTK_ALIGN_START : GTK_ALIGN_END))
    return length - size;

  return alignment == GTK_ALIGN_CENTER ? (length - size) / 2.0 : 0.0;
}

GArray *
mus_map_covers_predict (const MusMapCovers *self, double width, double height)
{
  GArray *boxes = g_array_new (FALSE, FALSE, sizeof (MusBox));

  for (guint i = 0; i < self->widgets->len; i++)
    {
      g_autoptr (GtkWidget) cover = g_weak_ref_get (g_ptr_array_index (self->widgets, i));
      GtkRequisition        size;
      MusBox                box;

      if (cover == NULL || !gtk_widget_get_visible (cover))
        continue;
      /* With its margins. */
      gtk_widget_get_preferred_size (cover, NULL, &size);
      box.width = MIN (size.width, width);
      box.height = MIN (size.height, height);
      box.x = align (gtk_widget_get_halign (cover),
                     gtk_widget_get_direction (cover) == GTK_TEXT_DIR_RTL, box.width, width);
      box.y = align (gtk_widget_get_valign (cover), FALSE, box.height, height);
      g_array_append_val (boxes, box);
    }

  return boxes;
}
