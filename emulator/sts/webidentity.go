package sts

import (
	"regexp"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

type webIdentityResult struct {
	Credentials                 credentials
	SubjectFromWebIdentityToken string
	AssumedRoleUser             assumedRoleUser
	PackedPolicySize            int `xml:",omitempty"`
	Provider                    string
	Audience                    string
	SourceIdentity              string `xml:",omitempty"`
}

// A webIdentity is a token that was verified, and what it says.
type webIdentity struct {
	claims   claims
	issuer   string // as in the token
	host     string // without https://
	audience string
	provider string // as a trust policy names it
}

// assumeRoleWithWebIdentity is
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html.
// Nobody signs the request: the token says who calls.
func (r *request) assumeRoleWithWebIdentity(form awsproto.Form) (any, *awsproto.Error) {
	a, who, err := r.readWebIdentity(form)
	if err != nil {
		return nil, err
	}
	r.x.Identity.Principal = world.WebIdentity(who.provider)
	made, err := a.assume()
	if err != nil {
		return nil, err
	}
	return webIdentityResult{made.credentials, who.claims.text("sub"), made.user, made.packed, who.issuer, who.audience, a.sourceIdentity}, nil
}

// readWebIdentity reads the parameters, verifies the token and takes from it
// what the session will have.
func (r *request) readWebIdentity(form awsproto.Form) (*assumption, *webIdentity, *awsproto.Error) {
	p := &parameters{form: form}
	a := &assumption{request: r, action: "sts:AssumeRoleWithWebIdentity",
		roleARN:     p.text("RoleArn", true, 20, 2048, nil),
		sessionName: p.text("RoleSessionName", true, 2, 64, namePattern),
		seconds:     p.duration(900, 43200),
		policies:    p.readPolicies(),
	}
	token, provider := p.text("WebIdentityToken", true, 4, 20000, nil), p.text("ProviderId", false, 4, 2048, nil)
	if err := p.failure(); err != nil {
		return nil, nil, err
	}
	if !a.locate() {
		return nil, nil, malformedARN(a.roleARN)
	}
	if provider != "" { // of OAuth 2.0, whose tokens only the provider can read
		return nil, nil, providerUnreachable()
	}
	who, err := r.identify(token, r.x.World.Accounts[a.account])
	if err != nil {
		return nil, nil, err
	}
	return a, who, a.take(who)
}

// take takes the session's tags, source identity and condition keys from the
// token.
func (a *assumption) take(who *webIdentity) (err *awsproto.Error) {
	if a.tags, err = who.claims.tags(); err != nil {
		return err
	}
	if err := a.tags.check(nil); err != nil {
		return err
	}
	a.sourceIdentity = who.claims.text(sourceIdentityClaim)
	if a.sourceIdentity != "" && !sourceIdentityForm.MatchString(a.sourceIdentity) {
		return malformedClaim(sourceIdentityClaim)
	}
	a.keys = who.claims.keys(who.host, who.audience)
	a.keys["aws:FederatedProvider"] = authz.One(who.provider)
	a.sessionKeys = map[string]string{
		"aws:FederatedProvider": who.provider, who.host + ":aud": who.audience, who.host + ":sub": who.claims.text("sub"),
	}
	return nil
}

var sourceIdentityForm = regexp.MustCompile(`^[\w+=,.@-]{2,64}$`)
