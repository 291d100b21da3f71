package iam_test

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
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/smithy-go"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/caller"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/iam"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
	"github.com/denylab/denylab/rego/engine"
)

const (
	account  = "111122223333"
	outside  = "444455556666"
	readOnly = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
	mine     = "arn:aws:iam::111122223333:policy/team/Mine"
	issuer   = "token.actions.githubusercontent.com"
	provider = "arn:aws:iam::111122223333:oidc-provider/" + issuer
	aliceKey = "AKIAALICEALICEALICE1"
)

const (
	allowS3 = `{"Version":"2012-10-17","Statement":[{"Sid":"Read","Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}`
	trustMe = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"sts:AssumeRole"}]}`
)

var now = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

func describe() *world.World {
	all := map[string]*world.Policy{"All": world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:*","Resource":"*"}}`)}
	return &world.World{Accounts: map[string]*world.Account{
		account: {
			RootAccessKeys: []world.AccessKey{{ID: "AKIAROOT", Secret: "secret"}},
			Policies:       map[string]*world.ManagedPolicy{"Mine": {Path: "/team/", Policy: world.MustPolicy(allowS3), Tags: map[string]string{"owner": "ml"}}},
			Groups: map[string]*world.Group{
				"team":  {Policies: map[string]*world.Policy{"Read": world.MustPolicy(allowS3)}},
				"empty": {},
			},
			Users: map[string]*world.User{
				"admin":  {Policies: all},
				"nobody": {},
				"alice": {Path: "/ml/", Groups: []string{"team"}, Managed: []string{readOnly}, Tags: map[string]string{"team": "ml"},
					AccessKeys: []world.AccessKey{{ID: aliceKey, Secret: "secret"}}},
			},
			Roles: map[string]*world.Role{
				"Job": {Path: "/service-role/", Trust: world.MustPolicy(trustMe), Managed: []string{"Mine"}, Boundary: readOnly,
					Policies: map[string]*world.Policy{"Read": world.MustPolicy(allowS3)}, Tags: map[string]string{"team": "ml"}},
				"Idle": {Trust: world.MustPolicy(trustMe)},
			},
			InstanceProfiles: map[string]*world.InstanceProfile{"Web": {Role: "Idle"}},
			OIDCProviders:    map[string]*world.OIDCProvider{issuer: {ClientIDs: []string{"sts.amazonaws.com"}}},
			Alias:            "lab",
		},
		outside: {Users: map[string]*world.User{"guest": {Policies: all}}},
	}}
}

// A service is an IAM endpoint whose requests are signed for real and decided
// by the rules.
type service struct {
	t        *testing.T
	worlds   *world.Store
	handler  *iam.Handler
	verifier *caller.Verifier
	url      string
	requests atomic.Int64
	asked    []gate.Asked
}

func start(t *testing.T) *service {
	t.Helper()
	w, err := world.New(describe())
	if err != nil {
		t.Fatal(err)
	}
	rules, err := engine.Default()
	if err != nil {
		t.Fatal(err)
	}
	s := &service{t: t, worlds: world.NewStore(w)}
	s.handler = iam.New(s.worlds, rules)
	s.verifier = &caller.Verifier{Now: time.Now, Sessions: func() time.Time { return now }, Region: w.Region}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	s.url = server.URL
	return s
}

func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r = r.WithContext(r.Context())
	snapshot := s.worlds.Load()
	ids := awsproto.IDs{RequestID: fmt.Sprintf("%016d", s.requests.Add(1))}
	s.asked = nil
	id, refusal := s.verifier.Verify(r, snapshot, "iam")
	if refusal != nil {
		s.handler.Refuse(w, r, ids, refusal)
		return
	}
	x := gate.NewExchange(rules{s.t}, gate.Exchange{IDs: ids, Identity: id, World: snapshot, Now: now,
		Region: snapshot.Region, Service: "iam", Secure: true})
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
		issued := s.worlds.Issue(now, *p.Session)
		c = &issued
	}
	return s.with(c.AccessKeyID, c.Secret, c.Token)
}

func (s *service) with(id, secret, token string) *sdk.Client {
	return sdk.New(sdk.Options{
		Region: "us-east-1", BaseEndpoint: aws.String(s.url), Retryer: aws.NopRetryer{},
		Credentials: credentials.NewStaticCredentialsProvider(id, secret, token),
	})
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
