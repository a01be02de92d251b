/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "musrec.h"

#include "fuzz.h"

/*
 * Stands for libFuzzer where there is none: gives the reader each file of a folder, and
 * damaged copies of it, the same ones in each run.
 *
 * usage: fuzz-NOUN FOLDER-OR-FILE…
 */

#define N_DAMAGED 300 /* copies of each file */
#define MAX_DAMAGES 8 /* places in each copy */

static void
damage (MusRng *rng, GByteArray *bytes)
{
  static const guint8 favourites[] = { 0, 0xff, '"', ',', ';', '\n', '\r', 0xc3 };
  guint n_damages = 1 + (guint) mus_rng_below (rng, MAX_DAMAGES);

  for (guint i = 0; i < n_damages && bytes->len > 0; i++)
    {
      guint place = (guint) mus_rng_below (rng, bytes->len);
      guint length = 1 + (guint) mus_rng_below (rng, bytes->len - place);

      switch (mus_rng_below (rng, 5))
        {
        case 0:
          bytes->data[place] ^= (guint8) (1 << mus_rng_below (rng, 8));
          break;
        case 1:
          bytes->data[place] = favourites[mus_rng_below (rng, sizeof favourites)];
          break;
        case 2:
          g_byte_array_remove_range (bytes, place, MIN (length, 16));
          break;
        case 3:
          g_byte_array_set_size (bytes, place);
          break;
        default:
          {
            g_autofree guint8 *piece = g_memdup2 (bytes->data + place, MIN (length, 64));

            g_byte_array_append (bytes, piece, MIN (length, 64));
          }
        }
    }
}

/* In memory of exactly that size, so that a sanitizer sees each byte read beyond it. */
static void
feed (const guint8 *data, gsize n_bytes)
{
  g_autofree guint8 *exact = g_malloc (MAX (n_bytes, 1));

  if (n_bytes > 0)
    memcpy (exact, data, n_bytes);
  LLVMFuzzerTestOneInput (exact, n_bytes);
}

static void
run_file (const char *path)
{
  g_autofree char *contents = NULL;
  gsize            n_bytes;
  MusRng           rng;

  if (!g_file_get_contents (path, &contents, &n_bytes, NULL))
    g_error ("%s can't be read", path);

  feed ((const guint8 *) contents, n_bytes);
  mus_rng_init (&rng, 1);
  for (guint i = 0; i < N_DAMAGED; i++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();

      g_byte_array_append (bytes, (const guint8 *) contents, (guint) n_bytes);
      damage (&rng, bytes);
      feed (bytes->data, bytes->len);
    }
}

/* Returns: how many files there were */
static guint
run_path (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;
  guint       n_files = 0;

  if (folder == NULL)
    {
      run_file (path);
      return 1;
    }
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      n_files += run_path (file);
    }

  return n_files;
}

int
main (int argc, char **argv)
{
  guint n_files = 0;

  for (int i = 1; i < argc; i++)
    n_files += run_path (argv[i]);

  return n_files > 0 ? 0 : 1;
}
