package world

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
)

// A KeySet are the keys that an identity provider signs its tokens with, as it
// publishes them: a JSON Web Key Set (https://www.rfc-editor.org/rfc/rfc7517).
type KeySet struct {
	Keys []WebKey `yaml:"keys" json:"keys"`
}

// A WebKey is the public half of an RSA or elliptic-curve key. Numbers are
// base64url without padding, the most significant byte first.
type WebKey struct {
	Type  string `yaml:"kty" json:"kty"` // RSA or EC
	ID    string `yaml:"kid,omitempty" json:"kid,omitempty"`
	Use   string `yaml:"use,omitempty" json:"use,omitempty"`
	Alg   string `yaml:"alg,omitempty" json:"alg,omitempty"`
	N     string `yaml:"n,omitempty" json:"n,omitempty"`
	E     string `yaml:"e,omitempty" json:"e,omitempty"`
	Curve string `yaml:"crv,omitempty" json:"crv,omitempty"` // P-256, P-384 or P-521
	X     string `yaml:"x,omitempty" json:"x,omitempty"`
	Y     string `yaml:"y,omitempty" json:"y,omitempty"`
}

// ParseKeySet reads a JSON Web Key Set. Members and kinds of keys that it does
// not know are left out, as the standard demands; the error says which key is
// wrong in what.
func ParseKeySet(text []byte) (*KeySet, error) {
	var read struct {
		Keys []struct {
			WebKey
			Private json.RawMessage `json:"d"`
		} `json:"keys"`
	}
	if err := json.Unmarshal(text, &read); err != nil {
		return nil, fmt.Errorf("not a JSON Web Key Set: %w", err)
	}
	if read.Keys == nil {
		return nil, errors.New(`not a JSON Web Key Set: it has no "keys"`)
	}
	set := &KeySet{Keys: []WebKey{}}
	for i, k := range read.Keys {
		switch {
		case k.Type == "":
			return nil, fmt.Errorf(`key %d has no "kty"`, i+1)
		case k.Type != "RSA" && k.Type != "EC":
			continue
		case k.Private != nil:
			return nil, fmt.Errorf("key %d is a private key; a provider publishes the public half only", i+1)
		}
		if _, err := k.Public(); err != nil {
			return nil, fmt.Errorf("key %d: %w", i+1, err)
		}
		set.Keys = append(set.Keys, k.WebKey)
	}
	return set, nil
}

// Public is the key as Go's standard library has it: an *rsa.PublicKey or an
// *ecdsa.PublicKey.
func (k *WebKey) Public() (crypto.PublicKey, error) {
	switch k.Type {
	case "RSA":
		return k.rsa()
	case "EC":
		return k.ec()
	}
	return nil, fmt.Errorf("kty is %q; write RSA or EC", k.Type)
}

func (k *WebKey) rsa() (*rsa.PublicKey, error) {
	n, err := decodeNumber("n", k.N)
	if err != nil {
		return nil, err
	}
	e, err := decodeNumber("e", k.E)
	if err != nil {
		return nil, err
	}
	modulus, exponent := new(big.Int).SetBytes(n), new(big.Int).SetBytes(e)
	if bits := modulus.BitLen(); bits < 2048 || bits > 8192 {
		return nil, fmt.Errorf("n has %d bits; an RSA key has 2048 to 8192", bits)
	}
	if exponent.BitLen() > 31 || exponent.Int64() < 3 || exponent.Bit(0) == 0 {
		return nil, fmt.Errorf("e is %s; write AQAB, which is 65537", exponent)
	}
	return &rsa.PublicKey{N: modulus, E: int(exponent.Int64())}, nil
}

var curves = map[string]elliptic.Curve{"P-256": elliptic.P256(), "P-384": elliptic.P384(), "P-521": elliptic.P521()}

func (k *WebKey) ec() (*ecdsa.PublicKey, error) {
	curve := curves[k.Curve]
	if curve == nil {
		return nil, fmt.Errorf("crv is %q; write P-256, P-384 or P-521", k.Curve)
	}
	x, err := decodeNumber("x", k.X)
	if err != nil {
		return nil, err
	}
	y, err := decodeNumber("y", k.Y)
	if err != nil {
		return nil, err
	}
	size := (curve.Params().BitSize + 7) / 8
	if len(x) != size || len(y) != size {
		return nil, fmt.Errorf("x and y have %d and %d bytes; those of %s have %d", len(x), len(y), k.Curve, size)
	}
	key, err := ecdsa.ParseUncompressedPublicKey(curve, append(append([]byte{4}, x...), y...))
	if err != nil {
		return nil, fmt.Errorf("x and y are no point of %s", k.Curve)
	}
	return key, nil
}

func decodeNumber(name, text string) ([]byte, error) {
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(b) == 0 {
		return nil, fmt.Errorf("%s is %q, which is no base64url number", name, text)
	}
	return b, nil
}
