/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * mus_song_title_append:
 * @song: what is left of the title is put at its end
 * @title: as mus_text_fold() gives it
 *
 * Leaves out of a title what only tells versions of a song apart: notes behind a dash or
 * in brackets at its end ("- Remastered 2011", "(Live)", "[feat. X]", "(Acoustic
 * Version)", "- Radio Edit", "(Sped Up)", "- Mono", "(Demo)", "(X Remix)"), guests
 * ("feat. X"), spaces and punctuation. A part ("Pt. 2") or a reprise is a song of
 * its own. What would leave nothing is kept.
 */
void mus_song_title_append (GString *song, const char *title);

G_END_DECLS
