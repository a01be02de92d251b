/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MUS_ERROR:
 *
 * What can go wrong in core. Each error's message is a translated sentence for a
 * listener of music: what, where, and what to do. A run that was stopped or that reached
 * its limit is an outcome, not an error; a cancelled one is %G_IO_ERROR_CANCELLED.
 */
#define MUS_ERROR (mus_error_quark ())

/**
 * MusError:
 * @MUS_ERROR_PARSE: the bytes are not what the format demands
 * @MUS_ERROR_SCHEMA: needed columns are missing
 * @MUS_ERROR_EMPTY: too few tracks, or none
 * @MUS_ERROR_SHAPE: two things that belong together have different sizes
 * @MUS_ERROR_NOT_FINITE: a calculation met NaN or infinity
 * @MUS_ERROR_MODEL_FORMAT: a model file is damaged, too new, or does not fit
 * @MUS_ERROR_RESOURCE: not enough memory, or a stated limit is passed
 * @MUS_ERROR_SETTING: a setting is outside its range
 * @MUS_ERROR_UNKNOWN_TRACK: the catalog has no such track
 * @MUS_ERROR_STORAGE: the library can't be read or written
 * @MUS_ERROR_NAME: a taste can't be called that
 */
typedef enum
{
  MUS_ERROR_PARSE,
  MUS_ERROR_SCHEMA,
  MUS_ERROR_EMPTY,
  MUS_ERROR_SHAPE,
  MUS_ERROR_NOT_FINITE,
  MUS_ERROR_MODEL_FORMAT,
  MUS_ERROR_RESOURCE,
  MUS_ERROR_SETTING,
  MUS_ERROR_UNKNOWN_TRACK,
  MUS_ERROR_STORAGE,
  MUS_ERROR_NAME,
} MusError;

GQuark mus_error_quark (void);

/**
 * mus_error_set_no_memory:
 * @error: (nullable): where to put the error
 * @n_bytes: how much was asked for
 *
 * Sets the one sentence for running out of memory.
 */
void mus_error_set_no_memory (GError **error, gsize n_bytes);

/**
 * mus_try_alloc:
 * @n: number of elements
 * @size: bytes an element
 * @error: (nullable): where to put %MUS_ERROR_RESOURCE
 *
 * Allocates @n x @size zeroed bytes; memory that grows with the catalog is asked for
 * here, so that running out is an error rather than an abort. @n = 0 gives memory that
 * must not be touched but can be freed.
 *
 * Returns: (transfer full): memory for g_free(), or %NULL with @error set
 */
gpointer mus_try_alloc (gsize n, gsize size, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mus_try_grow:
 * @memory: (inout): memory of @capacity elements, or %NULL
 * @capacity: (inout): how many elements it holds
 * @n: how many it shall hold at least
 * @size: bytes an element
 * @error: (nullable): where to put %MUS_ERROR_RESOURCE
 *
 * Makes room for @n elements, by half as much again at least, so that adding one at a
 * time costs little. What is new is not zeroed.
 *
 * Returns: %FALSE when memory is short; @memory is then as it was
 */
gboolean mus_try_grow (gpointer *memory, gsize *capacity, gsize n, gsize size, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * mus_try_room:
 * @n: number of elements
 * @size: bytes an element
 * @error: (nullable): where to put %MUS_ERROR_RESOURCE
 *
 * Asks whether that much memory is to be had: before GLib's containers, which abort where
 * there is none, grow with the catalog.
 */
gboolean mus_try_room (gsize n, gsize size, GError **error) G_GNUC_WARN_UNUSED_RESULT;

#define mus_try_new(type, n, error) ((type *) mus_try_alloc ((n), sizeof (type), (error)))

G_END_DECLS
