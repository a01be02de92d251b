/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/mus-atomic-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct _MusAtomicFile
{
  char *path;      /* with symbolic links followed */
  char *temporary; /* NULL when path itself is written to, or after the rename */
  FILE *stream;    /* NULL once it is closed */
  int   failure;   /* errno of the first write that failed, or 0 */
};

static void
set_error (GError **error, const char *path, int failure)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, G_FILE_ERROR, (gint) g_file_error_from_errno (failure),
               /* translators: a file's name, and what the system says: "No space left" */
               _ ("“%s” can't be written: %s."), name, g_strerror (failure));
}

/* Opens what is written to: the temporary file, or an existing pipe or device itself. */
static int
open_target (MusAtomicFile *self, int mode)
{
  GStatBuf         status;
  gboolean         exists = g_stat (self->path, &status) == 0;
  g_autofree char *folder = NULL;
  int              fd;

  if (exists && !S_ISREG (status.st_mode))
    return g_open (self->path, O_WRONLY | O_CLOEXEC, 0);
  if (exists && g_access (self->path, W_OK) != 0)
    return -1;

  folder = g_path_get_dirname (self->path);
  self->temporary = g_build_filename (folder, MUS_ATOMIC_FILE_PREFIX "XXXXXX", NULL);
  fd = g_mkstemp_full (self->temporary, O_WRONLY | O_CLOEXEC, mode);
  if (fd < 0)
    g_clear_pointer (&self->temporary, g_free);
  else if (exists && fchmod (fd, status.st_mode & 07777) != 0)
    g_debug ("The permissions of “%s” can't be kept", self->path);

  return fd;
}

MusAtomicFile *
mus_atomic_file_new (const char *path, int mode, GError **error)
{
  g_autoptr (MusAtomicFile) self = g_new0 (MusAtomicFile, 1);
  char *followed = realpath (path, NULL);
  int   fd;

  self->path = g_strdup (followed != NULL ? followed : path);
  free (followed);
  fd = open_target (self, mode);
  if (fd < 0)
    {
      set_error (error, path, errno);
      return NULL;
    }
  self->stream = fdopen (fd, "wb");
  if (self->stream == NULL)
    {
      set_error (error, path, errno);
      g_close (fd, NULL);
      return NULL;
    }

  return g_steal_pointer (&self);
}

gboolean
mus_atomic_file_write (MusAtomicFile *self, gconstpointer data, gsize n_bytes)
{
  if (self->failure == 0 && fwrite (data, 1, n_bytes, self->stream) != n_bytes)
    self->failure = errno;

  return self->failure == 0;
}

/* A full disk may show only here, or even only in close(). */
static void
finish_stream (MusAtomicFile *self)
{
  FILE *stream = g_steal_pointer (&self->stream);

  if (self->failure == 0 && fflush (stream) != 0)
    self->failure = errno;
  if (self->failure == 0 && self->temporary != NULL && fsync (fileno (stream)) != 0)
    self->failure = errno;
  if (fclose (stream) != 0 && self->failure == 0)
    self->failure = errno;
}

gboolean
mus_atomic_file_commit (MusAtomicFile *self, GError **error)
{
  finish_stream (self);
  if (self->failure == 0 && self->temporary != NULL)
    {
      if (g_rename (self->temporary, self->path) == 0)
        g_clear_pointer (&self->temporary, g_free);
      else
        self->failure = errno;
    }
  if (self->failure == 0)
    return TRUE;

  set_error (error, self->path, self->failure);

  return FALSE;
}

void
mus_atomic_file_free (MusAtomicFile *self)
{
  if (self->stream != NULL)
    fclose (self->stream);
  if (self->temporary != NULL)
    g_unlink (self->temporary);
  g_free (self->temporary);
  g_free (self->path);
  g_free (self);
}
