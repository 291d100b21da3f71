package gate_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

func names(policies []authz.Attached) []string {
	if policies == nil {
		return nil
	}
	out := []string{}
	for _, p := range policies {
		out = append(out, p.Name)
	}
	return out
}

func levels(all [][]authz.Attached) [][]string {
	var out [][]string
	for _, l := range all {
		out = append(out, names(l))
	}
	return out
}

// Which policies apply to a call; nil means that the layer is not asked.
func TestPoliciesOfACall(t *testing.T) {
	any := world.MustPolicy(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`)
	deny := world.MustPolicy(`{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}]}`)
	w, err := world.New(&world.World{
		Accounts: map[string]*world.Account{
			account: {
				Policies: map[string]*world.ManagedPolicy{"Cap": {Policy: any}},
				Users: map[string]*world.User{
					"alice": {Policies: map[string]*world.Policy{"own": any}, Boundary: "Cap"},
				},
				VPCs: map[string]*world.VPC{"vpc-1": {Endpoints: map[string]*world.Endpoint{"vpce-1": {Service: "s3"}}}},
			},
			other: {},
		},
		Organization: &world.Organization{ID: "o-exampleorgid", Management: other,
			RCPs: map[string]*world.ControlPolicy{"Perimeter": {Policy: deny}},
			Root: &world.Unit{Accounts: map[string]*world.Membership{account: {RCPs: []string{"Perimeter"}}}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	type policies struct {
		Identity, Boundary, Session, Endpoint, Resource []string
		SCP, RCP                                        [][]string
	}
	user := policies{Identity: []string{"own"}, Boundary: []string{"Cap"}, SCP: [][]string{{"FullAWSAccess"}, {"FullAWSAccess"}}}
	guarded := user
	guarded.RCP = [][]string{{}, {"Perimeter"}}
	through := guarded
	through.Endpoint = []string{"vpce-1"}
	withPolicy := guarded
	withPolicy.Resource = []string{"b"}
	asked := guarded
	asked.Resource = []string{}

	question := gate.Question{Action: "s3:GetObject", Resource: "arn:aws:s3:::b/k", ResourceAccount: account}
	for _, tc := range []struct {
		name     string
		as       string
		endpoint string
		change   func(q *gate.Question)
		want     policies
	}{
		{"of a user", "user/alice", "", func(*gate.Question) {}, guarded},
		{"with a resource policy", "user/alice", "", func(q *gate.Question) { q.ResourcePolicy = []authz.Attached{{Name: "b"}} }, withPolicy},
		{"with a resource policy that is needed and not there", "user/alice", "", func(q *gate.Question) { q.ResourcePolicy = []authz.Attached{} }, asked},
		{"through an endpoint", "user/alice", "vpce-1", func(*gate.Question) {}, through},
		{"forwarded: the endpoint was the first request's", "user/alice", "vpce-1", func(q *gate.Question) { q.Via = "s3.amazonaws.com" }, guarded},
		{"on a resource of an account that RCPs do not reach", "user/alice", "", func(q *gate.Question) { q.ResourceAccount = other }, user},
		{"without a resource", "user/alice", "", func(q *gate.Question) { q.ResourceAccount = "" }, user},
		{"anonymous", "anonymous", "", func(*gate.Question) {}, policies{RCP: guarded.RCP}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			fixed := signed(t, w, tc.as)
			if tc.endpoint != "" {
				fixed.Endpoint, _ = w.Endpoint(tc.endpoint)
			}
			q := question
			tc.change(&q)
			a := &asker{}
			if _, _, err := gate.NewExchange(a, fixed).Ask(t.Context(), q); err != nil {
				t.Fatal(err)
			}
			p := a.call.Policies
			got := policies{names(p.Identity), names(p.Boundary), names(p.Session), names(p.Endpoint), names(p.Resource), levels(p.SCP), levels(p.RCP)}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("want -, got +\n%s", diff)
			}
		})
	}
}
