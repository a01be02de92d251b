/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * MusDigestStream: passes on what it reads, and keeps a digest of it
 */
#define MUS_TYPE_DIGEST_STREAM (mus_digest_stream_get_type ())
G_DECLARE_FINAL_TYPE (MusDigestStream, mus_digest_stream, MUS, DIGEST_STREAM, GFilterInputStream)

MusDigestStream *mus_digest_stream_new (GInputStream *base) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mus_digest_stream_describe:
 *
 * Returns: (transfer full): a text that two contents share only when they are the same
 *   (#MusDigest), of what has been read so far
 */
char *mus_digest_stream_describe (MusDigestStream *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
