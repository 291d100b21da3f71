package scenarios_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/smithy-go"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
	"github.com/denylab/denylab/scenarios"
)

// What iam:SimulatePrincipalPolicy says of a call is what the lab decided on
// it: for every call of the catalogue that the simulator can express.
func TestSimulationsAgreeWithDecisions(t *testing.T) {
	list, problems := scenarios.Load(scenarios.Catalogue())
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	count := map[types.PolicyEvaluationDecisionType]int{}
	runner := &scenarios.Runner{Step: func(e scenarios.StepEvent) {
		late := e.Scenario.Consistency != (emulator.Consistency{}) // the simulator knows what will be in force
		if e.Cure || late || e.Result.Entry == nil {
			return
		}
		for _, asked := range e.Result.Entry.Asked {
			if in, ok := simulation(e.Lab.World(), asked.Call, asked.Decision); ok {
				got, ok := simulate(t, e, asked.Call.Caller.Account, in)
				if !ok {
					continue
				}
				if want := decisionOf(asked.Decision); got != want {
					t.Errorf("%s: %s on %s by %s: simulated %s, decided %s", e.Scenario.ID, asked.Action, asked.Resource, asked.Call.Caller.ARN, got, want)
				}
				count[got]++
			}
		}
	}}
	if _, err := runner.Run(t.Context(), list); err != nil {
		t.Fatal(err)
	}
	t.Logf("simulated %v", count)
	for _, decision := range types.PolicyEvaluationDecisionType("").Values() {
		if count[decision] < 10 {
			t.Errorf("only %d calls were simulated as %s", count[decision], decision)
		}
	}
}

func decisionOf(d authz.Decision) types.PolicyEvaluationDecisionType {
	if d.Allowed {
		return types.PolicyEvaluationDecisionTypeAllowed
	}
	return types.PolicyEvaluationDecisionType(d.Verdict)
}

// simulated are the layers that the simulator asks.
var simulated = []authz.Layer{authz.ServiceControlPolicy, authz.ResourcePolicy, authz.IdentityPolicy, authz.PermissionsBoundary}

// simulation is a call as the simulator takes it. It knows users and roles,
// their policies and boundary, SCPs and one resource policy; not sessions that
// have policies, endpoints, RCPs, grants and the settings of buckets.
func simulation(w *world.World, call *authz.Call, d authz.Decision) (*iam.SimulatePrincipalPolicyInput, bool) {
	p := call.Policies
	switch {
	case call.Caller.Kind != authz.User && call.Caller.Kind != authz.AssumedRole, p.Session != nil, p.Endpoint != nil:
		return nil, false
	}
	for layer, verdict := range d.Verdicts {
		grants := layer == authz.S3ACL || layer == authz.KMSGrant
		if !slices.Contains(simulated, layer) && (verdict == authz.ExplicitDeny || grants && verdict == authz.Allowed) {
			return nil, false
		}
	}
	in := &iam.SimulatePrincipalPolicyInput{
		PolicySourceArn: &call.Caller.PrincipalARN, ActionNames: []string{call.Action}, ResourceArns: []string{call.Resource},
	}
	if call.S3 != nil && call.S3.ObjectOwner != "" && call.S3.ObjectOwner != call.S3.BucketOwner {
		return nil, false // nor that an object has an owner of its own
	}
	if call.AccessGrants != nil {
		return nil, false // nor that a call needs a grant besides
	}
	if call.S3 != nil && call.S3.AccessPointVPC != "" {
		return nil, false // nor that an access point admits one network only
	}
	for _, a := range p.Resource {
		if call.Caller.Kind == authz.AssumedRole && slices.ContainsFunc(a.Document.Statements, func(s authz.Statement) bool { return s.NotPrincipal != nil }) {
			return nil, false // nor the session of a role, which NotPrincipal spares by its own name
		}
	}
	if call.ResourceAccount != "" {
		in.ResourceOwner = aws.String(call.ResourceAccount)
	}
	if p.Resource != nil {
		text := resourcePolicy(w, p.Resource)
		if text == "" {
			return nil, false
		}
		in.ResourcePolicy = &text
	}
	for key, value := range call.Context {
		entry := types.ContextEntry{ContextKeyName: aws.String(key), ContextKeyType: types.ContextKeyTypeEnumString, ContextKeyValues: value.Values}
		if value.Multi {
			entry.ContextKeyType = types.ContextKeyTypeEnumStringList
		}
		in.ContextEntries = append(in.ContextEntries, entry)
	}
	return in, true
}

// resourcePolicy is the text of the one policy of a bucket, key or role.
func resourcePolicy(w *world.World, attached []authz.Attached) string {
	var all []*world.Policy
	for _, a := range w.Accounts {
		for _, b := range a.Buckets {
			all = append(all, b.Policy)
		}
		for _, k := range a.Keys {
			all = append(all, k.Policy)
		}
		for _, r := range a.Roles {
			all = append(all, r.Trust)
		}
	}
	for _, p := range all {
		if len(attached) == 1 && p != nil && p.Document == attached[0].Document && len(p.Document.Statements) > 0 {
			return string(p.JSON)
		}
	}
	return ""
}

// simulate asks a lab with the step's world and time, as the root user of the
// account; false when an SCP keeps that from simulating.
func simulate(t *testing.T, e scenarios.StepEvent, account string, in *iam.SimulatePrincipalPolicyInput) (types.PolicyEvaluationDecisionType, bool) {
	t.Helper()
	l, err := emulator.New(emulator.Options{World: e.Lab.World(), Clock: func() time.Time { return e.Scenario.Clock }, SigningClock: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	c, err := l.CredentialsAs(account + ":root")
	if err != nil {
		t.Fatal(err)
	}
	client := iam.New(iam.Options{
		Region: "us-east-1", BaseEndpoint: aws.String("http://lab.test"), Retryer: aws.NopRetryer{}, HTTPClient: &http.Client{Transport: direct{l}},
		Credentials: credentials.NewStaticCredentialsProvider(c.AccessKeyID, c.Secret, ""),
	})
	out, err := client.SimulatePrincipalPolicy(t.Context(), in)
	var api smithy.APIError
	switch {
	case errors.As(err, &api) && api.ErrorCode() == "AccessDenied" && strings.Contains(api.ErrorMessage(), "service control policy"):
		return "", false
	case err != nil:
		t.Errorf("%s: %s on %s: %v", e.Scenario.ID, in.ActionNames[0], in.ResourceArns[0], err)
		return "", false
	}
	result := out.EvaluationResults[0]
	if specific := result.ResourceSpecificResults; !strings.HasSuffix(in.ResourceArns[0], "*") && (len(specific) != 1 || specific[0].EvalResourceDecision != result.EvalDecision) {
		t.Errorf("%s: the resource has %+v, all have %s", e.Scenario.ID, specific, result.EvalDecision)
	}
	return result.EvalDecision, true
}

// direct has a lab answer without a connection.
type direct struct{ lab http.Handler }

func (d direct) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	r.RemoteAddr, r.Host = "127.0.0.1:1", r.URL.Host
	d.lab.ServeHTTP(w, r)
	return w.Result(), nil
}
