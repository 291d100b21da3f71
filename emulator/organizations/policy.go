package organizations

import (
	"maps"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/denylab/denylab/emulator/iampolicy"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

const (
	scp = types.PolicyTypeServiceControlPolicy
	rcp = types.PolicyTypeResourceControlPolicy
)

// A policyType is a type of policy that binds calls; AWS's others, which
// manage resources, the lab has not.
type policyType struct {
	// path is the type as ARNs spell it.
	path string
	kind iampolicy.Kind
	// most is how many of them can be attached to one place
	// (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html;
	// SCPs as doubled in May 2026).
	most int
	// full is AWS's own policy of the type.
	full, describes string
}

var policyTypes = map[types.PolicyType]policyType{
	scp: {"service_control_policy", iampolicy.SCP, 10, world.FullAWSAccess, "Allows access to every operation"},
	rcp: {"resource_control_policy", iampolicy.RCP, 5, world.RCPFullAWSAccess, "Allows access to every resource"}, // [U] text
}

// A policy is an SCP or an RCP of an organization.
type policy struct {
	name string
	of   types.PolicyType
	*world.ControlPolicy
}

// rcpFullAccess is AWS's own RCP, which is attached everywhere and cannot be
// detached: worlds leave it out.
var rcpFullAccess = policy{world.RCPFullAWSAccess, rcp, &world.ControlPolicy{
	ID:     "p-" + world.RCPFullAWSAccess,
	Policy: world.MustPolicy(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}`),
}}

// documents are an organization's policies of a type, by name.
func documents(o *world.Organization, of types.PolicyType) *map[string]*world.ControlPolicy {
	if of == rcp {
		return &o.RCPs
	}
	return &o.SCPs
}

// policies are all of an organization, of one type, AWS's own included.
func policies(o *world.Organization, of types.PolicyType) []policy {
	var all []policy
	known := *documents(o, of)
	for _, name := range slices.Sorted(maps.Keys(known)) {
		all = append(all, policy{name, of, known[name]})
	}
	if of == rcp && known[world.RCPFullAWSAccess] == nil {
		all = append(all, rcpFullAccess)
	}
	return all
}

// findPolicy is the policy with an id.
func findPolicy(o *world.Organization, id string) (policy, bool) {
	for _, p := range slices.Concat(policies(o, scp), policies(o, rcp)) {
		if p.ID == id {
			return p, true
		}
	}
	return policy{}, false
}

func (p policy) awsManaged() bool { return p.name == policyTypes[p.of].full }

func (p policy) arn(o *world.Organization) string {
	path := policyTypes[p.of].path
	if p.awsManaged() {
		return "arn:aws:organizations::aws:policy/" + path + "/" + p.ID
	}
	return "arn:aws:organizations::" + o.Management + ":policy/" + o.ID + "/" + path + "/" + p.ID
}

// keys are the condition keys of the policy.
func (p policy) keys() authz.Context {
	return joined(resourceTags(p.Tags), typeKey(p.of))
}

// typeKey is the condition key of requests about a type of policy.
func typeKey(of types.PolicyType) authz.Context {
	return authz.Context{"organizations:PolicyType": authz.One(string(of))}
}

// attached are the names of the policies of a type that are attached to a
// place, without RCPFullAWSAccess, which always is.
func attached(p place, of types.PolicyType) *[]string {
	switch {
	case p.unit != nil && of == rcp:
		return &p.unit.RCPs
	case p.unit != nil:
		return &p.unit.SCPs
	case of == rcp:
		return &p.member.RCPs
	}
	return &p.member.SCPs
}

// attachedTo says whether the policy is attached to a place.
func (p policy) attachedTo(at place) bool {
	return p.name == world.RCPFullAWSAccess && p.of == rcp || slices.Contains(*attached(at, p.of), p.name)
}

// enabled: the organization's root has policies of a type enabled.
func enabled(o *world.Organization, of types.PolicyType) bool {
	return o.FeatureSet == world.AllFeatures && !slices.Contains(o.DisabledPolicyTypes, string(of))
}
