package organizations

import (
	"net/http"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/iampolicy"
	"github.com/denylab/denylab/rego/authz"
)

// Errors are those of each operation's page in
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_Operations.html.
// Texts that are marked [U] are not confirmed by a recorded answer: this file is
// the one place to correct them.

func failure(code, message string) *awsproto.Error {
	return &awsproto.Error{Status: http.StatusBadRequest, Code: code, Message: message}
}

// because is a failure with a reason beside its text.
func because(code, reason, message string) *awsproto.Error {
	e := failure(code, message)
	e.Fields = []awsproto.Field{{Name: "Reason", Value: reason}}
	return e
}

func invalidInput(reason, message string) *awsproto.Error {
	return because("InvalidInputException", reason, message)
}

func constraint(reason, message string) *awsproto.Error {
	return because("ConstraintViolationException", reason, message)
}

// violations are the answers to inputs that AWS's model does not allow.
var violations = map[awsproto.Violation]struct{ reason, text string }{
	awsproto.NoMatch:   {"INVALID_PATTERN", "You provided a value that does not match the required pattern."},
	awsproto.NotInEnum: {"INVALID_ENUM", "You specified an invalid value."},
	awsproto.Missing:   {"INPUT_REQUIRED", "A required parameter is missing."},             // [U]
	awsproto.TooShort:  {"MIN_LENGTH_EXCEEDED", "You provided a value that is too short."}, // [U]
	awsproto.TooLong:   {"MAX_LENGTH_EXCEEDED", "You provided a value that is too long."},  // [U]
	awsproto.TooSmall:  {"MIN_VALUE_EXCEEDED", "You provided a number that is too small."}, // [U]
	awsproto.TooLarge:  {"MAX_VALUE_EXCEEDED", "You provided a number that is too large."}, // [U]
}

func invalid(v awsproto.Violation, _ string) *awsproto.Error {
	a := violations[v]
	return invalidInput(a.reason, a.text)
}

func invalidToken() *awsproto.Error {
	return invalidInput("INVALID_NEXT_TOKEN", "You provided an invalid pagination token.") // [U]
}

// Who may call.

func noPermissions() *awsproto.Error {
	return failure("AccessDeniedException", "You don't have permissions to access this resource.")
}

func notInUse() *awsproto.Error {
	return failure("AWSOrganizationsNotInUseException", "Your account is not a member of an organization.")
}

func alreadyInOrganization() *awsproto.Error {
	return failure("AlreadyInOrganizationException", "The AWS account is already a member of an organization.")
}

// noDependency refuses what would need a service-linked role.
func noDependency() *awsproto.Error {
	return because("AccessDeniedForDependencyException", "ACCESS_DENIED_DURING_CREATE_SERVICE_LINKED_ROLE",
		"The request failed because your credentials do not have permission to create the service-linked role required by AWS Organizations.")
}

func masterCannotLeave() *awsproto.Error {
	return failure("MasterCannotLeaveOrganizationException", "You can't remove the management account from an organization.") // [U]
}

// What is not there.

func noSuchAccount() *awsproto.Error {
	return failure("AccountNotFoundException", "You specified an account that doesn't exist.")
}

func noSuchUnit() *awsproto.Error {
	return failure("OrganizationalUnitNotFoundException", "You specified an organizational unit that doesn't exist.")
}

func noSuchParent() *awsproto.Error {
	return failure("ParentNotFoundException", "You specified parent that doesn't exist.")
}

func noSuchSource() *awsproto.Error {
	return failure("SourceParentNotFoundException", "You specified a source parent that doesn't exist.") // [U]
}

func noSuchDestination() *awsproto.Error {
	return failure("DestinationParentNotFoundException", "You specified a destination parent that doesn't exist.") // [U]
}

func noSuchChild() *awsproto.Error {
	return failure("ChildNotFoundException", "You specified a child that doesn't exist.") // [U]
}

func noSuchTarget() *awsproto.Error {
	return failure("TargetNotFoundException", "You specified a target that doesn't exist.")
}

func noSuchRoot() *awsproto.Error {
	return failure("RootNotFoundException", "You specified a root that doesn't exist.")
}

func noSuchPolicy() *awsproto.Error {
	return failure("PolicyNotFoundException", "You specified a policy that doesn't exist.")
}

func noSuchRequest() *awsproto.Error {
	return failure("CreateAccountStatusNotFoundException", "You specified a create account request that doesn't exist.") // [U]
}

func noEffectivePolicy() *awsproto.Error {
	return failure("EffectivePolicyNotFoundException", "There is no effective policy of this type for the account.") // [U]
}

func noResourcePolicy() *awsproto.Error {
	return failure("ResourcePolicyNotFoundException", "The organization has no resource policy.") // [U]
}

func notRegistered() *awsproto.Error {
	return failure("AccountNotRegisteredException", "The provided account is not a registered delegated administrator for your organization.")
}

func alreadyRegistered() *awsproto.Error {
	return failure("AccountAlreadyRegisteredException", "The provided account is already a delegated administrator for your organization.")
}

// What does not fit.

func duplicateUnit() *awsproto.Error {
	return failure("DuplicateOrganizationalUnitException", "An OU with the same name already exists.")
}

func duplicateAccount() *awsproto.Error {
	return failure("DuplicateAccountException", "That account is already present in the specified destination.") // [U]
}

func duplicatePolicy() *awsproto.Error {
	return failure("DuplicatePolicyException", "A policy with the same name already exists.")
}

func duplicateAttachment() *awsproto.Error {
	return failure("DuplicatePolicyAttachmentException", "The selected policy is already attached to the specified target.")
}

func notAttached() *awsproto.Error {
	return failure("PolicyNotAttachedException", "The policy isn't attached to the specified target.") // [U]
}

func policyInUse() *awsproto.Error {
	return failure("PolicyInUseException", "The policy is attached to one or more entities. You must detach it from all roots, OUs, and accounts before performing this operation.")
}

func organizationNotEmpty() *awsproto.Error {
	return failure("OrganizationNotEmptyException", "To delete an organization you must first remove all member accounts (except the master).")
}

func unitNotEmpty() *awsproto.Error {
	return failure("OrganizationalUnitNotEmptyException", "You can't delete an OU that contains accounts or other OUs.") // [U]
}

func alreadyClosed() *awsproto.Error {
	return failure("AccountAlreadyClosedException", "The account is already closed.") // [U]
}

// Policy types.

func typeNotEnabled() *awsproto.Error {
	return failure("PolicyTypeNotEnabledException", "This operation can be performed only for enabled policy types.")
}

func typeAlreadyEnabled() *awsproto.Error {
	return failure("PolicyTypeAlreadyEnabledException", "The specified policy type is already enabled.")
}

func typeNotAvailable() *awsproto.Error {
	return failure("PolicyTypeNotAvailableForOrganizationException", "This operation requires all features of the organization to be enabled.") // [U]
}

// notEmulated: the lab has the types of policies that bind calls.
func notEmulated(operation string, of types.PolicyType) *awsproto.Error {
	return awsproto.NotEmulated("Organizations", operation+" of type "+string(of))
}

// Values.

func immutablePolicy() *awsproto.Error {
	return invalidInput("IMMUTABLE_POLICY", "You cannot change or delete a policy that is managed by AWS.") // [U]
}

func notDetachable() *awsproto.Error {
	return invalidInput("NON_DETACHABLE_POLICY", "You can't detach this AWS managed policy.") // [U]
}

func targetNotSupported() *awsproto.Error {
	return invalidInput("TARGET_NOT_SUPPORTED", "You can't perform this operation on the specified target.") // [U]
}

func duplicateTagKey() *awsproto.Error {
	return invalidInput("DUPLICATE_TAG_KEY", "Tag keys must be unique. You specified one more than once.") // [U]
}

func systemTag() *awsproto.Error {
	return invalidInput("INVALID_SYSTEM_TAGS_PARAMETER", "Tag keys that begin with aws: are reserved for AWS.") // [U]
}

func reservedRoleName() *awsproto.Error {
	return invalidInput("INVALID_ROLE_NAME", "You provided a role name that isn't valid.") // [U]
}

func unknownService() *awsproto.Error {
	return invalidInput("UNRECOGNIZED_SERVICE_PRINCIPAL", "You specified an unrecognized service principal.")
}

// Limits.

func tooDeep() *awsproto.Error {
	return constraint("OU_DEPTH_LIMIT_EXCEEDED", "You have exceeded the maximum depth of organizational units.") // [U]
}

func tooManyTags() *awsproto.Error {
	return constraint("MAX_TAG_LIMIT_EXCEEDED", "You have exceeded the number of tags allowed on this resource.") // [U]
}

func tooManyAttached() *awsproto.Error {
	return constraint("MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED", "You have attached the maximum number of policies to the specified target.")
}

func lastAttached() *awsproto.Error {
	return constraint("MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED", "You cannot remove the last policy attached to the specified target. You must have at least one attached at all times.")
}

func tooYoung() *awsproto.Error {
	return constraint("WAIT_PERIOD_ACTIVE", "This operation requires a wait period. Try again later.")
}

func administers() *awsproto.Error {
	return constraint("CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG", "You can't remove an account that is a delegated administrator.") // [U]
}

func managementCannotClose() *awsproto.Error {
	return constraint("CANNOT_CLOSE_MANAGEMENT_ACCOUNT", "You can't close the management account.") // [U]
}

func needsAllFeatures() *awsproto.Error {
	return constraint("ORGANIZATION_NOT_IN_ALL_FEATURES_MODE", "This operation requires all features of the organization to be enabled.") // [U]
}

func serviceNotTrusted() *awsproto.Error {
	return constraint("SERVICE_ACCESS_NOT_ENABLED", "You must enable service access before you register a delegated administrator.") // [U]
}

func managementCannotAdminister() *awsproto.Error {
	return constraint("CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR", "You cannot register master account/yourself as delegated administrator for your organization.")
}

func closedCannotAdminister() *awsproto.Error {
	return constraint("CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR", "You cannot register a suspended account as a delegated administrator.") // [U]
}

// refusedDocument is a problem of a policy document as Organizations answers it.
func refusedDocument(p iampolicy.Problem) *awsproto.Error {
	if p.Code == "ConstraintViolationException" {
		return constraint("POLICY_CONTENT_LIMIT_EXCEEDED", p.Message)
	}
	return failure(p.Code, p.Message)
}

// refusedDelegation is a problem of a delegation policy.
func refusedDelegation(document *authz.Document, p iampolicy.Problem) *awsproto.Error {
	switch {
	case p.Code == "ConstraintViolationException":
		return refusedDocument(p)
	case p.Statement >= 0 && !slices.ContainsFunc(document.Statements[p.Statement].Action, iampolicy.CanDelegate):
		return invalidInput("UNSUPPORTED_ACTION_IN_RESOURCE_POLICY", "The resource policy has an action that cannot be delegated.") // [U]
	}
	return invalidInput("INVALID_RESOURCE_POLICY_JSON", "The resource policy is not valid.") // [U]
}

// tagsOfExisting: the tags of a resource policy are TagResource's to change.
func tagsOfExisting() *awsproto.Error {
	return invalidInput("UPDATE_EXISTING_RESOURCE_POLICY_WITH_TAGS_NOT_SUPPORTED", "You can't set tags when you update a resource policy.") // [U]
}

func unknownPrincipal(name string) *awsproto.Error {
	return invalidInput("INVALID_PRINCIPAL", "The resource policy names a principal that doesn't exist: "+name) // [U]
}

// The lab's own.

func internal() *awsproto.Error {
	return &awsproto.Error{Status: http.StatusInternalServerError, Code: "ServiceException",
		Message: "denylab could not reach a decision; its log has the error."}
}

// notTaken is a change that the world's own checks refuse and this package
// should have refused before.
func notTaken(err error) *awsproto.Error {
	return &awsproto.Error{Status: http.StatusInternalServerError, Code: "ServiceException",
		Message: "denylab cannot make this change: " + err.Error()}
}

// oneOnly: a world has one organization.
func oneOnly(id string) *awsproto.Error {
	return &awsproto.Error{Status: http.StatusNotImplemented, Code: "NotImplemented",
		Message: "denylab emulates one organization, and there is " + id + "; delete that one first."}
}
