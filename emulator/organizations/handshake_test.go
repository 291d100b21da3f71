package organizations_test

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"
	"github.com/google/go-cmp/cmp"
)

// invite invites whom a test names and returns the handshake's id.
func (l *lab) invite(of types.HandshakePartyType, id string) string {
	l.t.Helper()
	h := must(l.admin().InviteAccountToOrganization(l.t.Context(), &sdk.InviteAccountToOrganizationInput{
		Target: &types.HandshakeParty{Id: &id, Type: of}, Notes: aws.String("Join us"), Tags: tags,
	}))(l.t).Handshake
	var parties []string
	for _, p := range h.Parties {
		parties = append(parties, string(p.Type)+" "+*p.Id)
	}
	if diff := cmp.Diff([]string{"ORGANIZATION " + organizationID, string(of) + " " + id}, parties); diff != "" || h.State != types.HandshakeStateOpen {
		l.t.Errorf("%s: %s", h.State, diff)
	}
	if want := prefix + "handshake/" + organizationID + "/invite/" + *h.Id; *h.Arn != want {
		l.t.Errorf("its ARN is %s, want %s", *h.Arn, want)
	}
	return *h.Id
}

func TestAnAccountJoinsThatIsInvited(t *testing.T) {
	l := open(t)
	guest := l.as(outside + ":user/guest")
	id := l.invite(types.HandshakePartyTypeAccount, outside)
	accept := &sdk.AcceptHandshakeInput{HandshakeId: &id}
	want(t, second(l.admin().AcceptHandshake(t.Context(), accept)), "AccessDeniedException")
	want(t, second(l.as(member+":user/dev").AcceptHandshake(t.Context(), accept)), "AccessDeniedException")
	list := must(guest.ListHandshakesForAccount(t.Context(), nil))(t).Handshakes
	if len(list) != 1 || *list[0].Id != id || !list[0].ExpirationTimestamp.Equal(start.AddDate(0, 0, 15)) {
		t.Errorf("received are %+v", list)
	}
	before := must(guest.DescribeHandshake(t.Context(), &sdk.DescribeHandshakeInput{HandshakeId: &id}))(t).Handshake
	if last := before.Resources[len(before.Resources)-1]; last.Type != types.HandshakeResourceTypeNotes || *last.Value != "Join us" {
		t.Errorf("its notes are %+v", last)
	}

	if h := must(guest.AcceptHandshake(t.Context(), accept))(t).Handshake; h.State != types.HandshakeStateAccepted {
		t.Errorf("accepted it is %+v", h)
	}
	account := must(l.admin().DescribeAccount(t.Context(), &sdk.DescribeAccountInput{AccountId: aws.String(outside)}))(t).Account
	if account.JoinedMethod != types.AccountJoinedMethodInvited || !account.JoinedTimestamp.Equal(start) {
		t.Errorf("the member is %+v", account)
	}
	if got := must(l.admin().ListTagsForResource(t.Context(), &sdk.ListTagsForResourceInput{ResourceId: aws.String(outside)}))(t).Tags; len(got) != 1 {
		t.Errorf("its tags are %+v", got)
	}
	if id, _, _ := l.World().OrganizationOf(outside); id != organizationID {
		t.Errorf("its organization is %q", id)
	}
	want(t, second(guest.AcceptHandshake(t.Context(), accept)), "AccessDeniedException") // it is a member now
	want(t, second(guest.DescribeHandshake(t.Context(), &sdk.DescribeHandshakeInput{HandshakeId: &id})), "")
	want(t, call("InviteAccountToOrganization")(l, l.admin()), "HandshakeConstraintViolationException")
}

func TestInvitationsEndWithoutAMember(t *testing.T) {
	l := open(t)
	c, guest := l.admin(), l.as(outside+":user/guest")
	for _, tc := range []struct {
		name  string
		end   func(id string) error
		state types.HandshakeState
		again string
	}{
		{"declined", func(id string) error {
			return second(guest.DeclineHandshake(t.Context(), &sdk.DeclineHandshakeInput{HandshakeId: &id}))
		}, types.HandshakeStateDeclined, "HandshakeAlreadyInStateException"},
		{"cancelled", func(id string) error {
			return second(c.CancelHandshake(t.Context(), &sdk.CancelHandshakeInput{HandshakeId: &id}))
		}, types.HandshakeStateCanceled, "HandshakeAlreadyInStateException"},
		{"expired", func(string) error { l.now = l.now.Add(15 * 24 * time.Hour); return nil }, types.HandshakeStateExpired, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			id := l.invite(types.HandshakePartyTypeEmail, "aws+"+outside+"@example.com")
			want(t, call("InviteAccountToOrganization")(l, c), "DuplicateHandshakeException")
			want(t, second(guest.CancelHandshake(t.Context(), &sdk.CancelHandshakeInput{HandshakeId: &id})), "AccessDeniedException")
			want(t, tc.end(id), "")
			if h := must(c.DescribeHandshake(t.Context(), &sdk.DescribeHandshakeInput{HandshakeId: &id}))(t).Handshake; h.State != tc.state {
				t.Errorf("it is %s, want %s", h.State, tc.state)
			}
			want(t, tc.end(id), tc.again)
			want(t, second(guest.AcceptHandshake(t.Context(), &sdk.AcceptHandshakeInput{HandshakeId: &id})), "InvalidHandshakeTransitionException")
		})
	}
	if list := must(c.ListHandshakesForOrganization(t.Context(), nil))(t).Handshakes; len(list) != 3 {
		t.Errorf("sent are %+v", list)
	}
	other := &sdk.ListHandshakesForOrganizationInput{Filter: &types.HandshakeFilter{ActionType: types.ActionTypeEnableAllFeatures}}
	if list := must(c.ListHandshakesForOrganization(t.Context(), other))(t).Handshakes; len(list) != 0 {
		t.Errorf("of all features are %+v", list)
	}
	if id, _, _ := l.World().OrganizationOf(outside); id != "" {
		t.Error("the account is a member")
	}
}

func TestWhoCannotBeInvited(t *testing.T) {
	l := open(t)
	for _, tc := range []struct{ of, id, want string }{
		{"ACCOUNT", member, "HandshakeConstraintViolationException"},
		{"EMAIL", "prod@example.com", "HandshakeConstraintViolationException"},
		{"ACCOUNT", "123456789012", "AccountNotFoundException"},
		{"EMAIL", "nobody@example.com", "AccountNotFoundException"},
		{"ORGANIZATION", organizationID, "InvalidInputException:INVALID_PARTY_TYPE_TARGET"},
	} {
		want(t, second(l.admin().InviteAccountToOrganization(t.Context(), &sdk.InviteAccountToOrganizationInput{Target: &types.HandshakeParty{Id: &tc.id, Type: types.HandshakePartyType(tc.of)}})), tc.want)
	}
	unknown := aws.String("h-nowhere123")
	want(t, second(l.as(outside+":user/guest").AcceptHandshake(t.Context(), &sdk.AcceptHandshakeInput{HandshakeId: unknown})), "HandshakeNotFoundException")
	want(t, second(l.admin().DescribeHandshake(t.Context(), &sdk.DescribeHandshakeInput{HandshakeId: unknown})), "HandshakeNotFoundException")
	id := l.invite(types.HandshakePartyTypeAccount, outside)
	want(t, second(l.as(member+":user/dev").DescribeHandshake(t.Context(), &sdk.DescribeHandshakeInput{HandshakeId: &id})), "HandshakeNotFoundException")
}
