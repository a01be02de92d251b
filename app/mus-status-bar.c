/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mus-status-bar.h"

#include <glib/gi18n.h>

#include "mus-catalog-details.h"

struct _MusStatusBar
{
  GtkWidget parent_instance;

  MusWorkspace *workspace;
  MusJob       *job; /* that is shown */

  GtkWidget      *content;
  GtkButton      *summary_button;
  GtkLabel       *summary;
  GtkWidget      *work;
  GtkLabel       *work_label;
  GtkProgressBar *progress;
  GtkWidget      *pause;
  GtkWidget      *stop;
  GtkWidget      *cancel;
};

G_DEFINE_FINAL_TYPE (MusStatusBar, mus_status_bar, GTK_TYPE_WIDGET)

/*
 * What the catalog is
 */

/* @format has one %s, for a count. */
static void
append_part (GString *text, const char *format, gsize count)
{
  g_autofree char *number = mus_text_count (count);

  if (text->len > 0)
    g_string_append (text, " · ");
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_string_append_printf (text, format, number);
#pragma GCC diagnostic pop
}

static char *
describe_catalog (const MusCatalogSummary *summary)
{
  GString *text = g_string_new (NULL);

  append_part (text, ngettext ("%s row", "%s rows", summary->n_rows), summary->n_rows);
  if (summary->n_duplicates > 0)
    append_part (text,
                 ngettext ("%s repeated name left out", "%s repeated names left out",
                           summary->n_duplicates),
                 summary->n_duplicates);
  if (summary->n_skipped > 0)
    append_part (text,
                 ngettext ("%s broken row skipped", "%s broken rows skipped",
                           summary->n_skipped),
                 summary->n_skipped);
  if (summary->n_nul > 0)
    append_part (text,
                 ngettext ("%s null character replaced", "%s null characters replaced",
                           summary->n_nul),
                 summary->n_nul);
  append_part (text, ngettext ("%s track", "%s tracks", summary->n_tracks), summary->n_tracks);

  return g_string_free (text, FALSE);
}

static void
update_summary (MusStatusBar *self)
{
  MusCatalog      *catalog = mus_workspace_get_catalog (self->workspace);
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->summary_button), catalog != NULL);
  if (catalog == NULL)
    return;

  text = describe_catalog (mus_catalog_summary (catalog));
  gtk_label_set_text (self->summary, text);
}

void
mus_status_bar_show_details (MusStatusBar *self)
{
  GtkWidget *details = mus_catalog_details_new (self->workspace);

  gtk_window_set_transient_for (GTK_WINDOW (details),
                                GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  gtk_window_present (GTK_WINDOW (details));
}

/*
 * What is being worked on
 */

static char *
describe_layout (MusLayoutJob *job)
{
  guint n_iterations;
  guint iteration = mus_layout_job_get_iteration (job, &n_iterations, NULL);

  if (iteration == 0)
    return g_strdup (_ ("Map: finding each track's neighbors…"));
  if (mus_layout_job_get_paused (job))
    return g_strdup_printf (_ ("Map: paused at iteration %u of %u"), iteration, n_iterations);

  return g_strdup_printf (_ ("Map: iteration %u of %u"), iteration, n_iterations);
}

static char *
describe_training (MusTrainingJob *job)
{
  gsize                   n_points;
  const MusTrainingPoint *points = mus_training_job_get_points (job, &n_points);
  const MusTrainingSettings *settings = mus_training_job_get_settings (job);

  if (mus_training_job_get_file (job) != NULL)
    return g_strdup (_ ("Opening the model…"));
  if (settings->way == MUS_WAY_SOUND_GENRE)
    return n_points == 0
               ? g_strdup (_ ("Learning sound and genre…"))
               : g_strdup_printf (_ ("Learning sound and genre: epoch %u of at most %u"),
                                  points[n_points - 1].epoch, settings->max_epochs);

  return n_points == 0 ? g_strdup (_ ("Learning the sound…"))
                       : g_strdup_printf (_ ("Learning the sound: epoch %u of at most %u"),
                                          points[n_points - 1].epoch, settings->max_epochs);
}

static char *
describe_job (MusJob *job)
{
  if (mus_job_is_stopping (job))
    return g_strdup (_ ("Stopped: finishing what there is…"));
  if (MUS_IS_OPEN_JOB (job))
    return g_strdup (_ ("Reading the catalog…"));
  if (MUS_IS_TRAINING_JOB (job))
    return describe_training (MUS_TRAINING_JOB (job));
  if (MUS_IS_LAYOUT_JOB (job))
    return describe_layout (MUS_LAYOUT_JOB (job));

  return g_strdup (_ ("Measuring for the report…"));
}

static void
update_work (MusStatusBar *self)
{
  g_autofree char *text = NULL;
  gboolean         paused, may_stop;

  gtk_widget_set_visible (self->work, self->job != NULL);
  gtk_widget_set_visible (self->content,
                          self->job != NULL ||
                              mus_workspace_get_catalog (self->workspace) != NULL);
  if (self->job == NULL)
    return;

  text = describe_job (self->job);
  gtk_label_set_text (self->work_label, text);
  gtk_progress_bar_set_fraction (self->progress, mus_job_get_fraction (self->job));
  may_stop = !mus_job_is_stopping (self->job);
  gtk_widget_set_visible (self->pause, may_stop && MUS_IS_LAYOUT_JOB (self->job));
  gtk_widget_set_visible (self->stop, may_stop && (MUS_IS_LAYOUT_JOB (self->job) ||
                                                   MUS_IS_TRAINING_JOB (self->job)));
  if (!MUS_IS_LAYOUT_JOB (self->job))
    return;

  paused = mus_layout_job_get_paused (MUS_LAYOUT_JOB (self->job));
  gtk_button_set_icon_name (GTK_BUTTON (self->pause), paused
                                                          ? "media-playback-start-symbolic"
                                                          : "media-playback-pause-symbolic");
  gtk_widget_set_tooltip_text (self->pause, paused ? _ ("Resume the Map") : _ ("Pause the Map"));
}

static void
job_changed_cb (MusStatusBar *self)
{
  MusJob *job = mus_workspace_get_open_job (self->workspace);

  if (job == NULL)
    job = mus_workspace_get_job (self->workspace);
  if (job != self->job)
    {
      if (self->job != NULL)
        g_signal_handlers_disconnect_by_data (self->job, self);
      g_set_object (&self->job, job);
      if (job != NULL)
        {
          g_signal_connect_object (job, "notify::fraction", G_CALLBACK (update_work), self,
                                   G_CONNECT_SWAPPED);
          g_signal_connect_object (job, "notify::stopping", G_CALLBACK (update_work), self,
                                   G_CONNECT_SWAPPED);
        }
    }
  update_work (self);
}

static void
pause_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MusStatusBar *self = MUS_STATUS_BAR (widget);

  if (!MUS_IS_LAYOUT_JOB (self->job))
    return;

  mus_layout_job_set_paused (MUS_LAYOUT_JOB (self->job),
                             !mus_layout_job_get_paused (MUS_LAYOUT_JOB (self->job)));
  update_work (self);
}

static void
stop_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MusStatusBar *self = MUS_STATUS_BAR (widget);

  if (self->job != NULL)
    mus_job_stop (self->job);
}

static void
cancel_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MusStatusBar *self = MUS_STATUS_BAR (widget);

  if (self->job != NULL)
    mus_job_cancel (self->job);
}

static void
mus_status_bar_dispose (GObject *object)
{
  MusStatusBar *self = MUS_STATUS_BAR (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), MUS_TYPE_STATUS_BAR);
  g_clear_object (&self->job);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (mus_status_bar_parent_class)->dispose (object);
}

static void
mus_status_bar_class_init (MusStatusBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mus_status_bar_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/example/MusRec/ui/status-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, MusStatusBar, content);
  gtk_widget_class_bind_template_child (widget_class, MusStatusBar, summary_button);
  gtk_widget_class_bind_template_child (widget_class, MusStatusBar, summary);
  gtk_widget_class_bind_template_child (widget_class, MusStatusBar, work);
  gtk_widget_class_bind_template_child (widget_class, MusStatusBar, work_label);
  gtk_widget_class_bind_template_child (widget_class, MusStatusBar, progress);
  gtk_widget_class_bind_template_child (widget_class, MusStatusBar, pause);
  gtk_widget_class_bind_template_child (widget_class, MusStatusBar, stop);
  gtk_widget_class_bind_template_child (widget_class, MusStatusBar, cancel);
  gtk_widget_class_install_action (widget_class, "work.pause", NULL, pause_action);
  gtk_widget_class_install_action (widget_class, "work.stop", NULL, stop_action);
  gtk_widget_class_install_action (widget_class, "work.cancel", NULL, cancel_action);
}

static void
mus_status_bar_init (MusStatusBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
mus_status_bar_set_workspace (MusStatusBar *self, MusWorkspace *workspace)
{
  g_set_object (&self->workspace, workspace);
  g_signal_connect_object (workspace, "notify::catalog", G_CALLBACK (update_summary), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify::open-job", G_CALLBACK (job_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify::job", G_CALLBACK (job_changed_cb), self,
                           G_CONNECT_SWAPPED);
  update_summary (self);
  job_changed_cb (self);
}
