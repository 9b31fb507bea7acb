// Checks a token offline, with the public keys: go run offline.go TOKEN
package main

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

type claims struct {
	Sitekey  string  `json:"aud"`
	Family   string  `json:"fid"`
	Expires  int64   `json:"exp"`
	Hostname string  `json:"hostname"`
	Action   string  `json:"action"`
	Score    float64 `json:"score"`
}

var errNotGenuine = errors.New("not genuine")

// verify returns the token's claims, or why it is not good.
func verify(token string) (said claims, err error) {
	var header struct{ Alg, Typ, Kid string }
	parts := strings.Split(token, ".")
	if len(parts) != 3 || decode(parts[0], &header) != nil || header.Alg != "EdDSA" || header.Typ != "passwave-token" {
		return said, errNotGenuine
	}
	keys, err := publicKeys()
	if err != nil {
		return said, err
	}
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	key := keys[header.Kid]
	if err != nil || key == nil || !ed25519.Verify(key, []byte(parts[0]+"."+parts[1]), signature) {
		return said, errNotGenuine
	}
	if decode(parts[1], &said) != nil || said.Sitekey != os.Getenv("PASSWAVE_SITEKEY") {
		return said, errNotGenuine
	}
	if time.Now().Unix() >= said.Expires {
		return said, errors.New("expired")
	}
	return said, record(said.Family)
}

// record writes one file for each verification; O_EXCL fails if it is there already. Keep it for two hours
// and ten minutes.
func record(family string) error {
	file, err := os.OpenFile(filepath.Join(os.Getenv("PASSWAVE_USED"), family), os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return errors.New("used before")
	}
	if err != nil {
		return err
	}
	return file.Close()
}

var (
	client  = http.Client{Timeout: 5 * time.Second}
	lock    sync.Mutex
	kept    map[string]ed25519.PublicKey
	fetched time.Time
)

// publicKeys are fetched once in five minutes.
func publicKeys() (map[string]ed25519.PublicKey, error) {
	lock.Lock()
	defer lock.Unlock()
	if time.Since(fetched) < 5*time.Minute {
		return kept, nil
	}
	response, err := client.Get(os.Getenv("PASSWAVE_URL") + "/.well-known/jwks.json")
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	var set struct {
		Keys []struct{ Kid, Crv, X string }
	}
	if err := json.NewDecoder(response.Body).Decode(&set); err != nil {
		return nil, err
	}
	fresh := map[string]ed25519.PublicKey{}
	for _, key := range set.Keys {
		x, err := base64.RawURLEncoding.DecodeString(key.X)
		if err == nil && key.Crv == "Ed25519" && len(x) == ed25519.PublicKeySize {
			fresh[key.Kid] = x
		}
	}
	kept, fetched = fresh, time.Now()
	return kept, nil
}

func decode(part string, into interface{}) error {
	text, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, into)
}

func main() {
	if _, err := verify(os.Args[1]); err != nil {
		fmt.Println("not verified:", err)
		return
	}
	fmt.Println("verified")
}
