package harness_test

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/harness"
	"github.com/denylab/denylab/rego/authz"
)

func put(t testing.TB, c *harness.Client, bucket, key, body string) error {
	_, err := c.S3.PutObject(t.Context(), &s3.PutObjectInput{Bucket: aws.String(bucket), Key: aws.String(key), Body: strings.NewReader(body)})
	return err
}

func body(t testing.TB, c *harness.Client, bucket, key string) string {
	t.Helper()
	got, err := c.S3.GetObject(t.Context(), &s3.GetObjectInput{Bucket: aws.String(bucket), Key: aws.String(key)})
	harness.Allowed(t, err)
	defer got.Body.Close()
	text, err := io.ReadAll(got.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func caller(t testing.TB, c *harness.Client) string {
	t.Helper()
	got, err := c.STS.GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{})
	harness.Allowed(t, err)
	return aws.ToString(got.Arn)
}

func TestStart(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		opts []harness.Option
		as   string
		want string // ARN of the caller
	}{
		"nothing said":    {nil, "root", "arn:aws:iam::111122223333:root"},
		"scenario":        {[]harness.Option{harness.Scenario("training-get-missing")}, trainer, "arn:aws:sts::111122223333:assumed-role/SageMakerExecutionRole/SageMaker"},
		"cured scenario":  {[]harness.Option{harness.Cured("training-get-missing")}, "role/SageMakerExecutionRole", "arn:aws:sts::111122223333:assumed-role/SageMakerExecutionRole/denylab"},
		"scenario's file": {[]harness.Option{harness.Scenario("testdata/scenarios/own-reader.yaml")}, "user/Reader", "arn:aws:iam::111122223333:user/Reader"},
		"world file":      {[]harness.Option{harness.WorldFile("testdata/world.yaml")}, "111122223333:user/ann", "arn:aws:iam::111122223333:user/ann"},
		"Go values": {[]harness.Option{harness.World(&world.World{Accounts: map[string]*world.Account{
			"444455556666": {Users: map[string]*world.User{"bob": {}}}}})}, "arn:aws:iam::444455556666:user/bob", "arn:aws:iam::444455556666:user/bob"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := caller(t, harness.Start(t, c.opts...).As(c.as)); got != c.want {
				t.Errorf("as %s: %s, want %s", c.as, got, c.want)
			}
		})
	}
}

func TestStartRefusesWhatItCannotStart(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		opts []harness.Option
		want string
	}{
		"no such scenario":  {[]harness.Option{harness.Scenario("training-get-mising")}, `training-get-mising`},
		"several scenarios": {[]harness.Option{harness.Scenario("training-*")}, `"training-*" names`},
		"no such file":      {[]harness.Option{harness.Scenario("testdata/no.yaml")}, "testdata/no.yaml"},
		"nothing cures it":  {[]harness.Option{harness.Cured("testdata/failing/wrong-layer.yaml")}, "no cure that could be applied"},
		"no such world":     {[]harness.Option{harness.WorldFile("testdata/no.yaml")}, "testdata/no.yaml"},
		"two worlds":        {[]harness.Option{harness.Scenario("training-get-missing"), harness.WorldFile("testdata/world.yaml")}, "a lab starts with one world; scenario training-get-missing and world file testdata/world.yaml were given"},
		"dangling boundary": {[]harness.Option{harness.World(&world.World{Accounts: map[string]*world.Account{
			"111122223333": {Users: map[string]*world.User{"bob": {Boundary: "Nowhere"}}}}})}, "Nowhere"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := record(func(t testing.TB) { harness.Start(t, c.opts...) })
			if said := r.said.String(); !r.failed || !strings.Contains(said, c.want) {
				t.Errorf("want a failure that says %q, got:\n%s", c.want, said)
			}
		})
	}
}

func TestStartPassesWarningsOn(t *testing.T) {
	t.Parallel()
	r := record(func(t testing.TB) { harness.Start(t, harness.WorldFile("testdata/world.yaml")) })
	if said := r.said.String(); r.failed || !strings.Contains(said, "testdata/world.yaml:9") || !strings.Contains(said, "s3:ListBucket") {
		t.Errorf("want a warning about s3:ListObject, got:\n%s", said)
	}
}

func TestAsRefusesWhomItCannotMake(t *testing.T) {
	t.Parallel()
	lab := harness.Start(t, harness.WorldFile("testdata/world.yaml"))
	for name, c := range map[string]struct {
		as   func(*harness.Lab)
		want string
	}{
		"nobody":          {func(l *harness.Lab) { l.As("user/an") }, "ann"},
		"no endpoint":     {func(l *harness.Lab) { l.As("user/ann", harness.Via("vpce-1")) }, `as user/ann: the world has no VPC endpoint "vpce-1"`},
		"bad policy":      {func(l *harness.Lab) { l.As("root", harness.SessionPolicy("{")) }, "as root: session policy: 1:"},
		"session of user": {func(l *harness.Lab) { l.As("user/ann", harness.SourceIdentity("me")) }, "long-term keys"},
	} {
		t.Run(name, func(t *testing.T) {
			r := record(func(t testing.TB) {
				c.as(harness.Start(t, harness.World(lab.World())))
			})
			if said := r.said.String(); !r.failed || !strings.Contains(said, c.want) {
				t.Errorf("want a failure that says %q, got:\n%s", c.want, said)
			}
		})
	}
}

func TestAnonymousDoesNotSign(t *testing.T) {
	t.Parallel()
	lab := harness.Start(t, harness.WorldFile("testdata/world.yaml"))
	harness.Denied(t, get(t, lab.Anonymous(), "data", "hello.txt")).Because(authz.ImplicitDeny).Message("Access Denied")
	if got := lab.Decisions()[0].Caller; got != "anonymous" {
		t.Errorf("caller %q", got)
	}
}

// TestSessionsCarryWhatTheyWereGiven: tags and source identity are condition
// keys.
func TestSessionsCarryWhatTheyWereGiven(t *testing.T) {
	t.Parallel()
	lab := harness.Start(t, harness.World(&world.World{Accounts: map[string]*world.Account{"111122223333": {
		Roles: map[string]*world.Role{"Reader": {Policies: map[string]*world.Policy{"Read": world.MustPolicy(`{"Version": "2012-10-17", "Statement": [{
			"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/${aws:PrincipalTag/team}/*",
			"Condition": {"StringEquals": {"aws:SourceIdentity": "ann"}}}]}`)}}},
		Buckets: map[string]*world.Bucket{"data": {Objects: map[string]*world.Object{"red/a": {Body: "a"}}}},
	}}}))
	red, ann := harness.SessionTags(map[string]string{"team": "red"}), harness.SourceIdentity("ann")
	harness.Allowed(t, get(t, lab.As("role/Reader", red, ann), "data", "red/a"))
	harness.Denied(t, get(t, lab.As("role/Reader", red), "data", "red/a")).By(authz.IdentityPolicy)
	harness.Denied(t, get(t, lab.As("role/Reader", ann), "data", "red/a")).By(authz.IdentityPolicy)
}

// TestLabsAreIsolated: labs of one world that run side by side share nothing.
func TestLabsAreIsolated(t *testing.T) {
	t.Parallel()
	shared := &world.World{Accounts: map[string]*world.Account{"111122223333": {
		Users: map[string]*world.User{"ann": {}}, Buckets: map[string]*world.Bucket{"data": {}},
	}}}
	for i := range 8 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			lab := harness.Start(t, harness.World(shared))
			root, ann, mine := lab.As("root"), lab.As("user/ann"), fmt.Sprint("lab ", i)
			for range 5 {
				harness.Allowed(t, put(t, root, "data", "k", mine))
				harness.Denied(t, get(t, ann, "data", "k")).By(authz.IdentityPolicy)
				if got := body(t, root, "data", "k"); got != mine {
					t.Fatalf("%q in %s", got, mine)
				}
			}
			if i%2 == 0 {
				lab.Change(func(w *world.World) {
					w.Accounts["111122223333"].Users["ann"].Managed = []string{"arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"}
				})
				harness.Allowed(t, get(t, ann, "data", "k"))
			} else {
				harness.Denied(t, get(t, ann, "data", "k")).By(authz.IdentityPolicy)
			}
			if n := len(lab.Decisions()); n != 16 {
				t.Errorf("%d decisions, want this lab's 16", n)
			}
		})
	}
	if len(shared.Accounts["111122223333"].Users["ann"].Managed) != 0 {
		t.Error("the world that the test built was changed")
	}
}

func TestChangeRefusesAnUnsoundWorld(t *testing.T) {
	t.Parallel()
	var before, after string
	r := record(func(t testing.TB) {
		lab := harness.Start(t, harness.WorldFile("testdata/world.yaml"))
		before = lab.Digest()
		t.Cleanup(func() { after = lab.Digest() })
		lab.Change(func(w *world.World) { w.Accounts["111122223333"].Users["ann"].Boundary = "Nowhere" })
	})
	if said := r.said.String(); !r.failed || !strings.Contains(said, "changing the world: ") || !strings.Contains(said, "Nowhere") {
		t.Errorf("want a failure that names the boundary, got:\n%s", said)
	}
	if before == "" || before != after {
		t.Errorf("the lab was changed: %q, then %q", before, after)
	}
}

func TestReset(t *testing.T) {
	t.Parallel()
	at := time.Date(2031, 5, 6, 7, 8, 9, 0, time.UTC) // else objects are of another time after Reset
	lab := harness.Start(t, harness.WorldFile("testdata/world.yaml"), harness.Clock(func() time.Time { return at }))
	fresh := lab.Digest()
	harness.Denied(t, get(t, lab.As("user/ann"), "data", "hello.txt"))
	if lab.Digest() != fresh {
		t.Error("a refused call changed the lab")
	}
	harness.Allowed(t, put(t, lab.As("root"), "data", "hello.txt", "changed"))
	lab.Change(func(w *world.World) { delete(w.Accounts["111122223333"].Users, "ann") })
	if lab.Digest() == fresh {
		t.Error("the digest does not show the changes")
	}
	lab.Reset()
	if lab.Digest() != fresh || len(lab.Decisions()) != 0 {
		t.Errorf("after Reset there are %d decisions, and the digest is the first one: %v", len(lab.Decisions()), lab.Digest() == fresh)
	}
	if got := body(t, lab.As("root"), "data", "hello.txt"); got != "hello" {
		t.Errorf("after Reset the object is %q", got)
	}
}

// TestClock: the option wins over the scenario's clock wherever it stands.
func TestClock(t *testing.T) {
	t.Parallel()
	at := time.Date(2031, 5, 6, 7, 8, 9, 0, time.UTC)
	clock, reader := harness.Clock(func() time.Time { return at }), harness.Scenario("testdata/scenarios/own-reader.yaml")
	for name, c := range map[string]struct {
		opts []harness.Option
		want time.Time
	}{
		"scenario's":         {[]harness.Option{reader}, time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)},
		"before a scenario":  {[]harness.Option{clock, reader}, at},
		"after a scenario":   {[]harness.Option{reader, clock}, at},
		"without a scenario": {[]harness.Option{clock}, at},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			lab := harness.Start(t, c.opts...)
			caller(t, lab.As("root"))
			if got := lab.Decisions()[0].Time; !got.Equal(c.want) {
				t.Errorf("the lab's time is %v, want %v", got, c.want)
			}
		})
	}
}

func TestDecisions(t *testing.T) {
	t.Parallel()
	lab := harness.Start(t, harness.Scenario("training-decrypt-missing"))
	role := lab.As(trainer)
	harness.Allowed(t, get(t, role, "training-data", "input/train.csv"))
	harness.Denied(t, get(t, role, "training-data", "encrypted/train.csv"))
	var got []string
	for _, d := range lab.Decisions() {
		for _, a := range d.Asked {
			got = append(got, fmt.Sprint(d.Operation, " ", d.Status, " ", a.Action, " ", a.Decision.Allowed))
		}
	}
	want := []string{
		"GetObject 200 s3:GetObject true",
		"GetObject 403 s3:GetObject true",
		"GetObject 403 kms:Decrypt false",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		record(func(t testing.TB) { harness.Start(t, harness.Scenario("training-get-missing")) })
	}
}

// TestConsistency: the option wins over the scenario's consistency wherever it
// stands.
func TestConsistency(t *testing.T) {
	t.Parallel()
	scenario, atOnce := harness.Scenario("permission-not-in-force-yet"), harness.Consistency(emulator.Consistency{})
	for name, c := range map[string]struct {
		opts []harness.Option
		late bool
	}{
		"scenario's":        {[]harness.Option{scenario}, true},
		"before a scenario": {[]harness.Option{atOnce, scenario}, false},
		"after a scenario":  {[]harness.Option{scenario, atOnce}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			lab := harness.Start(t, c.opts...)
			_, err := lab.As("role/AccountAdmin").IAM.PutRolePolicy(t.Context(), &iam.PutRolePolicyInput{
				RoleName: aws.String("SageMakerExecutionRole"), PolicyName: aws.String("Read"),
				PolicyDocument: aws.String(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}`),
			})
			if err != nil {
				t.Fatal(err)
			}
			_, err = lab.As("role/SageMakerExecutionRole").S3.GetObject(t.Context(), &s3.GetObjectInput{
				Bucket: aws.String("training-data"), Key: aws.String("input/train.csv"),
			})
			if late := err != nil; late != c.late {
				t.Errorf("late %v, want %v (%v)", late, c.late, err)
			}
		})
	}
}

func TestASnapshotStartsAnotherLab(t *testing.T) {
	t.Parallel()
	lab := harness.Start(t, harness.WorldFile("testdata/world.yaml"))
	if err := put(t, lab.As("root"), "data", "made", "by a test"); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "world.yaml")
	lab.Snapshot(file)
	again := harness.Start(t, harness.WorldFile(file))
	if again.Digest() != lab.Digest() {
		t.Error("it is another one")
	}
	if got := body(t, again.As("root"), "data", "made"); got != "by a test" {
		t.Errorf("the object is %q", got)
	}
}
