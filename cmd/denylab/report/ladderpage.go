package report

import (
	"fmt"
	"strings"

	"github.com/denylab/denylab/emulator/explain"
	"github.com/denylab/denylab/rego/authz"
)

// explanation writes why a call was refused: every layer, what nearly matched,
// the way out.
func (p *page) explanation(x explain.Explanation) {
	p.add("<h3>Refused: %v on %v</h3>\n<p>as %v</p>\n<table class=\"ladder\">\n", x.Action, x.Resource, x.As)
	p.add("<thead><tr><th>layer</th><th>verdict</th><th>because of</th></tr></thead>\n<tbody>\n")
	for _, rung := range x.Ladder {
		p.rung(rung)
	}
	p.add("</tbody>\n</table>\n")
	p.nearMisses(x.NearMisses)
	p.wayOut(x)
}

func (p *page) rung(r explain.Rung) {
	class := "silent"
	switch r.Verdict {
	case authz.Allowed:
		class = "allowed"
	case authz.ExplicitDeny, authz.ImplicitDeny:
		class = "refused"
	}
	if r.Deciding {
		p.add("<tr class=\"deciding\"><td>▶ %v</td>", r.Layer)
	} else {
		p.add("<tr><td>%v</td>", r.Layer)
	}
	p.add("<td class=\"%v\">%v</td><td>", class, r.Verdict)
	for i := range r.Findings {
		p.add("<div>%v</div>", explain.Describe(&r.Findings[i]))
	}
	p.add("</td></tr>\n")
}

func (p *page) nearMisses(misses []authz.NearMiss) {
	if len(misses) == 0 {
		return
	}
	p.add("<h4>Near misses</h4>\n<table>\n<thead><tr><th>statement</th><th>layer</th><th>element</th><th>has</th><th>the call has</th></tr></thead>\n<tbody>\n")
	for i := range misses {
		m := &misses[i]
		element := strings.Join(strings.Fields(m.Miss.Element+" "+m.Miss.Operator+" "+m.Miss.Key), " ")
		got := "(absent)"
		if len(m.Miss.Got) > 0 {
			got = strings.Join(m.Miss.Got, ", ")
		}
		p.add("<tr><td>%v</td><td>%v</td><td>%v</td><td>%v</td><td>%v</td></tr>\n",
			explain.Describe(&m.Finding), m.Finding.Layer, element, strings.Join(m.Miss.Want, ", "), got)
	}
	p.add("</tbody>\n</table>\n")
}

func (p *page) wayOut(x explain.Explanation) {
	p.add("<table class=\"facts\">\n")
	for _, s := range x.Suppliers {
		p.fact("not in the request", s.Key+": comes with "+s.By)
	}
	p.fact("cure", x.Cure)
	for _, n := range x.Next {
		p.fact("refuses next", strings.TrimSpace(fmt.Sprintf("%s %s %s", n.Layer, n.Verdict, described(n.Because))))
	}
	p.add("<tr><th>page</th><td>")
	p.link(x.Page)
	p.add("</td></tr>\n</table>\n")
}

func described(f *authz.Finding) string {
	if f == nil {
		return ""
	}
	return explain.Describe(f)
}
