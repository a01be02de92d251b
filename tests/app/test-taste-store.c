/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "../folders.h"
#include "taste/mus-taste-store.h"

#define SECONDS 30.0

typedef struct
{
  char          *folder;
  char          *file; /* a catalog */
  MusTasteStore *store;
  GPtrArray     *told; /* sentences */
} Fixture;

static void
told_cb (MusTasteStore *store, const char *sentence, gboolean can_undo, GPtrArray *told)
{
  g_ptr_array_add (told, g_strdup (sentence));
}

/* As at a start of the program. */
static void
open_store (Fixture *fixture)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "library", NULL);

  fixture->store = mus_taste_store_new (folder, NULL);
  g_signal_connect (fixture->store, "told", G_CALLBACK (told_cb), fixture->told);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("musrec-XXXXXX", NULL);
  fixture->file = g_build_filename (fixture->folder, "catalog.csv", NULL);
  fixture->told = g_ptr_array_new_with_free_func (g_free);
  open_store (fixture);
}

/* Waits for a condition. */
#define WAIT_FOR(condition) \
  G_STMT_START \
  { \
    gint64 end = g_get_monotonic_time () + (gint64) (SECONDS * G_USEC_PER_SEC); \
\
    while (!(condition)) \
      { \
        g_assert_cmpint (g_get_monotonic_time (), <, end); \
        if (!g_main_context_iteration (NULL, FALSE)) \
          g_usleep (500); \
      } \
  } \
  G_STMT_END

/* It stays until the library has answered it. */
static void
close_store (Fixture *fixture)
{
  gpointer store = fixture->store;

  g_object_add_weak_pointer (store, &store);
  g_clear_object (&fixture->store);
  WAIT_FOR (store == NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  close_store (fixture);
  delete_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->file);
  g_ptr_array_unref (fixture->told);
}

static void
restart (Fixture *fixture)
{
  close_store (fixture);
  open_store (fixture);
  WAIT_FOR (mus_taste_store_is_loaded (fixture->store));
}

#define N_MORE 60 /* tracks, since a catalog has some */

/* A catalog of those titles, each with the id that belongs to it, and others below them. */
static MusCatalog *
read_catalog (Fixture *fixture, const char *const *ids_and_titles)
{
  GString          *text = g_string_new ("track_id,artists,track_name,danceability,energy,key,"
                                         "loudness,mode,valence,tempo,liveness\n");
  g_autoptr (GFile) file = g_file_new_for_path (fixture->file);
  g_autoptr (GError) error = NULL;
  MusCatalog        *catalog;

  for (guint i = 0; ids_and_titles[i] != NULL; i += 2)
    g_string_append_printf (text, "%s,Artist,%s,0.%u,0.5,3,-7,1,0.4,%u,0.1\n",
                            ids_and_titles[i], ids_and_titles[i + 1], i + 1, 100 + i);
  for (guint i = 0; i < N_MORE; i++)
    g_string_append_printf (text, "more%u,Artist %u,More %u,0.5,0.%u,3,-7,1,0.4,120,0.1\n", i, i,
                            i, i + 10);
  g_assert_true (g_file_set_contents (fixture->file, text->str, (gssize) text->len, NULL));
  g_string_free (text, TRUE);
  catalog = mus_catalog_read (file, MUS_REPEATS_TITLE, NULL, &error);
  g_assert_no_error (error);

  return catalog;
}

static const char *const three[] = { "a", "Alpha", "b", "Beta", "c", "Gamma", NULL };

static void
open_three (Fixture *fixture)
{
  g_autoptr (MusCatalog) catalog = read_catalog (fixture, three);

  mus_taste_store_set_catalog (fixture->store, catalog);
}

static void
start (Fixture *fixture)
{
  WAIT_FOR (mus_taste_store_is_loaded (fixture->store));
  open_three (fixture);
}

static void
give (Fixture *fixture, guint32 row, MusVerdict verdict)
{
  mus_taste_store_set_verdict (fixture->store, row, verdict);
  WAIT_FOR (mus_taste_store_is_settled (fixture->store));
}

/* The titles in the order of the list, each with its verdict: "+Beta -Alpha". */
static char *
describe (Fixture *fixture)
{
  GListModel *items = mus_taste_store_get_items (fixture->store);
  GString    *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (MusTasteItem) item = g_list_model_get_item (items, i);
      const MusThumb          *thumb = mus_taste_item_get_thumb (item);

      g_string_append_printf (text, "%s%c%s", text->len > 0 ? " " : "",
                              thumb->verdict == MUS_VERDICT_LIKE ? '+' : '-', thumb->title);
    }

  return g_string_free (text, FALSE);
}

static gboolean
shows (Fixture *fixture, const char *expected)
{
  g_autofree char *text = describe (fixture);

  return g_str_equal (text, expected);
}

static void
assert_shows (Fixture *fixture, const char *expected)
{
  g_autofree char *text = describe (fixture);

  g_assert_cmpstr (text, ==, expected);
}

/*
 * Tests
 */

static void
test_thumbs (Fixture *fixture, gconstpointer data)
{
  start (fixture);
  assert_shows (fixture, "");

  mus_taste_store_toggle (fixture->store, 0, MUS_VERDICT_LIKE);
  g_assert_cmpint (mus_taste_store_get_verdict (fixture->store, 0), ==, MUS_VERDICT_LIKE);
  g_assert_true (mus_taste_store_is_pending (fixture->store, 0));
  WAIT_FOR (!mus_taste_store_is_pending (fixture->store, 0));
  g_assert_cmpint (mus_taste_store_get_verdict (fixture->store, 0), ==, MUS_VERDICT_LIKE);

  give (fixture, 1, MUS_VERDICT_DISLIKE);
  give (fixture, 2, MUS_VERDICT_LIKE);
  assert_shows (fixture, "+Gamma -Beta +Alpha");
  g_assert_cmpuint (mus_taste_store_count (fixture->store, MUS_VERDICT_LIKE), ==, 2);
  g_assert_cmpuint (mus_taste_store_count (fixture->store, MUS_VERDICT_DISLIKE), ==, 1);

  /* The other thumb replaces it, the same one takes it back. */
  give (fixture, 0, MUS_VERDICT_DISLIKE);
  assert_shows (fixture, "-Alpha +Gamma -Beta");
  mus_taste_store_toggle (fixture->store, 1, MUS_VERDICT_DISLIKE);
  g_assert_cmpint (mus_taste_store_get_verdict (fixture->store, 1), ==, MUS_VERDICT_NONE);
  WAIT_FOR (fixture->told->len == 1);
  g_assert_nonnull (strstr (fixture->told->pdata[0], "Beta"));

  restart (fixture);
  assert_shows (fixture, "-Alpha +Gamma");
  g_assert_cmpint (mus_taste_store_get_verdict (fixture->store, 0), ==, MUS_VERDICT_NONE);
  open_three (fixture);
  g_assert_cmpint (mus_taste_store_get_verdict (fixture->store, 0), ==, MUS_VERDICT_DISLIKE);
}

static void
test_rows (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) likes = NULL;
  g_autoptr (GArray) dislikes = NULL;

  start (fixture);
  give (fixture, 2, MUS_VERDICT_LIKE);
  give (fixture, 0, MUS_VERDICT_LIKE);
  give (fixture, 1, MUS_VERDICT_DISLIKE);
  likes = mus_taste_store_get_rows (fixture->store, MUS_VERDICT_LIKE);
  dislikes = mus_taste_store_get_rows (fixture->store, MUS_VERDICT_DISLIKE);
  g_assert_cmpuint (likes->len, ==, 2);
  g_assert_cmpuint (g_array_index (likes, guint32, 0), ==, 0);
  g_assert_cmpuint (g_array_index (likes, guint32, 1), ==, 2);
  g_assert_cmpuint (dislikes->len, ==, 1);
  g_assert_cmpuint (g_array_index (dislikes, guint32, 0), ==, 1);
}

static void
test_undo (Fixture *fixture, gconstpointer data)
{
  start (fixture);
  give (fixture, 0, MUS_VERDICT_LIKE);
  give (fixture, 1, MUS_VERDICT_LIKE);
  give (fixture, 1, MUS_VERDICT_DISLIKE);
  mus_taste_store_clear (fixture->store);
  assert_shows (fixture, "");
  WAIT_FOR (fixture->told->len == 1);

  mus_taste_store_undo (fixture->store);
  WAIT_FOR (mus_taste_store_is_settled (fixture->store));
  assert_shows (fixture, "-Beta +Alpha");
  mus_taste_store_undo (fixture->store);
  WAIT_FOR (mus_taste_store_is_settled (fixture->store));
  assert_shows (fixture, "+Beta +Alpha");
  mus_taste_store_undo (fixture->store);
  WAIT_FOR (mus_taste_store_is_settled (fixture->store));
  assert_shows (fixture, "+Alpha");
  mus_taste_store_undo (fixture->store);
  WAIT_FOR (mus_taste_store_is_settled (fixture->store));
  assert_shows (fixture, "");
  g_assert_false (mus_taste_store_can_undo (fixture->store));
  mus_taste_store_undo (fixture->store);

  restart (fixture);
  assert_shows (fixture, "");
}

static void
test_tastes (Fixture *fixture, gconstpointer data)
{
  gint64 first, second;

  start (fixture);
  first = mus_taste_store_get_current (fixture->store);
  give (fixture, 0, MUS_VERDICT_LIKE);
  mus_taste_store_create (fixture->store, "Running");
  WAIT_FOR (mus_taste_store_get_tastes (fixture->store)->len == 2);
  WAIT_FOR (mus_taste_store_is_loaded (fixture->store));
  second = mus_taste_store_get_current (fixture->store);
  g_assert_cmpint (second, !=, first);
  g_assert_cmpstr (mus_taste_store_get_name (fixture->store), ==, "Running");
  assert_shows (fixture, "");
  g_assert_cmpint (mus_taste_store_get_verdict (fixture->store, 0), ==, MUS_VERDICT_NONE);
  give (fixture, 1, MUS_VERDICT_LIKE);

  mus_taste_store_switch (fixture->store, first);
  WAIT_FOR (shows (fixture, "+Alpha"));
  mus_taste_store_switch (fixture->store, second);
  WAIT_FOR (shows (fixture, "+Beta"));

  /* A name that is taken is refused with a sentence. */
  mus_taste_store_create (fixture->store, "running");
  WAIT_FOR (fixture->told->len == 1);
  mus_taste_store_rename (fixture->store, "Jogging");
  WAIT_FOR (g_str_equal (mus_taste_store_get_name (fixture->store), "Jogging"));

  mus_taste_store_delete (fixture->store);
  WAIT_FOR (shows (fixture, "+Alpha"));
  g_assert_cmpuint (mus_taste_store_get_tastes (fixture->store)->len, ==, 1);
  mus_taste_store_undo (fixture->store);
  WAIT_FOR (shows (fixture, "+Beta"));
  WAIT_FOR (g_str_equal (mus_taste_store_get_name (fixture->store), "Jogging"));
  /* What was done before the deletion can be taken back too. */
  mus_taste_store_undo (fixture->store);
  WAIT_FOR (shows (fixture, ""));
  mus_taste_store_undo (fixture->store);
  WAIT_FOR (mus_taste_store_get_current (fixture->store) == first &&
                         mus_taste_store_is_loaded (fixture->store));
  assert_shows (fixture, "");
}

static void
test_other_catalog (Fixture *fixture, gconstpointer data)
{
  static const char *const others[] = { "x", "Xi", "b2", "Beta", "b", "Beta", NULL };
  g_autoptr (MusCatalog)   other = NULL;
  g_autoptr (MusTasteItem) item = NULL;

  start (fixture);
  give (fixture, 0, MUS_VERDICT_LIKE);
  give (fixture, 1, MUS_VERDICT_LIKE);

  /* Alpha is not there; Beta's row was left out for another of its title and artist. */
  other = read_catalog (fixture, others);
  g_assert_cmpuint (mus_catalog_n_tracks (other), ==, 2 + N_MORE);
  mus_taste_store_set_catalog (fixture->store, other);
  assert_shows (fixture, "+Beta +Alpha");
  g_assert_cmpint (mus_taste_store_get_verdict (fixture->store, 0), ==, MUS_VERDICT_NONE);
  g_assert_cmpint (mus_taste_store_get_verdict (fixture->store, 1), ==, MUS_VERDICT_LIKE);
  item = g_list_model_get_item (mus_taste_store_get_items (fixture->store), 1);
  g_assert_cmpuint (mus_taste_item_get_row (item), ==, MUS_NO_ROW);

  /* Disliking the kept row replaces the like that stands for it. */
  give (fixture, 1, MUS_VERDICT_DISLIKE);
  assert_shows (fixture, "-Beta +Alpha");
  mus_taste_store_undo (fixture->store);
  WAIT_FOR (shows (fixture, "+Beta +Alpha"));

  /* What isn't in the catalog can be taken out all the same. */
  mus_taste_store_remove (fixture->store, item);
  WAIT_FOR (shows (fixture, "+Beta"));
  WAIT_FOR (fixture->told->len == 1);
  mus_taste_store_undo (fixture->store);
  WAIT_FOR (mus_taste_store_is_settled (fixture->store));
  open_three (fixture);
  g_assert_cmpint (mus_taste_store_get_verdict (fixture->store, 0), ==, MUS_VERDICT_LIKE);
  g_assert_cmpint (mus_taste_store_get_verdict (fixture->store, 1), ==, MUS_VERDICT_LIKE);
}

static void
deleted_cb (GObject *library, GAsyncResult *result, gpointer done)
{
  g_autoptr (GPtrArray) thumbs =
      mus_library_delete_finish (MUS_LIBRARY (library), result, NULL);

  g_assert_nonnull (thumbs);
  *(gboolean *) done = TRUE;
}

/* Another process takes the taste away just before a thumb. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char       *folder = g_build_filename (fixture->folder, "library", NULL);
  g_autoptr (MusLibrary) library = mus_library_new (folder);
  gboolean               done = FALSE;
  gint64                 second;

  start (fixture);
  mus_taste_store_create (fixture->store, "Second");
  WAIT_FOR (mus_taste_store_get_tastes (fixture->store)->len == 2 &&
                         mus_taste_store_is_loaded (fixture->store));
  second = mus_taste_store_get_current (fixture->store);
  give (fixture, 0, MUS_VERDICT_LIKE);
  mus_library_delete_async (library, second, deleted_cb, &done);
  WAIT_FOR (done);
  if (mus_taste_store_get_current (fixture->store) != second)
    {
      g_test_skip ("the store has heard of it already");
      return;
    }

  mus_taste_store_toggle (fixture->store, 1, MUS_VERDICT_LIKE);
  mus_taste_store_toggle (fixture->store, 0, MUS_VERDICT_LIKE);
  WAIT_FOR (fixture->told->len >= 1);
  /* It goes back, and then the store hears that the taste is gone. */
  WAIT_FOR (mus_taste_store_get_current (fixture->store) != second &&
                         mus_taste_store_is_loaded (fixture->store));
  assert_shows (fixture, "");
  g_assert_cmpint (mus_taste_store_get_verdict (fixture->store, 1), ==, MUS_VERDICT_NONE);
}

static void
test_delete_all (Fixture *fixture, gconstpointer data)
{
  start (fixture);
  give (fixture, 0, MUS_VERDICT_LIKE);
  mus_taste_store_delete_all (fixture->store);
  WAIT_FOR (fixture->told->len == 1 && mus_taste_store_is_loaded (fixture->store) &&
                         shows (fixture, ""));
  g_assert_false (mus_taste_store_can_undo (fixture->store));
  g_assert_cmpuint (mus_taste_store_get_tastes (fixture->store)->len, ==, 1);
  restart (fixture);
  assert_shows (fixture, "");
}

/* What shows while the library has not answered, and after. */
static void
test_item (void)
{
  g_autoptr (MusThumb)     like = mus_thumb_new ("a", "Alpha", "Artist", MUS_VERDICT_LIKE, 1);
  g_autoptr (MusThumb)     dislike = mus_thumb_new ("a", "Alpha", "Artist", MUS_VERDICT_DISLIKE, 2);
  g_autoptr (MusTasteItem) item = mus_taste_item_new (like);

  g_assert_cmpint (mus_taste_item_get_thumb (item)->verdict, ==, MUS_VERDICT_NONE);
  mus_taste_item_load (item, like);
  g_assert_cmpint (mus_taste_item_get_thumb (item)->verdict, ==, MUS_VERDICT_LIKE);

  /* Refused: the one before. */
  mus_taste_item_ask (item, dislike);
  g_assert_true (mus_taste_item_is_pending (item));
  g_assert_cmpint (mus_taste_item_get_thumb (item)->verdict, ==, MUS_VERDICT_DISLIKE);
  mus_taste_item_refuse (item);
  g_assert_false (mus_taste_item_is_pending (item));
  g_assert_cmpint (mus_taste_item_get_thumb (item)->verdict, ==, MUS_VERDICT_LIKE);

  /* Two questions: the first one's answer changes nothing that shows. */
  mus_taste_item_ask (item, dislike);
  mus_taste_item_ask (item, like);
  mus_taste_item_keep (item, dislike);
  g_assert_true (mus_taste_item_is_pending (item));
  g_assert_cmpint (mus_taste_item_get_thumb (item)->verdict, ==, MUS_VERDICT_LIKE);
  mus_taste_item_load (item, NULL);
  g_assert_cmpint (mus_taste_item_get_thumb (item)->verdict, ==, MUS_VERDICT_LIKE);
  mus_taste_item_refuse (item);
  g_assert_cmpint (mus_taste_item_get_thumb (item)->verdict, ==, MUS_VERDICT_NONE);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/taste-store/thumbs", test_thumbs },
    { "/taste-store/rows", test_rows },
    { "/taste-store/undo", test_undo },
    { "/taste-store/tastes", test_tastes },
    { "/taste-store/other-catalog", test_other_catalog },
    { "/taste-store/refused", test_refused },
    { "/taste-store/delete-all", test_delete_all },
  };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/taste-store/item", test_item);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);

  return g_test_run ();
}
