package iam

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/iampolicy"
	"github.com/denylab/denylab/rego/authz"
)

// A simulation asks the rules about calls that nobody makes
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_testing-policies.html).
type simulation struct {
	*request
	caller   authz.Caller
	policies authz.Policies
	sources  map[string]source // by ARN, else by id
	context  authz.Context
	// owner is the account of resources whose ARN names none.
	owner     string
	resources []string // empty for all
}

// A source is a policy of a simulation as answers name it.
type source struct {
	id   string
	kind types.PolicySourceType
	text []byte
}

// simulatePrincipalPolicy is
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html.
func (r *request) simulatePrincipalPolicy(in *sdk.SimulatePrincipalPolicyInput) (*sdk.SimulatePrincipalPolicyOutput, *awsproto.Error) {
	if err := r.allowed(r.entityTarget(*in.PolicySourceArn), nil); err != nil {
		return nil, err
	}
	if len(in.PolicyExclusionList) > 0 {
		return nil, exclusions()
	}
	s := r.simulation()
	if err := s.principal(*in.PolicySourceArn); err != nil {
		return nil, err
	}
	err := s.inputs(simulated{
		policies: in.PolicyInputList, boundary: in.PermissionsBoundaryPolicyInputList, resourcePolicy: in.ResourcePolicy,
		owner: in.ResourceOwner, caller: in.CallerArn, entries: in.ContextEntries, resources: in.ResourceArns,
	})
	if err != nil {
		return nil, err
	}
	p, err := s.results(in.ActionNames, in.Marker, in.MaxItems)
	return &sdk.SimulatePrincipalPolicyOutput{EvaluationResults: p.items, IsTruncated: p.truncated, Marker: p.marker}, err
}

// simulateCustomPolicy is
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html.
func (r *request) simulateCustomPolicy(in *sdk.SimulateCustomPolicyInput) (*sdk.SimulateCustomPolicyOutput, *awsproto.Error) {
	if err := r.allowed(everything("*"), nil); err != nil {
		return nil, err
	}
	s := r.simulation()
	// Whoever it is that has these policies: a user of the account, unless the
	// request says who.
	s.caller = authz.Caller{Kind: authz.User, Account: r.accountID(), ARN: r.arn(user, "/", "simulated"), PrincipalARN: r.arn(user, "/", "simulated")}
	s.policies.Identity = []authz.Attached{}
	err := s.inputs(simulated{
		policies: in.PolicyInputList, boundary: in.PermissionsBoundaryPolicyInputList, resourcePolicy: in.ResourcePolicy,
		owner: in.ResourceOwner, caller: in.CallerArn, entries: in.ContextEntries, resources: in.ResourceArns,
	})
	if err != nil {
		return nil, err
	}
	p, err := s.results(in.ActionNames, in.Marker, in.MaxItems)
	return &sdk.SimulateCustomPolicyOutput{EvaluationResults: p.items, IsTruncated: p.truncated, Marker: p.marker}, err
}

func exclusions() *awsproto.Error {
	return invalidInput("denylab does not emulate PolicyExclusionList; simulate custom policies instead.")
}

func (r *request) simulation() *simulation {
	return &simulation{request: r, sources: map[string]source{}, context: authz.Context{}, owner: r.accountID()}
}

// simulated are the parameters that both operations have.
type simulated struct {
	policies, boundary            []string
	resourcePolicy, owner, caller *string
	entries                       []types.ContextEntry
	resources                     []string
}

func (s *simulation) inputs(in simulated) *awsproto.Error {
	if err := s.documents(in); err != nil {
		return err
	}
	if in.caller != nil {
		if err := s.callAs(*in.caller); err != nil {
			return err
		}
	}
	if in.owner != nil {
		s.owner = accountIn(*in.owner)
	}
	for _, e := range in.entries {
		name, value := aws.ToString(e.ContextKeyName), authz.Value{Values: e.ContextKeyValues}
		value.Multi = strings.HasSuffix(string(e.ContextKeyType), "List")
		s.set(name, value)
	}
	for _, arn := range in.resources {
		if arn != "*" && !strings.HasPrefix(arn, "arn:") {
			return invalidInput("Invalid Entity Arn: %s", arn) // [U]
		}
	}
	if !slices.Contains(in.resources, "*") {
		s.resources = in.resources
	}
	return nil
}

// set sets a condition key, whose name compares without case.
func (s *simulation) set(name string, value authz.Value) {
	for known := range s.context {
		if strings.EqualFold(known, name) {
			delete(s.context, known)
		}
	}
	s.context[name] = value
}

// documents adds the policies that the request carries itself.
func (s *simulation) documents(in simulated) *awsproto.Error {
	for i, text := range in.policies {
		a, err := s.document(fmt.Sprintf("PolicyInputList.%d", i+1), types.PolicySourceTypeNone, text, iampolicy.Inline)
		if err != nil {
			return err
		}
		s.policies.Identity = append(s.policies.Identity, a)
	}
	switch len(in.boundary) {
	case 0:
	case 1:
		a, err := s.document("PermissionsBoundaryPolicyInputList.1", types.PolicySourceTypeNone, in.boundary[0], iampolicy.Inline)
		if err != nil {
			return err
		}
		s.policies.Boundary = []authz.Attached{a}
	default:
		return invalidInput("PermissionsBoundaryPolicyInputList can contain only one policy") // [U]
	}
	if in.resourcePolicy != nil {
		a, err := s.document("ResourcePolicy", types.PolicySourceTypeResource, *in.resourcePolicy, iampolicy.Bucket(""))
		if err != nil {
			return err
		}
		s.policies.Resource = []authz.Attached{a}
	}
	return nil
}

// document reads a policy of the request. AWS looks at its form only.
func (s *simulation) document(id string, kind types.PolicySourceType, text string, k iampolicy.Kind) (authz.Attached, *awsproto.Error) {
	doc, err := iampolicy.Parse([]byte(text), "")
	if err != nil {
		return authz.Attached{}, invalidInput("The policy %s is malformed: %v", id, err) // [U]
	}
	if problems := iampolicy.Validate(doc, k); len(problems) > 0 && kind != types.PolicySourceTypeResource {
		return authz.Attached{}, invalidInput("The policy %s is malformed: %s", id, problems[0].Message) // [U]
	}
	return s.attach(source{id: id, kind: kind, text: []byte(text)}, "", doc), nil
}

// attach is a policy as a call has it, known by its ARN, else by its id.
func (s *simulation) attach(from source, arn string, doc *authz.Document) authz.Attached {
	s.sources[cmp.Or(arn, from.id)] = from
	return authz.Attached{Name: from.id, ARN: arn, Document: doc}
}
