package organizations

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// A target is what an operation acts on, as policies name it
// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html#awsorganizations-resources-for-iam-policies).
type target struct {
	// arn is "*" for an action without resource types.
	arn string
	// keys are the resource's condition keys.
	keys authz.Context
	// invitation: accounts that are outside may act on it.
	invitation bool
}

// everything is the target of an action without resource types.
var everything = target{arn: "*"}

func arn(o *world.Organization, kind, id string) string {
	return "arn:aws:organizations::" + o.Management + ":" + kind + "/" + o.ID + "/" + id
}

func organizationARN(o *world.Organization) string {
	return "arn:aws:organizations::" + o.Management + ":organization/" + o.ID
}

// on is the root, unit, account or policy with an id. What does not exist has
// an ARN, too, so that nobody learns of it who may not: its kind is in the id.
// A caller without an organization acts on nothing.
func (r *request) on(id string) target {
	o := r.organization()
	if o == nil {
		return everything
	}
	if p, ok := find(o, id); ok {
		return target{arn: arn(o, p.kind, id), keys: resourceTags(*p.tags())}
	}
	if p, ok := findPolicy(o, id); ok {
		return target{arn: p.arn(o), keys: p.keys()}
	}
	if rp := o.ResourcePolicy; rp != nil && rp.ID == id {
		return target{arn: arn(o, resourcePolicyKind, id), keys: resourceTags(rp.Tags)}
	}
	kind, id := kindOf(id)
	return target{arn: arn(o, kind, id)}
}

// kindOf is the kind of thing that has an id, and what follows it in an ARN. A
// policy whose type nobody knows counts as an SCP.
func kindOf(id string) (kind, path string) {
	switch prefix, _, _ := strings.Cut(id, "-"); prefix {
	case "r":
		return rootKind, id
	case "ou":
		return unitKind, id
	case "rp":
		return resourcePolicyKind, id
	case "p":
		return "policy", policyTypes[scp].path + "/" + id
	}
	return accountKind, id
}

// madePolicy is a policy of a type that is being made.
func (r *request) madePolicy(of types.PolicyType) target {
	return r.made("policy", policyTypes[of].path)
}

// made is something of a kind, and of a type among its likes, that is being made and has no id yet.
func (r *request) made(kind string, path ...string) target {
	o := r.organization()
	if o == nil {
		return everything
	}
	return target{arn: arn(o, kind, strings.Join(append(path, "*"), "/"))}
}

// resourceTags are the condition keys of a resource's tags.
func resourceTags(tags map[string]string) authz.Context {
	c := authz.Context{}
	for key, value := range tags {
		c["aws:ResourceTag/"+key] = authz.One(value)
	}
	return c
}
