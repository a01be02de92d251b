/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>
#include <stdint.h>

/**
 * LLVMFuzzerTestOneInput:
 * @data: (array length=size): what a reader is given
 *
 * Each fuzz-*.c defines it for one reader, as libFuzzer calls it. A fault is an abort or a
 * sanitizer's report; data that are refused with an error are fine.
 *
 * Returns: 0
 */
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);
