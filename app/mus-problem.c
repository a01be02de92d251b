/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mus-problem.h"

#include <glib/gi18n.h>
#include <string.h>

/* Settings that tell where the listener was. */
#define PRIVATE_PREFIX "last-"

static void
add_versions (GString *text)
{
  g_string_append_printf (text,
                          "MusRec %s\nGTK %u.%u.%u (built against %d.%d.%d)\n"
                          "libadwaita %u.%u.%u (built against %d.%d.%d)\nGLib %u.%u.%u\n%s\n",
                          PACKAGE_VERSION, gtk_get_major_version (), gtk_get_minor_version (),
                          gtk_get_micro_version (), GTK_MAJOR_VERSION, GTK_MINOR_VERSION,
                          GTK_MICRO_VERSION, adw_get_major_version (),
                          adw_get_minor_version (), adw_get_micro_version (),
                          ADW_MAJOR_VERSION, ADW_MINOR_VERSION, ADW_MICRO_VERSION,
                          glib_major_version, glib_minor_version, glib_micro_version,
                          mus_blas_description ());
}

/* Returns: (transfer full): the processor's name, where the system tells it */
static char *
get_processor (void)
{
  g_autofree char *info = NULL;
  const char      *name, *end;

  if (!g_file_get_contents ("/proc/cpuinfo", &info, NULL, NULL))
    return g_strdup ("unknown");

  name = strstr (info, "model name");
  name = name != NULL ? strchr (name, ':') : NULL;
  end = name != NULL ? strchr (name, '\n') : NULL;
  if (end == NULL)
    return g_strdup ("unknown");

  return g_strstrip (g_strndup (name + 1, (gsize) (end - name - 1)));
}

static void
add_machine (GString *text)
{
  g_autofree char *processor = get_processor ();
  g_autofree char *system = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);

  g_string_append_printf (text,
                          "System: %s\nProcessor: %s, %u of them, threads: %u\n"
                          "Memory: at most %.0f MiB used\n",
                          system != NULL ? system : "unknown", processor,
                          g_get_num_processors (), mus_parallel_n_workers (),
                          mus_memory_peak_mib ());
}

static void
add_settings (GString *text, GSettings *settings)
{
  g_autoptr (GSettingsSchema) schema = NULL;
  g_auto (GStrv) keys = NULL;

  g_object_get (settings, "settings-schema", &schema, NULL);
  keys = g_settings_schema_list_keys (schema);
  g_string_append (text, "\nSettings\n");
  for (char **key = keys; *key != NULL; key++)
    if (!g_str_has_prefix (*key, PRIVATE_PREFIX))
      {
        g_autoptr (GVariant) value = g_settings_get_value (settings, *key);
        g_autofree char     *shown = g_variant_print (value, FALSE);

        g_string_append_printf (text, "%s: %s\n", *key, shown);
      }
}

static void
add_catalog (GString *text, MusWorkspace *workspace)
{
  MusCatalog              *catalog = mus_workspace_get_catalog (workspace);
  const MusCatalogSummary *summary;

  g_string_append (text, "\nCatalog\n");
  if (catalog == NULL)
    {
      g_string_append (text, "none\n");
      return;
    }

  summary = mus_catalog_summary (catalog);
  g_string_append_printf (text,
                          "rows: %zu, columns: %u, tracks: %zu, features: %u, genres: %u\n"
                          "repeated: %zu, filled: %zu, skipped: %zu, texts for numbers: %zu, "
                          "NUL: %zu\n",
                          summary->n_rows, summary->n_columns, summary->n_tracks,
                          summary->n_features, summary->n_genres, summary->n_duplicates,
                          summary->n_filled, summary->n_skipped, summary->n_text_cells,
                          summary->n_nul);
}

char *
mus_problem_describe (MusWorkspace *workspace, const GError *error)
{
  GString *text = g_string_new (NULL);

  if (error != NULL)
    g_string_append_printf (text, "Problem: %s %d\n\n", g_quark_to_string (error->domain),
                            error->code);
  add_versions (text);
  add_machine (text);
  if (workspace != NULL)
    {
      g_autofree char *log = mus_log_get_text (mus_workspace_get_log (workspace));

      add_settings (text, mus_workspace_get_settings (workspace));
      add_catalog (text, workspace);
      g_string_append_printf (text, "\nThis run\n%s", log);
    }

  return g_string_free (text, FALSE);
}

static void
copy_cb (GtkWidget *dialog)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (dialog),
                          g_object_get_data (G_OBJECT (dialog), "details"));
}

GtkWidget *
mus_problem_dialog_new (GtkWindow *parent, MusWorkspace *workspace, const char *title,
                        const GError *error)
{
  GtkWidget        *widget = adw_message_dialog_new (parent, title, error->message);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (widget);

  adw_message_dialog_add_responses (dialog, "copy", _ ("Copy _Details"), "close", _ ("_Close"),
                                    NULL);
  adw_message_dialog_set_close_response (dialog, "close");
  adw_message_dialog_set_default_response (dialog, "close");
  g_object_set_data_full (G_OBJECT (dialog), "details", mus_problem_describe (workspace, error),
                          g_free);
  g_signal_connect (dialog, "response::copy", G_CALLBACK (copy_cb), NULL);

  return widget;
}
