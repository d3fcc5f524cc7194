# For the commands beside this file: Mosquitto, openssl and a shell, nothing else. $GAUNTLET_PKI is a folder that
# `gauntlet pki make --out` wrote.
set -eu
: "${GAUNTLET_PKI:?set it to a folder that 'gauntlet pki make --out' wrote}"
work=$(mktemp -d)
broker=
trap 'if [ -n "$broker" ]; then kill "$broker" 2>/dev/null || true; wait "$broker" 2>/dev/null || true; fi; rm -rf "$work"' EXIT
PATH=$PATH:/usr/sbin

# start_broker: reads further configuration lines of the TLS listener; sets $port.
start_broker() {
    lines=$(cat)
    for _ in 1 2 3 4 5; do
        port=$(shuf -i 20000-59999 -n 1)
        printf 'user root\nlistener %s 127.0.0.1\nallow_anonymous true\nlog_dest stderr\n%s\n' "$port" "$lines" >"$work/conf"
        [ "$(id -u)" -eq 0 ] || sed -i '/^user /d' "$work/conf"
        mosquitto -c "$work/conf" 2>"$work/log" &
        broker=$!
        for _ in $(seq 100); do
            grep -q ' running' "$work/log" && return 0
            kill -0 "$broker" 2>/dev/null || break
            sleep 0.05
        done
        wait "$broker" || true
        broker=
    done
    cat "$work/log" >&2
    return 1
}

. "$(dirname "$0")/../stock-clients.sh"
