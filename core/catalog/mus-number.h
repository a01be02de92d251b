/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MusCell: what stands in a numeric cell
 * @MUS_CELL_NUMBER: a finite number that a float can hold
 * @MUS_CELL_MISSING: nothing, a word that programs write for nothing ("NA", "null"), NaN,
 *   infinity, or a number past all floats
 * @MUS_CELL_TEXT: something else
 */
typedef enum
{
  MUS_CELL_NUMBER,
  MUS_CELL_MISSING,
  MUS_CELL_TEXT,
} MusCell;

/**
 * mus_number_parse:
 * @text: ended by NUL; white space around the number is fine
 * @comma: whether a comma may stand for the decimal point
 * @value: (out): the double nearest to the decimal number, whatever the locale, when there
 *   is one
 */
MusCell mus_number_parse (const char *text, gboolean comma, double *value);

/**
 * mus_number_parse_flag:
 * @value: (out): 0 or 1, from "True", "no", "1" and the like in any case
 */
MusCell mus_number_parse_flag (const char *text, double *value);

G_END_DECLS
