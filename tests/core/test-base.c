/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "base/mus-digest.h"
#include "musrec.h"

static void
test_rng (void)
{
  MusRng  rng;
  double  sum = 0.0, squares = 0.0;
  guint32 order[100];
  guint   seen[100] = { 0 };

  mus_rng_init (&rng, 1);
  g_assert_cmpuint (mus_rng_next (&rng), ==, G_GUINT64_CONSTANT (12966619160104079557));
  g_assert_cmpuint (mus_rng_next (&rng), ==, G_GUINT64_CONSTANT (9600361134598540522));

  for (guint i = 0; i < 100000; i++)
    {
      double x = mus_rng_normal (&rng);

      sum += x;
      squares += x * x;
    }
  g_assert_cmpfloat_with_epsilon (sum / 100000, 0.0, 0.02);
  g_assert_cmpfloat_with_epsilon (squares / 100000, 1.0, 0.02);

  for (guint i = 0; i < 100; i++)
    order[i] = i;
  mus_rng_shuffle (&rng, order, 100);
  for (guint i = 0; i < 100; i++)
    seen[order[i]]++;
  for (guint i = 0; i < 100; i++)
    g_assert_cmpuint (seen[i], ==, 1);
}

static void
count_tile (gsize tile, guint worker, gpointer data)
{
  gint *counts = data;

  g_assert_cmpuint (worker, <, mus_parallel_n_workers ());
  g_atomic_int_inc (&counts[tile]);
}

static void
nest_tile (gsize tile, guint worker, gpointer data)
{
  gint *counts = data;

  mus_parallel_for (10, count_tile, counts + 10 * tile);
}

static void
test_parallel (void)
{
  static const guint workers[] = { 1, 2, 8, 0 };

  for (guint w = 0; w < G_N_ELEMENTS (workers); w++)
    {
      mus_parallel_set_n_workers (workers[w]);
      for (guint round = 0; round < 2000; round++)
        {
          gsize            n = round % 50;
          g_autofree gint *counts = g_new0 (gint, 50);

          mus_parallel_for (n, count_tile, counts);
          for (gsize i = 0; i < 50; i++)
            g_assert_cmpint (counts[i], ==, i < n ? 1 : 0);
        }
      {
        gint counts[100] = { 0 };

        mus_parallel_for (10, nest_tile, counts);
        for (guint i = 0; i < 100; i++)
          g_assert_cmpint (counts[i], ==, 1);
      }
    }
}

static gpointer
run_loops (gpointer data)
{
  for (guint round = 0; round < 500; round++)
    {
      gint counts[20] = { 0 };

      mus_parallel_for (20, count_tile, counts);
      for (guint i = 0; i < 20; i++)
        g_assert_cmpint (counts[i], ==, 1);
    }

  return NULL;
}

static void
test_parallel_callers (void)
{
  GThread *threads[4];

  for (guint i = 0; i < 4; i++)
    threads[i] = g_thread_new ("caller", run_loops, NULL);
  for (guint i = 0; i < 4; i++)
    g_thread_join (threads[i]);
}

static void
test_matrix (void)
{
  g_autoptr (MusMatrix) matrix = mus_matrix_new (3, 2, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (mus_matrix_n_rows (matrix), ==, 3);
  g_assert_cmpuint (mus_matrix_n_cols (matrix), ==, 2);
  g_assert_cmpuint (GPOINTER_TO_SIZE (mus_matrix_data (matrix)) % 64, ==, 0);
  mus_matrix_fill (matrix)[5] = 7.0f;
  g_assert_cmpfloat (mus_matrix_row (matrix, 2)[1], ==, 7.0);
  g_assert_true (mus_matrix_is_finite (matrix));
  mus_matrix_fill (matrix)[0] = NAN;
  g_assert_false (mus_matrix_is_finite (matrix));

  g_assert_null (mus_matrix_new (G_MAXSIZE / 2, 3, &error));
  g_assert_error (error, MUS_ERROR, MUS_ERROR_RESOURCE);
}

static void
test_blas (void)
{
  /* a (2, 3), b (3, 2) */
  const float a[] = { 1, 2, 3, 4, 5, 6 };
  const float b[] = { 1, 0, 0, 1, 1, 1 };
  const float b_t[] = { 1, 0, 1, 0, 1, 1 };
  const float a_t[] = { 1, 4, 2, 5, 3, 6 };
  const float expected[] = { 4, 5, 10, 11 };
  float       c[4];
  double      s[] = { 2, 1, 1, 2 };
  double      values[2];

  mus_blas_gemm_nn (2, 2, 3, 1, a, 3, b, 2, 0, c, 2);
  g_assert_cmpmem (c, sizeof c, expected, sizeof expected);
  mus_blas_gemm_nt (2, 2, 3, 1, a, 3, b_t, 3, 0, c, 2);
  g_assert_cmpmem (c, sizeof c, expected, sizeof expected);
  mus_blas_gemm_tn (2, 2, 3, 1, a_t, 2, b, 2, 0, c, 2);
  g_assert_cmpmem (c, sizeof c, expected, sizeof expected);
  mus_blas_gemm_nn (0, 2, 3, 1, a, 3, b, 2, 0, c, 2);
  mus_blas_gemm_nn (2, 2, 0, 1, a, 0, b, 2, 0, c, 2);
  g_assert_cmpfloat (c[0], ==, 0.0);

  g_assert_true (mus_blas_eigen (s, 2, values));
  g_assert_cmpfloat_with_epsilon (values[0], 3.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (values[1], 1.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (fabs (s[0]), sqrt (0.5), 1e-12);
  g_assert_cmpfloat_with_epsilon (s[0] - s[1], 0.0, 1e-12);
}

static void
test_text (void)
{
  static const struct
  {
    const char *text, *fold, *key;
  } rows[] = {
    { "  Hello World ", "hello world", "hello world" },
    { "Beyoncé", "beyoncé", "beyonce" },
    { "STRASSE", "strasse", "strasse" },
    { "Straße", "strasse", "strasse" },
    { "E\xcc\x81", "é", "e" },
    { "", "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *fold = mus_text_fold (rows[i].text);
      g_autofree char *key = mus_text_search_key (rows[i].text);

      g_assert_cmpstr (fold, ==, rows[i].fold);
      g_assert_cmpstr (key, ==, rows[i].key);
    }
}

static void
store_fraction (double fraction, gpointer data)
{
  *(double *) data = fraction;
}

static void
test_shorten (void)
{
  static const struct
  {
    const char *text;
    guint       most;
    const char *shortened;
  } rows[] = {
    { "", 3, "" },           { "abc", 3, "abc" },   { "abcd", 3, "ab…" },
    { "äöü", 3, "äöü" },     { "äöüß", 3, "äö…" },  { "abcd", 1, "…" },
    { "長長長長", 2, "長…" }, { "%s%n", 3, "%s…" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *shortened = mus_text_shorten (rows[i].text, rows[i].most);

      g_assert_cmpstr (shortened, ==, rows[i].shortened);
    }
}

static void
test_run (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  gint   stop = 0;
  double seen = -1.0;
  MusRun run = { cancellable, &stop, store_fraction, &seen, 0.0, 1.0 };
  MusRun half = mus_run_part (&run, 0.5, 1.0);
  MusRun quarter = mus_run_part (&half, 0.0, 0.5);

  mus_run_report (&quarter, 0.5);
  g_assert_cmpfloat (seen, ==, 0.625);
  mus_run_report (NULL, 0.5);
  g_assert_false (mus_run_is_stopped (&quarter));
  g_atomic_int_set (&stop, 1);
  g_assert_true (mus_run_is_stopped (&quarter));
  g_assert_false (mus_run_is_cancelled (&quarter, &error));
  g_cancellable_cancel (cancellable);
  g_assert_true (mus_run_is_over (&quarter));
  g_assert_true (mus_run_is_cancelled (&quarter, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (mus_run_is_cancelled (NULL, NULL));
}

/* Of what nobody needs any more Stop leaves no more than Cancel does. */
static void
test_run_until_stop (void)
{
  g_autoptr (GError) error = NULL;
  gint   stop = 0;
  double seen = -1.0;
  MusRun run = { NULL, &stop, store_fraction, &seen, 0.0, 1.0 };
  MusRun half = mus_run_part (&run, 0.5, 1.0);
  MusRun until_stop = mus_run_until_stop (&half);
  MusRun part = mus_run_part (&until_stop, 0.0, 0.5);
  MusRun unwatched = mus_run_until_stop (NULL);

  mus_run_report (&until_stop, 0.5);
  g_assert_cmpfloat (seen, ==, 0.75);
  g_assert_false (mus_run_is_over (&until_stop));
  g_assert_false (mus_run_is_cancelled (&part, &error));
  g_assert_no_error (error);

  g_atomic_int_set (&stop, 1);
  g_assert_false (mus_run_is_over (&half));
  g_assert_true (mus_run_is_stopped (&until_stop));
  g_assert_true (mus_run_is_over (&until_stop));
  g_assert_true (mus_run_is_cancelled (&part, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (mus_run_is_over (&unwatched));
}

/* What the method's own program gives, in whatever parts the bytes come. */
static void
test_digest (void)
{
  static const struct
  {
    const char *text;
    guint64     digest;
  } cases[] = {
    { "", G_GUINT64_CONSTANT (0xef46db3751d8e999) },
    { "a", G_GUINT64_CONSTANT (0xd24ec4f1a98c6e5b) },
    { "abc", G_GUINT64_CONSTANT (0x44bc2cf5ad770999) },
    { "Nobody inspects the spammish repetition", G_GUINT64_CONSTANT (0xfbcea83c8a378bf1) },
    { "Call me Ishmael. Some years ago--never mind how long precisely-",
      G_GUINT64_CONSTANT (0x02a2e85470d6fd96) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize part = 1; part <= strlen (cases[i].text) + 1; part++)
      {
        const char *text = cases[i].text;
        MusDigest   digest;

        mus_digest_init (&digest);
        for (gsize done = 0; done < strlen (text); done += part)
          mus_digest_add (&digest, text + done, MIN (part, strlen (text) - done));
        g_assert_cmphex (mus_digest_get (&digest), ==, cases[i].digest);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/digest", test_digest);
  g_test_add_func ("/base/rng", test_rng);
  g_test_add_func ("/base/parallel", test_parallel);
  g_test_add_func ("/base/parallel-callers", test_parallel_callers);
  g_test_add_func ("/base/matrix", test_matrix);
  g_test_add_func ("/base/blas", test_blas);
  g_test_add_func ("/base/run-until-stop", test_run_until_stop);
  g_test_add_func ("/base/text", test_text);
  g_test_add_func ("/base/shorten", test_shorten);
  g_test_add_func ("/base/run", test_run);

  return g_test_run ();
}
