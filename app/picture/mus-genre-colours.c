/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "picture/mus-genre-colours.h"

MusRgb *
mus_genre_colours_new (const MusFamilies *families, guint n_genres, gboolean dark)
{
  MusRgb *colours = g_new (MusRgb, n_genres + 1);
  guint   n_families = families != NULL ? mus_families_n (families) : 0;

  for (guint genre = 0; genre <= n_genres; genre++)
    colours[genre] = mus_palette_none (dark);

  for (guint family = 0; family < n_families; family++)
    {
      guint          n;
      const guint16 *genres = mus_families_genres (families, family, &n);

      for (guint place = 0; place < n; place++)
        colours[genres[place]] = mus_palette_genre (family, n_families, place, n, dark);
    }

  return colours;
}

MusPointRaster *
mus_genre_raster_new (const MusCatalog *catalog, gsize n_points, GError **error)
{
  guint16             n_genres = mus_catalog_n_genres (catalog);
  g_autofree guint16 *classes = mus_try_new (guint16, n_points, error);

  if (classes == NULL)
    return NULL;

  for (gsize i = 0; i < n_points; i++)
    {
      guint16 genre = mus_catalog_genre (catalog, (guint32) i);

      classes[i] = genre == MUS_NO_GENRE ? n_genres : genre;
    }

  return mus_point_raster_new (classes, n_points, n_genres + 1u, error);
}
