package sagemaker_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/smithy-go"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/job"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

const (
	owner   = "111122223333"
	foreign = "444455556666"
	execARN = "arn:aws:iam::" + owner + ":role/Exec"
	jobARN  = "arn:aws:sagemaker:us-east-1:" + owner + ":"
	keyID   = "11111111-1111-4111-8111-111111111111"
	keyARN  = "arn:aws:kms:us-east-1:" + owner + ":key/" + keyID
	// own is an image of the owner's account, firstParty one of AWS's, which no
	// role needs permissions for, scripted one that runs a program.
	own        = owner + ".dkr.ecr.us-east-1.amazonaws.com/team/model:1"
	theirs     = foreign + ".dkr.ecr.us-east-1.amazonaws.com/shared:1"
	firstParty = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1"
	scripted   = "683313688378.dkr.ecr.us-east-1.amazonaws.com/scripted:1"
)

var (
	trustSageMaker = world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"sagemaker.amazonaws.com"},"Action":"sts:AssumeRole"}}`)
	anything       = world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}`)
)

// deny is a policy that denies actions, separated by spaces, everywhere.
func deny(actions string) *world.Policy {
	return world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":["` +
		strings.ReplaceAll(actions, " ", `","`) + `"],"Resource":"*"}}`)
}

// described is the world of these tests: Exec may do anything, until a test
// takes it away with a Deny.
func described() *world.World {
	return &world.World{
		Images: map[string]*world.Image{scripted: {Program: []string{"print hello"}}},
		Accounts: map[string]*world.Account{
			owner: {
				Roles: map[string]*world.Role{
					"Admin":     {Policies: map[string]*world.Policy{"All": anything}},
					"Exec":      {Trust: trustSageMaker, Policies: map[string]*world.Policy{"All": anything}},
					"Untrusted": {Policies: map[string]*world.Policy{"All": anything}},
				},
				Keys: map[string]*world.Key{keyID: {}},
				Buckets: map[string]*world.Bucket{
					"data": {Objects: map[string]*world.Object{
						"in/a.csv":           {Body: "1,2\n"},
						"in/deep/b.csv":      {Body: "3,4\n"},
						"code/x.py":          {Body: "print()\n"},
						"model/model.tar.gz": {Body: "not read"},
						"many/one.tar.gz":    {Body: "not read"},
					}},
					"out": {},
				},
				Repositories: map[string]*world.Repository{"team/model": {}},
				VPCs: map[string]*world.VPC{"vpc-1": {
					Subnets:        map[string]*world.Subnet{"subnet-1": {CIDR: "10.0.0.0/24"}},
					SecurityGroups: map[string]*world.SecurityGroup{"sg-1": {Name: "jobs"}},
					Endpoints:      map[string]*world.Endpoint{"vpce-1": {Service: "s3", Type: world.Gateway}},
				}},
			},
			foreign: {
				Roles:        map[string]*world.Role{"Elsewhere": {Trust: trustSageMaker}},
				Repositories: map[string]*world.Repository{"shared": {}},
			},
		},
	}
}

// A lab is one whose jobs are looked at.
type lab struct {
	*emulator.Lab
	t   *testing.T
	url string
	// before is the digest that mark took.
	before string
}

// mark has check compare what is there after a refusal with what is there now.
func (l *lab) mark() { l.before = l.Digest() }

// start starts a lab in the described world, changed.
func start(t *testing.T, change func(w *world.World)) *lab {
	t.Helper()
	w := described()
	if change != nil {
		change(w)
	}
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	l, err := emulator.New(emulator.Options{World: w, Seed: "jobs", AllowExec: true,
		Clock: func() time.Time { return now }, SigningClock: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(l)
	t.Cleanup(func() {
		server.Close()
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return &lab{Lab: l, t: t, url: server.URL}
}

// as is a client of somebody of the owner's account: "role/Admin/ann".
func (l *lab) as(who string) *sdk.Client {
	l.t.Helper()
	return sdk.New(sdk.Options{BaseEndpoint: &l.url, Region: "us-east-1", Retryer: aws.NopRetryer{}, Credentials: l.credentials(who)})
}

func (l *lab) s3() *s3.Client {
	l.t.Helper()
	return s3.New(s3.Options{BaseEndpoint: &l.url, Region: "us-east-1", UsePathStyle: true, Credentials: l.credentials("role/Admin/ann")})
}

func (l *lab) credentials(who string) aws.CredentialsProvider {
	l.t.Helper()
	c, err := l.CredentialsAs(owner + ":" + who)
	if err != nil {
		l.t.Fatal(err)
	}
	return credentials.NewStaticCredentialsProvider(c.AccessKeyID, c.Secret, c.Token)
}

// ended waits for all jobs and returns the newest card of a job.
func (l *lab) ended(name string) job.Card {
	l.t.Helper()
	ctx, cancel := context.WithTimeout(l.t.Context(), time.Minute)
	defer cancel()
	if err := l.Jobs().Idle(ctx); err != nil {
		l.t.Fatal(err)
	}
	run, ok := l.Jobs().Run(name)
	if !ok {
		l.t.Fatalf("no job %q", name)
	}
	return run.Card()
}

// keys are those of the objects in a bucket.
func (l *lab) keys(bucket string) string {
	l.t.Helper()
	out, err := l.s3().ListObjectsV2(l.t.Context(), &s3.ListObjectsV2Input{Bucket: &bucket})
	if err != nil {
		l.t.Fatal(err)
	}
	var keys []string
	for _, o := range out.Contents {
		keys = append(keys, *o.Key)
	}
	return strings.Join(keys, " ")
}

// exec changes the policies of the role that runs the jobs.
func exec(name string, p *world.Policy) func(*world.World) {
	return func(w *world.World) { w.Accounts[owner].Roles["Exec"].Policies[name] = p }
}

// A want is how a job is to end, or the error of the request.
type want struct {
	code, message         string // of the request
	status, stage, reason string // of the job
	// action was refused by layer.
	action string
	layer  authz.Layer
}

// check compares the error of a creation, or the job that was taken.
func (l *lab) check(name string, err error, w want) {
	l.t.Helper()
	if w.code != "" {
		l.refused(err, w)
		if l.before != "" && l.before != l.Digest() {
			l.t.Error("what was refused has changed something")
		}
		return
	}
	if err != nil {
		l.t.Fatal(err)
	}
	c := l.ended(name)
	if c.Status != w.status || c.Stage != w.stage || c.Reason != w.reason {
		l.t.Errorf("got  %s at %q: %s\nwant %s at %q: %s", c.Status, c.Stage, c.Reason, w.status, w.stage, w.reason)
	}
	l.calls(c, w)
}

func (l *lab) refused(err error, w want) {
	l.t.Helper()
	var api smithy.APIError
	if !errors.As(err, &api) {
		l.t.Fatalf("got %v, want %s", err, w.code)
	}
	if api.ErrorCode() != w.code || api.ErrorMessage() != w.message {
		l.t.Errorf("got  %s: %s\nwant %s: %s", api.ErrorCode(), api.ErrorMessage(), w.code, w.message)
	}
}

// calls looks for the refused call in the stage table.
func (l *lab) calls(c job.Card, w want) {
	l.t.Helper()
	if w.action == "" {
		return
	}
	for _, call := range c.Calls {
		if call.Stage == c.Stage && !call.Allowed {
			if call.Action != w.action || w.layer != "" && call.Layer != w.layer || call.Decision != c.Refused {
				l.t.Errorf("refused: %s by %s (decision %s, the card's %s), want %s by %s",
					call.Action, call.Layer, call.Decision, c.Refused, w.action, w.layer)
			}
			return
		}
	}
	l.t.Errorf("no call of stage %q was refused; want %s", c.Stage, w.action)
}
