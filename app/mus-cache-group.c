/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mus-cache-group.h"

#include <glib/gi18n.h>

#include "workspace/mus-settings.h"

#define LIMIT_STEP 50.0
#define LIMIT_PAGE 500.0
#define MAX_LIMIT 100000.0

/* As a drag along the numbers ends, not with each of them. */
#define TRIM_DELAY_MS 500

struct _MusCacheGroup
{
  AdwPreferencesGroup parent_instance;

  GSettings *settings;
  GtkWidget *row;
  GtkWidget *clear;
  guint      trim_id;
};

G_DEFINE_FINAL_TYPE (MusCacheGroup, mus_cache_group, ADW_TYPE_PREFERENCES_GROUP)

static void
show_size (MusCacheGroup *self)
{
  g_autoptr (MusCache) cache = mus_settings_cache (self->settings);
  guint64          n_bytes = mus_cache_measure (cache);
  g_autofree char *size = g_format_size_full (n_bytes, G_FORMAT_SIZE_IEC_UNITS);
  /* translators: %s is a size, such as "12.3 MiB" */
  g_autofree char *title = g_strdup_printf (_ ("%s Are Kept"), size);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row),
                                 n_bytes > 0 ? title : _ ("Nothing Is Kept"));
  gtk_widget_set_sensitive (self->clear, n_bytes > 0);
}

static void
trim (MusCacheGroup *self)
{
  g_autoptr (MusCache) cache = mus_settings_cache (self->settings);

  mus_cache_trim (cache);
}

static gboolean
trim_cb (gpointer data)
{
  MusCacheGroup *self = data;

  self->trim_id = 0;
  trim (self);
  show_size (self);

  return G_SOURCE_REMOVE;
}

static void
limit_changed_cb (MusCacheGroup *self)
{
  g_clear_handle_id (&self->trim_id, g_source_remove);
  self->trim_id = g_timeout_add (TRIM_DELAY_MS, trim_cb, self);
}

static void
clear_cb (MusCacheGroup *self)
{
  g_autoptr (MusCache) cache = mus_settings_cache (self->settings);
  g_autoptr (GError)   error = NULL;

  if (!mus_cache_clear (cache, &error))
    {
      GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (self->row));
      g_autofree char *title = g_markup_escape_text (error->message, -1);

      adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (window), adw_toast_new (title));
    }
  show_size (self);
}

static GtkWidget *
make_size_row (MusCacheGroup *self)
{
  self->row = adw_action_row_new ();
  self->clear = gtk_button_new_with_mnemonic (_ ("_Clear"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->row),
                               _ ("What was learned and drawn, for each catalog. Once it is "
                                  "cleared, a catalog takes as long to open as the first "
                                  "time; nothing else is lost."));
  gtk_widget_set_valign (self->clear, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->row), self->clear);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self->row), self->clear);

  return self->row;
}

static GtkWidget *
make_limit_row (GSettings *settings)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *spin = gtk_spin_button_new_with_range (0.0, MAX_LIMIT, LIMIT_STEP);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("At Most, in MiB"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                               _ ("What was not used for longest goes when it grows past "
                                  "this. 0 keeps nothing."));
  gtk_spin_button_set_increments (GTK_SPIN_BUTTON (spin), LIMIT_STEP, LIMIT_PAGE);
  gtk_widget_set_valign (spin, GTK_ALIGN_CENTER);
  g_settings_bind (settings, "cache-limit", spin, "value", G_SETTINGS_BIND_DEFAULT);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), spin);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), spin);

  return row;
}

static void
mus_cache_group_dispose (GObject *object)
{
  MusCacheGroup *self = MUS_CACHE_GROUP (object);

  if (self->trim_id != 0)
    {
      g_clear_handle_id (&self->trim_id, g_source_remove);
      trim (self);
    }
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (mus_cache_group_parent_class)->dispose (object);
}

static void
mus_cache_group_class_init (MusCacheGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mus_cache_group_dispose;
}

static void
mus_cache_group_init (MusCacheGroup *self)
{
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self),
                                   _ ("Kept for the Next Start"));
}

GtkWidget *
mus_cache_group_new (GSettings *settings)
{
  MusCacheGroup       *self = g_object_new (MUS_TYPE_CACHE_GROUP, NULL);
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (self);

  self->settings = g_object_ref (settings);
  adw_preferences_group_add (group, make_size_row (self));
  adw_preferences_group_add (group, make_limit_row (settings));
  g_signal_connect_object (self->clear, "clicked", G_CALLBACK (clear_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::cache-limit", G_CALLBACK (limit_changed_cb),
                           self, G_CONNECT_SWAPPED);
  show_size (self);

  return GTK_WIDGET (self);
}
