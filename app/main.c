/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <unistd.h>

#include "mus-application.h"
#include "musrec.h"

static gboolean
may_write (const char *folder)
{
  return g_mkdir_with_parents (folder, 0700) == 0 && g_access (folder, W_OK) == 0;
}

/* Where settings can't be kept they last until the end, without a word of dconf at each. */
static void
choose_settings (void)
{
  if (!may_write (g_get_user_config_dir ()) || !may_write (g_get_user_runtime_dir ()))
    g_setenv ("GSETTINGS_BACKEND", "memory", FALSE);
}

int
main (int argc, char **argv)
{
  g_autoptr (MusApplication) application = NULL;

  mus_blas_leave_out_threads (argv);
  choose_settings ();
  mus_locale_init ();
  g_set_application_name ("MusRec");
  application = mus_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
