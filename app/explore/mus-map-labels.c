/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explore/mus-map-labels.h"

#include <math.h>

#include "explore/mus-halo-text.h"
#include "picture/mus-label-placer.h"

/* The text of a region, made when it is first needed. */
typedef struct
{
  int            width;
  int            height;
  GskRenderNode *node;
} Text;

struct _MusMapLabels
{
  GtkWidget parent_instance;

  MusViewport        *viewport;
  MusMapMarks        *selection;
  const MusMapCovers *covers;  /* the map's */
  MusRegions         *regions; /* nullable */
  GArray             *texts;   /* of Text, one a region */
  gboolean            dark;
  gsize               n_shown;
};

G_DEFINE_FINAL_TYPE (MusMapLabels, mus_map_labels, GTK_TYPE_WIDGET)

static void
clear_text (gpointer data)
{
  Text *text = data;

  g_clear_pointer (&text->node, gsk_render_node_unref);
}

/* A name above its caption, which is smaller and dimmer; either may be missing. */
static PangoLayout *
lay_out_text (MusMapLabels *self, const MusRegion *region)
{
  PangoLayout     *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
  g_autofree char *name = g_markup_escape_text (region->name, -1);
  g_autofree char *caption = g_markup_escape_text (region->caption, -1);
  g_autofree char *markup = NULL;
  const char      *size = region->level == 0 ? "105%" : "95%";

  markup = g_strdup_printf ("<span weight=\"bold\" size=\"%s\">%s</span>%s"
                            "<span size=\"85%%\" alpha=\"90%%\">%s</span>",
                            size, name, *name != '\0' && *caption != '\0' ? "\n" : "", caption);
  pango_layout_set_markup (layout, markup, -1);
  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);

  return layout;
}

static const Text *
ensure_text (MusMapLabels *self, gsize region)
{
  Text *text = &g_array_index (self->texts, Text, region);

  if (text->node == NULL)
    {
      gsize                   n;
      const MusRegion        *regions = mus_regions_all (self->regions, &n);
      g_autoptr (PangoLayout) layout = lay_out_text (self, &regions[region]);

      pango_layout_get_pixel_size (layout, &text->width, &text->height);
      text->node = mus_halo_text_node (layout, GTK_WIDGET (self), self->dark);
    }

  return text;
}

static void
measure_text (gsize region, double *width, double *height, gpointer data)
{
  const Text *text = ensure_text (data, region);

  *width = text->width;
  *height = text->height;
}

/* The parts of the view where no label shall stand: the selected track's, and those that
 * other widgets lie over. */
static GArray *
measure_covers (MusMapLabels *self)
{
  GArray         *boxes = mus_map_covers_measure (self->covers, GTK_WIDGET (self));
  graphene_rect_t area;

  if (mus_map_marks_get_selected_area (self->selection, &area))
    {
      MusBox box = { area.origin.x, area.origin.y, area.size.width, area.size.height };

      g_array_append_val (boxes, box);
    }

  return boxes;
}

static void
mus_map_labels_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MusMapLabels        *self = MUS_MAP_LABELS (widget);
  g_autoptr (GArray)   covers = measure_covers (self);
  g_autofree MusLabel *labels = NULL;
  const MusRegion     *regions;
  gsize                n_regions;
  MusLabelPlan         plan = {
    .affine = mus_viewport_get_affine (self->viewport),
    .zoom = mus_viewport_get_zoom (self->viewport),
    .width = mus_viewport_get_width (self->viewport),
    .height = mus_viewport_get_height (self->viewport),
    .covers = (const MusBox *) covers->data,
    .n_covers = covers->len,
  };

  self->n_shown = 0;
  if (self->regions == NULL)
    return;

  regions = mus_regions_all (self->regions, &n_regions);
  labels = g_new (MusLabel, n_regions);
  self->n_shown = mus_labels_place (regions, n_regions, &plan, measure_text, self, labels);
  for (gsize i = 0; i < self->n_shown; i++)
    {
      graphene_point_t origin = { (float) round (labels[i].box.x),
                                  (float) round (labels[i].box.y) };

      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &origin);
      gtk_snapshot_append_node (snapshot, ensure_text (self, labels[i].region)->node);
      gtk_snapshot_restore (snapshot);
    }
}

static void
drop_texts (MusMapLabels *self)
{
  gsize n = 0;

  if (self->regions != NULL)
    mus_regions_all (self->regions, &n);
  g_array_set_size (self->texts, 0);
  g_array_set_size (self->texts, (guint) n);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Another font or text size. */
static void
mus_map_labels_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (mus_map_labels_parent_class)->css_changed (widget, change);
  drop_texts (MUS_MAP_LABELS (widget));
}

static void
mus_map_labels_dispose (GObject *object)
{
  MusMapLabels *self = MUS_MAP_LABELS (object);

  g_clear_object (&self->viewport);
  g_clear_object (&self->selection);
  g_clear_pointer (&self->regions, mus_regions_unref);

  G_OBJECT_CLASS (mus_map_labels_parent_class)->dispose (object);
}

static void
mus_map_labels_finalize (GObject *object)
{
  MusMapLabels *self = MUS_MAP_LABELS (object);

  g_array_unref (self->texts);

  G_OBJECT_CLASS (mus_map_labels_parent_class)->finalize (object);
}

static void
mus_map_labels_class_init (MusMapLabelsClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = mus_map_labels_dispose;
  object_class->finalize = mus_map_labels_finalize;
  widget_class->snapshot = mus_map_labels_snapshot;
  widget_class->css_changed = mus_map_labels_css_changed;
}

static void
mus_map_labels_init (MusMapLabels *self)
{
  self->texts = g_array_new (FALSE, TRUE, sizeof (Text));
  g_array_set_clear_func (self->texts, clear_text);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (drop_texts), NULL);
}

GtkWidget *
mus_map_labels_new (MusViewport *viewport, MusMapMarks *selection, const MusMapCovers *covers)
{
  MusMapLabels *self = g_object_new (MUS_TYPE_MAP_LABELS, NULL);

  self->viewport = g_object_ref (viewport);
  self->selection = g_object_ref (selection);
  self->covers = covers;
  g_signal_connect_object (viewport, "changed", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

void
mus_map_labels_set_regions (MusMapLabels *self, MusRegions *regions)
{
  g_clear_pointer (&self->regions, mus_regions_unref);
  self->regions = regions != NULL ? mus_regions_ref (regions) : NULL;
  drop_texts (self);
}

void
mus_map_labels_set_dark (MusMapLabels *self, gboolean dark)
{
  self->dark = dark;
  drop_texts (self);
}

gsize
mus_map_labels_get_n_shown (MusMapLabels *self)
{
  return self->n_shown;
}
