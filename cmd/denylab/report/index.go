package report

import (
	"path"
	"strings"

	"github.com/denylab/denylab/scenarios"
)

// filter hides the rows that lack a word. Without scripts there is no field to
// type into. It has no character that XML would want escaped.
const filter = `<script>
var field = document.querySelector("input");
field.hidden = false;
field.addEventListener("input", function () {
  var words = field.value.toLowerCase().split(" ");
  document.querySelectorAll("tbody tr").forEach(function (row) {
    var text = row.textContent.toLowerCase();
    row.hidden = !words.every(function (word) { return text.includes(word); });
  });
});
</script>
`

// index is the page that lists the scenarios; names are their pages.
func (r *Replay) index(names []string) string {
	var p page
	p.open("denylab replay", "")
	p.add("<h1>denylab replay</h1>\n<p>%v scenarios as wanted, %v not</p>\n", r.Summary.Passed, r.Summary.Failed)
	p.add("<input type=\"search\" placeholder=\"Filter: words of any column, such as kms explicitDeny or FAIL\" aria-label=\"Filter\" hidden=\"hidden\"/>\n")
	p.add("<table class=\"index\">\n<thead><tr><th>outcome</th><th>scenario</th><th>shows</th><th>topic</th><th>rows</th></tr></thead>\n<tbody>\n")
	for i, s := range r.Scenarios {
		p.row(s, "scenarios/"+names[i])
	}
	p.add("</tbody>\n</table>\n" + filter)
	return p.close()
}

func (p *page) row(s scenarios.Result, to string) {
	p.add("<tr><td>")
	p.outcome(s.Outcome)
	p.add("</td><td><a href=\"%v\">%v</a><br/>%v</td><td>%v</td>", address(to), s.ID, s.Title, because(s))
	p.add("<td>%v</td><td>%v</td></tr>\n", path.Base(topic(s)), strings.Join(s.Rows, " "))
}

// outcome writes the word of the text report.
func (p *page) outcome(o scenarios.Outcome) {
	switch o {
	case scenarios.Pass:
		p.add("<b class=\"allowed\">ok</b>")
	case scenarios.NoCure:
		p.add("<b>none</b>")
	default:
		p.add("<b class=\"refused\">FAIL</b>")
	}
}
