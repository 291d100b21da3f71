package world_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/denylab/denylab/emulator/world"
)

// Ids that are none are refused by name, whatever they are made of.
func TestOddIdsAreRefusedAndNothingPanics(t *testing.T) {
	for _, id := range []string{`12"34`, "1\n2", `\`, "é", ""} {
		_, err := world.New(&world.World{Accounts: map[string]*world.Account{
			id: {Buckets: map[string]*world.Bucket{"data": {Region: `us"east`}}, Keys: map[string]*world.Key{"k": {Aliases: []string{`alias/aws/s"3`}}}},
		}})
		var ref *world.RefError
		if !errors.As(err, &ref) {
			t.Errorf("account id %q: got %v, want a RefError", id, err)
		} else if !strings.Contains(err.Error(), "account") {
			t.Errorf("account id %q: %v does not speak of the account", id, err)
		}
	}
}
