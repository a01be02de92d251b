/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "taste/mus-for-you.h"

G_BEGIN_DECLS

/**
 * MusForYouPage: what answers the current taste, with two dials and its reasons, and beside
 * it the selected track
 */
#define MUS_TYPE_FOR_YOU_PAGE (mus_for_you_page_get_type ())
G_DECLARE_FINAL_TYPE (MusForYouPage, mus_for_you_page, MUS, FOR_YOU_PAGE, GtkWidget)

void mus_for_you_page_set_workspace (MusForYouPage *self, MusWorkspace *workspace,
                                     MusForYou *for_you);

/* Puts the focus into the list, where there is one. */
void mus_for_you_page_focus_list (MusForYouPage *self);

G_END_DECLS
