package engine

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	_ "embed" // the plan beside this file
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/open-policy-agent/opa/v1/version"

	"github.com/denylab/denylab/rego/plan"
	"github.com/denylab/denylab/rego/policy"
)

// storedPlan is the plan of the rules, so that nobody waits for it to be made:
// what it is of, a line, and the plan, compressed. A test writes it (make
// generate), and fails when it is of other rules.
//
//go:embed rules.plan
var storedPlan []byte

// planOf names the rules, and the version of OPA that planned them.
func planOf(modules map[string]string) string {
	sum := sha256.New()
	fmt.Fprintf(sum, "%s\n", version.Version)
	for _, name := range slices.Sorted(maps.Keys(modules)) {
		fmt.Fprintf(sum, "%s %d\n%s", name, len(modules[name]), modules[name])
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// loadStored is the program of the stored plan; false when it is not of today's
// rules, which then have to be planned.
func loadStored() (*plan.Program, bool) {
	of, zipped, _ := bytes.Cut(storedPlan, []byte("\n"))
	if string(of) != planOf(policy.Modules()) {
		return nil, false
	}
	unzip, err := gzip.NewReader(bytes.NewReader(zipped))
	if err != nil {
		return nil, false
	}
	text, err := io.ReadAll(unzip)
	if err != nil {
		return nil, false
	}
	program, err := plan.Load(text, DecisionQuery, ReportQuery)
	return program, err == nil
}

// storePlan is what storedPlan must be.
func storePlan() ([]byte, error) {
	compiler, err := compile()
	if err != nil {
		return nil, err
	}
	text, err := plan.Plan(compiler, DecisionQuery, ReportQuery)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.WriteString(planOf(policy.Modules()) + "\n")
	zip := gzip.NewWriter(&b)
	_, err = zip.Write(text)
	if err := errors.Join(err, zip.Close()); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
