package main

import (
	"crypto/tls"
	"strings"
	"sync"

	mqtt "github.com/mochi-mqtt/server/v2"
	"github.com/mochi-mqtt/server/v2/packets"
)

// The hook that mochi-mqtt asks who may log in, and which topics they may use.
type access struct {
	mqtt.HookBase
	byListener map[string]*listenerSettings
	// By the client's address: mochi-mqtt hands a hook no TLS state of WebSocket clients.
	commonNames sync.Map
}

func newAccess(all []*listenerSettings) *access {
	rules := &access{byListener: map[string]*listenerSettings{}}
	for _, one := range all {
		rules.byListener[one.id] = one
	}
	return rules
}

// Has the handshakes of a listener note the common name of the client's verified certificate, resumed ones too.
func (a *access) learnNames(config *tls.Config) {
	config.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
		remote := hello.Conn.RemoteAddr().String()
		own := config.Clone()
		own.GetConfigForClient = nil
		own.VerifyConnection = func(state tls.ConnectionState) error {
			a.commonNames.Delete(remote)
			if len(state.VerifiedChains) > 0 {
				a.commonNames.Store(remote, state.VerifiedChains[0][0].Subject.CommonName)
			}
			return nil
		}
		return own, nil
	}
}

func (a *access) ID() string { return "gauntlet-access" }

func (a *access) Provides(method byte) bool {
	return method == mqtt.OnConnectAuthenticate || method == mqtt.OnACLCheck || method == mqtt.OnDisconnect
}

func (a *access) OnConnectAuthenticate(client *mqtt.Client, packet packets.Packet) bool {
	settings := a.byListener[client.Net.Listener]
	if settings.user != "" &&
		(string(packet.Connect.Username) != settings.user || string(packet.Connect.Password) != settings.password) {
		return false
	}
	if settings.commonName {
		name, known := a.commonNames.Load(client.Net.Remote)
		if !known {
			return false
		}
		client.Properties.Username = []byte(name.(string))
	}
	return true
}

func (a *access) OnACLCheck(client *mqtt.Client, topic string, write bool) bool {
	if !a.byListener[client.Net.Listener].ownTopicsOnly {
		return true
	}
	user := string(client.Properties.Username)
	return user != "" && !strings.ContainsAny(user, "/+#") && strings.HasPrefix(topic, "gauntlet/"+user+"/")
}

func (a *access) OnDisconnect(client *mqtt.Client, err error, expire bool) {
	a.commonNames.Delete(client.Net.Remote)
}
