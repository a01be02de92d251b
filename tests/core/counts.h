/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * Tests that break something on purpose try a few times in each run, and as often as it is
 * worth once in a while: tests/run --long.
 */

static inline guint
counts_choose (guint few, guint full)
{
  return g_getenv ("MUSREC_LONG") != NULL ? full : few;
}

/**
 * COUNTS_FEWER: how much of something a test takes: @fewer under AddressSanitizer and
 * ThreadSanitizer, where all takes ten times as long and only the memory is new
 */
#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#define COUNTS_FEWER(usual, fewer) (fewer)
#else
#define COUNTS_FEWER(usual, fewer) (usual)
#endif

/* What was done how often, for the end of tests/run. */
#define counts_tell(...) \
  G_STMT_START \
  { \
    g_autofree char *counts_text = g_strdup_printf (__VA_ARGS__); \
    g_test_message ("count: %s", counts_text); \
  } \
  G_STMT_END
