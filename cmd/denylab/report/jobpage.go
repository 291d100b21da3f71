package report

import (
	"fmt"
	"strings"

	"github.com/denylab/denylab/emulator/job"
	"github.com/denylab/denylab/scenarios"
)

// job writes how the job ended that a step created, and its stage table.
func (p *page) job(j *scenarios.JobResult) {
	p.add("<h3>Job %v: %v</h3>\n<table class=\"facts\">\n", j.Name, j.Status)
	p.fact("as", j.Card.Role)
	p.fact("failed at", j.Stage)
	p.fact("shown", j.Reason)
	for _, note := range j.Notes {
		p.fact("not shown", note)
	}
	p.add("</table>\n<table class=\"stages\">\n<thead><tr><th>stage</th><th>principal</th><th>call</th><th>resource</th><th>verdict</th></tr></thead>\n<tbody>\n")
	for _, c := range j.Card.Calls {
		p.call(c)
	}
	p.add("</tbody>\n</table>\n")
}

func (p *page) call(c job.Call) {
	action, class, verdict := c.Action, "allowed", string(c.Verdict)
	if c.Count > 1 {
		action += fmt.Sprintf(" ×%d", c.Count)
	}
	if !c.Allowed {
		class, verdict = "refused", strings.TrimSpace(verdict+" by "+string(c.Layer)+" "+c.Statement)
	}
	p.add("<tr><td>%v</td><td>%v</td><td>%v</td><td>%v</td><td class=\"%v\">%v</td></tr>\n",
		c.Stage, c.Principal, action, c.Resource, class, verdict)
}
