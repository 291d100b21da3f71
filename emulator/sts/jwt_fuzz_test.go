package sts

import (
	"testing"

	"github.com/denylab/denylab/emulator/world"
)

// No token makes the reader panic, and none is good for a provider whose keys
// did not sign it.
func FuzzParseToken(f *testing.F) {
	set, err := world.ParseKeySet([]byte(`{"keys":[{"kty":"EC","kid":"k","crv":"P-256","x":"axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY","y":"T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU"}]}`))
	if err != nil {
		f.Fatal(err)
	}
	// {"alg":"ES256"} and {"iss":"i","aud":["a"],"exp":1,"https://aws.amazon.com/tags":{"principal_tags":{"a":"b"}}}
	f.Add("eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJpIiwiYXVkIjpbImEiXSwiZXhwIjoxLCJodHRwczovL2F3cy5hbWF6b24uY29tL3RhZ3MiOnsicHJpbmNpcGFsX3RhZ3MiOnsiYSI6ImIifX19.AAAA")
	f.Add("e30.e30.")
	f.Add("..")
	f.Fuzz(func(t *testing.T, text string) {
		token, ok := parseToken(text)
		if !ok {
			return
		}
		if token.verify(set) == nil {
			t.Errorf("%q has a good signature", text)
		}
		tags, err := token.claims.tags()
		if err == nil {
			err = tags.check(nil)
		}
		if err == nil && len(tags.keys) != len(tags.values) {
			t.Errorf("%q has tags %v of %v", text, tags.keys, tags.values)
		}
		audience, _ := token.claims.audience([]string{"a"})
		token.claims.keys("issuer", audience)
		token.claims.seconds("exp")
	})
}
