// Package simulate answers authorization questions that carry every policy
// themselves: one JSON object a line, no world and no server.
package simulate

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/denylab/denylab/emulator/iampolicy"
	"github.com/denylab/denylab/rego/authz"
)

// A Case is one question. Fields that are not here are ignored.
type Case struct {
	ID                 string                     `json:"id"`
	Kind               string                     `json:"kind"`
	Principal          string                     `json:"principal"`
	Action             string                     `json:"action"`
	Resource           string                     `json:"resource"`
	WildcardOnlyAction bool                       `json:"wildcardOnlyAction"`
	ResourceAccount    string                     `json:"resourceAccount"`
	Context            map[string]json.RawMessage `json:"context"`

	IdentityPolicies    []Policy   `json:"identityPolicies"`
	ResourcePolicy      *Policy    `json:"resourcePolicy"`
	Boundary            []Policy   `json:"boundary"`
	SCPs                [][]Policy `json:"scps"`
	RCPs                [][]Policy `json:"rcps"`
	SessionPolicy       *Policy    `json:"sessionPolicy"`
	VPCEndpointPolicies []Policy   `json:"vpcEndpointPolicies"`
	Settings            struct {
		S3 struct {
			// BlockPublicAccess is the effective RestrictPublicBuckets.
			BlockPublicAccess bool `json:"blockPublicAccess"`
		} `json:"s3"`
	} `json:"settings"`
}

// A Policy is a policy document, or one with a name.
type Policy struct {
	Name     string
	Document *authz.Document
}

// UnmarshalJSON reads a document, or {"name": …, "policy": {…}}. The error is
// in AWS's words, with the line and column in the document.
func (p *Policy) UnmarshalJSON(text []byte) error {
	var named struct {
		Name   string          `json:"name"`
		Policy json.RawMessage `json:"policy"`
	}
	if err := json.Unmarshal(text, &named); err != nil {
		return errors.New("a policy is an object: a document, or one with name and policy")
	}
	if named.Policy != nil {
		text = named.Policy
	}
	document, err := iampolicy.Parse(text, "")
	if err != nil {
		return fmt.Errorf("policy %q: %w", named.Name, err)
	}
	p.Name, p.Document = named.Name, document
	return nil
}

// Call is the question as the rules take it.
func (c *Case) Call() (*authz.Call, error) {
	if service, name, ok := strings.Cut(c.Action, ":"); !ok || service == "" || name == "" {
		return nil, fmt.Errorf("action %q: want service:Action", c.Action)
	}
	context, err := c.context()
	if err != nil {
		return nil, err
	}
	caller, err := callerOf(c.Principal, context)
	if err != nil {
		return nil, err
	}
	call := &authz.Call{
		Action: c.Action, Resource: c.Resource, WildcardOnly: c.WildcardOnlyAction,
		ResourceAccount: c.ResourceAccount, ResourceOrganization: single(context, "aws:ResourceOrgID"),
		Caller: caller, Context: context, Policies: c.policies(caller),
	}
	switch c.Kind {
	case "s3":
		call.S3 = &authz.S3{
			BucketOwner: c.ResourceAccount, Ownership: "BucketOwnerEnforced", Payer: "BucketOwner",
			PublicAccess: authz.PublicAccessBlock{RestrictPublicBuckets: c.Settings.S3.BlockPublicAccess},
		}
	case "kms":
		call.KMS = &authz.KMS{}
	case "sts", "iam", "sagemaker", "other", "":
	default:
		return nil, fmt.Errorf("kind %q: want s3, kms, sts, iam, sagemaker or other", c.Kind)
	}
	return call, nil
}

func (c *Case) context() (authz.Context, error) {
	context := authz.Context{}
	for key, raw := range c.Context {
		var one string
		var many []string
		switch {
		case json.Unmarshal(raw, &one) == nil:
			context[key] = authz.One(one)
		case json.Unmarshal(raw, &many) == nil && many != nil:
			context[key] = authz.Many(many...)
		default:
			return nil, fmt.Errorf("context %q: %s is neither a string nor an array of strings", key, raw)
		}
	}
	return context, nil
}

func (c *Case) policies(caller authz.Caller) authz.Policies {
	p := authz.Policies{
		Identity: attach("identityPolicies", c.IdentityPolicies),
		SCP:      levels("scps", c.SCPs),
		RCP:      levels("rcps", c.RCPs),
	}
	if len(c.Boundary) > 0 {
		p.Boundary = attach("boundary", c.Boundary)
	}
	if len(c.VPCEndpointPolicies) > 0 {
		p.Endpoint = attach("vpcEndpointPolicies", c.VPCEndpointPolicies)
	}
	switch {
	case c.SessionPolicy != nil:
		p.Session = attach("sessionPolicy", []Policy{*c.SessionPolicy})
	case caller.Kind == authz.FederatedUser:
		p.Session = []authz.Attached{} // without one, it may do nothing by its user's policies
	}
	switch {
	case c.ResourcePolicy != nil:
		p.Resource = attach("resourcePolicy", []Policy{*c.ResourcePolicy})
	case c.needsResourcePolicy():
		p.Resource = []authz.Attached{}
	}
	return p
}

// needsResourcePolicy: a key or a role without a policy of its own allows
// nobody.
func (c *Case) needsResourcePolicy() bool {
	return c.Kind == "kms" && strings.Contains(c.Resource, ":key/") ||
		c.Kind == "sts" && strings.HasPrefix(strings.ToLower(c.Action), "sts:assumerole")
}

// attach is never nil. A policy without a name is called by its place.
func attach(place string, policies []Policy) []authz.Attached {
	all := make([]authz.Attached, 0, len(policies))
	for i, p := range policies {
		name := p.Name
		if name == "" {
			name = fmt.Sprintf("%s[%d]", place, i)
		}
		all = append(all, authz.Attached{Name: name, Document: p.Document})
	}
	return all
}

func levels(place string, all [][]Policy) [][]authz.Attached {
	var out [][]authz.Attached
	for i, level := range all {
		out = append(out, attach(fmt.Sprintf("%s[%d]", place, i), level))
	}
	return out
}

func single(c authz.Context, key string) string {
	for k, v := range c {
		if strings.EqualFold(k, key) && !v.Multi && len(v.Values) == 1 {
			return v.Values[0]
		}
	}
	return ""
}
