package iampolicy

import "strings"

// The words in which each service refuses a policy document. A %s stands for
// the offending value. Texts marked [U] are not confirmed by a recorded
// response; this file is the one place to correct them.

// iamWords are IAM's and STS's for identity policies, boundaries and session
// policies.
var iamWords = map[flaw]string{
	flawVersion:            "Policy document must be version 2012-10-17 or greater.",
	flawSid:                "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*",
	flawDuplicateSid:       "Statement IDs (SID) in a single policy must be unique.",
	flawNoAction:           "Policy statement must contain actions.",
	flawActionForm:         "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
	flawActionColons:       "Actions/Condition can contain only one colon.",
	flawVendor:             "Vendor %s is not valid",
	flawNoResource:         "Policy statement must contain resources.",
	flawResourceForm:       `Resource %s must be in ARN format or "*".`,
	flawResourceShort:      "The policy failed legacy parsing",
	flawResourceVendor:     "Resource vendor must be fully qualified and cannot contain regexes.",
	flawPartition:          `Partition "%s" is not valid for resource`, // the resource follows, see words
	flawIAMRegion:          "IAM resource %s cannot contain region information.",
	flawIAMPath:            `IAM resource path must either be "*" or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/.`,
	flawConditionKey:       "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
	flawPrincipalForbidden: "Policy document should not specify a principal.", // [U]
}

// trustWords are IAM's for role trust policies.
var trustWords = map[flaw]string{
	flawJSON:              "This policy contains invalid Json",
	flawUnknownField:      "Unknown field %s", // [U]
	flawNoStatement:       "Could not parse the policy: Statement is empty!",
	flawEmptyStatement:    "Could not parse the policy: Statement is empty!",
	flawVersion:           "The policy must contain a valid version string",
	flawNoEffect:          "Missing required field Effect",
	flawEffect:            "Invalid effect: %s",
	flawDuplicateSid:      "The Statement Ids in the policy are not unique",
	flawNoAction:          "Missing required field Action",
	flawActionForm:        "AssumeRole policy may only specify STS AssumeRole actions.",
	flawActionColons:      "AssumeRole policy may only specify STS AssumeRole actions.",
	flawActionNotTrust:    "AssumeRole policy may only specify STS AssumeRole actions.",
	flawResourceForbidden: "Has prohibited field Resource",
	flawNoPrincipal:       "Missing required field Principal",
	flawBarePrincipal:     "Principal must be a JSON object.",
	flawPrincipal:         "Invalid principal in policy: %s",
	flawNotPrincipal:      "AssumeRole policy must not contain NotPrincipal field.",
	flawAllowNotPrincipal: "Allow with NotPrincipal is not allowed.",
}

// bucketWords are S3's for bucket policies.
var bucketWords = map[flaw]string{
	flawJSON:              "Policies must be valid JSON and the first byte must be '{'",
	flawUnknownField:      "Unknown field %s", // [U]
	flawNoStatement:       "Missing required field Statement",
	flawEmptyStatement:    "Could not parse the policy: Statement is empty!",
	flawVersion:           "The policy must contain a valid version string",
	flawNoEffect:          "Missing required field Effect", // [U]
	flawEffect:            "Invalid effect: %s",
	flawDuplicateSid:      "The Statement Ids in the policy are not unique", // [U]
	flawNoAction:          "Missing required field Action",                  // [U]
	flawActionForm:        "Policy has invalid action",
	flawActionColons:      "Policy has invalid action",
	flawActionInvalid:     "Policy has invalid action",
	flawNoResource:        "Missing required field Resource", // [U]
	flawResourceForeign:   "Policy has invalid resource",
	flawActionResource:    "Action does not apply to any resource(s) in statement",
	flawNoPrincipal:       "Missing required field Principal", // [U]
	flawPrincipal:         "Invalid principal in policy",
	flawAllowNotPrincipal: "Allow with NotPrincipal is not allowed.", // [U]
	flawOperator:          "Invalid Condition type : %s",             // [U]
	flawConditionKey:      "Policy has an invalid condition key",     // [U]
	flawConditionAction:   "Conditions do not apply to combination of actions and resources in statement",
	flawSize:              "Your policy exceeds the maximum allowed document size.", // [U]
}

// keyWords are KMS's for key policies; the rest is IAM's. [U]
var keyWords = map[flaw]string{
	flawNoPrincipal:       "Policy contains a statement with one or more invalid principals.",
	flawPrincipal:         "Policy contains a statement with one or more invalid principals.",
	flawAllowNotPrincipal: "Policy contains a statement with one or more invalid principals.",
}

const (
	iamSyntax           = "Syntax errors in policy."
	organizationsSyntax = "The provided policy document does not meet the requirements of the specified policy type."
	endpointSyntax      = "The Policy Document is not valid."
)

// words are the code and message that AWS sends for flaw f in a policy of
// kind k.
func words(k Kind, f flaw, value string) (code, message string) {
	switch k.family {
	case trustFamily:
		return sizeCode(f, "MalformedPolicyDocument"), fill(trustWords, f, value, k)
	case bucketFamily:
		if f == flawSize {
			return "PolicyTooLarge", fill(bucketWords, f, value, k) // [U] code
		}
		return "MalformedPolicy", fill(bucketWords, f, value, k)
	case keyFamily:
		return sizeCode(f, "MalformedPolicyDocumentException"), fill(keyWords, f, value, k)
	case organizationsFamily:
		if f == flawSize {
			return "ConstraintViolationException", "You have exceeded the allowed content size for a policy." // [U] text
		}
		return "MalformedPolicyDocumentException", organizationsSyntax
	case endpointFamily:
		return "InvalidPolicyDocument", endpointSyntax
	case repositoryFamily:
		return "InvalidParameterException", repositorySyntax
	case grantsFamily:
		return "InvalidResourcePolicy", grantsSyntax
	default:
		return sizeCode(f, "MalformedPolicyDocument"), fill(iamWords, f, value, k)
	}
}

func fill(table map[flaw]string, f flaw, value string, k Kind) string {
	text, ok := table[f]
	if !ok {
		text, ok = iamWords[f]
	}
	switch {
	case f == flawPartition:
		return strings.Replace(text, "%s", partitionOf(value), 1) + ` "` + value + `".`
	case f == flawSize && !ok:
		return sizeText(k)
	case f == flawCharacters && !ok:
		return "The specified value for policyDocument is invalid. It must contain only printable ASCII characters." // [U]
	case !ok:
		return iamSyntax
	}
	return strings.Replace(text, "%s", value, 1)
}

// sizeCode: sizes and characters are refused with codes of their own.
func sizeCode(f flaw, code string) string {
	switch {
	case f == flawSize && code == "MalformedPolicyDocumentException":
		return "LimitExceededException"
	case f == flawSize:
		return "LimitExceeded"
	case f == flawCharacters:
		return "ValidationError"
	}
	return code
}
