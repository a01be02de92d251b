/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MusCliTable:
 *
 * Text in columns that a person reads, aligned by the width that letters have on a
 * terminal (a Chinese one takes two places, an accent none).
 */
typedef struct _MusCliTable MusCliTable;

typedef enum
{
  MUS_CLI_LEFT,
  MUS_CLI_RIGHT,
} MusCliAlign;

MusCliTable *mus_cli_table_new (void);
void         mus_cli_table_free (MusCliTable *self);

/**
 * mus_cli_table_add_column:
 * @title: its heading, translated; may be ""
 * @max_width: a longer text is cut and ends in an ellipsis; 0: never
 */
void mus_cli_table_add_column (MusCliTable *self, const char *title, MusCliAlign align,
                               guint max_width);

/**
 * mus_cli_table_add_cell:
 * @text: (nullable): UTF-8, from left to right and row after row; control characters are
 *   shown as spaces, so that a title can't steer the terminal
 */
void mus_cli_table_add_cell (MusCliTable *self, const char *text);

/**
 * mus_cli_table_take_cell:
 * @text: (transfer full): as in mus_cli_table_add_cell()
 */
void mus_cli_table_take_cell (MusCliTable *self, char *text);

/**
 * mus_cli_table_add_note:
 * @text: a sentence that stands below the row just completed
 */
void mus_cli_table_add_note (MusCliTable *self, const char *text);

/**
 * mus_cli_table_append:
 * @out: gets the table, the last column without spaces behind it
 */
void mus_cli_table_append (MusCliTable *self, GString *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MusCliTable, mus_cli_table_free)

G_END_DECLS
