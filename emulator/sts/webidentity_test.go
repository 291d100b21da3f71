package sts_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

const (
	host     = "idp.example.com/tenant"
	provider = "arn:aws:iam::111122223333:oidc-provider/" + host
)

func federated(principal, actions, condition string) *world.Role {
	return &world.Role{MaxSessionDuration: 7200, Trust: world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Sid":"Web","Effect":"Allow","Principal":{"Federated":"` + principal + `"},"Action":` + actions + `,"Condition":` + condition + `}}`)}
}

// withProviders adds identity providers and roles that trust them.
func withProviders(t *testing.T) *service {
	t.Helper()
	s := start(t)
	const web = `"sts:AssumeRoleWithWebIdentity"`
	const aud = `{"StringEquals":{"` + host + `:aud":"app"}}`
	err := s.worlds.Change(func(w *world.World) error {
		a := w.Accounts[account]
		a.OIDCProviders = map[string]*world.OIDCProvider{
			host:                                  {ClientIDs: []string{"app", "other"}, JWKS: theIssuer().keys()},
			"dark.example.com":                    {ClientIDs: []string{"app"}},
			"accounts.google.com":                 {ClientIDs: []string{"app"}, JWKS: theIssuer().keys()},
			"token.actions.githubusercontent.com": {ClientIDs: []string{"app"}, JWKS: theIssuer().keys()},
		}
		a.Roles["Web"] = federated(provider, web, aud)
		a.Roles["Ada"] = federated(provider, web, `{"StringEquals":{"`+host+`:sub":"ada"}}`)
		a.Roles["Strong"] = federated(provider, web, `{"ForAnyValue:StringEquals":{"`+host+`:amr":"mfa"}}`)
		a.Roles["Tagged"] = federated(provider, `["sts:AssumeRoleWithWebIdentity","sts:TagSession","sts:SetSourceIdentity"]`, aud)
		a.Roles["Google"] = federated("accounts.google.com", web, `{"StringEquals":{"accounts.google.com:oaud":"phone"}}`)
		a.Roles["Deploy"] = federated("arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com", web,
			`{"StringLike":{"token.actions.githubusercontent.com:repository":"acme/*"}}`)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// say are claims of a token that is good for an hour, with changes; nil takes
// one out.
func say(changes map[string]any) map[string]any {
	all := map[string]any{"iss": "https://" + host, "sub": "ada", "aud": "app", "exp": time.Now().Add(time.Hour).Unix()}
	maps.Copy(all, changes)
	maps.DeleteFunc(all, func(_ string, v any) bool { return v == nil })
	return all
}

// unsigned is a client without credentials.
func (s *service) unsigned() *sdk.Client {
	return sdk.New(sdk.Options{Region: "us-east-1", BaseEndpoint: aws.String(s.url), Retryer: aws.NopRetryer{}})
}

func (s *service) web(role, token string) (*sdk.AssumeRoleWithWebIdentityOutput, error) {
	return s.unsigned().AssumeRoleWithWebIdentity(ctx, &sdk.AssumeRoleWithWebIdentityInput{
		RoleArn: aws.String(roleARN + role), RoleSessionName: aws.String("session"), WebIdentityToken: &token})
}

func TestAWebIdentityBecomesASession(t *testing.T) {
	s := withProviders(t)
	for alg, kid := range map[string]string{"ES256": "ec", "ES512": "", "RS256": "rsa"} {
		out, err := s.web("Web", theIssuer().token(t, alg, kid, say(nil)))
		if err != nil {
			t.Errorf("%s: %v", alg, err)
			continue
		}
		if *out.Provider != "https://"+host || *out.Audience != "app" || *out.SubjectFromWebIdentityToken != "ada" || out.SourceIdentity != nil {
			t.Errorf("%s: %+v", alg, out)
		}
		who := must(s.with(out.Credentials).GetCallerIdentity(ctx, nil))(t)
		if *who.Arn != "arn:aws:sts::111122223333:assumed-role/Web/session" || *who.Arn != *out.AssumedRoleUser.Arn {
			t.Errorf("%s: the session is %s", alg, *who.Arn)
		}
	}
	out := must(s.web("Web", theIssuer().token(t, "ES256", "ec", say(nil))))(t)
	if got := s.asked[0].Call.Context["aws:FederatedProvider"].Values; !cmp.Equal(got, []string{provider}) {
		t.Errorf("the trust policy sees aws:FederatedProvider %v", got)
	}
	want := map[string]string{"aws:FederatedProvider": provider, host + ":aud": "app", host + ":sub": "ada"}
	if diff := cmp.Diff(want, s.session(out.Credentials).Keys); diff != "" {
		t.Errorf("keys of the session (-want +got):\n%s", diff)
	}
	if _, err := s.with(out.Credentials).DecodeAuthorizationMessage(ctx, &sdk.DecodeAuthorizationMessageInput{EncodedMessage: aws.String("x")}); err == nil {
		t.Error("the session may do more than its role")
	}
	for key, value := range want {
		if got := s.asked[0].Call.Context[key].Values; !cmp.Equal(got, []string{value}) {
			t.Errorf("in a call of the session %s is %v", key, got)
		}
	}
	_, err := s.with(out.Credentials).AssumeRole(ctx, func() *sdk.AssumeRoleInput {
		in := input(roleARN + "Next")
		in.DurationSeconds = aws.Int32(7200)
		return in
	}())
	wantError(t, err, "AccessDenied", "User: arn:aws:sts::111122223333:assumed-role/Web/session is not authorized to perform: sts:AssumeRole on resource: "+roleARN+"Next")
}

func TestWhoMayAssumeWithAWebIdentity(t *testing.T) {
	s := withProviders(t)
	const refused = "Not authorized to perform sts:AssumeRoleWithWebIdentity"
	for _, c := range []struct {
		name, role string
		claims     map[string]any
		refusal    string
	}{
		{"the audience", "Web", nil, ""},
		{"another audience of the provider", "Web", map[string]any{"aud": "other"}, refused},
		{"one of its audiences", "Web", map[string]any{"aud": []string{"else", "app"}}, ""},
		{"issued to another party", "Web", map[string]any{"aud": "app", "azp": "other"}, refused},
		{"issued to the party", "Web", map[string]any{"aud": "phone", "azp": "app"}, ""},
		{"the subject", "Ada", nil, ""},
		{"another subject", "Ada", map[string]any{"sub": "bob"}, refused},
		{"a subject in another case", "Ada", map[string]any{"sub": "Ada"}, refused},
		{"with a second factor", "Strong", map[string]any{"amr": []string{"pwd", "mfa"}}, ""},
		{"without a second factor", "Strong", map[string]any{"amr": "pwd"}, refused},
		{"nobody says how", "Strong", nil, refused},
		{"a role that trusts no provider", "Plain", nil, refused},
		{"no such role", "Missing", nil, refused},
		{"another provider", "Web", map[string]any{"iss": "https://accounts.google.com"}, refused},
		{"a built-in provider, by its host", "Google", map[string]any{"iss": "https://accounts.google.com", "azp": "app", "aud": "phone"}, ""},
		{"a claim that is a key of this provider", "Deploy", map[string]any{"iss": "https://token.actions.githubusercontent.com", "repository": "acme/site"}, ""},
		{"that claim has another value", "Deploy", map[string]any{"iss": "https://token.actions.githubusercontent.com", "repository": "evil/site"}, refused},
		{"tags that the trust policy does not let in", "Web", map[string]any{"https://aws.amazon.com/tags": map[string]any{"principal_tags": map[string]any{"team": []string{"ml"}}}}, "Not authorized to perform sts:TagSession"},
		{"a source identity that it does not let in", "Web", map[string]any{"https://aws.amazon.com/source_identity": "ada"}, "Not authorized to perform sts:SetSourceIdentity"},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := s.worlds.Load()
			_, err := s.web(c.role, theIssuer().token(t, "ES256", "ec", say(c.claims)))
			if c.refusal == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			wantError(t, err, "AccessDenied", c.refusal)
			if s.worlds.Load() != before {
				t.Error("a refused request changed the world")
			}
		})
	}
}

func TestTokensThatAreRefused(t *testing.T) {
	s := withProviders(t)
	i := theIssuer()
	good := i.token(t, "ES256", "ec", say(nil))
	now := time.Now().Unix()
	for name, c := range map[string]struct{ token, code, message string }{
		"no token":                         {"none", "InvalidIdentityToken", "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)"},
		"not base64":                       {"a.b!.c", "InvalidIdentityToken", "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)"},
		"no claims":                        {part(t, map[string]string{"alg": "ES256"}) + "." + part(t, nil) + ".AA", "InvalidIdentityToken", "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)"},
		"without a subject":                {i.token(t, "ES256", "ec", say(map[string]any{"sub": nil})), "InvalidIdentityToken", "Missing a required claim: sub"},
		"an unknown issuer":                {i.token(t, "ES256", "ec", say(map[string]any{"iss": "https://evil.example.com"})), "InvalidIdentityToken", "No OpenIDConnect provider found in your account for https://evil.example.com"},
		"another audience":                 {i.token(t, "ES256", "ec", say(map[string]any{"aud": "else"})), "InvalidIdentityToken", "Incorrect token audience"},
		"an issuer without keys":           {i.token(t, "ES256", "ec", say(map[string]any{"iss": "https://dark.example.com"})), "IDPCommunicationError", "The identity provider could not be reached to verify the token."},
		"an unknown key":                   {i.token(t, "ES256", "lost", say(nil)), "InvalidIdentityToken", "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements"},
		"a key of another kind":            {i.token(t, "ES256", "rsa", say(nil)), "InvalidIdentityToken", "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements"},
		"a key for another algorithm":      {i.token(t, "RS384", "rsa", say(nil)), "InvalidIdentityToken", "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements"},
		"a key that does not sign":         {i.token(t, "RS256", "locks", say(nil)), "InvalidIdentityToken", "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements"},
		"unsigned":                         {i.token(t, "none", "ec", say(nil)), "InvalidIdentityToken", "Token signature invalid"},
		"without a signature":              {good[:strings.LastIndex(good, ".")+1], "InvalidIdentityToken", "Token signature invalid"},
		"another's signature":              {good[:strings.LastIndex(good, ".")] + i.token(t, "ES256", "ec", say(map[string]any{"sub": "bob"}))[strings.LastIndex(i.token(t, "ES256", "ec", say(map[string]any{"sub": "bob"})), "."):], "InvalidIdentityToken", "Token signature invalid"},
		"a time that is none":              {i.token(t, "ES256", "ec", say(map[string]any{"exp": "later"})), "InvalidIdentityToken", "The value of the claim exp is not valid."},
		"two values of a tag":              {i.token(t, "ES256", "ec", say(map[string]any{"https://aws.amazon.com/tags": map[string]any{"principal_tags": map[string]any{"team": []string{"a", "b"}}}})), "InvalidIdentityToken", "The value of the claim https://aws.amazon.com/tags is not valid."},
		"more tags than a session has":     {i.token(t, "ES256", "ec", say(manyTags(51))), "InvalidIdentityToken", "The value of the claim https://aws.amazon.com/tags is not valid."},
		"a source identity that cannot be": {i.token(t, "ES256", "ec", say(map[string]any{"https://aws.amazon.com/source_identity": "a b"})), "InvalidIdentityToken", "The value of the claim https://aws.amazon.com/source_identity is not valid."},
		"a transitive key that is no tag":  {i.token(t, "ES256", "ec", say(map[string]any{"https://aws.amazon.com/tags": map[string]any{"transitive_tag_keys": []string{"a"}}})), "InvalidParameterValue", "The specified transitive tag key must be included in the requested tags."},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := s.web("Web", c.token)
			wantError(t, err, c.code, c.message)
			if len(s.asked) != 0 {
				t.Error("the rules were asked")
			}
		})
	}
	_, err := s.web("Web", i.token(t, "ES256", "ec", say(map[string]any{"exp": now - 60})))
	if err == nil || !strings.Contains(err.Error(), "ExpiredTokenException: Token expired: current date/time ") {
		t.Errorf("an expired token: %v", err)
	}
	_, err = s.web("Web", i.token(t, "ES256", "ec", say(map[string]any{"nbf": now + 600})))
	if err == nil || !strings.Contains(err.Error(), "InvalidIdentityToken: Token not active: current date/time ") {
		t.Errorf("a token of tomorrow: %v", err)
	}
}

// manyTags are claims of n session tags.
func manyTags(n int) map[string]any {
	all := map[string]any{}
	for i := range n {
		all[fmt.Sprint("https://aws.amazon.com/tags/principal_tags/t", i)] = "v"
	}
	return all
}

func TestWhatATokenGivesItsSession(t *testing.T) {
	s := withProviders(t)
	for name, tags := range map[string]map[string]any{
		"in one claim": {"https://aws.amazon.com/tags": map[string]any{
			"principal_tags": map[string]any{"team": []string{"ml"}, "stage": []string{"test"}}, "transitive_tag_keys": []string{"team"}}},
		"in a claim for each": {"https://aws.amazon.com/tags/principal_tags/team": "ml", "https://aws.amazon.com/tags/principal_tags/stage": []string{"test"},
			"https://aws.amazon.com/tags/transitive_tag_keys": []string{"team"}},
	} {
		claims := say(tags)
		claims["https://aws.amazon.com/source_identity"] = "ada"
		out, err := s.web("Tagged", theIssuer().token(t, "ES256", "ec", claims))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff([]string{"sts:AssumeRoleWithWebIdentity", "sts:TagSession", "sts:SetSourceIdentity"}, s.actions()); diff != "" {
			t.Errorf("%s: asked (-want +got):\n%s", name, diff)
		}
		session := s.session(out.Credentials)
		if !cmp.Equal(session.Tags, map[string]string{"team": "ml", "stage": "test"}) || !cmp.Equal(session.TransitiveTags, []string{"team"}) ||
			session.SourceIdentity != "ada" || *out.SourceIdentity != "ada" {
			t.Errorf("%s: session %+v", name, session)
		}
	}
	token := theIssuer().token(t, "ES256", "ec", say(nil))
	out := must(s.unsigned().AssumeRoleWithWebIdentity(ctx, &sdk.AssumeRoleWithWebIdentityInput{
		RoleArn: aws.String(roleARN + "Web"), RoleSessionName: aws.String("session"), WebIdentityToken: &token, DurationSeconds: aws.Int32(7200),
		Policy: aws.String(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}`)}))(t)
	session := s.session(out.Credentials)
	if len(session.Policies) != 1 || session.ExpiresAt.Sub(session.IssuedAt) != 2*time.Hour || session.Kind != authz.AssumedRole {
		t.Errorf("session %+v", session)
	}
	_, err := s.unsigned().AssumeRoleWithWebIdentity(ctx, &sdk.AssumeRoleWithWebIdentityInput{
		RoleArn: aws.String(roleARN + "Web"), RoleSessionName: aws.String("session"), WebIdentityToken: &token, DurationSeconds: aws.Int32(7201)})
	wantError(t, err, "ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
	_, err = s.unsigned().AssumeRoleWithWebIdentity(ctx, &sdk.AssumeRoleWithWebIdentityInput{
		RoleArn: aws.String(roleARN + "Web"), RoleSessionName: aws.String("session"), WebIdentityToken: &token, ProviderId: aws.String("www.amazon.com")})
	wantError(t, err, "IDPCommunicationError", "The identity provider could not be reached to verify the token.")
}
