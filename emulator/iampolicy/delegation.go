package iampolicy

import (
	"slices"
	"strings"
)

// Delegation is the resource policy of an organization, which delegates the
// administration of its policies to members
// (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_delegate_policies.html).
var Delegation = Kind{name: "delegation policy", family: organizationsFamily, limit: 40_000}

// delegated are the actions that an organization can delegate, besides those
// that only look.
var delegated = []string{
	"AttachPolicy", "CreatePolicy", "DeletePolicy", "DetachPolicy", "DisablePolicyType", "EnablePolicyType",
	"TagResource", "UntagResource", "UpdatePolicy",
}

// CanDelegate says whether a delegation policy may name an action, which may
// have wildcards: all that it stands for must be such.
func CanDelegate(action string) bool {
	prefix, name, _ := strings.Cut(action, ":")
	if !strings.EqualFold(prefix, "organizations") {
		return false
	}
	found := false
	for _, known := range Actions("organizations") {
		if !matches(strings.ToLower(name), strings.ToLower(known)) {
			continue
		}
		looks := strings.HasPrefix(known, "Describe") || strings.HasPrefix(known, "List")
		if !looks && !slices.Contains(delegated, known) {
			return false
		}
		found = true
	}
	return found
}

func (c *checker) delegatedAction(action string) {
	if !CanDelegate(action) {
		c.add(flawControl, action, "a delegation policy cannot hand on %s; it can hand on organizations:Describe*, organizations:List* and the actions on policies and tags", action)
	}
}
