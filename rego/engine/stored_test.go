package engine

import (
	"bytes"
	"compress/gzip"
	"flag"
	"io"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "write rules.plan")

// The stored plan is that of the rules; a stale one costs time, not truth.
func TestTheStoredPlanIsOfTheRules(t *testing.T) {
	want, err := storePlan()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("rules.plan", want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(unpacked(t, storedPlan), unpacked(t, want)) {
		t.Error("rules.plan is not of these rules: make generate")
	}
	if _, ok := loadStored(); !ok {
		t.Error("the stored plan was not loaded")
	}
}

// unpacked is a stored plan as every version of Go compresses it.
func unpacked(t *testing.T, stored []byte) []byte {
	t.Helper()
	of, zipped, _ := bytes.Cut(stored, []byte("\n"))
	unzip, err := gzip.NewReader(bytes.NewReader(zipped))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(unzip)
	if err != nil {
		t.Fatal(err)
	}
	return append(of, text...)
}
