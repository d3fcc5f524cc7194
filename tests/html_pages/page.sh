# For the tests of this folder: a page in a private folder that goes away with the test, and a browser.
# Sourced with the arguments WRITE_PAGE NAME.
set -eu
write_page=$1
name=$2

skip() {
    echo "$1" >&2
    exit 77
}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
page=$folder/page.html
"$write_page" "$name" >"$page"

need_browser() {
    for browser in chromium chromium-browser google-chrome; do
        command -v $browser >/dev/null && return
    done
    skip "no Chromium; install it with: ci/install-linters"
}

# The page as it is after its scripts: $1 is a file below $folder, with a fragment if need be. Chromium as root has no
# sandbox; what it opens is ours.
dom() {
    HOME=$folder "$browser" --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --user-data-dir="$folder/profile" \
        --virtual-time-budget=20000 --dump-dom "file://$folder/$1" 2>"$folder/browser.log"
}
