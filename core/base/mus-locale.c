/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/mus-locale.h"

#include <locale.h>

#include <glib/gi18n-lib.h>

static gboolean
user_names_a_locale (void)
{
  static const char *const variables[] = { "LC_ALL", "LC_CTYPE", "LC_MESSAGES", "LANG" };

  for (gsize i = 0; i < G_N_ELEMENTS (variables); i++)
    {
      const char *value = g_getenv (variables[i]);

      if (value != NULL && *value != '\0')
        return TRUE;
    }
  return FALSE;
}

void
mus_locale_init (void)
{
  const char *dir = g_getenv ("TEXTDOMAINDIR");

  /* On a system that has no locale, or not the one that is asked for, titles in any script
   * still come out as they are written, and LANGUAGE is heard. */
  if (!user_names_a_locale () || setlocale (LC_ALL, "") == NULL)
    setlocale (LC_ALL, "C.UTF-8");

  bindtextdomain (GETTEXT_PACKAGE, dir != NULL ? dir : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
