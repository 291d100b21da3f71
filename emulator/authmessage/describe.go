package authmessage

import (
	"maps"
	"slices"
	"strings"

	"github.com/denylab/denylab/rego/authz"
)

// A list is how the message writes one: {"items": […]}.
type list[T any] struct {
	Items []T `json:"items"`
}

func listOf[T any](items []T) list[T] { return list[T]{append([]T{}, items...)} }

type value struct {
	Value string `json:"value"`
}

func valuesOf(texts []string) list[value] {
	var all []value
	for _, text := range texts {
		all = append(all, value{text})
	}
	return listOf(all)
}

// A message is the JSON of a decoded authorization message.
type message struct {
	Allowed           bool            `json:"allowed"`
	ExplicitDeny      bool            `json:"explicitDeny"`
	MatchedStatements list[statement] `json:"matchedStatements"`
	// Failures are policies that could not be read, of which there are none.
	Failures list[struct{}] `json:"failures"`
	Context  request        `json:"context"`
}

type request struct {
	Principal  principal       `json:"principal"`
	Action     string          `json:"action"`
	Resource   string          `json:"resource"`
	Conditions list[condition] `json:"conditions"`
}

type principal struct {
	ID   string `json:"id"`
	Name string `json:"name,omitempty"`
	ARN  string `json:"arn"`
}

type condition struct {
	Key    string      `json:"key"`
	Values list[value] `json:"values"`
}

type statement struct {
	ID              string          `json:"statementId"`
	Effect          string          `json:"effect"`
	Principals      list[value]     `json:"principals"`
	PrincipalGroups list[struct{}]  `json:"principalGroups"`
	Actions         list[value]     `json:"actions"`
	Resources       list[value]     `json:"resources"`
	Conditions      list[condition] `json:"conditions"`
}

func describe(call *authz.Call, d authz.Decision) message {
	m := message{
		Allowed: d.Allowed, ExplicitDeny: d.Verdict == authz.ExplicitDeny,
		MatchedStatements: listOf[statement](nil), Failures: listOf[struct{}](nil),
		Context: request{
			Principal: principal{only(call.Context, "aws:userid"), only(call.Context, "aws:username"), call.Caller.ARN},
			Action:    call.Action, Resource: call.Resource, Conditions: listOf(conditions(call.Context)),
		},
	}
	if s := matched(call, d.Finding); s != nil {
		m.MatchedStatements = listOf([]statement{described(call, s)})
	}
	return m
}

func only(c authz.Context, key string) string {
	if v := c[key]; len(v.Values) == 1 {
		return v.Values[0]
	}
	return ""
}

func conditions(c authz.Context) []condition {
	var all []condition
	for _, key := range slices.Sorted(maps.Keys(c)) {
		all = append(all, condition{key, valuesOf(c[key].Values)})
	}
	return all
}

// matched is the statement that a finding is about; nil when it is none.
func matched(call *authz.Call, f *authz.Finding) *authz.Statement {
	if f == nil || f.Index < 0 {
		return nil
	}
	for _, a := range attached(&call.Policies, f.Layer) {
		if a.Document != nil && a.Name == f.Policy && a.ARN == f.PolicyARN && a.Level == f.Level && f.Index < len(a.Document.Statements) {
			if s := &a.Document.Statements[f.Index]; s.Sid == f.Sid {
				return s
			}
		}
	}
	return nil
}

func attached(p *authz.Policies, layer authz.Layer) []authz.Attached {
	switch layer {
	case authz.ServiceControlPolicy:
		return slices.Concat(p.SCP...)
	case authz.ResourceControlPolicy:
		return slices.Concat(p.RCP...)
	case authz.IdentityPolicy:
		return p.Identity
	case authz.PermissionsBoundary:
		return p.Boundary
	case authz.SessionPolicy:
		return p.Session
	case authz.VPCEndpointPolicy:
		return p.Endpoint
	case authz.ResourcePolicy:
		return p.Resource
	}
	return nil
}

// described is a statement in the message's form, whose principals are those
// it was evaluated for.
func described(call *authz.Call, s *authz.Statement) statement {
	var keys []condition
	for _, c := range s.Condition {
		keys = append(keys, condition{c.Key, valuesOf(c.Values)})
	}
	return statement{
		ID: s.Sid, Effect: strings.ToUpper(s.Effect), Principals: valuesOf([]string{call.Caller.UniqueID}),
		PrincipalGroups: listOf[struct{}](nil), Actions: valuesOf(slices.Concat(s.Action, s.NotAction)),
		Resources: valuesOf(slices.Concat(s.Resource, s.NotResource)), Conditions: listOf(keys),
	}
}
