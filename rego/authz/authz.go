// Package authz holds the words of an authorization: the call that is asked
// about, the layers that are asked, what each of them said and what follows.
//
// It depends on the standard library only, because everything else depends on
// it. The rules that turn a Call into a Decision are in rego/policy; rego/engine
// runs them.
package authz

import "strconv"

// A Layer is a kind of policy or setting that is asked about a call.
type Layer string

// The layers, in the order in which AWS's documentation evaluates them
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html).
const (
	ResourceControlPolicy Layer = "resource_control_policy"
	ServiceControlPolicy  Layer = "service_control_policy"
	VPCEndpointPolicy     Layer = "vpc_endpoint_policy"
	ResourcePolicy        Layer = "resource_policy"
	IdentityPolicy        Layer = "identity_policy"
	PermissionsBoundary   Layer = "permissions_boundary"
	SessionPolicy         Layer = "session_policy"
	KMSGrant              Layer = "kms_grant"
	S3ACL                 Layer = "s3_acl"
	S3BlockPublicAccess   Layer = "s3_block_public_access"
	S3ObjectOwnership     Layer = "s3_object_ownership"
	S3RequesterPays       Layer = "s3_requester_pays"
	S3AccessGrants        Layer = "s3_access_grants"
)

// Layers lists every layer in evaluation order: the order of a ladder's rungs.
func Layers() []Layer {
	return []Layer{
		ResourceControlPolicy, ServiceControlPolicy, VPCEndpointPolicy, ResourcePolicy,
		IdentityPolicy, PermissionsBoundary, SessionPolicy, KMSGrant,
		S3ACL, S3BlockPublicAccess, S3ObjectOwnership, S3RequesterPays,
		S3AccessGrants,
	}
}

// A Verdict is what one layer said about a call. The first three words are
// those of iam:SimulatePrincipalPolicy.
type Verdict string

// The verdicts.
const (
	Allowed       Verdict = "allowed"
	ExplicitDeny  Verdict = "explicitDeny"
	ImplicitDeny  Verdict = "implicitDeny"
	NotApplicable Verdict = "notApplicable"
)

// A Disclosure says how much of a refusal AWS tells the client.
type Disclosure string

// The disclosures.
const (
	// DiscloseFull: the message names action, resource and layer: caller and
	// resource are in the same account or the same organization.
	DiscloseFull Disclosure = "full"
	// DisclosePlain: "Access Denied" and nothing more (S3), or the service's
	// form without a reason.
	DisclosePlain Disclosure = "plain"
)

// A Decision is the conclusion over all layers.
type Decision struct {
	Allowed bool `json:"allowed"`
	// Layer is the one AWS names in its refusal; empty when allowed.
	Layer Layer `json:"layer,omitempty"`
	// Verdict is that layer's verdict, or Allowed.
	Verdict Verdict `json:"verdict"`
	// Verdicts holds what every layer said; a layer that was not concerned
	// is present as NotApplicable.
	Verdicts map[Layer]Verdict `json:"verdicts"`
	// Finding is the statement, grant or setting that decided. An implicit
	// deny has none unless a setting caused it.
	Finding *Finding `json:"finding,omitempty"`
	// Disclosure is how much the client is told.
	Disclosure Disclosure `json:"disclosure,omitempty"`
	// Delegated is true when the resource policy hands the decision to the
	// identity policies of the account (KMS, role trust).
	Delegated bool `json:"delegated,omitempty"`
}

// A Finding is what made a layer speak: a statement of a policy, a grant, or a
// setting.
type Finding struct {
	Layer   Layer   `json:"layer"`
	Verdict Verdict `json:"verdict"`
	// Policy is the policy's name as its owner knows it, such as
	// "AmazonSageMakerFullAccess" or an inline policy's name.
	Policy    string `json:"policy,omitempty"`
	PolicyARN string `json:"policyArn,omitempty"`
	// Sid is the statement's Sid; empty when it has none.
	Sid string `json:"sid,omitempty"`
	// Index is the statement's position in its document, from 0; -1 when the
	// finding is no statement.
	Index int `json:"index"`
	// File, Line and Column say where the statement was written; Line and
	// Column count from 1, 0 when unknown.
	File   string `json:"file,omitempty"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
	// Level is the organization level (root, OU or account id) a control
	// policy is attached to.
	Level string `json:"level,omitempty"`
	// Setting names the setting or grant of a finding that is no statement,
	// such as "RestrictPublicBuckets", or a KMS grant's id.
	Setting string `json:"setting,omitempty"`
}

// Statement is the finding's name for people: its Sid, else "#2" for the
// second statement of its policy, else the setting or grant, else "".
func (f *Finding) Statement() string {
	switch {
	case f == nil:
		return ""
	case f.Sid != "":
		return f.Sid
	case f.Index >= 0 && f.Setting == "":
		return "#" + strconv.Itoa(f.Index+1)
	default:
		return f.Setting
	}
}

// A Miss is one element of a statement that did not match the call.
type Miss struct {
	// Element is Principal, NotPrincipal, Action, NotAction, Resource,
	// NotResource or Condition; of a grant Grantee, GrantScope or Permission.
	Element string `json:"element"`
	// Operator and Key are set for a Condition.
	Operator string `json:"operator,omitempty"`
	Key      string `json:"key,omitempty"`
	// Want are the statement's values, Got the call's; a condition key that
	// the call does not have leaves Got empty.
	Want []string `json:"want,omitempty"`
	Got  []string `json:"got,omitempty"`
}

// A NearMiss is a statement, or a grant of S3 Access Grants, that would have
// applied but for one element.
type NearMiss struct {
	Finding Finding `json:"statement"`
	Effect  string  `json:"effect"`
	Miss    Miss    `json:"miss"`
}

// A Report is everything the rules know about a call: what the decision says
// and why each layer said what it said.
type Report struct {
	Decision Decision `json:"decision"`
	// Findings are the statements, grants and settings that made each layer
	// speak, in layer order, then policy and statement order.
	Findings []Finding `json:"findings,omitempty"`
	// NearMisses are the Allow statements that were one element short of
	// applying.
	NearMisses []NearMiss `json:"nearMisses,omitempty"`
	// MissingContext are the condition keys that statements about this call
	// read and the call does not have, sorted.
	MissingContext []string `json:"missingContextValues,omitempty"`
}
