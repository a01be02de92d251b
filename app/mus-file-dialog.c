/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mus-file-dialog.h"

#include <glib/gi18n.h>

#define KEY "mus-file-dialog" /* of the window's data */

typedef struct
{
  GSettings  *settings;
  MusFileFunc func;
  gpointer    user_data;
} Request;

static void
request_free (gpointer data, GClosure *closure)
{
  Request *self = data;

  g_object_unref (self->settings);
  g_free (self);
}

static void
response_cb (GtkNativeDialog *chooser, int response, Request *request)
{
  GtkWindow         *parent = gtk_native_dialog_get_transient_for (chooser);
  g_autoptr (GObject) kept = g_object_steal_data (G_OBJECT (parent), KEY);
  g_autoptr (GFile)  file = NULL;
  g_autoptr (GFile)  folder = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  if (file == NULL)
    return;

  folder = g_file_get_parent (file);
  if (folder != NULL)
    {
      g_autofree char *uri = g_file_get_uri (folder);

      g_settings_set_string (request->settings, "last-folder", uri);
    }
  request->func (file, request->user_data);
}

static void
add_filters (GtkFileChooser *chooser, const MusFileDialog *dialog)
{
  g_autoptr (GtkFileFilter) known = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) any = gtk_file_filter_new ();

  gtk_file_filter_set_name (known, dialog->filter);
  for (const char *const *pattern = dialog->patterns; *pattern != NULL; pattern++)
    gtk_file_filter_add_pattern (known, *pattern);
  for (const char *const *type = dialog->mime_types; *type != NULL; type++)
    gtk_file_filter_add_mime_type (known, *type);
  gtk_file_chooser_add_filter (chooser, known);
  gtk_file_filter_set_name (any, _ ("All Files"));
  gtk_file_filter_add_pattern (any, "*");
  gtk_file_chooser_add_filter (chooser, any);
}

void
mus_file_dialog_show (GtkWindow *parent, GSettings *settings, const MusFileDialog *dialog,
                      MusFileFunc func, gpointer user_data)
{
  g_autofree char      *uri = g_settings_get_string (settings, "last-folder");
  GtkFileChooserNative *chooser;
  Request              *request;

  if (g_object_get_data (G_OBJECT (parent), KEY) != NULL)
    return;

  chooser = gtk_file_chooser_native_new (dialog->title, parent, dialog->action, dialog->accept,
                                         _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  add_filters (GTK_FILE_CHOOSER (chooser), dialog);
  if (uri[0] != '\0')
    {
      g_autoptr (GFile) folder = g_file_new_for_uri (uri);

      gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (chooser), folder, NULL);
    }
  if (dialog->name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), dialog->name);

  request = g_new0 (Request, 1);
  request->settings = g_object_ref (settings);
  request->func = func;
  request->user_data = user_data;
  g_signal_connect_data (chooser, "response", G_CALLBACK (response_cb), request, request_free, 0);
  g_object_set_data_full (G_OBJECT (parent), KEY, chooser, g_object_unref);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}
