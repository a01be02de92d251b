/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explore/mus-tooltip.h"

#include "musrec.h"

#define TEXT "mus-tooltip"
#define MOST_CHARACTERS 600 /* more would not fit on the screen */

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
