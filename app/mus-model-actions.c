/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mus-model-actions.h"

#include <glib/gi18n.h>
#include <string.h>

#include "mus-file-dialog.h"

#define SUFFIX ".musrec-model"

static const char *const patterns[] = { "*" SUFFIX, NULL };
static const char *const mime_types[] = { NULL };

typedef struct
{
  GtkWindow          *window; /* whose data this is */
  MusWorkspace       *workspace;
  GSimpleActionGroup *group;
} Actions;

static void
set_enabled (Actions *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->group), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
update (Actions *self)
{
  set_enabled (self, "open", mus_workspace_get_catalog (self->workspace) != NULL);
  set_enabled (self, "save", mus_workspace_get_model (self->workspace) != NULL);
}

static void
opened_cb (GFile *file, gpointer data)
{
  mus_workspace_open_model (((Actions *) data)->workspace, file);
}

static void
open_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Actions            *self = data;
  const MusFileDialog dialog = {
    .action = GTK_FILE_CHOOSER_ACTION_OPEN,
    .title = _ ("Open Model"),
    .accept = _ ("_Open"),
    .filter = _ ("Models of MusRec"),
    .patterns = patterns,
    .mime_types = mime_types,
  };

  mus_file_dialog_show (self->window, mus_workspace_get_settings (self->workspace), &dialog,
                        opened_cb, self);
}

static void
saved_cb (GFile *file, gpointer data)
{
  mus_workspace_save_model (((Actions *) data)->workspace, file);
}

/* Returns: (transfer full): the catalog's name, without ".csv" */
static char *
propose_name (MusWorkspace *workspace)
{
  const char *name = mus_workspace_is_sample (workspace)
                         ? _ ("Sample Catalog")
                         : mus_catalog_name (mus_workspace_get_catalog (workspace));
  const char *dot = strrchr (name, '.');
  gsize       length = dot != NULL && dot > name ? (gsize) (dot - name) : strlen (name);

  return g_strdup_printf ("%.*s" SUFFIX, (int) length, name);
}

static void
save_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Actions            *self = data;
  g_autofree char    *name = propose_name (self->workspace);
  const MusFileDialog dialog = {
    .action = GTK_FILE_CHOOSER_ACTION_SAVE,
    .title = _ ("Save Model"),
    .accept = _ ("_Save"),
    .filter = _ ("Models of MusRec"),
    .patterns = patterns,
    .mime_types = mime_types,
    .name = name,
  };

  mus_file_dialog_show (self->window, mus_workspace_get_settings (self->workspace), &dialog,
                        saved_cb, self);
}

static void
actions_free (Actions *self)
{
  g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_object_unref (self->workspace);
  g_object_unref (self->group);
  g_free (self);
}

void
mus_model_actions_add (GtkWindow *window, MusWorkspace *workspace)
{
  static const GActionEntry entries[] = {
    { .name = "open", .activate = open_action },
    { .name = "save", .activate = save_action },
  };
  Actions *self = g_new0 (Actions, 1);

  self->window = window;
  self->workspace = g_object_ref (workspace);
  self->group = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->group), entries,
                                   G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (window), "model", G_ACTION_GROUP (self->group));
  g_object_set_data_full (G_OBJECT (window), "mus-model-actions", self,
                          (GDestroyNotify) actions_free);
  g_signal_connect_swapped (workspace, "notify::catalog", G_CALLBACK (update), self);
  g_signal_connect_swapped (workspace, "notify::model", G_CALLBACK (update), self);
  update (self);
}
