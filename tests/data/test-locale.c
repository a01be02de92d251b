/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "musrec.h"

/* A program that runs from its build speaks the language of its user; the build says with
 * LANGUAGE and TEXTDOMAINDIR which one that is and where its words are. */
static void
test_german (void)
{
  g_assert_cmpstr (mus_feature_label (MUS_FEATURE_VALENCE), ==, "Stimmung");
}

/* Titles come out as they are written where no locale is set, as on many a server. */
static void
test_charset (void)
{
  const char *charset;

  g_assert_true (g_get_charset (&charset));
  g_assert_cmpstr (charset, ==, "UTF-8");
}

int
main (int argc, char *argv[])
{
  mus_locale_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/locale/german", test_german);
  g_test_add_func ("/locale/charset", test_charset);

  return g_test_run ();
}
