package sts

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	_ "crypto/sha256" // for RS256 and ES256
	_ "crypto/sha512" // for the others
	"encoding/base64"
	"encoding/json"
	"math/big"
	"strings"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// A webToken is a JSON Web Token in its compact form
// (https://www.rfc-editor.org/rfc/rfc7519).
type webToken struct {
	header struct {
		Alg string `json:"alg"`
		Kid string `json:"kid"`
	}
	claims    claims
	signed    string // what the signature is over
	signature []byte
}

// parseToken reads a token; ok is false for a text that is none. It says
// nothing about the signature.
func parseToken(text string) (t *webToken, ok bool) {
	parts := strings.Split(text, ".")
	if len(parts) != 3 {
		return nil, false
	}
	t = &webToken{signed: parts[0] + "." + parts[1]}
	var err error
	if t.signature, err = base64.RawURLEncoding.DecodeString(parts[2]); err != nil {
		return nil, false
	}
	return t, decodePart(parts[0], &t.header) && decodePart(parts[1], &t.claims) && t.claims != nil
}

func decodePart(part string, into any) bool {
	text, err := base64.RawURLEncoding.DecodeString(part)
	return err == nil && json.Unmarshal(text, into) == nil
}

// An algorithm signs with a kind of key and a hash
// (https://www.rfc-editor.org/rfc/rfc7518#section-3.1).
type algorithm struct {
	hash  crypto.Hash
	kind  string
	curve string
}

// algorithms are those that AWS takes
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html).
var algorithms = map[string]algorithm{
	"RS256": {crypto.SHA256, "RSA", ""}, "RS384": {crypto.SHA384, "RSA", ""}, "RS512": {crypto.SHA512, "RSA", ""},
	"ES256": {crypto.SHA256, "EC", "P-256"}, "ES384": {crypto.SHA384, "EC", "P-384"}, "ES512": {crypto.SHA512, "EC", "P-521"},
}

// verify says whether one of the provider's keys signed the token.
func (t *webToken) verify(set *world.KeySet) *awsproto.Error {
	alg, known := algorithms[t.header.Alg]
	if !known {
		return badTokenSignature()
	}
	found := false
	for i := range set.Keys {
		if !alg.uses(&set.Keys[i], t) {
			continue
		}
		found = true
		if alg.verifies(&set.Keys[i], t) {
			return nil
		}
	}
	if !found {
		return noVerificationKey()
	}
	return badTokenSignature()
}

// uses: the key may be the one that the token was signed with.
func (a algorithm) uses(k *world.WebKey, t *webToken) bool {
	return k.Type == a.kind && k.Curve == a.curve && (k.Alg == "" || k.Alg == t.header.Alg) &&
		(k.Use == "" || k.Use == "sig") && (t.header.Kid == "" || t.header.Kid == k.ID)
}

func (a algorithm) verifies(k *world.WebKey, t *webToken) bool {
	h := a.hash.New()
	h.Write([]byte(t.signed))
	digest := h.Sum(nil)
	key, err := k.Public()
	if err != nil {
		return false
	}
	switch key := key.(type) {
	case *rsa.PublicKey:
		return rsa.VerifyPKCS1v15(key, a.hash, digest, t.signature) == nil
	case *ecdsa.PublicKey:
		half := (key.Curve.Params().BitSize + 7) / 8
		if len(t.signature) != 2*half {
			return false
		}
		r, s := new(big.Int).SetBytes(t.signature[:half]), new(big.Int).SetBytes(t.signature[half:])
		return ecdsa.Verify(key, digest, r, s)
	}
	return false
}
