package engine

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/denylab/denylab/rego/authz"
)

// Input is the rules' input for a call as plain maps, slices, strings, numbers
// and booleans: what json.Marshal turns into the input document for any OPA.
func Input(call *authz.Call) any {
	v, err := ast.JSON(inputValue(call, NormalisePolicy))
	if err != nil {
		// The value is made of strings, numbers and booleans only.
		panic(fmt.Sprintf("engine: the input of a call has no JSON form: %v", err))
	}
	return v
}

// A normaliser makes the normal form of an attached policy.
type normaliser func(authz.Attached) ast.Value

// inputValue is the input document; side makes the policies that are not the
// resource's.
func inputValue(call *authz.Call, side normaliser) ast.Value {
	var o object
	o.term("call", callTerm(call))
	o.term("caller", callerTerm(&call.Caller))
	o.term("context", contextTerm(call.Context))
	o.term("policies", policiesTerm(&call.Policies, side))
	if call.S3 != nil {
		o.term("s3", s3Term(call.S3))
	}
	if call.KMS != nil {
		o.term("kms", kmsTerm(call.KMS))
	}
	return o.value()
}

func callTerm(call *authz.Call) *ast.Term {
	lower := strings.ToLower(call.Action)
	service, _, _ := strings.Cut(lower, ":")
	var o object
	o.text("action", call.Action)
	o.text("action_lower", lower)
	o.text("service", service)
	o.text("resource", call.Resource)
	o.text("resource_account", call.ResourceAccount)
	o.text("resource_organization", call.ResourceOrganization)
	o.flag("wildcard_only", call.WildcardOnly)
	return ast.NewTerm(o.value())
}

func callerTerm(c *authz.Caller) *ast.Term {
	var o object
	o.text("kind", string(c.Kind))
	o.text("arn", c.ARN)
	o.text("principal_arn", c.PrincipalARN)
	o.text("account", c.Account)
	o.text("organization", c.Organization)
	o.text("unique_id", c.UniqueID)
	o.text("canonical_id", c.CanonicalID)
	o.text("service", c.Service)
	o.text("provider", c.Provider)
	o.flag("service_linked", c.ServiceLinked)
	o.flag("management_account", c.ManagementAccount)
	return ast.NewTerm(o.value())
}

// contextTerm has keys in lower case; a single value is a string, a
// multivalued key's are an array. A single-valued key without a value is
// absent.
func contextTerm(c authz.Context) *ast.Term {
	o := ast.NewObject()
	for _, key := range slices.Sorted(maps.Keys(c)) {
		switch v := c[key]; {
		case v.Multi:
			o.Insert(ast.StringTerm(strings.ToLower(key)), ast.ArrayTerm(stringTerms(v.Values)...))
		case len(v.Values) > 0:
			o.Insert(ast.StringTerm(strings.ToLower(key)), ast.StringTerm(v.Values[0]))
		}
	}
	return ast.NewTerm(o)
}

func policiesTerm(p *authz.Policies, side normaliser) *ast.Term {
	var o object
	o.term("identity", attachedTerm(p.Identity, side))
	o.term("boundary", attachedTerm(p.Boundary, side))
	o.term("session", attachedTerm(p.Session, side))
	o.term("scp", levelsTerm(p.SCP, side))
	o.term("rcp", levelsTerm(p.RCP, side))
	o.term("endpoint", attachedTerm(p.Endpoint, side))
	o.term("resource", attachedTerm(p.Resource, NormalisePolicy))
	return ast.NewTerm(o.value())
}

// attachedTerm is null when nothing is attached, so that the rules can tell it
// from a list that is empty.
func attachedTerm(policies []authz.Attached, normal normaliser) *ast.Term {
	if policies == nil {
		return ast.NullTerm()
	}
	terms := make([]*ast.Term, len(policies))
	for i, p := range policies {
		terms[i] = ast.NewTerm(normal(p))
	}
	return ast.ArrayTerm(terms...)
}

func levelsTerm(levels [][]authz.Attached, normal normaliser) *ast.Term {
	if levels == nil {
		return ast.NullTerm()
	}
	terms := make([]*ast.Term, len(levels))
	for i, policies := range levels {
		// A level without policies is a level all the same.
		terms[i] = attachedTerm(append([]authz.Attached{}, policies...), normal)
	}
	return ast.ArrayTerm(terms...)
}
