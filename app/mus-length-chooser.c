/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mus-length-chooser.h"

#include <glib/gi18n.h>

#include "workspace/mus-settings.h"

static char *
describe (MusListLength length)
{
  if (length.least_match > 0.0)
    /* translators: the length of a list: all tracks that match at least so well */
    return g_strdup_printf (C_ ("list length", "From %.0f %%"), length.least_match);

  return g_strdup_printf (ngettext ("%zu track", "%zu tracks", length.limit), length.limit);
}

static GListModel *
make_lengths (void)
{
  GtkStringList *lengths = gtk_string_list_new (NULL);

  for (guint i = 0; i < mus_settings_n_list_lengths (); i++)
    gtk_string_list_take (lengths, describe (mus_settings_nth_list_length (i)));

  return G_LIST_MODEL (lengths);
}

static const char *
get_key (GtkDropDown *chooser)
{
  return g_object_get_data (G_OBJECT (chooser), "key");
}

static void
chosen_cb (GtkDropDown *chooser, GParamSpec *pspec, GSettings *settings)
{
  guint chosen = gtk_drop_down_get_selected (chooser);

  if (chosen != GTK_INVALID_LIST_POSITION &&
      (int) chosen != g_settings_get_enum (settings, get_key (chooser)))
    g_settings_set_enum (settings, get_key (chooser), (int) chosen);
}

/* Elsewhere: there may be two choosers for one list. */
static void
changed_cb (GtkDropDown *chooser, const char *key, GSettings *settings)
{
  gtk_drop_down_set_selected (chooser, (guint) g_settings_get_enum (settings, key));
}

void
mus_length_chooser_set_up (GtkDropDown *chooser, GSettings *settings, const char *key)
{
  g_autofree char *signal = g_strconcat ("changed::", key, NULL);
  g_autoptr (GListModel) lengths = make_lengths ();

  gtk_drop_down_set_model (chooser, lengths);
  g_object_set_data_full (G_OBJECT (chooser), "key", g_strdup (key), g_free);
  gtk_widget_set_tooltip_text (GTK_WIDGET (chooser),
                               _ ("How long the list is: so many tracks, or all that match at "
                                  "least so well"));
  gtk_drop_down_set_selected (chooser, (guint) g_settings_get_enum (settings, key));
  g_signal_connect_object (chooser, "notify::selected", G_CALLBACK (chosen_cb), settings, 0);
  g_signal_connect_object (settings, signal, G_CALLBACK (changed_cb), chooser,
                           G_CONNECT_SWAPPED);
}
