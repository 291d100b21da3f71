package emulator_test

import (
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

func TestCredentialsActAsWhomTheyAreOf(t *testing.T) {
	l := start(t, emulator.Options{})
	session := "arn:aws:sts::" + owner + ":assumed-role/Reader/"
	for _, tc := range []struct{ ref, arn string }{
		{"user/alice", "arn:aws:iam::" + owner + ":user/alice"},
		{owner + ":user/alice", "arn:aws:iam::" + owner + ":user/alice"},
		{"arn:aws:iam::" + owner + ":user/alice", "arn:aws:iam::" + owner + ":user/alice"},
		{owner + ":root", "arn:aws:iam::" + owner + ":root"},
		{"arn:aws:iam::" + other + ":root", "arn:aws:iam::" + other + ":root"},
		{"role/Reader", session + world.DefaultSessionName},
		{"role/Reader/me", session + "me"},
		{"role/jobs/Reader/me", session + "me"},
		{"arn:aws:iam::" + owner + ":role/jobs/Reader", session + world.DefaultSessionName},
		{session + "SageMaker", session + "SageMaker"},
	} {
		out, err := l.as(tc.ref).sts.GetCallerIdentity(t.Context(), nil)
		if err != nil || *out.Arn != tc.arn {
			t.Errorf("as %s: %v %v, want %s", tc.ref, out, err, tc.arn)
		}
	}
	c, err := l.CredentialsAs("anonymous")
	if err != nil || c.AccessKeyID != "" || c.Principal.Caller.Kind != authz.Anonymous {
		t.Errorf("anonymous: %+v %v", c, err)
	}
}

func TestSessionsOfARoleCarryTheirOptions(t *testing.T) {
	l := start(t, emulator.Options{})
	c, err := l.Credentials("role/Job/ignored", emulator.SessionOptions{
		Name: "train", SourceIdentity: "ann", Tags: map[string]string{"team": "red"}, Duration: 15 * time.Minute,
		Policies: []*world.Policy{allow("s3:GetObject", "*")}, PolicyARNs: []string{"arn:aws:iam::aws:policy/ReadOnlyAccess"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if !c.ExpiresAt.Equal(now.Add(15*time.Minute)) || !strings.HasSuffix(c.Principal.Caller.ARN, "/Job/train") {
		t.Errorf("credentials %+v", c)
	}
	if _, err := l.with(c).get("data", "seeded.txt"); err != nil {
		t.Error(err)
	}
	call := l.last().Asked[0].Call
	for key, want := range map[string]string{
		"aws:SourceIdentity": "ann", "aws:PrincipalTag/team": "red", "aws:TokenIssueTime": "2026-03-04T05:06:07Z",
	} {
		if got := call.Context[key].Values; len(got) != 1 || got[0] != want {
			t.Errorf("%s is %q, want %s", key, got, want)
		}
	}
	if s := call.Policies.Session; len(s) != 2 || s[0].Name != "session policy" || s[1].ARN != "arn:aws:iam::aws:policy/ReadOnlyAccess" {
		t.Errorf("session policies %+v", s)
	}
	wantCode(t, l.with(c).put("data", "k", "x"), "403 AccessDenied")
	if d := l.last().Refused().Decision; d.Layer != authz.SessionPolicy {
		t.Errorf("refused by %s, want the session policy", d.Layer)
	}
}

func TestSessionsExpireInTheLabsTime(t *testing.T) {
	clock := now
	l := start(t, emulator.Options{Clock: func() time.Time { return clock }, SigningClock: time.Now})
	reader := l.as("role/Reader")
	if _, err := reader.get("data", "seeded.txt"); err != nil {
		t.Errorf("signed years after the lab's time: %v", err)
	}
	clock = now.Add(time.Hour)
	_, err := reader.get("data", "seeded.txt")
	wantCode(t, err, "400 ExpiredToken")

	late, err := l.Credentials("role/Reader", emulator.SessionOptions{Duration: -time.Second})
	if err != nil {
		t.Fatal(err)
	}
	_, err = l.with(late).sts.GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{})
	wantCode(t, err, "403 ExpiredToken")
}

func TestCredentialsThatCannotBe(t *testing.T) {
	w := testWorld()
	w.Accounts[other].Users["alice"] = &world.User{}
	w.Accounts[owner].Users["keyless"] = &world.User{AccessKeys: []world.AccessKey{{ID: "AKIAINACTIVE", Secret: "s", Inactive: true}}}
	l := start(t, emulator.Options{World: w})
	before := l.Digest()
	for _, tc := range []struct {
		name, ref string
		o         emulator.SessionOptions
		want      string
	}{
		{"nobody", "", emulator.SessionOptions{}, "names no principal"},
		{"a role that is not", "role/Raeder", emulator.SessionOptions{}, `did you mean "role/Reader"?`},
		{"a name in two accounts", "user/alice", emulator.SessionOptions{}, "write one of " + owner + ":user/alice, " + other + ":user/alice"},
		{"an account that is not", "999999999999:root", emulator.SessionOptions{}, "999999999999"},
		{"a service", "service/glue.amazonaws.com", emulator.SessionOptions{}, "service/glue.amazonaws.com cannot sign requests: it is a service"},
		{"a user without an active key", "user/keyless", emulator.SessionOptions{}, "no active access key"},
		{"a user's session", "user/bob", emulator.SessionOptions{Tags: map[string]string{"a": "b"}}, "long-term keys"},
		{"a user's session name", "user/bob", emulator.SessionOptions{Name: "me"}, "long-term keys"},
		{"nobody's session", "anonymous", emulator.SessionOptions{SourceIdentity: "me"}, "anonymous has no session"},
		{"a session name", "role/Reader", emulator.SessionOptions{Name: "not/one"}, `session name "not/one": want 2 to 64`},
		{"a session name in the reference", "role/Reader/ü", emulator.SessionOptions{}, `session name "ü": want 2 to 64`},
		{"a source identity", "role/Reader", emulator.SessionOptions{SourceIdentity: "x"}, `source identity "x": want 2 to 64`},
		{"a policy that is not", "role/Reader", emulator.SessionOptions{PolicyARNs: []string{"arn:aws:iam::aws:policy/NoSuch"}}, `session policy "arn:aws:iam::aws:policy/NoSuch": there is no such`},
		{"another account's policy", "role/Reader", emulator.SessionOptions{PolicyARNs: []string{"arn:aws:iam::" + other + ":policy/ReadOnly"}}, "there is no such"},
		{"a policy without a document", "role/Reader", emulator.SessionOptions{Policies: []*world.Policy{allow("s3:*", "*"), nil}}, "session policy 2 has no document"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c, err := l.Credentials(tc.ref, tc.o)
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("%+v, error %v, want one with %q", c, err, tc.want)
			}
		})
	}
	if l.Digest() != before {
		t.Error("sessions were made all the same")
	}
}
