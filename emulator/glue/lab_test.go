package glue_test

import (
	"context"
	"errors"
	"io"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/job"
	"github.com/denylab/denylab/emulator/world"
)

const (
	owner   = "111122223333"
	foreign = "444455556666"
	execARN = "arn:aws:iam::" + owner + ":role/Exec"
	keyID   = "11111111-1111-4111-8111-111111111111"
	keyARN  = "arn:aws:kms:us-east-1:" + owner + ":key/" + keyID
	admin   = "role/Admin/ann"
	script  = "s3://code/scripts/orders.py"
)

var (
	trustGlue = world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"glue.amazonaws.com"},"Action":"sts:AssumeRole"}}`)
	anything  = world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}`)
)

// deny is a policy that denies actions, separated by spaces, everywhere.
func deny(actions string) *world.Policy {
	return world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":["` +
		strings.ReplaceAll(actions, " ", `","`) + `"],"Resource":"*"}}`)
}

// described is the world of these tests: Exec may do anything, until a test
// takes it away with a Deny.
func described() *world.World {
	return &world.World{Accounts: map[string]*world.Account{
		owner: {
			Roles: map[string]*world.Role{
				"Admin": {Policies: map[string]*world.Policy{"All": anything}},
				"Exec":  {Trust: trustGlue, Policies: map[string]*world.Policy{"All": anything}},
				"Other": {Policies: map[string]*world.Policy{"All": anything}},
			},
			Keys: map[string]*world.Key{keyID: {}},
			Buckets: map[string]*world.Bucket{
				"code": {Objects: map[string]*world.Object{"scripts/orders.py": {Body: "print('orders')\n"}, "lib/tools.py": {Body: "name = 'tools'\n"}}},
				"data": {Objects: map[string]*world.Object{"in/a.csv": {Body: "1,2\n"}, "in/deep/b.csv": {Body: "3,4\n"}, "in/deep_$folder$": {Body: ""}}},
				"out":  {},
			},
			VPCs: map[string]*world.VPC{"vpc-1": {
				Subnets:        map[string]*world.Subnet{"subnet-1": {CIDR: "10.0.0.0/24"}},
				SecurityGroups: map[string]*world.SecurityGroup{"sg-1": {Name: "jobs"}},
				Endpoints:      map[string]*world.Endpoint{"vpce-1": {Service: "s3", Type: world.Gateway}},
			}},
		},
		foreign: {Roles: map[string]*world.Role{"Elsewhere": {Trust: trustGlue}}},
	}}
}

// role adds a policy to a role.
func role(name string, p *world.Policy) func(*world.World) {
	return func(w *world.World) { w.Accounts[owner].Roles[name].Policies["Test"] = p }
}

// A lab is one whose runs are looked at.
type lab struct {
	*emulator.Lab
	t   *testing.T
	url string
}

func start(t *testing.T, change func(w *world.World)) *lab {
	t.Helper()
	return open(t, change, true)
}

func open(t *testing.T, change func(w *world.World), allowExec bool) *lab {
	t.Helper()
	w := described()
	if change != nil {
		change(w)
	}
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	l, err := emulator.New(emulator.Options{World: w, Seed: "glue", AllowExec: allowExec,
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

// as is a client of somebody of the owner's account.
func (l *lab) as(who string) *sdk.Client {
	l.t.Helper()
	return sdk.New(sdk.Options{BaseEndpoint: &l.url, Region: "us-east-1", Retryer: aws.NopRetryer{}, Credentials: l.credentials(who)})
}

func (l *lab) credentials(who string) aws.CredentialsProvider {
	l.t.Helper()
	c, err := l.CredentialsAs(owner + ":" + who)
	if err != nil {
		l.t.Fatal(err)
	}
	return credentials.NewStaticCredentialsProvider(c.AccessKeyID, c.Secret, c.Token)
}

// bodies are the objects of a bucket, by key.
func (l *lab) bodies(bucket string) map[string]string {
	l.t.Helper()
	client := s3.New(s3.Options{BaseEndpoint: &l.url, Region: "us-east-1", UsePathStyle: true, Credentials: l.credentials(admin)})
	list, err := client.ListObjectsV2(l.t.Context(), &s3.ListObjectsV2Input{Bucket: &bucket})
	if err != nil {
		l.t.Fatal(err)
	}
	out := map[string]string{}
	for _, o := range list.Contents {
		object, err := client.GetObject(l.t.Context(), &s3.GetObjectInput{Bucket: &bucket, Key: o.Key})
		if err != nil {
			l.t.Fatal(err)
		}
		text, err := io.ReadAll(object.Body)
		if err != nil {
			l.t.Fatal(err)
		}
		out[*o.Key] = string(text)
	}
	return out
}

// etl is a request for a job that succeeds.
func etl() *sdk.CreateJobInput {
	return &sdk.CreateJobInput{
		Name: aws.String("orders"), Role: aws.String(execARN), GlueVersion: aws.String("4.0"),
		Command:          &types.JobCommand{Name: aws.String("glueetl"), ScriptLocation: aws.String(script)},
		DefaultArguments: map[string]string{"--source": "s3://data/in/", "--target": "s3://out/orders/"},
	}
}

// must makes a job.
func (l *lab) must(in *sdk.CreateJobInput) {
	l.t.Helper()
	if _, err := l.as(admin).CreateJob(l.t.Context(), in); err != nil {
		l.t.Fatal(err)
	}
}

// ran starts a run of the job orders and returns it when all runs have ended,
// with its card.
func (l *lab) ran(in *sdk.StartJobRunInput) (*types.JobRun, job.Card) {
	l.t.Helper()
	ctx, cancel := context.WithTimeout(l.t.Context(), time.Minute)
	defer cancel()
	in.JobName = aws.String("orders")
	started, err := l.as(admin).StartJobRun(ctx, in)
	if err != nil {
		l.t.Fatal(err)
	}
	if err := l.Jobs().Idle(ctx); err != nil {
		l.t.Fatal(err)
	}
	return l.run(*started.JobRunId)
}

func (l *lab) run(id string) (*types.JobRun, job.Card) {
	l.t.Helper()
	out, err := l.as(admin).GetJobRun(l.t.Context(), &sdk.GetJobRunInput{JobName: aws.String("orders"), RunId: &id})
	if err != nil {
		l.t.Fatal(err)
	}
	run, ok := l.Jobs().Run("orders/" + id)
	if !ok {
		l.t.Fatalf("no run %q", id)
	}
	return out.JobRun, run.Card()
}

// code is an error's code and text.
func code(err error) (string, string) {
	var api smithy.APIError
	if !errors.As(err, &api) {
		return "", ""
	}
	return api.ErrorCode(), api.ErrorMessage()
}

// refusedAction is the action of the newest refused call, whoever made it.
func (l *lab) refusedAction() string {
	for _, e := range slices.Backward(l.Journal().Entries()) {
		if a := e.Refused(); a != nil {
			return a.Action
		}
	}
	return ""
}
