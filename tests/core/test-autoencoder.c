/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "musrec.h"
#include "training/mus-adam-private.h"
#include "training/mus-autoencoder-private.h"
#include "training/mus-gradient-private.h"
#include "training/mus-layers-private.h"

static void
fill_normal (MusRng *rng, float *values, gsize n)
{
  for (gsize i = 0; i < n; i++)
    values[i] = (float) mus_rng_normal (rng);
}

static MusMatrix *
make_features (gsize n, guint64 seed)
{
  MusMatrix *x = mus_matrix_new (n, MUS_N_FEATURES, NULL);
  MusRng     rng;

  mus_rng_init (&rng, seed);
  fill_normal (&rng, mus_matrix_fill (x), n * MUS_N_FEATURES);

  return x;
}

/* Bound: so much of the largest of the expected numbers. */
static void
assert_close (const float *actual, const double *expected, gsize n, double bound)
{
  double largest = 0.0;

  for (gsize i = 0; i < n; i++)
    largest = MAX (largest, fabs (expected[i]));
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (actual[i], expected[i], bound * largest + 1e-12);
}

/* The layers once more, in double and without any library. */

static void
oracle_dense (gsize n, gsize n_in, gsize n_out, const double *x, const double *w, const double *b,
              double *y)
{
  for (gsize i = 0; i < n; i++)
    for (gsize o = 0; o < n_out; o++)
      {
        y[i * n_out + o] = b[o];
        for (gsize j = 0; j < n_in; j++)
          y[i * n_out + o] += x[i * n_in + j] * w[o * n_in + j];
      }
}

static double *
to_double (const float *values, gsize n)
{
  double *result = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    result[i] = values[i];

  return result;
}

/* A layer under test: a weighted sum of what comes out, so that its derivative is dy. */
typedef struct
{
  gsize   n, n_in, n_out;
  double *x, *w, *b, *dy, *y;
} Dense;

static double
dense_sum (const Dense *self)
{
  double sum = 0.0;

  oracle_dense (self->n, self->n_in, self->n_out, self->x, self->w, self->b, self->y);
  for (gsize i = 0; i < self->n * self->n_out; i++)
    sum += self->y[i] * self->dy[i];

  return sum;
}

/* 4-point differences. */
static void
differentiate (const Dense *self, double *values, gsize n, double *derivative)
{
  const double h = 1e-3;

  for (gsize i = 0; i < n; i++)
    {
      double at = values[i], near, far;

      values[i] = at + h;
      near = dense_sum (self);
      values[i] = at - h;
      near -= dense_sum (self);
      values[i] = at + 2 * h;
      far = dense_sum (self);
      values[i] = at - 2 * h;
      far -= dense_sum (self);
      values[i] = at;
      derivative[i] = (8.0 * near - far) / (12.0 * h);
    }
}

static void
test_dense (gconstpointer data)
{
  const gsize *shape = data;
  gsize        n = shape[0], n_in = shape[1], n_out = shape[2];
  gsize        n_x = n * n_in, n_w = n_out * n_in, n_y = n * n_out;
  g_autofree float *x = g_new (float, n_x), *w = g_new (float, n_w), *b = g_new (float, n_out);
  g_autofree float *y = g_new (float, n_y), *dy = g_new (float, n_y);
  g_autofree float *dx = g_new (float, n_x), *dw = g_new (float, n_w);
  g_autofree float *db = g_new (float, n_out);
  g_autofree double *expected = g_new (double, MAX (MAX (n_x, n_w), n_out));
  Dense  oracle = { .n = n, .n_in = n_in, .n_out = n_out };
  MusRng rng;

  mus_rng_init (&rng, 5);
  fill_normal (&rng, x, n_x);
  fill_normal (&rng, w, n_w);
  fill_normal (&rng, b, n_out);
  fill_normal (&rng, dy, n_y);
  oracle.x = to_double (x, n_x);
  oracle.w = to_double (w, n_w);
  oracle.b = to_double (b, n_out);
  oracle.dy = to_double (dy, n_y);
  oracle.y = g_new (double, n_y);

  mus_dense_forward (n, n_in, n_out, x, w, b, y);
  dense_sum (&oracle);
  assert_close (y, oracle.y, n_y, 1e-6);

  mus_dense_backward (n, n_in, n_out, x, w, dy, dx, dw, db);
  differentiate (&oracle, oracle.x, n_x, expected);
  assert_close (dx, expected, n_x, 1e-6);
  differentiate (&oracle, oracle.w, n_w, expected);
  assert_close (dw, expected, n_w, 1e-6);
  differentiate (&oracle, oracle.b, n_out, expected);
  assert_close (db, expected, n_out, 1e-6);

  g_free (oracle.x);
  g_free (oracle.w);
  g_free (oracle.b);
  g_free (oracle.dy);
  g_free (oracle.y);
}

static void
test_activation (void)
{
  const float shares[] = { 0.0f, 0.05f, 0.5f };
  enum { N = 1000 };

  for (guint s = 0; s < G_N_ELEMENTS (shares); s++)
    {
      float  before[N], y[N], dy[N], scale;
      guint  n_dropped = 0;
      MusRng rng;

      mus_rng_init (&rng, 11);
      fill_normal (&rng, before, N);
      memcpy (y, before, sizeof y);
      fill_normal (&rng, dy, N);
      memcpy (dy, before, sizeof dy);

      mus_relu_forward (N, y);
      scale = mus_dropout_forward (N, shares[s], &rng, y);
      mus_relu_dropout_backward (N, y, scale, dy);
      g_assert_cmpfloat_with_epsilon (scale, 1.0f / (1.0f - shares[s]), 1e-4f);

      /* Piecewise linear through the origin: the derivative is what each value was
       * multiplied with, and no value lies on the kink. */
      for (guint i = 0; i < N; i++)
        {
          gboolean kept = y[i] != 0.0f;

          g_assert_true (!kept || before[i] > 0.0f);
          g_assert_cmpfloat (y[i], ==, kept ? before[i] * scale : 0.0f);
          g_assert_cmpfloat (dy[i], ==, kept ? before[i] * scale : 0.0f);
          n_dropped += before[i] > 0.0f && !kept;
        }
      g_assert_cmpfloat_with_epsilon (n_dropped / 500.0, shares[s], 0.06);
    }
}

static void
test_activation_keeps_nan (void)
{
  float y[] = { NAN, -1.0f, 2.0f };

  mus_relu_forward (G_N_ELEMENTS (y), y);
  g_assert_true (isnan (y[0]));
  g_assert_cmpfloat (y[1], ==, 0.0f);
  g_assert_cmpfloat (y[2], ==, 2.0f);
}

static void
test_squared_error (void)
{
  for (gsize n = 0; n <= 40; n++)
    {
      float  x[40], y[40], dy[40];
      double expected = 0.0;
      MusRng rng;

      mus_rng_init (&rng, n);
      fill_normal (&rng, x, n);
      fill_normal (&rng, y, n);
      for (gsize i = 0; i < n; i++)
        expected += pow ((double) y[i] - (double) x[i], 2.0);

      g_assert_cmpfloat_with_epsilon (mus_squared_error (n, x, y, 0.25f, dy), expected, 1e-5);
      for (gsize i = 0; i < n; i++)
        g_assert_cmpfloat_with_epsilon (dy[i], 0.25 * ((double) y[i] - (double) x[i]), 1e-6);
    }
}

/* One forward and backward pass through all four layers, each of them as it stands. Up to
 * 64 rows, which the network takes at a time, so that dropout is the same. */
static void
backpropagate_plainly (guint dimensions, const float *parameters, const float *x, gsize n,
                       double dropout, guint64 seed, float *gradient)
{
  MusLayer          layers[MUS_N_LAYERS];
  gsize             n_h = n * MUS_HIDDEN, n_u = n * dimensions;
  g_autofree float *h = g_new (float, n_h), *u = g_new (float, n_u), *z = g_new (float, n_h);
  g_autofree float *dh = g_new (float, n_h), *du = g_new (float, n_u), *dz = g_new (float, n_h);
  g_autofree float *y = g_new (float, n * MUS_N_FEATURES);
  g_autofree float *dy = g_new (float, n * MUS_N_FEATURES);
  float  kept;
  MusRng rng;

#define WEIGHTS(id) (parameters + layers[id].weights)
#define BIASES(id) (parameters + layers[id].biases)
#define GRADIENTS(id) gradient + layers[id].weights, gradient + layers[id].biases
  mus_autoencoder_layers (MUS_WAY_SOUND, dimensions, layers);
  mus_rng_init_stream (&rng, seed, 0);

  mus_dense_forward (n, MUS_N_FEATURES, MUS_HIDDEN, x, WEIGHTS (MUS_LAYER_ENCODER),
                     BIASES (MUS_LAYER_ENCODER), h);
  mus_relu_forward (n_h, h);
  kept = mus_dropout_forward (n_h, dropout, &rng, h);
  mus_dense_forward (n, MUS_HIDDEN, dimensions, h, WEIGHTS (MUS_LAYER_CODE),
                     BIASES (MUS_LAYER_CODE), u);
  mus_dense_forward (n, dimensions, MUS_HIDDEN, u, WEIGHTS (MUS_LAYER_DECODER),
                     BIASES (MUS_LAYER_DECODER), z);
  mus_relu_forward (n_h, z);
  mus_dense_forward (n, MUS_HIDDEN, MUS_N_FEATURES, z, WEIGHTS (MUS_LAYER_OUTPUT),
                     BIASES (MUS_LAYER_OUTPUT), y);

  mus_squared_error (n * MUS_N_FEATURES, x, y, 2.0f / (float) (n * MUS_N_FEATURES), dy);
  mus_dense_backward (n, MUS_HIDDEN, MUS_N_FEATURES, z, WEIGHTS (MUS_LAYER_OUTPUT), dy, dz,
                      GRADIENTS (MUS_LAYER_OUTPUT));
  mus_relu_dropout_backward (n_h, z, 1.0f, dz);
  mus_dense_backward (n, dimensions, MUS_HIDDEN, u, WEIGHTS (MUS_LAYER_DECODER), dz, du,
                      GRADIENTS (MUS_LAYER_DECODER));
  mus_dense_backward (n, MUS_HIDDEN, dimensions, h, WEIGHTS (MUS_LAYER_CODE), du, dh,
                      GRADIENTS (MUS_LAYER_CODE));
  mus_relu_dropout_backward (n_h, h, kept, dh);
  mus_dense_backward (n, MUS_N_FEATURES, MUS_HIDDEN, x, WEIGHTS (MUS_LAYER_ENCODER), dh, NULL,
                      GRADIENTS (MUS_LAYER_ENCODER));
#undef WEIGHTS
#undef BIASES
#undef GRADIENTS
}

static void
test_folded_gradient (void)
{
  static const guint  dimensions[] = { 1, 32, 128 };
  static const gsize  sizes[] = { 1, 2, 63, 64 };
  static const double dropouts[] = { 0.0, 0.05 };

  for (guint d = 0; d < G_N_ELEMENTS (dimensions); d++)
    for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
      for (guint p = 0; p < G_N_ELEMENTS (dropouts); p++)
        {
          gsize n = sizes[s];
          gsize n_parameters = mus_autoencoder_count_parameters (MUS_WAY_SOUND, dimensions[d]);
          g_autoptr (MusMatrix) x = make_features (n, 3);
          g_autoptr (MusAutoencoder) net = mus_autoencoder_new (MUS_WAY_SOUND, dimensions[d], 7);
          g_autoptr (MusGradient) gradient = mus_gradient_new (MUS_WAY_SOUND, dimensions[d], n, NULL);
          g_autofree float   *plain = g_new (float, n_parameters);
          g_autofree double  *expected = NULL;
          g_autofree guint32 *rows = g_new (guint32, n);
          MusLayer            layers[MUS_N_LAYERS];
          MusRng              rng;

          mus_autoencoder_layers (MUS_WAY_SOUND, dimensions[d], layers);
          mus_rng_init (&rng, 9);
          for (guint l = 0; l < MUS_N_LAYERS; l++)
            fill_normal (&rng, mus_autoencoder_fill (net) + layers[l].biases, layers[l].n_out);
          for (gsize i = 0; i < n; i++)
            rows[i] = (guint32) i;

          mus_gradient_compute (gradient, mus_autoencoder_parameters (net), x, rows, n,
                                dropouts[p], 99);
          backpropagate_plainly (dimensions[d], mus_autoencoder_parameters (net),
                                 mus_matrix_data (x), n, dropouts[p], 99, plain);
          expected = to_double (plain, n_parameters);
          for (guint l = MUS_LAYER_ENCODER; l < MUS_N_LAYERS; l++)
            {
              assert_close (mus_gradient_values (gradient) + layers[l].weights,
                            expected + layers[l].weights, layers[l].n_out * layers[l].n_in, 1e-4);
              assert_close (mus_gradient_values (gradient) + layers[l].biases,
                            expected + layers[l].biases, layers[l].n_out, 1e-4);
            }
        }
}

/* The whole network in double: what is mean squared error of each row. */
static void
oracle_errors (guint dimensions, const float *parameters, const MusMatrix *x, double *code,
               double *errors)
{
  g_autofree double *p = to_double (parameters, mus_autoencoder_count_parameters (MUS_WAY_SOUND, dimensions));
  MusLayer           layers[MUS_N_LAYERS];

  mus_autoencoder_layers (MUS_WAY_SOUND, dimensions, layers);
  for (gsize i = 0; i < mus_matrix_n_rows (x); i++)
    {
      g_autofree double *row = to_double (mus_matrix_row (x, i), MUS_N_FEATURES);
      double             h[MUS_HIDDEN], z[MUS_HIDDEN], y[MUS_N_FEATURES];
      double            *u = code + i * dimensions;

      oracle_dense (1, MUS_N_FEATURES, MUS_HIDDEN, row, p + layers[MUS_LAYER_ENCODER].weights,
                    p + layers[MUS_LAYER_ENCODER].biases, h);
      for (guint j = 0; j < MUS_HIDDEN; j++)
        h[j] = MAX (h[j], 0.0);
      oracle_dense (1, MUS_HIDDEN, dimensions, h, p + layers[MUS_LAYER_CODE].weights,
                    p + layers[MUS_LAYER_CODE].biases, u);
      oracle_dense (1, dimensions, MUS_HIDDEN, u, p + layers[MUS_LAYER_DECODER].weights,
                    p + layers[MUS_LAYER_DECODER].biases, z);
      for (guint j = 0; j < MUS_HIDDEN; j++)
        z[j] = MAX (z[j], 0.0);
      oracle_dense (1, MUS_HIDDEN, MUS_N_FEATURES, z, p + layers[MUS_LAYER_OUTPUT].weights,
                    p + layers[MUS_LAYER_OUTPUT].biases, y);
      errors[i] = 0.0;
      for (guint f = 0; f < MUS_N_FEATURES; f++)
        errors[i] += (y[f] - row[f]) * (y[f] - row[f]) / MUS_N_FEATURES;
    }
}

static double
oracle_loss (guint dimensions, const float *parameters, const MusMatrix *x)
{
  gsize              n = mus_matrix_n_rows (x);
  g_autofree double *code = g_new (double, n * dimensions);
  g_autofree double *errors = g_new (double, n);
  double             sum = 0.0;

  oracle_errors (dimensions, parameters, x, code, errors);
  for (gsize i = 0; i < n; i++)
    sum += errors[i];

  return sum / (double) n;
}

/* The gradient of the whole network over more than one tile, against differences of the
 * loss in double. One parameter in seventeen; where a ReLU's kink lies within the
 * difference, the two estimates with different steps disagree and prove nothing. */
static void
test_network_gradient (void)
{
  enum { N = 150, DIMENSIONS = 32 };
  g_autoptr (MusMatrix) x = make_features (N, 21);
  g_autoptr (MusAutoencoder) net = mus_autoencoder_new (MUS_WAY_SOUND, DIMENSIONS, 22);
  g_autoptr (MusGradient) gradient = mus_gradient_new (MUS_WAY_SOUND, DIMENSIONS, N, NULL);
  float  *parameters = mus_autoencoder_fill (net);
  guint32 rows[N];
  guint   n_checked = 0, n_kinks = 0;
  double  loss;

  for (guint i = 0; i < N; i++)
    rows[i] = i;
  loss = mus_gradient_compute (gradient, parameters, x, rows, N, 0.0, 0);
  g_assert_cmpfloat_with_epsilon (loss / N,
                                  oracle_loss (DIMENSIONS, parameters, x), 1e-5);

  for (gsize i = 0; i < mus_autoencoder_count_parameters (MUS_WAY_SOUND, DIMENSIONS); i += 17)
    {
      float  at = parameters[i];
      double slopes[2];

      for (guint s = 0; s < 2; s++)
        {
          float  h = s == 0 ? 0x1p-10f : 0x1p-12f;
          float  above = at + h, below = at - h;
          double difference;

          parameters[i] = above;
          difference = oracle_loss (DIMENSIONS, parameters, x);
          parameters[i] = below;
          difference -= oracle_loss (DIMENSIONS, parameters, x);
          slopes[s] = difference / ((double) above - (double) below);
        }
      parameters[i] = at;
      if (fabs (slopes[0] - slopes[1]) > 1e-4)
        {
          n_kinks++;
          continue;
        }
      g_assert_cmpfloat_with_epsilon (mus_gradient_values (gradient)[i], slopes[1], 2e-4);
      n_checked++;
    }
  g_assert_cmpuint (n_checked, >, 9 * n_kinks);
}

static void
test_embed (gconstpointer data)
{
  gsize              n = GPOINTER_TO_SIZE (data);
  guint              dimensions = 64;
  g_autoptr (MusMatrix) x = make_features (n, 31);
  g_autoptr (MusAutoencoder) net = mus_autoencoder_new (MUS_WAY_SOUND, dimensions, 32);
  g_autoptr (MusMatrix) embedding = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree double *code = g_new (double, n * dimensions + 1);
  g_autofree double *expected = g_new (double, n + 1);
  g_autofree float  *errors = g_new (float, n + 1);

  oracle_errors (dimensions, mus_autoencoder_parameters (net), x, code, expected);

  embedding = mus_autoencoder_embed (net, x, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mus_matrix_n_rows (embedding), ==, n);
  g_assert_cmpuint (mus_matrix_n_cols (embedding), ==, dimensions);
  assert_close (mus_matrix_data (embedding), code, n * dimensions, 1e-6);

  g_assert_true (mus_autoencoder_reconstruction_errors (net, x, errors, NULL, &error));
  g_assert_no_error (error);
  assert_close (errors, expected, n, 1e-5);
}

static void
test_embed_cancelled (void)
{
  g_autoptr (MusMatrix) x = make_features (500, 31);
  g_autoptr (MusAutoencoder) net = mus_autoencoder_new (MUS_WAY_SOUND, 32, 32);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  MusRun run = MUS_RUN_INIT;
  float  errors[500];

  run.cancellable = cancellable;
  g_cancellable_cancel (cancellable);
  g_assert_null (mus_autoencoder_embed (net, x, &run, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (mus_autoencoder_reconstruction_errors (net, x, errors, &run, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_parameters (void)
{
  g_autoptr (MusAutoencoder) a = mus_autoencoder_new (MUS_WAY_SOUND, 128, 1);
  g_autoptr (MusAutoencoder) b = mus_autoencoder_new (MUS_WAY_SOUND, 128, 1);
  g_autoptr (MusAutoencoder) other = mus_autoencoder_new (MUS_WAY_SOUND, 128, 2);
  g_autoptr (MusAutoencoder) copy = NULL;
  gsize n = mus_autoencoder_count_parameters (MUS_WAY_SOUND, 128);

  g_assert_cmpuint (n, ==, 32 * 15 + 32 + 128 * 32 + 128 + 32 * 128 + 32 + 15 * 32 + 15);
  g_assert_cmpuint (mus_autoencoder_dimensions (a), ==, 128);
  g_assert_cmpmem (mus_autoencoder_parameters (a), n * sizeof (float),
                   mus_autoencoder_parameters (b), n * sizeof (float));
  g_assert_cmpint (memcmp (mus_autoencoder_parameters (a), mus_autoencoder_parameters (other),
                           n * sizeof (float)), !=, 0);
  copy = mus_autoencoder_new_from_parameters (MUS_WAY_SOUND, 128, mus_autoencoder_parameters (a), n);
  g_assert_cmpmem (mus_autoencoder_parameters (a), n * sizeof (float),
                   mus_autoencoder_parameters (copy), n * sizeof (float));
}

/* The deviations that He et al. advise. */
static void
test_first_weights (void)
{
  g_autoptr (MusAutoencoder) net = mus_autoencoder_new (MUS_WAY_SOUND, 128, 4);
  const double expected[MUS_N_LAYERS] = {
    [MUS_LAYER_ENCODER] = sqrt (2.0 / 15),
    [MUS_LAYER_CODE] = sqrt (1.0 / 32),
    [MUS_LAYER_DECODER] = sqrt (2.0 / 128),
    [MUS_LAYER_OUTPUT] = sqrt (1.0 / 32),
  };
  MusLayer     layers[MUS_N_LAYERS];

  mus_autoencoder_layers (MUS_WAY_SOUND, 128, layers);
  for (guint l = MUS_LAYER_ENCODER; l < MUS_N_LAYERS; l++)
    {
      const float *parameters = mus_autoencoder_parameters (net);
      double       squares = 0.0;

      for (gsize i = layers[l].weights; i < layers[l].biases; i++)
        squares += (double) parameters[i] * (double) parameters[i];
      squares /= (double) (layers[l].n_in * layers[l].n_out);
      g_assert_cmpfloat_with_epsilon (sqrt (squares) / expected[l], 1.0, 0.15);
      for (gsize i = 0; i < layers[l].n_out; i++)
        g_assert_cmpfloat (parameters[layers[l].biases + i], ==, 0.0f);
    }
}

enum
{
  REFERENCE_BATCH = 100,
  REFERENCE_STEPS = 10,
};

/* As tests/data/ten-adam-steps.py makes them. */
static MusMatrix *
make_reference_features (void)
{
  MusMatrix *x = mus_matrix_new (REFERENCE_BATCH * REFERENCE_STEPS, MUS_N_FEATURES, NULL);
  float     *data = mus_matrix_fill (x);

  for (gsize r = 0; r < mus_matrix_n_rows (x); r++)
    for (gsize c = 0; c < MUS_N_FEATURES; c++)
      data[r * MUS_N_FEATURES + c] = (float) (sin (0.9 * (double) r + 1.3 * (double) c) +
                                              0.5 * cos (0.11 * (double) (r * (c + 1))));

  return x;
}

static void
take_reference_steps (guint dimensions, double *losses)
{
  gsize             n_parameters = mus_autoencoder_count_parameters (MUS_WAY_SOUND, dimensions);
  g_autofree float *parameters = g_new (float, n_parameters);
  g_autoptr (MusMatrix) x = make_reference_features ();
  g_autoptr (MusGradient) gradient = mus_gradient_new (MUS_WAY_SOUND, dimensions, REFERENCE_BATCH, NULL);
  g_autoptr (MusAdam) adam = mus_adam_new (n_parameters);

  for (gsize i = 0; i < n_parameters; i++)
    parameters[i] = (float) (0.3 * sin (1.7 * (double) (i + 1)));
  for (guint step = 0; step < REFERENCE_STEPS; step++)
    {
      guint32 rows[REFERENCE_BATCH];

      for (guint i = 0; i < REFERENCE_BATCH; i++)
        rows[i] = step * REFERENCE_BATCH + i;
      losses[step] = mus_gradient_compute (gradient, parameters, x, rows, REFERENCE_BATCH, 0.0, 0) /
                     REFERENCE_BATCH;
      mus_adam_step (adam, 0.01, mus_gradient_values (gradient), parameters);
    }
}

static void
test_reference_steps (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "ten-adam-steps.txt", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;
  guint  n_compared = 0, last_dimensions = 0;
  double losses[REFERENCE_STEPS];

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i], " ", -1);
      guint  dimensions = (guint) g_ascii_strtoull (fields[0], NULL, 10);
      guint  step = (guint) g_ascii_strtoull (fields[1], NULL, 10);
      double expected = g_ascii_strtod (fields[2], NULL);

      if (dimensions != last_dimensions)
        take_reference_steps (dimensions, losses);
      last_dimensions = dimensions;
      g_assert_cmpfloat_with_epsilon (losses[step] / expected, 1.0, 1e-5);
      n_compared++;
    }
  g_assert_cmpuint (n_compared, ==, 3 * REFERENCE_STEPS);
}

/* A moment that fades away ends at 0 rather than in denormal numbers, so that a parameter
 * without a gradient comes to rest. */
static void
test_adam_rest (void)
{
  g_autoptr (MusAdam) adam = mus_adam_new (2);
  const float gradients[] = { 1.0f, 0.0f }, zeros[] = { 0.0f, 0.0f };
  float       parameters[] = { 0.0f, 3.0f }, before;

  mus_adam_step (adam, 0.1, gradients, parameters);
  g_assert_cmpfloat_with_epsilon (parameters[0], -0.1f, 1e-6f);
  g_assert_cmpfloat (parameters[1], ==, 3.0f);
  for (guint i = 0; i < 20000; i++)
    mus_adam_step (adam, 0.1, zeros, parameters);
  before = parameters[0];
  mus_adam_step (adam, 1e30, zeros, parameters);
  g_assert_cmpfloat (parameters[0], ==, before);
  g_assert_cmpfloat (parameters[1], ==, 3.0f);
}

int
main (int argc, char *argv[])
{
  static const gsize shapes[][3] = {
    { 1, 1, 1 }, { 1, 15, 32 }, { 7, 15, 32 }, { 5, 32, 15 }, { 3, 32, 64 }, { 64, 4, 3 },
  };
  static const gsize rows[] = { 0, 1, 2, 127, 128, 129, 1000 };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autofree char *name = g_strdup_printf ("/autoencoder/layers/dense/%zux%zux%zu",
                                               shapes[i][0], shapes[i][1], shapes[i][2]);

      g_test_add_data_func (name, shapes[i], test_dense);
    }
  g_test_add_func ("/autoencoder/layers/activation", test_activation);
  g_test_add_func ("/autoencoder/layers/activation-keeps-nan", test_activation_keeps_nan);
  g_test_add_func ("/autoencoder/layers/squared-error", test_squared_error);
  g_test_add_func ("/autoencoder/gradient/folded", test_folded_gradient);
  g_test_add_func ("/autoencoder/gradient/network", test_network_gradient);
  g_test_add_func ("/autoencoder/adam/reference", test_reference_steps);
  g_test_add_func ("/autoencoder/adam/rest", test_adam_rest);
  g_test_add_func ("/autoencoder/parameters", test_parameters);
  g_test_add_func ("/autoencoder/first-weights", test_first_weights);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *name = g_strdup_printf ("/autoencoder/embed/%zu-rows", rows[i]);

      g_test_add_data_func (name, GSIZE_TO_POINTER (rows[i]), test_embed);
    }
  g_test_add_func ("/autoencoder/embed/cancelled", test_embed_cancelled);

  return g_test_run ();
}
