# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# What a machine needs to build, run and test MusRec, and how it gets there. Sourced by
# app/run and tests/run.

# say SENTENCE...: tells the user, with a notification where no terminal shows it
say() {
  printf '%s\n' "$*" >&2
  if [ ! -t 2 ] && command -v notify-send > /dev/null; then
    notify-send --icon=com.example.MusRec MusRec "$*" || true
  fi
}

# fail SENTENCE...
fail() {
  say "$*"
  exit 1
}

# Prints the package manager of this distribution, or of the one that it is made from.
package_manager() {
  local ID='' ID_LIKE='' id
  # shellcheck source=/dev/null
  [ ! -r /etc/os-release ] || . /etc/os-release
  for id in $ID $ID_LIKE; do
    case $id in
      debian | ubuntu) echo apt-get; return ;;
      fedora | rhel | centos) echo dnf; return ;;
      arch) echo pacman; return ;;
    esac
  done
}

# package_names MANAGER app|tests|screenshots: the packages, one a line
package_names() {
  case $1-$2 in
    apt-get-app)
      printf '%s\n' gcc libc6-dev meson ninja-build pkg-config gettext desktop-file-utils \
        librsvg2-common libgtk-4-dev libadwaita-1-dev libcairo2-dev libcsv-dev \
        libopenblas-dev libfftw3-dev libsqlite3-dev libjson-glib-dev ;;
    apt-get-tests)
      printf '%s\n' appstream dbus libgtk-4-bin libxtst-dev locales strace xdotool xvfb ;;
    apt-get-screenshots) printf '%s\n' imagemagick fonts-cantarell fonts-noto-cjk ;;
    dnf-app)
      printf '%s\n' gcc meson ninja-build pkgconf-pkg-config gettext desktop-file-utils \
        librsvg2 gtk4-devel libadwaita-devel cairo-devel libcsv-devel openblas-devel \
        fftw-devel sqlite-devel json-glib-devel ;;
    dnf-tests)
      printf '%s\n' appstream dbus-daemon glibc-locale-source libasan libubsan libXtst-devel \
        strace xdotool xorg-x11-server-Xvfb ;;
    dnf-screenshots) printf '%s\n' ImageMagick abattis-cantarell-fonts google-noto-sans-cjk-fonts ;;
    pacman-app)
      printf '%s\n' gcc meson ninja pkgconf gettext desktop-file-utils librsvg gtk4 \
        libadwaita cairo libcsv openblas fftw sqlite json-glib ;;
    pacman-tests)
      printf '%s\n' appstream dbus libxtst strace xdotool xorg-server-xvfb ;;
    pacman-screenshots) printf '%s\n' imagemagick cantarell-fonts noto-fonts-cjk ;;
  esac
}

# missing_packages MANAGER PACKAGE...: those that are not installed, one a line
missing_packages() {
  local manager=$1 installed
  shift
  case $manager in
    apt-get)
      installed=$(dpkg-query --show --showformat '${db:Status-Status} ${Package}\n' "$@" \
        2> /dev/null | sed -n 's/^installed //p')
      printf '%s\n' "$@" | grep -vxF "$installed" ;;
    dnf) rpm --query --whatprovides "$@" | sed -n 's/^no package provides //p' ;;
    pacman) pacman --deptest "$@" ;;
  esac || true
}

# Runs a command as root.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif [ -t 0 ]; then
    sudo "$@"
  else
    sudo --non-interactive "$@"
  fi
}

# install_packages MANAGER PACKAGE...
install_packages() {
  local manager=$1 command
  shift
  case $manager in
    apt-get)
      command="apt-get update && apt-get install --yes --no-install-recommends $*" ;;
    dnf) command="dnf install --assumeyes $*" ;;
    pacman) command="pacman --sync --needed --noconfirm $*" ;;
  esac

  if [ "$(id -u)" != 0 ] && ! command -v sudo > /dev/null; then
    fail "Packages are missing that only root can install, with: $command"
  fi
  say "Installing what is missing: $*"
  as_root env DEBIAN_FRONTEND=noninteractive sh -c "$command" ||
    fail "The packages could not be installed. Install them as root, with: $command"
}

# Where the packages of a distribution are not known: stops unless all that is needed is there.
require_parts() {
  local part absent=()
  for part in cc meson ninja pkg-config msgfmt; do
    command -v "$part" > /dev/null || absent+=("$part")
  done
  for part in 'glib-2.0 >= 2.74' 'gtk4 >= 4.8' 'libadwaita-1 >= 1.2' cairo openblas fftw3f \
    sqlite3 json-glib-1.0; do
    pkg-config --exists "$part" 2> /dev/null || absent+=("$part")
  done
  echo '#include <csv.h>' | cc -E - > /dev/null 2>&1 || absent+=(libcsv)

  if [ ${#absent[@]} -gt 0 ]; then
    fail "MusRec does not know how to install packages on this distribution. Install these" \
      "with their development files and start again: $(printf '%s, ' "${absent[@]}" | sed 's/, $//')."
  fi
}

# require_packages app|tests|screenshots...: installs what is missing
require_packages() {
  local manager kind names missing
  manager=$(package_manager)
  if [ -z "$manager" ]; then
    require_parts
    return
  fi

  mapfile -t names < <(for kind in "$@"; do package_names "$manager" "$kind"; done)
  mapfile -t missing < <(missing_packages "$manager" "${names[@]}")
  if [ "$manager" = pacman ] && [[ " ${missing[*]} " = *' libcsv '* ]]; then
    fail 'libcsv is in the AUR only: install it from there and start again' \
      '(https://aur.archlinux.org/packages/libcsv).'
  fi
  [ ${#missing[@]} = 0 ] || install_packages "$manager" "${missing[@]}"
}
