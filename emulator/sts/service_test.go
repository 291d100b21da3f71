package sts_test

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
	sdk "github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/aws-sdk-go-v2/service/sts/types"
	"github.com/aws/smithy-go"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/caller"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/sts"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
	"github.com/denylab/denylab/rego/engine"
)

const (
	account = "111122223333"
	outside = "444455556666"
	roleARN = "arn:aws:iam::111122223333:role/"
)

var ctx = context.Background()

func trust(principal, actions, condition string) *world.Policy {
	return world.MustPolicy(fmt.Sprintf(`{"Version":"2012-10-17","Statement":{"Sid":"Trust","Effect":"Allow","Principal":{"AWS":%q},"Action":%s%s}}`,
		principal, actions, condition))
}

func describe() *world.World {
	const assume = `"sts:AssumeRole"`
	all := map[string]*world.Policy{"All": world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Sid":"AllOfSTS","Effect":"Allow","Action":"sts:*","Resource":"*"}}`)}
	return &world.World{Accounts: map[string]*world.Account{
		account: {
			Users: map[string]*world.User{"admin": {Policies: all}, "nobody": {}},
			Roles: map[string]*world.Role{
				// Analyst trusts the account, Named one user, External those
				// who know a word, Guests the other account.
				"Analyst":  {Trust: trust(account, `["sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity"]`, ""), MaxSessionDuration: 7200, Path: "/team/", Policies: all},
				"Named":    {Trust: trust("arn:aws:iam::111122223333:user/nobody", assume, "")},
				"External": {Trust: trust(account, assume, `,"Condition":{"StringEquals":{"sts:ExternalId":"word"}}`)},
				"Guests":   {Trust: trust(outside, assume, "")},
				"Next":     {Trust: trust(roleARN+"team/Analyst", `["sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity"]`, ""), MaxSessionDuration: 43200},
				"Plain":    {Trust: trust(roleARN+"team/Analyst", assume, "")},
			},
			Policies: map[string]*world.ManagedPolicy{"ReadOnly": {Policy: world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}}`)}},
		},
		outside: {Users: map[string]*world.User{"guest": {Policies: all}, "idle": {}}},
	}}
}

// A service is an STS endpoint whose requests are signed for real and decided
// by the rules.
type service struct {
	t        *testing.T
	worlds   *world.Store
	handler  *sts.Handler
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
	s := &service{t: t, worlds: world.NewStore(w)}
	s.handler = sts.New(s.worlds, "seed")
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
	id, refusal := s.verifier.Verify(r, snapshot, "sts")
	if refusal != nil {
		s.handler.Refuse(w, r, ids, refusal)
		return
	}
	x := gate.NewExchange(rules{s.t}, gate.Exchange{IDs: ids, Identity: id, World: snapshot, Now: time.Now().UTC(),
		Region: snapshot.Region, Service: "sts", Secure: true})
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

// as is a real client that signs with a user's or root's own keys.
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
	return s.client(c.AccessKeyID, c.Secret, "")
}

// with is a real client that signs with credentials that STS gave out.
func (s *service) with(c *types.Credentials) *sdk.Client {
	return s.client(*c.AccessKeyId, *c.SecretAccessKey, *c.SessionToken)
}

func (s *service) client(id, secret, token string) *sdk.Client {
	return sdk.New(sdk.Options{
		Region: "us-east-1", BaseEndpoint: aws.String(s.url), Retryer: aws.NopRetryer{},
		Credentials: credentials.NewStaticCredentialsProvider(id, secret, token),
	})
}

// session is the world's record of credentials that STS gave out.
func (s *service) session(c *types.Credentials) *world.Session {
	s.t.Helper()
	session, ok := s.worlds.Load().Sessions.Get(*c.AccessKeyId)
	if !ok {
		s.t.Fatalf("the world has no session %s", *c.AccessKeyId)
	}
	return session
}

// actions are the actions that the last request asked about.
func (s *service) actions() (all []string) {
	for _, a := range s.asked {
		all = append(all, a.Call.Action)
	}
	return all
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
