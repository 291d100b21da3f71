package report

import (
	"fmt"

	"github.com/denylab/denylab/scenarios"
)

// scenarioPage is the page of scenario i: its steps, what refused them, its cure.
func (r *Replay) scenarioPage(i int) string {
	s := r.Scenarios[i]
	var p page
	p.open(s.ID+" · denylab replay", "../")
	p.add("<p><a href=\"../index.html\">all scenarios</a></p>\n<h1>%v</h1>\n<p>%v</p>\n<p>", s.ID, s.Title)
	p.outcome(s.Outcome)
	p.add(" %v</p>\n<table class=\"facts\">\n<tr><th>source</th><td>", because(s))
	p.link(s.Source)
	p.add("</td></tr>\n")
	for _, row := range s.Rows {
		p.fact("row", row)
	}
	if s.Scenario != nil {
		p.fact("file", s.Scenario.File)
	}
	p.add("</table>\n")
	p.list("problems", s.Problems)
	if s.Scenario != nil && s.Scenario.World != nil {
		p.add("<details><summary>The world</summary>\n<pre>%v</pre>\n</details>\n", s.Scenario.World)
	}
	for i, step := range s.Steps {
		p.step(fmt.Sprintf("Step %d", i+1), step, r.step(s, false, i))
	}
	r.cure(&p, s)
	return p.close()
}

// cure writes the changes, and what came of the steps with all of them made.
func (r *Replay) cure(p *page, s scenarios.Result) {
	p.add("<h2>Cure: ")
	p.outcome(s.Cure.Outcome)
	p.add("</h2>\n<p>%v</p>\n", s.Cure.Why)
	if s.Scenario != nil && s.Scenario.Cure != nil {
		for _, change := range s.Scenario.Cure.Change {
			p.add("<pre>%v</pre>\n", change)
		}
	}
	for i, step := range s.Cure.Steps {
		p.step(fmt.Sprintf("Step %d, cured", i+1), step, r.step(s, true, i))
	}
}

// step writes one step: what was sent, what came back, and why.
func (p *page) step(name string, s scenarios.StepResult, seen Seen) {
	p.add("<h2>%v: %v as %v</h2>\n<table class=\"facts\">\n", name, s.Call, s.As)
	p.sent(s, seen.Step)
	p.answered(s)
	p.add("</table>\n")
	p.list("problems", s.Problems)
	if s.Job != nil {
		p.job(s.Job)
	}
	for _, x := range seen.Refused {
		p.explanation(x)
	}
}

// answered writes what came back.
func (p *page) answered(s scenarios.StepResult) {
	class := "allowed"
	if s.Status >= 300 || s.Status == 0 {
		class = "refused"
	}
	p.add("<tr><th>answer</th><td><b class=\"%v\">%v</b> %v</td></tr>\n", class, s.Status, s.Code)
	p.fact("message", s.Message)
	p.fact("action", s.Action)
	p.fact("resource", s.Resource)
	p.fact("refused by", s.Layer)
	p.fact("verdict", s.Verdict)
	p.fact("statement", s.Statement)
}
