package worldfile_test

import (
	"testing"

	"github.com/denylab/denylab/scenarios"
)

// What the worlds of the catalogue are described as makes them again.
func TestEveryWorldOfTheCatalogueIsWritten(t *testing.T) {
	all, problems := scenarios.Load(scenarios.Catalogue())
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		w, _ := s.Cast(false)
		d, err := w.Describe()
		if err != nil {
			t.Errorf("%s: %v", s.ID, err)
			continue
		}
		if again := read(t, write(t, d)); again.LastingDigest() != w.LastingDigest() {
			t.Errorf("%s: another world is read", s.ID)
		}
	}
}
