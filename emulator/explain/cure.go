package explain

import (
	"fmt"
	"strings"

	"github.com/denylab/denylab/rego/authz"
)

// cure names the smallest change that helps against d. It proposes, it does
// not promise: another layer may refuse next, which Next tells.
func cure(call *authz.Call, d authz.Decision, near *authz.NearMiss) string {
	who := principal(call)
	switch {
	case d.Verdict == authz.ExplicitDeny && d.Finding != nil && d.Finding.Index >= 0:
		return fmt.Sprintf("Remove statement %s of %s, or give it a condition or exception that leaves %s out; no Allow elsewhere can help against an explicit deny.",
			d.Finding.Statement(), policyName(d.Finding), who)
	case d.Finding != nil && settingCures[d.Finding.Setting] != "":
		return settingCures[d.Finding.Setting]
	case d.Layer == authz.ResourcePolicy && unsigned(call):
		return "Sign the request: KMS and STS let nobody in anonymously, whatever the policies say."
	case d.Layer == authz.S3AccessGrants && call.AccessGrants != nil:
		return grantCure(call, near)
	case layerCures[d.Layer] != "":
		return layerCures[d.Layer]
	case near != nil:
		return nearCure(call, near)
	}
	return implicitCure(call, d.Layer, who)
}

// unsigned: the call is anonymous, of a service that knows no anonymous
// callers, so that no policy helps.
func unsigned(call *authz.Call) bool {
	service, _, _ := strings.Cut(call.Action, ":")
	return call.Caller.Kind == authz.Anonymous && (service == "kms" || service == "sts")
}

func nearCure(call *authz.Call, m *authz.NearMiss) string {
	where := fmt.Sprintf("statement %s of %s", m.Finding.Statement(), policyName(&m.Finding))
	switch m.Miss.Element {
	case "Action":
		return fmt.Sprintf("Add %s to Action of %s, which allows everything else about this call.", call.Action, where)
	case "Resource":
		return fmt.Sprintf("Add %s to Resource of %s, which has %s.", call.Resource, where, list(m.Miss.Want))
	case "Principal":
		return fmt.Sprintf("Name %s in Principal of %s.", principal(call), where)
	case "Condition":
		got := "the request does not have that key. It comes with " + supplierOf(call, m.Miss.Key)
		if len(m.Miss.Got) > 0 {
			got = "the request has " + list(m.Miss.Got)
		}
		return fmt.Sprintf("Meet the condition %s on %s of %s: it wants %s, %s.", m.Miss.Operator, m.Miss.Key, where, list(m.Miss.Want), got)
	default:
		return fmt.Sprintf("Take the call out of %s of %s.", m.Miss.Element, where)
	}
}

// grantCure names the grant of S3 Access Grants that is missing, or what is wrong
// with the one that nearly covers the call.
func grantCure(call *authz.Call, near *authz.NearMiss) string {
	a := call.AccessGrants
	if call.Caller.PrincipalARN == "" {
		return "Sign the request as a user or role: access grants are for those, and for directory users."
	}
	if near == nil {
		return fmt.Sprintf("Create an access grant of %s on %s for %s.", a.Permission, a.Target, principal(call))
	}
	grant := "access grant " + near.Finding.Setting
	switch near.Miss.Element {
	case "Permission":
		return fmt.Sprintf("Create an access grant of %s like %s, which has %s.", a.Permission, grant, list(near.Miss.Want))
	case "GrantScope":
		return fmt.Sprintf("Create an access grant on %s like %s, which has %s, or ask for less.", a.Target, grant, list(near.Miss.Want))
	default:
		return fmt.Sprintf("Create an access grant for %s like %s, which is for %s.", principal(call), grant, list(near.Miss.Want))
	}
}

// settingCures are for settings that need a word of their own.
var settingCures = map[string]string{
	"RootUser":              "Assume the role as a user or role: the root user of an account cannot.",
	"CrossAccountUse":       "Call as a principal of the key's account, for example by a role there: KMS has no cross-account use of this operation, whatever the policies say.",
	"NetworkOrigin":         "Send the request through an endpoint of the access point's VPC: its network origin was chosen when it was made and cannot be changed.",
	"BlockPublicAcls":       "Send no public ACL, or turn BlockPublicAcls off for the bucket and its account.",
	"BlockPublicPolicy":     "Grant access to named principals instead of the public, or turn BlockPublicPolicy off for the bucket and its account.",
	"RestrictPublicBuckets": "Make the bucket policy name principals instead of the public, or turn RestrictPublicBuckets off for the bucket and its account.",
	"IgnorePublicAcls":      "Grant access to named accounts instead of the public, or turn IgnorePublicAcls off for the bucket and its account.",
}

// layerCures are for layers that are a setting rather than a policy.
var layerCures = map[authz.Layer]string{
	authz.S3ObjectOwnership: "Send no ACL (or bucket-owner-full-control): the bucket has ACLs disabled by BucketOwnerEnforced.",
	authz.S3RequesterPays:   "Send x-amz-request-payer: requester (RequestPayer in the SDKs), signed: the caller's account pays.",
	authz.S3ACL:             "Have the object's owner grant the bucket owner READ or FULL_CONTROL (upload with bucket-owner-full-control), or set the bucket to BucketOwnerEnforced.",
}

func implicitCure(call *authz.Call, layer authz.Layer, who string) string {
	allow := fmt.Sprintf("%s on %s", call.Action, call.Resource)
	switch layer {
	case authz.IdentityPolicy:
		return fmt.Sprintf("Allow %s in an identity policy of %s.", allow, who)
	case authz.PermissionsBoundary:
		return fmt.Sprintf("Allow %s in the permissions boundary of %s as well.", allow, who)
	case authz.SessionPolicy:
		return fmt.Sprintf("Allow %s in the session policy that was passed when the session was made.", allow)
	case authz.ServiceControlPolicy:
		return fmt.Sprintf("Allow %s in an SCP at every level from the root to account %s.", allow, call.Caller.Account)
	case authz.VPCEndpointPolicy:
		return fmt.Sprintf("Allow %s in the VPC endpoint's policy.", allow)
	case authz.ResourcePolicy:
		return fmt.Sprintf("Allow %s for %s in the policy of the resource.", call.Action, who)
	default:
		return fmt.Sprintf("Allow %s.", allow)
	}
}

// principal is how a policy names the caller.
func principal(call *authz.Call) string {
	switch {
	case call.Caller.Kind == authz.Anonymous:
		return `everybody (Principal "*")`
	case call.Caller.PrincipalARN != "":
		return call.Caller.PrincipalARN
	default:
		return call.Caller.ARN
	}
}

func policyName(f *authz.Finding) string {
	name := f.Policy
	if name == "" {
		name = string(f.Layer)
	}
	if f.File != "" && f.Line > 0 {
		return fmt.Sprintf("%s (%s:%d)", name, f.File, f.Line)
	}
	return name
}
