/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>
#include <sys/stat.h>

#include "fixture.h"
#include "library-fixture.h"

static void
add_numbered (GPtrArray *thumbs, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("id%u", i);
      g_autofree char *title = g_strdup_printf ("Title %u", i);

      g_ptr_array_add (thumbs, mus_thumb_new (id, title, "Somebody",
                                              i % 3 == 0 ? MUS_VERDICT_DISLIKE
                                                         : MUS_VERDICT_LIKE,
                                              i + 1));
    }
}

static void
assert_tastes (LibraryFixture *self, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tastes = library_list (self, &error);
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < tastes->len; i++)
    {
      const MusTasteInfo *info = g_ptr_array_index (tastes, i);

      g_string_append_printf (text, "%s+%" G_GSIZE_FORMAT "-%" G_GSIZE_FORMAT ";", info->name,
                              info->n_likes, info->n_dislikes);
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_tastes (LibraryFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) nothing = NULL;
  gint64 first, second, third;

  assert_tastes (self, "My Taste+0-0;");
  first = library_first (self);
  second = library_create (self, "  Évening ", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (second, >, first);
  assert_tastes (self, "My Taste+0-0;Évening+0-0;");

  g_assert_cmpint (library_create (self, "éVENING", NULL, &error), ==, 0);
  g_assert_error (error, MUS_ERROR, MUS_ERROR_NAME);
  g_clear_error (&error);
  g_assert_cmpint (library_create (self, " \t ", NULL, &error), ==, 0);
  g_assert_error (error, MUS_ERROR, MUS_ERROR_NAME);
  g_clear_error (&error);
  g_assert_false (library_rename (self, second, "my taste", &error));
  g_assert_error (error, MUS_ERROR, MUS_ERROR_NAME);
  g_clear_error (&error);

  g_assert_true (library_rename (self, second, "évening", &error));
  g_assert_no_error (error);
  assert_tastes (self, "My Taste+0-0;évening+0-0;");

  nothing = library_delete (self, second, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (nothing->len, ==, 0);
  assert_tastes (self, "My Taste+0-0;");
  g_assert_false (library_rename (self, second, "gone", &error));
  g_assert_error (error, MUS_ERROR, MUS_ERROR_STORAGE);
  g_clear_error (&error);

  third = library_create (self, "Third", NULL, &error);
  g_assert_cmpint (third, >, second);
}

/* The last one may go, too: there is a first one again. */
static void
test_last_taste (LibraryFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 first = library_first (self);
  g_autoptr (GPtrArray) nothing = library_delete (self, first, &error);

  g_assert_no_error (error);
  assert_tastes (self, "My Taste+0-0;");
  g_assert_cmpint (library_first (self), >, first);
}

static void
test_thumbs (LibraryFixture *self, gconstpointer data)
{
  gint64 taste = library_first (self);
  g_autoptr (GPtrArray) one = mus_thumbs_new ();
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) again = NULL;
  g_autoptr (GError) error = NULL;
  const MusThumb *old;

  g_assert_true (library_thumb (self, taste, "a", "A", MUS_VERDICT_LIKE, &error));
  g_assert_true (library_thumb (self, taste, "b", "B", MUS_VERDICT_DISLIKE, &error));
  g_assert_true (library_thumb (self, taste, "c", "C", MUS_VERDICT_LIKE, &error));
  library_assert_thumbs (self, taste, "1:A -1:B 1:C");
  assert_tastes (self, "My Taste+2-1;");

  g_ptr_array_add (one, mus_thumb_new ("a", "A", "Somebody", MUS_VERDICT_DISLIKE, 0));
  before = library_set (self, taste, one, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (before->len, ==, 1);
  old = g_ptr_array_index (before, 0);
  g_assert_cmpint (old->verdict, ==, MUS_VERDICT_LIKE);
  g_assert_cmpstr (old->track_id, ==, "a");
  library_assert_thumbs (self, taste, "-1:B 1:C -1:A");

  /* The undo puts it back in its place. */
  again = library_set (self, taste, before, &error);
  g_assert_no_error (error);
  library_assert_thumbs (self, taste, "1:A -1:B 1:C");

  g_assert_true (library_thumb (self, taste, "b", "B", MUS_VERDICT_NONE, &error));
  g_assert_true (library_thumb (self, taste, "never", "Was", MUS_VERDICT_NONE, &error));
  library_assert_thumbs (self, taste, "1:A 1:C");

  library_end (self);
  library_start (self);
  library_assert_thumbs (self, taste, "1:A 1:C");
  g_assert_null (self->notice);
}

static void
test_undo_of_many (LibraryFixture *self, gconstpointer data)
{
  gint64 taste = library_first (self);
  g_autoptr (GPtrArray) thumbs = mus_thumbs_new ();
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) cleared = NULL;
  g_autoptr (GPtrArray) restored = NULL;
  g_autoptr (GPtrArray) deleted = NULL;
  g_autoptr (GPtrArray) loaded = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *all = NULL;
  g_autofree char *found = NULL;

  add_numbered (thumbs, 10);
  all = library_spell (thumbs);
  before = library_set (self, taste, thumbs, &error);
  g_assert_no_error (error);
  library_assert_thumbs (self, taste, all);

  cleared = library_clear (self, taste, &error);
  g_assert_no_error (error);
  library_assert_thumbs (self, taste, "");
  restored = library_set (self, taste, cleared, &error);
  g_assert_no_error (error);
  library_assert_thumbs (self, taste, all);

  deleted = library_delete (self, taste, &error);
  g_assert_no_error (error);
  taste = library_create (self, "My Taste", deleted, &error);
  g_assert_no_error (error);
  loaded = library_load (self, taste, &error);
  found = library_spell (loaded);
  g_assert_cmpstr (found, ==, all);
}

/* Without an id, the title and the artist are the track, as a person compares them. */
static void
test_identity (LibraryFixture *self, gconstpointer data)
{
  gint64 taste = library_first (self);
  g_autoptr (GError) error = NULL;
  gint64 other = library_create (self, "Other", NULL, &error);

  g_assert_true (library_thumb (self, taste, "", "Größe", MUS_VERDICT_LIKE, &error));
  g_assert_true (library_thumb (self, taste, "", "GRÖSSE ", MUS_VERDICT_DISLIKE, &error));
  library_assert_thumbs (self, taste, "-1:GRÖSSE ");
  g_assert_true (library_thumb (self, taste, "x", "Größe", MUS_VERDICT_LIKE, &error));
  library_assert_thumbs (self, taste, "-1:GRÖSSE  1:Größe");
  library_assert_thumbs (self, other, "");
}

static void
test_odd_text (LibraryFixture *self, gconstpointer data)
{
  static const char *const odd[] = {
    "'; DROP TABLE thumbs; --", "<b>", "%s%n%d", "", "\xef\xbf\xbd", "\xe2\x80\xaeright to left",
    "\xf0\x9f\x8e\xb5", "?1", "a\n\r\tb", "\"`[]",
  };
  gint64 taste = library_first (self);
  g_autofree char *endless = g_strnfill (10000, 'x');
  g_autoptr (GPtrArray) thumbs = mus_thumbs_new ();
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) loaded = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    g_ptr_array_add (thumbs, mus_thumb_new ("", odd[i], odd[i], MUS_VERDICT_LIKE, i + 1));
  g_ptr_array_add (thumbs, mus_thumb_new (endless, endless, endless, MUS_VERDICT_LIKE, 98));
  g_ptr_array_add (thumbs, mus_thumb_new ("", "not \xff UTF-8", "", MUS_VERDICT_LIKE, 99));
  before = library_set (self, taste, thumbs, &error);
  g_assert_no_error (error);

  library_end (self);
  library_start (self);
  loaded = library_load (self, taste, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (loaded->len, ==, thumbs->len);
  for (guint i = 0; i < thumbs->len; i++)
    {
      const MusThumb *expected = g_ptr_array_index (thumbs, i);
      const MusThumb *found = g_ptr_array_index (loaded, i);

      g_assert_cmpstr (found->title, ==, expected->title);
      g_assert_cmpstr (found->artist, ==, expected->artist);
      g_assert_cmpstr (found->track_id, ==, expected->track_id);
      g_assert_true (g_utf8_validate (found->title, -1, NULL));
    }
}

static void
test_many (LibraryFixture *self, gconstpointer data)
{
  gint64 taste = library_first (self);
  g_autoptr (GPtrArray) thumbs = mus_thumbs_new ();
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) loaded = NULL;
  g_autoptr (GError) error = NULL;
  double seconds;

  add_numbered (thumbs, 10000);
  before = library_set (self, taste, thumbs, &error);
  g_assert_no_error (error);

  g_test_timer_start ();
  loaded = library_load (self, taste, &error);
  seconds = g_test_timer_elapsed ();
  g_assert_no_error (error);
  g_assert_cmpuint (loaded->len, ==, 10000);
  g_test_message ("10,000 thumbs loaded in %.1f ms", seconds * 1000.0);

  library_end (self);
  library_start (self);
  g_test_timer_start ();
  g_assert_cmpint (library_first (self), ==, taste);
  g_test_message ("opened and checked in %.1f ms", g_test_timer_elapsed () * 1000.0);
  g_test_timer_start ();
  g_assert_true (library_thumb (self, taste, "one", "more", MUS_VERDICT_LIKE, &error));
  g_test_message ("a thumb on the disk in %.1f ms", g_test_timer_elapsed () * 1000.0);
}

static void
test_permissions (LibraryFixture *self, gconstpointer data)
{
  GStatBuf status;

  library_first (self);
  g_assert_cmpint (g_stat (self->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (self->folder, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);
}

static void
test_delete_all (LibraryFixture *self, gconstpointer data)
{
  static const char *const copies[] = { "library-damaged-1.sqlite",
                                        "library-damaged-1.sqlite-journal",
                                        "library-backup-1.sqlite", "library-fresh-1" };
  gint64 taste = library_first (self);
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  gsize n_bytes;

  g_assert_true (library_thumb (self, taste, "a", "Secret Song", MUS_VERDICT_LIKE, &error));
  for (guint i = 0; i < G_N_ELEMENTS (copies); i++)
    {
      g_autofree char *path = g_build_filename (self->folder, copies[i], NULL);

      g_assert_true (g_file_set_contents (path, "Secret Song", -1, NULL));
    }
  g_assert_true (library_delete_all (self, &error));
  g_assert_no_error (error);

  assert_tastes (self, "My Taste+0-0;");
  for (guint i = 0; i < G_N_ELEMENTS (copies); i++)
    {
      g_autofree char *path = g_build_filename (self->folder, copies[i], NULL);

      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
    }
  g_assert_true (g_file_get_contents (self->path, &contents, &n_bytes, NULL));
  g_assert_null (memmem (contents, n_bytes, "Secret", 6));
}

/* A thumb finds its track in a catalog with other ids, or without any. */
static void
test_find_row (void)
{
  FixtureTrack tracks[60];
  g_autoptr (MusCatalog) catalog = NULL;
  g_autoptr (MusThumb) here = mus_thumb_new ("other id", "title 7 ", "ARTIST 7",
                                             MUS_VERDICT_LIKE, 0);
  g_autoptr (MusThumb) gone = mus_thumb_new ("", "Title 7", "Nobody", MUS_VERDICT_LIKE, 0);
  g_autoptr (MusThumb) made = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (tracks); i++)
    tracks[i] = (FixtureTrack){ g_strdup_printf ("Title %u", i),
                                g_strdup_printf ("Artist %u;Guest", i), "rock",
                                FIXTURE_FEATURES };
  catalog = fixture_catalog (tracks, G_N_ELEMENTS (tracks));
  for (guint i = 0; i < G_N_ELEMENTS (tracks); i++)
    {
      g_free ((char *) tracks[i].title);
      g_free ((char *) tracks[i].artists);
    }

  g_assert_cmpuint (mus_thumb_find_row (here, catalog), ==, 7);
  g_assert_cmpuint (mus_thumb_find_row (gone, catalog), ==, MUS_NO_ROW);
  made = mus_thumb_new_for_row (catalog, 9, MUS_VERDICT_DISLIKE);
  g_assert_cmpstr (made->artist, ==, "Artist 9");
  g_assert_cmpuint (mus_thumb_find_row (made, catalog), ==, 9);
}

/* Whoever asks may be gone before the answer is there, and nobody need take it. */
static void
test_nobody_waits (LibraryFixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) thumbs = mus_thumbs_new ();
  gint64 taste = library_first (self);

  add_numbered (thumbs, 100);
  mus_library_set_async (self->library, taste, thumbs, NULL, NULL);
  mus_library_load_async (self->library, taste, NULL, NULL);
  g_object_add_weak_pointer (G_OBJECT (self->library), (gpointer *) &self->library);
  g_object_unref (self->library);
  while (self->library != NULL)
    g_main_context_iteration (NULL, TRUE);

  library_start (self);
  assert_tastes (self, "My Taste+66-34;");
}

static void
add (const char *name, void (*test) (LibraryFixture *self, gconstpointer data))
{
  g_test_add (name, LibraryFixture, NULL, library_set_up, test, library_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/library/tastes", test_tastes);
  add ("/library/last-taste", test_last_taste);
  add ("/library/thumbs", test_thumbs);
  add ("/library/undo-of-many", test_undo_of_many);
  add ("/library/identity", test_identity);
  add ("/library/odd-text", test_odd_text);
  add ("/library/many", test_many);
  add ("/library/permissions", test_permissions);
  add ("/library/delete-all", test_delete_all);
  add ("/library/nobody-waits", test_nobody_waits);
  g_test_add_func ("/library/find-row", test_find_row);

  return g_test_run ();
}
