/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * MusFileDialog: what to ask for
 * @title: translated, as the next ones
 * @accept: of the button, with a mnemonic
 * @filter: what the files are called that are shown first
 * @patterns: (array zero-terminated): their names
 * @mime_types: (array zero-terminated)
 * @name: (nullable): of the file that is proposed
 */
typedef struct
{
  GtkFileChooserAction action;
  const char          *title;
  const char          *accept;
  const char          *filter;
  const char *const   *patterns;
  const char *const   *mime_types;
  const char          *name;
} MusFileDialog;

typedef void (*MusFileFunc) (GFile *file, gpointer user_data);

/**
 * mus_file_dialog_show:
 * @parent: the window, which has one such dialog at a time
 * @settings: where the folder is remembered
 * @func: told of the file that was chosen, if one was; @user_data lives as long as @parent
 */
void mus_file_dialog_show (GtkWindow *parent, GSettings *settings, const MusFileDialog *dialog,
                           MusFileFunc func, gpointer user_data);

G_END_DECLS
