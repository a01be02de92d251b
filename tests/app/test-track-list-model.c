/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explore/mus-track-item.h"
#include "explore/mus-track-list-model.h"
#include "workspace/mus-history.h"

#define N_TRACKS 2000

static MusCatalog *
make_catalog (void)
{
  g_autoptr (GString) csv = g_string_new (
      "track_id,artists,album_name,track_name,popularity,duration_ms,explicit,danceability,"
      "energy,key,loudness,tempo,track_genre\n");
  g_autoptr (GError)      error = NULL;
  g_autoptr (GFile)       file = NULL;
  g_autoptr (GFileIOStream) stream = NULL;
  MusCatalog             *catalog;

  for (guint i = 0; i < N_TRACKS; i++)
    g_string_append_printf (csv, "id%u,Artist %u,Album,Title %05u,%u,200000,0,0.5,0.%u,3,-7,%u,g%u\n",
                            i, i % 17, (i * 7919) % N_TRACKS, i % 100, i % 10, 80 + i % 90, i % 5);
  file = g_file_new_tmp ("musrec-XXXXXX.csv", &stream, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_replace_contents (file, csv->str, csv->len, NULL, FALSE, 0, NULL, NULL,
                                          &error));
  catalog = mus_catalog_read (file, MUS_REPEATS_TITLE, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (mus_catalog_prepare_search (catalog, NULL, &error));
  g_file_delete (file, NULL, NULL);

  return catalog;
}

static void
count_cb (GListModel *model, guint position, guint removed, guint added, guint *count)
{
  (*count)++;
}

static void
test_show (void)
{
  g_autoptr (MusCatalog)        catalog = make_catalog ();
  g_autoptr (MusTrackListModel) model = mus_track_list_model_new ();
  MusFilter                     filter = MUS_FILTER_INIT;
  guint                         n_changes = 0;

  g_signal_connect (model, "items-changed", G_CALLBACK (count_cb), &n_changes);
  mus_track_list_model_show (model, catalog, &filter, MUS_SORT_FILE);
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, N_TRACKS);
  g_assert_cmpuint (mus_track_list_model_find (model, 123), ==, 123);

  filter.genre = 2;
  mus_track_list_model_show (model, catalog, &filter, MUS_SORT_TITLE);
  g_assert_cmpuint (n_changes, ==, 2);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, N_TRACKS / 5);
  for (guint i = 0; i < N_TRACKS / 5; i++)
    {
      g_autoptr (MusTrackItem) item = g_list_model_get_item (G_LIST_MODEL (model), i);

      g_assert_cmpuint (mus_catalog_genre (catalog, mus_track_item_get_row (item)), ==, 2);
      g_assert_cmpuint (mus_track_list_model_find (model, mus_track_item_get_row (item)), ==, i);
    }

  mus_track_list_model_show (model, NULL, &filter, MUS_SORT_TITLE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 0);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (model), 0));
}

static void
test_items (void)
{
  g_autoptr (MusCatalog) catalog = make_catalog ();
  MusTrackListModel     *model = mus_track_list_model_new ();
  MusFilter              filter = MUS_FILTER_INIT;
  MusTrackItem          *first, *again;

  mus_track_list_model_show (model, catalog, &filter, MUS_SORT_FILE);
  first = g_list_model_get_item (G_LIST_MODEL (model), 5);
  again = g_list_model_get_item (G_LIST_MODEL (model), 5);
  g_assert_true (first == again);
  g_object_unref (again);

  for (guint i = 0; i < N_TRACKS; i++)
    g_object_unref (g_list_model_get_item (G_LIST_MODEL (model), i));
  g_assert_cmpuint (mus_track_list_model_count_items (model), ==, 1);

  g_assert_finalize_object (model);
  g_assert_cmpuint (mus_track_item_get_row (first), ==, 5);
  g_assert_finalize_object (first);
}

static void
test_history (void)
{
  g_autoptr (MusHistory) history = mus_history_new ();

  g_assert_false (mus_history_can_go_back (history));
  g_assert_cmpuint (mus_history_back (history), ==, MUS_NO_ROW);
  mus_history_visit (history, 1);
  mus_history_visit (history, 1);
  g_assert_false (mus_history_can_go_back (history));
  mus_history_visit (history, 2);
  mus_history_visit (history, 3);
  g_assert_cmpuint (mus_history_back (history), ==, 2);
  g_assert_cmpuint (mus_history_back (history), ==, 1);
  g_assert_false (mus_history_can_go_back (history));
  g_assert_cmpuint (mus_history_forward (history), ==, 2);
  mus_history_visit (history, 9);
  g_assert_false (mus_history_can_go_forward (history));
  g_assert_cmpuint (mus_history_back (history), ==, 2);
  mus_history_clear (history);
  g_assert_false (mus_history_can_go_back (history));
  g_assert_false (mus_history_can_go_forward (history));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/track-list-model/show", test_show);
  g_test_add_func ("/track-list-model/items", test_items);
  g_test_add_func ("/history", test_history);

  return g_test_run ();
}
