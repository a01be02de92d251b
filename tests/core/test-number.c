/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <math.h>
#include <string.h>

#include "catalog/mus-number.h"
#include "musrec.h"

static const struct
{
  const char *text;
  gboolean    comma;
  MusCell     cell;
  double      value;
} rows[] = {
  { "0", FALSE, MUS_CELL_NUMBER, 0.0 },
  { "-6.746", FALSE, MUS_CELL_NUMBER, -6.746 },
  { "+1.5", FALSE, MUS_CELL_NUMBER, 1.5 },
  { "  230666 \t", FALSE, MUS_CELL_NUMBER, 230666.0 },
  { "1.01e-06", FALSE, MUS_CELL_NUMBER, 1.01e-6 },
  { "1E3", FALSE, MUS_CELL_NUMBER, 1000.0 },
  { ".5", FALSE, MUS_CELL_NUMBER, 0.5 },
  { "5.", FALSE, MUS_CELL_NUMBER, 5.0 },
  { "00012", FALSE, MUS_CELL_NUMBER, 12.0 },
  { "0.000000000000000000000000001", FALSE, MUS_CELL_NUMBER, 1e-27 },
  { "123456789012345678901234567890", FALSE, MUS_CELL_NUMBER, 123456789012345678901234567890.0 },
  { "0,676", TRUE, MUS_CELL_NUMBER, 0.676 },
  { "0.676", TRUE, MUS_CELL_NUMBER, 0.676 },
  { "12345678901234567890,5", TRUE, MUS_CELL_NUMBER, 12345678901234567890.5 },
  { "1e-400", FALSE, MUS_CELL_NUMBER, 0.0 },
  { "3.4028234e38", FALSE, MUS_CELL_NUMBER, 3.4028234e38 },
  { "3.5e38", FALSE, MUS_CELL_MISSING, 0.0 },
  { "1e999999999999", FALSE, MUS_CELL_MISSING, 0.0 },
  { "", FALSE, MUS_CELL_MISSING, 0.0 },
  { "   ", FALSE, MUS_CELL_MISSING, 0.0 },
  { "NaN", FALSE, MUS_CELL_MISSING, 0.0 },
  { "-inf", FALSE, MUS_CELL_MISSING, 0.0 },
  { " Null ", FALSE, MUS_CELL_MISSING, 0.0 },
  { "N/A", FALSE, MUS_CELL_MISSING, 0.0 },
  { "0,676", FALSE, MUS_CELL_TEXT, 0.0 },
  { "1.2.3", FALSE, MUS_CELL_TEXT, 0.0 },
  { "1,2,3", TRUE, MUS_CELL_TEXT, 0.0 },
  { "1e", FALSE, MUS_CELL_TEXT, 0.0 },
  { "0x1A", FALSE, MUS_CELL_TEXT, 0.0 },
  { "12 BPM", FALSE, MUS_CELL_TEXT, 0.0 },
  { ".", FALSE, MUS_CELL_TEXT, 0.0 },
  { "--1", FALSE, MUS_CELL_TEXT, 0.0 },
  { "١٢", FALSE, MUS_CELL_TEXT, 0.0 },
};

static void
test_cells (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      double  value = 0.0;
      MusCell cell = mus_number_parse (rows[i].text, rows[i].comma, &value);

      g_test_message ("“%s”", rows[i].text);
      g_assert_cmpint (cell, ==, rows[i].cell);
      if (cell == MUS_CELL_NUMBER)
        g_assert_cmpfloat (value, ==, rows[i].value);
    }
}

static const struct
{
  const char *text;
  MusCell     cell;
  double      value;
} flags[] = {
  { "True", MUS_CELL_NUMBER, 1.0 },  { "FALSE", MUS_CELL_NUMBER, 0.0 }, { " true ", MUS_CELL_NUMBER, 1.0 },
  { "1", MUS_CELL_NUMBER, 1.0 },     { "0", MUS_CELL_NUMBER, 0.0 },     { "1.0", MUS_CELL_NUMBER, 1.0 },
  { "yes", MUS_CELL_NUMBER, 1.0 },   { "No", MUS_CELL_NUMBER, 0.0 },    { "", MUS_CELL_MISSING, 0.0 },
  { "nan", MUS_CELL_MISSING, 0.0 },  { "2", MUS_CELL_TEXT, 0.0 },       { "truely", MUS_CELL_TEXT, 0.0 },
  { "tru", MUS_CELL_TEXT, 0.0 },
};

static void
test_flags (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    {
      double  value = 0.0;
      MusCell cell = mus_number_parse_flag (flags[i].text, &value);

      g_test_message ("“%s”", flags[i].text);
      g_assert_cmpint (cell, ==, flags[i].cell);
      if (cell == MUS_CELL_NUMBER)
        g_assert_cmpfloat (value, ==, flags[i].value);
    }
}

/* Every way to round is held against g_ascii_strtod(), to the last bit. */
static void
test_rounding (void)
{
  for (guint i = 0; i < 300000; i++)
    {
      g_autofree char *text = NULL;
      gint             n_digits = g_test_rand_int_range (1, 22);
      gint             point = g_test_rand_int_range (0, n_digits + 1);
      GString         *number = g_string_new (g_test_rand_bit () ? "-" : "");
      double           value = 0.0;

      for (gint d = 0; d < n_digits; d++)
        {
          if (d == point)
            g_string_append_c (number, '.');
          g_string_append_c (number, (char) ('0' + g_test_rand_int_range (0, 10)));
        }
      if (g_test_rand_int_range (0, 3) == 0)
        g_string_append_printf (number, "e%d", g_test_rand_int_range (-30, 15));

      text = g_string_free (number, FALSE);
      g_assert_cmpint (mus_number_parse (text, FALSE, &value), ==, MUS_CELL_NUMBER);
      if (value != g_ascii_strtod (text, NULL))
        g_error ("“%s” became %.17g", text, value);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/number/cells", test_cells);
  g_test_add_func ("/number/flags", test_flags);
  g_test_add_func ("/number/rounding", test_rounding);

  return g_test_run ();
}
