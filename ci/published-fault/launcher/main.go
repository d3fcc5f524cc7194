// Starts the MQTT server of github.com/mochi-mqtt/server with the listeners of a file: lines `tls ADDRESS CHAIN KEY` and
// `tcp ADDRESS`, paths relative to the file's folder.
package main

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"

	mqtt "github.com/mochi-mqtt/server/v2"
	"github.com/mochi-mqtt/server/v2/hooks/auth"
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

func listener(folder string, number int, fields []string) (listeners.Listener, error) {
	config := listeners.Config{ID: fmt.Sprintf("listener-%d", number), Address: fields[1]}
	if fields[0] == "tls" {
		pair, err := tls.LoadX509KeyPair(filepath.Join(folder, fields[2]), filepath.Join(folder, fields[3]))
		if err != nil {
			return nil, err
		}
		config.TLSConfig = &tls.Config{Certificates: []tls.Certificate{pair}}
	}
	return listeners.NewTCP(config), nil
}

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: mochi --version | mochi FILE")
	}
	if os.Args[1] == "--version" {
		fmt.Println("mochi-mqtt", version())
		return
	}
	file, err := os.Open(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	server := mqtt.New(nil)
	if err := server.AddHook(new(auth.AllowHook), nil); err != nil {
		log.Fatal(err)
	}
	lines := bufio.NewScanner(file)
	for number := 1; lines.Scan(); number++ {
		fields := strings.Fields(lines.Text())
		if len(fields) == 0 {
			continue
		}
		one, err := listener(filepath.Dir(os.Args[1]), number, fields)
		if err == nil {
			err = server.AddListener(one)
		}
		if err != nil {
			log.Fatal(err)
		}
	}
	if err := server.Serve(); err != nil {
		log.Fatal(err)
	}
	fmt.Println("mochi-mqtt is ready")
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, syscall.SIGINT)
	<-stop
	server.Close()
}
