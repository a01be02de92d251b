/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "musrec.h"

G_BEGIN_DECLS

/**
 * mus_cli_npy_write:
 * @matrix: (N, D)
 *
 * Writes an array of float32, C order, in NumPy's format 1.0 (NumPy Enhancement Proposal 1).
 */
void mus_cli_npy_write (MusAtomicFile *file, const MusMatrix *matrix);

G_END_DECLS
