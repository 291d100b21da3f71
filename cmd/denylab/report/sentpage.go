package report

import (
	"slices"
	"strings"

	"github.com/denylab/denylab/scenarios"
)

// sent writes what a step sent, and how. A job's step is about the job's call,
// whose caller the stage table has.
func (p *page) sent(r scenarios.StepResult, s *scenarios.Step) {
	if e := r.Entry; e != nil && e.Job == "" {
		p.fact("caller", e.Caller)
		p.fact("request", strings.TrimSpace(e.Method+" "+e.Path))
	}
	if s == nil {
		return
	}
	p.fact("through", s.Via)
	p.fact("from", s.From)
	if s.Plain {
		p.fact("transport", "http")
	}
	if s.Presigned != nil {
		p.fact("presigned", "for "+s.Presigned.Expires.String()+", used "+s.Presigned.Later.String()+" later")
	}
	if s.Session != nil {
		p.session(s.Session)
	}
	if input := s.With.String(); input != "" {
		p.add("<tr><th>input</th><td><pre>%v</pre></td></tr>\n", input)
	}
}

func (p *page) session(s *scenarios.Session) {
	p.fact("session name", s.Name)
	p.fact("source identity", s.SourceIdentity)
	p.fact("session tags", pairs(s.Tags))
	p.fact("session policies", strings.Join(s.Managed, ", "))
	if s.Policy != nil {
		p.add("<tr><th>session policy</th><td><pre>%v</pre></td></tr>\n", string(s.Policy.JSON))
	}
}

func pairs(m map[string]string) string {
	var out []string
	for k, v := range m {
		out = append(out, k+"="+v)
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}
