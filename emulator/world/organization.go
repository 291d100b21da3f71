package world

import (
	"slices"

	"github.com/denylab/denylab/rego/authz"
)

// A membership is an account's place in the organization and what follows.
type membership struct {
	organization string
	management   bool
	path         string
	scps, rcps   [][]authz.Attached
}

// OrganizationOf says which organization an account is in ("" for none),
// whether it is its management account, and its path as aws:PrincipalOrgPaths
// has it: "o-x/r-y/ou-z/"
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed-view-data-orgs.html).
func (w *World) OrganizationOf(account string) (id string, management bool, path string) {
	m := w.find().memberships[account]
	return m.organization, m.management, m.path
}

// A walk goes down the tree of units and carries what every account below
// inherits.
type walk struct {
	x          *index
	o          *Organization
	path       string
	scps, rcps [][]authz.Attached
}

func (x *index) addOrganization(o *Organization) {
	if o == nil || o.Root == nil {
		return
	}
	walk{x: x, o: o, path: o.ID + "/"}.unit(o.Root)
}

func (k walk) unit(u *Unit) {
	k.path += u.ID + "/"
	k.scps, k.rcps = k.level(u.ID, u.SCPs, u.RCPs)
	for id, member := range u.Accounts {
		scps, rcps := k.level(id, member.SCPs, member.RCPs)
		m := membership{organization: k.o.ID, management: id == k.o.Management, path: k.path}
		if !m.management && k.enabled("SERVICE_CONTROL_POLICY") {
			m.scps = scps
		}
		if !m.management && k.enabled("RESOURCE_CONTROL_POLICY") {
			m.rcps = rcps
		}
		k.x.memberships[id] = m
	}
	for _, unit := range u.Units {
		k.unit(unit)
	}
}

func (k walk) enabled(policyType string) bool {
	return k.o.FeatureSet == AllFeatures && !slices.Contains(k.o.DisabledPolicyTypes, policyType)
}

// level adds one level's policies to those above.
func (k walk) level(id string, scps, rcps []string) (s, r [][]authz.Attached) {
	s = append(slices.Clone(k.scps), k.attach(id, "service_control_policy", scps, k.o.SCPs))
	r = append(slices.Clone(k.rcps), k.attach(id, "resource_control_policy", rcps, k.o.RCPs))
	return s, r
}

func (k walk) attach(level, policyType string, names []string, known map[string]*ControlPolicy) []authz.Attached {
	all := []authz.Attached{}
	for _, name := range slices.Sorted(slices.Values(names)) {
		c := known[name]
		if c == nil || c.Policy == nil {
			continue // RCPFullAWSAccess, which is implied
		}
		owner := k.o.Management + ":policy/" + k.o.ID
		if name == FullAWSAccess {
			owner = "aws:policy"
		}
		arn := "arn:aws:organizations::" + owner + "/" + policyType + "/" + c.ID
		all = append(all, authz.Attached{Name: name, ARN: arn, Level: level, Document: c.Policy.Document})
	}
	return all
}
