/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "training/mus-training-page.h"

#include <glib/gi18n.h>

#include "workspace/mus-settings.h"
#include "training/mus-loss-chart.h"

static const guint dimension_choices[] = { 32, 64, 128 };

struct _MusTrainingPage
{
  GtkWidget parent_instance;

  MusWorkspace   *workspace;
  MusTrainingJob *job; /* that is shown; NULL: the model's own curves */

  GtkWidget     *content;
  MusLossChart  *chart;
  GtkSwitch     *log_switch;
  GtkLabel      *epoch;
  GtkLabel      *validation;
  GtkLabel      *rate;
  GtkLabel      *dropout;
  GtkLabel      *patience_left;
  GtkLabel      *time_left;
  GtkLabel      *outcome;
  GtkWidget     *train;
  GtkWidget     *stop;
  GtkWidget     *cancel;
  AdwComboRow   *dimensions;
  GtkSpinButton *learning_rate;
  GtkSpinButton *batch_size;
  GtkSpinButton *patience;
  GtkSpinButton *max_epochs;
  GtkSpinButton *seed;
  GtkSpinButton *perplexity;
  GtkSpinButton *iterations;
};

G_DEFINE_FINAL_TYPE (MusTrainingPage, mus_training_page, GTK_TYPE_WIDGET)

/*
 * The training as it goes
 */

static void
set_text (GtkLabel *label, char *text)
{
  gtk_label_set_text (label, text);
  g_free (text);
}

static char *
describe_time_left (double seconds)
{
  if (seconds < 0.0)
    return g_strdup ("–");
  if (seconds < 1.0)
    return g_strdup (_ ("less than a second"));
  if (seconds < 100.0)
    return g_strdup_printf (ngettext ("%u second", "%u seconds", (gulong) seconds),
                            (guint) seconds);

  return g_strdup_printf (ngettext ("%u minute", "%u minutes", (gulong) (seconds / 60.0)),
                          (guint) (seconds / 60.0));
}

static const char *
describe_outcome (const MusTrainingInfo *info)
{
  switch (info->outcome)
    {
    case MUS_OUTCOME_CONVERGED:
      return _ ("It ended by itself: more epochs would not have helped.");
    case MUS_OUTCOME_STOPPED:
      return _ ("It was stopped; the best weights so far were kept.");
    case MUS_OUTCOME_LIMIT:
    default:
      return _ ("It went to its last epoch; the best weights were kept.");
    }
}

static void
show_figures (MusTrainingPage *self, const MusTrainingPoint *point, guint limit)
{
  if (point == NULL)
    {
      gtk_label_set_text (self->epoch, "–");
      gtk_label_set_text (self->validation, "–");
      gtk_label_set_text (self->rate, "–");
      gtk_label_set_text (self->dropout, "–");
      gtk_label_set_text (self->patience_left, "–");
      return;
    }

  /* translators: which epoch, of at most how many */
  set_text (self->epoch, g_strdup_printf (_ ("%u of %u"), point->epoch, limit));
  set_text (self->validation, g_strdup_printf ("%.3g", point->validation_loss));
  set_text (self->rate, g_strdup_printf ("%.2e", point->learning_rate));
  set_text (self->dropout, g_strdup_printf (_ ("%.1f %%"), 100.0 * point->dropout));
  set_text (self->patience_left,
            g_strdup_printf (ngettext ("in %u epoch without a better one",
                                       "in %u epochs without a better one",
                                       point->patience_left),
                             point->patience_left));
}

static void
show_training (MusTrainingPage *self)
{
  MusModel               *model = mus_workspace_get_model (self->workspace);
  const MusTrainingPoint *points = NULL;
  gsize                   n_points = 0;
  guint                   limit = 0;

  if (self->job != NULL)
    {
      points = mus_training_job_get_points (self->job, &n_points);
      limit = mus_training_job_get_settings (self->job)->max_epochs;
      gtk_label_set_text (self->outcome, "");
      set_text (self->time_left,
                describe_time_left (mus_job_seconds_left (MUS_JOB (self->job))));
    }
  else if (model != NULL)
    {
      points = mus_model_points (model, &n_points);
      limit = mus_model_settings (model)->max_epochs;
      gtk_label_set_text (self->outcome, describe_outcome (mus_model_info (model)));
      gtk_label_set_text (self->time_left, "–");
    }

  mus_loss_chart_set_points (self->chart, points, n_points,
                             self->job != NULL ? limit : (guint) n_points);
  show_figures (self, n_points > 0 ? &points[n_points - 1] : NULL, limit);
  gtk_widget_set_visible (self->train, self->job == NULL);
  gtk_widget_set_visible (self->stop,
                          self->job != NULL && !mus_job_is_stopping (MUS_JOB (self->job)));
  gtk_widget_set_visible (self->cancel, self->job != NULL);
}

static void
job_changed_cb (MusTrainingPage *self)
{
  MusJob *job = mus_workspace_get_job (self->workspace);

  if (!MUS_IS_TRAINING_JOB (job))
    job = NULL;
  if ((gpointer) job != (gpointer) self->job)
    {
      if (self->job != NULL)
        g_signal_handlers_disconnect_by_data (self->job, self);
      g_set_object (&self->job, (MusTrainingJob *) job);
      if (job != NULL)
        {
          g_signal_connect_object (job, "points-added", G_CALLBACK (show_training), self,
                                   G_CONNECT_SWAPPED);
          g_signal_connect_object (job, "notify::stopping", G_CALLBACK (show_training), self,
                                   G_CONNECT_SWAPPED);
        }
    }
  show_training (self);
}

static void
training_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MusTrainingPage *self = MUS_TRAINING_PAGE (widget);

  if (g_str_equal (name, "training.reset"))
    mus_settings_reset_training (mus_workspace_get_settings (self->workspace));
  else if (self->job == NULL)
    return;
  else if (g_str_equal (name, "training.stop"))
    mus_job_stop (MUS_JOB (self->job));
  else
    mus_job_cancel (MUS_JOB (self->job));
}

/*
 * Parameters
 */

static gboolean
dimensions_to_choice (GValue *value, GVariant *variant, gpointer data)
{
  guint dimensions = (guint) g_ascii_strtoull (g_variant_get_string (variant, NULL), NULL, 10);

  for (guint i = 0; i < G_N_ELEMENTS (dimension_choices); i++)
    if (dimension_choices[i] == dimensions)
      {
        g_value_set_uint (value, i);
        return TRUE;
      }

  return FALSE;
}

static GVariant *
choice_to_dimensions (const GValue *value, const GVariantType *type, gpointer data)
{
  guint            choice = MIN (g_value_get_uint (value), G_N_ELEMENTS (dimension_choices) - 1);
  g_autofree char *nick = g_strdup_printf ("%u", dimension_choices[choice]);

  return g_variant_new_string (nick);
}

static void
bind_settings (MusTrainingPage *self)
{
  GSettings *settings = mus_workspace_get_settings (self->workspace);
  const struct
  {
    const char    *key;
    GtkSpinButton *spin;
  } spins[] = {
    { "learning-rate", self->learning_rate }, { "batch-size", self->batch_size },
    { "patience", self->patience },           { "max-epochs", self->max_epochs },
    { "seed", self->seed },                   { "perplexity", self->perplexity },
    { "iterations", self->iterations },
  };

  for (guint i = 0; i < G_N_ELEMENTS (spins); i++)
    g_settings_bind (settings, spins[i].key, spins[i].spin, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind_with_mapping (settings, "dimensions", self->dimensions, "selected",
                                G_SETTINGS_BIND_DEFAULT, dimensions_to_choice,
                                choice_to_dimensions, NULL, NULL);
  g_settings_bind (settings, "loss-log-scale", self->log_switch, "active",
                   G_SETTINGS_BIND_DEFAULT);
}

/*
 * The widget
 */

static void
mus_training_page_dispose (GObject *object)
{
  MusTrainingPage *self = MUS_TRAINING_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), MUS_TYPE_TRAINING_PAGE);
  g_clear_object (&self->job);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (mus_training_page_parent_class)->dispose (object);
}

#define BIND(child) gtk_widget_class_bind_template_child (widget_class, MusTrainingPage, child)

static void
mus_training_page_class_init (MusTrainingPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mus_training_page_dispose;
  g_type_ensure (MUS_TYPE_LOSS_CHART);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/example/MusRec/ui/training-page.ui");
  BIND (content);
  BIND (chart);
  BIND (log_switch);
  BIND (epoch);
  BIND (validation);
  BIND (rate);
  BIND (dropout);
  BIND (patience_left);
  BIND (time_left);
  BIND (outcome);
  BIND (train);
  BIND (stop);
  BIND (cancel);
  BIND (dimensions);
  BIND (learning_rate);
  BIND (batch_size);
  BIND (patience);
  BIND (max_epochs);
  BIND (seed);
  BIND (perplexity);
  BIND (iterations);
  gtk_widget_class_install_action (widget_class, "training.reset", NULL, training_action);
  gtk_widget_class_install_action (widget_class, "training.stop", NULL, training_action);
  gtk_widget_class_install_action (widget_class, "training.cancel", NULL, training_action);
}

static void
mus_training_page_init (MusTrainingPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
mus_training_page_set_workspace (MusTrainingPage *self, MusWorkspace *workspace)
{
  self->workspace = g_object_ref (workspace);
  bind_settings (self);
  g_signal_connect_object (workspace, "notify::job", G_CALLBACK (job_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify::model", G_CALLBACK (show_training), self,
                           G_CONNECT_SWAPPED);
  job_changed_cb (self);
}
