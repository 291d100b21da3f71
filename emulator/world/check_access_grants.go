package world

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/denylab/denylab/emulator/iampolicy"
)

var (
	grantIDForm  = regexp.MustCompile(`^[a-zA-Z0-9-]{1,64}$`)
	locationForm = regexp.MustCompile(`^s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/.*)?)?$`)
	instanceForm = regexp.MustCompile(`^ssoins-[a-zA-Z0-9.-]{16}$`)
	storeForm    = regexp.MustCompile(`^d-[0-9a-f]{10}$`)
)

// ValidLocationScope says whether a location can have a scope.
func ValidLocationScope(scope string) bool {
	return len(scope) <= 2000 && locationForm.MatchString(scope)
}

func (c *checker) accessGrants(at path, g *AccessGrants) {
	if g == nil {
		return
	}
	c.region(at.to("region"), g.Region)
	if g.Policy != nil {
		c.policy(at.to("policy"), g.Policy, iampolicy.AccessGrants)
	}
	if g.IdentityCenter && c.w.IdentityCenter == nil {
		c.add(at.to("identityCenter"), "", "the world has no instance of IAM Identity Center", "declare identityCenter at the top of the world")
	}
	for _, id := range sorted(g.Locations) {
		c.grantsLocation(at.to("locations", id), g.Locations[id])
	}
	for _, id := range sorted(g.Grants) {
		c.accessGrant(at.to("grants", id), g, g.Grants[id])
	}
}

func (c *checker) grantsLocation(at path, l *GrantsLocation) {
	c.form(at, l.ID, grantIDForm, "an id has letters, digits and hyphens")
	if !ValidLocationScope(l.Scope) {
		c.add(at.to("scope"), l.Scope, fmt.Sprintf("%q is no scope of a location", l.Scope), "write s3://, s3://BUCKET or s3://BUCKET/PREFIX*")
	}
	if !ValidLocationRole(l.Role) {
		c.add(at.to("role"), l.Role, fmt.Sprintf("%q is no role", l.Role), "write the ARN of a role, or the name of one of the account")
	}
}

var locationRoleForm = regexp.MustCompile(`^arn:aws[a-z-]*:iam::[0-9]{12}:role/[\w+=,.@/-]+$`)

// ValidLocationRole says whether arn has the form of the ARN of a role.
func ValidLocationRole(arn string) bool { return locationRoleForm.MatchString(arn) }

// GranteeTypes are the types of grantees, Permissions what grants give.
var (
	GranteeTypes = []string{GranteeIAM, GranteeDirectoryUser, GranteeDirectoryGroup}
	Permissions  = []string{"READ", "WRITE", "READWRITE"}
)

func (c *checker) accessGrant(at path, of *AccessGrants, g *AccessGrant) {
	c.form(at, g.ID, grantIDForm, "an id has letters, digits and hyphens")
	c.oneOf(at.to("permission"), g.Permission, Permissions...)
	c.oneOf(at.to("granteeType"), g.GranteeType, GranteeTypes...)
	l := of.Locations[g.Location]
	if l == nil {
		c.unknown(at.to("location"), "location", g.Location, keysOf(of.Locations))
		return
	}
	if l.Scope == "s3://" && g.SubPrefix == "" {
		c.add(at.to("subPrefix"), "", "a grant on the location s3:// needs a subPrefix", "write BUCKET/* or BUCKET/PREFIX*")
	}
	switch {
	case g.GranteeType == GranteeIAM && !ValidGrantee(g.Grantee):
		c.add(at.to("grantee"), g.Grantee, fmt.Sprintf("%q is no user or role", g.Grantee), "write its ARN, or user/NAME or role/NAME of the account")
	case slices.Contains(GranteeTypes[1:], g.GranteeType) && !c.w.IdentityCenter.HasGrantee(g.GranteeType, g.Grantee):
		c.add(at.to("grantee"), g.Grantee, fmt.Sprintf("IAM Identity Center has no %s %q", strings.ToLower(g.GranteeType), g.Grantee), "declare it in identityCenter")
	}
}

var granteeForm = regexp.MustCompile(`^arn:aws[a-z-]*:iam::[0-9]{12}:(user|role)/[\w+=,.@/-]+$`)

// ValidGrantee says whether arn has the form of the ARN of a user or role.
func ValidGrantee(arn string) bool { return granteeForm.MatchString(arn) }

func (c *checker) identityCenter() {
	i := c.w.IdentityCenter
	if i == nil {
		return
	}
	here := at("identityCenter")
	if c.w.Accounts[i.Account] == nil {
		c.unknown(here.to("account"), "account", i.Account, keysOf(c.w.Accounts))
	}
	c.form(here.to("instanceId"), i.InstanceID, instanceForm, "an instance id is ssoins- and 16 digits")
	c.form(here.to("identityStoreId"), i.IdentityStoreID, storeForm, "an identity store id is d- and 10 hexadecimal digits")
	for _, name := range sorted(i.Users) {
		c.directoryID(here.to("users", name, "id"), i.Users[name].ID)
	}
	for _, name := range sorted(i.Groups) {
		g := i.Groups[name]
		c.directoryID(here.to("groups", name, "id"), g.ID)
		for _, member := range g.Members {
			if i.Users[member] == nil {
				c.unknown(here.to("groups", name, "members"), "directory user", member, keysOf(i.Users))
			}
		}
	}
	for _, id := range i.Propagation {
		if c.w.Accounts[id] == nil {
			c.unknown(here.to("trustedIdentityPropagation"), "account", id, keysOf(c.w.Accounts))
		}
	}
}

// directoryForm is that of UserId and GroupId
// (https://docs.aws.amazon.com/singlesignon/latest/IdentityStoreAPIReference/API_User.html).
var directoryForm = regexp.MustCompile(`^([0-9a-f]{10}-)?[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}$`)

func (c *checker) directoryID(at path, id string) {
	c.form(at, id, directoryForm, "an id is a UUID, with or without the directory's 10 digits before it")
	c.once(at, "directory id", id)
}
