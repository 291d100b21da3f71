package emulator_test

import (
	"context"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/world"
)

// A cycle is what a client does with a bucket from the first upload to the last
// deletion: who acts, on which files, and what has been learned on the way.
type cycle struct {
	t      *testing.T
	s3     *s3.Client
	source string
	// upload, marker and versions are what the stages before left.
	upload, marker string
	versions       []string
	// ahead is how much later it is for the lab than for the client.
	ahead *atomic.Int64
}

// A stage is a part of the cycle, and the permissions that it is refused without.
type stage struct {
	name  string
	needs []string
	run   func(*cycle) error
}

var stages = []stage{
	{"sync up", []string{"s3:PutObject"}, (*cycle).syncUp},
	{"sync down", []string{"s3:ListBucket", "s3:GetObject"}, (*cycle).syncDown},
	{"range of a part", []string{"s3:GetObject"}, (*cycle).readPart},
	{"begin an upload", []string{"s3:PutObject"}, (*cycle).begin},
	{"upload parts", []string{"s3:PutObject"}, (*cycle).uploadParts},
	{"list uploads", []string{"s3:ListBucketMultipartUploads"}, (*cycle).listUploads},
	{"complete an upload", []string{"s3:PutObject"}, (*cycle).complete},
	{"write anew", []string{"s3:PutObject"}, (*cycle).writeAnew},
	{"list versions", []string{"s3:ListBucketVersions"}, (*cycle).listVersions},
	{"read a version", []string{"s3:GetObjectVersion"}, (*cycle).readVersion},
	{"delete", []string{"s3:DeleteObject"}, (*cycle).hide},
	{"miss what is deleted", []string{"s3:GetObject", "s3:ListBucket"}, (*cycle).miss},
	{"delete the marker", []string{"s3:DeleteObjectVersion"}, (*cycle).unhide},
	{"delete a version", []string{"s3:DeleteObjectVersion"}, (*cycle).deleteVersion},
	{"read what is left", []string{"s3:GetObject"}, (*cycle).readCurrent},
	{"presigned GET", []string{"s3:GetObject"}, (*cycle).presignedGet},
	{"presigned PUT", []string{"s3:PutObject"}, (*cycle).presignedPut},
	{"presigned DELETE", []string{"s3:DeleteObject"}, (*cycle).presignedDelete},
}

// The whole cycle works for a role that may do everything. For a role that may do
// everything but one thing exactly the stages that need it are refused, for that
// reason, and nothing has changed; the other role then does them.
func TestTheWholeCycleOfTheGoSDK(t *testing.T) {
	source := makeTree(t)
	t.Run("everything", func(t *testing.T) {
		l, ahead := cycleLab(t)
		all := l.cycleAs(t, "role/Everything", source, ahead)
		for _, s := range stages {
			if err := s.run(all); err != nil {
				t.Fatalf("%s: %v", s.name, err)
			}
		}
		all.expired()
	})
	for _, action := range lacking {
		t.Run("without "+action, func(t *testing.T) {
			l, ahead := cycleLab(t)
			all, weak := l.cycleAs(t, "role/Everything", source, ahead), l.cycleAs(t, "role/"+roleWithout(action), source, ahead)
			for _, s := range stages {
				l.tryStage(s, action, all, weak)
			}
		})
	}
}

// tryStage has weak, who lacks an action, try a stage, and all do it otherwise.
func (l *lab) tryStage(s stage, action string, all, weak *cycle) {
	t := all.t
	t.Helper()
	before := l.Digest()
	weak.upload, weak.marker, weak.versions = all.upload, all.marker, all.versions
	err := s.run(weak)
	if !slices.Contains(s.needs, action) {
		if err != nil {
			t.Fatalf("%s: %v", s.name, err)
		}
		all.upload, all.marker, all.versions = weak.upload, weak.marker, weak.versions
		return
	}
	want := "is not authorized to perform: " + action + " on resource"
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%s: got %v, want a refusal of %s", s.name, err, action)
	}
	if l.Digest() != before {
		t.Errorf("%s: the refused stage has changed something", s.name)
	}
	if err := s.run(all); err != nil {
		t.Fatalf("%s, by who may: %v", s.name, err)
	}
}

// lacking are the actions that a role each lacks.
var lacking = []string{
	"s3:PutObject", "s3:GetObject", "s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads",
	"s3:GetObjectVersion", "s3:DeleteObject", "s3:DeleteObjectVersion",
}

func roleWithout(action string) string { return "Without-" + strings.TrimPrefix(action, "s3:") }

// cycleLab serves a lab whose clock can be set ahead of its clients'.
func cycleLab(t *testing.T) (*lab, *atomic.Int64) {
	t.Helper()
	roles := map[string]*world.Role{"Everything": {Policies: inline(allow("s3:*", "*"))}}
	for _, action := range lacking {
		roles[roleWithout(action)] = &world.Role{Policies: inline(policy(`{"Effect":"Allow","NotAction":"` + action + `","Resource":"*"}`))}
	}
	ahead := &atomic.Int64{}
	clock := func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	l := start(t, emulator.Options{Clock: clock, SigningClock: clock, World: &world.World{Accounts: map[string]*world.Account{
		owner: {Roles: roles, Buckets: map[string]*world.Bucket{"tree": {Versioning: "Enabled"}}},
	}}})
	return l, ahead
}

// cycleAs is a cycle of a role, over a socket.
func (l *lab) cycleAs(t *testing.T, role, source string, ahead *atomic.Int64) *cycle {
	t.Helper()
	c, err := l.CredentialsAs(role)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(l.Lab)
	t.Cleanup(server.Close)
	client := s3.New(s3.Options{Region: "us-east-1", BaseEndpoint: &server.URL, UsePathStyle: true, Retryer: aws.NopRetryer{},
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: c.AccessKeyID, SecretAccessKey: c.Secret, SessionToken: c.Token}, nil
		})})
	return &cycle{t: t, s3: client, source: source, ahead: ahead}
}
