package emulator_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/iam"
	iamtypes "github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/world"
)

const denied403 = "403 AccessDenied"

func TestParseConsistency(t *testing.T) {
	for text, want := range map[string]emulator.Consistency{
		"": {}, "immediate": {}, "calls=0": {}, "calls=3": {Calls: 3}, "after=10s": {After: 10 * time.Second}, "after=0s": {},
	} {
		if got, err := emulator.ParseConsistency(text); err != nil || got != want {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{"calls", "calls=", "calls=-1", "calls=x", "calls=10001", "after=-1s", "after=3", "after", "immediate=1", "=", "3", "Calls=3"} {
		_, err := emulator.ParseConsistency(text)
		if err == nil || !strings.HasPrefix(err.Error(), `consistency "`+text+`": write immediate, calls=N`) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// allowPuts has IAM allow the role Reader to write.
func allowPuts(t *testing.T, l *lab) {
	t.Helper()
	text := string(allow("s3:PutObject", "*").JSON)
	if err := second(l.iamAs(owner+":root").PutRolePolicy(t.Context(), &iam.PutRolePolicyInput{RoleName: ptr("Reader"), PolicyName: ptr("Put"), PolicyDocument: &text})); err != nil {
		t.Fatal(err)
	}
}

func TestPoliciesComeIntoForceAfterSomeCalls(t *testing.T) {
	l := start(t, emulator.Options{Consistency: emulator.Consistency{Calls: 3}})
	live, root := l.as("role/Reader"), l.iamAs(owner+":root")
	wantCode(t, live.put("data", "k", "x"), denied403)
	allowPuts(t, l)
	wantCode(t, live.put("data", "k", "x"), denied403)
	got, err := root.GetRolePolicy(t.Context(), &iam.GetRolePolicyInput{RoleName: ptr("Reader"), PolicyName: ptr("Put")})
	if err != nil || *got.PolicyName != "Put" {
		t.Errorf("IAM itself shows the new policy at once: %v", err)
	}
	wantCode(t, l.as("role/Reader/new").put("data", "k", "x"), denied403) // the third call, by another session
	wantCode(t, live.put("data", "k", "x"), "")
	wantCode(t, l.as("role/Reader/newest").put("data", "k", "x"), "")
}

// Each change comes into force by itself, in the order in which they were made.
func TestChangesComeIntoForceInTheirOrder(t *testing.T) {
	l := start(t, emulator.Options{Consistency: emulator.Consistency{Calls: 2}})
	live, root := l.as("role/Reader"), l.iamAs(owner+":root")
	allowPuts(t, l)                                                              // request 1
	all(t, second(root.DeleteRolePolicy(t.Context(), &iam.DeleteRolePolicyInput{ // request 2
		RoleName: ptr("Reader"), PolicyName: ptr("Put")})))
	wantCode(t, live.put("data", "k", "x"), denied403) // 3: as at the start
	wantCode(t, live.put("data", "k", "x"), "")        // 4: allowed by 1
	wantCode(t, live.put("data", "k", "x"), denied403) // 5: taken back by 2
}

func TestPoliciesComeIntoForceAfterAWhile(t *testing.T) {
	clock := now
	l := start(t, emulator.Options{Clock: func() time.Time { return clock }, SigningClock: time.Now, Consistency: emulator.Consistency{After: 10 * time.Second}})
	live := l.as("role/Reader")
	allowPuts(t, l)
	clock = now.Add(10*time.Second - 1)
	wantCode(t, live.put("data", "k", "x"), denied403)
	clock = now.Add(10 * time.Second)
	wantCode(t, live.put("data", "k", "x"), "")
}

func TestWhatElseComesLate(t *testing.T) {
	ctx := t.Context()
	tagged := world.MustPolicy(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:PutObject","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalTag/stage":"prod"}}}]}`)
	nobody := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}`
	everybody := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"` + owner + `"},"Action":"sts:AssumeRole"}]}`
	job := "arn:aws:iam::" + owner + ":role/Job"
	for name, tc := range map[string]struct {
		change        func(root *iam.Client) error
		do            func(l *lab) error
		before, after string
	}{
		"a boundary": {
			func(root *iam.Client) error {
				return second(root.PutRolePermissionsBoundary(ctx, &iam.PutRolePermissionsBoundaryInput{RoleName: ptr("Job"), PermissionsBoundary: ptr("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess")}))
			},
			func(l *lab) error { return l.as("role/Job").put("data", "k", "x") }, "", denied403,
		},
		"a tag": {
			func(root *iam.Client) error {
				return second(root.TagRole(ctx, &iam.TagRoleInput{RoleName: ptr("Tagged"), Tags: []iamtypes.Tag{{Key: ptr("stage"), Value: ptr("prod")}}}))
			},
			func(l *lab) error { return l.as("role/Tagged").put("data", "k", "x") }, denied403, "",
		},
		"a group's policy": {
			func(root *iam.Client) error {
				return second(root.PutGroupPolicy(ctx, &iam.PutGroupPolicyInput{GroupName: ptr("writers"), PolicyName: ptr("p"), PolicyDocument: ptr(string(allow("s3:PutObject", "*").JSON))}))
			},
			func(l *lab) error { return l.as("user/member").put("data", "k", "x") }, denied403, "",
		},
		"a trust policy": {
			func(root *iam.Client) error {
				return second(root.UpdateAssumeRolePolicy(ctx, &iam.UpdateAssumeRolePolicyInput{RoleName: ptr("Job"), PolicyDocument: &nobody}))
			},
			func(l *lab) error {
				return second(l.as("user/alice").sts.AssumeRole(ctx, &sts.AssumeRoleInput{RoleArn: &job, RoleSessionName: ptr("me")}))
			}, "", denied403,
		},
		"a new role": {
			func(root *iam.Client) error {
				return second(root.CreateRole(ctx, &iam.CreateRoleInput{RoleName: ptr("New"), AssumeRolePolicyDocument: &everybody}))
			},
			func(l *lab) error {
				return second(l.as("user/alice").sts.AssumeRole(ctx, &sts.AssumeRoleInput{RoleArn: ptr("arn:aws:iam::" + owner + ":role/New"), RoleSessionName: ptr("me")}))
			}, denied403, "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := testWorld()
			w.Accounts[owner].Roles["Tagged"] = &world.Role{Policies: inline(tagged)}
			w.Accounts[owner].Groups = map[string]*world.Group{"writers": {}}
			w.Accounts[owner].Users["member"] = &world.User{Groups: []string{"writers"}}
			l := start(t, emulator.Options{World: w, Consistency: emulator.Consistency{Calls: 1}})
			if err := tc.change(l.iamAs(owner + ":root")); err != nil {
				t.Fatal(err)
			}
			wantCode(t, tc.do(l), tc.before)
			wantCode(t, tc.do(l), tc.after)
		})
	}
}

// Who there is, keys and sessions count at once, and so does what is not IAM's.
func TestWhatDoesNotComeLate(t *testing.T) {
	ctx := t.Context()
	l := start(t, emulator.Options{Consistency: emulator.Consistency{Calls: 100}})
	root, live := l.iamAs(owner+":root"), l.as("role/Forbidden")
	key := l.World().Accounts[owner].Users["alice"].AccessKeys[0].ID
	alice := l.as("user/alice")
	deny := `{"Version":"2012-10-17","Statement":[` + to(`"*"`, "Deny", "s3:GetObject", "arn:aws:s3:::data/*") + `]}`
	all(t,
		second(alice.s3.PutBucketPolicy(ctx, &s3.PutBucketPolicyInput{Bucket: ptr("data"), Policy: &deny})),
		second(root.DeleteRolePolicy(ctx, &iam.DeleteRolePolicyInput{RoleName: ptr("Forbidden"), PolicyName: ptr("inline")})),
		second(root.DeleteRole(ctx, &iam.DeleteRoleInput{RoleName: ptr("Forbidden")})),
	)
	wantCode(t, second(alice.get("data", "seeded.txt")), denied403)
	wantCode(t, second(live.get("shared", "seeded.txt")), "403 InvalidAccessKeyId")
	all(t, second(root.UpdateAccessKey(ctx, &iam.UpdateAccessKeyInput{UserName: ptr("alice"), AccessKeyId: &key, Status: "Inactive"})))
	wantCode(t, second(alice.get("shared", "seeded.txt")), "403 InvalidAccessKeyId")
}

func TestChangesOfALabAreInForceAtOnce(t *testing.T) {
	l := start(t, emulator.Options{Consistency: emulator.Consistency{Calls: 100}})
	live := l.as("role/Reader")
	if err := l.Change(func(w *world.World) error {
		w.Accounts[owner].Roles["Reader"].Policies["Put"] = allow("s3:PutObject", "*")
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	wantCode(t, live.put("data", "k", "x"), "")
	if err := l.Reset(); err != nil {
		t.Fatal(err)
	}
	wantCode(t, l.as("role/Reader").put("data", "k", "x"), denied403)
}

// However many clients there are, every change is in force in the end.
func TestManyClientsOfALateLab(t *testing.T) {
	l := start(t, emulator.Options{Consistency: emulator.Consistency{Calls: 5}})
	root := l.iamAs(owner + ":root")
	var clients sync.WaitGroup
	for n := range 4 {
		live := l.as("role/Reader")
		clients.Go(func() {
			for range 10 {
				if err := refusal(live.put("data", fmt.Sprint(n), "x")); err != nil {
					t.Error(err)
				}
			}
		})
		clients.Go(func() {
			text := string(allow("s3:PutObject", "*").JSON)
			for i := range 5 {
				if err := second(root.PutRolePolicy(t.Context(), &iam.PutRolePolicyInput{RoleName: ptr("Reader"), PolicyName: ptr(fmt.Sprintf("P-%d-%d", n, i)), PolicyDocument: &text})); err != nil {
					t.Error(err)
				}
			}
		})
	}
	clients.Wait()
	for range 5 {
		_ = l.as("role/Reader").put("data", "k", "x")
	}
	wantCode(t, l.as("role/Reader").put("data", "k", "x"), "")
}
