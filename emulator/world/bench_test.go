package world_test

import (
	"testing"

	"github.com/denylab/denylab/emulator/world"
)

func BenchmarkNew(b *testing.B) {
	described := describe()
	for b.Loop() {
		if _, err := world.New(described); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkChange(b *testing.B) {
	w, err := world.New(describe())
	if err != nil {
		b.Fatal(err)
	}
	s := world.NewStore(w)
	for b.Loop() {
		_ = s.Change(func(*world.World) error { return nil })
	}
}

func BenchmarkCredential(b *testing.B) {
	w, err := world.New(describe())
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		w.Credential("AKIABOB")
	}
}

func BenchmarkPrincipalContext(b *testing.B) {
	w, err := world.New(describe())
	if err != nil {
		b.Fatal(err)
	}
	p, err := w.Principal("user/bob")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		w.PrincipalContext(p, now)
		w.Policies(p)
	}
}
