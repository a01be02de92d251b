/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "musrec.h"

/*
 * A job whose work is a number of steps, each a millisecond.
 */

#define TEST_TYPE_JOB (test_job_get_type ())
G_DECLARE_FINAL_TYPE (TestJob, test_job, TEST, JOB, MusJob)

struct _TestJob
{
  MusJob parent_instance;

  guint    n_steps;
  gboolean fails;
  guint    n_done;      /* written by the thread */
  guint    n_delivered; /* the owner's */
  GThread *owner;
};

G_DEFINE_FINAL_TYPE (TestJob, test_job, MUS_TYPE_JOB)

static guint n_finalized;

static gboolean
test_job_run (MusJob *job, const MusRun *run, GError **error)
{
  TestJob *self = TEST_JOB (job);

  for (guint i = 0; i < self->n_steps && !mus_run_is_stopped (run); i++)
    {
      if (mus_run_is_cancelled (run, error))
        return FALSE;
      mus_run_report (run, (double) i / self->n_steps);
      mus_job_announce (job);
      g_usleep (1000);
      self->n_done++;
    }
  if (self->fails)
    {
      g_set_error_literal (error, MUS_ERROR, MUS_ERROR_EMPTY, "nothing there");
      return FALSE;
    }

  return TRUE;
}

static void
test_job_deliver (MusJob *job)
{
  g_assert_true (TEST_JOB (job)->owner == g_thread_self ());
  TEST_JOB (job)->n_delivered++;
}

static void
test_job_finalize (GObject *object)
{
  n_finalized++;
  G_OBJECT_CLASS (test_job_parent_class)->finalize (object);
}

static void
test_job_class_init (TestJobClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_job_finalize;
  MUS_JOB_CLASS (klass)->thread_name = "test-job";
  MUS_JOB_CLASS (klass)->run = test_job_run;
  MUS_JOB_CLASS (klass)->deliver = test_job_deliver;
}

static void
test_job_init (TestJob *self)
{
  self->owner = g_thread_self ();
}

static MusJob *
make_job (guint n_steps)
{
  TestJob *job = g_object_new (TEST_TYPE_JOB, NULL);

  job->n_steps = n_steps;

  return MUS_JOB (job);
}

typedef struct
{
  guint   n_ended;
  double  fraction;
  GThread *owner;
} Watch;

static void
ended_cb (MusJob *job, Watch *watch)
{
  g_assert_true (watch->owner == g_thread_self ());
  g_assert_false (mus_job_is_running (job));
  watch->n_ended++;
}

static void
fraction_cb (MusJob *job, GParamSpec *pspec, Watch *watch)
{
  g_assert_true (watch->owner == g_thread_self ());
  g_assert_cmpfloat (mus_job_get_fraction (job), >, watch->fraction);
  g_assert_cmpfloat (mus_job_get_fraction (job), <=, 1.0);
  watch->fraction = mus_job_get_fraction (job);
}

static void
watch_job (MusJob *job, Watch *watch)
{
  *watch = (Watch) { .owner = g_thread_self () };
  g_signal_connect (job, "ended", G_CALLBACK (ended_cb), watch);
  g_signal_connect (job, "notify::fraction", G_CALLBACK (fraction_cb), watch);
}

static void
run_until_ended (Watch *watch)
{
  while (watch->n_ended == 0)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (watch->n_ended, ==, 1);
}

static void
test_done (void)
{
  g_autoptr (MusJob) job = make_job (50);
  Watch              watch;

  watch_job (job, &watch);
  g_assert_cmpint (mus_job_get_state (job), ==, MUS_JOB_READY);
  mus_job_start (job);
  g_assert_cmpint (mus_job_get_state (job), ==, MUS_JOB_RUNNING);
  run_until_ended (&watch);
  g_assert_cmpint (mus_job_get_state (job), ==, MUS_JOB_DONE);
  g_assert_null (mus_job_get_error (job));
  g_assert_cmpfloat (watch.fraction, >, 0.0);
  g_assert_cmpuint (TEST_JOB (job)->n_delivered, >, 0);
  /* News are pulled: never more deliveries than reports, announcements and the end. */
  g_assert_cmpuint (TEST_JOB (job)->n_delivered, <=, 101);
}

static void
test_failed (void)
{
  g_autoptr (MusJob) job = make_job (3);
  Watch              watch;

  TEST_JOB (job)->fails = TRUE;
  watch_job (job, &watch);
  mus_job_start (job);
  run_until_ended (&watch);
  g_assert_cmpint (mus_job_get_state (job), ==, MUS_JOB_FAILED);
  g_assert_error (mus_job_get_error (job), MUS_ERROR, MUS_ERROR_EMPTY);
}

static gboolean
cancel_cb (gpointer job)
{
  mus_job_cancel (job);
  mus_job_cancel (job);

  return G_SOURCE_REMOVE;
}

static void
test_cancelled (gconstpointer data)
{
  guint              after_ms = GPOINTER_TO_UINT (data);
  g_autoptr (MusJob) job = make_job (100000);
  Watch              watch;
  gint64             start;

  watch_job (job, &watch);
  mus_job_start (job);
  if (after_ms == 0)
    cancel_cb (job);
  else
    g_timeout_add (after_ms, cancel_cb, job);
  start = g_get_monotonic_time ();
  run_until_ended (&watch);
  g_assert_cmpint (mus_job_get_state (job), ==, MUS_JOB_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 60 * G_USEC_PER_SEC);
  mus_job_cancel (job);
  g_assert_cmpint (mus_job_get_state (job), ==, MUS_JOB_CANCELLED);
}

static void
note_stopping (MusJob *job, GParamSpec *pspec, guint *n_told)
{
  g_assert_true (mus_job_is_stopping (job));
  ++*n_told;
}

static gboolean
stop_cb (gpointer job)
{
  guint n_told = 0;

  g_assert_false (mus_job_is_stopping (job));
  g_signal_connect (job, "notify::stopping", G_CALLBACK (note_stopping), &n_told);
  mus_job_stop (job);
  g_assert_cmpuint (n_told, ==, 1);
  g_signal_handlers_disconnect_by_data (job, &n_told);

  return G_SOURCE_REMOVE;
}

static void
test_stopped (void)
{
  g_autoptr (MusJob) job = make_job (100000);
  Watch              watch;

  watch_job (job, &watch);
  mus_job_start (job);
  g_timeout_add (20, stop_cb, job);
  run_until_ended (&watch);
  g_assert_cmpint (mus_job_get_state (job), ==, MUS_JOB_DONE);
  g_assert_cmpuint (TEST_JOB (job)->n_done, <, 100000);
  g_assert_false (mus_job_is_stopping (job));
}

static void
test_dropped (void)
{
  guint before = n_finalized;

  for (guint i = 0; i < 20; i++)
    {
      MusJob *job = make_job (100000);

      mus_job_start (job);
      mus_job_cancel (job);
      g_object_unref (job);
    }
  while (n_finalized < before + 20)
    g_main_context_iteration (NULL, TRUE);

  /* One that never started is gone at once. */
  g_object_unref (make_job (1));
  g_assert_cmpuint (n_finalized, ==, before + 21);
}

static void
test_two_at_once (void)
{
  g_autoptr (MusJob) first = make_job (60);
  g_autoptr (MusJob) second = make_job (30);
  Watch              a, b;

  watch_job (first, &a);
  watch_job (second, &b);
  mus_job_start (first);
  mus_job_start (second);
  run_until_ended (&b);
  run_until_ended (&a);
  g_assert_cmpint (mus_job_get_state (first), ==, MUS_JOB_DONE);
  g_assert_cmpint (mus_job_get_state (second), ==, MUS_JOB_DONE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/jobs/done", test_done);
  g_test_add_func ("/jobs/failed", test_failed);
  g_test_add_data_func ("/jobs/cancelled/at-start", GUINT_TO_POINTER (0), test_cancelled);
  g_test_add_data_func ("/jobs/cancelled/early", GUINT_TO_POINTER (1), test_cancelled);
  g_test_add_data_func ("/jobs/cancelled/in-the-middle", GUINT_TO_POINTER (50), test_cancelled);
  g_test_add_func ("/jobs/stopped", test_stopped);
  g_test_add_func ("/jobs/dropped", test_dropped);
  g_test_add_func ("/jobs/two-at-once", test_two_at_once);

  return g_test_run ();
}
