/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * The only door to OpenBLAS. All matrices are row-major; `ld` is the distance between two
 * rows, in numbers. OpenBLAS itself runs on the calling thread: its sums differ between
 * numbers of threads, so the parallel loops are ours and run over tiles of a fixed size.
 * Empty products are allowed. Thread-safe.
 */

/**
 * mus_blas_leave_out_threads:
 * @argv: (array zero-terminated=1): of main()
 *
 * OpenBLAS starts threads of its own before main(), which nothing here uses. Where the
 * address space is limited they look for their large buffers for ever, and the program
 * can't end: then this starts it once more without them. The first line of a main().
 */
void mus_blas_leave_out_threads (char **argv);

/**
 * mus_blas_prepare:
 *
 * Gets the large buffers that OpenBLAS needs, one for each thread that calls it: where
 * there is no memory for one it waits for ever. To be called before the first product;
 * reading a catalog does so.
 *
 * Returns: %FALSE with %MUS_ERROR_RESOURCE when memory is that short
 */
gboolean mus_blas_prepare (GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mus_blas_gemm_nn: C = alpha A B + beta C, with A (m, k), B (k, n), C (m, n)
 */
void mus_blas_gemm_nn (gsize m, gsize n, gsize k, float alpha, const float *a, gsize lda,
                       const float *b, gsize ldb, float beta, float *c, gsize ldc);

/**
 * mus_blas_gemm_nt: C = alpha A Bᵀ + beta C, with A (m, k), B (n, k), C (m, n)
 */
void mus_blas_gemm_nt (gsize m, gsize n, gsize k, float alpha, const float *a, gsize lda,
                       const float *b, gsize ldb, float beta, float *c, gsize ldc);

/**
 * mus_blas_gemm_tn: C = alpha Aᵀ B + beta C, with A (k, m), B (k, n), C (m, n)
 */
void mus_blas_gemm_tn (gsize m, gsize n, gsize k, float alpha, const float *a, gsize lda,
                       const float *b, gsize ldb, float beta, float *c, gsize ldc);

/**
 * mus_blas_eigen:
 * @a: (inout): a symmetric (n, n) matrix; on return row i is the i-th eigenvector
 * @n: its size
 * @values: (out caller-allocates): n eigenvalues, the largest first
 *
 * Returns: whether the decomposition converged
 */
gboolean mus_blas_eigen (double *a, gsize n, double *values);

/**
 * mus_blas_description:
 *
 * Returns: (transfer none): OpenBLAS's version and the processor that it takes this for
 */
const char *mus_blas_description (void);

G_END_DECLS
