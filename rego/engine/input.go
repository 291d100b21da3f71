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
	v, err := ast.JSON(inputValue(call, policiesTerm(&call.Policies, NormalisePolicy)))
	if err != nil {
		// The value is made of strings, numbers and booleans only.
		panic(fmt.Sprintf("engine: the input of a call has no JSON form: %v", err))
	}
	return v
}

func inputValue(call *authz.Call, policies *ast.Term) ast.Value {
	var o object
	o.term("call", callTerm(call))
	o.term("caller", callerTerm(&call.Caller))
	o.term("context", contextTerm(call.Context))
	o.term("policies", policies)
	if call.S3 != nil {
		o.term("s3", s3Term(call.S3))
	}
	if call.KMS != nil {
		o.term("kms", kmsTerm(call.KMS))
	}
	if call.AccessGrants != nil {
		o.term("access_grants", accessGrantsTerm(call.AccessGrants))
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

// A normaliser makes the normal form of an attached policy.
type normaliser func(authz.Attached) ast.Value

// policiesTerm asks normal in the order of eachAttached.
func policiesTerm(p *authz.Policies, normal normaliser) *ast.Term {
	var o object
	o.term("identity", attachedTerm(p.Identity, normal))
	o.term("boundary", attachedTerm(p.Boundary, normal))
	o.term("session", attachedTerm(p.Session, normal))
	o.term("scp", levelsTerm(p.SCP, normal))
	o.term("rcp", levelsTerm(p.RCP, normal))
	o.term("endpoint", attachedTerm(p.Endpoint, normal))
	o.term("resource", attachedTerm(p.Resource, normal))
	return ast.NewTerm(o.value())
}

// eachAttached visits every policy; those of the resource are the last.
func eachAttached(p *authz.Policies, visit func(authz.Attached)) {
	all := func(list []authz.Attached) {
		for _, a := range list {
			visit(a)
		}
	}
	all(p.Identity)
	all(p.Boundary)
	all(p.Session)
	for _, level := range p.SCP {
		all(level)
	}
	for _, level := range p.RCP {
		all(level)
	}
	all(p.Endpoint)
	all(p.Resource)
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
