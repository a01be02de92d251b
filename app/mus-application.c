/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mus-application.h"

#include <glib/gi18n.h>

#include "explore/mus-tooltip.h"
#include "mus-help.h"
#include "mus-preferences.h"
#include "mus-problem.h"
#include "mus-scroller.h"
#include "workspace/mus-settings.h"
#include "mus-window.h"
#include "musrec.h"

struct _MusApplication
{
  AdwApplication parent_instance;

  GSettings *settings;
};

G_DEFINE_FINAL_TYPE (MusApplication, mus_application, ADW_TYPE_APPLICATION)

/* Returns: (nullable): the last one in use */
static MusWindow *
get_window (MusApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (MUS_IS_WINDOW (l->data))
      return l->data;

  return NULL;
}

/* Returns: (transfer full) (nullable) */
static GFile *
get_last_catalog (MusApplication *self)
{
  g_autofree char  *uri = g_settings_get_string (self->settings, "last-catalog");
  g_autoptr (GFile) file = NULL;

  if (!g_settings_get_boolean (self->settings, "reopen-last") || uri[0] == '\0')
    return NULL;

  file = g_file_new_for_uri (uri);

  return g_file_query_exists (file, NULL) ? g_steal_pointer (&file) : NULL;
}

static void
mus_application_activate (GApplication *application)
{
  MusApplication   *self = MUS_APPLICATION (application);
  MusWindow        *window = get_window (self);
  g_autoptr (GFile) last = window == NULL ? get_last_catalog (self) : NULL;

  if (window == NULL)
    window = mus_window_new (self, self->settings, last);
  gtk_window_present (GTK_WINDOW (window));
}

static void
mus_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  MusApplication *self = MUS_APPLICATION (application);
  MusWindow      *window = get_window (self);

  if (window == NULL)
    window = mus_window_new (self, self->settings, files[0]);
  else
    mus_window_open (window, files[0]);
  gtk_window_present (GTK_WINDOW (window));
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  /* With a window its dialogs go, too. */
  GList *windows = g_list_copy_deep (gtk_application_get_windows (GTK_APPLICATION (data)),
                                     (GCopyFunc) (void (*) (void)) g_object_ref, NULL);

  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_close (l->data);
  g_list_free_full (windows, g_object_unref);
}

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MusWindow *window = get_window (data);
  GtkWidget *preferences;

  if (window == NULL)
    return;

  preferences = mus_preferences_new (mus_window_get_workspace (window));
  gtk_window_set_transient_for (GTK_WINDOW (preferences), GTK_WINDOW (window));
  gtk_window_present (GTK_WINDOW (preferences));
}

static void
help_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWidget *help = mus_help_new ();

  gtk_window_set_transient_for (GTK_WINDOW (help),
                                gtk_application_get_active_window (data));
  gtk_window_present (GTK_WINDOW (help));
}

/* Made when it is asked for, as it has some widgets for each key. */
static void
shortcuts_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (GtkBuilder) builder =
      gtk_builder_new_from_resource ("/com/example/MusRec/ui/help-overlay.ui");
  GtkWindow *overlay = GTK_WINDOW (gtk_builder_get_object (builder, "help_overlay"));

  gtk_window_set_transient_for (overlay, gtk_application_get_active_window (data));
  gtk_window_present (overlay);
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  static const char *developers[] = { "The MusRec developers", NULL };
  MusWindow         *window = get_window (data);
  g_autofree char   *debug_info = mus_problem_describe (
      window != NULL ? mus_window_get_workspace (window) : NULL, NULL);

  adw_show_about_window (
      gtk_application_get_active_window (data), "application-name", "MusRec",
      "application-icon", APP_ID, "version", PACKAGE_VERSION, "developer-name",
      _ ("The MusRec developers"), "developers", developers, "license-type",
      GTK_LICENSE_GPL_3_0, "comments",
      _ ("Finds songs that sound alike, by the sound and by nothing else. MusRec plays no "
         "audio and connects to nothing; everything happens on this computer."),
      "debug-info", debug_info, "debug-info-filename", "musrec-debug-info.txt",
      /* translators: your name and address, shown in the About window */
      "translator-credits", _ ("translator-credits"), NULL);
}

static void
mus_application_startup (GApplication *application)
{
  static const GActionEntry actions[] = {
    { .name = "quit", .activate = quit_cb },
    { .name = "preferences", .activate = preferences_cb },
    { .name = "about", .activate = about_cb },
    { .name = "help", .activate = help_cb },
    { .name = "shortcuts", .activate = shortcuts_cb },
  };
  static const struct
  {
    const char *action;
    const char *accels[3];
  } accels[] = {
    { "app.quit", { "<primary>q" } },
    { "app.preferences", { "<primary>comma" } },
    { "app.help", { "F1" } },
    { "app.shortcuts", { "<primary>question" } },
    { "window.close", { "<primary>w" } },
  };
  MusApplication *self = MUS_APPLICATION (application);

  G_APPLICATION_CLASS (mus_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (APP_ID);
  mus_scroller_init ();
  mus_tooltip_init ();
  mus_parallel_set_background (TRUE);
  self->settings = mus_settings_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accels[i].action,
                                           (const char **) accels[i].accels);
}

static void
mus_application_finalize (GObject *object)
{
  g_clear_object (&MUS_APPLICATION (object)->settings);

  G_OBJECT_CLASS (mus_application_parent_class)->finalize (object);
}

static void
mus_application_class_init (MusApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mus_application_finalize;
  application_class->startup = mus_application_startup;
  application_class->activate = mus_application_activate;
  application_class->open = mus_application_open;
}

static void
mus_application_init (MusApplication *self)
{
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _ ("[CATALOG.csv]"));
  g_application_set_option_context_summary (
      G_APPLICATION (self),
      _ ("Opens a catalog of tracks, draws all of them as a map, and finds what sounds alike."));
}

MusApplication *
mus_application_new (void)
{
  return g_object_new (MUS_TYPE_APPLICATION, "application-id", APP_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN, "resource-base-path",
                       "/com/example/MusRec", NULL);
}
