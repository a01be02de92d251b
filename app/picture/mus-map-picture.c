/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "picture/mus-map-picture.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "picture/mus-genre-colours.h"
#include "picture/mus-label-placer.h"

/* More points than that are pixels in a vector picture too, at that many a unit. */
#define MOST_SHAPES 5000
#define VECTOR_PIXELS 2.0

/* Of a picture with this height; a larger one has everything larger. */
#define USUAL_HEIGHT 900.0
#define MARGIN 28.0
#define TITLE_HEIGHT 64.0

#define TITLE_SIZE 22.0
#define NAME_SIZE 15.0
#define CAPTION_SIZE 12.5
#define LEGEND_SIZE 14.0
#define LEGEND_INDENT 20.0 /* of a name behind its dot */
#define MOST_CHARACTERS 60 /* of a text; a longer one is cut */

typedef struct
{
  const MusMapPicture *picture;
  cairo_t             *cr;
  gboolean             vector;
  double               unit; /* what a usual pixel is in this picture */
  MusRgb               ink;
  MusRgb               paper;
  MusViewport         *viewport; /* of the part that has the points */
  MusBox               map;
} Sheet;

static void
set_colour (cairo_t *cr, MusRgb rgb, double alpha)
{
  cairo_set_source_rgba (cr, rgb.red, rgb.green, rgb.blue, alpha);
}

static void
choose_font (const Sheet *sheet, double size, gboolean bold)
{
  cairo_select_font_face (sheet->cr, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
                          bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size (sheet->cr, size * sheet->unit);
}

/* Returns: (transfer full): a text of a catalog as cairo takes it: without the code points
 * that are no characters, which it calls invalid, and not endless */
static char *
make_drawable (const char *text)
{
  g_autofree char    *shortened = mus_text_shorten (text, MOST_CHARACTERS);
  g_autoptr (GString) out = g_string_new (NULL);

  for (const char *p = shortened; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gboolean is_none = (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) == 0xfffe;

      g_string_append_unichar (out, is_none ? 0xfffd : g_unichar_iscntrl (c) ? ' ' : c);
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}

static double
measure_text (const Sheet *sheet, const char *text, double size, gboolean bold)
{
  cairo_text_extents_t extents;
  g_autofree char     *drawable = make_drawable (text);

  choose_font (sheet, size, bold);
  cairo_text_extents (sheet->cr, drawable, &extents);

  return extents.x_advance;
}

static void
draw_text (const Sheet *sheet, const char *text, double x, double baseline, double size,
           gboolean bold, double alpha)
{
  g_autofree char *drawable = make_drawable (text);

  choose_font (sheet, size, bold);
  set_colour (sheet->cr, sheet->ink, alpha);
  cairo_move_to (sheet->cr, x, baseline);
  cairo_show_text (sheet->cr, drawable);
}

static void
draw_title (const Sheet *sheet)
{
  const MusMapPicture *picture = sheet->picture;
  gsize            n = mus_matrix_n_rows (picture->positions);
  g_autofree char *count = g_strdup_printf (ngettext ("%'zu track",
                                                      "%'zu tracks", n), n);
  const char      *name = mus_catalog_name (picture->catalog);
  double           x = MARGIN * sheet->unit, baseline = 46.0 * sheet->unit;

  draw_text (sheet, name, x, baseline, TITLE_SIZE, TRUE, 1.0);
  x += measure_text (sheet, name, TITLE_SIZE, TRUE) + 14.0 * sheet->unit;
  draw_text (sheet, count, x, baseline, NAME_SIZE, FALSE, 0.6);
}

static void
draw_shapes (const Sheet *sheet, MusPointRaster *raster, const MusRgb *colours, double radius)
{
  const MusMapPicture *picture = sheet->picture;
  const guint32       *order = mus_point_raster_order (raster);
  guint16              n_genres = mus_catalog_n_genres (picture->catalog);

  for (gsize i = 0; i < mus_matrix_n_rows (picture->positions); i++)
    {
      const float *position = mus_matrix_row (picture->positions, order[i]);
      guint16      genre = mus_catalog_genre (picture->catalog, order[i]);
      double       x, y;

      mus_viewport_data_to_view (sheet->viewport, position[0], position[1], &x, &y);
      cairo_arc (sheet->cr, sheet->map.x + x, sheet->map.y + y, radius, 0.0, 2.0 * G_PI);
      set_colour (sheet->cr, colours[genre == MUS_NO_GENRE ? n_genres : genre], 0.85);
      cairo_fill (sheet->cr);
    }
}

static gboolean
draw_pixels (const Sheet *sheet, MusPointRaster *raster, double radius, GError **error)
{
  double           density = sheet->vector ? VECTOR_PIXELS : 1.0;
  MusAffine        affine = mus_viewport_get_affine (sheet->viewport);
  MusRasterView    view = {
    .width = (guint) (sheet->map.width * density),
    .height = (guint) (sheet->map.height * density),
    .affine = { affine.scale * density, affine.x * density, affine.y * density },
    .radius = MIN (radius * density, MUS_RASTER_MOST_RADIUS),
  };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) view.width,
                                                         (int) view.height);
  gboolean         done = FALSE;

  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    mus_error_set_no_memory (error, (gsize) view.width * view.height * 4);
  else
    done = mus_point_raster_draw (raster, &view, cairo_image_surface_get_data (surface),
                                  (gsize) cairo_image_surface_get_stride (surface), error);
  if (done)
    {
      cairo_surface_mark_dirty (surface);
      cairo_save (sheet->cr);
      cairo_translate (sheet->cr, sheet->map.x, sheet->map.y);
      cairo_scale (sheet->cr, 1.0 / density, 1.0 / density);
      cairo_set_source_surface (sheet->cr, surface, 0.0, 0.0);
      cairo_paint (sheet->cr);
      cairo_restore (sheet->cr);
    }
  cairo_surface_destroy (surface);

  return done;
}

static gboolean
draw_points (Sheet *sheet, GError **error)
{
  const MusMapPicture *picture = sheet->picture;
  gsize                n = mus_matrix_n_rows (picture->positions);
  g_autoptr (MusPointRaster) raster = mus_genre_raster_new (picture->catalog, n, error);
  g_autofree MusRgb   *colours = NULL;
  MusBounds            bounds;
  double               radius;

  if (raster == NULL)
    return FALSE;

  colours = mus_genre_colours_new (picture->families, mus_catalog_n_genres (picture->catalog),
                                   picture->dark);
  mus_point_raster_set_positions (raster, mus_matrix_data (picture->positions));
  mus_point_raster_set_colours (raster, colours);
  bounds = mus_point_raster_get_bounds (raster);
  mus_viewport_set_bounds (sheet->viewport, &bounds);
  mus_viewport_fit (sheet->viewport, &bounds, MARGIN * sheet->unit);

  radius = mus_point_raster_good_radius (raster, mus_viewport_get_affine (sheet->viewport).scale /
                                         sheet->unit) * sheet->unit;
  if (sheet->vector && n <= MOST_SHAPES)
    {
      draw_shapes (sheet, raster, colours, radius);
      return TRUE;
    }

  return draw_pixels (sheet, raster, radius, error);
}

static void
measure_label (gsize region, double *width, double *height, gpointer data)
{
  const Sheet     *sheet = data;
  gsize            n;
  const MusRegion *regions = mus_regions_all (sheet->picture->regions, &n);
  gboolean         named = *regions[region].name != '\0';

  *width = MAX (measure_text (sheet, regions[region].name, NAME_SIZE, TRUE),
                measure_text (sheet, regions[region].caption, CAPTION_SIZE, FALSE));
  *height = ((named ? NAME_SIZE : 0.0) + CAPTION_SIZE) * 1.3 * sheet->unit;
}

/* A line of a label, with a halo of the paper's colour, since points lie below it. */
static void
draw_label_line (const Sheet *sheet, const char *text, double middle, double baseline, double size,
                 gboolean bold, double alpha)
{
  cairo_t         *cr = sheet->cr;
  g_autofree char *drawable = make_drawable (text);

  cairo_move_to (cr, middle - measure_text (sheet, text, size, bold) / 2.0, baseline);
  cairo_text_path (cr, drawable);
  set_colour (cr, sheet->paper, 0.92);
  cairo_set_line_width (cr, 4.0 * sheet->unit);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke_preserve (cr);
  set_colour (cr, sheet->ink, alpha);
  cairo_fill (cr);
}

static void
draw_labels (const Sheet *sheet)
{
  gsize            n_regions, n_labels;
  const MusRegion *regions = mus_regions_all (sheet->picture->regions, &n_regions);
  g_autofree MusLabel *labels = g_new (MusLabel, n_regions);
  MusLabelPlan     plan = {
    .affine = mus_viewport_get_affine (sheet->viewport),
    .zoom = mus_viewport_get_zoom (sheet->viewport),
    .width = sheet->map.width,
    .height = sheet->map.height,
  };

  n_labels = mus_labels_place (regions, n_regions, &plan, measure_label, (gpointer) sheet, labels);
  for (gsize i = 0; i < n_labels; i++)
    {
      const MusRegion *region = &regions[labels[i].region];
      double           middle = sheet->map.x + labels[i].box.x + labels[i].box.width / 2.0;
      double           baseline = sheet->map.y + labels[i].box.y;

      if (*region->name != '\0')
        {
          baseline += 1.1 * NAME_SIZE * sheet->unit;
          draw_label_line (sheet, region->name, middle, baseline, NAME_SIZE, TRUE, 1.0);
        }
      baseline += 1.25 * CAPTION_SIZE * sheet->unit;
      draw_label_line (sheet, region->caption, middle, baseline, CAPTION_SIZE, FALSE, 0.75);
    }
}

/* How much room the names of the families need, margins included; 0 without families. */
static double
measure_legend (const Sheet *sheet)
{
  const MusFamilies *families = sheet->picture->families;
  guint              n = families != NULL ? mus_families_n (families) : 0;
  double             widest = 0.0;

  for (guint family = 0; family < n; family++)
    widest = MAX (widest,
                  measure_text (sheet, mus_families_name (families, family), LEGEND_SIZE, FALSE));

  return n > 0 ? widest + (LEGEND_INDENT + MARGIN) * sheet->unit : 0.0;
}

static void
draw_legend (const Sheet *sheet)
{
  const MusMapPicture *picture = sheet->picture;
  guint  n = picture->families != NULL ? mus_families_n (picture->families) : 0;
  double x = sheet->map.x + sheet->map.width, line = 24.0 * sheet->unit;
  double y = sheet->map.y + (sheet->map.height - n * line) / 2.0;

  for (guint family = 0; family < n; family++)
    {
      set_colour (sheet->cr, mus_palette_family (family, n, picture->dark), 1.0);
      cairo_arc (sheet->cr, x + 6.0 * sheet->unit, y + line / 2.0, 5.5 * sheet->unit, 0.0,
                 2.0 * G_PI);
      cairo_fill (sheet->cr);
      draw_text (sheet, mus_families_name (picture->families, family),
                 x + LEGEND_INDENT * sheet->unit,
                 y + line / 2.0 + 0.35 * LEGEND_SIZE * sheet->unit, LEGEND_SIZE, FALSE, 0.9);
      y += line;
    }
}

gboolean
mus_map_picture_draw (const MusMapPicture *self, cairo_t *cr, gboolean vector, GError **error)
{
  g_autoptr (MusViewport) viewport = mus_viewport_new ();
  double   unit = self->height / USUAL_HEIGHT;
  Sheet    sheet = {
    .picture = self,
    .cr = cr,
    .vector = vector,
    .unit = unit,
    .ink = self->dark ? (MusRgb) { 1.0, 1.0, 1.0 } : (MusRgb) { 0.1, 0.1, 0.1 },
    .paper = mus_palette_background (self->dark),
    .viewport = viewport,
  };

  sheet.map = (MusBox) {
    .y = TITLE_HEIGHT * unit,
    .width = MAX (self->width - measure_legend (&sheet), self->width / 2.0),
    .height = self->height - TITLE_HEIGHT * unit,
  };
  set_colour (cr, sheet.paper, 1.0);
  cairo_paint (cr);
  mus_viewport_set_size (viewport, sheet.map.width, sheet.map.height);
  if (!draw_points (&sheet, error))
    return FALSE;
  if (self->regions != NULL)
    draw_labels (&sheet);
  draw_legend (&sheet);
  draw_title (&sheet);

  return TRUE;
}

static cairo_status_t
write_bytes (void *file, const unsigned char *bytes, unsigned int n)
{
  return mus_atomic_file_write (file, bytes, n) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

/* A surface as wide and high as the picture that writes itself to @file; a PNG's is written
 * once it is drawn. */
typedef struct
{
  const char *ending;
  cairo_surface_t *(*make) (MusAtomicFile *file, double width, double height);
  gboolean vector;
} Format;

static cairo_surface_t *
make_png (MusAtomicFile *file, double width, double height)
{
  return cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) width, (int) height);
}

static cairo_surface_t *
make_svg (MusAtomicFile *file, double width, double height)
{
  cairo_surface_t *surface = cairo_svg_surface_create_for_stream (write_bytes, file, width, height);

  cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);

  return surface;
}

static cairo_surface_t *
make_pdf (MusAtomicFile *file, double width, double height)
{
  return cairo_pdf_surface_create_for_stream (write_bytes, file, width, height);
}

static const Format formats[] = {
  { ".png", make_png, FALSE },
  { ".svg", make_svg, TRUE },
  { ".pdf", make_pdf, TRUE },
};

static const Format *
find_format (const char *path, GError **error)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_has_suffix (lower, formats[i].ending))
      return &formats[i];

  g_set_error (error, MUS_ERROR, MUS_ERROR_SETTING,
               _ ("“%s” is not the name of a picture: it must end in .png, .svg or .pdf."), path);

  return NULL;
}

gboolean
mus_map_picture_check_path (const char *path, GError **error)
{
  return find_format (path, error) != NULL;
}

/* What cairo could not do, unless it was the writing: the file tells that better. */
static gboolean
check_status (cairo_status_t status, const MusMapPicture *picture, GError **error)
{
  if (status == CAIRO_STATUS_SUCCESS || status == CAIRO_STATUS_WRITE_ERROR)
    return TRUE;

  if (status == CAIRO_STATUS_NO_MEMORY)
    mus_error_set_no_memory (error, (gsize) picture->width * picture->height * 4);
  else
    g_set_error (error, MUS_ERROR, MUS_ERROR_SETTING,
                 _ ("A picture of %u × %u pixels can’t be drawn: %s"), picture->width,
                 picture->height, cairo_status_to_string (status));

  return FALSE;
}

gboolean
mus_map_picture_write (const MusMapPicture *self, const char *path, MusAtomicFile *file,
                       GError **error)
{
  const Format    *format = find_format (path, error);
  cairo_surface_t *surface;
  cairo_t         *cr;
  cairo_status_t   status;
  gboolean         drawn;

  if (format == NULL)
    return FALSE;

  surface = format->make (file, self->width, self->height);
  cr = cairo_create (surface);
  drawn = mus_map_picture_draw (self, cr, format->vector, error);
  status = cairo_status (cr);
  cairo_destroy (cr);
  if (drawn && status == CAIRO_STATUS_SUCCESS && !format->vector)
    status = cairo_surface_write_to_png_stream (surface, write_bytes, file);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);

  return drawn && check_status (status, self, error);
}

gboolean
mus_map_picture_save (const MusMapPicture *self, const char *path, GError **error)
{
  g_autoptr (MusAtomicFile) file = NULL;

  if (!mus_map_picture_check_path (path, error))
    return FALSE;
  file = mus_atomic_file_new (path, 0666, error);

  return file != NULL && mus_map_picture_write (self, path, file, error) &&
         mus_atomic_file_commit (file, error);
}
