# For the commands beside this file: HAProxy, Mosquitto, openssl and a shell, nothing else. $GAUNTLET_PKI is a folder
# that `gauntlet pki make --out` wrote.
set -eu
: "${GAUNTLET_PKI:?set it to a folder that 'gauntlet pki make --out' wrote}"
work=$(mktemp -d)
front= backend=
trap 'for process in $front $backend; do kill "$process" 2>/dev/null || true; wait "$process" 2>/dev/null || true; done
rm -rf "$work"' EXIT
PATH=$PATH:/usr/sbin

# start_backend: a plain Mosquitto on $backend_port; sets $port, where the front is to listen.
start_backend() {
    port=$(shuf -i 20000-59998 -n 1)
    backend_port=$((port + 1))
    printf 'user %s\nlistener %s 127.0.0.1\nallow_anonymous true\n' "$(id -un)" "$backend_port" >"$work/mosquitto.conf"
    mosquitto -c "$work/mosquitto.conf" 2>"$work/mosquitto.log" &
    backend=$!
}

# start_front OPTIONS [SERVER]: HAProxy with these options of `bind`, and the good certificate or that one.
start_front() {
    start_backend
    cat "$GAUNTLET_PKI/server/${2:-good}/chain.pem" "$GAUNTLET_PKI/server/${2:-good}/key.pem" >"$work/server.pem"
    cat >"$work/haproxy.cfg" <<END
defaults
    mode tcp
    timeout connect 5s
    timeout client 1m
    timeout server 1m
listen front
    bind 127.0.0.1:$port ssl crt $work/server.pem $1
    server mosquitto 127.0.0.1:$backend_port
END
    haproxy -db -f "$work/haproxy.cfg" &
    front=$!
    sleep 2
    kill -0 "$front"
}

# accepted CLIENT: whether CONNECT of that client is answered with CONNACK 0.
accepted() {
    answer=$({ printf '\020\015\000\004MQTT\004\002\000\074\000\001p'; sleep 1; } |
        timeout 10 openssl s_client -connect "127.0.0.1:$port" -CAfile "$GAUNTLET_PKI/ca/server-root.pem" -quiet \
            -cert "$GAUNTLET_PKI/client/$1/chain.pem" -cert_chain "$GAUNTLET_PKI/client/$1/chain.pem" \
            -key "$GAUNTLET_PKI/client/$1/key.pem" 2>"$work/s_client" | head -c 4 | od -An -tx1)
    echo "$1: answer to CONNECT:${answer:- none}"
    [ "$answer" = " 20 02 00 00" ]
}

refused() { ! accepted "$1"; }
