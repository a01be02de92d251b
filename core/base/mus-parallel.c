/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/mus-parallel.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/mus-error.h"

/* The fine loops (a batch of training, a step of t-SNE) follow each other within
 * microseconds: a helper looks for the next one this often before it goes to sleep. */
#define SPINS 4000

#define MAX_WORKERS 256

/* What a thread asks for, where nobody says otherwise. */
#define STACK_BYTES ((gsize) 8 * 1024 * 1024)

typedef struct _Loop Loop;

struct _Loop
{
  MusTileFunc func;
  gpointer    user_data;
  gsize       n_tiles;
  atomic_size_t next;      /* the next tile to be taken */
  atomic_uint   n_helpers; /* helping threads that are inside; only falls to 0 when it is
                              out of the list */
  Loop *link;              /* in pool.loops, with the lock */
};

static struct
{
  pthread_mutex_t lock;
  pthread_cond_t  wake;     /* a loop has come, or the pool ends */
  Loop           *loops;    /* that may have tiles left */
  guint           n_asked;  /* 0: one a processor */
  guint           n_threads; /* helping threads that run */
  pthread_t       threads[MAX_WORKERS];
  gboolean        background;
  gboolean        ends;
  atomic_uint     n_started; /* counts loops, so that a spinning helper sees a new one */
} pool = { .lock = PTHREAD_MUTEX_INITIALIZER, .wake = PTHREAD_COND_INITIALIZER };

static _Thread_local gboolean inside_a_tile;

static inline void
relax (void)
{
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause ();
#endif
}

void
mus_thread_give_way (void)
{
  /* On Linux a priority belongs to the thread, whatever POSIX says. */
  setpriority (PRIO_PROCESS, (id_t) syscall (SYS_gettid), 19);
}

GThread *
mus_thread_start (const char *name, GThreadFunc func, gpointer data, GError **error)
{
  GThread *thread = g_thread_try_new (name, func, data, NULL);

  if (thread == NULL)
    mus_error_set_no_memory (error, STACK_BYTES);

  return thread;
}

static void
run_tiles (Loop *loop, guint worker)
{
  gsize tile;

  inside_a_tile = TRUE;
  while ((tile = atomic_fetch_add_explicit (&loop->next, 1, memory_order_relaxed)) < loop->n_tiles)
    loop->func (tile, worker, loop->user_data);
  inside_a_tile = FALSE;
}

/* With the lock held. */
static Loop *
find_loop_with_tiles (void)
{
  for (Loop *loop = pool.loops; loop != NULL; loop = loop->link)
    if (atomic_load_explicit (&loop->next, memory_order_relaxed) < loop->n_tiles)
      return loop;

  return NULL;
}

static void *
help (void *data)
{
  guint worker = GPOINTER_TO_UINT (data);

  if (pool.background)
    mus_thread_give_way ();

  pthread_mutex_lock (&pool.lock);
  while (!pool.ends)
    {
      Loop *loop = find_loop_with_tiles ();

      if (loop != NULL)
        {
          atomic_fetch_add (&loop->n_helpers, 1);
          pthread_mutex_unlock (&pool.lock);
          run_tiles (loop, worker);
          atomic_fetch_sub (&loop->n_helpers, 1);
        }
      else
        {
          guint seen = atomic_load (&pool.n_started);

          pthread_mutex_unlock (&pool.lock);
          for (guint i = 0; i < SPINS && atomic_load_explicit (&pool.n_started, memory_order_relaxed) == seen; i++)
            relax ();
          pthread_mutex_lock (&pool.lock);
          while (!pool.ends && find_loop_with_tiles () == NULL)
            pthread_cond_wait (&pool.wake, &pool.lock);
          continue;
        }
      pthread_mutex_lock (&pool.lock);
    }
  pthread_mutex_unlock (&pool.lock);

  return NULL;
}

static guint
wanted_workers (void)
{
  return CLAMP (pool.n_asked > 0 ? pool.n_asked : g_get_num_processors (), 1, MAX_WORKERS);
}

void
mus_parallel_set_n_workers (guint n)
{
  pthread_mutex_lock (&pool.lock);
  pool.ends = TRUE;
  pthread_cond_broadcast (&pool.wake);
  pthread_mutex_unlock (&pool.lock);
  for (guint i = 0; i < pool.n_threads; i++)
    pthread_join (pool.threads[i], NULL);

  pthread_mutex_lock (&pool.lock);
  pool.n_threads = 0;
  pool.ends = FALSE;
  pool.n_asked = n;
  pthread_mutex_unlock (&pool.lock);
}

void
mus_parallel_set_background (gboolean background)
{
  pool.background = background;
}

guint
mus_parallel_n_workers (void)
{
  guint n;

  pthread_mutex_lock (&pool.lock);
  n = wanted_workers ();
  pthread_mutex_unlock (&pool.lock);

  return n;
}

/* With the lock held. A thread that can't be made is done without: the caller works. */
static void
start_helpers (void)
{
  guint n = wanted_workers () - 1;

  while (pool.n_threads < n)
    {
      /* The caller of a loop is its worker 0. */
      if (pthread_create (&pool.threads[pool.n_threads], NULL, help,
                          GUINT_TO_POINTER (pool.n_threads + 1)) != 0)
        break;
      pool.n_threads++;
    }
}

static void
remove_loop (Loop *loop)
{
  pthread_mutex_lock (&pool.lock);
  for (Loop **link = &pool.loops; *link != NULL; link = &(*link)->link)
    if (*link == loop)
      {
        *link = loop->link;
        break;
      }
  pthread_mutex_unlock (&pool.lock);

  /* A helper that is still inside finishes its last tile. */
  for (guint i = 0; atomic_load (&loop->n_helpers) > 0; i++)
    if (i < SPINS)
      relax ();
    else
      sched_yield ();
}

void
mus_parallel_for (gsize n_tiles, MusTileFunc func, gpointer user_data)
{
  Loop loop = { .func = func, .user_data = user_data, .n_tiles = n_tiles };

  if (n_tiles == 0)
    return;

  if (inside_a_tile)
    {
      for (gsize tile = 0; tile < n_tiles; tile++)
        func (tile, 0, user_data);
      return;
    }

  pthread_mutex_lock (&pool.lock);
  if (n_tiles > 1)
    start_helpers ();
  if (n_tiles == 1 || pool.n_threads == 0)
    {
      pthread_mutex_unlock (&pool.lock);
      run_tiles (&loop, 0);
      return;
    }
  loop.link = pool.loops;
  pool.loops = &loop;
  atomic_fetch_add (&pool.n_started, 1);
  pthread_cond_broadcast (&pool.wake);
  pthread_mutex_unlock (&pool.lock);

  run_tiles (&loop, 0);
  remove_loop (&loop);
}

typedef struct
{
  const MusRun *run;
  MusTileFunc   func;
  gpointer      user_data;
} Interruptible;

static void
run_unless_over (gsize tile, guint worker, gpointer data)
{
  const Interruptible *loop = data;

  if (!mus_run_is_over (loop->run))
    loop->func (tile, worker, loop->user_data);
}

void
mus_parallel_for_run (const MusRun *run, gsize n_tiles, MusTileFunc func, gpointer user_data)
{
  Interruptible loop = { run, func, user_data };

  mus_parallel_for (n_tiles, run_unless_over, &loop);
}

typedef struct
{
  const MusParallelStep *steps;
  gpointer               data;
  const MusRun          *run;
  GError               **errors; /* of each step that failed */
} Steps;

static void
run_step (gsize tile, guint worker, gpointer user_data)
{
  Steps                 *self = user_data;
  const MusParallelStep *step = &self->steps[tile];

  step->func (self->data, step->which, self->run, &self->errors[tile]);
}

gboolean
mus_parallel_run_steps (const MusParallelStep *steps, guint n_steps, gpointer data,
                        const MusRun *run, GError **error)
{
  g_autofree GError **errors = g_new0 (GError *, n_steps);
  Steps               all = { steps, data, run, errors };
  GError             *first = NULL;

  mus_parallel_for (n_steps, run_step, &all);
  for (guint i = 0; i < n_steps; i++)
    if (first == NULL)
      first = errors[i];
    else
      g_clear_error (&errors[i]);
  if (first != NULL)
    g_propagate_error (error, first);

  return first == NULL;
}
