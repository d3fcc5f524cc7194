// Starts the MQTT server of github.com/mochi-mqtt/server with the listeners of a file, as its documentation has a
// program do it: listeners with a crypto/tls configuration, and a hook for who may log in and what they may do.
package main

import (
	"fmt"
	"log"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	mqtt "github.com/mochi-mqtt/server/v2"
	"github.com/mochi-mqtt/server/v2/listeners"
)

func version() string {
	info, _ := debug.ReadBuildInfo()
	for _, module := range info.Deps {
		if strings.HasPrefix(module.Path, "github.com/mochi-mqtt/server") {
			return strings.TrimPrefix(module.Version, "v")
		}
	}
	return "unknown"
}

func open(settings *listenerSettings, rules *access) (listeners.Listener, error) {
	config := listeners.Config{ID: settings.id, Address: settings.address}
	if settings.chain != "" {
		var err error
		if config.TLSConfig, err = settings.tls(rules); err != nil {
			return nil, fmt.Errorf("%s: %w", settings.id, err)
		}
	}
	if settings.websocket {
		return listeners.NewWebsocket(config), nil
	}
	return listeners.NewTCP(config), nil
}

func serve(file string) error {
	all, err := readSettings(file)
	if err != nil {
		return err
	}
	server := mqtt.New(&mqtt.Options{Logger: slog.New(slog.NewTextHandler(os.Stdout, nil))})
	rules := newAccess(all)
	if err := server.AddHook(rules, nil); err != nil {
		return err
	}
	for _, settings := range all {
		listener, err := open(settings, rules)
		if err == nil {
			err = server.AddListener(listener)
		}
		if err != nil {
			return err
		}
	}
	if err := server.Serve(); err != nil {
		return err
	}
	fmt.Println("mochi-mqtt is ready")
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, syscall.SIGINT)
	<-stop
	return server.Close()
}

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: gauntlet-mochi --version | gauntlet-mochi FILE")
	}
	if os.Args[1] == "--version" {
		fmt.Println("mochi-mqtt", version())
		return
	}
	if err := serve(os.Args[1]); err != nil {
		log.Fatal(err)
	}
}
