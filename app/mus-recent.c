/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mus-recent.h"

#define GROUP "MusRec catalog"

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

  gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
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
  GList     *items = gtk_recent_manager_get_items (gtk_recent_manager_get_default ());
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
  GtkRecentManager *manager = gtk_recent_manager_get_default ();
  GList            *items = gtk_recent_manager_get_items (manager);

  for (GList *l = items; l != NULL; l = l->next)
    if (gtk_recent_info_has_group (l->data, GROUP))
      gtk_recent_manager_remove_item (manager, gtk_recent_info_get_uri (l->data), NULL);
  g_list_free_full (items, (GDestroyNotify) gtk_recent_info_unref);
}
