/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-taste-store-private.h"

#include <string.h>

#define MAX_STEPS 100

enum
{
  CHANGED,
  TASTES_CHANGED,
  TOLD,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MusTasteStore, mus_taste_store, G_TYPE_OBJECT)

/*
 * What happens to a change on its way
 */

MusTasteStore *
mus_taste_store_hold (MusTasteStore *self)
{
  self->n_held++;
  if (g_application_get_default () != NULL)
    g_application_hold (g_application_get_default ());

  return g_object_ref (self);
}

void
mus_taste_store_release (MusTasteStore *self)
{
  self->n_held--;
  if (g_application_get_default () != NULL)
    g_application_release (g_application_get_default ());
  g_object_unref (self);
}

void
mus_taste_store_tell (MusTasteStore *self, const char *sentence, gboolean can_undo)
{
  g_signal_emit (self, signals[TOLD], 0, sentence, can_undo);
}

void
mus_taste_store_emit_tastes_changed (MusTasteStore *self)
{
  g_signal_emit (self, signals[TASTES_CHANGED], 0);
}

void
mus_taste_step_free (MusTasteStep *step)
{
  g_free (step->deleted);
  g_ptr_array_unref (step->thumbs);
  g_free (step);
}

void
mus_taste_store_add_step (MusTasteStore *self, gint64 taste, const char *deleted,
                          GPtrArray *thumbs)
{
  MusTasteStep *step = g_new (MusTasteStep, 1);

  step->taste = taste;
  step->deleted = g_strdup (deleted);
  step->thumbs = g_ptr_array_ref (thumbs);
  g_queue_push_head (&self->steps, step);
  if (g_queue_get_length (&self->steps) > MAX_STEPS)
    mus_taste_step_free (g_queue_pop_tail (&self->steps));
}

void
mus_taste_store_forget_steps (MusTasteStore *self)
{
  g_queue_clear_full (&self->steps, (GDestroyNotify) mus_taste_step_free);
}

/*
 * What shows
 */

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  const MusThumb *first = mus_taste_item_get_thumb (*(MusTasteItem **) a);
  const MusThumb *second = mus_taste_item_get_thumb (*(MusTasteItem **) b);

  if (first->time_us != second->time_us)
    return first->time_us > second->time_us ? -1 : 1;
  if (!g_str_equal (first->title, second->title))
    return g_strcmp0 (first->title, second->title);

  return g_strcmp0 (first->track_id, second->track_id);
}

/* Drops items that are neither shown nor waited for, and sorts the others that show. */
static GPtrArray *
gather_items (MusTasteStore *self)
{
  GPtrArray     *shown = g_ptr_array_sized_new (g_hash_table_size (self->by_key));
  GHashTableIter iter;
  gpointer       item;

  g_hash_table_iter_init (&iter, self->by_key);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    if (mus_taste_item_get_thumb (item)->verdict != MUS_VERDICT_NONE)
      g_ptr_array_add (shown, item);
    else if (!mus_taste_item_is_pending (item))
      g_hash_table_iter_remove (&iter);
  g_ptr_array_sort (shown, compare_newest_first);

  return shown;
}

/* Replaces only the part of the list that differs, so that the rest stays where it is. */
static void
splice_items (MusTasteStore *self, GPtrArray *shown)
{
  GListModel *model = G_LIST_MODEL (self->items);
  guint       n = g_list_model_get_n_items (model), n_head = 0, n_tail = 0;
  g_autofree gpointer *before = g_new (gpointer, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    {
      before[i] = g_list_model_get_item (model, i);
      g_object_unref (before[i]); /* the list has it */
    }
  while (n_head < MIN (n, shown->len) && before[n_head] == shown->pdata[n_head])
    n_head++;
  while (n_tail < MIN (n, shown->len) - n_head &&
         before[n - 1 - n_tail] == shown->pdata[shown->len - 1 - n_tail])
    n_tail++;
  if (n_head + n_tail < MAX (n, shown->len))
    g_list_store_splice (self->items, n_head, n - n_head - n_tail, shown->pdata + n_head,
                         shown->len - n_head - n_tail);
}

void
mus_taste_store_refresh (MusTasteStore *self)
{
  g_autoptr (GPtrArray) shown = gather_items (self);

  g_hash_table_remove_all (self->by_row);
  self->n_likes = self->n_dislikes = 0;
  for (guint i = shown->len; i-- > 0;)
    {
      MusTasteItem *item = shown->pdata[i];

      if (mus_taste_item_get_thumb (item)->verdict == MUS_VERDICT_LIKE)
        self->n_likes++;
      else
        self->n_dislikes++;
      if (mus_taste_item_get_row (item) != MUS_NO_ROW)
        g_hash_table_insert (self->by_row, GUINT_TO_POINTER (mus_taste_item_get_row (item)),
                             item);
    }
  splice_items (self, shown);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
find_row (MusTasteStore *self, MusTasteItem *item)
{
  mus_taste_item_set_row (item, self->catalog != NULL
                                    ? mus_thumb_find_row (mus_taste_item_get_thumb (item),
                                                          self->catalog)
                                    : MUS_NO_ROW);
}

MusTasteItem *
mus_taste_store_ensure_item (MusTasteStore *self, const MusThumb *thumb)
{
  char         *key = mus_thumb_key (thumb);
  MusTasteItem *item = g_hash_table_lookup (self->by_key, key);

  if (item == NULL)
    {
      item = mus_taste_item_new (thumb);
      find_row (self, item);
      g_hash_table_insert (self->by_key, key, item);
    }
  else
    g_free (key);

  return item;
}

void
mus_taste_store_set_catalog (MusTasteStore *self, MusCatalog *catalog)
{
  GHashTableIter iter;
  gpointer       item;

  g_clear_pointer (&self->catalog, mus_catalog_unref);
  self->catalog = catalog != NULL ? mus_catalog_ref (catalog) : NULL;
  g_hash_table_iter_init (&iter, self->by_key);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    find_row (self, item);
  mus_taste_store_refresh (self);
}

/*
 * Loading
 */

typedef struct
{
  MusTasteStore *store;
  guint          n_loads; /* which one it is */
} Load;

static void
show_loaded (MusTasteStore *self, GPtrArray *thumbs)
{
  g_autoptr (GHashTable) loaded = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer       item;

  for (guint i = 0; i < thumbs->len; i++)
    {
      item = mus_taste_store_ensure_item (self, thumbs->pdata[i]);
      mus_taste_item_load (item, thumbs->pdata[i]);
      g_hash_table_add (loaded, item);
    }
  g_hash_table_iter_init (&iter, self->by_key);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    if (!g_hash_table_contains (loaded, item))
      mus_taste_item_load (item, NULL);
  self->is_loaded = TRUE;
  mus_taste_store_refresh (self);
}

static void
loaded_cb (GObject *library, GAsyncResult *result, gpointer data)
{
  Load                 *load = data;
  MusTasteStore        *self = load->store;
  g_autoptr (GError)    error = NULL;
  g_autoptr (GPtrArray) thumbs =
      mus_library_load_finish (MUS_LIBRARY (library), result, &error);

  if (load->n_loads == self->n_loads)
    {
      if (thumbs != NULL)
        show_loaded (self, thumbs);
      else
        mus_taste_store_tell (self, error->message, FALSE);
    }
  g_object_unref (self);
  g_free (load);
}

void
mus_taste_store_load (MusTasteStore *self)
{
  Load *load = g_new (Load, 1);

  load->store = g_object_ref (self);
  load->n_loads = ++self->n_loads;
  mus_library_load_async (self->library, self->current, loaded_cb, load);
}

/*
 * What there is
 */

gboolean
mus_taste_store_is_loaded (MusTasteStore *self)
{
  return self->is_loaded;
}

gboolean
mus_taste_store_is_settled (MusTasteStore *self)
{
  return self->n_held == 0;
}

GListModel *
mus_taste_store_get_items (MusTasteStore *self)
{
  return G_LIST_MODEL (self->items);
}

gsize
mus_taste_store_count (MusTasteStore *self, MusVerdict verdict)
{
  return verdict == MUS_VERDICT_LIKE ? self->n_likes : self->n_dislikes;
}

GArray *
mus_taste_store_get_rows (MusTasteStore *self, MusVerdict verdict)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint   n = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MusTasteItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);
      guint32 row = mus_taste_item_get_row (item);

      /* Of several thumbs for one track the newest counts. */
      if (row != MUS_NO_ROW && g_hash_table_lookup (self->by_row, GUINT_TO_POINTER (row)) == item &&
          mus_taste_item_get_thumb (item)->verdict == verdict)
        g_array_append_val (rows, row);
    }

  return rows;
}

gboolean
mus_taste_store_update_rows (MusTasteStore *self, MusVerdict verdict, GArray **rows)
{
  GArray *now = mus_taste_store_get_rows (self, verdict);

  if (now->len == (*rows)->len &&
      (now->len == 0 || memcmp (now->data, (*rows)->data, now->len * sizeof (guint32)) == 0))
    {
      g_array_unref (now);
      return FALSE;
    }
  g_array_unref (*rows);
  *rows = now;

  return TRUE;
}

MusVerdict
mus_taste_store_get_verdict (MusTasteStore *self, guint32 row)
{
  MusTasteItem *item = g_hash_table_lookup (self->by_row, GUINT_TO_POINTER (row));

  return item != NULL ? mus_taste_item_get_thumb (item)->verdict : MUS_VERDICT_NONE;
}

gboolean
mus_taste_store_is_pending (MusTasteStore *self, guint32 row)
{
  MusTasteItem *item = g_hash_table_lookup (self->by_row, GUINT_TO_POINTER (row));

  return item != NULL && mus_taste_item_is_pending (item);
}

/*
 * The object
 */

static void
notice_cb (MusLibrary *library, const char *sentence, MusTasteStore *self)
{
  mus_taste_store_tell (self, sentence, FALSE);
}

static void
mus_taste_store_finalize (GObject *object)
{
  MusTasteStore *self = MUS_TASTE_STORE (object);

  mus_taste_store_forget_steps (self);
  g_clear_object (&self->library);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->catalog, mus_catalog_unref);
  g_clear_pointer (&self->tastes, g_ptr_array_unref);
  g_clear_pointer (&self->by_row, g_hash_table_unref);
  g_clear_object (&self->items);
  g_clear_pointer (&self->by_key, g_hash_table_unref);

  G_OBJECT_CLASS (mus_taste_store_parent_class)->finalize (object);
}

static void
mus_taste_store_class_init (MusTasteStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mus_taste_store_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[TASTES_CHANGED] =
      g_signal_new ("tastes-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 0);
  signals[TOLD] = g_signal_new ("told", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
}

static void
mus_taste_store_init (MusTasteStore *self)
{
  self->tastes = g_ptr_array_new_with_free_func ((GDestroyNotify) mus_taste_info_free);
  self->by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->by_row = g_hash_table_new (NULL, NULL);
  self->items = g_list_store_new (MUS_TYPE_TASTE_ITEM);
  g_queue_init (&self->steps);
}

MusTasteStore *
mus_taste_store_new (const char *folder, GSettings *settings)
{
  MusTasteStore *self = g_object_new (MUS_TYPE_TASTE_STORE, NULL);

  self->library = mus_library_new (folder);
  self->settings = settings != NULL ? g_object_ref (settings) : NULL;
  g_signal_connect_object (self->library, "changed", G_CALLBACK (mus_taste_store_list), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->library, "notice", G_CALLBACK (notice_cb), self,
                           G_CONNECT_DEFAULT);
  mus_taste_store_list (self);

  return self;
}
