/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "musrec.h"

G_BEGIN_DECLS

/**
 * MusMapPicture: a whole map as a picture
 * @catalog: whose tracks are on it
 * @families: (nullable): their genres' families; without, the map has one colour
 * @regions: (nullable): what is written on it
 * @positions: (M, 2): where the first M tracks of @catalog stand
 * @width: in pixels of a PNG and an SVG, in points of a PDF
 * @height: the same; what is written grows with it
 * @dark: light points on a dark ground
 */
typedef struct
{
  const MusCatalog  *catalog;
  const MusFamilies *families;
  const MusRegions  *regions;
  const MusMatrix   *positions;
  guint              width;
  guint              height;
  gboolean           dark;
} MusMapPicture;

/**
 * mus_map_picture_draw:
 * @cr: where, with its origin at the picture's top left corner
 * @vector: whether the points shall be shapes where they are few; many points are always
 *   pixels, since a shape takes some hundred bytes
 *
 * Points, names and captions of the regions, the families as a legend, a title.
 *
 * Returns: %FALSE when memory is short
 */
gboolean mus_map_picture_draw (const MusMapPicture *self, cairo_t *cr, gboolean vector,
                               GError **error);

/**
 * mus_map_picture_check_path:
 *
 * Before the long calculation that a picture needs.
 *
 * Returns: whether @path has an ending that stands for a picture: .png, .svg or .pdf; else
 *   %MUS_ERROR_SETTING
 */
gboolean mus_map_picture_check_path (const char *path, GError **error);

/**
 * mus_map_picture_write:
 * @path: its ending says what is written
 * @file: gets it; the caller commits, which tells whether all could be written
 *
 * Returns: %FALSE with %MUS_ERROR_SETTING or %MUS_ERROR_RESOURCE
 */
gboolean mus_map_picture_write (const MusMapPicture *self, const char *path, MusAtomicFile *file,
                                GError **error);

/**
 * mus_map_picture_save:
 * @path: its ending says what is written; the file is replaced at once or not at all
 *
 * Returns: %FALSE with %MUS_ERROR_SETTING, %MUS_ERROR_RESOURCE or a %G_FILE_ERROR
 */
gboolean mus_map_picture_save (const MusMapPicture *self, const char *path, GError **error);

G_END_DECLS
