package world

import (
	"fmt"
	"regexp"
	"strings"
)

// uniqueForm is IAM's form of unique ids
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids).
var uniqueForm = regexp.MustCompile(`^A[A-Z0-9]{15,127}$`)

// uniqueIDs checks the unique ids of an account: that they have the form of
// what they identify, and are there once.
func (c *checker) uniqueIDs(p path, a *Account) {
	for _, name := range sorted(a.Policies) {
		c.uniqueID(p.to("policies", name), "ANPA", a.Policies[name].ID)
	}
	for _, name := range sorted(a.Groups) {
		c.uniqueID(p.to("groups", name), "AGPA", a.Groups[name].ID)
	}
	for _, name := range sorted(a.Users) {
		c.uniqueID(p.to("users", name), "AIDA", a.Users[name].ID)
	}
	for _, name := range sorted(a.Roles) {
		c.uniqueID(p.to("roles", name), "AROA", a.Roles[name].ID)
	}
	for _, name := range sorted(a.InstanceProfiles) {
		c.uniqueID(p.to("instanceProfiles", name), "AIPA", a.InstanceProfiles[name].ID)
	}
}

func (c *checker) uniqueID(p path, prefix, id string) {
	here := p.to("id")
	if !strings.HasPrefix(id, prefix) || !uniqueForm.MatchString(id) {
		c.add(here, id, fmt.Sprintf("%q is no unique id of it", id), "write "+prefix+" and 17 capital letters and digits, or leave it out to have one made")
		return
	}
	c.once(here, "unique id", id)
}

// versions checks the versions of a managed policy that are not in force.
func (c *checker) versions(p path, m *ManagedPolicy) {
	for _, id := range sorted(m.Versions) {
		here := p.to("versions", id)
		if versionNumber(id) == 0 {
			c.add(here, id, fmt.Sprintf("%q is no policy version", id), "versions are v1, v2, v3 and so on")
		}
		if m.Versions[id].Policy == nil && id != m.DefaultVersion {
			c.add(here, id, "a version without a policy", "write policy:, or make it the defaultVersion")
		}
	}
}
