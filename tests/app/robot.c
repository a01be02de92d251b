/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "robot.h"

#include <X11/XKBlib.h>
#include <X11/extensions/XTest.h>
#include <gdk/x11/gdkx.h>
#include <string.h>

static Display *
get_display (void)
{
  GdkDisplay *display = gdk_display_get_default ();

  return GDK_IS_X11_DISPLAY (display) ? gdk_x11_display_get_xdisplay (display) : NULL;
}

gboolean
robot_is_available (void)
{
  Display *display = get_display ();
  int      event, error, major, minor;

  return display != NULL && XTestQueryExtension (display, &event, &error, &major, &minor);
}

void
robot_wait_for (const char *what, RobotCondition condition, gpointer user_data, double seconds)
{
  gint64 end = g_get_monotonic_time () + (gint64) (seconds * G_USEC_PER_SEC);

  while (!condition (user_data))
    {
      if (g_get_monotonic_time () > end)
        g_error ("waited %.0f seconds in vain for: %s", seconds, what);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (1000);
    }
}

/* Of each window, after which it shows what it shall. */
#define N_FRAMES 3
#define MOST_SETTLING_SECONDS 20

/* Whether each window that is seen has had its frames; @frames: those that it had at first */
static gboolean
have_frames (GHashTable *frames)
{
  GListModel *windows = gtk_window_get_toplevels ();
  gboolean    have = TRUE;

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);
      GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
      gpointer       first;
      gint64         now;

      if (!gtk_widget_get_mapped (window))
        continue;
      now = gdk_frame_clock_get_frame_counter (clock);
      if (!g_hash_table_lookup_extended (frames, clock, NULL, &first))
        g_hash_table_insert (frames, clock, first = GSIZE_TO_POINTER (now));
      if (now >= (gint64) GPOINTER_TO_SIZE (first) + N_FRAMES)
        continue;
      gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_AFTER_PAINT);
      have = FALSE;
    }

  return have;
}

void
robot_settle (guint milliseconds)
{
  g_autoptr (GHashTable) frames = g_hash_table_new (NULL, NULL);
  gint64 now = g_get_monotonic_time ();
  gint64 end = now + 1000 * (gint64) milliseconds;
  gint64 latest = end + MOST_SETTLING_SECONDS * G_USEC_PER_SEC;

  /* Whatever has been pressed is on its way to the program now. */
  XSync (get_display (), False);
  for (; (!have_frames (frames) && now < latest) || now < end; now = g_get_monotonic_time ())
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

static gboolean
has_frames (gpointer widget)
{
  gtk_widget_queue_draw (widget);

  return gtk_widget_get_mapped (widget) &&
         gdk_frame_clock_get_frame_counter (gtk_widget_get_frame_clock (widget)) >= N_FRAMES;
}

void
robot_wait_until_drawn (GtkWidget *window)
{
  robot_wait_for ("the window to be drawn", has_frames, window, 60.0);
  XSync (get_display (), False);
  robot_settle (300);
}

/* From a widget's coordinates to the screen's. */
static void
find_on_screen (GtkWidget *widget, double x, double y, int *root_x, int *root_y)
{
  GtkNative       *native = gtk_widget_get_native (widget);
  GdkSurface      *surface = gtk_native_get_surface (native);
  Display         *display = get_display ();
  graphene_point_t in = GRAPHENE_POINT_INIT ((float) x, (float) y);
  graphene_point_t out;
  double           dx, dy;
  Window           child;

  g_assert_true (gtk_widget_compute_point (widget, GTK_WIDGET (native), &in, &out));
  gtk_native_get_surface_transform (native, &dx, &dy);
  XTranslateCoordinates (display, gdk_x11_surface_get_xid (surface),
                         DefaultRootWindow (display), (int) ((double) out.x + dx),
                         (int) ((double) out.y + dy), root_x, root_y, &child);
}

static void
focus_window (GtkWidget *widget)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (gtk_widget_get_root (widget)));

  /* There is no window manager to do it. */
  XSetInputFocus (get_display (), gdk_x11_surface_get_xid (surface), RevertToParent,
                  CurrentTime);
  XSync (get_display (), False);
  robot_settle (20);
}

static void
send_motion (GtkWidget *widget, double x, double y)
{
  int root_x, root_y;

  find_on_screen (widget, x, y, &root_x, &root_y);
  XTestFakeMotionEvent (get_display (), -1, root_x, root_y, CurrentTime);
}

void
robot_move (GtkWidget *widget, double x, double y)
{
  send_motion (widget, x, y);
  XSync (get_display (), False);
  robot_settle (30);
}

static void
press (guint button, gboolean is_down)
{
  XTestFakeButtonEvent (get_display (), button, is_down, CurrentTime);
  XSync (get_display (), False);
  robot_settle (20);
}

/* Where a widget stood, and since which frame. */
typedef struct
{
  GtkWidget *widget;
  int        bounds[4]; /* on the screen */
  gint64     since;
} Rest;

static gboolean
is_at_rest (gpointer data)
{
  Rest          *rest = data;
  GdkFrameClock *clock = gtk_widget_get_frame_clock (rest->widget);
  int            bounds[4] = { 0 };

  find_on_screen (rest->widget, 0.0, 0.0, &bounds[0], &bounds[1]);
  bounds[2] = gtk_widget_get_width (rest->widget);
  bounds[3] = gtk_widget_get_height (rest->widget);
  if (memcmp (bounds, rest->bounds, sizeof bounds) != 0)
    {
      memcpy (rest->bounds, bounds, sizeof bounds);
      rest->since = gdk_frame_clock_get_frame_counter (clock);
    }
  gtk_widget_queue_draw (rest->widget);

  return gdk_frame_clock_get_frame_counter (clock) >= rest->since + N_FRAMES;
}

/* What slides in or is laid out anew can't be hit where it was. */
static void
wait_until_at_rest (GtkWidget *widget)
{
  Rest rest = { .widget = widget, .bounds = { G_MININT } };

  robot_wait_for ("the widget to be at rest", is_at_rest, &rest, 60.0);
}

static void
click (GtkWidget *widget, double x, double y, guint button)
{
  wait_until_at_rest (widget);
  focus_window (widget);
  robot_move (widget, x, y);
  press (button, TRUE);
  press (button, FALSE);
  robot_settle (60);
}

void
robot_click_at (GtkWidget *widget, double x, double y)
{
  click (widget, x, y, GDK_BUTTON_PRIMARY);
}

void
robot_click_at_once (GtkWidget *widget, double x, double y)
{
  send_motion (widget, x, y);
  XTestFakeButtonEvent (get_display (), GDK_BUTTON_PRIMARY, True, CurrentTime);
  XTestFakeButtonEvent (get_display (), GDK_BUTTON_PRIMARY, False, CurrentTime);
  XSync (get_display (), False);
  robot_settle (60);
}

void
robot_click (GtkWidget *widget)
{
  click (widget, gtk_widget_get_width (widget) / 2.0, gtk_widget_get_height (widget) / 2.0,
         GDK_BUTTON_PRIMARY);
}

void
robot_right_click (GtkWidget *widget)
{
  click (widget, gtk_widget_get_width (widget) / 2.0, gtk_widget_get_height (widget) / 2.0,
         GDK_BUTTON_SECONDARY);
}

void
robot_drag (GtkWidget *widget, double from_x, double from_y, double to_x, double to_y)
{
  robot_move (widget, from_x, from_y);
  press (GDK_BUTTON_PRIMARY, TRUE);
  for (int i = 1; i <= 8; i++)
    robot_move (widget, from_x + (to_x - from_x) * i / 8.0, from_y + (to_y - from_y) * i / 8.0);
  press (GDK_BUTTON_PRIMARY, FALSE);
}

void
robot_scroll (GtkWidget *widget, double x, double y, int notches)
{
  guint button = notches > 0 ? 4 : 5;

  robot_move (widget, x, y);
  for (int i = 0; i < ABS (notches); i++)
    {
      press (button, TRUE);
      press (button, FALSE);
    }
}

static void
send_key (guint keyval, gboolean is_down)
{
  KeyCode code = XKeysymToKeycode (get_display (), keyval);

  g_assert_cmpuint (code, !=, 0);
  XTestFakeKeyEvent (get_display (), code, is_down, CurrentTime);
}

void
robot_key (GtkWidget *widget, guint keyval, GdkModifierType modifiers)
{
  static const struct
  {
    GdkModifierType modifier;
    guint           keyval;
  } keys[] = {
    { GDK_CONTROL_MASK, GDK_KEY_Control_L },
    { GDK_ALT_MASK, GDK_KEY_Alt_L },
    { GDK_SHIFT_MASK, GDK_KEY_Shift_L },
  };

  focus_window (widget);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (modifiers & keys[i].modifier)
      send_key (keys[i].keyval, TRUE);
  send_key (keyval, TRUE);
  send_key (keyval, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (modifiers & keys[i].modifier)
      send_key (keys[i].keyval, FALSE);
  XSync (get_display (), False);
  robot_settle (80);
}

void
robot_type (GtkWidget *widget, const char *ascii)
{
  for (; *ascii != '\0'; ascii++)
    robot_key (widget, gdk_unicode_to_keyval ((guint) *ascii), 0);
}

#define SEARCHING_SECONDS 60.0

static gboolean
has_string (GtkWidget *widget, const char *property, const char *wanted)
{
  GObjectClass    *klass = G_OBJECT_GET_CLASS (widget);
  GParamSpec      *pspec = g_object_class_find_property (klass, property);
  g_autofree char *value = NULL;

  if (pspec == NULL || pspec->value_type != G_TYPE_STRING)
    return FALSE;

  g_object_get (widget, property, &value, NULL);

  return g_strcmp0 (value, wanted) == 0;
}

GtkWidget *
robot_look (GtkWidget *root, GType type, const char *label)
{
  if (!gtk_widget_get_mapped (root))
    return NULL;
  if (g_type_is_a (G_OBJECT_TYPE (root), type) &&
      (label == NULL || has_string (root, "label", label) || has_string (root, "title", label) ||
       has_string (root, "heading", label) || has_string (root, "action-name", label)))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = robot_look (child, type, label);

      if (found != NULL)
        return found;
    }

  return NULL;
}

typedef struct
{
  GtkWidget  *root;
  GType       type;
  const char *label;
} Sought;

static gboolean
is_there (gpointer data)
{
  const Sought *sought = data;

  return robot_look (sought->root, sought->type, sought->label) != NULL;
}

static gboolean
is_not_there (gpointer data)
{
  return !is_there (data);
}

/* Returns: (transfer full): what is said of @sought */
static char *
describe (const Sought *sought)
{
  return g_strdup_printf ("a %s “%s”", g_type_name (sought->type),
                          sought->label != NULL ? sought->label : "");
}

GtkWidget *
robot_find (GtkWidget *root, GType type, const char *label)
{
  Sought           sought = { root, type, label };
  g_autofree char *what = describe (&sought);

  robot_wait_for (what, is_there, &sought, SEARCHING_SECONDS);

  return robot_look (root, type, label);
}

void
robot_miss (GtkWidget *root, GType type, const char *label)
{
  Sought           sought = { root, type, label };
  g_autofree char *is_what = describe (&sought);
  g_autofree char *what = g_strconcat ("the end of ", is_what, NULL);

  robot_wait_for (what, is_not_there, &sought, SEARCHING_SECONDS);
}
