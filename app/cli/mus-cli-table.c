/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mus-cli-table.h"

#define GAP 2         /* places between two columns */
#define NOTE_INDENT 4 /* places before a note */

typedef struct
{
  char       *title;
  MusCliAlign align;
  guint       max_width;
  guint       width; /* of the widest cell */
} Column;

struct _MusCliTable
{
  GArray     *columns; /* Column */
  GPtrArray  *cells;   /* char *, row after row */
  GHashTable *notes;   /* number of cells before it -> char * */
};

static guint
display_width (const char *text)
{
  guint width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_iszerowidth (c))
        width += g_unichar_iswide (c) ? 2 : 1;
    }

  return width;
}

/* The longest beginning of @text that takes at most @max_width places, an ellipsis included. */
static char *
cut (const char *text, guint max_width)
{
  const char *end = text;
  guint       width = 0;

  while (*end != '\0')
    {
      gunichar c = g_utf8_get_char (end);

      width += g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
      if (width > max_width - 1)
        break;
      end = g_utf8_next_char (end);
    }

  return g_strdup_printf ("%.*s…", (int) (end - text), text);
}

/* What turns the direction of all that follows it in the line. */
static gboolean
is_bidi_control (gunichar c)
{
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static char *
clean (const char *text, guint max_width)
{
  GString *out = g_string_new (NULL);
  char    *shorter;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!is_bidi_control (c))
        g_string_append_unichar (out, g_unichar_iscntrl (c) ? ' ' : c);
    }
  if (max_width == 0 || display_width (out->str) <= max_width)
    return g_string_free (out, FALSE);

  shorter = cut (out->str, max_width);
  g_string_free (out, TRUE);

  return shorter;
}

static void
clear_column (gpointer data)
{
  g_free (((Column *) data)->title);
}

MusCliTable *
mus_cli_table_new (void)
{
  MusCliTable *self = g_new0 (MusCliTable, 1);

  self->columns = g_array_new (FALSE, FALSE, sizeof (Column));
  g_array_set_clear_func (self->columns, clear_column);
  self->cells = g_ptr_array_new_with_free_func (g_free);
  self->notes = g_hash_table_new_full (NULL, NULL, NULL, g_free);

  return self;
}

void
mus_cli_table_free (MusCliTable *self)
{
  g_array_unref (self->columns);
  g_ptr_array_unref (self->cells);
  g_hash_table_unref (self->notes);
  g_free (self);
}

void
mus_cli_table_add_column (MusCliTable *self, const char *title, MusCliAlign align,
                          guint max_width)
{
  Column column = {
    .title = g_strdup (title),
    .align = align,
    .max_width = max_width,
    .width = display_width (title),
  };

  g_array_append_val (self->columns, column);
}

void
mus_cli_table_add_cell (MusCliTable *self, const char *text)
{
  Column *column = &g_array_index (self->columns, Column, self->cells->len % self->columns->len);
  char   *cell = clean (text != NULL ? text : "", column->max_width);

  column->width = MAX (column->width, display_width (cell));
  g_ptr_array_add (self->cells, cell);
}

void
mus_cli_table_take_cell (MusCliTable *self, char *text)
{
  mus_cli_table_add_cell (self, text);
  g_free (text);
}

void
mus_cli_table_add_note (MusCliTable *self, const char *text)
{
  g_hash_table_replace (self->notes, GUINT_TO_POINTER (self->cells->len), g_strdup (text));
}

static void
append_spaces (GString *out, guint n)
{
  for (guint i = 0; i < n; i++)
    g_string_append_c (out, ' ');
}

static void
trim_end (GString *out)
{
  while (out->len > 0 && out->str[out->len - 1] == ' ')
    g_string_truncate (out, out->len - 1);
}

static void
append_cell (GString *out, const Column *column, const char *text)
{
  guint padding = column->width - display_width (text);

  if (column->align == MUS_CLI_RIGHT)
    append_spaces (out, padding);
  g_string_append (out, text);
  if (column->align == MUS_CLI_LEFT)
    append_spaces (out, padding);
  append_spaces (out, GAP);
}

static void
end_row (GString *out)
{
  trim_end (out);
  g_string_append_c (out, '\n');
}

static void
append_titles (const MusCliTable *self, GString *out)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      const Column *column = &g_array_index (self->columns, Column, i);

      append_cell (out, column, column->title);
    }
  end_row (out);
}

static void
append_note (const MusCliTable *self, guint n_cells, GString *out)
{
  const char *note = g_hash_table_lookup (self->notes, GUINT_TO_POINTER (n_cells));

  if (note == NULL)
    return;

  append_spaces (out, NOTE_INDENT);
  g_string_append (out, note);
  g_string_append_c (out, '\n');
}

void
mus_cli_table_append (MusCliTable *self, GString *out)
{
  append_titles (self, out);
  for (guint i = 0; i < self->cells->len; i++)
    {
      guint column = i % self->columns->len;

      append_cell (out, &g_array_index (self->columns, Column, column),
                   g_ptr_array_index (self->cells, i));
      if (column + 1 == self->columns->len)
        {
          end_row (out);
          append_note (self, i + 1, out);
        }
    }
}
