# For the commands of every broker: what its clients do, with openssl and a shell alone. Requests and frames of WebSocket
# are written by hand, RFC 6455. $work is a folder of the command's own, $port the broker's.
: "${pause:=1}" # seconds that an answer may take

# accepted CLIENT [S_CLIENT_OPTION…]: whether the broker answers CONNECT of that client with CONNACK 0.
accepted() {
    client=$1
    shift
    answer=$({ printf '\020\015\000\004MQTT\004\002\000\074\000\001p'; sleep "$pause"; } |
        timeout $((pause + 4)) openssl s_client -connect "127.0.0.1:$port" -CAfile "$GAUNTLET_PKI/ca/server-root.pem" -quiet \
            -cert "$GAUNTLET_PKI/client/$client/chain.pem" -cert_chain "$GAUNTLET_PKI/client/$client/chain.pem" \
            -key "$GAUNTLET_PKI/client/$client/key.pem" "$@" 2>"$work/s_client" | head -c 4 | od -An -tx1)
    echo "$client: answer to CONNECT:${answer:- none}"
    [ "$answer" = " 20 02 00 00" ]
}

refused() { ! accepted "$@"; }

# request [METHOD [HTTP [VERSION [FIELD…]]]]: an upgrade, good by default. FIELD stands for the subprotocol's line.
request() {
    printf '%s /mqtt %s\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' "${1:-GET}" "${2:-HTTP/1.1}"
    printf 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: %s\r\n' "${3:-13}"
    printf '%s\r\n\r\n' "${4:-Sec-WebSocket-Protocol: mqtt}"
}

# CONNECT of client "p" in a frame: masked with zeros, unless told otherwise.
frame() {
    printf '%b\020\015\000\004MQTT\004\002\000\074\000\001p' "${1:-\\0202\\0217\\0\\0\\0\\0}"
}

# talk [S_CLIENT_OPTION…]: sends standard input through TLS, prints what comes back in hexadecimal and as text.
talk() {
    timeout $((2 * pause + 6)) openssl s_client -connect "127.0.0.1:$port" -CAfile "$GAUNTLET_PKI/ca/server-root.pem" \
        -quiet -no_ign_eof "$@" \
        2>"$work/s_client" >"$work/answer" || true
    od -An -v -tx1 "$work/answer" | tr -d ' \n' >"$work/answer.hex"
    head -c 400 "$work/answer" | tr -c "[:print:]\n" .; echo
}

# Whether the last talk was upgraded; whether it had a CONNACK 0 in a frame as well.
upgraded() { head -n 1 "$work/answer" | grep -q '^HTTP/1.1 101'; }
logged_in() { upgraded && grep -q 820420020000 "$work/answer.hex"; }

# of CLIENT: options of s_client that present it.
of() {
    echo "-cert $GAUNTLET_PKI/client/$1/chain.pem -cert_chain $GAUNTLET_PKI/client/$1/chain.pem -key $GAUNTLET_PKI/client/$1/key.pem"
}

# good_client [S_CLIENT_OPTION…]: the conversation that must work.
good_client() {
    { request; sleep "$pause"; frame; sleep "$pause"; } | talk "$@"
    logged_in
}
refused_client() { ! good_client "$@"; }
