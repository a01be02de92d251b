/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/mus-blas.h"

#include <cblas.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/mus-error.h"
#include "base/mus-parallel.h"

/* What OpenBLAS asks for at a product, and keeps for the next one: 128 MiB and a little. */
#define BUFFER_BYTES ((gsize) 129 * 1024 * 1024)

/* More than one thread may call a parallel loop, and each works in it. */
#define MORE_CALLERS 2

#define MAX_BUFFERS 128

#define THREADS_VARIABLE "OPENBLAS_NUM_THREADS"

/* OpenBLAS's own, which its products call. */
extern void *blas_memory_alloc (int unused);
extern void  blas_memory_free (void *buffer);

/* LAPACK's symmetric eigenvalue routine, which OpenBLAS carries. */
extern void dsyev_ (const char *jobz, const char *uplo, const blasint *n, double *a,
                    const blasint *lda, double *w, double *work, const blasint *lwork,
                    blasint *info);

static void
set_one_thread (void)
{
  openblas_set_num_threads (1);
}

static void
use_one_thread (void)
{
  static pthread_once_t done = PTHREAD_ONCE_INIT;

  pthread_once (&done, set_one_thread);
}

void
mus_blas_leave_out_threads (char **argv)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY ||
      g_getenv (THREADS_VARIABLE) != NULL)
    return;

  g_setenv (THREADS_VARIABLE, "1", TRUE);
  /* Where that fails, it goes on with them. */
  execv ("/proc/self/exe", argv);
}

static gboolean
has_room (gsize n_bytes)
{
  void *room = mmap (NULL, n_bytes, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

  if (room == MAP_FAILED)
    return FALSE;
  munmap (room, n_bytes);

  return TRUE;
}

/* Buffers that are held at the same time are different ones. */
static void
get_buffers (guint n)
{
  void *buffers[MAX_BUFFERS];

  for (guint i = 0; i < n; i++)
    buffers[i] = blas_memory_alloc (0);
  for (guint i = 0; i < n; i++)
    blas_memory_free (buffers[i]);
}

gboolean
mus_blas_prepare (GError **error)
{
  static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
  static guint           n_buffers = 0;
  guint                  n = MIN (mus_parallel_n_workers () + MORE_CALLERS, MAX_BUFFERS);
  gboolean               prepared;
  gsize                  n_bytes = 0;

  pthread_mutex_lock (&lock);
  if (n > n_buffers)
    n_bytes = (n - n_buffers) * BUFFER_BYTES;
  prepared = n_bytes == 0 || has_room (n_bytes);
  if (prepared && n_bytes > 0)
    {
      get_buffers (n);
      n_buffers = n;
    }
  pthread_mutex_unlock (&lock);
  if (!prepared)
    mus_error_set_no_memory (error, n_bytes);

  return prepared;
}

static void
gemm (CBLAS_TRANSPOSE trans_a, CBLAS_TRANSPOSE trans_b, gsize m, gsize n, gsize k, float alpha,
      const float *a, gsize lda, const float *b, gsize ldb, float beta, float *c, gsize ldc)
{
  g_assert (m <= G_MAXINT && n <= G_MAXINT && k <= G_MAXINT);
  g_assert (lda <= G_MAXINT && ldb <= G_MAXINT && ldc <= G_MAXINT);

  if (m == 0 || n == 0)
    return;

  use_one_thread ();
  cblas_sgemm (CblasRowMajor, trans_a, trans_b, (blasint) m, (blasint) n, (blasint) k, alpha,
               a, (blasint) MAX (lda, 1), b, (blasint) MAX (ldb, 1), beta, c, (blasint) ldc);
}

void
mus_blas_gemm_nn (gsize m, gsize n, gsize k, float alpha, const float *a, gsize lda,
                  const float *b, gsize ldb, float beta, float *c, gsize ldc)
{
  gemm (CblasNoTrans, CblasNoTrans, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}

void
mus_blas_gemm_nt (gsize m, gsize n, gsize k, float alpha, const float *a, gsize lda,
                  const float *b, gsize ldb, float beta, float *c, gsize ldc)
{
  gemm (CblasNoTrans, CblasTrans, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}

void
mus_blas_gemm_tn (gsize m, gsize n, gsize k, float alpha, const float *a, gsize lda,
                  const float *b, gsize ldb, float beta, float *c, gsize ldc)
{
  gemm (CblasTrans, CblasNoTrans, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}

gboolean
mus_blas_eigen (double *a, gsize n, double *values)
{
  blasint            size = (blasint) n;
  blasint            n_work = 3 * size + 64 * size;
  blasint            info = 0;
  g_autofree double *work = g_new (double, MAX (n_work, 1));

  if (n == 0)
    return TRUE;

  use_one_thread ();
  /* LAPACK stores columns, so its eigenvector columns are our rows. */
  dsyev_ ("V", "U", &size, a, &size, values, work, &n_work, &info);
  if (info != 0)
    return FALSE;

  for (gsize i = 0; i < n / 2; i++)
    {
      gsize  j = n - 1 - i;
      double swap = values[i];

      values[i] = values[j];
      values[j] = swap;
      for (gsize c = 0; c < n; c++)
        {
          swap = a[i * n + c];
          a[i * n + c] = a[j * n + c];
          a[j * n + c] = swap;
        }
    }

  return TRUE;
}

const char *
mus_blas_description (void)
{
  return openblas_get_config ();
}
