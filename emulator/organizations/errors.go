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

// says is an error without a reason, saysInvalid one of InvalidInputException,
// saysLimit one of ConstraintViolationException.
func says(code, message string) func() *awsproto.Error {
	return func() *awsproto.Error { return failure(code, message) }
}

func saysInvalid(reason, message string) func() *awsproto.Error {
	return func() *awsproto.Error { return invalidInput(reason, message) }
}

func saysLimit(reason, message string) func() *awsproto.Error {
	return func() *awsproto.Error { return constraint(reason, message) }
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

var invalidToken = saysInvalid("INVALID_NEXT_TOKEN", "You provided an invalid pagination token.") // [U]

// Who may call.

var (
	noPermissions         = says("AccessDeniedException", "You don't have permissions to access this resource.")
	notInUse              = says("AWSOrganizationsNotInUseException", "Your account is not a member of an organization.")
	alreadyInOrganization = says("AlreadyInOrganizationException", "The AWS account is already a member of an organization.")
)

// noDependency refuses what would need a service-linked role.
func noDependency() *awsproto.Error {
	return because("AccessDeniedForDependencyException", "ACCESS_DENIED_DURING_CREATE_SERVICE_LINKED_ROLE",
		"The request failed because your credentials do not have permission to create the service-linked role required by AWS Organizations.") // [U]
}

var masterCannotLeave = says("MasterCannotLeaveOrganizationException", "You can't remove the management account from an organization.") // [U]

// What is not there.

var (
	noSuchAccount     = says("AccountNotFoundException", "You specified an account that doesn't exist.")
	noSuchUnit        = says("OrganizationalUnitNotFoundException", "You specified an organizational unit that doesn't exist.")                          // [U]
	noSuchParent      = says("ParentNotFoundException", "You specified parent that doesn't exist.")                                                      // [U]
	noSuchSource      = says("SourceParentNotFoundException", "You specified a source parent that doesn't exist.")                                       // [U]
	noSuchDestination = says("DestinationParentNotFoundException", "You specified a destination parent that doesn't exist.")                             // [U]
	noSuchChild       = says("ChildNotFoundException", "You specified a child that doesn't exist.")                                                      // [U]
	noSuchTarget      = says("TargetNotFoundException", "You specified a target that doesn't exist.")                                                    // [U]
	noSuchRoot        = says("RootNotFoundException", "You specified a root that doesn't exist.")                                                        // [U]
	noSuchPolicy      = says("PolicyNotFoundException", "You specified a policy that doesn't exist.")                                                    // [U]
	noSuchRequest     = says("CreateAccountStatusNotFoundException", "You specified a create account request that doesn't exist.")                       // [U]
	noEffectivePolicy = says("EffectivePolicyNotFoundException", "There is no effective policy of this type for the account.")                           // [U]
	noResourcePolicy  = says("ResourcePolicyNotFoundException", "The organization has no resource policy.")                                              // [U]
	notRegistered     = says("AccountNotRegisteredException", "The provided account is not a registered delegated administrator for your organization.") // [U]
	alreadyRegistered = says("AccountAlreadyRegisteredException", "The provided account is already a delegated administrator for your organization.")    // [U]
)

// What does not fit.

var (
	duplicateUnit        = says("DuplicateOrganizationalUnitException", "An OU with the same name already exists.")           // [U]
	duplicateAccount     = says("DuplicateAccountException", "That account is already present in the specified destination.") // [U]
	duplicatePolicy      = says("DuplicatePolicyException", "A policy with the specified name and type already exists.")      // [U]
	duplicateAttachment  = says("DuplicatePolicyAttachmentException", "A policy with the specified name and type already exists.")
	notAttached          = says("PolicyNotAttachedException", "The policy isn't attached to the specified target.")                                                                               // [U]
	policyInUse          = says("PolicyInUseException", "The policy is attached to one or more entities. You must detach it from all roots, OUs, and accounts before performing this operation.") // [U]
	organizationNotEmpty = says("OrganizationNotEmptyException", "To delete an organization you must first remove all member accounts (except the master).")                                      // [U]
	unitNotEmpty         = says("OrganizationalUnitNotEmptyException", "You can't delete an OU that contains accounts or other OUs.")                                                             // [U]
	alreadyClosed        = says("AccountAlreadyClosedException", "The account is already closed.")                                                                                                // [U]
)

// Handshakes.

var (
	noSuchHandshake    = says("HandshakeNotFoundException", "You specified a handshake that doesn't exist.")                     // [U]
	handshakeExists    = says("DuplicateHandshakeException", "A handshake with the same action and target already exists.")      // [U]
	handshakeIsSo      = says("HandshakeAlreadyInStateException", "The handshake is already in the requested state.")            // [U]
	handshakeIsOver    = says("InvalidHandshakeTransitionException", "The handshake can't get into the requested state.")        // [U]
	invalidPartyTarget = saysInvalid("INVALID_PARTY_TYPE_TARGET", "You can invite accounts only, by their id or email address.") // [U]
)

// isMember: who is invited is in an organization.
func isMember() *awsproto.Error {
	return because("HandshakeConstraintViolationException", "ALREADY_IN_AN_ORGANIZATION", "The account is already a member of an organization.") // [U]
}

// Policy types.

var (
	typeNotEnabled     = says("PolicyTypeNotEnabledException", "This operation can be performed only for enabled policy types.")
	typeAlreadyEnabled = says("PolicyTypeAlreadyEnabledException", "The specified policy type is already enabled.")
	typeNotAvailable   = says("PolicyTypeNotAvailableForOrganizationException", "This operation requires all features of the organization to be enabled.") // [U]
)

// notEmulated: the lab has the types of policies that bind calls.
func notEmulated(operation string, of types.PolicyType) *awsproto.Error {
	return awsproto.NotEmulated("Organizations", operation+" of type "+string(of))
}

// Values.

var (
	immutablePolicy    = saysInvalid("IMMUTABLE_POLICY", "You cannot change or delete a policy that is managed by AWS.")     // [U]
	notDetachable      = saysInvalid("NON_DETACHABLE_POLICY", "You can't detach this AWS managed policy.")                   // [U]
	targetNotSupported = saysInvalid("TARGET_NOT_SUPPORTED", "You can't perform this operation on the specified target.")    // [U]
	duplicateTagKey    = saysInvalid("DUPLICATE_TAG_KEY", "Tag keys must be unique. You specified one more than once.")      // [U]
	systemTag          = saysInvalid("INVALID_SYSTEM_TAGS_PARAMETER", "Tag keys that begin with aws: are reserved for AWS.") // [U]
	reservedRoleName   = saysInvalid("INVALID_ROLE_NAME", "You provided a role name that isn't valid.")                      // [U]
	unknownService     = saysInvalid("UNRECOGNIZED_SERVICE_PRINCIPAL", "You specified an unrecognized service principal.")
)

// Limits.

var (
	tooDeep                    = saysLimit("OU_DEPTH_LIMIT_EXCEEDED", "You have exceeded the maximum depth of organizational units.")  // [U]
	tooManyTags                = saysLimit("MAX_TAG_LIMIT_EXCEEDED", "You have exceeded the number of tags allowed on this resource.") // [U]
	tooManyAttached            = saysLimit("MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED", "You have attached the maximum number of policies to the specified target.")
	lastAttached               = saysLimit("MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED", "You cannot remove the last policy attached to the specified target. You must have at least one attached at all times.")
	tooYoung                   = saysLimit("WAIT_PERIOD_ACTIVE", "This operation requires a wait period.  Try again later.")
	administers                = saysLimit("CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG", "You can't remove an account that is a delegated administrator.")                                   // [U]
	managementCannotClose      = saysLimit("CANNOT_CLOSE_MANAGEMENT_ACCOUNT", "You can't close the management account.")                                                                         // [U]
	needsAllFeatures           = saysLimit("ORGANIZATION_NOT_IN_ALL_FEATURES_MODE", "This operation requires all features of the organization to be enabled.")                                   // [U]
	serviceNotTrusted          = saysLimit("SERVICE_ACCESS_NOT_ENABLED", "You must enable service access before you register a delegated administrator.")                                        // [U]
	managementCannotAdminister = saysLimit("CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR", "You cannot register master account/yourself as delegated administrator for your organization.") // [U]
	closedCannotAdminister     = saysLimit("CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR", "You cannot register a suspended account as a delegated administrator.")              // [U]
)

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
	case document != nil && p.Statement >= 0 && slices.ContainsFunc(document.Statements[p.Statement].Action, cannotDelegate):
		return invalidInput("UNSUPPORTED_ACTION_IN_RESOURCE_POLICY", "The resource policy has an action that cannot be delegated.") // [U]
	}
	return invalidInput("INVALID_RESOURCE_POLICY_JSON", "The resource policy is not valid.") // [U]
}

func cannotDelegate(action string) bool { return !iampolicy.CanDelegate(action) }

// tagsOfExisting: the tags of a resource policy are TagResource's to change.
var tagsOfExisting = saysInvalid("UPDATE_EXISTING_RESOURCE_POLICY_WITH_TAGS_NOT_SUPPORTED", "You can't set tags when you update a resource policy.") // [U]

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
