package world_test

import (
	"errors"
	"testing"

	"github.com/denylab/denylab/emulator/world"
)

// FuzzReferences: no reference to a principal or a key panics, and what is not
// found is an error of the documented type.
func FuzzReferences(f *testing.F) {
	for _, ref := range []string{"role/Trainer/S", "444455556666:user/bob", "arn:aws:iam::1:role/a/b", "alias/data", ":", "arn:", "service/", "role//"} {
		f.Add(ref)
	}
	w, err := world.New(describe())
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, ref string) {
		p, err := w.Principal(ref)
		var bad *world.RefError
		if (p == nil) == (err == nil) || err != nil && !errors.As(err, &bad) {
			t.Fatalf("Principal(%q) = %v, %v", ref, p, err)
		}
		if p != nil {
			w.Policies(p)
			w.PrincipalContext(p, now)
		}
		k, err := w.ResolveKey(ref, "us-east-1", member)
		var none *world.KeyError
		if (k == nil) == (err == nil) || err != nil && !errors.As(err, &none) {
			t.Fatalf("ResolveKey(%q) = %v, %v", ref, k, err)
		}
	})
}
