/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "taste/mus-recommender.h"

static const struct
{
  const char *name;
  const char *label;
} reasons[MUS_N_REASONS] = {
  [MUS_REASON_SOUND] = { "sound", NC_ ("reason", "Sound") },
  [MUS_REASON_GENRE] = { "genre", NC_ ("reason", "Genre") },
  [MUS_REASON_ARTIST] = { "artist", NC_ ("reason", "Artist and album") },
  [MUS_REASON_WORDS] = { "words", NC_ ("reason", "Words of the title") },
  [MUS_REASON_POPULARITY] = { "popularity", NC_ ("reason", "Popularity") },
};

const char *
mus_reason_name (MusReason reason)
{
  return reasons[reason].name;
}

const char *
mus_reason_label (MusReason reason)
{
  return g_dpgettext2 (GETTEXT_PACKAGE, "reason", reasons[reason].label);
}

gboolean
mus_recommendation_has_reasons (const MusRecommendation *self)
{
  gboolean has_one = FALSE;

  for (guint r = 0; r < MUS_N_REASONS; r++)
    has_one |= self->reasons[r] < 0.0 || self->reasons[r] > 0.0;

  return has_one;
}
