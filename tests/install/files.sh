#!/bin/sh
# files.sh BUILD FOLDER: what cmake --install puts somewhere is complete, and works where it is moved to.
. "$(dirname "$0")/common.sh"
installed
for file in bin/gauntlet share/gauntlet/adapters/mosquitto/adapter.toml share/gauntlet/schema/record.schema.json \
    share/gauntlet/known/mosquitto.toml share/doc/gauntlet/docs/interface.md share/doc/gauntlet/README.md \
    share/doc/gauntlet/copyright share/bash-completion/completions/gauntlet share/zsh/vendor-completions/_gauntlet \
    share/fish/vendor_completions.d/gauntlet.fish share/cmake/Gauntlet/GauntletConfig.cmake \
    share/cmake/Gauntlet/GauntletConfigVersion.cmake; do
    [ -s "$PREFIX/$file" ] || fail "$file is missing"
done
[ -x "$PREFIX/share/gauntlet/known/mosquitto/revoked-intermediate" ] || fail "a confirm script cannot be executed"
for page in gauntlet gauntlet-run gauntlet-pki; do
    [ -s "$PREFIX/share/man/man1/$page.1.gz" ] || [ -s "$PREFIX/share/man/man1/$page.1" ] || fail "no page $page"
done
# Its own adapters are found, and not those of the source tree.
cd /
"$PREFIX/bin/gauntlet" run --broker reference --select one-way/connect/tls-1-3 --out "$FOLDER/run" >"$FOLDER/out" ||
    fail "the installed program does not run: $(cat "$FOLDER/out")"
mv "$PREFIX/share/gauntlet/adapters/mosquitto" "$PREFIX/share/gauntlet/adapters/another"
"$PREFIX/bin/gauntlet" brokers >"$FOLDER/brokers" 2>&1 || true
grep -q another "$FOLDER/brokers" || fail "the installed program reads other adapters: $(cat "$FOLDER/brokers")"
