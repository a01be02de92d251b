/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/mus-blas.h"

#include <cblas.h>
#include <pthread.h>
#include <sys/mman.h>

#include "base/mus-error.h"
#include "base/mus-parallel.h"

/* What OpenBLAS asks for at a thread's first product, and keeps: 128 MiB and a little. */
#define BUFFER_BYTES ((gsize) 129 * 1024 * 1024)

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

gboolean
mus_blas_prepare (GError **error)
{
  static gint n_prepared = 0;
  gint        n_workers = (gint) mus_parallel_n_workers ();
  gsize       n_bytes;
  void       *room;

  if (n_workers <= g_atomic_int_get (&n_prepared))
    return TRUE;

  n_bytes = (gsize) (n_workers - g_atomic_int_get (&n_prepared)) * BUFFER_BYTES;
  room = mmap (NULL, n_bytes, PROT_READ | PROT_WRITE,
               MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (room == MAP_FAILED)
    {
      mus_error_set_no_memory (error, n_bytes);
      return FALSE;
    }
  munmap (room, n_bytes);
  g_atomic_int_set (&n_prepared, n_workers);

  return TRUE;
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
