package scenarios

// A Report is what came of a run, by scenario id. It holds nothing that
// differs between two runs: no times, ports or random ids.
type Report struct {
	Scenarios []Result `json:"scenarios"`
	Summary   Summary  `json:"summary"`
}

// A Summary counts scenarios.
type Summary struct {
	Passed int `json:"passed"`
	Failed int `json:"failed"`
}

// An Outcome is pass or fail; of a cure also none.
type Outcome string

// The outcomes.
const (
	Pass Outcome = "pass"
	Fail Outcome = "fail"
	// NoCure is the outcome of a cure that says that nothing can help.
	NoCure Outcome = "none"
)

// A Result is what came of one scenario.
type Result struct {
	ID      string       `json:"id"`
	Title   string       `json:"title"`
	Rows    []string     `json:"rows"`
	Source  string       `json:"source"`
	Outcome Outcome      `json:"outcome"`
	Steps   []StepResult `json:"steps"`
	Cure    CureResult   `json:"cure"`
	// Problems say why a scenario failed, one difference each.
	Problems []string `json:"problems,omitempty"`

	// Differences are the problems with their places.
	Differences []Difference `json:"-"`
	Scenario    *Scenario    `json:"-"`
}

// A Difference is one problem, at a line of a file, from 1; Line is 0 when the
// problem is the scenario's as a whole.
type Difference struct {
	File string
	Line int
	Text string
}

// A CureResult is what came of a cure: its steps with all changes made.
type CureResult struct {
	// Why it cures, or why nothing can.
	Why     string       `json:"why"`
	Outcome Outcome      `json:"outcome"`
	Steps   []StepResult `json:"steps"`
}

func newReport(results []Result) *Report {
	r := &Report{Scenarios: results}
	for _, s := range results {
		if s.Outcome == Pass {
			r.Summary.Passed++
		} else {
			r.Summary.Failed++
		}
	}
	return r
}
