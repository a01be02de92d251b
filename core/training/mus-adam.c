/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "training/mus-adam-private.h"

#include <math.h>

#include "base/mus-simd.h"

#define DECAY_1 0.9
/* Shorter than the authors' 0.999: a track unlike all others (an hour long, say) gives a
 * gradient a thousand times the usual one. Its square would slow the steps for a thousand
 * batches; so it is a hundred, and such tracks are learned too. */
#define DECAY_2 0.99
#define EPSILON 1e-8f

/* A moment whose gradient stays 0 would shrink into denormal numbers, which processors
 * calculate with a hundred times slower. Below this it counts as 0: far under EPSILON. */
#define TINY 1e-30f

struct _MusAdam
{
  gsize  n;         /* parameters */
  double product_1; /* DECAY_1 to the power of the steps so far */
  double product_2; /* DECAY_2, the same */
  float *m;         /* (n) moving mean of the gradient */
  float *v;         /* (n) moving mean of its square */
};

MusAdam *
mus_adam_new (gsize n_parameters)
{
  MusAdam *self = g_new (MusAdam, 1);

  self->n = n_parameters;
  self->product_1 = 1.0;
  self->product_2 = 1.0;
  self->m = g_new0 (float, n_parameters);
  self->v = g_new0 (float, n_parameters);

  return self;
}

void
mus_adam_free (MusAdam *self)
{
  g_free (self->m);
  g_free (self->v);
  g_free (self);
}

MUS_CLONES static void
update (gsize n, float rate, float v_scale, const float *g, float *restrict m, float *restrict v,
        float *restrict parameters)
{
  const float keep_1 = (float) DECAY_1, keep_2 = (float) DECAY_2;
  const float take_1 = (float) (1.0 - DECAY_1), take_2 = (float) (1.0 - DECAY_2);

  for (gsize i = 0; i < n; i++)
    {
      float mi = keep_1 * m[i] + take_1 * g[i];
      float vi = keep_2 * v[i] + take_2 * g[i] * g[i];

      m[i] = fabsf (mi) < TINY ? 0.0f : mi;
      v[i] = vi < TINY ? 0.0f : vi;
      parameters[i] -= rate * m[i] / (sqrtf (v[i] * v_scale) + EPSILON);
    }
}

void
mus_adam_step (MusAdam *self, double learning_rate, const float *gradient, float *parameters)
{
  self->product_1 *= DECAY_1;
  self->product_2 *= DECAY_2;
  update (self->n, (float) (learning_rate / (1.0 - self->product_1)),
          (float) (1.0 / (1.0 - self->product_2)), gradient, self->m, self->v, parameters);
}
