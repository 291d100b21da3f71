package explain

import (
	"fmt"
	"strings"

	"github.com/denylab/denylab/rego/authz"
)

// A Supplier says what gives a request a condition key that it does not have.
type Supplier struct {
	// Key is the condition key as the policy writes it.
	Key string `json:"key"`
	// By is what supplies it: a header, a session, an endpoint.
	By string `json:"suppliedBy"`
	// Page is AWS's documentation of the key.
	Page string `json:"page"`
}

// suppliers are the suppliers of keys, in their order.
func suppliers(call *authz.Call, keys []string) []Supplier {
	var all []Supplier
	for _, key := range keys {
		all = append(all, Supplier{Key: key, By: supplierOf(call, key), Page: keyPage(key)})
	}
	return all
}

// supplierOf is what would give call a condition key that it does not have.
func supplierOf(call *authz.Call, key string) string {
	lower := strings.ToLower(key)
	via, _ := valueOf(call.Context, "aws:CalledViaLast")
	endpoint, through := valueOf(call.Context, "aws:SourceVpce")
	switch {
	case via != "" && networkKeys[lower]:
		return fmt.Sprintf("nothing in a call that %s makes for the caller: the connection of the first request is not forwarded", via)
	case through && lower == "aws:sourceip":
		return fmt.Sprintf("a request that comes through no VPC endpoint; one through %s has aws:VpcSourceIp instead", endpoint)
	case lower == "aws:username" && call.Caller.Kind != authz.User:
		return "a call by an IAM user; sessions and root users have no user name"
	case (lower == "aws:principalorgid" || lower == "aws:principalorgpaths") && call.Caller.Account != "":
		return fmt.Sprintf("an organization that the caller's account %s is in", call.Caller.Account)
	}
	return SuppliedBy(key)
}

// SuppliedBy is what gives a request the condition key, in AWS's documentation
// of the key; for a key that AWS does not document, that.
func SuppliedBy(key string) string {
	lower := strings.ToLower(key)
	if by, ok := supplies[lower]; ok {
		return by
	}
	for family, by := range families {
		if name, ok := cutFamily(key, family); ok {
			return fmt.Sprintf(by, name)
		}
	}
	service, _, _ := strings.Cut(lower, ":")
	switch {
	case documented[service]:
		return "no request: AWS documents no condition key of this name"
	case strings.Contains(service, "."), service == "saml":
		return "a session of AssumeRoleWithWebIdentity or AssumeRoleWithSAML whose token or assertion has that claim"
	default:
		return "the request, for the actions of " + service + " that have the key"
	}
}

// cutFamily is what follows a family's name, as written.
func cutFamily(key, family string) (string, bool) {
	if len(key) <= len(family) || !strings.EqualFold(key[:len(family)], family) {
		return "", false
	}
	return key[len(family):], true
}

// valueOf is the first value of a condition key, in whatever spelling.
func valueOf(c authz.Context, key string) (string, bool) {
	for name, v := range c {
		if strings.EqualFold(name, key) && len(v.Values) > 0 {
			return v.Values[0], true
		}
	}
	return "", false
}

// keyPage is the page that documents a condition key.
func keyPage(key string) string {
	service, _, _ := strings.Cut(strings.ToLower(key), ":")
	switch service {
	case "aws":
		return "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html"
	case "s3":
		return "https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html"
	case "kms":
		return "https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html"
	case "iam", "sts", "saml":
		return "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html"
	}
	if strings.Contains(service, ".") {
		return "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html"
	}
	return "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html"
}
