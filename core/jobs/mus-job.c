/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "jobs/mus-job.h"

#include <pthread.h>

#include "base/mus-parallel.h"

/* A time that is told earlier than this is a guess. */
#define MIN_FRACTION_FOR_TIME 0.02
#define MIN_SECONDS_FOR_TIME 0.5

typedef struct
{
  GMainContext *context;     /* the owner's; set once */
  GCancellable *cancellable; /* set once */
  gint          stop;        /* atomic */

  /* The owner's thread only. */
  struct
  {
    MusJobState state;
    double      fraction;
    GError     *error;
    char       *notice;
    GThread    *thread;
    gint64      start_us;
  } owner;

  /* Only with the lock. */
  struct
  {
    pthread_mutex_t lock;
    double          fraction;
    gboolean        is_armed; /* an idle source is on its way to the owner */
    gboolean        has_ended;
    gboolean        has_result;
    GError         *error;
    char           *notice;
  } shared;
} MusJobPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (MusJob, mus_job, G_TYPE_OBJECT)

enum
{
  PROP_FRACTION = 1,
  PROP_STATE,
  PROP_STOPPING,
  N_PROPS,
};

enum
{
  ENDED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

static MusJobPrivate *
get_private (MusJob *self)
{
  return mus_job_get_instance_private (self);
}

static void
set_state (MusJob *self, MusJobState state)
{
  get_private (self)->owner.state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
set_fraction (MusJob *self, double fraction)
{
  MusJobPrivate *priv = get_private (self);

  if (fraction <= priv->owner.fraction)
    return;

  priv->owner.fraction = fraction;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
}

static void
end (MusJob *self, gboolean has_result, GError *error, char *notice)
{
  MusJobPrivate *priv = get_private (self);

  g_clear_pointer (&priv->owner.thread, g_thread_join);
  priv->owner.error = error;
  priv->owner.notice = notice;
  if (has_result)
    set_state (self, MUS_JOB_DONE);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    set_state (self, MUS_JOB_CANCELLED);
  else
    set_state (self, MUS_JOB_FAILED);
  g_signal_emit (self, signals[ENDED], 0);
}

/* On the owner's thread. */
static gboolean
deliver_cb (gpointer data)
{
  MusJob        *self = data;
  MusJobPrivate *priv = get_private (self);
  GError        *error;
  char          *notice = NULL;
  double         fraction;
  gboolean       has_ended, has_result;

  pthread_mutex_lock (&priv->shared.lock);
  priv->shared.is_armed = FALSE;
  fraction = priv->shared.fraction;
  has_ended = priv->shared.has_ended;
  has_result = priv->shared.has_result;
  error = g_steal_pointer (&priv->shared.error);
  if (has_ended)
    notice = g_steal_pointer (&priv->shared.notice);
  pthread_mutex_unlock (&priv->shared.lock);

  set_fraction (self, fraction);
  if (MUS_JOB_GET_CLASS (self)->deliver != NULL)
    MUS_JOB_GET_CLASS (self)->deliver (self);
  if (has_ended)
    end (self, has_result, error, notice);

  return G_SOURCE_REMOVE;
}

/* With the lock held, on any thread. The source keeps the job alive until it has run. */
static void
arm (MusJob *self)
{
  MusJobPrivate      *priv = get_private (self);
  g_autoptr (GSource) source = NULL;

  if (priv->shared.is_armed)
    return;

  priv->shared.is_armed = TRUE;
  source = g_idle_source_new ();
  g_source_set_static_name (source, "[musrec] job");
  g_source_set_callback (source, deliver_cb, g_object_ref (self), g_object_unref);
  g_source_attach (source, priv->context);
}

static void
progress_cb (double fraction, gpointer data)
{
  MusJob        *self = data;
  MusJobPrivate *priv = get_private (self);

  pthread_mutex_lock (&priv->shared.lock);
  priv->shared.fraction = fraction;
  arm (self);
  pthread_mutex_unlock (&priv->shared.lock);
}

static gpointer
thread_cb (gpointer data)
{
  MusJob        *self = data;
  MusJobPrivate *priv = get_private (self);
  MusRun         run = { priv->cancellable, &priv->stop, progress_cb, self, 0.0, 1.0 };
  GError        *error = NULL;
  gboolean       has_result;

  mus_thread_give_way ();
  has_result = MUS_JOB_GET_CLASS (self)->run (self, &run, &error);

  pthread_mutex_lock (&priv->shared.lock);
  priv->shared.has_ended = TRUE;
  priv->shared.has_result = has_result;
  priv->shared.error = error;
  arm (self);
  pthread_mutex_unlock (&priv->shared.lock);

  g_object_unref (self);

  return NULL;
}

static void
mus_job_finalize (GObject *object)
{
  MusJobPrivate *priv = get_private (MUS_JOB (object));

  g_clear_error (&priv->owner.error);
  g_clear_error (&priv->shared.error);
  g_free (priv->owner.notice);
  g_free (priv->shared.notice);
  g_clear_object (&priv->cancellable);
  g_clear_pointer (&priv->context, g_main_context_unref);
  pthread_mutex_destroy (&priv->shared.lock);

  G_OBJECT_CLASS (mus_job_parent_class)->finalize (object);
}

static void
mus_job_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  MusJob *self = MUS_JOB (object);

  switch (id)
    {
    case PROP_FRACTION:
      g_value_set_double (value, mus_job_get_fraction (self));
      break;
    case PROP_STATE:
      g_value_set_int (value, mus_job_get_state (self));
      break;
    case PROP_STOPPING:
      g_value_set_boolean (value, mus_job_is_stopping (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mus_job_class_init (MusJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = mus_job_finalize;
  object_class->get_property = mus_job_get_property;

  properties[PROP_FRACTION] =
      g_param_spec_double ("fraction", NULL, NULL, 0.0, 1.0, 0.0,
                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_STATE] =
      g_param_spec_int ("state", NULL, NULL, MUS_JOB_READY, MUS_JOB_CANCELLED, MUS_JOB_READY,
                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_STOPPING] =
      g_param_spec_boolean ("stopping", NULL, NULL, FALSE,
                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[ENDED] = g_signal_new ("ended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                 NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
mus_job_init (MusJob *self)
{
  MusJobPrivate *priv = get_private (self);

  priv->context = g_main_context_ref_thread_default ();
  priv->cancellable = g_cancellable_new ();
  pthread_mutex_init (&priv->shared.lock, NULL);
}

void
mus_job_start (MusJob *self)
{
  MusJobPrivate     *priv = get_private (self);
  g_autoptr (GError) error = NULL;

  g_return_if_fail (priv->owner.state == MUS_JOB_READY);

  priv->owner.start_us = g_get_monotonic_time ();
  set_state (self, MUS_JOB_RUNNING);
  priv->owner.thread = mus_thread_start (MUS_JOB_GET_CLASS (self)->thread_name, thread_cb,
                                         g_object_ref (self), &error);
  if (priv->owner.thread == NULL)
    {
      pthread_mutex_lock (&priv->shared.lock);
      priv->shared.has_ended = TRUE;
      priv->shared.error = g_steal_pointer (&error);
      arm (self);
      pthread_mutex_unlock (&priv->shared.lock);
      g_object_unref (self);
    }
}

void
mus_job_cancel (MusJob *self)
{
  g_cancellable_cancel (get_private (self)->cancellable);
}

void
mus_job_stop (MusJob *self)
{
  g_atomic_int_set (&get_private (self)->stop, 1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STOPPING]);
}

gboolean
mus_job_is_stopping (MusJob *self)
{
  return mus_job_is_running (self) && g_atomic_int_get (&get_private (self)->stop) != 0;
}

MusJobState
mus_job_get_state (MusJob *self)
{
  return get_private (self)->owner.state;
}

gboolean
mus_job_is_running (MusJob *self)
{
  return mus_job_get_state (self) == MUS_JOB_RUNNING;
}

double
mus_job_get_fraction (MusJob *self)
{
  return get_private (self)->owner.fraction;
}

const GError *
mus_job_get_error (MusJob *self)
{
  return get_private (self)->owner.error;
}

const char *
mus_job_get_notice (MusJob *self)
{
  return get_private (self)->owner.notice;
}

double
mus_job_seconds_left (MusJob *self)
{
  MusJobPrivate *priv = get_private (self);
  double seconds = (double) (g_get_monotonic_time () - priv->owner.start_us) / G_USEC_PER_SEC;

  if (!mus_job_is_running (self) || priv->owner.fraction < MIN_FRACTION_FOR_TIME ||
      seconds < MIN_SECONDS_FOR_TIME)
    return -1.0;

  return seconds * (1.0 - priv->owner.fraction) / priv->owner.fraction;
}

void
mus_job_lock (MusJob *self)
{
  pthread_mutex_lock (&get_private (self)->shared.lock);
}

void
mus_job_unlock (MusJob *self)
{
  pthread_mutex_unlock (&get_private (self)->shared.lock);
}

void
mus_job_set_notice (MusJob *self, const GError *error)
{
  MusJobPrivate *priv = get_private (self);

  if (error == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  mus_job_lock (self);
  g_free (priv->shared.notice);
  priv->shared.notice = g_strdup (error->message);
  mus_job_unlock (self);
}

void
mus_job_announce (MusJob *self)
{
  mus_job_lock (self);
  arm (self);
  mus_job_unlock (self);
}
