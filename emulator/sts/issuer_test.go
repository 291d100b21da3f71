package sts_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"sync"
	"testing"

	"github.com/denylab/denylab/emulator/world"
)

// An issuer is an identity provider with keys of its own.
type issuer struct {
	ec, ec521 *ecdsa.PrivateKey
	rsa       *rsa.PrivateKey
}

// theIssuer is made once: an RSA key takes a while.
var theIssuer = sync.OnceValue(func() *issuer {
	made := &issuer{}
	var errs [3]error
	made.ec, errs[0] = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	made.ec521, errs[1] = ecdsa.GenerateKey(elliptic.P521(), rand.Reader)
	made.rsa, errs[2] = rsa.GenerateKey(rand.Reader, 2048)
	for _, err := range errs {
		if err != nil {
			panic(err)
		}
	}
	return made
})

func number(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func webKey(id string, key *ecdsa.PublicKey) world.WebKey {
	point, err := key.Bytes()
	if err != nil {
		panic(err)
	}
	half := (len(point) - 1) / 2
	return world.WebKey{Type: "EC", ID: id, Curve: key.Params().Name, X: number(point[1 : 1+half]), Y: number(point[1+half:])}
}

// keys are what the issuer publishes.
func (i *issuer) keys() *world.KeySet {
	return &world.KeySet{Keys: []world.WebKey{
		webKey("ec", &i.ec.PublicKey),
		webKey("big", &i.ec521.PublicKey),
		{Type: "RSA", ID: "rsa", Alg: "RS256", Use: "sig", N: number(i.rsa.N.Bytes()), E: number(big.NewInt(int64(i.rsa.E)).Bytes())},
		{Type: "RSA", ID: "locks", Use: "enc", N: number(i.rsa.N.Bytes()), E: "AQAB"},
	}}
}

func part(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return number(text)
}

// token signs claims.
func (i *issuer) token(t *testing.T, alg, kid string, claims map[string]any) string {
	t.Helper()
	signed := part(t, map[string]string{"alg": alg, "kid": kid, "typ": "JWT"}) + "." + part(t, claims)
	hash := map[string]crypto.Hash{"RS256": crypto.SHA256, "RS384": crypto.SHA384, "ES256": crypto.SHA256, "ES512": crypto.SHA512}[alg]
	if hash == 0 {
		return signed + "."
	}
	h := hash.New()
	h.Write([]byte(signed))
	digest := h.Sum(nil)
	if alg[0] == 'R' {
		signature, err := rsa.SignPKCS1v15(rand.Reader, i.rsa, hash, digest)
		if err != nil {
			t.Fatal(err)
		}
		return signed + "." + number(signature)
	}
	key, size := i.ec, 32
	if alg == "ES512" {
		key, size = i.ec521, 66
	}
	r, s, err := ecdsa.Sign(rand.Reader, key, digest)
	if err != nil {
		t.Fatal(err)
	}
	return signed + "." + number(append(r.FillBytes(make([]byte, size)), s.FillBytes(make([]byte, size))...))
}
