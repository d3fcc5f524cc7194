# For the commands beside this file: nginx and what the commands of HAProxy use.
. "$(dirname "$0")/../haproxy/stock-tools.sh"

# wait_for LINE FILE: up to 20 s.
wait_for() {
    for _ in $(seq 100); do
        grep -q "$1" "$2" && return 0
        sleep 0.2
    done
    cat "$2" >&2
    return 1
}

# start_nginx [SERVER]: reads further directives of the server; with the good certificate or that one.
start_nginx() {
    start_backend
    lines=$(cat)
    cat >"$work/nginx.conf" <<END
load_module /usr/lib/nginx/modules/ngx_stream_module.so;
daemon off;
pid $work/nginx.pid;
error_log stderr info;
events {}
stream {
    server {
        listen 127.0.0.1:$port ssl;
        proxy_pass 127.0.0.1:$backend_port;
        ssl_certificate $GAUNTLET_PKI/server/${1:-good}/chain.pem;
        ssl_certificate_key $GAUNTLET_PKI/server/${1:-good}/key.pem;
        ssl_protocols TLSv1.2 TLSv1.3;
        $lines
    }
}
END
    nginx -e stderr -c "$work/nginx.conf" 2>"$work/nginx.log" &
    front=$!
    wait_for ' running' "$work/mosquitto.log"
    wait_for 'start worker process ' "$work/nginx.log"
}
