# For the commands beside this file: a program of stock/ that embeds mochi-mqtt, openssl and a shell, nothing of ours.
# $GAUNTLET_PKI is a folder that `gauntlet pki make --out` wrote. Needs go and, the first time, the Go module proxy.
set -eu
: "${GAUNTLET_PKI:?set it to a folder that 'gauntlet pki make --out' wrote}"
work=$(mktemp -d)
broker=
trap 'if [ -n "$broker" ]; then kill "$broker" 2>/dev/null || true; wait "$broker" 2>/dev/null || true; fi; rm -rf "$work"' EXIT

# start_broker SERVER [OPTION…]: with the certificate of that name; sets $port.
start_broker() {
    certificate=$GAUNTLET_PKI/server/$1
    shift
    [ -x "$work/mochi" ] || (cd "$(dirname "$0")/stock" && CGO_ENABLED=0 go build -mod=readonly -buildvcs=false -o "$work/mochi" .)
    for _ in 1 2 3 4 5; do
        port=$(shuf -i 20000-59999 -n 1)
        "$work/mochi" -address "127.0.0.1:$port" -chain "$certificate/chain.pem" -key "$certificate/key.pem" "$@" \
            2>"$work/log" >"$work/log.out" &
        broker=$!
        for _ in $(seq 100); do
            if grep -q 'is running' "$work/log"; then sleep 0.2; return 0; fi
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
