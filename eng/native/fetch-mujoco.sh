#!/bin/sh
# Brings MuJoCo, and Mesa's off-screen renderer where the system has none, from the distribution's own archive,
# into .diffog/native of the repository. Needs no root; apt checks every signature as usual. Safe to run again.
#
#   DIFFOG_HOME          folder that holds .diffog (default: the repository)
#   DIFFOG_MUJOCO        a MuJoCo of your own; nothing is fetched then
#   DIFFOG_NO_RENDERING  set: fetch no renderer
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
native="${DIFFOG_HOME:-$root}/.diffog/native"
work="$native/.fetch.$$"

say() { printf 'diffog: %s\n' "$*" >&2; }

system_has() { # a library by its soname, as the dynamic loader sees it
    PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null | grep -q "$1"
}

have_mujoco() {
    [ -n "${DIFFOG_MUJOCO:-}" ] || [ -d "$native/mujoco" ] ||
        { system_has 'libmujoco\.so' && [ -f /usr/include/mujoco/mujoco.h ]; }
}

have_rendering() {
    [ -n "${DIFFOG_NO_RENDERING:-}" ] || [ -d "$native/mesa" ] || system_has 'libOSMesa\.so\.8' ||
        { system_has 'libEGL\.so\.1' && ls /usr/lib/*/dri/swrast_dri.so >/dev/null 2>&1; }
}

explain_no_apt() {
    say "there is no apt here, so MuJoCo cannot be fetched without root."
    say "Download a release for your system from https://github.com/google-deepmind/mujoco/releases, unpack it,"
    say "and set DIFFOG_MUJOCO to its folder (the one with include/ and lib/ or bin/)."
}

# apt with lists and archives of our own. The installed packages are still read from the system, so that only what is
# missing comes; nothing of the system is written, hence no lock is needed.
apt() {
    tool=$1
    shift
    "$tool" -c "$work/apt.conf" -o Dir::State="$work/state" -o Dir::State::status=/var/lib/dpkg/status -o Dir::Cache="$work/cache" \
        -o Debug::NoLocking=1 -o APT::Sandbox::User="$(id -un)" "$@"
}

update_lists() {
    [ ! -d "$work/state" ] || return 0
    mkdir -p "$work/state/lists/partial" "$work/cache/archives/partial"
    # Hooks of the system's configuration tidy the system's caches (container images have them); they are not for us.
    for hook in APT::Update::Pre-Invoke APT::Update::Post-Invoke APT::Update::Post-Invoke-Success DPkg::Post-Invoke; do
        printf '#clear %s;\n' "$hook"
    done >"$work/apt.conf"
    apt apt-get -qq update >&2
}

# Unpacks packages and what they need beyond the system into $native/NAME; appears at once or not at all.
fetch() { # NAME PACKAGE...
    name=$1
    shift
    update_lists
    rm -f "$work"/cache/archives/*.deb
    apt apt-get -qq -y --download-only --reinstall --no-install-recommends install "$@" >&2
    for package in "$work"/cache/archives/*.deb; do
        dpkg -x "$package" "$work/$name"
    done
    rm -rf "$work/$name/usr/share/doc" "$work/$name/usr/share/man"
    # A second process may have been quicker; its folder is as good as ours.
    [ -d "$native/$name" ] || mv "$work/$name" "$native/$name"
}

library_package() { # libmujoco-dev names the library package of its own release: libmujoco2.2.2, libmujoco3.2, ...
    apt apt-cache depends libmujoco-dev 2>/dev/null | sed -n 's/^ *Depends: \(libmujoco[0-9][^ ]*\).*/\1/p' | head -n 1
}

fetch_mujoco() {
    say "fetching MuJoCo (3 MB, no root needed)"
    update_lists || return 1
    library=$(library_package)
    [ -n "$library" ] || { say "the configured apt sources have no package libmujoco-dev"; return 1; }
    fetch mujoco libmujoco-dev "$library"
}

fetch_rendering() {
    say "fetching Mesa's off-screen renderer (up to 45 MB, no root needed; for pictures and video)"
    fetch mesa libosmesa6
}

if have_mujoco && have_rendering; then
    exit 0
fi
mkdir -p "$native"
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP
if ! command -v apt-get >/dev/null || ! command -v dpkg >/dev/null; then
    have_mujoco || explain_no_apt
    have_mujoco
    exit
fi
# A function called in a condition ignores 'set -e', so each runs in a subshell of its own and its status is read after.
if ! have_mujoco; then
    set +e
    (set -e; fetch_mujoco)
    status=$?
    set -e
    if [ "$status" -ne 0 ]; then
        say "MuJoCo was not fetched; the messages above say why. Run eng/native/fetch-mujoco.sh to try again,"
        say "or set DIFFOG_MUJOCO to the folder of a release from https://github.com/google-deepmind/mujoco/releases."
        exit "$status"
    fi
fi
if ! have_rendering; then
    set +e
    (set -e; fetch_rendering)
    status=$?
    set -e
    [ "$status" -eq 0 ] || say "no renderer was fetched; everything but pictures and video works without"
fi
