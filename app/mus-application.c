/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mus-application.h"

#include <glib/gi18n.h>

#include "mus-help.h"
#include "mus-preferences.h"
#include "mus-settings.h"
#include "mus-window.h"
#include "musrec.h"

struct _MusApplication
{
  AdwApplication parent_instance;

  GSettings *settings;
};

G_DEFINE_FINAL_TYPE (MusApplication, mus_application, ADW_TYPE_APPLICATION)

static MusWindow *
get_window (MusApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (!MUS_IS_WINDOW (window))
    window = GTK_WINDOW (mus_window_new (self, self->settings));

  return MUS_WINDOW (window);
}

static void
open_last_catalog (MusApplication *self, MusWindow *window)
{
  g_autofree char  *uri = g_settings_get_string (self->settings, "last-catalog");
  g_autoptr (GFile) file = NULL;

  if (!g_settings_get_boolean (self->settings, "reopen-last") || uri[0] == '\0')
    return;

  file = g_file_new_for_uri (uri);
  if (g_file_query_exists (file, NULL))
    mus_window_open (window, file);
}

static void
mus_application_activate (GApplication *application)
{
  MusApplication *self = MUS_APPLICATION (application);
  gboolean is_first = gtk_application_get_active_window (GTK_APPLICATION (self)) == NULL;
  MusWindow      *window = get_window (self);

  gtk_window_present (GTK_WINDOW (window));
  if (is_first)
    open_last_catalog (self, window);
}

static void
mus_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  MusWindow *window = get_window (MUS_APPLICATION (application));

  gtk_window_present (GTK_WINDOW (window));
  mus_window_open (window, files[0]);
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GList *windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (data)));

  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_close (l->data);
  g_list_free (windows);
}

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MusWindow *window = get_window (data);
  GtkWidget *preferences = mus_preferences_new (mus_window_get_workspace (window));

  gtk_window_set_transient_for (GTK_WINDOW (preferences), GTK_WINDOW (window));
  gtk_window_present (GTK_WINDOW (preferences));
}

static void
help_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWidget *help = mus_help_new ();

  gtk_window_set_transient_for (GTK_WINDOW (help), GTK_WINDOW (get_window (data)));
  gtk_window_present (GTK_WINDOW (help));
}

/* What a bug report needs; no titles and no paths. */
static char *
describe_system (void)
{
  return g_strdup_printf ("MusRec %s\nGTK %u.%u.%u (built against %d.%d.%d)\n"
                          "libadwaita %u.%u.%u (built against %d.%d.%d)\nGLib %u.%u.%u\n%s\n"
                          "Processors: %u, threads: %u\n",
                          PACKAGE_VERSION, gtk_get_major_version (), gtk_get_minor_version (),
                          gtk_get_micro_version (), GTK_MAJOR_VERSION, GTK_MINOR_VERSION,
                          GTK_MICRO_VERSION, adw_get_major_version (),
                          adw_get_minor_version (), adw_get_micro_version (),
                          ADW_MAJOR_VERSION, ADW_MINOR_VERSION, ADW_MICRO_VERSION,
                          glib_major_version, glib_minor_version, glib_micro_version,
                          mus_blas_description (), g_get_num_processors (),
                          mus_parallel_n_workers ());
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  static const char *developers[] = { "The MusRec developers", NULL };
  g_autofree char   *debug_info = describe_system ();

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
  };
  static const struct
  {
    const char *action;
    const char *accels[3];
  } accels[] = {
    { "app.quit", { "<primary>q" } },
    { "app.preferences", { "<primary>comma" } },
    { "app.help", { "F1" } },
    { "win.show-help-overlay", { "<primary>question" } },
    { "window.close", { "<primary>w" } },
  };
  MusApplication *self = MUS_APPLICATION (application);

  G_APPLICATION_CLASS (mus_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (APP_ID);
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
