/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mus-application.h"
#include "musrec.h"

int
main (int argc, char **argv)
{
  g_autoptr (MusApplication) application = NULL;

  mus_blas_leave_out_threads (argv);
  mus_locale_init ();
  g_set_application_name ("MusRec");
  application = mus_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
