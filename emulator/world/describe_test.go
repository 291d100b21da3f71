package world_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/world"
)

func TestADescriptionMakesItsWorld(t *testing.T) {
	for name, w := range map[string]*world.World{"default": world.Default(), "described": build(t, describe())} {
		d, err := w.Describe()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if again := build(t, d); again.LastingDigest() != w.LastingDigest() {
			t.Errorf("%s: the description makes another world", name)
		}
		if d.Generation != 1 {
			t.Errorf("%s: generation %d", name, d.Generation)
		}
	}
}

// What New fills in is not said.
func TestADescriptionSaysNoMoreThanItMust(t *testing.T) {
	w := build(t, &world.World{Accounts: map[string]*world.Account{member: {
		Roles:   map[string]*world.Role{"Trainer": {Path: "/jobs/"}},
		Buckets: map[string]*world.Bucket{"data": {}},
		Keys:    map[string]*world.Key{dataKey: {}},
	}}})
	d, err := w.Describe()
	if err != nil {
		t.Fatal(err)
	}
	want := &world.World{Generation: 1, Accounts: map[string]*world.Account{member: {
		Roles:   map[string]*world.Role{"Trainer": {Path: "/jobs/"}},
		Buckets: map[string]*world.Bucket{"data": {}},
		Keys:    map[string]*world.Key{dataKey: {}},
	}}}
	if diff := cmp.Diff(want.Accounts, d.Accounts); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// Tags that are gone are not written; a context that must be empty is.
func TestWhatIsEmptyAndWhatIsAbsent(t *testing.T) {
	w := build(t, &world.World{Accounts: map[string]*world.Account{member: {
		Roles: map[string]*world.Role{"Trainer": {Tags: map[string]string{}}},
		Keys: map[string]*world.Key{dataKey: {Grants: map[string]*world.KeyGrant{"g": {
			Grantee: "arn:aws:iam::" + member + ":role/Trainer", Operations: []string{"Decrypt"}, ContextEquals: map[string]string{}}}}},
	}}})
	d, err := w.Describe()
	if err != nil {
		t.Fatal(err)
	}
	grant := d.Accounts[member].Keys[dataKey].Grants["g"]
	if d.Accounts[member].Roles["Trainer"].Tags != nil || grant.ContextEquals == nil || grant.ContextSubset != nil {
		t.Errorf("tags %v, contexts %v and %v", d.Accounts[member].Roles["Trainer"].Tags, grant.ContextEquals, grant.ContextSubset)
	}
}
