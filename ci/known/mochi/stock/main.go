// A broker as the documentation of mochi-mqtt and of crypto/tls has a program make it. It stands for every program that
// embeds mochi-mqtt, and shares nothing with Gauntlet.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"flag"
	"log"
	"os"

	mqtt "github.com/mochi-mqtt/server/v2"
	"github.com/mochi-mqtt/server/v2/hooks/auth"
	"github.com/mochi-mqtt/server/v2/listeners"
)

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func main() {
	address := flag.String("address", "127.0.0.1:8883", "where to listen")
	chain := flag.String("chain", "", "certificates, PEM")
	key := flag.String("key", "", "key, PEM")
	clientCA := flag.String("client-ca", "", "require certificates of clients that this CA issued, PEM")
	websocket := flag.Bool("websocket", false, "speak MQTT over WebSocket")
	flag.Parse()

	pair, err := tls.LoadX509KeyPair(*chain, *key)
	must(err)
	config := &tls.Config{Certificates: []tls.Certificate{pair}}
	if *clientCA != "" {
		pem, err := os.ReadFile(*clientCA)
		must(err)
		config.ClientCAs = x509.NewCertPool()
		config.ClientCAs.AppendCertsFromPEM(pem)
		config.ClientAuth = tls.RequireAndVerifyClientCert
	}
	server := mqtt.New(nil)
	must(server.AddHook(new(auth.AllowHook), nil))
	options := listeners.Config{ID: "tls", Address: *address, TLSConfig: config}
	if *websocket {
		must(server.AddListener(listeners.NewWebsocket(options)))
	} else {
		must(server.AddListener(listeners.NewTCP(options)))
	}
	must(server.Serve())
	log.Print("is running")
	select {}
}
