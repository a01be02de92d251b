/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-for-you.h"

#include <string.h>

#define N_AT_ONCE 20

/* One of the lists that the listener went through. */
typedef struct
{
  guint32 seed;   /* or MUS_NO_ROW: the whole taste */
  gsize   limit;
  GArray *seen;   /* rows of the lists before */
  GArray *before; /* (nullable) (element-type MusRecommendation): the last of them, when this
                     shall be another one */
} View;

/* A question and its answer, on the way to the thread and back. All that it reads is held by
 * references, and the ranker is used by one question at a time. */
typedef struct
{
  MusCatalog          *catalog;
  MusMatrix           *x;
  MusNeighborIndex    *index;
  MusTasteRanker      *ranker; /* (nullable): made by the first question */
  GArray              *likes;
  GArray              *dislikes;
  GArray              *seen;
  GArray              *before;   /* nullable */
  GArray              *excluded; /* what is in none of the lists */
  GBytes              *allowed; /* nullable */
  guint32              seed;
  MusTasteDials        dials;
  MusRecommendSettings settings;
  guint                n_models;
  GArray              *list; /* the answer */
} Question;

struct _MusForYou
{
  GObject parent_instance;

  MusWorkspace  *workspace;
  MusTasteStore *tastes;

  GPtrArray    *views; /* the last one shows */
  MusTasteDials dials;
  double        least_match;

  MusTasteRanker *ranker;   /* nullable; of the model that is there */
  guint           n_models; /* an answer about another model is not looked at */
  gboolean        is_busy;  /* a question is with the thread */
  gboolean        is_dirty; /* it is not the last one */

  GArray *likes; /* what was asked last */
  GArray *dislikes;
  GArray *list;  /* nullable */

  gboolean has_nothing_else; /* something else was asked for in vain */
};

G_DEFINE_FINAL_TYPE (MusForYou, mus_for_you, G_TYPE_OBJECT)

static guint changed_signal;

/*
 * Views
 */

static void
view_free (View *view)
{
  g_array_unref (view->seen);
  g_clear_pointer (&view->before, g_array_unref);
  g_free (view);
}

/* Takes @seen. */
static void
push_view (MusForYou *self, guint32 seed, GArray *seen, GArray *before)
{
  View *view = g_new (View, 1);

  view->seed = seed;
  view->limit = before != NULL ? MAX (before->len, N_AT_ONCE) : N_AT_ONCE;
  view->seen = seen;
  view->before = before != NULL ? g_array_ref (before) : NULL;
  self->has_nothing_else = FALSE;
  g_ptr_array_add (self->views, view);
}

static View *
get_view (MusForYou *self)
{
  return self->views->pdata[self->views->len - 1];
}

static void
forget_views (MusForYou *self)
{
  g_ptr_array_set_size (self->views, 0);
  push_view (self, MUS_NO_ROW, g_array_new (FALSE, FALSE, sizeof (guint32)), NULL);
}

/*
 * The thread's side
 */

static void
question_free (Question *question)
{
  mus_catalog_unref (question->catalog);
  mus_matrix_unref (question->x);
  mus_neighbor_index_unref (question->index);
  g_clear_pointer (&question->ranker, mus_taste_ranker_unref);
  g_array_unref (question->likes);
  g_array_unref (question->dislikes);
  g_array_unref (question->seen);
  g_clear_pointer (&question->before, g_array_unref);
  g_array_unref (question->excluded);
  g_clear_pointer (&question->allowed, g_bytes_unref);
  g_clear_pointer (&question->list, g_array_unref);
  g_free (question);
}

static void
rank_taste (Question *question, GError **error)
{
  MusTaste taste = {
    .likes = (const guint32 *) question->likes->data,
    .n_likes = question->likes->len,
    .dislikes = (const guint32 *) question->dislikes->data,
    .n_dislikes = question->dislikes->len,
  };

  if (question->ranker == NULL)
    question->ranker = mus_taste_ranker_new (question->catalog, question->index, question->x,
                                             NULL, error);
  if (question->ranker == NULL)
    return;

  mus_taste_ranker_set_taste (question->ranker, &taste);
  question->list =
      mus_taste_ranker_list (question->ranker, &question->dials, &question->settings, error);
}

static void
rank (Question *question, GError **error)
{
  if (question->seed != MUS_NO_ROW)
    question->list = mus_recommend_similar (question->catalog, question->index, question->seed,
                                            &question->settings, NULL, error);
  else
    rank_taste (question, error);
}

static void
exclude (Question *question, const GArray *rows)
{
  g_array_append_vals (question->excluded, rows->data, rows->len);
  question->settings.excluded = (const guint32 *) question->excluded->data;
  question->settings.n_excluded = question->excluded->len;
}

/* What is new, and from it and the list before another list. */
static void
rank_anew (Question *question, GError **error)
{
  MusRecommendSettings settings = question->settings;
  GArray              *fresh;

  exclude (question, question->seen);
  question->settings.limit *= MUS_OTHER_LIST_POOL;
  rank (question, error);
  fresh = g_steal_pointer (&question->list);
  if (fresh == NULL)
    return;

  settings.excluded = question->settings.excluded;
  question->list = mus_other_list (question->catalog, &settings, question->before, fresh);
  g_array_unref (fresh);
}

static void
answer_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Question *question = data;
  GError   *error = NULL;

  exclude (question, question->dislikes);
  if (question->seed == MUS_NO_ROW)
    exclude (question, question->likes);
  if (question->before != NULL)
    rank_anew (question, &error);
  else
    rank (question, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/*
 * The main thread's side
 */

static void ask (MusForYou *self);

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  MusForYou *self = MUS_FOR_YOU (source);
  Question  *question = g_task_get_task_data (G_TASK (result));

  self->is_busy = FALSE;
  if (g_application_get_default () != NULL)
    g_application_release (g_application_get_default ());
  if (question->n_models == self->n_models && question->ranker != NULL && self->ranker == NULL)
    self->ranker = mus_taste_ranker_ref (question->ranker);
  if (self->is_dirty)
    {
      ask (self);
      return;
    }

  if (question->before != NULL && question->list != NULL && question->list->len == 0)
    {
      mus_for_you_go_back (self);
      self->has_nothing_else = TRUE;
      return;
    }

  g_clear_pointer (&self->list, g_array_unref);
  if (question->list != NULL)
    self->list = g_array_ref (question->list);
  g_signal_emit (self, changed_signal, 0);
}

static Question *
make_question (MusForYou *self)
{
  const MusRecommendSettings defaults = MUS_RECOMMEND_SETTINGS_INIT;
  Question *question = g_new0 (Question, 1);
  View     *view = get_view (self);
  GBytes   *allowed = mus_filters_get_allowed (mus_workspace_get_filters (self->workspace));

  question->catalog = mus_catalog_ref (mus_workspace_get_catalog (self->workspace));
  question->x = mus_matrix_ref (mus_workspace_get_x (self->workspace));
  question->index = mus_neighbor_index_ref (mus_workspace_get_index (self->workspace));
  question->ranker = self->ranker != NULL ? mus_taste_ranker_ref (self->ranker) : NULL;
  question->likes = g_array_ref (self->likes);
  question->dislikes = g_array_ref (self->dislikes);
  question->seen = g_array_ref (view->seen);
  question->before = view->before != NULL ? g_array_ref (view->before) : NULL;
  question->excluded = g_array_new (FALSE, FALSE, sizeof (guint32));
  question->allowed = allowed != NULL ? g_bytes_ref (allowed) : NULL;
  question->seed = view->seed;
  question->dials = self->dials;
  question->n_models = self->n_models;
  question->settings = defaults;
  question->settings.limit = view->limit;
  question->settings.least_match = self->least_match;
  question->settings.allowed = allowed != NULL ? g_bytes_get_data (allowed, NULL) : NULL;

  return question;
}

static void
ask (MusForYou *self)
{
  g_autoptr (GTask) task = NULL;

  self->is_dirty = self->is_busy;
  if (self->is_busy)
    return;
  /* The ranker is made before the first like, so that this one is answered at once too. */
  if (mus_workspace_get_index (self->workspace) == NULL ||
      (self->likes->len == 0 && get_view (self)->seed == MUS_NO_ROW && self->ranker != NULL))
    {
      g_clear_pointer (&self->list, g_array_unref);
      g_signal_emit (self, changed_signal, 0);
      return;
    }

  self->is_busy = TRUE;
  if (g_application_get_default () != NULL)
    g_application_hold (g_application_get_default ());
  task = g_task_new (self, NULL, answered_cb, NULL);
  g_task_set_task_data (task, make_question (self), (GDestroyNotify) question_free);
  g_task_run_in_thread (task, answer_in_thread);
}

/*
 * What it follows
 */

static gboolean
are_same (GArray *a, GArray *b)
{
  return a->len == b->len &&
         (a->len == 0 || memcmp (a->data, b->data, a->len * sizeof (guint32)) == 0);
}

static void
take_taste (MusForYou *self)
{
  g_array_unref (self->likes);
  g_array_unref (self->dislikes);
  self->likes = mus_taste_store_get_rows (self->tastes, MUS_VERDICT_LIKE);
  self->dislikes = mus_taste_store_get_rows (self->tastes, MUS_VERDICT_DISLIKE);
}

/* The library's confirmation changes nothing here. */
static void
taste_changed_cb (MusForYou *self)
{
  g_autoptr (GArray) likes = g_array_ref (self->likes);
  g_autoptr (GArray) dislikes = g_array_ref (self->dislikes);

  take_taste (self);
  if (!are_same (likes, self->likes) || !are_same (dislikes, self->dislikes) ||
      self->likes->len == 0)
    ask (self);
}

static void
model_changed_cb (MusForYou *self)
{
  self->n_models++;
  g_clear_pointer (&self->ranker, mus_taste_ranker_unref);
  g_clear_pointer (&self->list, g_array_unref);
  ask (self);
}

static void
catalog_changed_cb (MusForYou *self)
{
  forget_views (self);
  take_taste (self);
  model_changed_cb (self);
}

/*
 * What is asked for
 */

MusForYouState
mus_for_you_get_state (MusForYou *self)
{
  if (!mus_taste_store_is_loaded (self->tastes))
    return MUS_FOR_YOU_WAITING;
  if (get_view (self)->seed == MUS_NO_ROW && self->likes->len == 0)
    {
      if (mus_taste_store_count (self->tastes, MUS_VERDICT_LIKE) > 0)
        return MUS_FOR_YOU_ELSEWHERE;
      return mus_taste_store_count (self->tastes, MUS_VERDICT_DISLIKE) > 0 ? MUS_FOR_YOU_NO_LIKE
                                                                           : MUS_FOR_YOU_EMPTY;
    }
  if (self->list == NULL)
    return MUS_FOR_YOU_WAITING;

  return self->list->len > 0 ? MUS_FOR_YOU_LIST : MUS_FOR_YOU_NOTHING;
}

GArray *
mus_for_you_get_list (MusForYou *self)
{
  return self->list;
}

void
mus_for_you_set_dials (MusForYou *self, MusTasteDials dials)
{
  self->dials = dials;
  ask (self);
}

void
mus_for_you_set_least_match (MusForYou *self, double percent)
{
  self->least_match = percent;
  ask (self);
}

gboolean
mus_for_you_has_more (MusForYou *self)
{
  return self->list != NULL && self->list->len >= get_view (self)->limit;
}

void
mus_for_you_show_more (MusForYou *self)
{
  get_view (self)->limit += N_AT_ONCE;
  ask (self);
}

void
mus_for_you_something_else (MusForYou *self)
{
  View   *view = get_view (self);
  GArray *seen = g_array_new (FALSE, FALSE, sizeof (guint32));

  g_array_append_vals (seen, view->seen->data, view->seen->len);
  for (guint i = 0; self->list != NULL && i < self->list->len; i++)
    g_array_append_val (seen, g_array_index (self->list, MusRecommendation, i).row);
  push_view (self, view->seed, seen, self->list);
  ask (self);
}

void
mus_for_you_more_like (MusForYou *self, guint32 row)
{
  push_view (self, row, g_array_new (FALSE, FALSE, sizeof (guint32)), NULL);
  ask (self);
}

char *
mus_for_you_describe_change (MusForYou *self)
{
  static const GArray none = { 0 };
  const View *view = get_view (self);

  if (self->list == NULL || (view->before == NULL && !self->has_nothing_else))
    return NULL;

  return self->has_nothing_else ? mus_other_list_describe (self->list, &none)
                                : mus_other_list_describe (view->before, self->list);
}

guint32
mus_for_you_get_seed (MusForYou *self)
{
  return get_view (self)->seed;
}

void
mus_for_you_go_back (MusForYou *self)
{
  if (!mus_for_you_can_go_back (self))
    return;

  g_ptr_array_remove_index (self->views, self->views->len - 1);
  self->has_nothing_else = FALSE;
  ask (self);
}

gboolean
mus_for_you_can_go_back (MusForYou *self)
{
  return self->views->len > 1;
}

/*
 * The object
 */

static void
mus_for_you_finalize (GObject *object)
{
  MusForYou *self = MUS_FOR_YOU (object);

  g_clear_object (&self->tastes);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->ranker, mus_taste_ranker_unref);
  g_ptr_array_unref (self->views);
  g_array_unref (self->likes);
  g_array_unref (self->dislikes);
  g_clear_pointer (&self->list, g_array_unref);

  G_OBJECT_CLASS (mus_for_you_parent_class)->finalize (object);
}

static void
mus_for_you_class_init (MusForYouClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mus_for_you_finalize;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                 NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
mus_for_you_init (MusForYou *self)
{
  const MusTasteDials middle = MUS_TASTE_DIALS_INIT;

  self->dials = middle;
  self->views = g_ptr_array_new_with_free_func ((GDestroyNotify) view_free);
  self->likes = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->dislikes = g_array_new (FALSE, FALSE, sizeof (guint32));
  forget_views (self);
}

MusForYou *
mus_for_you_new (MusWorkspace *workspace)
{
  MusForYou *self = g_object_new (MUS_TYPE_FOR_YOU, NULL);

  self->workspace = g_object_ref (workspace);
  self->tastes = g_object_ref (mus_workspace_get_tastes (workspace));
  g_signal_connect_object (workspace, "notify::catalog", G_CALLBACK (catalog_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify::model", G_CALLBACK (model_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (mus_workspace_get_filters (workspace), "notify::allowed",
                           G_CALLBACK (ask), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->tastes, "changed", G_CALLBACK (taste_changed_cb), self,
                           G_CONNECT_SWAPPED);
  take_taste (self);

  return self;
}
