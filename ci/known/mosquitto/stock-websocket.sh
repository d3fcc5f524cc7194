# For the commands beside this file that speak WebSocket: requests and frames written by hand, RFC 6455.
. "$(dirname "$0")/stock-tools.sh"

# start_websocket_broker: like start_broker, with a listener for WebSocket. Mosquitto ends where all listeners are such.
start_websocket_broker() {
    websocket_lines=$(cat)
    start_broker <<END
protocol websockets
socket_domain ipv4
$websocket_lines
listener 0 $work/socket
END
}
