package s3_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/caller"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/s3"
	"github.com/denylab/denylab/emulator/s3/index"
	"github.com/denylab/denylab/emulator/store"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
	"github.com/denylab/denylab/rego/engine"
)

var now = time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)

// A lab is the S3 service on a loopback port, with real signatures and the
// real rules.
type lab struct {
	t      *testing.T
	url    string
	worlds *world.Store
	index  *index.Index
	rules  *engine.Engine
	// insecure pretends that clients come over http; onAsk, if set, is called
	// after every question.
	insecure bool
	onAsk    func()

	mu    sync.Mutex
	asked []string // "s3:GetObject arn:aws:s3:::b/k allowed"
	calls []*authz.Call
	n     int
}

func start(t *testing.T, w *world.World) *lab {
	t.Helper()
	built, err := world.New(w)
	if err != nil {
		t.Fatal(err)
	}
	rules, err := engine.Default()
	if err != nil {
		t.Fatal(err)
	}
	l := &lab{t: t, worlds: world.NewStore(built), index: index.New(store.NewMemory(), "test"), rules: rules}
	verifier := &caller.Verifier{Now: time.Now, Region: built.Region}
	service := s3.New(s3.Options{Index: l.index, Worlds: l.worlds, Verifier: verifier, Hosts: []string{"lab.test"}})
	if err := service.Seed(context.Background(), built, now); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r = r.WithContext(r.Context())
		snapshot := l.worlds.Load()
		x := gate.NewExchange(l, gate.Exchange{
			IDs: l.ids(), World: snapshot, Now: now, Received: verifier.Now(), Region: snapshot.Region, SourceIP: "203.0.113.7",
			Secure: !l.insecure, Service: "s3",
		})
		id, refusal := verifier.Verify(r, snapshot, "s3")
		if refusal != nil {
			service.Refuse(w, r, x.IDs, refusal)
			return
		}
		x.Identity = id
		service.Serve(w, r, x)
	}))
	t.Cleanup(server.Close)
	l.url = server.URL
	return l
}

func (l *lab) ids() awsproto.IDs {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.n++
	return awsproto.IDs{RequestID: fmt.Sprintf("REQ%013d", l.n), HostID: "host"}
}

// Ask implements gate.Asker with the real rules, and remembers.
func (l *lab) Ask(ctx context.Context, _ *gate.Exchange, call *authz.Call) (authz.Decision, error) {
	d, err := l.rules.Decide(ctx, call)
	if l.onAsk != nil {
		defer l.onAsk()
	}
	verdict := "refused"
	if d.Allowed {
		verdict = "allowed"
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.asked = append(l.asked, call.Action+" "+call.Resource+" "+verdict)
	l.calls = append(l.calls, call)
	return d, err
}

// asks forgets what was asked so far and returns what run asks.
func (l *lab) asks(run func()) []string {
	l.mu.Lock()
	l.asked, l.calls = nil, nil
	l.mu.Unlock()
	run()
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.asked
}

// lastContext is the context of the last call to action.
func (l *lab) lastContext(action string) authz.Context {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i := len(l.calls) - 1; i >= 0; i-- {
		if l.calls[i].Action == action {
			return l.calls[i].Context
		}
	}
	return nil
}

// as is a client of a principal: "anonymous", or as world.Principal has it.
func (l *lab) as(ref string) *awss3.Client {
	l.t.Helper()
	o := awss3.Options{Region: "us-east-1", BaseEndpoint: aws.String(l.url), UsePathStyle: true, RetryMaxAttempts: 1,
		RequestChecksumCalculation: aws.RequestChecksumCalculationWhenSupported, ResponseChecksumValidation: aws.ResponseChecksumValidationWhenSupported}
	if ref == "anonymous" {
		o.Credentials = aws.AnonymousCredentials{}
		return awss3.New(o)
	}
	p, err := l.worlds.Load().Principal(ref)
	if err != nil {
		l.t.Fatal(err)
	}
	c, ok := l.worlds.Load().LongTermCredential(p)
	if !ok {
		issued := l.worlds.Issue(time.Now(), *p.Session)
		c = &issued
	}
	o.Credentials = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{AccessKeyID: c.AccessKeyID, SecretAccessKey: c.Secret, SessionToken: c.Token}, nil
	})
	return awss3.New(o)
}

// digest is everything the lab holds, but for sessions.
func (l *lab) digest() string {
	return l.index.Digest() + " " + l.worlds.Load().Digest()
}

// codeOf is the code of an error as "403 AccessDenied"; "" for nil.
func codeOf(err error) string {
	if err == nil {
		return ""
	}
	status := 0
	var response interface{ HTTPStatusCode() int }
	if errors.As(err, &response) {
		status = response.HTTPStatusCode()
	}
	code := err.Error()
	var api smithy.APIError
	if errors.As(err, &api) {
		code = api.ErrorCode()
	}
	return fmt.Sprintf("%d %s", status, code)
}

func messageOf(err error) string {
	var api smithy.APIError
	if errors.As(err, &api) {
		return api.ErrorMessage()
	}
	return ""
}

func wantCode(t *testing.T, err error, want string) {
	t.Helper()
	if got := codeOf(err); got != want {
		t.Errorf("got %q (%v), want %q", got, err, want)
	}
}

func must[T any](out T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
}

const (
	owner  = "111122223333"
	other  = "444455556666"
	keyID  = "1234abcd-12ab-34cd-56ef-1234567890ab"
	keyARN = "arn:aws:kms:us-east-1:" + owner + ":key/" + keyID
)

func allow(actions, resource string) *world.Policy {
	return world.MustPolicy(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[` +
		`"` + strings.ReplaceAll(actions, " ", `","`) + `"],"Resource":"` + resource + `"}]}`)
}

func user(policies ...*world.Policy) *world.User {
	u := &world.User{Policies: map[string]*world.Policy{}, AccessKeys: nil}
	for i, p := range policies {
		u.Policies[fmt.Sprint("p", i)] = p
	}
	return u
}

// testWorld has an owner's account with a bucket "data", and another account.
// alice and carol may do everything their accounts can, bob nothing.
func testWorld() *world.World {
	return &world.World{Accounts: map[string]*world.Account{
		owner: {
			Users: map[string]*world.User{
				"alice": user(allow("s3:* kms:*", "*")),
				"bob":   user(),
				"rob":   user(allow("s3:GetObject s3:PutObject", "*")),
			},
			Keys: map[string]*world.Key{keyID: {Aliases: []string{"alias/training"}}},
			Buckets: map[string]*world.Bucket{
				"data":   {Objects: map[string]*world.Object{"seeded.txt": {Body: "hello, lab"}}},
				"legacy": {Ownership: "ObjectWriter", PublicAccessBlock: &world.PublicAccessBlock{}},
				"vers":   {Versioning: "Enabled"},
				"kms":    {Encryption: &world.Encryption{Algorithm: "aws:kms", Key: keyID}},
			},
		},
		other: {Users: map[string]*world.User{"carol": user(allow("s3:* kms:*", "*"))}},
	}}
}
