# shellcheck shell=sh
# For the scripts of this folder: what they all do first. BUILD: the build folder. FOLDER: a fresh one, removed before.
set -eu
BUILD=$1
FOLDER=$2
rm -rf "$FOLDER"
mkdir -p "$FOLDER"

fail() { echo "$*" >&2; exit 1; }
# needs TOOL INSTALL
needs() { command -v "$1" >/dev/null || { echo "$1 is not installed; install it with: $2"; exit 77; }; }
installed() {
    cmake --install "$BUILD" --prefix "$FOLDER/first" >"$FOLDER/install.log" || fail "cmake --install: $(cat "$FOLDER/install.log")"
    # Somewhere else than it was installed: nothing may remember the place.
    mv "$FOLDER/first" "$FOLDER/moved"
    PREFIX=$FOLDER/moved
}
