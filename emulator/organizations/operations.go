package organizations

import (
	"reflect"
	"strings"

	"github.com/denylab/denylab/emulator/awsproto"
)

var service = awsproto.JSONService[*request]{
	Name: "Organizations", Target: "AWSOrganizationsV20161128.", Text: "Message", Model: model, Operations: operations,
}

// decoded is the operation that run answers; the SDK's input has its name.
func decoded[In, Out any](run func(*request, *In) (*Out, *awsproto.Error)) awsproto.JSONOperation[*request] {
	name := strings.TrimSuffix(reflect.TypeFor[In]().Name(), "Input")
	return awsproto.JSONDecoded(model, name, run)
}

// void is decoded for an operation that answers nothing.
func void[In any](run func(*request, *In) *awsproto.Error) awsproto.JSONOperation[*request] {
	return decoded(func(r *request, in *In) (*struct{}, *awsproto.Error) { return &struct{}{}, run(r, in) })
}

// operations is the table of everything this package answers
// (https://docs.aws.amazon.com/organizations/latest/APIReference/API_Operations.html).
var operations = map[string]awsproto.JSONOperation[*request]{
	"CreateOrganization":   decoded((*request).createOrganization),
	"DescribeOrganization": decoded((*request).describeOrganization),
	"DeleteOrganization":   void((*request).deleteOrganization),
	"LeaveOrganization":    void((*request).leaveOrganization),

	"ListRoots":                        decoded((*request).listRoots),
	"ListOrganizationalUnitsForParent": decoded((*request).listOrganizationalUnitsForParent),
	"ListAccountsForParent":            decoded((*request).listAccountsForParent),
	"ListChildren":                     decoded((*request).listChildren),
	"ListParents":                      decoded((*request).listParents),

	"CreateOrganizationalUnit":   decoded((*request).createOrganizationalUnit),
	"DescribeOrganizationalUnit": decoded((*request).describeOrganizationalUnit),
	"UpdateOrganizationalUnit":   decoded((*request).updateOrganizationalUnit),
	"DeleteOrganizationalUnit":   void((*request).deleteOrganizationalUnit),

	"CreateAccount":                 decoded((*request).createAccount),
	"DescribeCreateAccountStatus":   decoded((*request).describeCreateAccountStatus),
	"ListCreateAccountStatus":       decoded((*request).listCreateAccountStatus),
	"ListAccounts":                  decoded((*request).listAccounts),
	"DescribeAccount":               decoded((*request).describeAccount),
	"MoveAccount":                   void((*request).moveAccount),
	"CloseAccount":                  void((*request).closeAccount),
	"RemoveAccountFromOrganization": void((*request).removeAccountFromOrganization),

	"InviteAccountToOrganization":   decoded((*request).inviteAccountToOrganization),
	"AcceptHandshake":               decoded((*request).acceptHandshake),
	"DeclineHandshake":              decoded((*request).declineHandshake),
	"CancelHandshake":               decoded((*request).cancelHandshake),
	"DescribeHandshake":             decoded((*request).describeHandshake),
	"ListHandshakesForAccount":      decoded((*request).listHandshakesForAccount),
	"ListHandshakesForOrganization": decoded((*request).listHandshakesForOrganization),

	"CreatePolicy":            decoded((*request).createPolicy),
	"DescribePolicy":          decoded((*request).describePolicy),
	"UpdatePolicy":            decoded((*request).updatePolicy),
	"DeletePolicy":            void((*request).deletePolicy),
	"ListPolicies":            decoded((*request).listPolicies),
	"AttachPolicy":            void((*request).attachPolicy),
	"DetachPolicy":            void((*request).detachPolicy),
	"ListPoliciesForTarget":   decoded((*request).listPoliciesForTarget),
	"ListTargetsForPolicy":    decoded((*request).listTargetsForPolicy),
	"EnablePolicyType":        decoded((*request).enablePolicyType),
	"DisablePolicyType":       decoded((*request).disablePolicyType),
	"DescribeEffectivePolicy": decoded((*request).describeEffectivePolicy),

	"TagResource":         void((*request).tagResource),
	"UntagResource":       void((*request).untagResource),
	"ListTagsForResource": decoded((*request).listTagsForResource),

	"PutResourcePolicy":      decoded((*request).putResourcePolicy),
	"DescribeResourcePolicy": decoded((*request).describeResourcePolicy),
	"DeleteResourcePolicy":   void((*request).deleteResourcePolicy),

	"EnableAWSServiceAccess":              void((*request).enableAWSServiceAccess),
	"DisableAWSServiceAccess":             void((*request).disableAWSServiceAccess),
	"ListAWSServiceAccessForOrganization": decoded((*request).listAWSServiceAccessForOrganization),

	"RegisterDelegatedAdministrator":   void((*request).registerDelegatedAdministrator),
	"DeregisterDelegatedAdministrator": void((*request).deregisterDelegatedAdministrator),
	"ListDelegatedAdministrators":      decoded((*request).listDelegatedAdministrators),
	"ListDelegatedServicesForAccount":  decoded((*request).listDelegatedServicesForAccount),
}
