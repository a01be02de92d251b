/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mus-popover.h"

void
mus_popover_close_with (GtkPopover *popover, GtkWidget *widget)
{
  g_signal_connect_object (widget, "unmap", G_CALLBACK (gtk_popover_popdown), popover,
                           G_CONNECT_SWAPPED);
}
