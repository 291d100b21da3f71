package world

import (
	"fmt"
	"regexp"

	"github.com/denylab/denylab/emulator/iampolicy"
)

// maxUnitDepth is how deep OUs nest below the root
// (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html).
const maxUnitDepth = 5

var (
	organizationForm  = regexp.MustCompile(`^o-[a-z0-9]+$`)
	rootForm          = regexp.MustCompile(`^r-[a-z0-9]+$`)
	unitForm          = regexp.MustCompile(`^ou-[a-z0-9]+-[a-z0-9]+$`)
	controlPolicyForm = regexp.MustCompile(`^p-[0-9A-Za-z_]+$`)

	handshakeForm      = regexp.MustCompile(`^h-[a-z0-9]{8,32}$`)
	resourcePolicyForm = regexp.MustCompile(`^rp-[0-9A-Za-z_]+$`)
	accountRequestForm = regexp.MustCompile(`^car-[a-z0-9]{8,32}$`)
)

func (c *checker) organization() {
	o := c.w.Organization
	if o == nil {
		return
	}
	p := at("organization")
	c.form(p.to("id"), o.ID, organizationForm, "an organization id is o- and lower-case letters and digits")
	c.member(p.to("management"), o.Management)
	c.oneOf(p.to("featureSet"), o.FeatureSet, AllFeatures, ConsolidatedBilling)
	for _, name := range sorted(o.SCPs) {
		c.controlPolicy(p.to("scps", name), o.SCPs[name], iampolicy.SCP)
	}
	for _, name := range sorted(o.RCPs) {
		c.controlPolicy(p.to("rcps", name), o.RCPs[name], iampolicy.RCP)
	}
	if rp := o.ResourcePolicy; rp != nil {
		c.form(p.to("resourcePolicy", "id"), rp.ID, resourcePolicyForm, "a resource policy's id is rp- and letters and digits")
		c.policy(p.to("resourcePolicy", "policy"), rp.Policy, iampolicy.Delegation)
	}
	for i, t := range o.DisabledPolicyTypes {
		c.oneOf(p.to("disabledPolicyTypes", fmt.Sprint(i)), t, "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY")
	}
	c.form(p.to("root", "id"), o.Root.ID, rootForm, "the root's id is r- and lower-case letters and digits")
	c.unit(p.to("root"), o.Root, 0)
	for _, id := range sorted(o.AccountRequests) {
		c.accountRequest(p.to("accountRequests", id), id, o.AccountRequests[id])
	}
	for _, id := range sorted(o.Handshakes) {
		here := p.to("handshakes", id)
		c.form(here, id, handshakeForm, "a handshake's id is h- and 8 to 32 lower-case letters and digits")
		c.member(here.to("account"), o.Handshakes[id].Account)
		c.oneOf(here.to("state"), o.Handshakes[id].State, "OPEN", "ACCEPTED", "DECLINED", "CANCELED")
	}
	for _, id := range sorted(o.DelegatedAdministrators) {
		if here := p.to("delegatedAdministrators", id); !o.Root.holds(id) {
			c.add(here, id, fmt.Sprintf("account %s is not in the organization", id), "put it below the root")
		}
	}
}

func (c *checker) accountRequest(p path, id string, r *AccountRequest) {
	c.form(p, id, accountRequestForm, "the id of a request for an account is car- and 8 to 32 lower-case letters and digits")
	switch {
	case r == nil || (r.Account == "") == (r.Failure == ""):
		c.add(p, "", "a request for an account has either the account or the failure", "write one of the two")
	case r.Account != "":
		c.member(p.to("account"), r.Account)
	}
}

func (c *checker) form(p path, value string, form *regexp.Regexp, message string) {
	if !form.MatchString(value) {
		c.add(p, value, fmt.Sprintf("%q cannot be: %s", value, message), "")
	}
}

func (c *checker) member(p path, account string) {
	if c.w.Accounts[account] == nil {
		c.unknown(p, "account", account, keysOf(c.w.Accounts))
	}
}

func (c *checker) controlPolicy(p path, policy *ControlPolicy, k iampolicy.Kind) {
	c.form(p.to("id"), policy.ID, controlPolicyForm, "a policy id is p- and letters and digits")
	c.policy(p.to("policy"), policy.Policy, k)
}

func (c *checker) unit(p path, u *Unit, depth int) {
	if depth > maxUnitDepth {
		c.add(p, u.ID, fmt.Sprintf("organizational units nest %d deep at most", maxUnitDepth), "move this one up")
	}
	if depth > 0 {
		c.form(p.to("id"), u.ID, unitForm, "a unit's id is ou-, the root's part, and lower-case letters and digits")
	}
	c.once(p.to("id"), "unit id", u.ID)
	c.controls(p, u.SCPs, u.RCPs)
	for _, id := range sorted(u.Accounts) {
		here := p.to("accounts", id)
		c.member(here, id)
		c.once(here, "place of account", id)
		c.oneOf(here.to("joinedMethod"), u.Accounts[id].JoinedMethod, Invited, Created)
		c.controls(here, u.Accounts[id].SCPs, u.Accounts[id].RCPs)
	}
	for _, name := range sorted(u.Units) {
		c.unit(p.to("units", name), u.Units[name], depth+1)
	}
}

func (c *checker) controls(p path, scps, rcps []string) {
	o := c.w.Organization
	for i, name := range scps {
		if o.SCPs[name] == nil {
			c.unknown(p.to("scps", fmt.Sprint(i)), "SCP", name, keysOf(o.SCPs))
		}
	}
	for i, name := range rcps {
		if o.RCPs[name] == nil && name != RCPFullAWSAccess {
			c.unknown(p.to("rcps", fmt.Sprint(i)), "RCP", name, append(keysOf(o.RCPs), RCPFullAWSAccess))
		}
	}
}
