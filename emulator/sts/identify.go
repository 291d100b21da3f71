package sts

import (
	"slices"
	"strings"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// identify verifies a token against the identity providers of the role's
// account: its issuer, audience, signature and time.
func (r *request) identify(text string, account *world.Account) (*webIdentity, *awsproto.Error) {
	t, ok := parseToken(text)
	if !ok {
		return nil, noJWT()
	}
	for _, name := range []string{"iss", "sub", "aud", "exp"} {
		if t.claims[name] == nil {
			return nil, missingClaim(name)
		}
	}
	who := &webIdentity{claims: t.claims, issuer: t.claims.text("iss")}
	who.host = strings.TrimPrefix(who.issuer, "https://")
	provider := providerOf(account, who.host)
	if provider == nil {
		return nil, noSuchProvider(who.issuer)
	}
	if who.audience, ok = t.claims.audience(provider.ClientIDs); !ok {
		return nil, wrongAudience()
	}
	if provider.JWKS == nil {
		return nil, providerUnreachable()
	}
	if err := t.verify(provider.JWKS); err != nil {
		return nil, err
	}
	who.provider = provider.ARN
	if slices.Contains(builtIn, who.host) {
		who.provider = who.host
	}
	return who, r.timely(t.claims)
}

// builtIn are the providers that trust policies name by their host
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-federated-web-identity).
var builtIn = []string{"accounts.google.com", "cognito-identity.amazonaws.com", "graph.facebook.com", "www.amazon.com"}

func providerOf(account *world.Account, host string) *world.OIDCProvider {
	if account == nil {
		return nil
	}
	return account.OIDCProviders[host]
}

// timely: the token's time has come and has not passed.
func (r *request) timely(c claims) *awsproto.Error {
	now := r.x.Now.Unix()
	until, ok := c.seconds("exp")
	if !ok {
		return malformedClaim("exp")
	}
	if now >= until {
		return tokenExpired(now, until)
	}
	if c["nbf"] == nil {
		return nil
	}
	from, ok := c.seconds("nbf")
	switch {
	case !ok:
		return malformedClaim("nbf")
	case now < from:
		return tokenTooEarly(now, from)
	}
	return nil
}
