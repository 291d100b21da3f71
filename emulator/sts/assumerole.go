package sts

import (
	"fmt"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

type assumeRoleResult struct {
	Credentials      credentials
	AssumedRoleUser  assumedRoleUser
	PackedPolicySize int    `xml:",omitempty"`
	SourceIdentity   string `xml:",omitempty"`
}

// assumeRole is https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html.
func (r *request) assumeRole(form awsproto.Form) (any, *awsproto.Error) {
	a, err := r.readAssumption(form)
	if err != nil {
		return nil, err
	}
	made, err := a.assume()
	if err != nil {
		return nil, err
	}
	return assumeRoleResult{made.credentials, made.user, made.packed, a.sourceIdentity}, nil
}

// readAssumption reads the parameters and makes all checks that need no
// permission.
func (r *request) readAssumption(form awsproto.Form) (*assumption, *awsproto.Error) {
	p := &parameters{form: form}
	a := &assumption{request: r, action: "sts:AssumeRole", keys: authz.Context{},
		roleARN:        p.text("RoleArn", true, 20, 2048, nil),
		sessionName:    p.text("RoleSessionName", true, 2, 64, namePattern),
		sourceIdentity: p.text("SourceIdentity", false, 2, 64, namePattern),
		seconds:        p.duration(900, 43200),
		tags:           p.readTags(),
		policies:       p.readPolicies(),
		contexts:       p.readContexts(),
	}
	if id := p.text("ExternalId", false, 2, 1224, externalIDPattern); id != "" {
		a.keys["sts:ExternalId"] = authz.One(id)
	}
	m := p.readMFA()
	if err := p.failure(); err != nil {
		return nil, err
	}
	if !a.locate() {
		return nil, malformedARN(a.roleARN)
	}
	caller := r.principal()
	if caller.Caller.Kind == authz.FederatedUser {
		return nil, federatedAssumes()
	}
	used, err := m.of(caller)
	if err != nil {
		return nil, err
	}
	if used {
		m.addTo(a.keys)
	}
	if err := a.tags.check(caller.Session); err != nil {
		return nil, err
	}
	return a, a.inheritSourceIdentity(caller.Session)
}

// inheritSourceIdentity keeps the calling session's source identity, which
// cannot be changed
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html).
func (a *assumption) inheritSourceIdentity(calling *world.Session) *awsproto.Error {
	if calling == nil || calling.SourceIdentity == "" {
		return nil
	}
	if a.sourceIdentity != "" && a.sourceIdentity != calling.SourceIdentity {
		return sourceIdentityIsSet()
	}
	a.sourceIdentity = calling.SourceIdentity
	return nil
}

// readContexts reads ProvidedContexts. What a provider asserts is kept on the
// session as it is.
func (p *parameters) readContexts() (all []world.ProvidedContext) {
	members := p.form.Structs("ProvidedContexts")
	p.found.Blob("providedContexts", len(members), 0, 5)
	for i, m := range members {
		c := world.ProvidedContext{Provider: m.Get("ProviderArn"), Assertion: m.Get("ContextAssertion")}
		p.found.Length(fmt.Sprintf("providedContexts.%d.member.providerArn", i+1), c.Provider, 20, 2048)
		p.found.Length(fmt.Sprintf("providedContexts.%d.member.contextAssertion", i+1), c.Assertion, 4, 2048)
		all = append(all, c)
	}
	return all
}
