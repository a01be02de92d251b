/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explore/mus-tooltip.h"

#include "musrec.h"

#define TEXT "mus-tooltip"
#define MOST_CHARACTERS 600 /* more would not fit on the screen */

/* GTK makes one for a display, and doesn't show its class. */
static gboolean
is_tooltip (GtkWidget *widget)
{
  return g_str_equal (G_OBJECT_TYPE_NAME (widget), "GtkTooltipWindow");
}

/* GTK takes the tooltip from a window when that has given up its actions already, which makes it
 * have some again, never to be freed. */
static void
take_tooltip (GtkWidget *window)
{
  GtkWidget *child = gtk_widget_get_first_child (window);

  while (child != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (child);

      if (is_tooltip (child))
        gtk_widget_unparent (child);
      child = next;
    }
}

static void
let_through (GtkWidget *tooltip)
{
  cairo_region_t *nothing = cairo_region_create ();

  gdk_surface_set_input_region (gtk_native_get_surface (GTK_NATIVE (tooltip)), nothing);
  cairo_region_destroy (nothing);
}

static gboolean
realize_cb (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer data)
{
  GtkWidget *widget = g_value_get_object (values);

  if (is_tooltip (widget))
    let_through (widget);
  else if (GTK_IS_WINDOW (widget))
    g_signal_connect (widget, "destroy", G_CALLBACK (take_tooltip), NULL);

  return TRUE;
}

void
mus_tooltip_init (void)
{
  g_autoptr (GTypeClass) klass = g_type_class_ref (GTK_TYPE_WIDGET);

  g_signal_add_emission_hook (g_signal_lookup ("realize", GTK_TYPE_WIDGET), 0, realize_cb, NULL,
                              NULL);
}

static gboolean
query_cb (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  const char *text = g_object_get_data (G_OBJECT (widget), TEXT);

  gtk_tooltip_set_text (tooltip, text);

  return text != NULL;
}

void
mus_tooltip_set (GtkWidget *widget, const char *text)
{
  if (!gtk_widget_get_has_tooltip (widget))
    {
      g_signal_connect (widget, "query-tooltip", G_CALLBACK (query_cb), NULL);
      gtk_widget_set_has_tooltip (widget, TRUE);
    }
  g_object_set_data_full (G_OBJECT (widget), TEXT,
                          text != NULL ? mus_text_shorten (text, MOST_CHARACTERS) : NULL, g_free);
}
