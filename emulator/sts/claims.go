package sts

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/rego/authz"
)

// claims are what a token says, each as it is written.
type claims map[string]json.RawMessage

// text is a claim that is a text, a number or a truth value, as text; "" when
// it is absent or something else.
func (c claims) text(name string) string {
	var s string
	var other any
	switch {
	case json.Unmarshal(c[name], &s) == nil:
		return s
	case json.Unmarshal(c[name], &other) != nil:
		return ""
	}
	switch other.(type) {
	case float64, bool:
		return string(c[name])
	}
	return ""
}

// texts is a claim that is a text or a list of them.
func (c claims) texts(name string) []string {
	var list []string
	if json.Unmarshal(c[name], &list) == nil {
		return list
	}
	if s := c.text(name); s != "" {
		return []string{s}
	}
	return nil
}

// seconds is a claim that is a time, in seconds since 1970.
func (c claims) seconds(name string) (int64, bool) {
	var n float64
	if c[name] == nil || json.Unmarshal(c[name], &n) != nil || n < 0 || n > 1<<52 {
		return 0, false
	}
	return int64(n), true
}

// audience is what the token is for: the party it was issued to, if it names
// one, else the one of its audiences that the provider may issue tokens for.
func (c claims) audience(clientIDs []string) (string, bool) {
	if azp := c.text("azp"); azp != "" {
		return azp, slices.Contains(clientIDs, azp)
	}
	for _, aud := range c.texts("aud") {
		if slices.Contains(clientIDs, aud) {
			return aud, true
		}
	}
	return "", false
}

// The claims that AWS makes of the token's
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_adding-assume-role-idp).
const (
	tagsClaim           = "https://aws.amazon.com/tags"
	sourceIdentityClaim = "https://aws.amazon.com/source_identity"
)

// tags are the session tags of the token, in either form: one claim that holds
// principal_tags and transitive_tag_keys, or one claim for each of them.
func (c claims) tags() (*sessionTags, *awsproto.Error) {
	var nested struct {
		Tags       map[string]json.RawMessage `json:"principal_tags"`
		Transitive []string                   `json:"transitive_tag_keys"`
	}
	if whole, ok := c[tagsClaim]; ok && json.Unmarshal(whole, &nested) != nil {
		return nil, malformedClaim(tagsClaim)
	}
	values := claims(nested.Tags)
	if values == nil {
		values = claims{}
	}
	for name := range c {
		if key, ok := strings.CutPrefix(name, tagsClaim+"/principal_tags/"); ok {
			values[key] = c[name]
		}
	}
	t := &sessionTags{values: map[string]string{}}
	t.transitive = append(nested.Transitive, c.texts(tagsClaim+"/transitive_tag_keys")...)
	for _, key := range slices.Sorted(maps.Keys(values)) {
		one := values.texts(key)
		if len(one) != 1 || len(values) > 50 || utf8.RuneCountInString(key) > 128 || utf8.RuneCountInString(one[0]) > 256 {
			return nil, malformedClaim(tagsClaim)
		}
		t.keys = append(t.keys, key)
		t.values[key] = one[0]
	}
	return t, nil
}

// keys are the condition keys that a trust policy can ask of a token: each is
// the issuer, without https://, and the name of the claim
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif).
func (c claims) keys(issuer, audience string) authz.Context {
	keys := authz.Context{issuer + ":aud": authz.One(audience)}
	if oaud := c.texts("aud"); c.text("azp") != "" && len(oaud) == 1 {
		keys[issuer+":oaud"] = authz.One(oaud[0])
	}
	if amr := c.texts("amr"); len(amr) > 0 {
		keys[issuer+":amr"] = authz.Many(amr...)
	}
	for _, name := range append(providerClaims(issuer), "sub", "email") {
		if v := c.text(name); v != "" {
			keys[issuer+":"+name] = authz.One(v)
		}
	}
	return keys
}

var gitHub = []string{"actor", "actor_id", "enterprise_id", "environment", "job_workflow_ref", "ref", "repository", "repository_id", "repository_owner_id", "workflow"}

// moreClaims are the claims of single providers that are condition keys, too,
// by what their issuers begin with. Those of other providers are none.
var moreClaims = map[string][]string{
	"token.actions.githubusercontent.com": gitHub,
	"accounts.google.com":                 {"google/organization_number"},
	"agent.buildkite.com":                 {"build_branch", "cluster_id", "cluster_name", "organization_id", "organization_slug", "pipeline_id", "pipeline_slug"},
	"gitlab.com":                          {"namespace_id", "pipeline_source", "project_id", "ref_protected", "runner_environment", "user_access_level", "user_email", "user_id", "user_login"},
	"oidc.circleci.com/org":               {"oidc.circleci.com/project-id"},
}

func providerClaims(issuer string) []string {
	for prefix, names := range moreClaims {
		if rest, ok := strings.CutPrefix(issuer, prefix); ok && (rest == "" || rest[0] == '/') {
			return slices.Clone(names)
		}
	}
	return nil
}
