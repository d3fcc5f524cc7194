package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// One port. Paths are relative to the file's folder.
type listenerSettings struct {
	id            string
	address       string
	websocket     bool
	chain, key    string // PEM; no chain: without TLS
	clientCA      string
	requireClient bool
	minVersion    uint16 // 0: the default of crypto/tls
	suites        []uint16
	legacy        bool
	user          string // the one user; empty: everybody may log in
	password      string
	commonName    bool // the certificate's common name is the user name
	ownTopicsOnly bool
}

var versions = map[string]uint16{
	"1.0": tls.VersionTLS10, "1.1": tls.VersionTLS11, "1.2": tls.VersionTLS12, "1.3": tls.VersionTLS13,
}

func everySuite() []*tls.CipherSuite {
	return append(tls.CipherSuites(), tls.InsecureCipherSuites()...)
}

func (l *listenerSettings) addSuite(name string) {
	for _, suite := range everySuite() {
		if suite.Name == name {
			l.suites = append(l.suites, suite.ID)
			return
		}
	}
	fmt.Println("crypto/tls has no suite", name)
}

func (l *listenerSettings) set(key, value string) error {
	switch key {
	case "websocket":
		l.websocket = true
	case "chain":
		l.chain = value
	case "key":
		l.key = value
	case "client-ca":
		l.clientCA = value
	case "require-client":
		l.requireClient = true
	case "min-version":
		l.minVersion = versions[value]
	case "suite":
		l.addSuite(value)
	case "legacy":
		l.legacy = true
	case "user":
		l.user = value
	case "password":
		l.password = value
	case "common-name":
		l.commonName = true
	case "own-topics-only":
		l.ownTopicsOnly = true
	default:
		return fmt.Errorf("unknown key %q", key)
	}
	return nil
}

// Lines `listener ADDRESS`, each with lines `KEY [VALUE]` below it.
func readSettings(file string) ([]*listenerSettings, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var all []*listenerSettings
	for number, line := range strings.Split(string(text), "\n") {
		key, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch {
		case key == "" || strings.HasPrefix(key, "#"):
		case key == "listener":
			all = append(all, &listenerSettings{id: fmt.Sprintf("listener-%d", len(all)+1), address: value})
		case len(all) == 0:
			return nil, fmt.Errorf("%s:%d: %q stands before the first listener", file, number+1, key)
		default:
			if err := all[len(all)-1].set(key, value); err != nil {
				return nil, fmt.Errorf("%s:%d: %w", file, number+1, err)
			}
		}
	}
	folder := filepath.Dir(file)
	for _, one := range all {
		for _, path := range []*string{&one.chain, &one.key, &one.clientCA} {
			if *path != "" {
				*path = filepath.Join(folder, *path)
			}
		}
	}
	return all, nil
}

func (l *listenerSettings) tls(rules *access) (*tls.Config, error) {
	pair, err := tls.LoadX509KeyPair(l.chain, l.key)
	if err != nil {
		return nil, err
	}
	config := &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: l.minVersion, CipherSuites: l.suites}
	if l.legacy && len(l.suites) == 0 {
		for _, suite := range everySuite() {
			config.CipherSuites = append(config.CipherSuites, suite.ID)
		}
	}
	if l.clientCA != "" {
		pem, err := os.ReadFile(l.clientCA)
		if err != nil {
			return nil, err
		}
		config.ClientCAs = x509.NewCertPool()
		if !config.ClientCAs.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("%s: holds no certificate in PEM", l.clientCA)
		}
	}
	if l.requireClient {
		config.ClientAuth = tls.RequireAndVerifyClientCert
	}
	if l.commonName {
		rules.learnNames(config)
	}
	return config, nil
}
