/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * MusFigureKind: how a figure is written
 */
typedef enum
{
  MUS_FIGURE_ERROR,   /* 0.0009 */
  MUS_FIGURE_PERCENT, /* 12.9 % */
  MUS_FIGURE_COUNT,   /* 38 */
  MUS_FIGURE_POINTS,  /* 34.3 */
  MUS_FIGURE_MS,      /* 1.3 ms */
  MUS_FIGURE_SECONDS, /* 4.2 s */
} MusFigureKind;

/**
 * mus_figure_format:
 * @value: NaN gives a dash
 */
char *mus_figure_format (MusFigureKind kind, double value);

/**
 * MUS_FIGURE_MAX_COLUMNS: of figures, at most
 */
#define MUS_FIGURE_MAX_COLUMNS 6

/**
 * MusFigureTable:
 *
 * Figures in a grid, row after row: on the left a name and below it what it means, on the
 * right what it is in each column. A reader of the screen hears name and column with it.
 */
typedef struct
{
  GtkGrid    *grid;
  int         n_rows; /* so far */
  guint       n_columns;
  guint       n_own; /* of them are about the catalog at hand: they stand out, and can be copied */
  const char *columns[MUS_FIGURE_MAX_COLUMNS];
} MusFigureTable;

/**
 * mus_figure_table_init:
 * @grid: is emptied
 */
void mus_figure_table_init (MusFigureTable *self, GtkGrid *grid);

/**
 * mus_figure_table_add_column:
 * @title: translated; kept, not copied
 * @is_own: whether it is about the catalog at hand; these come first
 *
 * Before the first row.
 */
void mus_figure_table_add_column (MusFigureTable *self, const char *title, gboolean is_own);

/**
 * mus_figure_table_add_heading:
 * @title: of the rows below it
 * @sentence: (nullable): what they have in common
 * @shown: (array length=n_columns): which columns they have
 */
void mus_figure_table_add_heading (MusFigureTable *self, const char *title,
                                   const char *sentence, const gboolean *shown);

/**
 * mus_figure_table_add:
 * @name: of the figure
 * @sentence: what it means, and which direction is good
 * @values: (array length=n_columns): NaN where there is none
 */
void mus_figure_table_add (MusFigureTable *self, const char *name, const char *sentence,
                           MusFigureKind kind, const double *values);

G_END_DECLS
