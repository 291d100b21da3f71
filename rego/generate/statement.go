package generate

import (
	"strconv"
	"strings"

	"github.com/denylab/denylab/rego/authz"
)

// A form says what the statements of a kind of policy look like.
type form struct {
	// principals: statements name principals; resources: they have Resource.
	principals, resources bool
	// denies is how many statements in a hundred are Deny.
	denies int
	// open: an Allow of everything comes first.
	open bool
}

var (
	identityForm = form{resources: true, denies: 22}
	controlForm  = form{resources: true, denies: 25}
	rcpForm      = form{resources: true, principals: true, denies: 100}
	bucketForm   = form{resources: true, principals: true, denies: 22}
	trustForm    = form{principals: true, denies: 18}
)

// document is a new document with a few statements, each about one of the
// world's situations or nearly; now and then it has many about something else.
func (w *World) document(f form) *authz.Document {
	d := &authz.Document{
		Version: weigh(w.dice, weighted[string]{86, "2012-10-17"}, weighted[string]{7, "2008-10-17"}, weighted[string]{7, ""}),
		ID:      pick(w.dice, []string{"", "Policy1"}),
		File:    "policy-" + strconv.Itoa(len(w.documents)+1) + ".json",
	}
	if f.open {
		d.Statements = append(d.Statements, w.openStatement(f))
	}
	for range 1 + w.IntN(3) {
		d.Statements = append(d.Statements, w.statement(f))
	}
	if w.chance(6) {
		for i := range 40 {
			d.Statements = append(d.Statements, filler(f, i))
		}
		w.Shuffle(len(d.Statements), func(i, j int) {
			d.Statements[i], d.Statements[j] = d.Statements[j], d.Statements[i]
		})
	}
	for i := range d.Statements {
		d.Statements[i].Line, d.Statements[i].Column = 3+8*i, 5
		if w.chance(50) {
			d.Statements[i].Sid = "S" + strconv.Itoa(i+1)
		}
	}
	w.documents = append(w.documents, d)
	return d
}

func (w *World) openStatement(f form) authz.Statement {
	s := authz.Statement{Effect: "Allow", Action: []string{"*"}}
	if f.resources {
		s.Resource = []string{"*"}
	}
	if f.principals {
		s.Principal = &authz.Principals{Any: true}
	}
	return s
}

// filler is a statement about a service that no call is about.
func filler(f form, i int) authz.Statement {
	s := authz.Statement{Effect: "Allow", Action: []string{"ec2:Run" + strconv.Itoa(i), "rds:*"}}
	if f.resources {
		s.Resource = []string{"arn:aws:ec2:*:*:instance/i-" + strconv.Itoa(i), "arn:aws:rds:*"}
	}
	if f.principals {
		s.Principal = &authz.Principals{AWS: []string{home}}
	}
	return s
}

func (w *World) statement(f form) authz.Statement {
	about := pick(w.dice, w.situations)
	s := authz.Statement{Effect: "Allow"}
	if w.chance(f.denies) {
		s.Effect = "Deny"
	}
	broad := s.Effect == "Allow"
	if w.chance(map[bool]int{true: 12, false: 20}[broad]) {
		s.NotAction = w.actionPatterns(about.action, false)
	} else {
		s.Action = w.actionPatterns(about.action, broad)
	}
	if f.resources {
		if w.chance(12) {
			s.NotResource = w.resourcePatterns(about, false)
		} else {
			s.Resource = w.resourcePatterns(about, broad)
		}
	}
	if f.principals {
		if s.Effect == "Deny" && w.chance(25) || w.chance(2) {
			s.NotPrincipal = w.principals(about.caller)
		} else {
			s.Principal = w.principals(about.caller)
		}
	}
	s.Condition = w.conditions()
	if s.Effect == "Deny" && s.Condition == nil && w.chance(40) {
		s.Condition = append(s.Condition, w.condition())
	}
	return s
}

// actionPatterns are about a mostly; broad ones more often.
func (w *World) actionPatterns(a action, broad bool) []string {
	service, name, _ := strings.Cut(a.name, ":")
	verb := name[:3]
	near := []string{a.name, service + ":*", service + ":" + verb + "*", service + ":?" + name[1:], service + ":*" + name[4:]}
	if broad {
		near = append(near, "*", service+":*", "*:*")
	} else {
		near = append(near, a.name, service+":"+verb+"*Version", service+":Nothing")
	}
	patterns := draw(w.dice, near, 2)
	for range w.IntN(3) {
		patterns = append(patterns, pick(w.dice, actions[pick(w.dice, []string{"s3", "kms", "sts", "iam", "ec2"})]).name)
	}
	if w.chance(20) {
		i := w.IntN(len(patterns))
		patterns[i] = w.spell(patterns[i])
	}
	if !broad && w.chance(25) {
		patterns = patterns[1:]
	}
	return patterns
}

func (w *World) resourcePatterns(s situation, broad bool) []string {
	if s.resource == "*" {
		return draw(w.dice, []string{"*", "*", "arn:aws:s3:::*", "arn:aws:*"}, 2)
	}
	arn := s.resource
	near := []string{arn, "*", arn[:len(arn)-1] + "?", arn[:len(arn)/2] + "*", arn[:10] + "*" + arn[len(arn)-3:]}
	if s.action.on == object {
		b := bucketOf(arn)
		near = append(near, b+"/*", b+"/train/*", b+"/${aws:username}/*", b+"/${aws:PrincipalTag/Team, 'none'}/*", b+"/${*}", b+"/t?ain/*.csv")
	}
	if broad {
		near = append(near, "*", bucketOf(arn)+"*")
	} else {
		near = append(near, arn, arn+"x", arn[:len(arn)-1])
	}
	patterns := draw(w.dice, near, 2)
	if w.chance(15) {
		patterns = append(patterns, "arn:aws:s3:::other/*", "arn:aws:kms:*:*:key/${aws:PrincipalTag/Team}")
	}
	return patterns
}

// principals name the caller mostly, in every form there is.
func (w *World) principals(c authz.Caller) *authz.Principals {
	p := &authz.Principals{}
	for range 1 + w.IntN(2) {
		w.namePrincipal(p, c)
	}
	return p
}

func (w *World) namePrincipal(p *authz.Principals, c authz.Caller) {
	switch {
	case w.chance(15):
		p.Any = true
	case w.chance(15):
		p.AWS = append(p.AWS, pick(w.dice, []string{home, partner, rootARN(home), rootARN(stranger), roleARN(home), userARN(partner), "AIDADELETED"}))
	case w.chance(4):
		p.CanonicalUser = append(p.CanonicalUser, canonicalID(pick(w.dice, []string{home, partner})))
	case w.chance(4):
		p.Service = append(p.Service, pick(w.dice, serviceNames))
	case c.Kind == authz.Service:
		p.Service = append(p.Service, c.Service)
	case c.Kind == authz.WebIdentity:
		p.Federated = append(p.Federated, c.Provider)
	case c.Kind == authz.Anonymous:
		p.Any = true
	case w.chance(8):
		p.CanonicalUser = append(p.CanonicalUser, c.CanonicalID)
	default:
		p.AWS = append(p.AWS, pick(w.dice, []string{c.ARN, c.PrincipalARN, c.PrincipalARN, c.UniqueID, c.Account, rootARN(c.Account)}))
	}
}
