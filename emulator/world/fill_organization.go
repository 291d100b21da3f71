package world

import "strings"

// FullAWSAccess is the SCP that AWS attaches to every root, OU and account;
// RCPFullAWSAccess is its counterpart among RCPs, which cannot be detached.
const (
	FullAWSAccess    = "FullAWSAccess"
	RCPFullAWSAccess = "RCPFullAWSAccess"
)

// fillOrganization completes the tree: ids, FullAWSAccess everywhere nothing
// else was said, the management account below the root.
func (w *World) fillOrganization() {
	o := w.Organization
	if o == nil {
		return
	}
	setDefault(&o.FeatureSet, AllFeatures)
	if o.Root == nil {
		o.Root = &Unit{}
	}
	if o.SCPs == nil {
		o.SCPs = map[string]*ControlPolicy{}
	}
	if o.SCPs[FullAWSAccess] == nil {
		o.SCPs[FullAWSAccess] = &ControlPolicy{ID: "p-" + FullAWSAccess, Policy: fullAWSAccess}
	}
	for name := range o.SCPs {
		setDefault(&present(o.SCPs, name).ID, "p-"+lowercase(8, "scp", o.ID, name))
	}
	for name := range o.RCPs {
		setDefault(&present(o.RCPs, name).ID, "p-"+lowercase(8, "rcp", o.ID, name))
	}
	for id := range o.Handshakes {
		setDefault(&present(o.Handshakes, id).State, "OPEN")
	}
	if o.ResourcePolicy != nil {
		setDefault(&o.ResourcePolicy.ID, "rp-"+lowercase(8, "resource policy", o.ID))
	}
	setDefault(&o.Root.ID, "r-"+lowercase(4, "root", o.ID))
	if o.Management != "" && !o.Root.holds(o.Management) {
		if o.Root.Accounts == nil {
			o.Root.Accounts = map[string]*Membership{}
		}
		o.Root.Accounts[o.Management] = &Membership{}
	}
	o.Root.fill(o.Root.ID, o.ID)
}

func (u *Unit) fill(root string, names ...string) {
	// A unit's id begins with its root's: r-abcd, ou-abcd-12345678.
	setDefault(&u.ID, "ou-"+strings.TrimPrefix(root, "r-")+"-"+lowercase(8, names...))
	u.SCPs = orFullAccess(u.SCPs)
	for id := range u.Accounts {
		m := present(u.Accounts, id)
		m.SCPs = orFullAccess(m.SCPs)
		setDefault(&m.JoinedMethod, Invited)
		setTime(&m.Joined, created)
	}
	for name := range u.Units {
		present(u.Units, name).fill(root, append(names[:len(names):len(names)], name)...)
	}
}

func orFullAccess(scps []string) []string {
	if scps == nil {
		return []string{FullAWSAccess}
	}
	return scps
}

// holds says whether an account is in the unit or below it.
func (u *Unit) holds(account string) bool {
	if u == nil {
		return false
	}
	if _, ok := u.Accounts[account]; ok {
		return true
	}
	for _, unit := range u.Units {
		if unit.holds(account) {
			return true
		}
	}
	return false
}
