/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib/gstdio.h>

/*
 * Folders of a test's own.
 */

static inline void
delete_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char      *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        delete_folder (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

/* What the program keeps goes there, and not to the user's. To be called first of all.
 * Returns: (transfer full): its path */
static inline char *
make_home (void)
{
  static const char *const folders[] = { "XDG_CACHE_HOME", "XDG_DATA_HOME" };
  char *path = g_dir_make_tmp ("musrec-home-XXXXXX", NULL);

  g_assert_nonnull (path);
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *folder = g_build_filename (path, folders[i], NULL);

      g_assert_true (g_setenv (folders[i], folder, TRUE));
    }

  return path;
}
