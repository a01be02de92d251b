/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mus-recent.h"

#include <glib/gstdio.h>
#include <unistd.h>

#define GROUP "MusRec catalog"

/* GTK makes the folder of its list, and complains on the console where it can't.
 * Returns: (transfer none) (nullable) */
static GtkRecentManager *
get_manager (void)
{
  return g_mkdir_with_parents (g_get_user_data_dir (), 0700) == 0
             ? gtk_recent_manager_get_default ()
             : NULL;
}

static gboolean
can_write (void)
{
  return get_manager () != NULL && g_access (g_get_user_data_dir (), W_OK) == 0;
}

/* Returns: (transfer full) (element-type GtkRecentInfo) */
static GList *
get_items (void)
{
  GtkRecentManager *manager = get_manager ();

  return manager != NULL ? gtk_recent_manager_get_items (manager) : NULL;
}

void
mus_recent_add (GFile *file)
{
  g_autofree char *uri = g_file_get_uri (file);
  char            *groups[] = { (char *) GROUP, NULL };
  GtkRecentData    data = {
    .mime_type = (char *) "text/csv",
    .app_name = (char *) "MusRec",
    .app_exec = (char *) "musrec %f",
    .groups = groups,
  };

  if (can_write ())
    gtk_recent_manager_add_full (get_manager (), uri, &data);
}

static int
compare_visited (gconstpointer a, gconstpointer b)
{
  GDateTime *first = gtk_recent_info_get_visited (*(GtkRecentInfo **) a);
  GDateTime *second = gtk_recent_info_get_visited (*(GtkRecentInfo **) b);

  return g_date_time_compare (second, first);
}

GPtrArray *
mus_recent_list (guint limit)
{
  GList     *items = get_items ();
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_recent_info_unref);

  for (GList *l = items; l != NULL; l = l->next)
    if (gtk_recent_info_has_group (l->data, GROUP) && gtk_recent_info_exists (l->data))
      g_ptr_array_add (list, gtk_recent_info_ref (l->data));
  g_list_free_full (items, (GDestroyNotify) gtk_recent_info_unref);

  g_ptr_array_sort (list, compare_visited);
  if (list->len > limit)
    g_ptr_array_set_size (list, (gint) limit);

  return list;
}

void
mus_recent_clear (void)
{
  GList *items = can_write () ? get_items () : NULL;

  for (GList *l = items; l != NULL; l = l->next)
    if (gtk_recent_info_has_group (l->data, GROUP))
      gtk_recent_manager_remove_item (get_manager (), gtk_recent_info_get_uri (l->data), NULL);
  g_list_free_full (items, (GDestroyNotify) gtk_recent_info_unref);
}

void
mus_recent_follow (GCallback func, gpointer object)
{
  if (get_manager () != NULL)
    g_signal_connect_object (get_manager (), "changed", func, object, G_CONNECT_SWAPPED);
}
