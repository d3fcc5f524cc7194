# For the commands beside this file: RabbitMQ, epmd, openssl and a shell, nothing else. $GAUNTLET_PKI is a folder that
# `gauntlet pki make --out` wrote.
set -eu
: "${GAUNTLET_PKI:?set it to a folder that 'gauntlet pki make --out' wrote}"
work=$(mktemp -d)
broker= mapper=
also= also_mqtt= # further settings of the node and of the plugin, in Erlang's words
trap 'for process in $broker $mapper; do kill "$process" 2>/dev/null || true; wait "$process" 2>/dev/null || true; done
rm -rf "$work"' EXIT

# start_broker: a node of its own whose TLS listener for MQTT has these options, in Erlang's words, beside its good
# certificate; sets $port.
start_broker() {
    port=$(shuf -i 20000-59999 -n 1)
    cat >"$work/advanced.config" <<END
[{rabbit, [{tcp_listeners, []}, {loopback_users, []}, {ssl_options, [
   {certfile, "$GAUNTLET_PKI/server/good/chain.pem"}, {keyfile, "$GAUNTLET_PKI/server/good/key.pem"}
   $1]}$also]},
 {rabbitmq_mqtt, [{tcp_listeners, []}, {ssl_listeners, [{"127.0.0.1", $port}]}$also_mqtt]}].
END
    echo '[rabbitmq_mqtt].' >"$work/enabled_plugins"
    mapper_port=$((port + 1))
    epmd -port $mapper_port -address 127.0.0.1 &
    mapper=$!
    HOME=$work RUNNING_UNDER_SYSTEMD=true RABBITMQ_NODENAME="confirm$port@localhost" \
        RABBITMQ_CONF_ENV_FILE="$work/none" RABBITMQ_CONFIG_FILE="$work/none" \
        RABBITMQ_ADVANCED_CONFIG_FILE="$work/advanced.config" RABBITMQ_ENABLED_PLUGINS_FILE="$work/enabled_plugins" \
        RABBITMQ_MNESIA_BASE="$work/mnesia" RABBITMQ_LOG_BASE="$work/log" RABBITMQ_LOGS=- RABBITMQ_PID_FILE="$work/pid" \
        RABBITMQ_DIST_PORT=$((port + 2)) ERL_EPMD_PORT=$mapper_port ERL_EPMD_ADDRESS=127.0.0.1 \
        RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1}' \
        /usr/lib/rabbitmq/bin/rabbitmq-server >"$work/log.txt" 2>&1 &
    broker=$!
    for _ in $(seq 600); do
        grep -q 'completed with' "$work/log.txt" && return 0
        kill -0 "$broker" 2>/dev/null || break
        sleep 0.3
    done
    cat "$work/log.txt" >&2
    return 1
}

# Client certificates are required.
mutual=", {cacertfile, \"$GAUNTLET_PKI/ca/clients-root.pem\"}, {verify, verify_peer}, {fail_if_no_peer_cert, true}"

# accepted CLIENT: whether the broker answers CONNECT of that client with CONNACK 0.
accepted() {
    answer=$({ printf '\020\015\000\004MQTT\004\002\000\074\000\001p'; sleep 3; } |
        timeout 20 openssl s_client -connect "127.0.0.1:$port" -CAfile "$GAUNTLET_PKI/ca/server-root.pem" -quiet \
            -cipher DEFAULT:@SECLEVEL=0 \
            -cert "$GAUNTLET_PKI/client/$1/chain.pem" -cert_chain "$GAUNTLET_PKI/client/$1/chain.pem" \
            -key "$GAUNTLET_PKI/client/$1/key.pem" 2>"$work/s_client" | head -c 4 | od -An -tx1)
    echo "$1: answer to CONNECT:${answer:- none}"
    [ "$answer" = " 20 02 00 00" ]
}

refused() { ! accepted "$1"; }
