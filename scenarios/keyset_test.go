package scenarios_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/denylab/denylab/scenarios"
)

const keySet = `{"keys":[{"kty":"EC","kid":"k1","crv":"P-256","x":"axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY","y":"T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU"}]}`

// withKeySet is a world whose provider has the keys that jwks says.
func withKeySet(jwks string) fstest.MapFS {
	return fstest.MapFS{
		"w/world.yaml": {Data: []byte("accounts:\n  \"111122223333\":\n    oidcProviders:\n      idp.example.com: {clientIds: [app], jwks: " + jwks + "}\n")},
		"w/keys.json":  {Data: []byte(keySet)},
	}
}

func TestAKeySetInItsThreeForms(t *testing.T) {
	for name, jwks := range map[string]string{"YAML, which is JSON": keySet, "text": "'" + keySet + "'", "a file": "{file: keys.json}"} {
		w, problems := scenarios.LoadWorld(withKeySet(jwks), "w/world.yaml")
		if err := problems.Err(); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		p := w.Accounts["111122223333"].OIDCProviders["idp.example.com"]
		if p.JWKS == nil || len(p.JWKS.Keys) != 1 || p.JWKS.Keys[0].ID != "k1" || p.ClientIDs[0] != "app" {
			t.Errorf("%s: %+v", name, p)
		}
	}
}

func TestAKeySetThatCannotBeRead(t *testing.T) {
	for jwks, want := range map[string]string{
		"[one]":             "w/world.yaml:4:49: a key set must be a mapping, not a list",
		"{file: kexs.json}": `w/world.yaml:4:56: no key set file "kexs.json"; did you mean "keys.json"?`,
		"'{}'":              `w/world.yaml:4:49: not a JSON Web Key Set: it has no "keys"`,
		strings.Replace(keySet, "P-256", "P-255", 1): `w/world.yaml:4:49: key 1: crv is "P-255"; write P-256, P-384 or P-521`,
	} {
		_, problems := scenarios.LoadWorld(withKeySet(jwks), "w/world.yaml")
		if len(problems) != 1 || !strings.HasPrefix(problems.Err().Error(), want) {
			t.Errorf("%s:\ngot  %v\nwant %s", jwks, problems, want)
		}
	}
}
