package sts_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/aws-sdk-go-v2/service/sts/types"
	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/world"
)

const device = "arn:aws:iam::111122223333:mfa/admin"

// add adds a role to the first account.
func (s *service) add(name string, role *world.Role) {
	s.t.Helper()
	if err := s.worlds.Change(func(w *world.World) error {
		w.Accounts[account].Roles[name] = role
		return nil
	}); err != nil {
		s.t.Fatal(err)
	}
}

func TestARoleThatWantsMFA(t *testing.T) {
	s := start(t)
	s.add("Careful", &world.Role{Trust: trust(account, `"sts:AssumeRole"`, `,"Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"},"NumericLessThan":{"aws:MultiFactorAuthAge":"60"}}`)})
	with := func(serial, code string) *sdk.AssumeRoleInput {
		in := input(roleARN + "Careful")
		if serial != "" {
			in.SerialNumber = &serial
		}
		if code != "" {
			in.TokenCode = &code
		}
		return in
	}
	admin := s.as("user/admin")
	const refused = "User: arn:aws:iam::111122223333:user/admin is not authorized to perform: sts:AssumeRole on resource: " + roleARN + "Careful"
	const half = "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code."
	const strange = "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user."
	_, err := admin.AssumeRole(ctx, with("", ""))
	wantError(t, err, "AccessDenied", refused)
	_, err = admin.AssumeRole(ctx, with(device, ""))
	wantError(t, err, "AccessDenied", half)
	_, err = admin.AssumeRole(ctx, with("", "123456"))
	wantError(t, err, "AccessDenied", half)
	_, err = admin.AssumeRole(ctx, with("arn:aws:iam::444455556666:mfa/guest", "123456"))
	wantError(t, err, "AccessDenied", strange)
	_, err = admin.GetSessionToken(ctx, &sdk.GetSessionTokenInput{SerialNumber: aws.String(device)})
	wantError(t, err, "AccessDenied", half)
	for _, serial := range []string{device, "GAHT12345678"} {
		out := must(admin.AssumeRole(ctx, with(serial, "123456")))(t)
		if s.session(out.Credentials).MFA {
			t.Errorf("%s: the role's session says that it has MFA", serial)
		}
	}
	shown := must(admin.GetSessionToken(ctx, &sdk.GetSessionTokenInput{SerialNumber: aws.String(device), TokenCode: aws.String("123456")}))(t)
	if _, err := s.with(shown.Credentials).AssumeRole(ctx, with("", "")); err != nil {
		t.Errorf("with a session that has MFA: %v", err)
	}
	role := must(admin.AssumeRole(ctx, input(analyst)))(t)
	_, err = s.with(role.Credentials).AssumeRole(ctx, with(device, "123456"))
	wantError(t, err, "AccessDenied", strange)
}

func TestContextsOfASession(t *testing.T) {
	s := start(t)
	const center = "arn:aws:iam::aws:contextProvider/IdentityCenter"
	s.add("Trusted", &world.Role{Trust: trust(account, `["sts:AssumeRole","sts:SetContext"]`, `,"Condition":{"ForAllValues:ArnEquals":{"sts:RequestContextProviders":"`+center+`"}}`)})
	with := func(role, provider string) *sdk.AssumeRoleInput {
		in := input(roleARN + role)
		in.ProvidedContexts = []types.ProvidedContext{{ProviderArn: &provider, ContextAssertion: aws.String("eyJ.opaque")}}
		return in
	}
	out := must(s.as("user/admin").AssumeRole(ctx, with("Trusted", center)))(t)
	if diff := cmp.Diff([]string{"sts:AssumeRole", "sts:SetContext"}, s.actions()); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]world.ProvidedContext{{Provider: center, Assertion: "eyJ.opaque"}}, s.session(out.Credentials).Contexts); diff != "" {
		t.Errorf("contexts of the session (-want +got):\n%s", diff)
	}
	_, err := s.as("user/admin").AssumeRole(ctx, with("team/Analyst", center))
	wantError(t, err, "AccessDenied", "User: arn:aws:iam::111122223333:user/admin is not authorized to perform: sts:SetContext on resource: "+analyst)
	_, err = s.as("user/admin").AssumeRole(ctx, with("Trusted", "arn:aws:iam::aws:contextProvider/Other"))
	wantError(t, err, "AccessDenied", "User: arn:aws:iam::111122223333:user/admin is not authorized to perform: sts:AssumeRole on resource: "+roleARN+"Trusted")
	in := input(analyst)
	for range 6 {
		in.ProvidedContexts = append(in.ProvidedContexts, with("Trusted", center).ProvidedContexts...)
	}
	_, err = s.as("user/admin").AssumeRole(ctx, in)
	wantError(t, err, "ValidationError", "1 validation error detected: Value at 'providedContexts' failed to satisfy constraint: Member must have length less than or equal to 5")
}
