package sts_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/aws-sdk-go-v2/service/sts/types"
	"github.com/google/go-cmp/cmp"
)

const analyst = roleARN + "team/Analyst"

func input(role string) *sdk.AssumeRoleInput {
	return &sdk.AssumeRoleInput{RoleArn: aws.String(role), RoleSessionName: aws.String("session")}
}

// packedSize is what SDKs call deprecated and programs still read.
func packedSize(out *sdk.AssumeRoleOutput) *int32 {
	return out.PackedPolicySize //lint:ignore SA1019 AWS still sends it
}

func tags(pairs ...string) (all []types.Tag) {
	for i := 0; i < len(pairs); i += 2 {
		all = append(all, types.Tag{Key: aws.String(pairs[i]), Value: aws.String(pairs[i+1])})
	}
	return all
}

func TestAssumeRoleGivesASession(t *testing.T) {
	s := start(t)
	out := must(s.as("user/admin").AssumeRole(ctx, input(analyst)))(t)
	const sessionARN = "arn:aws:sts::111122223333:assumed-role/Analyst/session"
	if *out.AssumedRoleUser.Arn != sessionARN || !strings.HasPrefix(*out.AssumedRoleUser.AssumedRoleId, "AROA") || !strings.HasSuffix(*out.AssumedRoleUser.AssumedRoleId, ":session") {
		t.Errorf("assumed %s, %s", *out.AssumedRoleUser.Arn, *out.AssumedRoleUser.AssumedRoleId)
	}
	if packedSize(out) != nil || out.SourceIdentity != nil {
		t.Errorf("packed size %v, source identity %v for a plain session", packedSize(out), out.SourceIdentity)
	}
	session := s.session(out.Credentials)
	if lasts := session.ExpiresAt.Sub(session.IssuedAt); lasts != time.Hour || !out.Credentials.Expiration.Equal(session.ExpiresAt.Truncate(time.Second)) {
		t.Errorf("lasts %v, until %v", lasts, out.Credentials.Expiration)
	}
	if session.Policies != nil {
		t.Errorf("session policies %v, want none", session.Policies)
	}
	who := must(s.with(out.Credentials).GetCallerIdentity(ctx, nil))(t)
	if *who.Arn != sessionARN || *who.Account != account || *who.UserId != *out.AssumedRoleUser.AssumedRoleId {
		t.Errorf("the session is %s, %s, %s", *who.Arn, *who.Account, *who.UserId)
	}
	if len(s.asked) != 0 {
		t.Error("GetCallerIdentity asked the rules")
	}
}

func TestWhoMayAssume(t *testing.T) {
	s := start(t)
	denied := func(arn, role string) string {
		return "User: " + arn + " is not authorized to perform: sts:AssumeRole on resource: " + role
	}
	admin, nobody := "arn:aws:iam::111122223333:user/admin", "arn:aws:iam::111122223333:user/nobody"
	for _, c := range []struct{ name, as, role, externalID, refusal string }{
		{"account trusted, identity allows", "user/admin", analyst, "", ""},
		{"account trusted, identity lacks", "user/nobody", analyst, "", denied(nobody, analyst)},
		{"user trusted by name", "user/nobody", roleARN + "Named", "", ""},
		{"another user trusted", "user/admin", roleARN + "Named", "", denied(admin, roleARN+"Named")},
		{"external id", "user/admin", roleARN + "External", "word", ""},
		{"no external id", "user/admin", roleARN + "External", "", denied(admin, roleARN+"External")},
		{"wrong external id", "user/admin", roleARN + "External", "other", denied(admin, roleARN+"External")},
		{"other account, both sides", "user/guest", roleARN + "Guests", "", ""},
		{"other account, identity lacks", "user/idle", roleARN + "Guests", "", denied("arn:aws:iam::444455556666:user/idle", roleARN+"Guests")},
		{"other account, not trusted", "user/guest", analyst, "", denied("arn:aws:iam::444455556666:user/guest", analyst)},
		{"no such role", "user/admin", roleARN + "Missing", "", denied(admin, roleARN+"Missing")},
		{"no such path", "user/admin", roleARN + "Analyst", "", denied(admin, roleARN+"Analyst")},
		{"no such account", "user/admin", "arn:aws:iam::999999999999:role/Any", "", denied(admin, "arn:aws:iam::999999999999:role/Any")},
		{"no role", "user/admin", "arn:aws:iam::111122223333:user/nobody", "", denied(admin, "arn:aws:iam::111122223333:user/nobody")},
		{"root", "111122223333:root", analyst, "", "Roles may not be assumed by root accounts."},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := input(c.role)
			if c.externalID != "" {
				in.ExternalId = &c.externalID
			}
			before := s.worlds.Load()
			_, err := s.as(c.as).AssumeRole(ctx, in)
			if c.refusal == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			wantError(t, err, "AccessDenied", c.refusal)
			if s.worlds.Load() != before {
				t.Error("a refused AssumeRole changed the world")
			}
		})
	}
}

func TestAssumeRoleValidation(t *testing.T) {
	s := start(t)
	one := "1 validation error detected: Value "
	long := strings.Repeat("x", 2049)
	for _, c := range []struct {
		change        func(*sdk.AssumeRoleInput)
		code, message string
	}{
		{func(in *sdk.AssumeRoleInput) { in.RoleSessionName = aws.String("Session1:2") }, "ValidationError",
			one + `'Session1:2' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]*`},
		{func(in *sdk.AssumeRoleInput) { in.RoleSessionName = aws.String("x") }, "ValidationError",
			one + `'x' at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2`},
		{func(in *sdk.AssumeRoleInput) { in.RoleArn = aws.String("nothing-valid-in-here") }, "ValidationError", "nothing-valid-in-here is invalid"},
		{func(in *sdk.AssumeRoleInput) { in.RoleArn = aws.String("arn::b:::something/test-role") }, "ValidationError", "arn::b:::something/test-role is invalid"},
		{func(in *sdk.AssumeRoleInput) { in.RoleArn = aws.String("arn:a::::something/test-role") }, "ValidationError", "arn:a::::something/test-role is invalid"},
		{func(in *sdk.AssumeRoleInput) { in.RoleArn = aws.String("arn:a:::something/test-role") }, "ValidationError", "arn:a:::something/test-role is invalid"},
		{func(in *sdk.AssumeRoleInput) { in.RoleArn = aws.String("arn:a:a::aaaaaaaaaa:") }, "ValidationError", "arn:a:a::aaaaaaaaaa: is invalid"},
		{func(in *sdk.AssumeRoleInput) { in.DurationSeconds = aws.Int32(899) }, "ValidationError",
			one + "'899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900"},
		{func(in *sdk.AssumeRoleInput) { in.DurationSeconds = aws.Int32(43201) }, "ValidationError",
			one + "'43201' at 'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to 43200"},
		{func(in *sdk.AssumeRoleInput) { in.DurationSeconds = aws.Int32(7201) }, "ValidationError",
			"The requested DurationSeconds exceeds the MaxSessionDuration set for this role."},
		{func(in *sdk.AssumeRoleInput) { in.Policy = &long }, "ValidationError",
			one + "'" + long + "' at 'policy' failed to satisfy constraint: Member must have length less than or equal to 2048"},
		{func(in *sdk.AssumeRoleInput) { in.Policy = aws.String("{") }, "MalformedPolicyDocument", "Syntax errors in policy."},
		{func(in *sdk.AssumeRoleInput) {
			in.PolicyArns = []types.PolicyDescriptorType{{Arn: aws.String("arn:aws:iam::111122223333:policy/None")}}
		}, "ValidationError", "Session policy arn:aws:iam::111122223333:policy/None does not exist or is not attachable."},
		{func(in *sdk.AssumeRoleInput) { in.TransitiveTagKeys = []string{"a"} }, "InvalidParameterValue", "The specified transitive tag key must be included in the requested tags."},
		{func(in *sdk.AssumeRoleInput) { in.Tags = tags("team", "1", "TEAM", "2") }, "InvalidParameterValue", "Duplicate tag keys found. Please note that Tag keys are case insensitive."},
		{func(in *sdk.AssumeRoleInput) {
			for i := range 40 {
				in.Tags = append(in.Tags, tags(fmt.Sprint("tag", i), strings.Repeat("v", 100))...)
			}
		}, "PackedPolicyTooLarge", "Packed size of session tags consumes 205% of allotted space."},
	} {
		in := input(analyst)
		c.change(in)
		_, err := s.as("user/admin").AssumeRole(ctx, in)
		wantError(t, err, c.code, c.message)
	}
}

func TestSessionPoliciesAndTags(t *testing.T) {
	s := start(t)
	in := input(analyst)
	in.DurationSeconds = aws.Int32(7200)
	in.Policy = aws.String(`{"Version":"2012-10-17","Statement":{"Sid":"Own","Effect":"Allow","Action":"s3:*","Resource":"*"}}`)
	in.PolicyArns = []types.PolicyDescriptorType{{Arn: aws.String("arn:aws:iam::aws:policy/ReadOnlyAccess")}, {Arn: aws.String("arn:aws:iam::111122223333:policy/ReadOnly")}}
	in.Tags, in.TransitiveTagKeys = tags("team", "ml", "stage", "test"), []string{"team"}
	in.SourceIdentity = aws.String("alice")
	out := must(s.as("user/admin").AssumeRole(ctx, in))(t)
	if diff := cmp.Diff([]string{"sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"}, s.actions()); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
	got := map[string][]string{}
	for name, value := range s.asked[0].Call.Context {
		if strings.HasPrefix(name, "sts:") || strings.HasPrefix(name, "aws:RequestTag/") || name == "aws:TagKeys" {
			got[name] = value.Values
		}
	}
	want := map[string][]string{
		"sts:RoleSessionName": {"session"}, "sts:SourceIdentity": {"alice"}, "sts:TransitiveTagKeys": {"team"},
		"aws:TagKeys": {"team", "stage"}, "aws:RequestTag/team": {"ml"}, "aws:RequestTag/stage": {"test"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("condition keys (-want +got):\n%s", diff)
	}
	session := s.session(out.Credentials)
	var policies []string
	for _, p := range session.Policies {
		policies = append(policies, p.Name+" "+p.ARN)
	}
	wantPolicies := []string{"session policy ", "ReadOnlyAccess arn:aws:iam::aws:policy/ReadOnlyAccess", "ReadOnly arn:aws:iam::111122223333:policy/ReadOnly"}
	if diff := cmp.Diff(wantPolicies, policies); diff != "" {
		t.Errorf("session policies (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]string{"team": "ml", "stage": "test"}, session.Tags); diff != "" {
		t.Errorf("tags (-want +got):\n%s", diff)
	}
	if lasts := session.ExpiresAt.Sub(session.IssuedAt); lasts != 2*time.Hour || *out.SourceIdentity != "alice" || *packedSize(out) < 1 {
		t.Errorf("lasts %v, source identity %s, packed size %d", lasts, *out.SourceIdentity, *packedSize(out))
	}
}

func TestRoleChaining(t *testing.T) {
	s := start(t)
	in := input(analyst)
	in.Tags, in.TransitiveTagKeys = tags("team", "ml", "stage", "test"), []string{"team"}
	in.SourceIdentity = aws.String("alice")
	chained := s.with(must(s.as("user/admin").AssumeRole(ctx, in))(t).Credentials)

	out := must(chained.AssumeRole(ctx, input(roleARN+"Next")))(t)
	if diff := cmp.Diff([]string{"sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"}, s.actions()); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
	session := s.session(out.Credentials)
	if diff := cmp.Diff(map[string]string{"team": "ml"}, session.Tags); diff != "" || session.SourceIdentity != "alice" || !cmp.Equal(session.TransitiveTags, []string{"team"}) {
		t.Errorf("inherited source identity %q, transitive %v, tags (-want +got):\n%s", session.SourceIdentity, session.TransitiveTags, diff)
	}

	other := input(roleARN + "Next")
	other.SourceIdentity = aws.String("bob")
	_, err := chained.AssumeRole(ctx, other)
	wantError(t, err, "ValidationError", "The source identity is already set for this assume role session")
	override := input(roleARN + "Next")
	override.Tags = tags("Team", "web")
	_, err = chained.AssumeRole(ctx, override)
	wantError(t, err, "InvalidParameterValue", "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.")
	long := input(roleARN + "Next")
	long.DurationSeconds = aws.Int32(3601)
	_, err = chained.AssumeRole(ctx, long)
	wantError(t, err, "ValidationError", "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.")
	_, err = chained.AssumeRole(ctx, input(roleARN+"Plain"))
	wantError(t, err, "AccessDenied", "User: arn:aws:sts::111122223333:assumed-role/Analyst/session is not authorized to perform: sts:TagSession on resource: "+roleARN+"Plain")
}
