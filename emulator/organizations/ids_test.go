package organizations_test

import (
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/organizations"

	"github.com/denylab/denylab/emulator/world"
)

// build makes an organization with noise before every step and returns its ids.
func build(t *testing.T, noise func(*lab)) (l *lab, ids []string) {
	t.Helper()
	l = open(t, func(w *world.World) { w.Organization = nil })
	c, ctx := l.admin(), t.Context()
	noise(l)
	o := must(c.CreateOrganization(ctx, nil))(t).Organization
	noise(l)
	root := must(c.ListRoots(ctx, nil))(t).Roots[0].Id
	u := must(c.CreateOrganizationalUnit(ctx, &sdk.CreateOrganizationalUnitInput{ParentId: root, Name: aws.String("Work")}))(t).OrganizationalUnit
	noise(l)
	p := must(c.CreatePolicy(ctx, newPolicy("NoDeletes", denyDeletes)))(t).Policy.PolicySummary
	noise(l)
	a := l.create(&sdk.CreateAccountInput{AccountName: aws.String("First"), Email: aws.String("first@example.com")})
	for _, role := range l.World().Accounts[*a.AccountId].Roles {
		ids = append(ids, role.ID)
	}
	slices.Sort(ids)
	return l, append(ids, *o.Id, *root, *u.Id, *p.Id, *a.Id, *a.AccountId)
}

// Whatever else is asked of a lab meanwhile, the same things have the same ids.
func TestIDsFollowFromWhatIsMade(t *testing.T) {
	_, quiet := build(t, func(*lab) {})
	l, busy := build(t, func(l *lab) {
		// Whether they may is not the matter.
		_ = l.deletes()
		_ = second(l.as(management+":user/nobody").CreatePolicy(t.Context(), newPolicy("NoDeletes", denyDeletes)))
		_ = second(l.admin().CreatePolicy(t.Context(), newPolicy("Noise", denyDeletes)))
	})
	if !slices.Equal(quiet, busy) {
		t.Errorf("%v are the ids of a busy lab, %v those of a quiet one", busy, quiet)
	}

	// What is made again is another thing.
	c, id := l.admin(), busy[len(busy)-3]
	must(c.DeletePolicy(t.Context(), &sdk.DeletePolicyInput{PolicyId: &id}))(t)
	again := must(c.CreatePolicy(t.Context(), newPolicy("NoDeletes", denyDeletes)))(t).Policy.PolicySummary
	if *again.Id == id {
		t.Errorf("%s was given twice", id)
	}
}
