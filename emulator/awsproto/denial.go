package awsproto

import (
	"net/http"
	"strings"

	"github.com/denylab/denylab/rego/authz"
)

// A Protocol is the wire protocol of the service that the client talked to.
type Protocol string

// The protocols.
const (
	// S3 is S3's REST XML.
	S3 Protocol = "s3"
	// Query is the query protocol of STS and IAM.
	Query Protocol = "query"
	// JSON is JSON 1.1, as KMS speaks it.
	JSON Protocol = "json"
	// EC2 is EC2's query protocol.
	EC2 Protocol = "ec2"
)

// Denial is the refusal that AWS sends when a decision on a call is negative,
// in the protocol of the service that the client talked to: a kms: call refused
// inside an S3 request is an S3 AccessDenied. It panics on a decision that
// allows, which has no refusal.
func Denial(protocol Protocol, call *authz.Call, d authz.Decision) *Error {
	if d.Allowed {
		panic("awsproto: Denial of an allowed call to " + call.Action)
	}
	if special := s3Setting(call, d); special != nil {
		return special
	}
	if setting(d) == rootUser && assumesRole(call) {
		return AccessDenied(protocol, rootAssumes)
	}
	return AccessDenied(protocol, message(protocol, call, d))
}

// CiphertextDenial is Denial for kms:Decrypt without a key id, where KMS does
// not name the key that the ciphertext belongs to.
func CiphertextDenial(call *authz.Call, d authz.Decision) *Error {
	if hidesKey(call, d) {
		return AccessDenied(JSON, hiddenCiphertext)
	}
	return AccessDenied(JSON, opening(call)+" "+someCiphertext+" "+reason(call, d))
}

// UnknownCiphertextKey refuses kms:Decrypt without a key id for a ciphertext
// whose key does not exist.
func UnknownCiphertextKey() *Error { return AccessDenied(JSON, hiddenCiphertext) }

// UnknownKey refuses a KMS call on a key that does not exist in another
// account: KMS does not tell it from a key that refuses.
func UnknownKey(protocol Protocol, callerARN, action string) *Error {
	return AccessDenied(protocol, "User: "+callerARN+" is not authorized to perform: "+action+" "+hiddenKey)
}

// NotAssumable refuses a session of a role that does not exist: STS does not
// tell it from one that trusts others.
func NotAssumable(caller authz.Caller, action, roleARN string) *Error {
	call := &authz.Call{Action: action, Resource: roleARN, Caller: caller}
	if caller.Kind == authz.WebIdentity {
		return AccessDenied(Query, message(Query, call, authz.Decision{}))
	}
	return AccessDenied(Query, opening(call)+on(Query, call))
}

// AccessDenied is a refusal with the given text and the protocol's code and
// status.
func AccessDenied(protocol Protocol, text string) *Error {
	switch protocol {
	case JSON:
		return &Error{Status: http.StatusBadRequest, Code: "AccessDeniedException", Message: text}
	case EC2:
		return &Error{Status: http.StatusForbidden, Code: "UnauthorizedOperation", Message: ec2Opening + text}
	}
	return &Error{Status: http.StatusForbidden, Code: "AccessDenied", Message: text}
}

// s3Setting is the error of a setting that S3 reports without the general
// form, or nil.
func s3Setting(call *authz.Call, d authz.Decision) *Error {
	createBucket := strings.EqualFold(call.Action, "s3:CreateBucket")
	switch {
	case d.Layer == authz.S3ObjectOwnership && (createBucket || strings.EqualFold(call.Action, "s3:PutBucketOwnershipControls")):
		return &Error{Status: http.StatusBadRequest, Code: "InvalidBucketAclWithObjectOwnership",
			Message: "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting"}
	case d.Layer == authz.S3ObjectOwnership:
		return &Error{Status: http.StatusBadRequest, Code: "AccessControlListNotSupported",
			Message: "The bucket does not allow ACLs"}
	case d.Layer == authz.S3AccessGrants && call.AccessGrants != nil:
		return AccessDenied(S3, "You do not have "+call.AccessGrants.Permission+" permissions to the requested S3 Prefix: "+call.AccessGrants.Target)
	case d.Layer == authz.S3RequesterPays:
		return AccessDenied(S3, unverified.requesterPays)
	case d.Layer == authz.S3BlockPublicAccess && createBucket && setting(d) == "BlockPublicAcls":
		e := unverified.createBucketPublicACL
		return &e
	}
	return nil
}

func setting(d authz.Decision) string {
	if d.Finding == nil {
		return ""
	}
	return d.Finding.Setting
}

func message(protocol Protocol, call *authz.Call, d authz.Decision) string {
	kms := isService(call, "kms")
	switch {
	case call.Caller.Kind == authz.WebIdentity: // whoever has no ARN is not named
		return "Not authorized to perform " + call.Action
	case protocol == S3 && tellsNothing(call, d):
		return plainS3
	case kms && hidesKey(call, d):
		return opening(call) + " " + hiddenKey
	case assumesRole(call), !kms && d.Disclosure == authz.DisclosePlain:
		return opening(call) + on(protocol, call)
	}
	return opening(call) + on(protocol, call) + " " + reason(call, d)
}

// tellsNothing: S3 answers "Access Denied" and no more.
func tellsNothing(call *authz.Call, d authz.Decision) bool {
	if call.Caller.Kind == authz.Anonymous {
		return true
	}
	if isService(call, "kms") { // KMS's text passes through S3 as it is
		return false
	}
	return d.Disclosure == authz.DisclosePlain || d.Layer == authz.VPCEndpointPolicy && foreign(call)
}

// hidesKey: the side of a KMS key that belongs to another account refused. What
// the caller's own side refuses is named, as there is nothing to hide.
func hidesKey(call *authz.Call, d authz.Decision) bool {
	return foreign(call) && (d.Layer == authz.ResourcePolicy || d.Layer == authz.KMSGrant || d.Layer == "")
}

func foreign(call *authz.Call) bool {
	return call.ResourceAccount != "" && call.Caller.Account != call.ResourceAccount
}

// assumesRole: STS refuses these without a reason, whichever layer refused
// (so does every recording, although the IAM guide prints reasons).
func assumesRole(call *authz.Call) bool {
	switch strings.ToLower(call.Action) {
	case "sts:assumerole", "sts:tagsession", "sts:setsourceidentity", "sts:setcontext":
		return true
	}
	return false
}

// insider: the caller belongs to the resource's account or organization, whose
// policies' ARNs it may know.
func insider(call *authz.Call) bool {
	return !foreign(call) || call.ResourceOrganization != "" && call.ResourceOrganization == call.Caller.Organization
}

func isService(call *authz.Call, service string) bool {
	name, _, _ := strings.Cut(call.Action, ":")
	return strings.EqualFold(name, service)
}

func opening(call *authz.Call) string {
	return "User: " + call.Caller.ARN + " is not authorized to perform: " + call.Action
}

func on(protocol Protocol, call *authz.Call) string {
	switch {
	case call.WildcardOnly && isService(call, "kms"): // recorded for kms:ListAliases
		return " on resource: *"
	case call.WildcardOnly:
		return ""
	case protocol == S3 && !isService(call, "kms"):
		return ` on resource: "` + call.Resource + `"`
	default:
		return " on resource: " + call.Resource
	}
}

func reason(call *authz.Call, d authz.Decision) string {
	if own, ok := publicAccessReasons[setting(d)]; ok && d.Layer == authz.S3BlockPublicAccess {
		return own
	}
	words, ok := phrases[d.Layer]
	if !ok {
		words = phrases[authz.IdentityPolicy]
	}
	if d.Verdict != authz.ExplicitDeny {
		return "because no " + words.implicit + " allows the " + call.Action + " action"
	}
	text := "with an explicit deny in " + words.explicit
	if words.policyARN && d.Finding != nil && d.Finding.PolicyARN != "" && insider(call) {
		text += ": " + d.Finding.PolicyARN
	}
	return text
}
