/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/mus-figure-table.h"

#include <glib/gi18n.h>
#include <math.h>

#include "musrec.h"

/* Four; more where these would hide how small it is. */
static int
count_decimals (double error)
{
  return error > 0.0 && error < 0.0001 ? (int) MIN (-floor (log10 (error)), 12.0) : 4;
}

char *
mus_figure_format (MusFigureKind kind, double value)
{
  if (isnan (value))
    return g_strdup ("–");

  switch (kind)
    {
    case MUS_FIGURE_ERROR:
      return g_strdup_printf ("%.*f", count_decimals (value), value);
    case MUS_FIGURE_PERCENT:
      return g_strdup_printf (_ ("%.1f %%"), 100.0 * value);
    case MUS_FIGURE_POINTS:
      return g_strdup_printf ("%.1f", value);
    case MUS_FIGURE_MS:
      return g_strdup_printf (_ ("%.2f ms"), value);
    case MUS_FIGURE_SECONDS:
      return g_strdup_printf (_ ("%.1f s"), value);
    case MUS_FIGURE_COUNT:
    default:
      return mus_text_count ((gsize) value);
    }
}

void
mus_figure_table_init (MusFigureTable *self, GtkGrid *grid)
{
  GtkWidget *child;

  *self = (MusFigureTable){ .grid = grid };
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (grid))) != NULL)
    gtk_grid_remove (grid, child);
}

void
mus_figure_table_add_column (MusFigureTable *self, const char *title, gboolean is_own)
{
  g_assert (self->n_columns < MUS_FIGURE_MAX_COLUMNS);

  self->columns[self->n_columns++] = title;
  if (is_own)
    self->n_own = self->n_columns;
}

static GtkWidget *
new_label (const char *text, float xalign, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

/* A name, and in small letters what it means. */
static GtkWidget *
new_explained (const char *name, const char *css_class, const char *sentence)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *label = new_label (name, 0.0f, css_class);
  GtkWidget *words;

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (box, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  if (sentence == NULL)
    return box;

  words = new_label (sentence, 0.0f, "caption");
  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_widget_add_css_class (words, "dim-label");
  gtk_box_append (GTK_BOX (box), words);

  return box;
}

void
mus_figure_table_add_heading (MusFigureTable *self, const char *title, const char *sentence,
                              const gboolean *shown)
{
  GtkWidget *heading = new_explained (title, "title-4", sentence);

  if (self->n_rows > 0)
    gtk_widget_set_margin_top (heading, 18);
  gtk_grid_attach (self->grid, heading, 0, self->n_rows, 1, 1);
  for (guint c = 0; c < self->n_columns; c++)
    {
      gboolean   is_own = c < self->n_own;
      GtkWidget *label;

      if (!shown[c])
        continue;
      label = new_label (self->columns[c], 1.0f, is_own ? "caption-heading" : "caption");
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_RIGHT);
      gtk_label_set_max_width_chars (GTK_LABEL (label), 9);
      if (!is_own)
        gtk_widget_add_css_class (label, "dim-label");
      gtk_widget_set_valign (label, GTK_ALIGN_END);
      gtk_grid_attach (self->grid, label, (int) c + 1, self->n_rows, 1, 1);
    }
  self->n_rows++;
}

static GtkWidget *
new_value (const MusFigureTable *self, guint column, const char *name, const char *text)
{
  gboolean         is_own = column < self->n_own;
  GtkWidget       *label = new_label (text, 1.0f, "numeric");
  g_autofree char *spoken =
      /* translators: a figure, its column, what it is: "Largest hub, Sound: 45" */
      g_strdup_printf (_ ("%s, %s: %s"), name, self->columns[column], text);

  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_widget_add_css_class (label, is_own ? "heading" : "dim-label");
  gtk_label_set_selectable (GTK_LABEL (label), is_own);
  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  -1);

  return label;
}

void
mus_figure_table_add (MusFigureTable *self, const char *name, const char *sentence,
                      MusFigureKind kind, const double *values)
{
  gtk_grid_attach (self->grid, new_explained (name, NULL, sentence), 0, self->n_rows, 1, 1);
  for (guint c = 0; c < self->n_columns; c++)
    if (c < self->n_own || !isnan (values[c]))
      {
        g_autofree char *text = mus_figure_format (kind, values[c]);

        gtk_grid_attach (self->grid, new_value (self, c, name, text), (int) c + 1, self->n_rows,
                         1, 1);
      }
  self->n_rows++;
}
