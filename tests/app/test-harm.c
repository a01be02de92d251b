/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>

#include "../folders.h"
#include "window-fixture.h"

/*
 * The window where nothing can be kept: it says so, and does the rest.
 */

static GSettings *
get_settings (WindowFixture *fixture)
{
  return mus_workspace_get_settings (fixture->workspace);
}

static MusTasteStore *
get_tastes (WindowFixture *fixture)
{
  return mus_workspace_get_tastes (fixture->workspace);
}

/*
 * What the window says
 */

/* Returns: whether a label that shows has @part in it */
static gboolean
says (GtkWidget *widget, const char *part)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), part) != NULL)
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (says (child, part))
      return TRUE;

  return FALSE;
}

typedef struct
{
  GtkWidget  *widget;
  const char *part;
} Sentence;

static gboolean
is_said (gpointer data)
{
  const Sentence *sentence = data;

  return says (sentence->widget, sentence->part);
}

static void
wait_for_sentence (GtkWidget *widget, const char *part)
{
  Sentence sentence = { widget, part };

  robot_wait_for (part, is_said, &sentence, WINDOW_SECONDS);
}

static void
dismiss_toast (WindowFixture *fixture)
{
  GtkWidget *toast = robot_find (fixture->widget, g_type_from_name ("AdwToastWidget"), NULL);

  robot_settle (300);
  robot_click (robot_find (toast, GTK_TYPE_BUTTON, NULL));
  robot_settle (300);
}

/*
 * The main job
 */

static void
hurry (WindowFixture *fixture)
{
  GSettings *settings = get_settings (fixture);

  g_settings_set_uint (settings, "max-epochs", 3);
  g_settings_set_uint (settings, "iterations", 50);
  /* What was calculated shall be kept, too. */
  g_settings_reset (settings, "cache-limit");
}

static void
wait_for_map (WindowFixture *fixture)
{
  robot_wait_for ("the map", window_has_regions, fixture, WINDOW_SECONDS);
  robot_wait_for ("the end of the work", window_is_idle, fixture, WINDOW_SECONDS);
}

static void
list_similar (WindowFixture *fixture, guint32 row)
{
  mus_workspace_select (fixture->workspace, row);
  robot_wait_for ("the similar tracks", window_has_similar, fixture, WINDOW_SECONDS);
  g_assert_cmpuint (mus_workspace_get_similar (fixture->workspace)->len, ==, 10);
}

/*
 * Nothing can be kept
 */

static void
give_thumb (WindowFixture *fixture)
{
  gtk_window_set_focus (GTK_WINDOW (fixture->widget), NULL);
  robot_key (fixture->widget, GDK_KEY_l, 0);
  wait_for_sentence (fixture->widget, "library.sqlite");
  g_assert_true (mus_taste_store_is_settled (get_tastes (fixture)));
  g_assert_cmpuint (mus_taste_store_count (get_tastes (fixture), MUS_VERDICT_LIKE), ==, 0);
}

static void
save_model (WindowFixture *fixture)
{
  g_autofree char  *path =
      g_build_filename (g_get_user_data_dir (), "musrec", "x.musrec-model", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  mus_workspace_save_model (fixture->workspace, file);
  window_dismiss_dialog ("The Model Could Not Be Saved", "x.musrec-model");
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_use (WindowFixture *fixture, gconstpointer data)
{
  wait_for_sentence (fixture->widget, "library.sqlite");
  dismiss_toast (fixture);
  hurry (fixture);
  window_open_sample (fixture);
  wait_for_map (fixture);
  wait_for_sentence (fixture->widget, "can't be kept for the next start");
  list_similar (fixture, 10);
  give_thumb (fixture);
  save_model (fixture);
  list_similar (fixture, 20);
}

static int
run_use (int argc, char **argv, const char *home)
{
  static const char *const variables[] = { "HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME",
                                           "XDG_DATA_HOME" };
  static const WindowTest tests[] = { { "/harm/use", test_use } };

  for (guint i = 0; i < G_N_ELEMENTS (variables); i++)
    g_setenv (variables[i], home, TRUE);

  return window_run_at_home (argc, argv, tests, G_N_ELEMENTS (tests));
}

static void
fill_disk (const char *where)
{
  g_autofree char *path = g_build_filename (where, "full", NULL);
  FILE            *file = g_fopen (path, "w");

  g_assert_nonnull (file);
  setvbuf (file, NULL, _IONBF, 0);
  while (fputc ('x', file) != EOF)
    continue;
  fclose (file);
}

/* Only this process sees the disk. */
static int
run_on_disk (int argc, char **argv, gboolean read_only)
{
  g_autofree char *home = g_dir_make_tmp ("musrec-home-XXXXXX", NULL);
  int              status = 0;

  if (unshare (CLONE_NEWNS) == 0 && mount ("none", "/", "none", MS_REC | MS_PRIVATE, "") == 0 &&
      mount ("tmpfs", home, "tmpfs", read_only ? MS_RDONLY : 0, "size=64k,mode=0700") == 0)
    {
      if (!read_only)
        fill_disk (home);
      status = run_use (argc, argv, home);
      umount2 (home, MNT_DETACH);
    }
  else
    g_print ("1..0 # SKIP this user may not mount a disk\n");
  delete_folder (home);

  return status;
}

/* Files stand where the folders should be. */
static int
run_among_files (int argc, char **argv)
{
  g_autofree char *home = g_dir_make_tmp ("musrec-home-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (home, "musrec", NULL);
  int              status;

  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  status = run_use (argc, argv, home);
  delete_folder (home);

  return status;
}

int
main (int argc, char **argv)
{
  const char *place = argc > 1 ? argv[1] : "among-files";

  if (g_str_equal (place, "full-disk") || g_str_equal (place, "read-only"))
    return run_on_disk (argc, argv, g_str_equal (place, "read-only"));
  if (g_str_equal (place, "no-home"))
    /* Nobody can make a folder there, not even root. */
    return run_use (argc, argv, "/dev/null/home");

  return run_among_files (argc, argv);
}
