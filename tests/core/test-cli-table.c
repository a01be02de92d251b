/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/mus-cli-table.h"

static void
assert_table (MusCliTable *table, const char *expected)
{
  g_autoptr (GString) out = g_string_new (NULL);

  mus_cli_table_append (table, out);
  g_assert_cmpstr (out->str, ==, expected);
}

static void
test_alignment (void)
{
  g_autoptr (MusCliTable) table = mus_cli_table_new ();

  mus_cli_table_add_column (table, "", MUS_CLI_RIGHT, 0);
  mus_cli_table_add_column (table, "Title", MUS_CLI_LEFT, 0);
  mus_cli_table_add_column (table, "Genre", MUS_CLI_LEFT, 0);
  mus_cli_table_add_cell (table, "9");
  mus_cli_table_add_cell (table, "東京の歌");
  mus_cli_table_add_cell (table, "j-pop");
  mus_cli_table_add_note (table, "A note.");
  mus_cli_table_add_cell (table, "10");
  mus_cli_table_add_cell (table, "Cafe\u0301");
  mus_cli_table_add_cell (table, NULL);
  assert_table (table, "    Title     Genre\n"
                       " 9  東京の歌  j-pop\n"
                       "    A note.\n"
                       "10  Cafe\u0301\n");
}

static void
test_cut (void)
{
  g_autoptr (MusCliTable) table = mus_cli_table_new ();

  mus_cli_table_add_column (table, "T", MUS_CLI_LEFT, 6);
  mus_cli_table_add_cell (table, "123456");
  mus_cli_table_add_cell (table, "1234567");
  mus_cli_table_add_cell (table, "東京の歌");
  mus_cli_table_add_cell (table, "");
  assert_table (table, "T\n123456\n12345…\n東京…\n\n");
}

/* A title can't move the cursor or start a new line. */
static void
test_control_characters (void)
{
  g_autoptr (MusCliTable) table = mus_cli_table_new ();

  mus_cli_table_add_column (table, "T", MUS_CLI_LEFT, 0);
  mus_cli_table_add_cell (table, "a\x1b[2Jb\nc\td\xc2\x9b" "e");
  assert_table (table, "T\na [2Jb c d e\n");
}

static void
test_empty (void)
{
  g_autoptr (MusCliTable) table = mus_cli_table_new ();

  mus_cli_table_add_column (table, "One", MUS_CLI_LEFT, 0);
  mus_cli_table_add_column (table, "Two", MUS_CLI_RIGHT, 0);
  assert_table (table, "One  Two\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli-table/alignment", test_alignment);
  g_test_add_func ("/cli-table/cut", test_cut);
  g_test_add_func ("/cli-table/control-characters", test_control_characters);
  g_test_add_func ("/cli-table/empty", test_empty);

  return g_test_run ();
}
