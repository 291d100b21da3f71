package world

import "time"

// An Organization is the tree of organizational units above accounts.
type Organization struct {
	// ID is the organization's id, such as o-exampleorgid.
	ID string `yaml:"id"`
	// Management is the management account's id, which SCPs do not reach.
	Management string `yaml:"management"`
	// FeatureSet is ALL, the default, or CONSOLIDATED_BILLING, in which
	// policies have no effect.
	FeatureSet string `yaml:"featureSet,omitempty"`
	// Root is the organization root.
	Root *Unit `yaml:"root"`
	// Policies are the SCP and RCP documents that units and accounts attach
	// by name. FullAWSAccess is always there.
	SCPs map[string]*ControlPolicy `yaml:"scps,omitempty"`
	RCPs map[string]*ControlPolicy `yaml:"rcps,omitempty"`
	// DisabledPolicyTypes lists SERVICE_CONTROL_POLICY or
	// RESOURCE_CONTROL_POLICY when the organization has not enabled them:
	// attached policies then have no effect.
	DisabledPolicyTypes []string `yaml:"disabledPolicyTypes,omitempty"`
	// AccountRequests are the requests to make accounts that were made, by id:
	// car-….
	AccountRequests map[string]*AccountRequest `yaml:"accountRequests,omitempty"`
	// Handshakes are the invitations that were sent, by id: h-….
	Handshakes map[string]*Handshake `yaml:"handshakes,omitempty"`
	// TrustedServices are the principals of the AWS services that work with
	// the organization, and since when they do.
	TrustedServices map[string]time.Time `yaml:"trustedServices,omitempty"`
	// DelegatedAdministrators are the members that administer a service for
	// the organization, by account id: its principals, and since when.
	DelegatedAdministrators map[string]map[string]time.Time `yaml:"delegatedAdministrators,omitempty"`
	// ResourcePolicy delegates the administration of policies to members.
	ResourcePolicy *ResourcePolicy `yaml:"resourcePolicy,omitempty"`
}

// The feature sets of an organization.
const (
	AllFeatures         = "ALL"
	ConsolidatedBilling = "CONSOLIDATED_BILLING"
)

// A ControlPolicy is an SCP or an RCP.
type ControlPolicy struct {
	// ID is the policy's id, such as p-examplepolicy; made from its name when
	// absent.
	ID          string            `yaml:"id,omitempty"`
	Description string            `yaml:"description,omitempty"`
	Tags        map[string]string `yaml:"tags,omitempty"`
	Policy      *Policy           `yaml:"policy"`
}

// A Handshake is an invitation of an account to the organization.
type Handshake struct {
	// Account is the id of the account that is invited.
	Account string `yaml:"account"`
	// ByEmail: the invitation names the account by its address.
	ByEmail bool   `yaml:"byEmail,omitempty"`
	Notes   string `yaml:"notes,omitempty"`
	// State is OPEN, the default, ACCEPTED, DECLINED or CANCELED. An open one
	// expires.
	State     string    `yaml:"state,omitempty"`
	Requested time.Time `yaml:"requested"`
	// Tags are what the account will have as a member.
	Tags map[string]string `yaml:"tags,omitempty"`
}

// A ResourcePolicy is the resource-based delegation policy of an organization.
type ResourcePolicy struct {
	// ID is such as rp-examplepolicy; made when absent.
	ID     string            `yaml:"id,omitempty"`
	Tags   map[string]string `yaml:"tags,omitempty"`
	Policy *Policy           `yaml:"policy"`
}

// A Unit is the organization root or an organizational unit.
type Unit struct {
	// ID is r-… for the root and ou-… for a unit; made from its name when
	// absent.
	ID   string            `yaml:"id,omitempty"`
	Tags map[string]string `yaml:"tags,omitempty"`
	// SCPs are names of Organization.SCPs attached here. Absent means
	// [FullAWSAccess], as AWS attaches it to every new root, OU and account.
	SCPs []string `yaml:"scps,omitempty"`
	RCPs []string `yaml:"rcps,omitempty"`
	// Units are the nested OUs, by name.
	Units map[string]*Unit `yaml:"units,omitempty"`
	// Accounts are the member accounts directly below, by id.
	Accounts map[string]*Membership `yaml:"accounts,omitempty"`
}

// A Membership is an account's place in the organization.
type Membership struct {
	SCPs []string          `yaml:"scps,omitempty"`
	RCPs []string          `yaml:"rcps,omitempty"`
	Tags map[string]string `yaml:"tags,omitempty"`
	// JoinedMethod is INVITED, the default, or CREATED, for accounts that the
	// organization made.
	JoinedMethod string `yaml:"joinedMethod,omitempty"`
	// Joined is when; default 2024-01-01.
	Joined time.Time `yaml:"joined,omitempty"`
}

// How accounts join an organization.
const (
	Invited = "INVITED"
	Created = "CREATED"
)

// An AccountRequest is a request to make an account, which was made or failed
// at once.
type AccountRequest struct {
	AccountName string    `yaml:"accountName"`
	Requested   time.Time `yaml:"requested"`
	// Account is the id of the account that was made; absent when Failure says
	// why there is none.
	Account string `yaml:"account,omitempty"`
	Failure string `yaml:"failure,omitempty"`
}
