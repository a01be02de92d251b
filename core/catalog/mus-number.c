/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "catalog/mus-number.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* A whole number below 2^53 and a power of ten up to 10^22 are doubles without error, so
 * that one product or quotient of them is the correctly rounded result (Clinger, "How to
 * Read Floating Point Numbers Accurately", 1990), where arithmetic is in doubles. */
#define MAX_EXACT G_GUINT64_CONSTANT (9007199254740992)
#define MAX_EXACT_DIGITS 19
#define MAX_EXACT_POWER 22

static const double powers_of_ten[MAX_EXACT_POWER + 1] = {
  1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
};

typedef struct
{
  gboolean    negative;
  guint64     digits; /* all of them as one number, when there are few enough */
  gsize       n_digits;
  gint        exponent; /* of ten, to go with digits */
  const char *end;
} Decimal;

static gboolean
is_digit (char c)
{
  return (guchar) (c - '0') < 10;
}

/* What is past the digits that count is not used, see round_decimal(). */
static const char *
scan_digits (Decimal *self, const char *p)
{
  const char *start = p;

  for (; is_digit (*p); p++)
    self->digits = self->digits * 10 + (guint64) (*p - '0');
  self->n_digits += (gsize) (p - start);

  return p;
}

static const char *
scan_exponent (Decimal *self, const char *p)
{
  gboolean negative = *p == '-';
  gint     exponent = 0;

  if (*p == '+' || *p == '-')
    p++;
  if (!is_digit (*p))
    return NULL;

  for (; is_digit (*p); p++)
    exponent = MIN (exponent * 10 + (*p - '0'), 100000);
  self->exponent += negative ? -exponent : exponent;

  return p;
}

/* [sign] digits [point digits] [e [sign] digits] */
static gboolean
scan_decimal (Decimal *self, const char *p, gboolean comma)
{
  memset (self, 0, sizeof *self);
  self->negative = *p == '-';
  if (*p == '+' || *p == '-')
    p++;
  p = scan_digits (self, p);
  if (*p == '.' || (comma && *p == ','))
    {
      const char *fraction = p + 1;

      p = scan_digits (self, fraction);
      self->exponent = (gint) (fraction - p);
    }
  if (self->n_digits == 0)
    return FALSE;

  if (*p == 'e' || *p == 'E')
    p = scan_exponent (self, p + 1);
  self->end = p;

  return p != NULL;
}

static double
round_slowly (const char *text, const char *end)
{
  g_autofree char *copy = g_strndup (text, (gsize) (end - text));

  g_strdelimit (copy, ",", '.');

  return g_ascii_strtod (copy, NULL);
}

static double
round_decimal (const Decimal *self, const char *text)
{
  double value = (double) self->digits;

  if (FLT_EVAL_METHOD != 0 || self->n_digits > MAX_EXACT_DIGITS || self->digits > MAX_EXACT ||
      ABS (self->exponent) > MAX_EXACT_POWER)
    return round_slowly (text, self->end);

  if (self->exponent < 0)
    value /= powers_of_ten[-self->exponent];
  else
    value *= powers_of_ten[self->exponent];

  return self->negative ? -value : value;
}

static const char *
skip_space (const char *p)
{
  while (g_ascii_isspace (*p))
    p++;

  return p;
}

static MusCell
classify_word (const char *text)
{
  static const char *const missing[] = {
    "", "-", "?", "na", "n/a", "#n/a", "<na>", "nan", "-nan", "null", "none", "nil",
    "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity",
  };
  g_autofree char *word = g_strstrip (g_ascii_strdown (text, -1));

  for (guint i = 0; i < G_N_ELEMENTS (missing); i++)
    if (strcmp (word, missing[i]) == 0)
      return MUS_CELL_MISSING;

  return MUS_CELL_TEXT;
}

MusCell
mus_number_parse (const char *text, gboolean comma, double *value)
{
  const char *start = skip_space (text);
  Decimal     decimal;

  if (*start == '\0')
    return MUS_CELL_MISSING;

  if (!scan_decimal (&decimal, start, comma) || *skip_space (decimal.end) != '\0')
    return classify_word (start);

  *value = round_decimal (&decimal, start);

  return fabs (*value) <= (double) FLT_MAX ? MUS_CELL_NUMBER : MUS_CELL_MISSING;
}

MusCell
mus_number_parse_flag (const char *text, double *value)
{
  static const struct
  {
    const char *word;
    double      value;
  } words[] = {
    { "false", 0.0 }, { "true", 1.0 }, { "0", 0.0 },   { "1", 1.0 },   { "no", 0.0 }, { "yes", 1.0 },
    { "f", 0.0 },     { "t", 1.0 },    { "0.0", 0.0 }, { "1.0", 1.0 }, { "n", 0.0 },  { "y", 1.0 },
  };
  const char *start = skip_space (text);
  gsize       length = strlen (start);

  while (length > 0 && g_ascii_isspace (start[length - 1]))
    length--;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strlen (words[i].word) == length && g_ascii_strncasecmp (start, words[i].word, length) == 0)
      {
        *value = words[i].value;
        return MUS_CELL_NUMBER;
      }

  return classify_word (start);
}
