/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mus-menu.h"

void
mus_menu_empty (GMenuModel *menu)
{
  if (menu == NULL)
    return;

  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);

      g_menu_remove_all (G_MENU (section));
    }
}
