/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "workspace/mus-workspace.h"

G_BEGIN_DECLS

/**
 * MusTrainingPage: the training as it goes, and its parameters
 */
#define MUS_TYPE_TRAINING_PAGE (mus_training_page_get_type ())
G_DECLARE_FINAL_TYPE (MusTrainingPage, mus_training_page, MUS, TRAINING_PAGE, GtkWidget)

void mus_training_page_set_workspace (MusTrainingPage *self, MusWorkspace *workspace);

G_END_DECLS
