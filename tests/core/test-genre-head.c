/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "fixture.h"
#include "training/mus-gradient-private.h"
#include "training/mus-genre-head-private.h"

#define N_LABELS 7
#define DIMENSIONS 32
#define SCALE 8.0 /* as the head's header says: of the cosines */

static MusMatrix *
make_features (gsize n, guint64 seed)
{
  MusMatrix *x = mus_matrix_new (n, MUS_N_FEATURES, NULL);
  MusRng     rng;

  mus_rng_init (&rng, seed);
  for (gsize i = 0; i < n * MUS_N_FEATURES; i++)
    mus_matrix_fill (x)[i] = (float) mus_rng_normal (&rng);

  return x;
}

/* Tracks with none, one, two or three labels in turn; three to an artist. */
static MusLabels *
make_labels (gsize n)
{
  MusLabels *self = g_new0 (MusLabels, 1);
  guint32    end = 0;

  self->n_tracks = n;
  self->n_labels = N_LABELS;
  self->n_artists = (guint32) (n + 2) / 3;
  self->starts = g_new0 (guint32, n + 1);
  self->labels = g_new0 (guint16, 3 * n + 1);
  self->artists = g_new0 (guint32, n + 1);
  for (guint32 i = 0; i < n; i++)
    {
      self->artists[i] = i / 3;
      self->starts[i] = end;
      for (guint l = 0; l < i % 4; l++)
        self->labels[end++] = (guint16) ((i + 2 * l) % N_LABELS);
    }
  self->starts[n] = end;

  return self;
}

/* --- The network and its loss once more, in double, layer by layer -------------------- */

static void
apply (const MusLayer *layer, const float *parameters, gboolean relu, const double *x, double *y)
{
  for (gsize o = 0; o < layer->n_out; o++)
    {
      y[o] = (double) parameters[layer->biases + o];
      for (gsize i = 0; i < layer->n_in; i++)
        y[o] += (double) parameters[layer->weights + o * layer->n_in + i] * x[i];
      if (relu)
        y[o] = MAX (y[o], 0.0);
    }
}

static double
oracle_genre_loss (const double *code, const float *directions, const guint16 *labels, gsize m)
{
  double logits[N_LABELS], length = 0.0, sum = 0.0, loss = 0.0;

  for (guint d = 0; d < DIMENSIONS; d++)
    length += code[d] * code[d];
  for (guint l = 0; l < N_LABELS; l++)
    {
      const float *direction = directions + l * DIMENSIONS;
      double       product = 0.0, squares = 0.0;

      for (guint d = 0; d < DIMENSIONS; d++)
        {
          product += (double) direction[d] * code[d];
          squares += (double) direction[d] * (double) direction[d];
        }
      logits[l] = SCALE * product / sqrt (squares * length);
      sum += exp (logits[l]);
    }
  for (gsize i = 0; i < m; i++)
    loss += (log (sum) - logits[labels[i]]) / (double) m;

  return loss;
}

static double
oracle_loss (const float *parameters, const MusMatrix *x, const MusLabels *labels)
{
  const float *directions =
      parameters + mus_autoencoder_count_parameters (MUS_WAY_SOUND_GENRE, DIMENSIONS);
  MusLayer layers[MUS_N_LAYERS];
  double   sum = 0.0;

  mus_autoencoder_layers (MUS_WAY_SOUND_GENRE, DIMENSIONS, layers);
  for (gsize i = 0; i < mus_matrix_n_rows (x); i++)
    {
      guint32 start = labels->starts[i], end = labels->starts[i + 1];
      double  in[MUS_N_FEATURES], wide[MUS_WIDE], h[MUS_HIDDEN], code[DIMENSIONS], z[MUS_HIDDEN];
      double  out[MUS_N_FEATURES];

      for (guint f = 0; f < MUS_N_FEATURES; f++)
        in[f] = (double) mus_matrix_row (x, i)[f];
      apply (&layers[MUS_LAYER_WIDE], parameters, TRUE, in, wide);
      apply (&layers[MUS_LAYER_ENCODER], parameters, TRUE, wide, h);
      apply (&layers[MUS_LAYER_CODE], parameters, FALSE, h, code);
      apply (&layers[MUS_LAYER_DECODER], parameters, TRUE, code, z);
      apply (&layers[MUS_LAYER_OUTPUT], parameters, FALSE, z, out);
      for (guint f = 0; f < MUS_N_FEATURES; f++)
        sum += (out[f] - in[f]) * (out[f] - in[f]) / MUS_N_FEATURES;
      sum += MUS_GENRE_WEIGHT *
             oracle_genre_loss (code, directions, labels->labels + start, end - start);
    }

  return sum / (double) mus_matrix_n_rows (x);
}

/* --- The gradient ---------------------------------------------------------------------- */

typedef struct
{
  MusMatrix   *x;
  MusLabels   *labels;
  MusGradient *gradient;
  gsize        n_parameters;
  float       *parameters;
  guint32     *rows;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  gsize  n = GPOINTER_TO_SIZE (data);
  gsize  n_network = mus_autoencoder_count_parameters (MUS_WAY_SOUND_GENRE, DIMENSIONS);
  MusRng rng;
  g_autoptr (MusAutoencoder) network = mus_autoencoder_new (MUS_WAY_SOUND_GENRE, DIMENSIONS, 22);

  self->x = make_features (n, 21);
  self->labels = make_labels (n);
  self->gradient = mus_gradient_new (MUS_WAY_SOUND_GENRE, DIMENSIONS, n, self->labels);
  self->n_parameters = mus_gradient_count_parameters (self->gradient);
  g_assert_cmpuint (self->n_parameters, ==, n_network + N_LABELS * DIMENSIONS);
  self->parameters = g_new (float, self->n_parameters);
  memcpy (self->parameters, mus_autoencoder_parameters (network), n_network * sizeof (float));
  mus_rng_init (&rng, 23);
  for (gsize p = n_network; p < self->n_parameters; p++)
    self->parameters[p] = (float) mus_rng_normal (&rng);
  self->rows = g_new (guint32, n);
  for (guint32 i = 0; i < n; i++)
    self->rows[i] = i;
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  mus_matrix_unref (self->x);
  mus_labels_free (self->labels);
  mus_gradient_free (self->gradient);
  g_free (self->parameters);
  g_free (self->rows);
}

/* Whether the derivative by a parameter is that of differences of the loss in double; where
 * a ReLU's kink lies within the difference, two steps disagree and prove nothing. */
static gboolean
check_parameter (Fixture *self, gsize p)
{
  float  at = self->parameters[p];
  double slopes[2];

  for (guint s = 0; s < 2; s++)
    {
      float  h = s == 0 ? 0x1p-9f : 0x1p-11f;
      float  above = at + h, below = at - h;
      double difference;

      self->parameters[p] = above;
      difference = oracle_loss (self->parameters, self->x, self->labels);
      self->parameters[p] = below;
      difference -= oracle_loss (self->parameters, self->x, self->labels);
      slopes[s] = difference / ((double) above - (double) below);
    }
  self->parameters[p] = at;
  if (fabs (slopes[0] - slopes[1]) > 1e-4)
    return FALSE;

  g_assert_cmpfloat_with_epsilon (mus_gradient_values (self->gradient)[p], slopes[1], 2e-4);

  return TRUE;
}

static void
test_gradient (Fixture *self, gconstpointer data)
{
  gsize  n = GPOINTER_TO_SIZE (data);
  gsize  n_network = mus_autoencoder_count_parameters (MUS_WAY_SOUND_GENRE, DIMENSIONS);
  guint  n_checked = 0, n_kinks = 0;
  double loss, expected = oracle_loss (self->parameters, self->x, self->labels);

  loss = mus_gradient_compute (self->gradient, self->parameters, self->x, self->rows, n, 0.0, 0);
  g_assert_cmpfloat_with_epsilon (loss / (double) n, expected, 1e-5 * expected);
  loss = mus_gradient_measure (self->gradient, self->parameters, self->x, self->rows, n);
  g_assert_cmpfloat_with_epsilon (loss / (double) n, expected, 1e-5 * expected);

  for (gsize p = 0; p < self->n_parameters; p += p < n_network ? COUNTS_FEWER (89, 353) : COUNTS_FEWER (3, 11))
    if (check_parameter (self, p))
      n_checked++;
    else
      n_kinks++;
  g_assert_cmpuint (n_checked, >, 9 * n_kinks);
}

/* The direction of a label may be of any length: only its angle counts. */
static void
test_length (Fixture *self, gconstpointer data)
{
  gsize  n = GPOINTER_TO_SIZE (data);
  gsize  n_network = mus_autoencoder_count_parameters (MUS_WAY_SOUND_GENRE, DIMENSIONS);
  double before, after;

  before = mus_gradient_measure (self->gradient, self->parameters, self->x, self->rows, n);
  for (gsize p = n_network; p < n_network + DIMENSIONS; p++)
    self->parameters[p] *= 3.0f;
  after = mus_gradient_measure (self->gradient, self->parameters, self->x, self->rows, n);
  g_assert_cmpfloat_with_epsilon (after, before, 1e-5 * before);
}

/* Without a label there is nothing but sound, also for a code of zeros. */
static void
test_unlabelled (Fixture *self, gconstpointer data)
{
  gsize  n = GPOINTER_TO_SIZE (data);
  gsize  n_network = mus_autoencoder_count_parameters (MUS_WAY_SOUND_GENRE, DIMENSIONS);
  double zeros = 0.0, loss;

  memset (self->labels->starts, 0, (n + 1) * sizeof (guint32));
  mus_gradient_compute (self->gradient, self->parameters, self->x, self->rows, n, 0.0, 0);
  for (gsize p = n_network; p < self->n_parameters; p++)
    g_assert_cmpfloat (mus_gradient_values (self->gradient)[p], ==, 0.0f);

  memset (self->parameters, 0, self->n_parameters * sizeof (float));
  loss = mus_gradient_compute (self->gradient, self->parameters, self->x, self->rows, n, 0.0, 0);
  for (gsize p = 0; p < self->n_parameters; p++)
    g_assert_true (isfinite (mus_gradient_values (self->gradient)[p]));
  for (gsize i = 0; i < n * MUS_N_FEATURES; i++)
    zeros += pow ((double) mus_matrix_data (self->x)[i], 2.0) / MUS_N_FEATURES;
  g_assert_cmpfloat_with_epsilon (loss, zeros, 1e-5 * zeros);
}

/* A code of zeros has no angle: every label is as likely, and nothing is infinite. */
static void
test_zero_code (Fixture *self, gconstpointer data)
{
  gsize  n = GPOINTER_TO_SIZE (data), n_labelled = 0;
  double loss, expected = 0.0;

  memset (self->parameters, 0, self->n_parameters * sizeof (float));
  loss = mus_gradient_compute (self->gradient, self->parameters, self->x, self->rows, n, 0.0, 0);
  for (gsize p = 0; p < self->n_parameters; p++)
    g_assert_true (isfinite (mus_gradient_values (self->gradient)[p]));
  for (gsize i = 0; i < n; i++)
    n_labelled += self->labels->starts[i + 1] > self->labels->starts[i];
  for (gsize i = 0; i < n * MUS_N_FEATURES; i++)
    expected += pow ((double) mus_matrix_data (self->x)[i], 2.0) / MUS_N_FEATURES;
  expected += MUS_GENRE_WEIGHT * log (N_LABELS) * (double) n_labelled;
  g_assert_cmpfloat_with_epsilon (loss, expected, 1e-5 * expected);
}

/* --- Training with it ------------------------------------------------------------------- */

static MusAutoencoder *
train (MusMatrix *x, const MusLabels *labels, guint n_threads)
{
  MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;
  MusAutoencoder     *network;
  g_autoptr (GError) error = NULL;

  settings.way = MUS_WAY_SOUND_GENRE;
  settings.dimensions = DIMENSIONS;
  settings.max_epochs = 4;
  mus_parallel_set_n_workers (n_threads);
  network = mus_train (x, labels, &settings, NULL, NULL, NULL, NULL, &error);
  mus_parallel_set_n_workers (0);
  g_assert_no_error (error);

  return network;
}

static void
test_threads (void)
{
  static const guint n_threads[] = { 2, 8 };
  g_autoptr (MusMatrix) x = make_features (700, 5);
  g_autoptr (MusLabels) labels = make_labels (700);
  g_autoptr (MusAutoencoder) one = train (x, labels, 1);
  gsize n = mus_autoencoder_count_parameters (MUS_WAY_SOUND_GENRE, DIMENSIONS);

  for (guint i = 0; i < G_N_ELEMENTS (n_threads); i++)
    {
      g_autoptr (MusAutoencoder) other = train (x, labels, n_threads[i]);

      g_assert_cmpmem (mus_autoencoder_parameters (one), n * sizeof (float),
                       mus_autoencoder_parameters (other), n * sizeof (float));
    }
}

/* Two tracks are the least to learn from; one artist can't be set aside. */
static void
test_few_tracks (gconstpointer data)
{
  gsize n = GPOINTER_TO_SIZE (data);
  g_autoptr (MusMatrix) x = make_features (n, 5);
  g_autoptr (MusLabels) labels = make_labels (n);
  g_autoptr (MusAutoencoder) network = train (x, labels, 0);
  g_autoptr (MusMatrix) embedding = mus_autoencoder_embed (network, x, NULL, NULL);

  g_assert_cmpuint (mus_matrix_n_rows (embedding), ==, n);
  g_assert_true (mus_matrix_is_finite (embedding));
}

static void
cancel_cb (const MusTrainingPoint *point, gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
}

static void
test_cancelled (void)
{
  MusTrainingSettings settings = MUS_TRAINING_SETTINGS_INIT;
  MusRun              run = MUS_RUN_INIT;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (MusMatrix) x = make_features (300, 5);
  g_autoptr (MusLabels) labels = make_labels (300);
  g_autoptr (GError) error = NULL;

  settings.way = MUS_WAY_SOUND_GENRE;
  run.cancellable = cancellable;
  g_assert_null (mus_train (x, labels, &settings, &run, cancel_cb, cancellable, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  static const gsize sizes[] = { 1, 2, 64, 70 };
  static const gsize few[] = { 2, 3, 4, 20 };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      gconstpointer    n = GSIZE_TO_POINTER (sizes[i]);
      g_autofree char *gradient = g_strdup_printf ("/genre-head/gradient/%zu-rows", sizes[i]);
      g_autofree char *length = g_strdup_printf ("/genre-head/length/%zu-rows", sizes[i]);
      g_autofree char *none = g_strdup_printf ("/genre-head/unlabelled/%zu-rows", sizes[i]);
      g_autofree char *zero = g_strdup_printf ("/genre-head/zero-code/%zu-rows", sizes[i]);

      g_test_add (gradient, Fixture, n, set_up, test_gradient, tear_down);
      g_test_add (length, Fixture, n, set_up, test_length, tear_down);
      g_test_add (none, Fixture, n, set_up, test_unlabelled, tear_down);
      g_test_add (zero, Fixture, n, set_up, test_zero_code, tear_down);
    }
  g_test_add_func ("/genre-head/training/threads", test_threads);
  for (guint i = 0; i < G_N_ELEMENTS (few); i++)
    {
      g_autofree char *name = g_strdup_printf ("/genre-head/training/%zu-tracks", few[i]);

      g_test_add_data_func (name, GSIZE_TO_POINTER (few[i]), test_few_tracks);
    }
  g_test_add_func ("/genre-head/training/cancelled", test_cancelled);

  return g_test_run ();
}
