package ec2

import (
	"fmt"
	"net/http"

	"github.com/denylab/denylab/emulator/awsproto"
)

// Errors are those of https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html.
// The texts are what AWS answers; those marked [U] are not confirmed by a
// recorded answer.

func failure(code, format string, args ...any) *awsproto.Error {
	return &awsproto.Error{Status: http.StatusBadRequest, Code: code, Message: fmt.Sprintf(format, args...)}
}

func invalidParameter(format string, args ...any) *awsproto.Error {
	return failure("InvalidParameter", format, args...)
}

// invalidValue says what is wrong with the value of a parameter; why may be
// empty, or a sentence.
func invalidValue(value, name, why string) *awsproto.Error {
	if why != "" {
		why = " " + why
	}
	return failure("InvalidParameterValue", "Value (%s) for parameter %s is invalid.%s", value, name, why)
}

func missingParameter(name string) *awsproto.Error {
	return failure("MissingParameter", "The request must contain the parameter %s", name)
}

func combination(format string, args ...any) *awsproto.Error {
	return failure("InvalidParameterCombination", format, args...)
}

func invalidAction(name string) *awsproto.Error {
	return failure("InvalidAction", "The action %s is not valid for this web service.", name)
}

func dryRunOperation() *awsproto.Error {
	return &awsproto.Error{Status: http.StatusPreconditionFailed, Code: "DryRunOperation",
		Message: "Request would have succeeded, but DryRun flag is set."}
}

func authFailure() *awsproto.Error {
	return &awsproto.Error{Status: http.StatusUnauthorized, Code: "AuthFailure",
		Message: "AWS was not able to validate the provided access credentials"}
}

func internal() *awsproto.Error {
	return &awsproto.Error{Status: http.StatusInternalServerError, Code: "InternalError",
		Message: "denylab could not reach a decision; its log has the error."}
}

// notTaken is a change that the world's own checks refuse and this package
// should have refused before.
func notTaken(err error) *awsproto.Error {
	return &awsproto.Error{Status: http.StatusInternalServerError, Code: "InternalError",
		Message: "denylab cannot make this change: " + err.Error()}
}

// notFound are the errors of ids that nothing has, by type of resource.
var notFound = map[string]func(id string) *awsproto.Error{
	"vpc":               missing("InvalidVpcID.NotFound", "The vpc ID '%s' does not exist"),
	"subnet":            missing("InvalidSubnetID.NotFound", "The subnet ID '%s' does not exist"),
	"security-group":    missing("InvalidGroup.NotFound", "The security group '%s' does not exist"),
	"route-table":       missing("InvalidRouteTableID.NotFound", "The routeTable ID '%s' does not exist"),
	"vpc-endpoint":      missing("InvalidVpcEndpointId.NotFound", "The Vpc Endpoint Id '%s' does not exist"),
	"network-interface": missing("InvalidNetworkInterfaceID.NotFound", "The networkInterface ID '%s' does not exist"),
	"internet-gateway":  missing("InvalidInternetGatewayID.NotFound", "The internetGateway ID '%s' does not exist"),
	"association":       missing("InvalidAssociationID.NotFound", "The association ID '%s' does not exist"),
	"prefix-list":       missing("InvalidPrefixListId.NotFound", "The prefix list ID '%s' does not exist"), // [U]

	"security-group-rule":          missing("InvalidSecurityGroupRuleId.NotFound", "The security group rule ID '%s' does not exist"),
	"network-interface-permission": missing("InvalidPermissionID.NotFound", "The network interface permission ID '%s' does not exist"), // [U]
	"network-acl":                  missing("InvalidNetworkAclID.NotFound", "The networkAcl ID '%s' does not exist"),
	"zone":                         missing("InvalidParameterValue", "Invalid availability zone: [%s]"),
	"region":                       missing("InvalidParameterValue", "Invalid Region name: %s"), // [U]
	"dhcp-options":                 missing("InvalidDhcpOptionID.NotFound", "The dhcpOption ID '%s' does not exist"),
}

func missing(code, format string) func(string) *awsproto.Error {
	return func(id string) *awsproto.Error { return failure(code, format, id) }
}

func noFreeAddress() *awsproto.Error {
	return failure("InsufficientFreeAddressesInSubnet", "The specified subnet does not have enough free addresses to satisfy the request.")
}

// unsupported refuses what the lab does not emulate of an operation that it has.
func unsupported(format string, args ...any) *awsproto.Error {
	return failure("UnsupportedOperation", "denylab "+format, args...)
}

// depends refuses to delete what others need.
func depends(kind, id string) *awsproto.Error {
	return failure("DependencyViolation", "The %s '%s' has dependencies and cannot be deleted.", kind, id)
}
