#!/bin/sh
# deb.sh BUILD FOLDER: the Debian package is made, and lintian finds no error and no warning in it.
. "$(dirname "$0")/common.sh"
needs dpkg-shlibdeps "apt-get install dpkg-dev"
needs lintian "apt-get install lintian"
cpack --config "$BUILD/CPackConfig.cmake" -G DEB -B "$FOLDER" >"$FOLDER/cpack.log" 2>&1 || fail "$(cat "$FOLDER/cpack.log")"
package=$(echo "$FOLDER"/*.deb)
dpkg-deb --contents "$package" >"$FOLDER/contents"
for file in ./usr/bin/gauntlet ./usr/share/man/man1/gauntlet-run.1.gz ./usr/share/gauntlet/adapters/; do
    grep -q " $file\$" "$FOLDER/contents" || fail "the package has no $file"
done
dpkg-deb --field "$package" Depends | grep -q libssl3 || fail "the package does not depend on libssl3"
# As root lintian must be told; it only reads.
as_root=; [ "$(id -u)" -ne 0 ] || as_root=--allow-root
# shellcheck disable=SC2086 # no word at all for others
lintian $as_root --fail-on error,warning --tag-display-limit 0 "$package"
