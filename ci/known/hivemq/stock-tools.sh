# For the commands beside this file: HiveMQ Community Edition, a JDK, openssl and a shell, nothing of ours.
# $GAUNTLET_PKI is a folder that `gauntlet pki make --out` wrote, $HIVEMQ_LIB the folder with HiveMQ's jars, by default
# where `gauntlet brokers install hivemq` puts them.
set -eu
: "${GAUNTLET_PKI:?set it to a folder that 'gauntlet pki make --out' wrote}"
if [ -z "${HIVEMQ_LIB:-}" ]; then
    data=${XDG_DATA_HOME:-$HOME/.local/share}
    [ "$(id -u)" -ne 0 ] || data=${XDG_DATA_HOME:-/var/lib}
    HIVEMQ_LIB=$data/gauntlet/brokers/hivemq/lib
fi
[ -d "$HIVEMQ_LIB" ] || { echo "$HIVEMQ_LIB: is not there; gauntlet brokers install hivemq" >&2; exit 3; }
work=$(mktemp -d)
broker=
trap 'if [ -n "$broker" ]; then kill -KILL "$broker" 2>/dev/null || true; wait "$broker" 2>/dev/null || true; fi; rm -rf "$work"' EXIT
kind=tls-tcp-listener
pause=4 # its first handshakes load classes

# start_broker SERVER [LINE…]: with the certificate of that name and further lines below <tls>; sets $port.
start_broker() {
    certificate=$GAUNTLET_PKI/server/$1
    shift
    mkdir -p "$work/home/extensions"
    touch "$work/home/extensions/none"
    openssl pkcs12 -export -name server -inkey "$certificate/key.pem" -in "$certificate/chain.pem" \
        -out "$work/server.p12" -passout pass:changeit
    port=$(shuf -i 20000-59999 -n 1)
    cat >"$work/home/config.xml" <<END
<hivemq>
  <listeners><$kind><port>$port</port><bind-address>127.0.0.1</bind-address>
    <tls>
      <keystore><path>$work/server.p12</path><password>changeit</password>
        <private-key-password>changeit</private-key-password></keystore>
      $*
    </tls></$kind></listeners>
  <persistence><mode>in-memory</mode></persistence>
  <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
</hivemq>
END
    java -Xmx256m -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Djava.io.tmpdir="$work" -Djna.tmpdir="$work" \
        -cp "$HIVEMQ_LIB/*" "$(dirname "$0")/Stock.java" "$work/home" >"$work/log" 2>&1 &
    broker=$!
    for _ in $(seq 1800); do
        if grep -qs '^is running' "$work/log"; then return 0; fi
        kill -0 "$broker" 2>/dev/null || break
        sleep 0.1
    done
    cat "$work/log" >&2
    return 1
}

# start_mutual_broker SERVER CA…: requires certificates that one of those issued.
start_mutual_broker() {
    server=$1
    shift
    for ca in "$@"; do
        keytool -J-XX:-UsePerfData -importcert -noprompt -alias "$ca" -file "$ca" -keystore "$work/clients.p12" \
            -storetype PKCS12 -storepass changeit >/dev/null 2>&1
    done
    start_broker "$server" "<truststore><path>$work/clients.p12</path><password>changeit</password></truststore>
      <client-authentication-mode>REQUIRED</client-authentication-mode>"
}

. "$(dirname "$0")/../stock-clients.sh"
