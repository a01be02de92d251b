/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-for-you.h"

#include "workspace/mus-settings.h"

#define LENGTH_KEY "for-you-length"

/* One of the lists that the listener went through. */
typedef struct
{
  guint32       seed;    /* or MUS_NO_ROW: the whole taste */
  gsize         n_parts; /* one more with each Show More */
  MusListTrail *trail;   /* (nullable): the lists before, when this shall be another one */
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
  MusListTrail        *trail;    /* nullable */
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
  g_clear_pointer (&view->trail, mus_list_trail_unref);
  g_free (view);
}

/* @trail: (transfer full) (nullable) */
static void
push_view (MusForYou *self, guint32 seed, gsize n_parts, MusListTrail *trail)
{
  View *view = g_new (View, 1);

  view->seed = seed;
  view->n_parts = n_parts;
  view->trail = trail;
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
  push_view (self, MUS_NO_ROW, 1, NULL);
}

/* What matched as well in one model need not do so in another. */
static void
forget_trails (MusForYou *self)
{
  for (guint i = self->views->len; i > 0; i--)
    if (((View *) self->views->pdata[i - 1])->trail != NULL)
      g_ptr_array_remove_index (self->views, i - 1);
  self->has_nothing_else = FALSE;
}

static gsize
get_limit (MusForYou *self)
{
  GSettings *settings = mus_workspace_get_settings (self->workspace);

  return mus_settings_list_length (settings, LENGTH_KEY).limit * get_view (self)->n_parts;
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
  g_clear_pointer (&question->trail, mus_list_trail_unref);
  g_array_unref (question->excluded);
  g_clear_pointer (&question->allowed, g_bytes_unref);
  g_clear_pointer (&question->list, g_array_unref);
  g_free (question);
}

static GArray *
rank_taste (Question *question, const MusRecommendSettings *settings, GError **error)
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
    return NULL;

  mus_taste_ranker_set_taste (question->ranker, &taste);

  return mus_taste_ranker_list (question->ranker, &question->dials, settings, error);
}

static GArray *
rank (const MusRecommendSettings *settings, gpointer user_data, GError **error)
{
  Question *question = user_data;

  if (question->seed == MUS_NO_ROW)
    return rank_taste (question, settings, error);

  return mus_recommend_similar (question->catalog, question->index, question->seed, settings, NULL,
                                NULL, error);
}

static void
answer_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Question *question = data;
  GArray   *excluded = question->excluded;
  GError   *error = NULL;

  g_array_append_vals (excluded, question->dislikes->data, question->dislikes->len);
  if (question->seed == MUS_NO_ROW)
    g_array_append_vals (excluded, question->likes->data, question->likes->len);
  question->settings.excluded = (const guint32 *) excluded->data;
  question->settings.n_excluded = excluded->len;
  question->list = mus_other_list_rank (question->catalog, &question->settings, question->trail,
                                        rank, question, &error);

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

  if (question->trail != NULL && question->list != NULL && question->list->len == 0)
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
  MusListLength length =
      mus_settings_list_length (mus_workspace_get_settings (self->workspace), LENGTH_KEY);
  GBytes   *allowed = mus_filters_get_allowed (mus_workspace_get_filters (self->workspace));

  question->catalog = mus_catalog_ref (mus_workspace_get_catalog (self->workspace));
  question->x = mus_matrix_ref (mus_workspace_get_x (self->workspace));
  question->index = mus_neighbor_index_ref (mus_workspace_get_index (self->workspace));
  question->ranker = self->ranker != NULL ? mus_taste_ranker_ref (self->ranker) : NULL;
  question->likes = g_array_ref (self->likes);
  question->dislikes = g_array_ref (self->dislikes);
  question->trail = view->trail != NULL ? mus_list_trail_ref (view->trail) : NULL;
  question->excluded = g_array_new (FALSE, FALSE, sizeof (guint32));
  question->allowed = allowed != NULL ? g_bytes_ref (allowed) : NULL;
  question->seed = view->seed;
  question->dials = self->dials;
  question->n_models = self->n_models;
  question->settings = defaults;
  question->settings.limit = get_limit (self);
  question->settings.least_match = length.least_match;
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
take_taste (MusForYou *self)
{
  gboolean likes = mus_taste_store_update_rows (self->tastes, MUS_VERDICT_LIKE, &self->likes);
  gboolean dislikes =
      mus_taste_store_update_rows (self->tastes, MUS_VERDICT_DISLIKE, &self->dislikes);

  return likes || dislikes;
}

/* The library's confirmation changes nothing here. */
static void
taste_changed_cb (MusForYou *self)
{
  if (take_taste (self) || self->likes->len == 0)
    ask (self);
}

static void
model_changed_cb (MusForYou *self)
{
  self->n_models++;
  forget_trails (self);
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

gboolean
mus_for_you_has_more (MusForYou *self)
{
  return self->list != NULL && self->list->len >= get_limit (self);
}

void
mus_for_you_show_more (MusForYou *self)
{
  get_view (self)->n_parts++;
  ask (self);
}

void
mus_for_you_something_else (MusForYou *self)
{
  View *view = get_view (self);

  if (self->list == NULL || self->list->len == 0)
    return;

  push_view (self, view->seed, view->n_parts, mus_list_trail_new (view->trail, self->list));
  ask (self);
}

void
mus_for_you_more_like (MusForYou *self, guint32 row)
{
  push_view (self, row, 1, NULL);
  ask (self);
}

char *
mus_for_you_describe_change (MusForYou *self)
{
  MusListTrail *trail = get_view (self)->trail;

  if (self->list == NULL || (trail == NULL && !self->has_nothing_else))
    return NULL;

  return mus_other_list_describe (trail, self->has_nothing_else ? NULL : self->list);
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
  g_signal_connect_object (mus_workspace_get_settings (workspace), "changed::" LENGTH_KEY,
                           G_CALLBACK (ask), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->tastes, "changed", G_CALLBACK (taste_changed_cb), self,
                           G_CONNECT_SWAPPED);
  take_taste (self);

  return self;
}
