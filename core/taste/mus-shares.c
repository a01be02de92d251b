/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "taste/mus-explanation.h"

#include <math.h>
#include <string.h>

#include "base/mus-blas.h"
#include "base/mus-error.h"
#include "base/mus-parallel.h"
#include "base/mus-simd.h"
#include "taste/mus-recommender.h"

/* An embedding is W h + b with h the hidden units: a linear map of h and a constant 1. */
#define UNITS (MUS_HIDDEN + 1)

/* A tile evaluates this many coalitions: their lowest bits run through all values. */
#define TILE_BITS 10
#define TILE ((gsize) 1 << TILE_BITS)

/* What each feature of the seed itself adds. */
#define EQUAL_PART (100.0 / MUS_N_FEATURES)

/* What is left of a unit in double when the others are taken out of it, if it depends on
 * them. */
#define NOTHING_LEFT 1e-14

/*
 * The game. A coalition is a set of the features that differ, bit b for the b-th of them;
 * those in it have the seed's numbers, the others the track's.
 */
typedef struct
{
  guint features[MUS_N_FEATURES]; /* that differ */
  guint n_features;
  float empty[MUS_HIDDEN]; /* the empty coalition's hidden units before ReLU */
  float steps[MUS_N_FEATURES][MUS_HIDDEN]; /* what the b-th feature in a coalition adds */
  float axes[UNITS * UNITS];               /* (axis, unit), see find_axes() */
  float seed[UNITS]; /* its embedding along the axes, of length 1 or 0 */
  double  median;
  float  *scratch; /* (n_workers, 2, TILE, UNITS) */
  double *values;  /* of each coalition: its match */
} Game;

static void
game_clear (Game *self)
{
  g_free (self->scratch);
  g_free (self->values);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Game, game_clear)

static double
code_weight (const float *weights, const float *biases, gsize number, gsize unit)
{
  return (double) (unit < MUS_HIDDEN ? weights[number * MUS_HIDDEN + unit]
                                     : biases[number]);
}

/* Inner products of embeddings are those of A h, with AᵀA the Gram matrix of [W b]
 * (Cholesky); a unit that depends on those before it gets no axis. So 33 numbers do for
 * any size of the embedding, exactly. */
static void
find_axes (Game *self, const float *weights, const float *biases, gsize dimensions)
{
  double axes[UNITS][UNITS] = { { 0.0 } };

  for (gsize i = 0; i < UNITS; i++)
    {
      double length = 0.0;

      for (gsize j = i; j < UNITS; j++)
        {
          double product = 0.0;

          for (gsize d = 0; d < dimensions; d++)
            product +=
                code_weight (weights, biases, d, i) * code_weight (weights, biases, d, j);
          if (i == j)
            length = product;
          for (gsize axis = 0; axis < i; axis++)
            product -= axes[axis][i] * axes[axis][j];
          axes[i][j] = product;
        }

      length = axes[i][i] > NOTHING_LEFT * length ? sqrt (axes[i][i]) : 0.0;
      for (gsize j = i; j < UNITS; j++)
        axes[i][j] = length > 0.0 ? axes[i][j] / length : 0.0;
    }

  for (gsize i = 0; i < UNITS; i++)
    for (gsize j = 0; j < UNITS; j++)
      self->axes[i * UNITS + j] = (float) axes[i][j];
}

/* From hidden units before the ReLU, (n, UNITS), to embeddings along the axes. */
static void
embed (const Game *self, gsize n, float *units, float *embeddings)
{
  for (gsize i = 0; i < n * UNITS; i++)
    units[i] = MAX (units[i], 0.0f);

  mus_blas_gemm_nt (n, UNITS, UNITS, 1.0f, units, UNITS, self->axes, UNITS, 0.0f,
                    embeddings, UNITS);
}

MUS_CLONES static double
measure_length (const float *embedding)
{
  double square = 0.0;

  for (gsize i = 0; i < UNITS; i++)
    square += (double) embedding[i] * (double) embedding[i];

  return sqrt (square);
}

/* Half the squared difference of two vectors of length 1: the cosine distance without the
 * cancellation of 1 - cosine. */
MUS_CLONES static double
measure_distance (const float *embedding, double length, const float *seed)
{
  double square = 0.0;

  for (gsize i = 0; i < UNITS; i++)
    {
      double difference = (double) embedding[i] / length - (double) seed[i];

      square += difference * difference;
    }

  return 0.5 * square;
}

static void
game_init (Game           *self,
           const MusModel *model,
           const float    *seed,
           const float    *row,
           double          median)
{
  const MusAutoencoder *autoencoder = mus_model_autoencoder (model);
  gsize                 dimensions = mus_autoencoder_dimensions (autoencoder);
  const float          *weights = mus_autoencoder_parameters (autoencoder);
  const float          *biases = weights + MUS_HIDDEN * MUS_N_FEATURES;
  const float          *code = biases + MUS_HIDDEN;
  float                 units[UNITS] = { 0.0f };
  double                length;

  self->median = median;
  for (guint f = 0; f < MUS_N_FEATURES; f++)
    if (seed[f] != row[f])
      self->features[self->n_features++] = f;

  for (guint h = 0; h < MUS_HIDDEN; h++)
    {
      const float *w = weights + h * MUS_N_FEATURES;

      units[h] = self->empty[h] = biases[h];
      for (guint f = 0; f < MUS_N_FEATURES; f++)
        {
          units[h] += w[f] * seed[f];
          self->empty[h] += w[f] * row[f];
        }
      for (guint b = 0; b < self->n_features; b++)
        {
          guint f = self->features[b];

          self->steps[b][h] = w[f] * (seed[f] - row[f]);
        }
    }
  units[MUS_HIDDEN] = 1.0f;

  find_axes (self, code, code + dimensions * MUS_HIDDEN, dimensions);
  embed (self, 1, units, self->seed);
  length = measure_length (self->seed);
  for (guint i = 0; i < UNITS && length > 0.0; i++)
    self->seed[i] = (float) ((double) self->seed[i] / length);
}

/* The hidden units of all coalitions of a tile, before the ReLU: each feature doubles
 * them. */
static void
add_steps (const Game *self, gsize tile, float *units)
{
  for (guint h = 0; h < MUS_HIDDEN; h++)
    units[h] = self->empty[h];
  units[MUS_HIDDEN] = 1.0f;
  for (guint b = TILE_BITS; b < self->n_features; b++)
    if ((tile >> (b - TILE_BITS) & 1) != 0)
      for (guint h = 0; h < MUS_HIDDEN; h++)
        units[h] += self->steps[b][h];

  for (guint b = 0; b < MIN (self->n_features, TILE_BITS); b++)
    {
      gsize half = (gsize) 1 << b;

      for (gsize i = 0; i < half; i++)
        {
          const float *from = units + i * UNITS;
          float       *to = units + (half + i) * UNITS;

          for (guint h = 0; h < MUS_HIDDEN; h++)
            to[h] = from[h] + self->steps[b][h];
          to[MUS_HIDDEN] = 1.0f;
        }
    }
}

static void
evaluate_tile (gsize tile, guint worker, gpointer user_data)
{
  const Game *self = user_data;
  gsize       n = (gsize) 1 << MIN (self->n_features, TILE_BITS);
  float      *units = self->scratch + worker * 2 * TILE * UNITS;
  float      *embeddings = units + TILE * UNITS;
  gboolean    has_seed = measure_length (self->seed) > 0.0;

  add_steps (self, tile, units);
  embed (self, n, units, embeddings);
  for (gsize i = 0; i < n; i++)
    {
      const float *embedding = embeddings + i * UNITS;
      double       length = measure_length (embedding);
      double       distance = 1.0;

      if (has_seed && length > 0.0)
        distance = measure_distance (embedding, length, self->seed);
      self->values[tile * n + i] = mus_match (distance, self->median);
    }
}

/* The probability that just the @size features of one coalition come before the next one
 * when
 * @n come in random order, divided by the n - size that can be next. */
static double
weigh (guint size, guint n)
{
  double weight = 1.0 / n;

  for (guint i = 1; i <= size; i++)
    weight *= (double) i / (double) (n - i);

  return weight;
}

/*
 * The Shapley value of feature i is the sum over the coalitions S with i of w(|S| - 1)
 * v(S) less the sum over those without i of w(|S|) v(S). With all of the latter
 * subtracted from every feature, what is left to find is the sum over those with i of
 * (w(|S| - 1) + w(|S|)) v(S): folding the upper half onto the lower one gives it bit by
 * bit.
 */
static void
find_shapley_values (Game *self, double *shapley)
{
  guint  n = self->n_features;
  gsize  n_coalitions = (gsize) 1 << n;
  double before[MUS_N_FEATURES + 1];
  double all = 0.0;

  for (guint size = 0; size <= n; size++)
    before[size] = size < n ? weigh (size, n) : 0.0;

  for (gsize s = 0; s < n_coalitions; s++)
    {
      guint size = (guint) __builtin_popcountll (s);

      all += before[size] * self->values[s];
      self->values[s] *= before[size] + (size > 0 ? before[size - 1] : 0.0);
    }

  for (guint b = n; b-- > 0;)
    {
      gsize half = (gsize) 1 << b;

      shapley[b] = -all;
      for (gsize s = 0; s < half; s++)
        {
          shapley[b] += self->values[half + s];
          self->values[s] += self->values[half + s];
        }
    }
}

gboolean
mus_explanation_shares (const MusModel  *model,
                        const MusMatrix *x,
                        guint32          seed,
                        guint32          row,
                        double           median,
                        double          *shares,
                        GError         **error)
{
  g_auto (Game) game = { { 0 } };
  double shapley[MUS_N_FEATURES];
  gsize  n_coalitions;

  game_init (&game, model, mus_matrix_row (x, seed), mus_matrix_row (x, row), median);
  n_coalitions = (gsize) 1 << game.n_features;
  game.values = mus_try_new (double, n_coalitions, error);
  game.scratch =
      game.values != NULL
          ? mus_try_new (float, mus_parallel_n_workers () * 2 * TILE * UNITS, error)
          : NULL;
  if (game.scratch == NULL)
    return FALSE;

  mus_parallel_for ((n_coalitions + TILE - 1) / TILE, evaluate_tile, &game);
  find_shapley_values (&game, shapley);

  for (guint f = 0; f < MUS_N_FEATURES; f++)
    shares[f] = EQUAL_PART;
  for (guint b = 0; b < game.n_features; b++)
    shares[game.features[b]] -= shapley[b];

  return TRUE;
}

static int
compare_effects (gconstpointer a, gconstpointer b, gpointer data)
{
  const double *shares = data;
  MusFeature    first = *(const MusFeature *) a;
  MusFeature    second = *(const MusFeature *) b;
  double        first_effect = fabs (shares[first] - EQUAL_PART);
  double        second_effect = fabs (shares[second] - EQUAL_PART);

  if (first_effect != second_effect)
    return first_effect > second_effect ? -1 : 1;

  return (first > second) - (first < second);
}

void
mus_explanation_order (const double *shares, MusFeature *order)
{
  for (guint f = 0; f < MUS_N_FEATURES; f++)
    order[f] = f;
  g_qsort_with_data (order, MUS_N_FEATURES, sizeof *order, compare_effects, (gpointer) shares);
}
