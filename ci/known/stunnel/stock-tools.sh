# For the commands beside this file: stunnel and what the commands of HAProxy use.
. "$(dirname "$0")/../haproxy/stock-tools.sh"

# start_stunnel [SERVER]: reads further lines of the service; with the good certificate or that one.
start_stunnel() {
    start_backend
    lines=$(cat)
    cat >"$work/stunnel.conf" <<END
foreground = yes
pid =
[front]
accept = 127.0.0.1:$port
connect = 127.0.0.1:$backend_port
cert = $GAUNTLET_PKI/server/${1:-good}/chain.pem
key = $GAUNTLET_PKI/server/${1:-good}/key.pem
$lines
END
    stunnel "$work/stunnel.conf" 2>"$work/stunnel.log" &
    front=$!
    sleep 2
    kill -0 "$front"
}
