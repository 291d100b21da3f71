package world

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/denylab/denylab/emulator/iampolicy"
)

var (
	accountForm   = regexp.MustCompile(`^[0-9]{12}$`)
	canonicalForm = regexp.MustCompile(`^[0-9a-f]{64}$`)
	emailForm     = regexp.MustCompile(`^[^\s@]+@[^\s@]+\.[^\s@]+$`)
	regionForm    = regexp.MustCompile(`^[a-z]{2}(-[a-z]+)+-[0-9]$`)
	pathForm      = regexp.MustCompile(`^/([\x21-\x7e]+/)?$`)
	nameForm      = regexp.MustCompile(`^[\w+=,.@-]{1,128}$`)
)

// check reports everything that cannot be in a world that was filled in.
func (w *World) check(p *problems) {
	p.region(at("region"), w.Region)
	c := &checker{w: w, problems: p, owners: map[string]string{}}
	if d := w.BucketDefaults; d != nil {
		c.oneOf(at("bucketDefaults", "ownership"), d.Ownership, BucketOwnerEnforced, BucketOwnerPreferred, ObjectWriter)
	}
	for _, name := range sorted(w.Images) {
		c.image(at("images", name), w.Images[name])
	}
	c.organization()
	c.identityCenter()
	for _, id := range sorted(w.Accounts) {
		c.account(at("accounts", id), w.Accounts[id])
	}
}

// A checker knows the world and the names that may be used once in it.
type checker struct {
	w *World
	*problems
	owners map[string]string // bucket, access key, endpoint … → where it is
}

func (c *checker) account(p path, a *Account) {
	if !accountForm.MatchString(a.ID) {
		c.add(p, a.ID, fmt.Sprintf("%q is no account id", a.ID), "write 12 digits, quoted")
		return // everything in it would be wrong, too
	}
	if !canonicalForm.MatchString(a.CanonicalID) {
		c.add(p.to("canonicalId"), a.CanonicalID, "a canonical user id has 64 hexadecimal digits", "leave it out to have one made")
	}
	c.once(p.to("canonicalId"), "canonical user id", a.CanonicalID)
	c.form(p.to("email"), a.Email, emailForm, "an address is name@host.domain")
	c.once(p.to("email"), "email address", strings.ToLower(a.Email))
	c.accessKeys(p.to("rootAccessKeys"), a.RootAccessKeys)
	for _, name := range sorted(a.Policies) {
		c.managedPolicy(p.to("policies", name), a.Policies[name])
	}
	for _, name := range sorted(a.Groups) {
		c.group(p.to("groups", name), a, a.Groups[name])
	}
	for _, name := range sorted(a.Users) {
		c.user(p.to("users", name), a, a.Users[name])
	}
	for _, name := range sorted(a.Roles) {
		c.role(p.to("roles", name), a, a.Roles[name])
	}
	for _, name := range sorted(a.InstanceProfiles) {
		c.instanceProfile(p.to("instanceProfiles", name), a, a.InstanceProfiles[name])
	}
	for _, url := range sorted(a.OIDCProviders) {
		c.oidcProvider(p.to("oidcProviders", url), a.OIDCProviders[url])
	}
	c.uniqueIDs(p, a)
	c.keys(p.to("keys"), a)
	for _, name := range sorted(a.Buckets) {
		c.bucket(p.to("buckets", name), a, a.Buckets[name])
	}
	for _, name := range sorted(a.AccessPoints) {
		c.accessPoint(p.to("accessPoints", name), a.AccessPoints[name])
	}
	c.accessGrants(p.to("accessGrants"), a.AccessGrants)
	for _, id := range sorted(a.VPCs) {
		c.vpc(p.to("vpcs", id), a, a.VPCs[id])
	}
	for _, name := range sorted(a.Repositories) {
		c.repository(p.to("repositories", name), a.Repositories[name])
	}
	for _, id := range sorted(a.InternetGateways) {
		c.internetGateway(p.to("internetGateways", id), a, a.InternetGateways[id])
	}
}

// once reports a name that something else in the world has already.
func (c *checker) once(p path, kind, name string) {
	id := kind + "\x00" + name
	if first, taken := c.owners[id]; taken {
		c.add(p, name, fmt.Sprintf("the %s %q is used twice", kind, name), "it is also at "+first+"; rename one")
		return
	}
	c.owners[id] = p.String()
}

func (c *checker) accessKeys(p path, keys []AccessKey) {
	for i, k := range keys {
		here := p.to(fmt.Sprint(i))
		if k.ID == "" || k.Secret == "" {
			c.add(here, k.ID, "an access key needs an id and a secret", "write both, or leave accessKeys out to have a pair made")
			continue
		}
		c.once(here.to("id"), "access key", k.ID)
	}
}

func (p *problems) region(here path, region string) {
	if !regionForm.MatchString(region) {
		p.add(here, region, fmt.Sprintf("%q is no Region", region), "write one such as us-east-1")
	}
}

func (p *problems) name(here path, name, iamPath string) {
	if !nameForm.MatchString(name) {
		p.add(here, name, fmt.Sprintf("%q is no IAM name", name), "use letters, digits and +=,.@_-, at most 128 characters")
	}
	if !pathForm.MatchString(iamPath) {
		p.add(here.to("path"), iamPath, fmt.Sprintf("%q is no IAM path", iamPath), "a path begins and ends with a slash, such as /service-role/")
	}
}

// policy checks a document as the kind of policy it stands for, and that the
// principals it names exist.
func (c *checker) policy(p path, policy *Policy, k iampolicy.Kind) {
	if policy == nil || policy.Document == nil {
		c.add(p, "", "there is no policy document", "write one")
		return
	}
	if policy == trustsNobody || policy == fullEndpointAccess || policy == fullAWSAccess {
		return // AWS's own; the first is what AWS has no text for
	}
	all := iampolicy.Validate(policy.Document, k)
	if size := iampolicy.CheckSize(policy.JSON, k); size != nil {
		all = append(all, *size)
	}
	for _, problem := range all {
		c.all = append(c.all, &PolicyError{Path: p.String(), Keys: p.keys(), File: policy.Document.File, Problem: problem})
	}
	for _, name := range c.w.UnknownPrincipals(policy.Document) {
		c.add(p, name, fmt.Sprintf("the policy names %s, which does not exist", name), c.w.principalHint(name))
	}
}

// principalHint suggests the name of a principal of the account that was
// probably meant.
func (w *World) principalHint(arn string) string {
	a := w.Accounts[accountOf(arn)]
	if a == nil {
		return ""
	}
	var known []string
	for _, r := range a.Roles {
		known = append(known, r.ARN)
	}
	for _, u := range a.Users {
		known = append(known, u.ARN)
	}
	// An ARN is long: only its last part tells whether it is similar.
	wanted := arn[strings.LastIndexAny(arn, ":/")+1:]
	for _, k := range known {
		if _, ok := iampolicy.Closest(wanted, []string{k[strings.LastIndexByte(k, '/')+1:]}); ok {
			return fmt.Sprintf("did you mean %q?", k)
		}
	}
	return choices(known)
}
