package organizations_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"
)

func TestInputsThatAWSsModelRefuses(t *testing.T) {
	l := open(t)
	c := l.admin()
	long := make([]byte, 129)
	for i := range long {
		long[i] = 'x'
	}
	for _, tc := range []struct {
		name string
		err  error
		want string
		text string
	}{
		{"an ARN for an id", second(c.DescribeAccount(t.Context(), &sdk.DescribeAccountInput{AccountId: aws.String(accounts + member)})), "InvalidInputException:MAX_LENGTH_EXCEEDED", ""},
		{"no id", second(c.DescribeAccount(t.Context(), &sdk.DescribeAccountInput{AccountId: aws.String("12345")})), "InvalidInputException:INVALID_PATTERN", "You provided a value that does not match the required pattern."},
		{"an unknown type", second(c.ListPolicies(t.Context(), &sdk.ListPoliciesInput{Filter: "SCP"})), "InvalidInputException:INVALID_ENUM", "You specified an invalid value."},
		{"a name that is too long", second(c.CreateOrganizationalUnit(t.Context(), &sdk.CreateOrganizationalUnitInput{ParentId: aws.String(rootID), Name: aws.String(string(long))})), "InvalidInputException:MAX_LENGTH_EXCEEDED", ""},
		{"a name that is empty", second(c.CreateOrganizationalUnit(t.Context(), &sdk.CreateOrganizationalUnitInput{ParentId: aws.String(rootID), Name: aws.String("")})), "InvalidInputException:MIN_LENGTH_EXCEEDED", ""},
		{"a tag of AWS's", second(c.TagResource(t.Context(), &sdk.TagResourceInput{ResourceId: aws.String(member), Tags: []types.Tag{{Key: aws.String("aws:x"), Value: aws.String("y")}}})), "InvalidInputException:INVALID_SYSTEM_TAGS_PARAMETER", ""},
		{"a tag twice", second(c.TagResource(t.Context(), &sdk.TagResourceInput{ResourceId: aws.String(member), Tags: []types.Tag{{Key: aws.String("x"), Value: aws.String("y")}, {Key: aws.String("x"), Value: aws.String("z")}}})), "InvalidInputException:DUPLICATE_TAG_KEY", ""},
		{"a service that is none", second(c.EnableAWSServiceAccess(t.Context(), &sdk.EnableAWSServiceAccessInput{ServicePrincipal: aws.String("guardduty")})), "InvalidInputException:UNRECOGNIZED_SERVICE_PRINCIPAL", ""},
		{"what the lab has not", second(c.ListInboundResponsibilityTransfers(t.Context(), &sdk.ListInboundResponsibilityTransfersInput{Type: types.ResponsibilityTransferTypeBilling})), "NotImplemented", "The Organizations operation ListInboundResponsibilityTransfers is not emulated."},
		{"what the lab has not, either", second(c.EnableAllFeatures(t.Context(), nil)), "NotImplemented", "The Organizations operation EnableAllFeatures is not emulated."},
	} {
		t.Run(tc.name, func(t *testing.T) {
			want(t, tc.err, tc.want)
			if tc.text != "" && message(tc.err) != tc.text {
				t.Errorf("%s, want %s", message(tc.err), tc.text)
			}
		})
	}
}

func TestTagsOfEveryKindOfResource(t *testing.T) {
	l := open(t)
	c := l.admin()
	list := func(id string) map[string]string {
		got := map[string]string{}
		for _, tag := range must(c.ListTagsForResource(t.Context(), &sdk.ListTagsForResourceInput{ResourceId: &id}))(t).Tags {
			got[*tag.Key] = *tag.Value
		}
		return got
	}
	for _, id := range []string{rootID, workloads, member, noDeletes} {
		had := list(id)
		must(c.TagResource(t.Context(), &sdk.TagResourceInput{ResourceId: &id, Tags: []types.Tag{{Key: aws.String("cost"), Value: aws.String("1")}, {Key: aws.String("Cost"), Value: aws.String("2")}}}))(t)
		must(c.TagResource(t.Context(), &sdk.TagResourceInput{ResourceId: &id, Tags: []types.Tag{{Key: aws.String("cost"), Value: aws.String("3")}}}))(t)
		if got := list(id); len(got) != len(had)+2 || got["cost"] != "3" || got["Cost"] != "2" {
			t.Errorf("%s has %v", id, got)
		}
		must(c.UntagResource(t.Context(), &sdk.UntagResourceInput{ResourceId: &id, TagKeys: []string{"cost", "nothing"}}))(t)
		if got := list(id); len(got) != len(had)+1 || got["Cost"] != "2" {
			t.Errorf("%s has %v", id, got)
		}
		var many []types.Tag
		for i := range 50 {
			many = append(many, types.Tag{Key: aws.String("k" + string(rune('A'+i/26)) + string(rune('a'+i%26))), Value: aws.String("")})
		}
		want(t, second(c.TagResource(t.Context(), &sdk.TagResourceInput{ResourceId: &id, Tags: many})), "ConstraintViolationException:MAX_TAG_LIMIT_EXCEEDED")
	}
	want(t, second(c.ListTagsForResource(t.Context(), &sdk.ListTagsForResourceInput{ResourceId: aws.String(outside)})), "TargetNotFoundException")
	want(t, second(c.UntagResource(t.Context(), &sdk.UntagResourceInput{ResourceId: aws.String("p-nowhere1"), TagKeys: []string{"x"}})), "TargetNotFoundException")
}

func TestDelegatedAdministratorsAreOfTrustedServices(t *testing.T) {
	l := open(t)
	c := l.admin()
	register := func(account, service string) error {
		return second(c.RegisterDelegatedAdministrator(t.Context(), &sdk.RegisterDelegatedAdministratorInput{AccountId: &account, ServicePrincipal: &service}))
	}
	want(t, register(member, trusted), "ConstraintViolationException:SERVICE_ACCESS_NOT_ENABLED")
	want(t, call("EnableAWSServiceAccess")(l, c), "")
	services := must(c.ListAWSServiceAccessForOrganization(t.Context(), nil))(t).EnabledServicePrincipals
	if len(services) != 1 || *services[0].ServicePrincipal != trusted || !services[0].DateEnabled.Equal(start) {
		t.Errorf("trusted are %+v", services)
	}
	want(t, register(member, trusted), "")
	want(t, register(member, trusted), "AccountAlreadyRegisteredException")
	want(t, register(outside, trusted), "AccountNotFoundException")
	want(t, register(management, trusted), "ConstraintViolationException:CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR")
	want(t, second(c.CloseAccount(t.Context(), &sdk.CloseAccountInput{AccountId: aws.String(sibling)})), "")
	want(t, register(sibling, trusted), "ConstraintViolationException:CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR")

	for service, n := range map[string]int{"": 1, trusted: 1, "config.amazonaws.com": 0} {
		in := &sdk.ListDelegatedAdministratorsInput{}
		if service != "" {
			in.ServicePrincipal = &service
		}
		all := must(c.ListDelegatedAdministrators(t.Context(), in))(t).DelegatedAdministrators
		if len(all) != n || n == 1 && (*all[0].Id != member || !all[0].DelegationEnabledDate.Equal(start)) {
			t.Errorf("of %q: %+v", service, all)
		}
	}
	want(t, second(c.RemoveAccountFromOrganization(t.Context(), &sdk.RemoveAccountFromOrganizationInput{AccountId: aws.String(member)})), "ConstraintViolationException:CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG")
	of := &sdk.ListDelegatedServicesForAccountInput{AccountId: aws.String(member)}
	if all := must(c.ListDelegatedServicesForAccount(t.Context(), of))(t).DelegatedServices; len(all) != 1 || *all[0].ServicePrincipal != trusted {
		t.Errorf("it administers %+v", all)
	}
	deregister := &sdk.DeregisterDelegatedAdministratorInput{AccountId: aws.String(member), ServicePrincipal: aws.String(trusted)}
	want(t, second(c.DeregisterDelegatedAdministrator(t.Context(), deregister)), "")
	want(t, second(c.DeregisterDelegatedAdministrator(t.Context(), deregister)), "AccountNotRegisteredException")
	want(t, second(c.ListDelegatedServicesForAccount(t.Context(), of)), "AccountNotRegisteredException")
	want(t, second(l.as(member+":user/dev").ListRoots(t.Context(), nil)), "AccessDeniedException")
}
