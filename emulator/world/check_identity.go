package world

import (
	"fmt"
	"strings"

	"github.com/denylab/denylab/emulator/iampolicy"
)

func (c *checker) managedPolicy(p path, m *ManagedPolicy) {
	c.name(p, m.Name, m.Path)
	c.policy(p.to("policy"), m.Policy, iampolicy.Identity)
	c.versions(p, m)
}

func (c *checker) group(p path, a *Account, g *Group) {
	c.name(p, g.Name, g.Path)
	c.inline(p, "group", g.Policies)
	c.managed(p.to("managed"), a, g.Managed)
}

func (c *checker) user(p path, a *Account, u *User) {
	c.name(p, u.Name, u.Path)
	c.inline(p, "user", u.Policies)
	c.managed(p.to("managed"), a, u.Managed)
	c.boundary(p, a, u.Boundary)
	c.accessKeys(p.to("accessKeys"), u.AccessKeys)
	for i, name := range u.Groups {
		if a.Groups[name] == nil {
			c.unknown(p.to("groups", fmt.Sprint(i)), "group", name, keysOf(a.Groups))
		}
	}
}

func (c *checker) role(p path, a *Account, r *Role) {
	c.name(p, r.Name, r.Path)
	c.policy(p.to("trust"), r.Trust, iampolicy.Trust)
	c.inline(p, "role", r.Policies)
	c.managed(p.to("managed"), a, r.Managed)
	c.boundary(p, a, r.Boundary)
	if r.MaxSessionDuration < 3600 || r.MaxSessionDuration > 43200 {
		c.add(p.to("maxSessionDuration"), fmt.Sprint(r.MaxSessionDuration), "a role's sessions may last 3600 to 43200 seconds at most", "write a number in between")
	}
}

// inline checks the inline policies of a "user", "group" or "role": each by
// itself, and the size of all together.
func (c *checker) inline(p path, of string, policies map[string]*Policy) {
	size := 0
	for _, name := range sorted(policies) {
		c.policy(p.to("policies", name), policies[name], iampolicy.Inline)
		if policies[name] != nil {
			size += iampolicy.Size(policies[name].JSON)
		}
	}
	if limit := iampolicy.InlineLimit(of); size > limit {
		c.add(p.to("policies"), fmt.Sprint(size), fmt.Sprintf("the inline policies of a %s have %d characters at most, these have %d", of, limit, size), "make some of them managed policies")
	}
}

func (c *checker) managed(p path, a *Account, arns []string) {
	for i, arn := range arns {
		c.managedRef(p.to(fmt.Sprint(i)), a, arn)
	}
}

func (c *checker) boundary(p path, a *Account, arn string) {
	if arn != "" {
		c.managedRef(p.to("boundary"), a, arn)
	}
}

func (c *checker) managedRef(p path, a *Account, ref string) {
	if _, _, ok := a.managed(ref); ok {
		return
	}
	if m := a.Policies[ref[strings.LastIndexByte(ref, '/')+1:]]; m != nil && m.ARN == ref {
		return // it is there and has no document, which is reported there
	}
	known := iampolicy.AWSManagedNames()
	if !strings.HasPrefix(ref, "arn:") {
		// A bare name may be that of an AWS managed policy.
		for _, arn := range known {
			if strings.HasSuffix(arn, "/"+ref) {
				c.add(p, ref, fmt.Sprintf("this account has no managed policy %q", ref), fmt.Sprintf("AWS's is written as its ARN: did you mean %q?", arn))
				return
			}
		}
		known = keysOf(a.Policies)
	} else if accountOf(ref) != "aws" {
		known = nil
		for _, m := range a.Policies {
			known = append(known, m.ARN)
		}
	}
	hint := choices(known)
	if near, ok := iampolicy.Closest(ref, known); ok {
		hint = fmt.Sprintf("did you mean %q?", near)
	} else if len(known) > 100 {
		hint = "see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html"
	}
	c.add(p, ref, fmt.Sprintf("there is no managed policy %q", ref), hint)
}

func (c *checker) instanceProfile(p path, a *Account, i *InstanceProfile) {
	c.name(p, i.Name, i.Path)
	if i.Role != "" && a.Roles[i.Role] == nil {
		c.unknown(p.to("role"), "role", i.Role, keysOf(a.Roles))
	}
}

func (c *checker) oidcProvider(p path, o *OIDCProvider) {
	if o.URL == "" || strings.Contains(o.URL, "://") {
		c.add(p, o.URL, fmt.Sprintf("%q is no issuer", o.URL), "write its URL without https://, such as token.actions.githubusercontent.com")
	}
	if o.JWKS == nil {
		return
	}
	for i := range o.JWKS.Keys {
		if _, err := o.JWKS.Keys[i].Public(); err != nil {
			c.add(p.to("jwks", "keys", fmt.Sprint(i)), o.JWKS.Keys[i].ID, "a key cannot be used: "+err.Error(), "take it from the provider's own key set")
		}
	}
}
