package world_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/denylab/denylab/emulator/world"
)

func number(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// someEC is the JSON of the public half of a key on P-256, and its point.
func someEC(t testing.TB) (text string, key *ecdsa.PublicKey) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	point, err := private.PublicKey.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf(`{"kty":"EC","kid":"one","crv":"P-256","x":%q,"y":%q,"key_ops":["verify"]}`, number(point[1:33]), number(point[33:])), &private.PublicKey
}

func TestParseKeySet(t *testing.T) {
	ec, want := someEC(t)
	modulus := new(big.Int).Add(new(big.Int).Lsh(big.NewInt(1), 2047), big.NewInt(1))
	rsaKey := fmt.Sprintf(`{"kty":"RSA","kid":"two","n":%q,"e":"AQAB"}`, number(modulus.Bytes()))
	set, err := world.ParseKeySet([]byte(`{"keys":[` + ec + `,{"kty":"OKP","crv":"Ed25519","x":"AA"},` + rsaKey + `],"other":1}`))
	if err != nil {
		t.Fatal(err)
	}
	if len(set.Keys) != 2 || set.Keys[0].ID != "one" || set.Keys[1].ID != "two" {
		t.Fatalf("keys %+v", set.Keys)
	}
	if got, err := set.Keys[0].Public(); err != nil || !want.Equal(got) {
		t.Errorf("the first key is %v, %v", got, err)
	}
	if got, err := set.Keys[1].Public(); err != nil || !(&rsa.PublicKey{N: modulus, E: 65537}).Equal(got) {
		t.Errorf("the second key is %v, %v", got, err)
	}
}

func TestParseKeySetRefuses(t *testing.T) {
	ec, _ := someEC(t)
	other, _ := someEC(t)
	mixed := ec[:strings.Index(ec, `"y"`)] + other[strings.Index(other, `"y"`):]
	for text, want := range map[string]string{
		`{`:             "not a JSON Web Key Set: ",
		`{}`:            `not a JSON Web Key Set: it has no "keys"`,
		`{"keys":[{}]}`: `key 1 has no "kty"`,
		`{"keys":[` + ec[:len(ec)-1] + `,"d":"AA"}]}`:                              "key 1 is a private key; a provider publishes the public half only",
		`{"keys":[` + ec + `,{"kty":"EC","crv":"P-255"}]}`:                         `key 2: crv is "P-255"; write P-256, P-384 or P-521`,
		`{"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]}`:                  "key 1: x and y have 1 and 1 bytes; those of P-256 have 32",
		`{"keys":[{"kty":"EC","crv":"P-256","x":"=","y":"AA"}]}`:                   `key 1: x is "=", which is no base64url number`,
		`{"keys":[` + mixed + `]}`:                                                 "key 1: x and y are no point of P-256",
		`{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"}]}`:                           "key 1: n has 17 bits; an RSA key has 2048 to 8192",
		`{"keys":[{"kty":"RSA","n":"` + strings.Repeat("_", 512) + `","e":"AA"}]}`: "key 1: e is 0; write AQAB, which is 65537",
		`{"keys":[{"kty":"RSA","n":"` + strings.Repeat("_", 512) + `"}]}`:          `key 1: e is "", which is no base64url number`,
	} {
		if _, err := world.ParseKeySet([]byte(text)); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s:\ngot  %v\nwant %s", text, err, want)
		}
	}
}

func TestAWorldWithAKeyThatCannotBe(t *testing.T) {
	_, err := world.New(&world.World{Accounts: map[string]*world.Account{"111122223333": {OIDCProviders: map[string]*world.OIDCProvider{
		"idp.example.com": {JWKS: &world.KeySet{Keys: []world.WebKey{{Type: "oct", ID: "k"}}}},
	}}}})
	const want = `accounts.111122223333.oidcProviders.idp.example.com.jwks.keys.0: a key cannot be used: kty is "oct"; write RSA or EC; take it from the provider's own key set`
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

func FuzzParseKeySet(f *testing.F) {
	ec, _ := someEC(f)
	f.Add(`{"keys":[` + ec + `]}`)
	f.Add(`{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		set, err := world.ParseKeySet([]byte(text))
		if err != nil {
			return
		}
		for _, k := range set.Keys {
			if _, err := k.Public(); err != nil {
				t.Errorf("%q has a key that cannot be used: %v", text, err)
			}
		}
	})
}

func TestKeysThatCannotBe(t *testing.T) {
	const id = "11111111-1111-4111-8111-111111111111"
	for _, tt := range []struct {
		key  world.Key
		want string
	}{
		{world.Key{Spec: "RSA_2084"}, `spec: "RSA_2084" is not possible here; did you mean "RSA_2048"?`},
		{world.Key{Spec: "HMAC_256", Usage: "SIGN_VERIFY"}, `usage: "SIGN_VERIFY" is not possible here; write GENERATE_VERIFY_MAC`},
		{world.Key{Spec: "ECC_NIST_P256", RotationPeriodInDays: 365}, "rotationPeriodInDays: only symmetric encryption keys rotate; remove it"},
		{world.Key{RotationPeriodInDays: 10}, "rotationPeriodInDays: a key rotates every 90 to 2560 days; write a number in between, such as 365"},
	} {
		_, err := world.New(&world.World{Accounts: map[string]*world.Account{"111122223333": {Keys: map[string]*world.Key{id: &tt.key}}}})
		if want := "accounts.111122223333.keys." + id + "." + tt.want; err == nil || err.Error() != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
}
