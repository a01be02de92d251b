/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "base/mus-rng.h"

G_BEGIN_DECLS

/* Made-up names in the flavour of a genre's languages. */

typedef struct _SampleFlavor SampleFlavor;

/* The language that a new artist of the genre sings in. */
const SampleFlavor *sample_names_draw_flavor (MusRng *rng, const char *genre);

/* All (transfer full). */
char *sample_names_draw_artist (MusRng *rng, const SampleFlavor *flavor);
char *sample_names_draw_title (MusRng *rng, const SampleFlavor *flavor);

G_END_DECLS
