/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mus-window.h"

#include <glib/gi18n.h>

#include "explore/mus-explore-page.h"
#include "filters/mus-filter-panel.h"
#include "mus-file-dialog.h"
#include "mus-focus.h"
#include "mus-model-actions.h"
#include "mus-place.h"
#include "mus-problem.h"
#include "mus-recent.h"
#include "mus-start-page.h"
#include "mus-status-bar.h"
#include "report/mus-report-page.h"
#include "taste/mus-for-you-page.h"
#include "taste/mus-taste-actions.h"
#include "taste/mus-taste-tray.h"
#include "training/mus-training-page.h"

/* How many of the artists are asked without their genres having been seen, and in how many
 * parts. */
#define UNSEEN_SHARE 0.1
#define UNSEEN_FOLDS 5

/* The width of a notice: it wraps behind so many characters. */
#define NOTICE_CHARS 60

struct _MusWindow
{
  AdwApplicationWindow parent_instance;

  MusWorkspace *workspace;
  MusForYou    *for_you;
  MusPlace     *place;
  GtkLabel     *notice; /* the one that shows, or will: its toast's */

  AdwToastOverlay *toasts;
  GtkStack        *stack;
  AdwViewStack    *pages;
  GtkWidget       *way_buttons;
  GtkMenuButton   *filter_button;
  MusFilterPanel  *filter_panel;
  GtkWidget       *surprise_button;
  GtkMenuButton   *menu_button;
  MusStartPage    *start_page;
  MusExplorePage  *explore_page;
  MusForYouPage   *for_you_page;
  MusTrainingPage *training_page;
  MusReportPage   *report_page;
  MusTasteTray    *taste_tray;
  MusStatusBar    *status_bar;
};

G_DEFINE_FINAL_TYPE (MusWindow, mus_window, ADW_TYPE_APPLICATION_WINDOW)

/*
 * Actions
 */

static void
update_actions (MusWindow *self)
{
  gboolean has_catalog = mus_workspace_get_catalog (self->workspace) != NULL;
  gboolean has_index = mus_workspace_get_index (self->workspace) != NULL;
  MusStep  step = mus_workspace_get_step (self->workspace);
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "win.back",
                                 mus_workspace_can_go_back (self->workspace));
  gtk_widget_action_set_enabled (widget, "win.forward",
                                 mus_workspace_can_go_forward (self->workspace));
  gtk_widget_action_set_enabled (widget, "win.surprise", has_catalog);
  gtk_widget_action_set_enabled (widget, "win.open-in-browser",
                                 mus_workspace_get_selected (self->workspace) != MUS_NO_ROW);
  gtk_widget_action_set_enabled (widget, "win.search", has_catalog);
  gtk_widget_action_set_enabled (widget, "win.filters", has_catalog);
  gtk_widget_action_set_enabled (widget, "win.toggle-list", has_catalog);
  gtk_widget_action_set_enabled (widget, "win.catalog-details", has_catalog);
  gtk_widget_action_set_enabled (widget, "job.train",
                                 has_catalog && step != MUS_STEP_TRAINING);
  gtk_widget_action_set_enabled (widget, "job.lay-out", has_index && step != MUS_STEP_LAYOUT);
  gtk_widget_action_set_enabled (widget, "job.report", has_index && step == MUS_STEP_NONE);
  gtk_widget_action_set_enabled (widget, "job.compare-sizes",
                                 has_index && step == MUS_STEP_NONE);
  gtk_widget_action_set_enabled (widget, "job.ask-unseen",
                                 has_index && step == MUS_STEP_NONE &&
                                     mus_workspace_has_genres (self->workspace));
}

static void
chosen_cb (GFile *file, gpointer data)
{
  mus_window_open (data, file);
}

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  static const char *const patterns[] = { "*.[cC][sS][vV]", "*.[tT][sS][vV]", NULL };
  static const char *const types[] = { "text/csv", "text/tab-separated-values", NULL };
  const MusFileDialog dialog = {
    .action = GTK_FILE_CHOOSER_ACTION_OPEN,
    .title = _ ("Open Catalog"),
    .accept = _ ("_Open"),
    .filter = _ ("Catalogs (CSV)"),
    .patterns = patterns,
    .mime_types = types,
  };

  mus_file_dialog_show (GTK_WINDOW (widget),
                        mus_workspace_get_settings (MUS_WINDOW (widget)->workspace), &dialog,
                        chosen_cb, widget);
}

static void
open_sample_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  mus_workspace_open_sample (MUS_WINDOW (widget)->workspace);
}

static void
way_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MusWindow *self = MUS_WINDOW (widget);

  if (g_str_equal (name, "win.back"))
    mus_workspace_go_back (self->workspace);
  else
    mus_workspace_go_forward (self->workspace);
}

static void
surprise_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MusWindow *self = MUS_WINDOW (widget);

  adw_view_stack_set_visible_child_name (self->pages, "explore");
  mus_workspace_select_any (self->workspace);
}

static void
search_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MusWindow *self = MUS_WINDOW (widget);

  adw_view_stack_set_visible_child_name (self->pages, "explore");
  mus_explore_page_find (self->explore_page);
}

static void
filters_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MusWindow *self = MUS_WINDOW (widget);

  if (!gtk_widget_get_visible (GTK_WIDGET (self->filter_button)))
    adw_view_stack_set_visible_child_name (self->pages, "explore");
  gtk_menu_button_popup (self->filter_button);
}

static void
open_in_browser_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MusWindow *self = MUS_WINDOW (widget);

  mus_explore_page_open_in_browser (self->explore_page);
}

static void
toggle_list_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  mus_explore_page_toggle_list (MUS_WINDOW (widget)->explore_page);
}

static void
details_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  mus_status_bar_show_details (MUS_WINDOW (widget)->status_bar);
}

static void
page_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MusWindow  *self = MUS_WINDOW (widget);
  const char *page = g_variant_get_string (parameter, NULL);

  adw_view_stack_set_visible_child_name (self->pages, page);
  if (g_str_equal (page, "for-you"))
    mus_for_you_page_focus_list (self->for_you_page);
}

static void
job_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MusWindow *self = MUS_WINDOW (widget);

  if (g_str_equal (name, "job.train"))
    mus_workspace_train (self->workspace);
  else if (g_str_equal (name, "job.lay-out"))
    mus_workspace_lay_out (self->workspace);
  else
    {
      MusReportSettings settings = MUS_REPORT_SETTINGS_INIT;

      settings.compare_sizes = g_str_equal (name, "job.compare-sizes");
      if (g_str_equal (name, "job.ask-unseen"))
        {
          settings.hold_out = UNSEEN_SHARE;
          settings.n_folds = UNSEEN_FOLDS;
        }
      mus_workspace_make_report (self->workspace, &settings);
    }
}

/*
 * What the workspace says
 */

/* Filters and tastes are for the pages that list tracks. */
static void
update_for_page (MusWindow *self)
{
  const char *page = adw_view_stack_get_visible_child_name (self->pages);
  gboolean    has_tracks = mus_workspace_get_catalog (self->workspace) != NULL &&
                        g_strcmp0 (page, "training") != 0 && g_strcmp0 (page, "report") != 0;

  gtk_widget_set_visible (GTK_WIDGET (self->filter_button), has_tracks);
  gtk_widget_set_visible (GTK_WIDGET (self->taste_tray), has_tracks);
}

static void
catalog_changed_cb (MusWorkspace *workspace, GParamSpec *pspec, MusWindow *self)
{
  MusCatalog *catalog = mus_workspace_get_catalog (workspace);
  g_autofree char *title = NULL;

  gtk_stack_set_visible_child_name (self->stack, catalog != NULL ? "pages" : "start");
  gtk_widget_set_visible (self->way_buttons, catalog != NULL);
  gtk_widget_set_visible (self->surprise_button, catalog != NULL);
  update_for_page (self);
  update_actions (self);
  if (catalog == NULL)
    return;

  /* translators: the window's title; %s is the name of the open catalog */
  title = g_strdup_printf (_ ("%s – MusRec"), mus_workspace_is_sample (workspace)
                                                  ? _ ("Sample Catalog")
                                                  : mus_catalog_name (catalog));
  gtk_window_set_title (GTK_WINDOW (self), title);
  if (!mus_workspace_is_sample (workspace))
    mus_recent_add (mus_workspace_get_file (workspace));
}

static const char *
get_failure_title (MusStep step)
{
  switch (step)
    {
    case MUS_STEP_TRAINING:
      return _ ("The Training Failed");
    case MUS_STEP_MODEL:
      return _ ("The Model Could Not Be Opened");
    case MUS_STEP_SAVING:
      return _ ("The Model Could Not Be Saved");
    case MUS_STEP_LAYOUT:
      return _ ("The Map Could Not Be Made");
    case MUS_STEP_REPORT:
      return _ ("The Report Could Not Be Made");
    case MUS_STEP_NONE:
    case MUS_STEP_READING:
    default:
      return _ ("The Catalog Could Not Be Opened");
    }
}

static void
notice_dismissed_cb (MusWindow *self)
{
  self->notice = NULL;
}

/* Returns: (transfer floating): a toast's title, as long as it takes */
static GtkWidget *
make_notice_label (const char *sentence)
{
  GtkWidget *label = gtk_label_new (sentence);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), NOTICE_CHARS);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_widget_add_css_class (label, "heading");

  return label;
}

/* One at a time: several steps may fail for the same reason. */
static void
notice_cb (MusWorkspace *workspace, const char *sentence, MusWindow *self)
{
  GtkWidget *label;
  AdwToast  *toast;

  if (self->notice != NULL)
    {
      gtk_label_set_label (self->notice, sentence);
      return;
    }

  label = make_notice_label (sentence);
  self->notice = GTK_LABEL (label);
  toast = adw_toast_new ("");
  adw_toast_set_custom_title (toast, label);
  adw_toast_set_timeout (toast, 0);
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (notice_dismissed_cb), self,
                           G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
open_another_cb (MusWindow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open", NULL);
}

static void
failed_cb (MusWorkspace *workspace, int step, const GError *error, MusWindow *self)
{
  GtkWidget *dialog = mus_problem_dialog_new (GTK_WINDOW (self), workspace,
                                              get_failure_title ((MusStep) step), error);

  if (step == MUS_STEP_READING)
    {
      adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "other",
                                       _ ("_Open Another…"));
      adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "other");
      g_signal_connect_object (dialog, "response::other", G_CALLBACK (open_another_cb), self,
                               G_CONNECT_SWAPPED);
    }
  gtk_window_present (GTK_WINDOW (dialog));
}

/*
 * Files that are dropped
 */

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, MusWindow *self)
{
  GSList *files = g_value_get_boxed (value);

  if (files == NULL)
    return FALSE;

  mus_window_open (self, files->data);

  return TRUE;
}

/*
 * The widget
 */

static void
mus_window_unrealize (GtkWidget *widget)
{
  MusWindow *self = MUS_WINDOW (widget);
  GSettings *settings = mus_workspace_get_settings (self->workspace);
  int        width, height;

  mus_place_save (self->place);
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_boolean (settings, "window-maximized",
                          gtk_window_is_maximized (GTK_WINDOW (self)));
  if (!gtk_window_is_maximized (GTK_WINDOW (self)) && width > 0 && height > 0)
    {
      g_settings_set_int (settings, "window-width", width);
      g_settings_set_int (settings, "window-height", height);
    }

  GTK_WIDGET_CLASS (mus_window_parent_class)->unrealize (widget);
}

static void
mus_window_dispose (GObject *object)
{
  MusWindow *self = MUS_WINDOW (object);

  if (self->workspace != NULL)
    mus_workspace_close (self->workspace);
  g_clear_pointer (&self->place, mus_place_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), MUS_TYPE_WINDOW);
  g_clear_object (&self->for_you);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (mus_window_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *klass)
{
  static const struct
  {
    const char                     *name;
    const char                     *parameter;
    GtkWidgetActionActivateFunc     activate;
  } actions[] = {
    { "win.open", NULL, open_action },
    { "win.open-sample", NULL, open_sample_action },
    { "win.back", NULL, way_action },
    { "win.forward", NULL, way_action },
    { "win.surprise", NULL, surprise_action },
    { "win.search", NULL, search_action },
    { "win.open-in-browser", NULL, open_in_browser_action },
    { "win.filters", NULL, filters_action },
    { "win.toggle-list", NULL, toggle_list_action },
    { "win.catalog-details", NULL, details_action },
    { "win.page", "s", page_action },
    { "job.train", NULL, job_action },
    { "job.lay-out", NULL, job_action },
    { "job.report", NULL, job_action },
    { "job.compare-sizes", NULL, job_action },
    { "job.ask-unseen", NULL, job_action },
  };
  static const struct
  {
    guint           key;
    GdkModifierType modifiers;
    const char     *action;
  } keys[] = {
    { GDK_KEY_o, GDK_CONTROL_MASK, "win.open" },
    { GDK_KEY_f, GDK_CONTROL_MASK, "win.search" },
    { GDK_KEY_f, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "win.filters" },
    { GDK_KEY_Left, GDK_ALT_MASK, "win.back" },
    { GDK_KEY_Right, GDK_ALT_MASK, "win.forward" },
    { GDK_KEY_Return, GDK_CONTROL_MASK, "win.open-in-browser" },
    { GDK_KEY_F9, 0, "win.toggle-list" },
    { GDK_KEY_r, GDK_CONTROL_MASK, "win.surprise" },
  };
  static const char *const pages[] = { "explore", "for-you", "training", "report" };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (klass, actions[i].name, actions[i].parameter,
                                     actions[i].activate);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (klass, keys[i].key, keys[i].modifiers,
                                         keys[i].action, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    gtk_widget_class_add_binding_action (klass, GDK_KEY_1 + i, GDK_ALT_MASK, "win.page", "s",
                                         pages[i]);
}

static void
mus_window_class_init (MusWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mus_window_dispose;
  widget_class->unrealize = mus_window_unrealize;

  g_type_ensure (MUS_TYPE_START_PAGE);
  g_type_ensure (MUS_TYPE_EXPLORE_PAGE);
  g_type_ensure (MUS_TYPE_FILTER_PANEL);
  g_type_ensure (MUS_TYPE_FOR_YOU_PAGE);
  g_type_ensure (MUS_TYPE_TRAINING_PAGE);
  g_type_ensure (MUS_TYPE_REPORT_PAGE);
  g_type_ensure (MUS_TYPE_TASTE_TRAY);
  g_type_ensure (MUS_TYPE_STATUS_BAR);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/com/example/MusRec/ui/window.ui");
  gtk_widget_class_bind_template_child (widget_class, MusWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, MusWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, MusWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, MusWindow, way_buttons);
  gtk_widget_class_bind_template_child (widget_class, MusWindow, filter_button);
  gtk_widget_class_bind_template_child (widget_class, MusWindow, filter_panel);
  gtk_widget_class_bind_template_child (widget_class, MusWindow, surprise_button);
  gtk_widget_class_bind_template_child (widget_class, MusWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, MusWindow, start_page);
  gtk_widget_class_bind_template_child (widget_class, MusWindow, explore_page);
  gtk_widget_class_bind_template_child (widget_class, MusWindow, for_you_page);
  gtk_widget_class_bind_template_child (widget_class, MusWindow, training_page);
  gtk_widget_class_bind_template_child (widget_class, MusWindow, report_page);
  gtk_widget_class_bind_template_child (widget_class, MusWindow, taste_tray);
  gtk_widget_class_bind_template_child (widget_class, MusWindow, status_bar);
  install_actions (widget_class);
}

static void
mus_window_init (MusWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (self->way_buttons, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->filter_button), FALSE);
  gtk_widget_set_visible (self->surprise_button, FALSE);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

MusWindow *
mus_window_new (MusApplication *application, GSettings *settings, GFile *file)
{
  static const char *const notified[] = { "model",    "open-job",    "job",
                                          "selected", "can-go-back", "can-go-forward" };
  MusWorkspace *workspace = mus_workspace_new (settings);
  MusWindow    *self;

  if (file != NULL)
    mus_workspace_open (workspace, file);
  self = g_object_new (MUS_TYPE_WINDOW, "application", application, NULL);
  self->workspace = workspace;
  self->for_you = mus_for_you_new (self->workspace);
  g_signal_connect_object (self->workspace, "notify::catalog",
                           G_CALLBACK (catalog_changed_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (self->workspace, "failed", G_CALLBACK (failed_cb), self,
                           G_CONNECT_DEFAULT);
  g_signal_connect_object (self->workspace, "notice", G_CALLBACK (notice_cb), self,
                           G_CONNECT_DEFAULT);
  for (guint i = 0; i < G_N_ELEMENTS (notified); i++)
    {
      g_autofree char *signal = g_strconcat ("notify::", notified[i], NULL);

      g_signal_connect_object (self->workspace, signal, G_CALLBACK (update_actions), self,
                               G_CONNECT_SWAPPED);
    }

  g_signal_connect_object (self->pages, "notify::visible-child-name",
                           G_CALLBACK (update_for_page), self, G_CONNECT_SWAPPED);
  gtk_menu_button_set_menu_model (
      self->menu_button,
      G_MENU_MODEL (gtk_application_get_menu_by_id (GTK_APPLICATION (application), "primary")));
  mus_filter_panel_set_workspace (self->filter_panel, self->workspace);
  mus_start_page_set_workspace (self->start_page, self->workspace);
  mus_explore_page_set_workspace (self->explore_page, self->workspace, self->for_you);
  mus_for_you_page_set_workspace (self->for_you_page, self->workspace, self->for_you);
  mus_training_page_set_workspace (self->training_page, self->workspace);
  mus_report_page_set_workspace (self->report_page, self->workspace);
  mus_status_bar_set_workspace (self->status_bar, self->workspace);
  mus_taste_tray_set_workspace (self->taste_tray, self->workspace);
  self->place = mus_place_new (self->workspace, self->pages,
                               mus_explore_page_get_map (self->explore_page));
  mus_model_actions_add (GTK_WINDOW (self), self->workspace);
  mus_taste_actions_add (GTK_WIDGET (self), self->workspace, self->toasts);
  mus_focus_keep (GTK_WINDOW (self));

  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  update_actions (self);

  return self;
}

MusWorkspace *
mus_window_get_workspace (MusWindow *self)
{
  return self->workspace;
}

void
mus_window_open (MusWindow *self, GFile *file)
{
  mus_workspace_open (self->workspace, file);
}
