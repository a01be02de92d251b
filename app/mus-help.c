/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mus-help.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *title;
  const char *text;
} Section;

static const Section sections[] = {
  { N_ ("Where a Catalog Comes From"),
    N_ ("A catalog is a CSV file with one track a row: a title (track_name), its artists, and "
        "at least 8 of the 15 audio features that Spotify published: popularity, duration_ms, "
        "explicit, danceability, energy, key, loudness, mode, speechiness, acousticness, "
        "instrumentalness, liveness, valence, tempo and time_signature. With track_genre the "
        "map has colours. Names that other collections use for these columns are understood "
        "too. The best known one is the “Spotify Tracks Dataset” on Kaggle "
        "(DOI 10.34740/KAGGLE/DSV/4372070) with 114,000 rows. To look around first, open the "
        "sample catalog; its titles and artists are made up.") },
  { N_ ("What the Map Shows"),
    N_ ("Each point is a track. Tracks that sound alike stand near each other; up, down, left "
        "and right mean nothing by themselves. Captions say what the tracks of a region have in "
        "common. Two points that are near on the map need not be the nearest in sound: a plane "
        "is flat, and the sound is not. The list of similar tracks is exact.") },
  { N_ ("What a Match Is"),
    N_ ("100 % is the track itself, 50 % is as near as the middle of the catalog. The order "
        "follows the tracks only: none can pay for a place.") },
  { N_ ("How It Learns"),
    N_ ("A small neural network squeezes the features of each track into numbers and back. The "
        "better it gives them back, the more these numbers know about the sound. It learns on "
        "this computer, in seconds, when a catalog is first opened; the page “Training” shows "
        "it at work. “Sound and Genre”, above the map, is another way to learn, which also "
        "looks at genres: its lists and its map keep genres together. “Save Model As…” in the "
        "main menu keeps what was learned in a file; “Open Model…” uses it again, also on another "
        "catalog. What was calculated is kept, so that a catalog opens sooner the next time; the "
        "preferences show how much that is, limit it and clear it.") },
  { N_ ("How It Learns What You Like"),
    N_ ("Give tracks a thumb up or down (L and D). “For You” then ranks the whole catalog by "
        "what your likes have in common: their sound, their genres, artists and albums. A "
        "track is not placed higher for being famous. “Something Else”, there and beside each "
        "track, gives another list that matches nearly as well. Your thumbs stay on this computer; "
        "“Delete All My Data” in the preferences forgets them.") },
  { N_ ("What MusRec Does Not Do"),
    N_ ("It plays no audio, and it connects to nothing. Only when you choose “Open in Browser” "
        "does your browser open the public page of a track.") },
};

static GtkWidget *
make_section (const Section *section)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *title = gtk_label_new (_ (section->title));
  GtkWidget *text = gtk_label_new (_ (section->text));

  gtk_label_set_xalign (GTK_LABEL (title), 0.0f);
  gtk_label_set_xalign (GTK_LABEL (text), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_selectable (GTK_LABEL (text), TRUE);
  gtk_widget_add_css_class (title, "heading");
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), text);

  return box;
}

GtkWidget *
mus_help_new (void)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);

  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    gtk_box_append (GTK_BOX (box), make_section (&sections[i]));
  gtk_widget_set_margin_top (box, 18);
  gtk_widget_set_margin_bottom (box, 24);
  gtk_widget_set_margin_start (box, 18);
  gtk_widget_set_margin_end (box, 18);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (outer), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (outer), scroller);
  adw_window_set_content (ADW_WINDOW (window), outer);
  gtk_window_set_title (GTK_WINDOW (window), _ ("Help"));
  gtk_window_set_default_size (GTK_WINDOW (window), 560, 600);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);

  return window;
}
