/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "storage/mus-library.h"

#include <pthread.h>

#include "base/mus-parallel.h"
#include "storage/mus-library-database-private.h"
#include "storage/mus-library-schema-private.h"
#include "storage/mus-library-work-private.h"

/* How often an idle library looks whether another process has changed it, in seconds. */
#define WATCH_SECONDS 1

/*
 * Request: one call, on its way to the thread and back. It belongs to one side at a time;
 * the lock is what hands it over. The task stays with the owner, since it holds the
 * library.
 */
typedef struct
{
  GTask          *task;
  MusLibraryWork  work;
  gboolean        writes;
  MusLibraryOrder order;
  GError         *error;
} Request;

struct _MusLibrary
{
  GObject parent_instance;

  GMainContext *context; /* the owner's; set once */
  char         *folder;  /* set once */
  GThread      *thread;  /* the owner's thread only; NULL until the first request */

  /* Only with the lock. */
  struct
  {
    pthread_mutex_t lock;
    pthread_cond_t  wake;     /* there is something to do, or it is over */
    GQueue          waiting;  /* of Request */
    GQueue          answered; /* of Request */
    GQueue          notices;  /* of char * */
    gboolean        has_changed;
    gboolean        is_over;
    GSource        *armed; /* on its way to the owner */
  } shared;
};

G_DEFINE_FINAL_TYPE (MusLibrary, mus_library, G_TYPE_OBJECT)

enum
{
  CHANGED,
  NOTICE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

void
mus_taste_info_free (MusTasteInfo *self)
{
  g_free (self->name);
  g_free (self);
}

static void
request_free (Request *self)
{
  g_clear_object (&self->task);
  g_clear_error (&self->error);
  g_free (self->order.name);
  g_clear_pointer (&self->order.thumbs, g_ptr_array_unref);
  g_clear_pointer (&self->order.answer, g_ptr_array_unref);
  g_free (self);
}

/*
 * The owner's side
 */

/* Each answer is the order itself, from which the finish function takes its part. */
static void
answer (Request *request)
{
  GTask *task = g_steal_pointer (&request->task);

  if (request->error != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&request->error));
      request_free (request);
    }
  else
    g_task_return_pointer (task, request, (GDestroyNotify) request_free);
  g_object_unref (task);
}

static gboolean
deliver_cb (gpointer data)
{
  g_autoptr (MusLibrary) self = g_object_ref (data);
  GQueue   answered, notices;
  gboolean has_changed;

  pthread_mutex_lock (&self->shared.lock);
  g_clear_pointer (&self->shared.armed, g_source_unref);
  answered = self->shared.answered;
  g_queue_init (&self->shared.answered);
  notices = self->shared.notices;
  g_queue_init (&self->shared.notices);
  has_changed = self->shared.has_changed;
  self->shared.has_changed = FALSE;
  pthread_mutex_unlock (&self->shared.lock);

  for (char *notice; (notice = g_queue_pop_head (&notices)) != NULL; g_free (notice))
    g_signal_emit (self, signals[NOTICE], 0, notice);
  if (has_changed)
    g_signal_emit (self, signals[CHANGED], 0);
  for (Request *request; (request = g_queue_pop_head (&answered)) != NULL;)
    answer (request);

  return G_SOURCE_REMOVE;
}

/*
 * The thread's side
 */

/* With the lock held. The source does not keep the library: finalizing takes it back. */
static void
arm (MusLibrary *self)
{
  if (self->shared.armed != NULL)
    return;

  self->shared.armed = g_idle_source_new ();
  g_source_set_priority (self->shared.armed, G_PRIORITY_DEFAULT);
  g_source_set_static_name (self->shared.armed, "[musrec] library");
  g_source_set_callback (self->shared.armed, deliver_cb, self, NULL);
  g_source_attach (self->shared.armed, self->context);
}

/* What goes beyond one transaction. */
static void
carry_out (MusLibraryDatabase *database, Request *request)
{
  MusLibraryOrder *order = &request->order;
  GError         **error = &request->error;

  if (!mus_library_database_run (database, request->writes, request->work, order, error))
    return;

  if (request->work == mus_library_work_list && order->answer->len == 0 &&
      mus_library_database_run (database, TRUE, mus_library_work_ensure_taste, order, error))
    mus_library_database_run (database, FALSE, mus_library_work_list, order, error);
  else if (request->work == mus_library_work_delete_all)
    mus_library_database_delete_copies (database, error);
}

/* Returns: (nullable): what to do next; %NULL after a second without anything */
static Request *
wait_for_request (MusLibrary *self, gboolean *is_over)
{
  struct timespec until;
  Request        *request;

  clock_gettime (CLOCK_MONOTONIC, &until);
  until.tv_sec += WATCH_SECONDS;

  pthread_mutex_lock (&self->shared.lock);
  while (g_queue_is_empty (&self->shared.waiting) && !self->shared.is_over &&
         pthread_cond_timedwait (&self->shared.wake, &self->shared.lock, &until) == 0)
    ;
  request = g_queue_pop_head (&self->shared.waiting);
  *is_over = self->shared.is_over;
  pthread_mutex_unlock (&self->shared.lock);

  return request;
}

static void
hand_back (MusLibrary *self, MusLibraryDatabase *database, Request *request)
{
  char    *notice = mus_library_database_take_notice (database);
  gboolean has_changed = mus_library_database_has_changed (database);

  pthread_mutex_lock (&self->shared.lock);
  self->shared.has_changed |= has_changed;
  if (notice != NULL)
    g_queue_push_tail (&self->shared.notices, notice);
  if (request != NULL)
    g_queue_push_tail (&self->shared.answered, request);
  if (notice != NULL || request != NULL || has_changed)
    arm (self);
  pthread_mutex_unlock (&self->shared.lock);
}

static gpointer
thread_cb (gpointer data)
{
  MusLibrary *self = data;
  g_autoptr (MusLibraryDatabase) database =
      mus_library_database_new (self->folder, mus_library_schema ());
  gboolean is_over = FALSE;

  while (!is_over)
    {
      Request *request = wait_for_request (self, &is_over);

      if (request != NULL)
        carry_out (database, request);
      if (!is_over)
        hand_back (self, database, request);
    }

  return NULL;
}

/*
 * The functions of the library
 */

static void
send (MusLibrary *self, Request *request)
{
  if (self->thread == NULL)
    self->thread = mus_thread_start ("mus-library", thread_cb, self, &request->error);
  if (self->thread == NULL)
    {
      answer (request);
      return;
    }

  pthread_mutex_lock (&self->shared.lock);
  g_queue_push_tail (&self->shared.waiting, request);
  pthread_cond_signal (&self->shared.wake);
  pthread_mutex_unlock (&self->shared.lock);
}

static void
ask (MusLibrary *self, MusLibraryWork work, gboolean writes, MusLibraryOrder order,
     GAsyncReadyCallback callback, gpointer user_data)
{
  Request *request = g_new0 (Request, 1);

  g_return_if_fail (MUS_IS_LIBRARY (self));

  request->task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (request->task, work);
  request->work = work;
  request->writes = writes;
  request->order = order;
  send (self, request);
}

static Request *
finish (MusLibrary *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static GPtrArray *
finish_with_answer (MusLibrary *self, GAsyncResult *result, GError **error)
{
  Request   *request = finish (self, result, error);
  GPtrArray *list = NULL;

  if (request != NULL)
    {
      list = g_steal_pointer (&request->order.answer);
      request_free (request);
    }

  return list;
}

static gboolean
finish_plainly (MusLibrary *self, GAsyncResult *result, GError **error)
{
  Request *request = finish (self, result, error);

  if (request == NULL)
    return FALSE;
  request_free (request);

  return TRUE;
}

void
mus_library_list_async (MusLibrary *self, GAsyncReadyCallback callback, gpointer user_data)
{
  ask (self, mus_library_work_list, FALSE, (MusLibraryOrder){ 0 }, callback, user_data);
}

GPtrArray *
mus_library_list_finish (MusLibrary *self, GAsyncResult *result, GError **error)
{
  return finish_with_answer (self, result, error);
}

void
mus_library_create_async (MusLibrary *self, const char *name, GPtrArray *thumbs,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  MusLibraryOrder order = {
    .name = g_strdup (name),
    .thumbs = thumbs != NULL ? g_ptr_array_ref (thumbs) : NULL,
  };

  ask (self, mus_library_work_create, TRUE, order, callback, user_data);
}

gint64
mus_library_create_finish (MusLibrary *self, GAsyncResult *result, GError **error)
{
  Request *request = finish (self, result, error);
  gint64   id = 0;

  if (request != NULL)
    {
      id = request->order.id;
      request_free (request);
    }

  return id;
}

void
mus_library_rename_async (MusLibrary *self, gint64 taste, const char *name,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  MusLibraryOrder order = { .taste = taste, .name = g_strdup (name) };

  ask (self, mus_library_work_rename, TRUE, order, callback, user_data);
}

gboolean
mus_library_rename_finish (MusLibrary *self, GAsyncResult *result, GError **error)
{
  return finish_plainly (self, result, error);
}

void
mus_library_delete_async (MusLibrary *self, gint64 taste, GAsyncReadyCallback callback,
                          gpointer user_data)
{
  ask (self, mus_library_work_delete, TRUE, (MusLibraryOrder){ .taste = taste }, callback,
       user_data);
}

GPtrArray *
mus_library_delete_finish (MusLibrary *self, GAsyncResult *result, GError **error)
{
  return finish_with_answer (self, result, error);
}

void
mus_library_load_async (MusLibrary *self, gint64 taste, GAsyncReadyCallback callback,
                        gpointer user_data)
{
  ask (self, mus_library_work_load, FALSE, (MusLibraryOrder){ .taste = taste }, callback,
       user_data);
}

GPtrArray *
mus_library_load_finish (MusLibrary *self, GAsyncResult *result, GError **error)
{
  return finish_with_answer (self, result, error);
}

void
mus_library_set_async (MusLibrary *self, gint64 taste, GPtrArray *thumbs,
                       GAsyncReadyCallback callback, gpointer user_data)
{
  MusLibraryOrder order = { .taste = taste, .thumbs = g_ptr_array_ref (thumbs) };

  ask (self, mus_library_work_set, TRUE, order, callback, user_data);
}

GPtrArray *
mus_library_set_finish (MusLibrary *self, GAsyncResult *result, GError **error)
{
  return finish_with_answer (self, result, error);
}

void
mus_library_clear_async (MusLibrary *self, gint64 taste, GAsyncReadyCallback callback,
                         gpointer user_data)
{
  ask (self, mus_library_work_clear, TRUE, (MusLibraryOrder){ .taste = taste }, callback,
       user_data);
}

GPtrArray *
mus_library_clear_finish (MusLibrary *self, GAsyncResult *result, GError **error)
{
  return finish_with_answer (self, result, error);
}

void
mus_library_delete_all_async (MusLibrary *self, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  ask (self, mus_library_work_delete_all, TRUE, (MusLibraryOrder){ 0 }, callback, user_data);
}

gboolean
mus_library_delete_all_finish (MusLibrary *self, GAsyncResult *result, GError **error)
{
  return finish_plainly (self, result, error);
}

/*
 * The object
 */

static void
mus_library_finalize (GObject *object)
{
  MusLibrary *self = MUS_LIBRARY (object);

  pthread_mutex_lock (&self->shared.lock);
  self->shared.is_over = TRUE;
  pthread_cond_signal (&self->shared.wake);
  pthread_mutex_unlock (&self->shared.lock);
  g_clear_pointer (&self->thread, g_thread_join);

  if (self->shared.armed != NULL)
    g_source_destroy (self->shared.armed);
  g_clear_pointer (&self->shared.armed, g_source_unref);
  g_queue_clear_full (&self->shared.notices, g_free);
  pthread_cond_destroy (&self->shared.wake);
  pthread_mutex_destroy (&self->shared.lock);
  g_main_context_unref (self->context);
  g_free (self->folder);

  G_OBJECT_CLASS (mus_library_parent_class)->finalize (object);
}

static void
mus_library_class_init (MusLibraryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mus_library_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[NOTICE] = g_signal_new ("notice", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
mus_library_init (MusLibrary *self)
{
  pthread_condattr_t attributes;

  self->context = g_main_context_ref_thread_default ();
  pthread_mutex_init (&self->shared.lock, NULL);
  pthread_condattr_init (&attributes);
  pthread_condattr_setclock (&attributes, CLOCK_MONOTONIC);
  pthread_cond_init (&self->shared.wake, &attributes);
  pthread_condattr_destroy (&attributes);
}

MusLibrary *
mus_library_new (const char *folder)
{
  MusLibrary *self = g_object_new (MUS_TYPE_LIBRARY, NULL);

  self->folder = g_strdup (folder);

  return self;
}
