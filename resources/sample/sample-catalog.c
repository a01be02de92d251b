/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Writes a catalog of made-up tracks that sounds like a real one: features are drawn from
 * profiles of genres, names are put together from word lists. It has what real catalogs
 * have: artists with several albums, tracks that stand under two genres, live and
 * remastered versions, and different songs of one title. Same options, same bytes.
 */

#include "config.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "base/mus-rng.h"
#include "sample-names.h"
#include "sample-profile.h"

#define MORE_BY_ARTIST 0.8 /* of the artist's tracks, how often another one follows */
#define MORE_ON_ALBUM 0.6
#define GUEST_SHARE 0.15
#define VERSION_SHARE 0.04
#define SAME_TITLE_SHARE 0.015
#define TITLE_ATTEMPTS 30

typedef struct
{
  const SampleProfiles *profiles;
  MusRng                rng;
  guint                 n_ids;
  GHashTable           *titles;  /* all so far, with the last number put behind each */
  GPtrArray            *shelves; /* for each genre, a GPtrArray of its lines */
} Writer;

typedef struct
{
  char               *name;
  const SampleFlavor *flavor;
  double              scores[SAMPLE_N_SCORES];
  char               *album;
} Artist;

typedef struct
{
  char       *artists;
  const char *album;
  char       *title;
  SampleSound sound;
} Track;

static void
clear_artist (Artist *artist)
{
  g_free (artist->name);
  g_free (artist->album);
}

static void
append_quoted (GString *line, const char *text)
{
  if (strpbrk (text, ",\"") == NULL)
    {
      g_string_append (line, text);
      return;
    }

  g_string_append_c (line, '"');
  for (; *text != '\0'; text++)
    {
      if (*text == '"')
        g_string_append_c (line, '"');
      g_string_append_c (line, *text);
    }
  g_string_append_c (line, '"');
}

/* All columns between the index and the genre. */
static char *
format_track (Writer *self, const Track *track)
{
  const SampleSound *sound = &track->sound;
  const double      *v = sound->values;
  GString           *line = g_string_new (NULL);

  g_string_append_printf (line, "sample-%05u,", ++self->n_ids);
  append_quoted (line, track->artists);
  g_string_append_c (line, ',');
  append_quoted (line, track->album);
  g_string_append_c (line, ',');
  append_quoted (line, track->title);
  g_string_append_printf (line, ",%d,%d,%s,%.3g,%.3g,%u,%.3f,%u,%.3g,%.3g,%.3g,%.3g,%.3g,%.3f,%u",
                          (int) (v[SAMPLE_POPULARITY] + 0.5), (int) (v[SAMPLE_DURATION] + 0.5),
                          v[SAMPLE_EXPLICIT] > 0.5 ? "True" : "False", v[SAMPLE_DANCEABILITY],
                          v[SAMPLE_ENERGY], sound->key, v[SAMPLE_LOUDNESS], sound->mode,
                          v[SAMPLE_SPEECHINESS], v[SAMPLE_ACOUSTICNESS],
                          v[SAMPLE_INSTRUMENTALNESS], v[SAMPLE_LIVENESS], v[SAMPLE_VALENCE],
                          v[SAMPLE_TEMPO], sound->time_signature);

  return g_string_free (line, FALSE);
}

/* Puts the track under its genre, and under those that many of the genre's tracks share. */
static void
shelve (Writer *self, guint genre, const Track *track)
{
  const SampleProfile *profile = g_ptr_array_index (self->profiles->profiles, genre);
  char                *line = format_track (self, track);

  for (guint i = 0; i < profile->also->len; i++)
    {
      const SampleAlso *also = &g_array_index (profile->also, SampleAlso, i);

      /* Half here and half there: each pair of genres is seen from both sides. */
      if (mus_rng_uniform (&self->rng) < 0.5 * also->share)
        g_ptr_array_add (g_ptr_array_index (self->shelves, also->genre), g_strdup (line));
    }
  g_ptr_array_add (g_ptr_array_index (self->shelves, genre), line);
}

static void
use_title (Writer *self, const char *title, guint number)
{
  g_hash_table_insert (self->titles, g_strdup (title), GUINT_TO_POINTER (number));
}

/* A title that no other track has; where the words do not suffice, one with a number. */
static char *
draw_title (Writer *self, const SampleFlavor *flavor)
{
  g_autofree char *title = NULL;
  guint            number;

  for (guint i = 0; i < TITLE_ATTEMPTS; i++)
    {
      g_free (title);
      title = sample_names_draw_title (&self->rng, flavor);
      if (!g_hash_table_contains (self->titles, title))
        {
          use_title (self, title, 1);
          return g_steal_pointer (&title);
        }
    }

  number = GPOINTER_TO_UINT (g_hash_table_lookup (self->titles, title));
  for (;;)
    {
      g_autofree char *numbered = g_strdup_printf ("%s %u", title, ++number);

      if (!g_hash_table_contains (self->titles, numbered))
        {
          use_title (self, title, number);
          use_title (self, numbered, 1);
          return g_steal_pointer (&numbered);
        }
    }
}

static void
draw_artist (Writer *self, const SampleProfile *profile, Artist *artist)
{
  artist->flavor = sample_names_draw_flavor (&self->rng, profile->genre);
  artist->name = sample_names_draw_artist (&self->rng, artist->flavor);
  artist->album = NULL;
  sample_draw_scores (&self->rng, artist->scores);
}

static char *
draw_artists (Writer *self, const Artist *artist)
{
  g_autofree char *guest = NULL;

  if (mus_rng_uniform (&self->rng) >= GUEST_SHARE)
    return g_strdup (artist->name);

  guest = sample_names_draw_artist (&self->rng, artist->flavor);

  return g_strjoin (";", artist->name, guest, NULL);
}

static double
clamp_share (double share)
{
  return CLAMP (share, 0.0, 1.0);
}

/* What a recording is when it is another version of one. */
static void
change_sound (MusRng *rng, const char *version, double *v)
{
  double fewer_plays = 5.0 + 10.0 * mus_rng_uniform (rng);

  v[SAMPLE_POPULARITY] = MAX (v[SAMPLE_POPULARITY] - fewer_plays, 0.0);
  if (strstr (version, "Live") != NULL)
    {
      v[SAMPLE_LIVENESS] = MAX (v[SAMPLE_LIVENESS], 0.6 + 0.35 * mus_rng_uniform (rng));
      v[SAMPLE_ENERGY] = clamp_share (v[SAMPLE_ENERGY] + 0.05);
      v[SAMPLE_LOUDNESS] -= 1.0;
    }
  else if (strstr (version, "Acoustic") != NULL)
    {
      v[SAMPLE_ACOUSTICNESS] = clamp_share (1.0 - 0.2 * (1.0 - v[SAMPLE_ACOUSTICNESS]));
      v[SAMPLE_ENERGY] *= 0.6;
      v[SAMPLE_LOUDNESS] -= 3.0;
    }
  else if (strstr (version, "Remastered") != NULL)
    {
      v[SAMPLE_LOUDNESS] += 1.2;
    }
  else
    {
      v[SAMPLE_DURATION] *= 0.8;
    }
}

static void
add_version (Writer *self, guint genre, const Track *track)
{
  static const char *const versions[] = {
    " - Live",       " - Remastered 2014", " (Acoustic Version)",
    " - Radio Edit", " - Remastered 2009", " (Live)"
  };
  const char      *version = versions[mus_rng_below (&self->rng, G_N_ELEMENTS (versions))];
  g_autofree char *title = g_strconcat (track->title, version, NULL);
  Track            other = *track;

  other.title = title;
  change_sound (&self->rng, version, other.sound.values);
  shelve (self, genre, &other);
}

static void
add_track (Writer *self, guint genre, Artist *artist)
{
  const SampleProfile *profile = g_ptr_array_index (self->profiles->profiles, genre);
  Track                track;

  track.title = draw_title (self, artist->flavor);
  if (artist->album == NULL || mus_rng_uniform (&self->rng) >= MORE_ON_ALBUM)
    {
      g_free (artist->album);
      artist->album = g_strdup (track.title);
    }
  if (mus_rng_uniform (&self->rng) < SAME_TITLE_SHARE)
    {
      g_free (track.title);
      track.title = sample_names_draw_title (&self->rng, artist->flavor);
    }
  track.album = artist->album;
  track.artists = draw_artists (self, artist);
  sample_draw_sound (self->profiles, profile, &self->rng, artist->scores, &track.sound);

  shelve (self, genre, &track);
  if (mus_rng_uniform (&self->rng) < VERSION_SHARE)
    add_version (self, genre, &track);
  g_free (track.title);
  g_free (track.artists);
}

static void
add_genre (Writer *self, guint genre, guint n_tracks, guint64 seed)
{
  const SampleProfile *profile = g_ptr_array_index (self->profiles->profiles, genre);

  mus_rng_init_stream (&self->rng, seed, genre);
  while (n_tracks > 0)
    {
      Artist artist;

      draw_artist (self, profile, &artist);
      do
        {
          add_track (self, genre, &artist);
          n_tracks--;
        }
      while (n_tracks > 0 && mus_rng_uniform (&self->rng) < MORE_BY_ARTIST);
      clear_artist (&artist);
    }
}

static gboolean
write_shelves (const Writer *self, const char *path)
{
  FILE *file = fopen (path, "wb");
  guint row = 0;

  if (file == NULL)
    return FALSE;

  fputs (
      ",track_id,artists,album_name,track_name,popularity,duration_ms,explicit,danceability,"
      "energy,key,loudness,mode,speechiness,acousticness,instrumentalness,liveness,valence,tempo,"
      "time_signature,track_genre\n",
      file);
  for (guint genre = 0; genre < self->shelves->len; genre++)
    {
      const SampleProfile *profile = g_ptr_array_index (self->profiles->profiles, genre);
      const GPtrArray     *lines = g_ptr_array_index (self->shelves, genre);

      for (guint i = 0; i < lines->len; i++)
        fprintf (file, "%u,%s,%s\n", row++, (const char *) g_ptr_array_index (lines, i),
                 profile->genre);
    }

  /* Both, so that the file is closed whatever was wrong. */
  return (ferror (file) != 0) + (fclose (file) != 0) == 0;
}

static gboolean
write_catalog (const SampleProfiles *profiles, guint n_tracks, guint64 seed, const char *path)
{
  guint    n = profiles->profiles->len;
  Writer   self = { .profiles = profiles };
  gboolean good;

  self.titles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self.shelves = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  for (guint genre = 0; genre < n; genre++)
    g_ptr_array_add (self.shelves, g_ptr_array_new_with_free_func (g_free));

  for (guint genre = 0; genre < n; genre++)
    add_genre (&self, genre, n_tracks / n + (genre < n_tracks % n), seed);
  good = write_shelves (&self, path);

  g_ptr_array_unref (self.shelves);
  g_hash_table_unref (self.titles);

  return good;
}

int
main (int argc, char **argv)
{
  g_autofree char *profiles_path = NULL;
  g_autofree char *genres = NULL;
  g_autofree char *output = NULL;
  gint             n_tracks = 5000;
  gint64           seed = 1;
  GOptionEntry     entries[] = {
        { "profiles", 0, 0, G_OPTION_ARG_FILENAME, &profiles_path, "What the genres sound like",
          "FILE" },
        { "genres", 0, 0, G_OPTION_ARG_STRING, &genres, "Only these genres", "A,B,C" },
        { "tracks", 0, 0, G_OPTION_ARG_INT, &n_tracks, "Number of tracks, versions not counted",
          "N" },
        { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, "Other seeds, other catalogs", "N" },
        { "output", 0, 0, G_OPTION_ARG_FILENAME, &output, "The CSV to write", "FILE" },
        { NULL },
  };
  g_autoptr (GOptionContext) context =
      g_option_context_new ("- write a catalog of made-up tracks");
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = NULL;
  SampleProfiles *profiles;
  gboolean        good;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || profiles_path == NULL ||
      output == NULL || n_tracks < 0 || argc > 1)
    {
      fprintf (stderr, "%s\n",
               error != NULL ? error->message : "--profiles and --output are needed");
      return 2;
    }

  /* Option parsing may have chosen the user's locale for texts; numbers need the C one. */
  setlocale (LC_NUMERIC, "C");
  names = g_strsplit (genres != NULL ? genres : "", ",", -1);
  profiles = sample_profiles_load (profiles_path, names, &error);
  if (profiles == NULL)
    {
      fprintf (stderr, "%s\n", error->message);
      return 1;
    }

  good = write_catalog (profiles, (guint) n_tracks, (guint64) seed, output);
  if (!good)
    fprintf (stderr, "%s could not be written\n", output);
  sample_profiles_free (profiles);

  return good ? 0 : 1;
}
