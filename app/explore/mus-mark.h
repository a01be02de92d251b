/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * MusMarkKind: what a mark on the map says of its track
 *
 * Each has a shape of its own, so that none depends on telling its colour.
 */
typedef enum
{
  MUS_MARK_SELECTED, /* a disc, with the track's title */
  MUS_MARK_SIMILAR,  /* a ring, with a line to the selected one before it */
  MUS_MARK_HOVERED,  /* a thin ring */
  MUS_MARK_LIKED,    /* a triangle that points up */
  MUS_MARK_DISLIKED, /* a triangle that points down */
  MUS_MARK_FOR_YOU,  /* a diamond */
  MUS_MARK_CURSOR,   /* of the keyboard: a wide ring, with the track's title */
} MusMarkKind;

/**
 * MusMarkColours: what marks are drawn in
 */
typedef struct
{
  GdkRGBA accent;
  GdkRGBA like;
  GdkRGBA dislike;
  GdkRGBA for_you;
  GdkRGBA ink;
  GdkRGBA ground;
} MusMarkColours;

/**
 * mus_mark_colours_init:
 * @widget: whose style has them
 */
void mus_mark_colours_init (MusMarkColours *colours, GtkWidget *widget);

/**
 * mus_mark_stroke:
 *
 * Draws the line at hand in @colour, with the ground around it.
 */
void mus_mark_stroke (cairo_t *cr, const MusMarkColours *colours, const GdkRGBA *colour,
                      double width);
void mus_mark_draw (cairo_t *cr, MusMarkKind kind, double x, double y,
                    const MusMarkColours *colours);

/**
 * MusMarkImage: a mark as it stands on the map, for those who explain it
 */
#define MUS_TYPE_MARK_IMAGE (mus_mark_image_get_type ())
G_DECLARE_FINAL_TYPE (MusMarkImage, mus_mark_image, MUS, MARK_IMAGE, GtkWidget)

GtkWidget *mus_mark_image_new (MusMarkKind kind);

G_END_DECLS
