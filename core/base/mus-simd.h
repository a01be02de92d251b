/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "config.h"

/**
 * MUS_CLONES:
 *
 * Before a function with a hot loop: it is compiled for plain x86-64, for AVX2 and for
 * AVX-512, and the loader picks the best that the processor has. A function that is
 * called from one and shall be compiled along with it must be `static inline` with
 * MUS_INLINE. The option `clones` turns this off (ThreadSanitizer can't start with it).
 */
#if MUS_USE_CLONES && defined(__x86_64__) && defined(__gnu_linux__) && !defined(__SANITIZE_THREAD__)
#define MUS_CLONES \
  __attribute__ ((target_clones ("default", "arch=haswell", "arch=skylake-avx512")))
#else
#define MUS_CLONES
#endif

#define MUS_INLINE static inline __attribute__ ((always_inline))
