package explain_test

import (
	"context"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/denylab/denylab/emulator/explain"
	"github.com/denylab/denylab/rego/authz"
	"github.com/denylab/denylab/rego/engine"
	"github.com/denylab/denylab/rego/generate"
)

// Whoever does what the cure says gets further, and whoever does so again and
// again gets in. DENYLAB_GENERATED is how many calls are asked, DENYLAB_SEED the
// world of the first.
func TestFollowingCuresEndsInAnAllow(t *testing.T) {
	e, err := engine.Default()
	if err != nil {
		t.Fatal(err)
	}
	refused, unmet := 0, 0
	for name, c := range generate.Calls(uint64(number(t, "DENYLAB_SEED", 0)), number(t, "DENYLAB_GENERATED", 160)) {
		t.Run(name, func(t *testing.T) {
			before := explained(t, e, c)
			if !before.Allowed {
				refused++
			}
			for steps := 0; !before.Allowed; steps++ {
				if steps == 40 {
					t.Fatal("no end of cures")
				}
				next, ok := follow(t, e, c, before)
				if !ok {
					unmet++
					return
				}
				after := explained(t, e, next)
				checkStep(t, before, after)
				if t.Failed() {
					return
				}
				c, before = next, after
			}
		})
	}
	if refused == 0 || unmet > refused/10 {
		t.Errorf("of %d refused calls %d need a condition to be met that the test cannot meet", refused, unmet)
	}
}

func number(t *testing.T, name string, otherwise int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		t.Fatalf("%s is %q: want a number", name, text)
	}
	return n
}

func explained(t *testing.T, e *engine.Engine, c *authz.Call) explain.Explanation {
	t.Helper()
	r, err := e.Report(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	return explain.Of(c, r)
}

// checkStep checks what a cure promises: what refused does so no more.
func checkStep(t *testing.T, before, after explain.Explanation) {
	t.Helper()
	if after.Allowed {
		return
	}
	// Of several statements that deny one is gone.
	if after.Cure == before.Cure && len(findings(after)) >= len(findings(before)) {
		t.Errorf("the cure does not help:\n%s\nafter it:\n%s", text(before), text(after))
	}
}

func text(x explain.Explanation) string {
	var b strings.Builder
	_ = x.Text(&b, false)
	return b.String()
}

// findings are those of the layer that refused.
func findings(x explain.Explanation) []authz.Finding {
	for _, r := range x.Ladder {
		if r.Deciding {
			return r.Findings
		}
	}
	return nil
}

// A remedy does what a cure's sentence says, the first way out if it names
// several.
type remedy struct {
	sentence *regexp.Regexp
	do       func(*patient)
}

// A patient is a call that is being cured: a copy of its own.
type patient struct {
	*authz.Call
	cure explain.Explanation
	// near is the near miss that the cure is about, if it is about one.
	near  *authz.NearMiss
	holds func(*authz.Call) bool
	unmet bool
}

var remedies = []remedy{
	{regexp.MustCompile(`^Remove statement .+ of .+, or give it a condition`), func(p *patient) {
		p.edit(p.cure.Because, func(d *authz.Document, i int) { d.Statements = slices.Delete(d.Statements, i, i+1) })
	}},
	{regexp.MustCompile(`^Add \S+ to Action of statement `), func(p *patient) {
		p.nearly(func(s *authz.Statement) { s.Action = append(slices.Clone(s.Action), p.Action) })
	}},
	{regexp.MustCompile(`^Add \S+ to Resource of statement `), func(p *patient) {
		p.nearly(func(s *authz.Statement) { s.Resource = append(slices.Clone(s.Resource), p.Resource) })
	}},
	{regexp.MustCompile(`^Name .+ in Principal of statement `), func(p *patient) {
		p.nearly(func(s *authz.Statement) { s.Principal = p.principal() })
	}},
	{regexp.MustCompile(`^Meet the condition `), (*patient).meet},
	{regexp.MustCompile(`^Allow \S+ on \S+ in an identity policy of `), func(p *patient) { p.allowIn(&p.Policies.Identity) }},
	{regexp.MustCompile(`^Allow \S+ on \S+ in the permissions boundary of .+ as well\.`), func(p *patient) {
		p.allowIn(&p.Policies.Boundary)
	}},
	{regexp.MustCompile(`^Allow \S+ on \S+ in the session policy that was passed`), func(p *patient) { p.allowIn(&p.Policies.Session) }},
	{regexp.MustCompile(`^Allow \S+ on \S+ in an SCP at every level`), func(p *patient) {
		if len(p.Policies.SCP) == 0 {
			p.Policies.SCP = [][]authz.Attached{{}}
		}
		p.Policies.SCP = slices.Clone(p.Policies.SCP)
		for i := range p.Policies.SCP {
			p.allowIn(&p.Policies.SCP[i])
		}
	}},
	{regexp.MustCompile(`^Allow \S+ on \S+ in the VPC endpoint's policy`), func(p *patient) { p.allowIn(&p.Policies.Endpoint) }},
	{regexp.MustCompile(`^Allow \S+ for .+ in the policy of the resource`), func(p *patient) { p.allowIn(&p.Policies.Resource) }},
	{regexp.MustCompile(`^Send no public ACL`), func(p *patient) { p.S3.RequestCannedACL, p.S3.RequestGrants = "", nil }},
	{regexp.MustCompile(`^Send no ACL`), func(p *patient) { p.S3.RequestCannedACL, p.S3.RequestGrants = "", nil }},
	{regexp.MustCompile(`turn BlockPublicPolicy off`), func(p *patient) { p.S3.PublicAccess.BlockPublicPolicy = false }},
	{regexp.MustCompile(`turn RestrictPublicBuckets off`), func(p *patient) { p.S3.PublicAccess.RestrictPublicBuckets = false }},
	{regexp.MustCompile(`turn IgnorePublicAcls off`), func(p *patient) { p.S3.PublicAccess.IgnorePublicAcls = false }},
	{regexp.MustCompile(`^Send x-amz-request-payer: requester .+, signed`), func(p *patient) {
		p.S3.PayerConfirmed = true
		p.sign()
	}},
	{regexp.MustCompile(`or set the bucket to BucketOwnerEnforced\.`), func(p *patient) { p.S3.Ownership = "BucketOwnerEnforced" }},
	{regexp.MustCompile(`^Assume the role as a user or role`), func(p *patient) {
		p.Caller.Kind = authz.User
		p.Caller.ARN = strings.Replace(p.Caller.ARN, ":root", ":user/ann", 1)
		p.Caller.PrincipalARN = p.Caller.ARN
	}},
	{regexp.MustCompile(`^Call as a principal of the key's account`), func(p *patient) { p.moveTo(p.ResourceAccount) }},
	{regexp.MustCompile(`^Create an access grant of .+ for `), (*patient).grant},
	{regexp.MustCompile(`^Create an access grant .+ like access grant `), (*patient).grant},
	{regexp.MustCompile(`^Sign the request`), (*patient).sign},
	{regexp.MustCompile(`^Send the request through an endpoint of the access point's VPC`), func(p *patient) { p.S3.SourceVPC = p.S3.AccessPointVPC }},
}

// follow is the call after the cure; false if it asks for a condition that the
// test knows no way to meet.
func follow(t *testing.T, e *engine.Engine, c *authz.Call, x explain.Explanation) (*authz.Call, bool) {
	t.Helper()
	made := *c
	if c.S3 != nil {
		s3 := *c.S3
		made.S3 = &s3
	}
	p := &patient{Call: &made, cure: x}
	for i, m := range x.NearMisses {
		if m.Finding.Layer == x.Layer && !strings.HasPrefix(m.Miss.Element, "Not") {
			p.near = &x.NearMisses[i]
			break
		}
	}
	p.holds = func(c *authz.Call) bool {
		after := explained(t, e, c)
		return after.Allowed || after.Layer != x.Layer || after.Verdict != x.Verdict
	}
	i := slices.IndexFunc(remedies, func(r remedy) bool { return r.sentence.MatchString(x.Cure) })
	if i < 0 {
		t.Fatalf("nobody can follow the cure %q", x.Cure)
	}
	remedies[i].do(p)
	return &made, !p.unmet
}

func (p *patient) grant() {
	a := *p.AccessGrants
	a.Grants = append(slices.Clone(a.Grants), authz.AccessGrant{ID: "cure", Scope: a.Target, Permission: a.Permission, Grantee: p.Caller.PrincipalARN})
	p.AccessGrants = &a
}

func (p *patient) nearly(change func(*authz.Statement)) {
	p.edit(&p.near.Finding, func(d *authz.Document, i int) { change(&d.Statements[i]) })
}

// edit changes a copy of the document that a finding is in.
func (p *patient) edit(f *authz.Finding, change func(*authz.Document, int)) {
	for _, list := range p.lists(f.Layer) {
		for i, a := range *list {
			if a.Name == f.Policy && a.ARN == f.PolicyARN && a.Level == f.Level && a.Document != nil && a.Document.File == f.File &&
				f.Index < len(a.Document.Statements) && a.Document.Statements[f.Index].Line == f.Line {
				d := *a.Document
				d.Statements = slices.Clone(d.Statements)
				change(&d, f.Index)
				*list = slices.Clone(*list)
				(*list)[i].Document = &d
				return
			}
		}
	}
}

// lists are the places of a layer, in a copy.
func (p *patient) lists(layer authz.Layer) []*[]authz.Attached {
	levels := func(levels *[][]authz.Attached) []*[]authz.Attached {
		*levels = slices.Clone(*levels)
		var all []*[]authz.Attached
		for i := range *levels {
			all = append(all, &(*levels)[i])
		}
		return all
	}
	switch layer {
	case authz.ResourceControlPolicy:
		return levels(&p.Policies.RCP)
	case authz.ServiceControlPolicy:
		return levels(&p.Policies.SCP)
	case authz.VPCEndpointPolicy:
		return []*[]authz.Attached{&p.Policies.Endpoint}
	case authz.ResourcePolicy:
		return []*[]authz.Attached{&p.Policies.Resource}
	case authz.IdentityPolicy:
		return []*[]authz.Attached{&p.Policies.Identity}
	case authz.PermissionsBoundary:
		return []*[]authz.Attached{&p.Policies.Boundary}
	default:
		return []*[]authz.Attached{&p.Policies.Session}
	}
}

// allowIn adds a policy that allows the call and nothing else.
func (p *patient) allowIn(list *[]authz.Attached) {
	s := authz.Statement{Effect: "Allow", Action: []string{p.Action}, Resource: []string{literal(p.Resource)}}
	if list == &p.Policies.Resource || list == &p.Policies.Endpoint {
		s.Principal = p.principal()
	}
	d := &authz.Document{Version: "2012-10-17", Statements: []authz.Statement{s}}
	*list = append(slices.Clone(*list), authz.Attached{Name: "Cure", Document: d})
}

// literal is a resource as a pattern for itself.
func literal(arn string) string {
	if arn == "*" {
		return arn
	}
	return strings.NewReplacer("*", "${*}", "?", "${?}", "$", "${$}").Replace(arn)
}

// principal names the caller as the cure does.
func (p *patient) principal() *authz.Principals {
	switch c := p.Caller; c.Kind {
	case authz.Anonymous:
		return &authz.Principals{Any: true}
	case authz.Service:
		return &authz.Principals{Service: []string{c.Service}}
	case authz.WebIdentity:
		return &authz.Principals{Federated: []string{c.Provider}}
	default:
		return &authz.Principals{AWS: []string{c.PrincipalARN}}
	}
}

// sign has an unsigned request signed by a user of another account.
func (p *patient) sign() {
	if p.Caller.Kind == authz.Anonymous {
		arn := "arn:aws:iam::777788889999:user/ann"
		p.Caller = authz.Caller{Kind: authz.User, ARN: arn, PrincipalARN: arn, Account: "777788889999"}
	}
}

// moveTo makes the caller its namesake in another account.
func (p *patient) moveTo(account string) {
	p.Caller.ARN = strings.ReplaceAll(p.Caller.ARN, p.Caller.Account, account)
	p.Caller.PrincipalARN = strings.ReplaceAll(p.Caller.PrincipalARN, p.Caller.Account, account)
	p.Caller.Account = account
}

// meet gives the condition's key a value with which the layer refuses no more,
// or another condition of it does. The values are what the condition asks for,
// wildcards filled in, and what differs from all.
func (p *patient) meet() {
	key := p.near.Miss.Key
	wants := []string{"0", "99999999999", "true", "false", "other", "arn:aws:s3:::other", "9.9.9.9", "1999-01-01T00:00:00Z", "2999-01-01T00:00:00Z"}
	for _, want := range p.near.Miss.Want {
		wants = append(wants, want, strings.NewReplacer("*", "x", "?", "x").Replace(want), strings.TrimSuffix(want, "/8"), strings.TrimSuffix(want, "/24"), strings.TrimSuffix(want, "/32"))
	}
	values := []authz.Value{{}}
	for _, want := range wants {
		values = append(values, authz.One(want), authz.Many(want))
	}
	had := p.Context
	for _, v := range values {
		p.Context = authz.Context{}
		for name, value := range had {
			if !strings.EqualFold(name, key) {
				p.Context[name] = value
			}
		}
		p.Context[key] = v
		if p.holds(p.Call) {
			return
		}
	}
	p.unmet = true
}
