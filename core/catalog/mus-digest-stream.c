/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "catalog/mus-digest-stream.h"

#include "base/mus-digest.h"

struct _MusDigestStream
{
  GFilterInputStream parent_instance;

  MusDigest digest;
};

G_DEFINE_FINAL_TYPE (MusDigestStream, mus_digest_stream, G_TYPE_FILTER_INPUT_STREAM)

static gssize
mus_digest_stream_read (GInputStream *stream,
                        void         *buffer,
                        gsize         n_bytes,
                        GCancellable *cancellable,
                        GError      **error)
{
  MusDigestStream *self = MUS_DIGEST_STREAM (stream);
  GInputStream    *base = g_filter_input_stream_get_base_stream (G_FILTER_INPUT_STREAM (self));
  gssize           n = g_input_stream_read (base, buffer, n_bytes, cancellable, error);

  if (n > 0)
    mus_digest_add (&self->digest, buffer, (gsize) n);

  return n;
}

static void
mus_digest_stream_class_init (MusDigestStreamClass *klass)
{
  G_INPUT_STREAM_CLASS (klass)->read_fn = mus_digest_stream_read;
}

static void
mus_digest_stream_init (MusDigestStream *self)
{
  mus_digest_init (&self->digest);
}

MusDigestStream *
mus_digest_stream_new (GInputStream *base)
{
  return g_object_new (MUS_TYPE_DIGEST_STREAM, "base-stream", base, NULL);
}

char *
mus_digest_stream_describe (MusDigestStream *self)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT "-%016" G_GINT64_MODIFIER "x",
                          self->digest.n_bytes, mus_digest_get (&self->digest));
}
