package sts

import (
	"maps"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/rego/authz"
)

// authorize asks the rules: the operation's own action, sts:TagSession for
// tags, sts:SetSourceIdentity for a source identity and sts:SetContext for
// contexts, all on the role.
func (a *assumption) authorize() *awsproto.Error {
	actions := []string{a.action}
	if a.tags.any() {
		actions = append(actions, "sts:TagSession")
	}
	if a.sourceIdentity != "" {
		actions = append(actions, "sts:SetSourceIdentity")
	}
	if len(a.contexts) > 0 {
		actions = append(actions, "sts:SetContext")
	}
	for _, action := range actions {
		if err := a.ask(a.question(action)); err != nil {
			return err
		}
	}
	if a.role == nil { // no policy can allow what is not there
		return awsproto.NotAssumable(a.principal().Caller, a.action, a.roleARN)
	}
	return nil
}

// question is what to ask about the role
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html).
func (a *assumption) question(action string) gate.Question {
	c := authz.Context{"sts:RoleSessionName": authz.One(a.sessionName)}
	if a.sourceIdentity != "" {
		c["sts:SourceIdentity"] = authz.One(a.sourceIdentity)
	}
	if len(a.contexts) > 0 {
		var providers []string
		for _, context := range a.contexts {
			providers = append(providers, context.Provider)
		}
		c["sts:RequestContextProviders"] = authz.Many(providers...)
		for key, value := range a.x.World.IdentityContext(a.contexts) {
			c["sts:RequestContext/"+key] = value
		}
	}
	a.tags.addTo(c)
	maps.Copy(c, a.keys)
	// A role without a trust policy, like one that does not exist, trusts
	// nobody; nil would mean that trust is not asked for.
	trust := []authz.Attached{}
	if a.role != nil {
		for key, value := range a.role.Tags {
			c["aws:ResourceTag/"+key] = authz.One(value)
			c["iam:ResourceTag/"+key] = authz.One(value)
		}
		if a.role.Trust != nil {
			trust = append(trust, authz.Attached{Name: "trust policy", Document: a.role.Trust.Document})
		}
	}
	return gate.Question{Action: action, Resource: a.roleARN, ResourceAccount: a.account, Context: c, ResourcePolicy: trust}
}
