/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "workspace/mus-workspace.h"

G_BEGIN_DECLS

/**
 * MusReportPage: how good the recommendations are, in figures, beside the published ones
 */
#define MUS_TYPE_REPORT_PAGE (mus_report_page_get_type ())
G_DECLARE_FINAL_TYPE (MusReportPage, mus_report_page, MUS, REPORT_PAGE, GtkWidget)

void mus_report_page_set_workspace (MusReportPage *self, MusWorkspace *workspace);

G_END_DECLS
