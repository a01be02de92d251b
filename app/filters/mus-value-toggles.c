/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "filters/mus-value-toggles.h"

#define N_VALUES 32
#define PER_LINE 6

struct _MusValueToggles
{
  GtkWidget parent_instance;

  GtkWidget *grid;
  GtkWidget *buttons[N_VALUES]; /* NULL: the catalog has no such value */
  gboolean   is_following;
};

G_DEFINE_FINAL_TYPE (MusValueToggles, mus_value_toggles, GTK_TYPE_WIDGET)

static guint changed_signal;

static guint32
find_values (MusFeature feature, const MusMatrix *features)
{
  guint32 values = 0;

  for (gsize row = 0; row < mus_matrix_n_rows (features); row++)
    {
      float value = mus_matrix_row (features, row)[feature];

      if (value > -0.5f && value < N_VALUES - 0.5f)
        values |= 1u << (guint) (value + 0.5f);
    }

  return values;
}

static void
toggled_cb (MusValueToggles *self)
{
  if (!self->is_following)
    g_signal_emit (self, changed_signal, 0);
}

static void
mus_value_toggles_dispose (GObject *object)
{
  MusValueToggles *self = MUS_VALUE_TOGGLES (object);

  g_clear_pointer (&self->grid, gtk_widget_unparent);

  G_OBJECT_CLASS (mus_value_toggles_parent_class)->dispose (object);
}

static void
mus_value_toggles_class_init (MusValueTogglesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mus_value_toggles_dispose;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
mus_value_toggles_init (MusValueToggles *self)
{
  self->grid = gtk_grid_new ();
  gtk_grid_set_column_homogeneous (GTK_GRID (self->grid), TRUE);
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 3);
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), 3);
  gtk_widget_set_parent (self->grid, GTK_WIDGET (self));
}

GtkWidget *
mus_value_toggles_new (MusFeature feature, const MusMatrix *features)
{
  MusValueToggles *self = g_object_new (MUS_TYPE_VALUE_TOGGLES, NULL);
  guint32          values = find_values (feature, features);
  int              n = 0;

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  mus_feature_label (feature), -1);
  for (guint value = 0; value < N_VALUES; value++)
    if ((values >> value & 1) != 0)
      {
        g_autofree char *label = mus_feature_format (feature, (float) value);
        GtkWidget       *button = gtk_toggle_button_new_with_label (label);

        gtk_widget_add_css_class (button, "value");
        g_signal_connect_swapped (button, "toggled", G_CALLBACK (toggled_cb), self);
        gtk_grid_attach (GTK_GRID (self->grid), button, n % PER_LINE, n / PER_LINE, 1, 1);
        self->buttons[value] = button;
        n++;
      }

  return GTK_WIDGET (self);
}

void
mus_value_toggles_set (MusValueToggles *self, guint32 values)
{
  self->is_following = TRUE;
  for (guint value = 0; value < N_VALUES; value++)
    if (self->buttons[value] != NULL)
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->buttons[value]),
                                    (values >> value & 1) != 0);
  self->is_following = FALSE;
}

guint32
mus_value_toggles_get (MusValueToggles *self)
{
  guint32 values = 0;

  for (guint value = 0; value < N_VALUES; value++)
    if (self->buttons[value] != NULL &&
        gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->buttons[value])))
      values |= 1u << value;

  return values;
}
