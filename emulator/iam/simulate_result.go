package iam

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/iampolicy"
	"github.com/denylab/denylab/rego/authz"
)

// results evaluates the actions of one page.
func (s *simulation) results(actions []string, marker *string, size *int32) (page[types.EvaluationResult], *awsproto.Error) {
	type numbered struct{ key, action string }
	var all []numbered
	for i, action := range actions {
		if service, name, ok := strings.Cut(action, ":"); !ok || service == "" || name == "" {
			return page[types.EvaluationResult]{}, invalidInput("Invalid action name: %s", action) // [U]
		}
		all = append(all, numbered{fmt.Sprintf("%06d", i), action})
	}
	p, err := paged(all, func(n numbered) string { return n.key }, marker, size)
	out := page[types.EvaluationResult]{items: []types.EvaluationResult{}, truncated: p.truncated, marker: p.marker}
	for _, n := range p.items {
		result, err := s.evaluate(n.action)
		if err != nil {
			return out, err
		}
		out.items = append(out.items, result)
	}
	return out, err
}

// evaluate evaluates one action on every resource: the result says what is most
// restrictive over all of them, and what each of them gets.
func (s *simulation) evaluate(action string) (types.EvaluationResult, *awsproto.Error) {
	// AWS has the pattern of the resource type's ARNs in EvalResourceName, which
	// the data here does not have.
	out := types.EvaluationResult{EvalActionName: &action, EvalResourceName: aws.String("*")}
	resources := s.resources
	if len(resources) == 0 {
		resources = []string{"*"}
	}
	var total outcome
	for _, arn := range resources {
		one, err := s.ask(action, arn)
		if err != nil {
			return out, err
		}
		total = total.with(one)
		if len(s.resources) > 0 {
			out.ResourceSpecificResults = append(out.ResourceSpecificResults, types.ResourceSpecificResult{
				EvalResourceName: aws.String(arn), EvalResourceDecision: one.decision, EvalDecisionDetails: one.details,
				MatchedStatements: one.matched, MissingContextValues: one.missing, PermissionsBoundaryDecisionDetail: one.boundary(),
			})
		}
	}
	out.EvalDecision, out.EvalDecisionDetails = total.decision, total.details
	out.MatchedStatements, out.MissingContextValues = total.matched, total.missing
	out.PermissionsBoundaryDecisionDetail = total.boundary()
	if total.organized {
		out.OrganizationsDecisionDetail = &types.OrganizationsDecisionDetail{AllowedByOrganizations: total.byOrganizations}
	}
	return out, nil
}

// An outcome is what a simulation found on one resource, or on several.
type outcome struct {
	decision types.PolicyEvaluationDecisionType
	// details are by type of policy, across accounts only.
	details map[string]types.PolicyEvaluationDecisionType
	matched []types.Statement
	missing []string
	// organized and bounded say that there are SCPs and a boundary; byOrganizations
	// and byBoundary that these allow.
	organized, byOrganizations bool
	bounded, byBoundary        bool
}

func (o outcome) boundary() *types.PermissionsBoundaryDecisionDetail {
	if !o.bounded {
		return nil
	}
	return &types.PermissionsBoundaryDecisionDetail{AllowedByPermissionsBoundary: o.byBoundary}
}

// restriction orders decisions: the later is the more restrictive.
var restriction = []types.PolicyEvaluationDecisionType{
	"", types.PolicyEvaluationDecisionTypeAllowed, types.PolicyEvaluationDecisionTypeImplicitDeny, types.PolicyEvaluationDecisionTypeExplicitDeny,
}

func stricter(a, b types.PolicyEvaluationDecisionType) types.PolicyEvaluationDecisionType {
	if slices.Index(restriction, a) >= slices.Index(restriction, b) {
		return a
	}
	return b
}

// with is the outcome on one more resource. Only statements that speak for the
// decision count.
func (o outcome) with(next outcome) outcome {
	if o.decision == "" {
		return next
	}
	all := o
	all.decision = stricter(o.decision, next.decision)
	all.matched = nil
	for _, part := range []outcome{o, next} {
		if part.decision == all.decision {
			all.matched = append(all.matched, part.matched...)
		}
	}
	all.missing = slices.Compact(slices.Sorted(slices.Values(append(slices.Clone(o.missing), next.missing...))))
	all.byOrganizations = o.byOrganizations && next.byOrganizations
	all.byBoundary = o.byBoundary && next.byBoundary
	all.details = maps.Clone(o.details)
	for layer, decision := range next.details {
		if all.details == nil {
			all.details = map[string]types.PolicyEvaluationDecisionType{}
		}
		all.details[layer] = stricter(all.details[layer], decision)
	}
	return all
}

// ask has the rules explain one call.
func (s *simulation) ask(action, arn string) (outcome, *awsproto.Error) {
	call := s.call(action, arn)
	report, err := s.h.rules.Report(s.ctx, call)
	if err != nil {
		return outcome{}, internal()
	}
	d := report.Decision
	o := outcome{decision: types.PolicyEvaluationDecisionType(d.Verdict), missing: s.missing(report.MissingContext)}
	if d.Allowed {
		o.decision = types.PolicyEvaluationDecisionTypeAllowed
	}
	o.organized = s.caller.Organization != ""
	o.byOrganizations = permits(d.Verdicts[authz.ServiceControlPolicy])
	o.bounded = s.policies.Boundary != nil
	o.byBoundary = permits(d.Verdicts[authz.PermissionsBoundary])
	o.matched = s.matched(report)
	if arn != "*" {
		o.details = s.details(call, d)
	}
	return o, nil
}

func permits(v authz.Verdict) bool { return v == authz.Allowed || v == authz.NotApplicable }

// details are the decisions of each type of policy. AWS sends them for calls
// across accounts; for others on named resources it sends an empty map.
func (s *simulation) details(call *authz.Call, d authz.Decision) map[string]types.PolicyEvaluationDecisionType {
	out := map[string]types.PolicyEvaluationDecisionType{}
	if call.ResourceAccount == "" || call.ResourceAccount == s.caller.Account {
		return out
	}
	for layer, name := range map[authz.Layer]string{ // [U]
		authz.IdentityPolicy: "IAM Policy", authz.ResourcePolicy: "Resource Policy", authz.PermissionsBoundary: "Permissions Boundary Policy",
	} {
		if v := d.Verdicts[layer]; v != "" && v != authz.NotApplicable {
			out[name] = types.PolicyEvaluationDecisionType(v)
		}
	}
	return out
}

// call is the question about an action on a resource.
func (s *simulation) call(action, arn string) *authz.Call {
	call := &authz.Call{Action: action, Resource: arn, WildcardOnly: arn == "*" || iampolicy.WildcardOnly(action), Caller: s.caller, Policies: s.policies}
	if call.WildcardOnly {
		call.Resource = "*"
	} else {
		call.ResourceAccount = accountIn(arn)
		if call.ResourceAccount == "" {
			call.ResourceAccount = s.owner
		}
		call.ResourceOrganization, _, _ = s.x.World.OrganizationOf(call.ResourceAccount)
	}
	call.Context = s.x.World.ResourceContext(call.ResourceAccount)
	call.Context["aws:CurrentTime"] = authz.One(s.x.Now.UTC().Format(time.RFC3339))
	call.Context["aws:EpochTime"] = authz.One(strconv.FormatInt(s.x.Now.Unix(), 10))
	for key, value := range s.context {
		for known := range call.Context {
			if strings.EqualFold(known, key) {
				delete(call.Context, known)
			}
		}
		call.Context[key] = value
	}
	switch service, _, _ := strings.Cut(strings.ToLower(action), ":"); {
	case call.WildcardOnly:
	case service == "s3":
		call.S3 = &authz.S3{BucketOwner: call.ResourceAccount, Ownership: "BucketOwnerEnforced", Payer: "BucketOwner"}
	case service == "kms":
		call.KMS = &authz.KMS{}
	}
	return call
}

// matched are the statements of identity and resource policies that made the
// decision: those that deny, or those that allow; none for an implicit deny.
func (s *simulation) matched(report authz.Report) []types.Statement {
	all := []types.Statement{}
	for _, f := range report.Findings {
		if !s.counts(f) || f.Verdict != report.Decision.Verdict {
			continue
		}
		from := s.sources[cmp.Or(f.PolicyARN, f.Policy)]
		start, end := positions(from.text, f.Index)
		all = append(all, types.Statement{SourcePolicyId: aws.String(from.id), SourcePolicyType: from.kind, StartPosition: start, EndPosition: end})
	}
	return all
}

// counts: AWS lists no statements of SCPs and boundaries.
func (s *simulation) counts(f authz.Finding) bool {
	_, known := s.sources[cmp.Or(f.PolicyARN, f.Policy)]
	return known && f.Index >= 0 && (f.Layer == authz.IdentityPolicy || f.Layer == authz.ResourcePolicy)
}

// missing leaves out the condition keys that only SCPs read.
func (s *simulation) missing(keys []string) []string {
	read := contextKeys(s.documentsOf(s.policies.Identity, s.policies.Boundary, s.policies.Resource))
	out := []string{}
	for _, key := range keys {
		if slices.ContainsFunc(read, func(k string) bool { return strings.EqualFold(k, key) }) {
			out = append(out, key)
		}
	}
	return out
}

func (s *simulation) documentsOf(lists ...[]authz.Attached) []*authz.Document {
	var all []*authz.Document
	for _, list := range lists {
		for _, a := range list {
			all = append(all, a.Document)
		}
	}
	return all
}
