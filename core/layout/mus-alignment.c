/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "layout/mus-alignment.h"

#include <complex.h>
#include <math.h>

static double complex
get_point (const float *positions, gsize i)
{
  return CMPLX ((double) positions[2 * i], (double) positions[2 * i + 1]);
}

static double complex
find_centre (const float *positions, gsize n)
{
  double complex sum = 0.0;

  for (gsize i = 0; i < n; i++)
    sum += get_point (positions, i);

  return sum / (double) n;
}

/* In the plane a rotation is a product with a complex number of length 1, so the best one
 * has the direction of Σ q·p̄; a reflection first takes the conjugate of p. */
void
mus_alignment_apply (float *positions, const float *reference, gsize n)
{
  double complex centre, target, factor, turn = 0.0, flip = 0.0;
  double         spread = 0.0, target_spread = 0.0;
  gboolean       is_flipped;

  if (n == 0)
    return;

  centre = find_centre (positions, n);
  target = find_centre (reference, n);
  for (gsize i = 0; i < n; i++)
    {
      double complex p = get_point (positions, i) - centre;
      double complex q = get_point (reference, i) - target;

      turn += q * conj (p);
      flip += q * p;
      spread += creal (p * conj (p));
      target_spread += creal (q * conj (q));
    }

  is_flipped = cabs (flip) > cabs (turn);
  factor = is_flipped ? flip : turn;
  factor = cabs (factor) > 0.0 ? factor / cabs (factor) : 1.0;
  if (spread > 0.0 && target_spread > 0.0)
    factor *= sqrt (target_spread / spread);

  for (gsize i = 0; i < n; i++)
    {
      double complex p = get_point (positions, i) - centre;

      p = target + factor * (is_flipped ? conj (p) : p);
      positions[2 * i] = (float) creal (p);
      positions[2 * i + 1] = (float) cimag (p);
    }
}
