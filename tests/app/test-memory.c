/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "../core/counts.h"
#include "window-fixture.h"

/*
 * The window with less address space than a catalog takes.
 */

#define MIB ((rlim_t) 1024 * 1024)

/* What reading the large catalog takes is several times that. */
#define LITTLE_MIB 24

static GFile *
write_catalog (WindowFixture *fixture, guint n)
{
  g_autofree char *path = g_build_filename (fixture->folder, "large.csv", NULL);
  FILE            *file = g_fopen (path, "w");

  g_assert_nonnull (file);
  fputs ("track_name,artists,popularity,danceability,energy,key,loudness,mode,valence,tempo,"
         "track_genre\n",
         file);
  for (guint i = 0; i < n; i++)
    fprintf (file, "Title %u,Artist %u,%u,0.%u,0.%u,%u,-%u.5,%u,0.%u,%u,genre %u\n", i, i / 5,
             i % 100, i % 89, i % 97, i % 12, i % 23, i % 2, i % 83, 60 + i % 130, i % 40);
  g_assert_cmpint (fclose (file), ==, 0);

  return g_file_new_for_path (path);
}

static rlim_t
get_address_space (void)
{
  g_autofree char *statm = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &statm, NULL, NULL));

  return (rlim_t) g_ascii_strtoull (statm, NULL, 10) * 4096;
}

/* Only the soft limit, which may be taken back. */
static void
set_limit (rlim_t n_bytes)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_AS, &limit), ==, 0);
  limit.rlim_cur = MIN (n_bytes, limit.rlim_max);
  g_assert_cmpint (setrlimit (RLIMIT_AS, &limit), ==, 0);
}

static gboolean
is_over (gpointer data)
{
  WindowFixture *fixture = data;

  return window_has_dialog (NULL) ||
         (mus_workspace_get_open_job (fixture->workspace) == NULL && window_is_idle (fixture));
}

static void
open_with_little (WindowFixture *fixture, GFile *file, guint mib)
{
  set_limit (get_address_space () + mib * MIB);
  mus_window_open (fixture->window, file);
  robot_wait_for ("the end", is_over, fixture, WINDOW_SECONDS);
  set_limit (RLIM_INFINITY);
}

static gboolean
has_like (gpointer data)
{
  MusTasteStore *tastes = mus_workspace_get_tastes (((WindowFixture *) data)->workspace);

  return mus_taste_store_is_settled (tastes) &&
         mus_taste_store_count (tastes, MUS_VERDICT_LIKE) == 1;
}

/* The catalog before stays open, and everything can be done with it. */
static void
test_kept (WindowFixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = write_catalog (fixture, 500000);
  MusCatalog       *sample;

  window_open_sample (fixture);
  sample = mus_workspace_get_catalog (fixture->workspace);
  robot_wait_for ("the map", window_has_regions, fixture, WINDOW_SECONDS);
  robot_wait_for ("the end of the work", window_is_idle, fixture, WINDOW_SECONDS);

  open_with_little (fixture, file, LITTLE_MIB);
  window_dismiss_dialog ("The Catalog Could Not Be Opened", "not enough memory");
  g_assert_true (mus_workspace_get_catalog (fixture->workspace) == sample);

  mus_workspace_select (fixture->workspace, 7);
  robot_wait_for ("the similar tracks", window_has_similar, fixture, WINDOW_SECONDS);
  gtk_window_set_focus (GTK_WINDOW (fixture->widget), NULL);
  robot_key (fixture->widget, GDK_KEY_l, 0);
  robot_wait_for ("the like", has_like, fixture, WINDOW_SECONDS);
}

static void
count_cb (MusWorkspace *workspace, int step, const GError *error, guint *n_sentences)
{
  g_assert_error (error, MUS_ERROR, MUS_ERROR_RESOURCE);
  n_sentences[step]++;
}

/* Whatever it is that there is no memory for. */
static void
test_steps (WindowFixture *fixture, gconstpointer data)
{
  guint n = counts_choose (2, 60), most_mib = counts_choose (24, 240);
  guint n_sentences[MUS_STEP_SAVING + 1] = { 0 };
  g_autoptr (GFile) file = write_catalog (fixture, counts_choose (8000, 60000));

  window_open_sample (fixture);
  g_signal_connect (fixture->workspace, "failed", G_CALLBACK (count_cb), n_sentences);
  for (guint i = 1; i <= n; i++)
    {
      open_with_little (fixture, file, most_mib * i / n);
      while (window_has_dialog (NULL))
        window_dismiss_dialog (NULL, "not enough memory");
    }
  counts_tell ("with %u limits of the address space: %u times no catalog, %u no model, "
               "%u no map, %u no report, each time with a sentence",
               n, n_sentences[MUS_STEP_READING], n_sentences[MUS_STEP_TRAINING],
               n_sentences[MUS_STEP_LAYOUT], n_sentences[MUS_STEP_REPORT]);
}

int
main (int argc, char **argv)
{
#ifdef __SANITIZE_ADDRESS__
  g_print ("1..0 # SKIP AddressSanitizer can't start with little address space\n");

  return 0;
#else
  static const WindowTest tests[] = {
    { "/memory/kept", test_kept },
    { "/memory/steps", test_steps },
  };

  return window_run (argc, argv, tests, G_N_ELEMENTS (tests));
#endif
}
