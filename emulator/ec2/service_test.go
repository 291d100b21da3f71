package ec2_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/smithy-go"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/caller"
	"github.com/denylab/denylab/emulator/ec2"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
	"github.com/denylab/denylab/rego/engine"
)

const (
	account = "111122223333"
	outside = "444455556666"
)

var now = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// describe is a world with a VPC, and users that may do everything, nothing,
// and what a policy says.
func describe(policy string) *world.World {
	allow := func(statements string) map[string]*world.Policy {
		return map[string]*world.Policy{"Own": world.MustPolicy(`{"Version":"2012-10-17","Statement":[` + statements + `]}`)}
	}
	admin := &world.User{Policies: allow(`{"Effect":"Allow","Action":"ec2:*","Resource":"*"}`)}
	if policy == "" {
		policy = `{"Effect":"Allow","Action":"s3:*","Resource":"*"}`
	}
	return &world.World{Accounts: map[string]*world.Account{
		account: {
			Users: map[string]*world.User{"admin": admin, "limited": {Policies: allow(policy)}},
			VPCs: map[string]*world.VPC{"vpc-1": {
				CIDR: "10.0.0.0/16", DNSHostnames: true, Tags: map[string]string{"team": "ml"},
				Subnets: map[string]*world.Subnet{
					"subnet-a": {CIDR: "10.0.1.0/24", Tags: map[string]string{"tier": "private"}},
					"subnet-b": {CIDR: "10.0.2.0/24", AvailabilityZone: "us-east-1b"},
				},
				SecurityGroups: map[string]*world.SecurityGroup{"sg-jobs": {Name: "jobs"}},
				RouteTables:    map[string]*world.RouteTable{"rtb-private": {Subnets: []string{"subnet-a"}}},
				Endpoints:      map[string]*world.Endpoint{"vpce-s3": {Service: "s3", RouteTables: []string{"rtb-private"}}},
			}},
		},
		outside: {Users: map[string]*world.User{"guest": admin}},
	}}
}

// A service is an EC2 endpoint whose requests are signed for real and decided
// by the rules.
type service struct {
	t        *testing.T
	worlds   *world.Store
	handler  *ec2.Handler
	verifier *caller.Verifier
	url      string
	requests atomic.Int64
	asked    []gate.Asked
}

func start(t *testing.T) *service { return startWith(t, "") }

// startWith starts a service in which user limited has the statements.
func startWith(t *testing.T, policy string) *service {
	t.Helper()
	w, err := world.New(describe(policy))
	if err != nil {
		t.Fatal(err)
	}
	s := &service{t: t, worlds: world.NewStore(w)}
	s.handler = ec2.New(s.worlds, "seed")
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
	id, refusal := s.verifier.Verify(r, snapshot, "ec2")
	if refusal != nil {
		s.handler.Refuse(w, r, ids, refusal)
		return
	}
	x := gate.NewExchange(rules{s.t}, gate.Exchange{IDs: ids, Identity: id, World: snapshot, Now: now, Region: snapshot.Region, Service: "ec2", Secure: true})
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
	p, err := s.worlds.Load().Principal(ref)
	if err != nil {
		s.t.Fatal(err)
	}
	key := p.User.AccessKeys[0]
	return sdk.New(sdk.Options{Region: "us-east-1", BaseEndpoint: aws.String(s.url), Retryer: aws.NopRetryer{},
		Credentials: credentials.NewStaticCredentialsProvider(key.ID, key.Secret, "")})
}

func (s *service) admin() *sdk.Client { return s.as("user/admin") }

// questions are what the last request asked, as "action resource".
func (s *service) questions() []string {
	var out []string
	for _, a := range s.asked {
		out = append(out, a.Call.Action+" "+strings.TrimPrefix(a.Call.Resource, "arn:aws:ec2:us-east-1:"+account+":"))
	}
	return out
}

// key is a condition key of the question about a resource.
func (s *service) key(resource, name string) []string {
	for _, a := range s.asked {
		if strings.HasSuffix(a.Call.Resource, ":"+resource) {
			return a.Call.Context[name].Values
		}
	}
	s.t.Errorf("nothing was asked about %s", resource)
	return nil
}

func must[T any](t *testing.T) func(out T, err error) T {
	return func(out T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
}

// refused checks the code, and a part of the message, of an error; nothing in
// the world has changed.
func (s *service) refused(do func() error, code, part string) {
	s.t.Helper()
	before := s.worlds.Load().Digest()
	err := do()
	var api smithy.APIError
	switch {
	case !errors.As(err, &api):
		s.t.Errorf("%v, want %s", err, code)
	case api.ErrorCode() != code || !strings.Contains(api.ErrorMessage(), part):
		s.t.Errorf("%v, want %s: %s", err, code, part)
	}
	if s.worlds.Load().Digest() != before {
		s.t.Error("a refused request changed the world")
	}
}

func ids[T any](items []T, of func(T) *string) []string {
	out := []string{}
	for _, item := range items {
		out = append(out, aws.ToString(of(item)))
	}
	slices.Sort(out)
	return out
}

func filter(name string, values ...string) []types.Filter {
	return []types.Filter{{Name: aws.String(name), Values: values}}
}

func tags(kind types.ResourceType, key, value string) []types.TagSpecification {
	return []types.TagSpecification{{ResourceType: kind, Tags: []types.Tag{{Key: aws.String(key), Value: aws.String(value)}}}}
}
