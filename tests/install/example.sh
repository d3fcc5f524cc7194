#!/bin/sh
# example.sh BUILD FOLDER SOURCE: the example project finds the installed Gauntlet, and its CTest gates the Mosquitto of this
# machine: green with the failures that are known, red without them.
. "$(dirname "$0")/common.sh"
command -v mosquitto >/dev/null || [ -x /usr/sbin/mosquitto ] || { echo "mosquitto is not installed; install it with: apt-get install mosquitto"; exit 77; }
installed
# gate NAME OPTION...: configures the project, and runs its tests.
gate() {
    cmake -S "$3" -B "$FOLDER/$1" -DCMAKE_PREFIX_PATH="$PREFIX" "$2" >"$FOLDER/$1.log" 2>&1 || fail "$(cat "$FOLDER/$1.log")"
    (cd "$FOLDER/$1" && ctest --output-on-failure) >"$FOLDER/$1.log" 2>&1
}
gate with-known -DWITH_KNOWN=ON "$3" || fail "with the known failures: $(cat "$FOLDER/with-known.log")"
grep -q "100% tests passed" "$FOLDER/with-known.log" || fail "$(cat "$FOLDER/with-known.log")"
gate without-known -DWITH_KNOWN=OFF "$3" && fail "without the known failures nothing is red: $(cat "$FOLDER/without-known.log")"
grep -q "mutual/revoked-intermediate/tls-1-3 (Failed)" "$FOLDER/without-known.log" || fail "$(cat "$FOLDER/without-known.log")"
