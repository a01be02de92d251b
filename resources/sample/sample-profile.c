/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sample-profile.h"

#include <math.h>
#include <string.h>

static const char *const score_names[SAMPLE_N_SCORES] = {
  "popularity",   "duration_ms",      "danceability", "energy",  "loudness", "speechiness",
  "acousticness", "instrumentalness", "liveness",     "valence", "tempo",    "explicit",
};

static void
free_profile (gpointer data)
{
  SampleProfile *self = data;

  g_array_unref (self->also);
  g_free (self->genre);
  g_free (self);
}

void
sample_profiles_free (SampleProfiles *self)
{
  g_ptr_array_unref (self->profiles);
  g_free (self);
}

static gint
find_score (const char *name)
{
  for (gint i = 0; i < SAMPLE_N_SCORES; i++)
    if (strcmp (score_names[i], name) == 0)
      return i;

  return -1;
}

static SampleProfile *
find_profile (SampleProfiles *self, const char *genre, guint *index)
{
  for (guint i = 0; i < self->profiles->len; i++)
    {
      SampleProfile *profile = g_ptr_array_index (self->profiles, i);

      if (strcmp (profile->genre, genre) == 0)
        {
          *index = i;
          return profile;
        }
    }

  return NULL;
}

static void
add_profile (SampleProfiles *self, const char *genre)
{
  SampleProfile *profile = g_new0 (SampleProfile, 1);

  profile->genre = g_strdup (genre);
  profile->also = g_array_new (FALSE, FALSE, sizeof (SampleAlso));
  for (guint i = 0; i < SAMPLE_N_SCORES; i++)
    profile->factor[i][i] = 1.0;
  g_ptr_array_add (self->profiles, profile);
}

static gboolean
parse_numbers (char **fields, double *numbers, guint n)
{
  if (g_strv_length (fields) != n)
    return FALSE;

  for (guint i = 0; i < n; i++)
    {
      char *end;

      numbers[i] = g_ascii_strtod (fields[i], &end);
      if (*end != '\0' || *fields[i] == '\0')
        return FALSE;
    }

  return TRUE;
}

static gboolean
take_also (SampleProfiles *self, SampleProfile *profile, const char *other, char **fields)
{
  SampleAlso also;

  if (!parse_numbers (fields, &also.share, 1))
    return FALSE;
  if (find_profile (self, other, &also.genre) != NULL)
    g_array_append_val (profile->also, also);

  return TRUE;
}

/* genre,kind,name,numbers... */
static gboolean
take_line (SampleProfiles *self, char **fields)
{
  const char    *genre = fields[0], *kind = fields[1], *name = fields[2];
  gint           score = find_score (name);
  guint          index;
  SampleProfile *profile = find_profile (self, genre, &index);

  fields += 3;
  if (strcmp (kind, "probabilities") == 0)
    {
      self->n_knots = g_strv_length (fields);
      return self->n_knots <= SAMPLE_MAX_KNOTS &&
             parse_numbers (fields, self->knots, self->n_knots);
    }
  if (strcmp (kind, "artist_share") == 0)
    return parse_numbers (fields, &self->artist_share, 1);
  if (profile == NULL)
    return TRUE;
  if (strcmp (kind, "quantiles") == 0)
    return score >= 0 && score < SAMPLE_EXPLICIT &&
           parse_numbers (fields, profile->quantiles[score], self->n_knots);
  if (strcmp (kind, "correlation") == 0)
    return score > 0 && parse_numbers (fields, profile->factor[score], (guint) score);
  if (strcmp (kind, "explicit") == 0)
    return parse_numbers (fields, &profile->explicit_from, 1);
  if (strcmp (kind, "keys") == 0)
    return parse_numbers (fields, profile->keys, SAMPLE_N_KEYS);
  if (strcmp (kind, "signatures") == 0)
    return parse_numbers (fields, profile->signatures, 4);
  if (strcmp (kind, "also") == 0)
    return take_also (self, profile, name, fields);

  return FALSE;
}

/* Turns the correlation, whose lower triangle is there, into its Cholesky factor. */
static gboolean
factorise (SampleProfile *self)
{
  for (guint i = 0; i < SAMPLE_N_SCORES; i++)
    for (guint j = 0; j <= i; j++)
      {
        double sum = self->factor[i][j];

        for (guint k = 0; k < j; k++)
          sum -= self->factor[i][k] * self->factor[j][k];
        if (i == j && sum <= 0.0)
          return FALSE;
        self->factor[i][j] = i == j ? sqrt (sum) : sum / self->factor[j][j];
      }

  return TRUE;
}

static void
add_genres (SampleProfiles *self, char **lines, char **genres)
{
  guint index;

  for (; *genres != NULL; genres++)
    add_profile (self, *genres);
  if (self->profiles->len > 0)
    return;

  for (; *lines != NULL; lines++)
    {
      const char      *end = strchr (*lines, ',');
      g_autofree char *genre = end != NULL ? g_strndup (*lines, (gsize) (end - *lines)) : NULL;

      if (genre != NULL && *genre != '\0' && *genre != '#' &&
          find_profile (self, genre, &index) == NULL)
        add_profile (self, genre);
    }
}

SampleProfiles *
sample_profiles_load (const char *path, char **genres, GError **error)
{
  SampleProfiles  *self = g_new0 (SampleProfiles, 1);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  self->profiles = g_ptr_array_new_with_free_func (free_profile);
  if (!g_file_get_contents (path, &text, NULL, error))
    {
      sample_profiles_free (self);
      return NULL;
    }

  lines = g_strsplit (text, "\n", -1);
  add_genres (self, lines, genres);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i], ",", -1);

      if (*lines[i] == '\0' || *lines[i] == '#')
        continue;
      if (g_strv_length (fields) < 4 || !take_line (self, fields))
        {
          g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s: line %u is not a profile",
                       path, i + 1);
          sample_profiles_free (self);
          return NULL;
        }
    }
  for (guint i = 0; i < self->profiles->len; i++)
    {
      SampleProfile *profile = g_ptr_array_index (self->profiles, i);

      if (profile->quantiles[SAMPLE_TEMPO][self->n_knots - 1] == 0.0 || !factorise (profile))
        {
          g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s: no good profile of “%s”",
                       path, profile->genre);
          sample_profiles_free (self);
          return NULL;
        }
    }

  return self;
}

/* The sum of twelve uniform numbers: close to normal, and without a logarithm, whose last
 * bit is not the same in every C library. */
static double
draw_score (MusRng *rng)
{
  double sum = -6.0;

  for (guint i = 0; i < 12; i++)
    sum += mus_rng_uniform (rng);

  return sum;
}

void
sample_draw_scores (MusRng *rng, double scores[SAMPLE_N_SCORES])
{
  for (guint i = 0; i < SAMPLE_N_SCORES; i++)
    scores[i] = draw_score (rng);
}

/* The value whose normal score this is: straight between the quantiles. */
static double
interpolate (const SampleProfiles *self, const double *quantiles, double score)
{
  const double *knots = self->knots;
  guint         i = 1;

  score = CLAMP (score, knots[0], knots[self->n_knots - 1]);
  while (i < self->n_knots - 1 && score > knots[i])
    i++;

  return quantiles[i - 1] +
         (quantiles[i] - quantiles[i - 1]) * ((score - knots[i - 1]) / (knots[i] - knots[i - 1]));
}

static guint
draw_from (MusRng *rng, const double *shares, guint n)
{
  double total = 0.0, left;

  for (guint i = 0; i < n; i++)
    total += shares[i];
  left = mus_rng_uniform (rng) * total;
  for (guint i = 0; i + 1 < n; i++)
    {
      left -= shares[i];
      if (left < 0.0)
        return i;
    }

  return n - 1;
}

void
sample_draw_sound (const SampleProfiles *self,
                   const SampleProfile  *profile,
                   MusRng               *rng,
                   const double          artist_scores[SAMPLE_N_SCORES],
                   SampleSound          *sound)
{
  static const guint signatures[] = { 1, 3, 4, 5 };
  double             own = sqrt (1.0 - self->artist_share);
  double             shared = sqrt (self->artist_share);
  double             scores[SAMPLE_N_SCORES];
  guint              key;

  sample_draw_scores (rng, scores);
  for (guint i = 0; i < SAMPLE_N_SCORES; i++)
    scores[i] = own * scores[i] + shared * artist_scores[i];

  for (guint i = 0; i < SAMPLE_N_SCORES; i++)
    {
      double score = 0.0;

      for (guint j = 0; j <= i; j++)
        score += profile->factor[i][j] * scores[j];
      sound->values[i] = i == SAMPLE_EXPLICIT ? score > profile->explicit_from
                                              : interpolate (self, profile->quantiles[i], score);
    }

  key = draw_from (rng, profile->keys, SAMPLE_N_KEYS);
  sound->key = key / 2;
  sound->mode = key % 2;
  sound->time_signature = signatures[draw_from (rng, profile->signatures, 4)];
}
