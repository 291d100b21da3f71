// Package world holds who and what exists at one moment: accounts, their
// organization, principals, resources and the policies on all of them.
//
// A World is an immutable snapshot. Readers keep the snapshot they took;
// writers build another one and swap it in (Store). The same types describe a
// world in a fixture (their yaml tags are the fixture's fields) and hold it at
// run time; fields tagged "-" exist at run time only, and follow from the others.
package world

import (
	"time"

	"github.com/denylab/denylab/rego/authz"
)

// A World is everything that exists at one moment.
type World struct {
	// Region is the Region of everything that does not name another one.
	// Default us-east-1.
	Region       string              `yaml:"region,omitempty"`
	Organization *Organization       `yaml:"organization,omitempty"`
	Accounts     map[string]*Account `yaml:"accounts,omitempty"`
	// BucketDefaults are the settings of buckets that name none, those that
	// are made later among them. Absent: AWS's of today.
	BucketDefaults *BucketDefaults `yaml:"bucketDefaults,omitempty"`
	// DisplayNames has S3 show the names of accounts beside their canonical
	// ids (DisplayName), as it did until November 2025.
	DisplayNames bool `yaml:"displayNames,omitempty"`
	// IdentityCenter is the instance of IAM Identity Center, if there is one.
	IdentityCenter *IdentityCenter `yaml:"identityCenter,omitempty"`
	// Images say what runs for the container images that jobs name, by image,
	// with its tag or without, and for the scripts of Glue jobs, by S3 URI.
	Images map[string]*Image `yaml:"images,omitempty"`
	// Generation counts the labs that this world went through by snapshots:
	// what one makes has other ids than what those before it made.
	Generation int `yaml:"generation,omitempty"`

	// Sessions are the temporary credentials in force, and those that ended
	// less than a day ago.
	Sessions *Sessions `yaml:"-"`
	// Revision counts the changes since the world was built.
	Revision uint64 `yaml:"-"`

	index *index
}

// An Account is an AWS account and what is in it.
type Account struct {
	// Name is the account's display name.
	Name string `yaml:"name,omitempty"`
	// Email is the address of the root user, which no other account has; made
	// from the account id when absent.
	Email string `yaml:"email,omitempty"`
	// Closed accounts are in the organization still, suspended.
	Closed bool `yaml:"closed,omitempty"`
	// CanonicalID is its S3 canonical user id (64 hex digits); derived from
	// the account id when absent.
	CanonicalID string `yaml:"canonicalId,omitempty"`
	// RootAccessKeys are long-term keys of the root user.
	RootAccessKeys []AccessKey `yaml:"rootAccessKeys,omitempty"`
	// PublicAccessBlock is the account-level setting; absent means all off,
	// as AWS leaves it.
	PublicAccessBlock *PublicAccessBlock        `yaml:"publicAccessBlock,omitempty"`
	Users             map[string]*User          `yaml:"users,omitempty"`
	Groups            map[string]*Group         `yaml:"groups,omitempty"`
	Roles             map[string]*Role          `yaml:"roles,omitempty"`
	Policies          map[string]*ManagedPolicy `yaml:"policies,omitempty"`
	// InstanceProfiles are by name, OIDCProviders by their URL without
	// https://.
	InstanceProfiles map[string]*InstanceProfile `yaml:"instanceProfiles,omitempty"`
	OIDCProviders    map[string]*OIDCProvider    `yaml:"oidcProviders,omitempty"`
	// Alias is the account alias, the name in the sign-in URL.
	Alias string `yaml:"alias,omitempty"`
	// Keys are the KMS keys, by key id. The AWS managed key aws/s3 exists by
	// itself.
	Keys    map[string]*Key    `yaml:"keys,omitempty"`
	Buckets map[string]*Bucket `yaml:"buckets,omitempty"`
	// AccessPoints are the S3 access points, by name. Their buckets may be
	// another account's.
	AccessPoints map[string]*AccessPoint `yaml:"accessPoints,omitempty"`
	// AccessGrants is the S3 Access Grants instance.
	AccessGrants *AccessGrants   `yaml:"accessGrants,omitempty"`
	VPCs         map[string]*VPC `yaml:"vpcs,omitempty"`
	// Repositories are the container image repositories of Amazon ECR, by name,
	// which may have slashes. Images of others in the account exist, too.
	Repositories map[string]*Repository `yaml:"repositories,omitempty"`
	// InternetGateways are by id.
	InternetGateways map[string]*InternetGateway `yaml:"internetGateways,omitempty"`
	// Made counts what requests have made by its name, deleted things among
	// it: unique ids follow from the count. See Make.
	Made map[string]int `yaml:"made,omitempty"`

	ID string `yaml:"-"`
}

// An AccessKey is a long-term key pair.
type AccessKey struct {
	ID     string `yaml:"id"`
	Secret string `yaml:"secret"`
	// Inactive keys are refused.
	Inactive bool `yaml:"inactive,omitempty"`
	// Created is when it was made; default when its user was.
	Created time.Time `yaml:"created,omitempty"`
}

// A ManagedPolicy is a customer managed policy of an account.
type ManagedPolicy struct {
	Path string `yaml:"path,omitempty"`
	// Policy is the default version, which is the one in force.
	Policy      *Policy           `yaml:"policy"`
	Description string            `yaml:"description,omitempty"`
	Tags        map[string]string `yaml:"tags,omitempty"`
	// ID is the unique id, ANPA…; made when absent.
	ID string `yaml:"id,omitempty"`
	// DefaultVersion is the id of the version in force; default v1.
	DefaultVersion string `yaml:"defaultVersion,omitempty"`
	// Versions are the versions that are left, the default one included, by
	// id: v1, v2, …. LastVersion is the number of the newest that ever was.
	Versions    map[string]*PolicyVersion `yaml:"versions,omitempty"`
	LastVersion int                       `yaml:"lastVersion,omitempty"`
	// Created is when it was made; default 2024-01-01. Updated is when the
	// newest version was made.
	Created time.Time `yaml:"created,omitempty"`
	Updated time.Time `yaml:"updated,omitempty"`

	Name string `yaml:"-"`
	ARN  string `yaml:"-"`
}

// A User is an IAM user.
type User struct {
	// Path begins and ends with a slash; default "/".
	Path string `yaml:"path,omitempty"`
	// Policies are the inline policies, by name.
	Policies map[string]*Policy `yaml:"policies,omitempty"`
	// Managed are ARNs of AWS managed policies, or ARNs or names of customer
	// managed policies of this account.
	Managed []string `yaml:"managed,omitempty"`
	// Boundary is the permissions boundary: ARN or name of a managed policy.
	Boundary   string            `yaml:"boundary,omitempty"`
	Groups     []string          `yaml:"groups,omitempty"`
	Tags       map[string]string `yaml:"tags,omitempty"`
	AccessKeys []AccessKey       `yaml:"accessKeys,omitempty"`
	// ID is the unique id, AIDA…; made when absent.
	ID string `yaml:"id,omitempty"`
	// Created is when it was made; default 2024-01-01.
	Created time.Time `yaml:"created,omitempty"`

	Name string `yaml:"-"`
	ARN  string `yaml:"-"`
}

// A Group is an IAM group.
type Group struct {
	Path     string             `yaml:"path,omitempty"`
	Policies map[string]*Policy `yaml:"policies,omitempty"`
	Managed  []string           `yaml:"managed,omitempty"`
	// ID is the unique id, AGPA…; made when absent.
	ID string `yaml:"id,omitempty"`
	// Created is when it was made; default 2024-01-01.
	Created time.Time `yaml:"created,omitempty"`

	Name string `yaml:"-"`
	ARN  string `yaml:"-"`
}

// A Role is an IAM role.
type Role struct {
	Path string `yaml:"path,omitempty"`
	// Trust is the trust policy. Absent means one that trusts nobody.
	Trust    *Policy            `yaml:"trust,omitempty"`
	Policies map[string]*Policy `yaml:"policies,omitempty"`
	Managed  []string           `yaml:"managed,omitempty"`
	Boundary string             `yaml:"boundary,omitempty"`
	Tags     map[string]string  `yaml:"tags,omitempty"`
	// MaxSessionDuration in seconds, 3600 to 43200; default 3600.
	MaxSessionDuration int `yaml:"maxSessionDuration,omitempty"`
	// ServiceLinked roles are outside SCPs, RCPs and boundaries.
	ServiceLinked bool   `yaml:"serviceLinked,omitempty"`
	Description   string `yaml:"description,omitempty"`
	// ID is the unique id, AROA…; made when absent.
	ID string `yaml:"id,omitempty"`
	// Created is when it was made; default 2024-01-01.
	Created time.Time `yaml:"created,omitempty"`

	Name string `yaml:"-"`
	ARN  string `yaml:"-"`
}

// A Session is a set of temporary credentials.
type Session struct {
	AccessKeyID string
	Secret      string
	Token       string
	// Kind is AssumedRole, FederatedUser, User or Root (GetSessionToken).
	Kind    authz.CallerKind
	Account string
	// Principal is the role's or user's name; empty for root.
	Principal string
	// PrincipalID is the principal's unique id when the session was issued: a
	// role that was deleted and made again does not revive it.
	PrincipalID string
	// Name is the role session name or federated user name.
	Name string
	// Policies are the session policies; nil when none were passed.
	Policies       []authz.Attached
	Tags           map[string]string
	TransitiveTags []string
	SourceIdentity string
	// Keys are further condition keys of every call of the session, such as
	// aws:FederatedProvider.
	Keys map[string]string
	// Contexts are what trusted providers assert about who uses the session.
	Contexts []ProvidedContext
	// OfService: a service issued the session to itself, to act with a role that
	// it was handed.
	OfService bool
	IssuedAt  time.Time
	ExpiresAt time.Time
	MFA       bool
}

// A ProvidedContext is what a context provider, such as IAM Identity Center,
// asserts about the user of a session
// (https://docs.aws.amazon.com/STS/latest/APIReference/API_ProvidedContext.html).
type ProvidedContext struct {
	Provider  string // its ARN
	Assertion string // opaque
}

// A Policy is a policy document: parsed, and as the text that was written.
type Policy struct {
	// Document is what the rules read.
	Document *authz.Document
	// JSON is the document as JSON text, as a Get…Policy call returns it.
	JSON []byte
}
