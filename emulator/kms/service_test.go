package kms_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	sdk "github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/smithy-go"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/caller"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/kms"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
	"github.com/denylab/denylab/rego/engine"
)

const (
	account  = "111122223333"
	outside  = "444455556666"
	keyARN   = "arn:aws:kms:us-east-1:111122223333:key/"
	training = "11111111-1111-4111-8111-111111111111" // default policy
	closed   = "22222222-2222-4222-8222-222222222222" // for keeper only, no delegation
	stopped  = "33333333-3333-4333-8333-333333333333" // disabled
	dying    = "44444444-4444-4444-8444-444444444444" // pending deletion
	shared   = "55555555-5555-4555-8555-555555555555" // for the other account
	signer   = "66666666-6666-4666-8666-666666666666" // ECC_NIST_P256, signs
	stamp    = "77777777-7777-4777-8777-777777777777" // RSA_2048, signs
	locker   = "88888888-8888-4888-8888-888888888888" // RSA_2048, encrypts
	sealer   = "99999999-9999-4999-8999-999999999990" // HMAC_256
	nowhere  = "99999999-9999-4999-8999-999999999999" // does not exist
)

var now = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

func describe() *world.World {
	all := world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Sid":"AllOfKMS","Effect":"Allow","Action":"kms:*","Resource":"*"}}`)
	user := func(policies map[string]*world.Policy) *world.User { return &world.User{Policies: policies} }
	return &world.World{Accounts: map[string]*world.Account{
		account: {
			Users: map[string]*world.User{
				"admin":  user(map[string]*world.Policy{"All": all}),
				"keeper": user(nil),
				"nobody": user(nil),
			},
			Keys: map[string]*world.Key{
				training: {Aliases: []string{"alias/training"}, Tags: map[string]string{"team": "ml"}},
				closed: {Policy: world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Sid":"Keeper","Effect":"Allow",
					"Principal":{"AWS":"arn:aws:iam::111122223333:user/keeper"},"Action":"kms:*","Resource":"*"}}`)},
				signer:  {Spec: "ECC_NIST_P256", Aliases: []string{"alias/signer"}},
				stamp:   {Spec: "RSA_2048", Usage: "SIGN_VERIFY"},
				locker:  {Spec: "RSA_2048"},
				sealer:  {Spec: "HMAC_256"},
				stopped: {State: "Disabled"},
				dying:   {State: "PendingDeletion"},
				shared: {Policy: world.MustPolicy(`{"Version":"2012-10-17","Statement":[
					{"Sid":"Own","Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"kms:*","Resource":"*"},
					{"Sid":"Other","Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":["kms:Encrypt","kms:D*"],"Resource":"*"}]}`)},
			},
		},
		outside: {Users: map[string]*world.User{"guest": user(map[string]*world.Policy{"All": all})}},
	}}
}

// A service is a KMS endpoint whose requests are signed for real and decided
// by the rules.
type service struct {
	t        *testing.T
	worlds   *world.Store
	handler  *kms.Handler
	verifier *caller.Verifier
	url      string
	requests atomic.Int64
	asked    []gate.Asked
	late     time.Duration // how much later than now it is
}

func start(t *testing.T) *service {
	t.Helper()
	w, err := world.New(describe())
	if err != nil {
		t.Fatal(err)
	}
	s := &service{t: t, worlds: world.NewStore(w)}
	s.handler = kms.New(s.worlds, "seed")
	s.verifier = &caller.Verifier{Now: time.Now, Region: w.Region}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	s.url = server.URL
	return s
}

func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r = r.WithContext(r.Context())
	snapshot := s.worlds.Load()
	ids := awsproto.IDs{RequestID: fmt.Sprintf("%016d", s.requests.Add(1))}
	id, refusal := s.verifier.Verify(r, snapshot, "kms")
	if refusal != nil {
		s.handler.Refuse(w, r, ids, refusal)
		return
	}
	x := gate.NewExchange(rules{s.t}, gate.Exchange{IDs: ids, Identity: id, World: snapshot, Now: now.Add(s.late),
		Region: snapshot.Region, Service: "kms", Secure: true})
	s.handler.Serve(w, r, x)
	s.asked = x.Asked
}

// rules asks the real ones, which must reach a decision.
type rules struct{ t *testing.T }

func (r rules) Ask(ctx context.Context, _ *gate.Exchange, call *authz.Call) (authz.Decision, error) {
	e, err := engine.Default()
	if err != nil {
		r.t.Error(err)
		return authz.Decision{}, err
	}
	d, err := e.Decide(ctx, call)
	if err != nil {
		r.t.Errorf("%s on %s: %v", call.Action, call.Resource, err)
	}
	return d, err
}

// as is a real client that signs as the principal ref names.
func (s *service) as(ref string) *sdk.Client {
	s.t.Helper()
	w := s.worlds.Load()
	p, err := w.Principal(ref)
	if err != nil {
		s.t.Fatal(err)
	}
	c, ok := w.LongTermCredential(p)
	if !ok {
		s.t.Fatalf("%s has no access key", ref)
	}
	return sdk.New(sdk.Options{
		Region: "us-east-1", BaseEndpoint: aws.String(s.url), Retryer: aws.NopRetryer{},
		Credentials: credentials.NewStaticCredentialsProvider(c.AccessKeyID, c.Secret, c.Token),
	})
}

func arn(user string) string {
	if user == "guest" {
		return "arn:aws:iam::" + outside + ":user/guest"
	}
	return "arn:aws:iam::" + account + ":user/" + user
}

// wantError fails unless err has AWS's code and text.
func wantError(t *testing.T, err error, code, message string) {
	t.Helper()
	var api smithy.APIError
	if !errors.As(err, &api) {
		t.Errorf("got %v, want %s: %s", err, code, message)
		return
	}
	if api.ErrorCode() != code || api.ErrorMessage() != message {
		t.Errorf("got  %s: %s\nwant %s: %s", api.ErrorCode(), api.ErrorMessage(), code, message)
	}
}

// errorCode is AWS's code in err.
func errorCode(err error) string {
	var api smithy.APIError
	if errors.As(err, &api) {
		return api.ErrorCode()
	}
	return ""
}

// must(f())(t) is f's result; an error ends the test.
func must[T any](out T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
}
