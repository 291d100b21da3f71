package sts_test

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/denylab/denylab/emulator/authmessage"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

func TestWhoseAnAccessKeyIs(t *testing.T) {
	s := start(t)
	guest, err := s.worlds.Load().Principal(outside + ":user/guest")
	if err != nil {
		t.Fatal(err)
	}
	session := must(s.as("user/admin").GetSessionToken(ctx, nil))(t)
	if err := s.worlds.Change(func(w *world.World) error {
		w.Accounts[outside].Users["guest"].AccessKeys[0].Inactive = true
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	of := func(user, id string) (string, error) {
		out, err := s.as(user).GetAccessKeyInfo(ctx, &sdk.GetAccessKeyInfoInput{AccessKeyId: &id})
		if err != nil {
			return "", err
		}
		return *out.Account, nil
	}
	for id, want := range map[string]string{guest.User.AccessKeys[0].ID: outside, *session.Credentials.AccessKeyId: account} {
		if got, err := of("user/admin", id); err != nil || got != want {
			t.Errorf("%s belongs to %s, %v; want %s", id, got, err, want)
		}
	}
	_, err = of("user/admin", "AKIAOFNOBODY0000")
	wantError(t, err, "ValidationError", "The access key ID belongs to no account.")
	_, err = of("user/admin", "AKIA/OFNOBODY000")
	wantError(t, err, "ValidationError", `1 validation error detected: Value 'AKIA/OFNOBODY000' at 'accessKeyId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w]*`)
	_, err = of("user/nobody", *session.Credentials.AccessKeyId)
	wantError(t, err, "AccessDenied", "User: arn:aws:iam::111122223333:user/nobody is not authorized to perform: sts:GetAccessKeyInfo because no identity-based policy allows the sts:GetAccessKeyInfo action")
}

func TestDecodeAuthorizationMessage(t *testing.T) {
	s := start(t)
	call := &authz.Call{Action: "ec2:CreateVolume", Resource: "*", Caller: authz.Caller{ARN: "arn:aws:iam::111122223333:user/nobody"}}
	message := authmessage.Encode("seed", call, authz.Decision{Layer: authz.IdentityPolicy, Verdict: authz.ImplicitDeny})
	decode := func(user, message string) (string, error) {
		out, err := s.as(user).DecodeAuthorizationMessage(context.Background(), &sdk.DecodeAuthorizationMessageInput{EncodedMessage: aws.String(message)})
		if err != nil {
			return "", err
		}
		return *out.DecodedMessage, nil
	}
	const want = `{"allowed":false,"explicitDeny":false,"matchedStatements":{"items":[]},"failures":{"items":[]},"context":{"principal":{"id":"","arn":"arn:aws:iam::111122223333:user/nobody"},"action":"ec2:CreateVolume","resource":"*","conditions":{"items":[]}}}`
	if got, err := decode("user/admin", message); err != nil || got != want {
		t.Errorf("decoded %s, %v", got, err)
	}
	_, err := decode("user/admin", message+"A")
	wantError(t, err, "InvalidAuthorizationMessageException", "Message is not valid.")
	_, err = decode("user/nobody", message)
	wantError(t, err, "AccessDenied", "User: arn:aws:iam::111122223333:user/nobody is not authorized to perform: sts:DecodeAuthorizationMessage because no identity-based policy allows the sts:DecodeAuthorizationMessage action")
}
