package world

import "time"

// A PolicyVersion is one version of a customer managed policy
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html).
type PolicyVersion struct {
	// Policy may be absent from the version in force, which has the policy's.
	Policy *Policy `yaml:"policy,omitempty"`
	// Created is when it was made; default when the policy was.
	Created time.Time `yaml:"created,omitempty"`
}

// An InstanceProfile hands a role to EC2 instances.
type InstanceProfile struct {
	Path string `yaml:"path,omitempty"`
	// Role is the name of the one role in it; empty for none.
	Role string            `yaml:"role,omitempty"`
	Tags map[string]string `yaml:"tags,omitempty"`
	// ID is the unique id, AIPA…; made when absent.
	ID string `yaml:"id,omitempty"`
	// Created is when it was made; default 2024-01-01.
	Created time.Time `yaml:"created,omitempty"`

	Name string `yaml:"-"`
	ARN  string `yaml:"-"`
}

// An OIDCProvider is an identity provider that an account trusts
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc.html).
type OIDCProvider struct {
	// ClientIDs are the audiences it may issue tokens for.
	ClientIDs []string `yaml:"clientIds,omitempty"`
	// Thumbprints are those of its certificates, 40 hexadecimal digits each.
	Thumbprints []string          `yaml:"thumbprints,omitempty"`
	Tags        map[string]string `yaml:"tags,omitempty"`
	// JWKS are the keys that it signs tokens with, which AWS fetches from the
	// issuer and the lab does not: a JSON Web Key Set as YAML, as a string of
	// JSON, or {file: NAME}. Absent: the issuer cannot be reached.
	JWKS *KeySet `yaml:"jwks,omitempty"`
	// Created is when it was made; default 2024-01-01.
	Created time.Time `yaml:"created,omitempty"`

	// URL is the issuer without https://, which is also the key it is under.
	URL string `yaml:"-"`
	ARN string `yaml:"-"`
}

// Founded is when the accounts of a world were made, and what is in them at
// the start.
var Founded = created

// UniqueID is an IAM unique id: prefix (AIDA, AROA, AGPA, ANPA, AIPA) and 17
// characters that follow from of.
func UniqueID(prefix string, of ...string) string { return uniqueID(prefix, of...) }

// NewAccessKey is a long-term key pair that follows from of.
func NewAccessKey(of ...string) AccessKey {
	return AccessKey{ID: "AKIA" + letters(16, append([]string{"access key"}, of...)...), Secret: secret(append([]string{"access key"}, of...)...)}
}

// Managed finds a managed policy by its ARN: AWS's, or this account's. The
// policy is the version in force.
func (a *Account) Managed(arn string) (name string, p *Policy, ok bool) { return a.managed(arn) }
