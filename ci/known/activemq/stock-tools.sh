# For the commands beside this file: ActiveMQ, keytool, openssl and a shell, nothing else. $GAUNTLET_PKI is a folder that
# `gauntlet pki make --out` wrote.
set -eu
: "${GAUNTLET_PKI:?set it to a folder that 'gauntlet pki make --out' wrote}"
work=$(mktemp -d)
broker=
trap 'if [ -n "$broker" ]; then kill "$broker" 2>/dev/null || true; wait "$broker" 2>/dev/null || true; fi; rm -rf "$work"' EXIT
libraries=/usr/share/activemq/lib
java=/usr/share/java

# make_stores SERVER [CA.pem]: keystores of this server and of what clients are checked against.
make_stores() {
    openssl pkcs12 -export -in "$GAUNTLET_PKI/server/$1/chain.pem" -inkey "$GAUNTLET_PKI/server/$1/key.pem" \
        -out "$work/server.p12" -passout pass:stores
    keytool -importkeystore -noprompt -srckeystore "$work/server.p12" -srcstorepass stores \
        -destkeystore "$work/server.jks" -deststoretype JKS -deststorepass stores 2>/dev/null
    keytool -importcert -noprompt -file "${2:-$GAUNTLET_PKI/ca/clients-root.pem}" -alias ca \
        -keystore "$work/clients.jks" -storetype JKS -storepass stores 2>/dev/null
}

# start_broker OPTIONS: with these options of mqtt+ssl, "" or from & on, and the stores that were made; sets $port.
start_broker() {
    port=$(shuf -i 20000-32000 -n 1) # below those that the kernel gives to clients
    cat >"$work/activemq.xml" <<END
<beans xmlns="http://www.springframework.org/schema/beans" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
       xsi:schemaLocation="http://www.springframework.org/schema/beans http://www.springframework.org/schema/beans/spring-beans-2.0.xsd
                           http://activemq.apache.org/schema/core http://activemq.apache.org/schema/core/activemq-core.xsd">
  <broker xmlns="http://activemq.apache.org/schema/core" useJmx="false" persistent="false" dataDirectory="$work">
    <sslContext>
      <sslContext keyStore="file:$work/server.jks" keyStoreType="jks" keyStorePassword="stores"
                  trustStore="file:$work/clients.jks" trustStoreType="jks" trustStorePassword="stores"/>
    </sslContext>
    <transportConnectors><transportConnector uri="mqtt+ssl://127.0.0.1:$port?maximumConnections=100$1"/></transportConnectors>
  </broker>
</beans>
END
    cat >"$work/log4j.properties" <<END
log4j.rootLogger=INFO, out
log4j.appender.out=org.apache.log4j.ConsoleAppender
log4j.appender.out.layout=org.apache.log4j.SimpleLayout
END
    (cd "$work" && exec java -Xmx192m -Dlog4j.configuration="file:$work/log4j.properties" -Dactivemq.home="$work" \
        -cp "$libraries/*:$libraries/optional/*:$java/mqtt-client.jar:$java/hawtdispatch.jar:$java/hawtdispatch-transport.jar" \
        org.apache.activemq.console.Main start "xbean:file:$work/activemq.xml") >"$work/log" 2>&1 &
    broker=$!
    for _ in $(seq 300); do
        grep -q 'Apache ActiveMQ .* started' "$work/log" && return 0
        kill -0 "$broker" 2>/dev/null || break
        sleep 0.2
    done
    cat "$work/log" >&2
    return 1
}

required='&amp;needClientAuth=true'

# answer S_CLIENT_OPTION…: what the broker answers to CONNECT of MQTT 3.1.1, in hexadecimal.
answer() {
    { printf '\020\015\000\004MQTT\004\002\000\074\000\001p'; sleep 4; } |
        timeout 20 openssl s_client -connect "127.0.0.1:$port" -quiet -cipher DEFAULT:@SECLEVEL=0 "$@" \
            2>"$work/s_client" | head -c 4 | od -An -tx1
}

# accepted CLIENT: whether that client is answered with CONNACK 0.
accepted() {
    got=$(answer -cert "$GAUNTLET_PKI/client/$1/chain.pem" -cert_chain "$GAUNTLET_PKI/client/$1/chain.pem" \
        -key "$GAUNTLET_PKI/client/$1/key.pem")
    echo "$1: answer to CONNECT:${got:- none}"
    [ "$got" = " 20 02 00 00" ]
}

refused() { ! accepted "$1"; }
