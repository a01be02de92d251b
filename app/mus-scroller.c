/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mus-scroller.h"

#include <gtk/gtk.h>

static gboolean
unrealize_cb (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer data)
{
  GtkWidget *widget = g_value_get_object (values);

  if (GTK_IS_SCROLLED_WINDOW (widget))
    g_signal_handlers_disconnect_by_data (gtk_widget_get_settings (widget), widget);

  return TRUE;
}

void
mus_scroller_init (void)
{
  /* Its signals are there from its first use. */
  g_autoptr (GTypeClass) klass = g_type_class_ref (GTK_TYPE_WIDGET);

  g_signal_add_emission_hook (g_signal_lookup ("unrealize", GTK_TYPE_WIDGET), 0, unrealize_cb,
                              NULL, NULL);
}
