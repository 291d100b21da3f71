// Package harness is the lab in Go tests: an endpoint with a world of its own,
// clients that act as its principals, and assertions on who refused and why.
//
//	func TestTrainingCannotReadItsInput(t *testing.T) {
//		lab := harness.Start(t, harness.Scenario("training-get-missing"))
//		role := lab.As("role/SageMakerExecutionRole/SageMaker")
//		_, err := role.S3.GetObject(t.Context(), &s3.GetObjectInput{
//			Bucket: aws.String("training-data"), Key: aws.String("input/train.csv"),
//		})
//		harness.Denied(t, err).By(authz.IdentityPolicy).Because(authz.ImplicitDeny)
//	}
//
// The endpoint is real: clients sign, and every request is decided by the whole
// chain of policies. An assertion that fails prints the ladder: what every layer
// said of the call, the statement that decided with its file and line, and the
// cure.
//
// A program that the test does not link, in Go or any other language, runs with
// [Client.Command]; [Lab.Refused] asserts on what it was refused.
//
// Every lab stands alone: tests may run in parallel, each with its own.
package harness

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/journal"
	"github.com/denylab/denylab/emulator/world"
)

// A Lab is a running endpoint, which ends with its test. Its methods may be
// called by several goroutines at once; those that end the test on an error
// only by the test's own.
type Lab struct {
	t      testing.TB
	lab    *emulator.Lab
	server *httptest.Server
}

// labs are the running labs by host and port, so that an assertion on an error
// finds the lab that sent it.
var labs sync.Map // string → *Lab

// Start starts a lab on a loopback port and ends it in t's cleanup. Without
// Scenario, Cured, WorldFile or World it has one account, 111122223333, and its
// root user (world.Default). Start ends the test when the lab cannot be started.
func Start(t testing.TB, opts ...Option) *Lab {
	t.Helper()
	inner, err := start(t, opts)
	if err != nil {
		t.Fatalf("denylab: %v", err)
	}
	l := &Lab{t: t, lab: inner, server: httptest.NewServer(inner)}
	host := strings.TrimPrefix(l.server.URL, "http://")
	labs.Store(host, l)
	t.Cleanup(func() {
		labs.Delete(host) // first: another lab may have the port next
		l.server.Close()
		if err := inner.Close(); err != nil {
			t.Errorf("denylab: %v", err)
		}
	})
	return l
}

func start(t testing.TB, opts []Option) (*emulator.Lab, error) {
	var s settings
	for _, option := range opts {
		if err := option(&s); err != nil {
			return nil, err
		}
	}
	if len(s.worlds) > 1 {
		return nil, fmt.Errorf("a lab starts with one world; %s were given", strings.Join(s.worlds, " and "))
	}
	for _, warning := range s.warnings {
		t.Log(warning)
	}
	return emulator.New(emulator.Options{
		World:        s.world,
		Clock:        s.now(),
		SigningClock: time.Now, // clients sign with the machine's time
		Seed:         t.Name(),
		Consistency:  s.consistency(),
		AllowExec:    true, // the test's own world says what
		Logger:       slog.New(slog.NewTextHandler(t.Output(), nil)),
	})
}

// URL is the lab's endpoint, for clients that the harness does not make. A
// client whose endpoint URL ends in emulator.EndpointPath(id) calls through VPC
// endpoint id, as with Via.
func (l *Lab) URL() string { return l.server.URL }

// World is the present snapshot of who and what exists. It must not be changed;
// see Change.
func (l *Lab) World() *world.World { return l.lab.World() }

// Change changes the running lab's world: change gets a copy to write to, and
// requests that come later see what it made. Policies are replaced as a whole,
// by world.MustPolicy. It ends the test when the changed world is not sound.
func (l *Lab) Change(change func(*world.World)) {
	l.t.Helper()
	err := l.lab.Change(func(w *world.World) error {
		change(w)
		return nil
	})
	if err != nil {
		l.t.Fatalf("denylab: changing the world: %v", err)
	}
}

// Reset brings back the world and the objects that the lab started with, and
// forgets its decisions. Sessions end: a role needs a new client by As.
func (l *Lab) Reset() {
	l.t.Helper()
	if err := l.lab.Reset(); err != nil {
		l.t.Fatalf("denylab: %v", err)
	}
}

// Decisions are the exchanges so far, oldest first, each with the calls it
// asked about and what was decided on them. The lab remembers the last 10,000
// calls.
func (l *Lab) Decisions() []*journal.Entry { return l.lab.Journal().Entries() }

// Digest is a hash over everything in the lab: equal digests, equal labs. A
// request that was refused leaves it as it was.
func (l *Lab) Digest() string { return l.lab.Digest() }

// LastingDigest is Digest without sessions: clients that make the same things
// leave labs with the same, however often they assume roles.
func (l *Lab) LastingDigest() string { return l.lab.LastingDigest() }

// Snapshot writes what the lab has become as a world file, which WorldFile starts
// another lab with; objects that are long, or no text, go into the folder objects
// beside it. It ends the test when the file cannot be written.
func (l *Lab) Snapshot(file string) {
	l.t.Helper()
	s, err := l.lab.Snapshot()
	if err == nil {
		err = errors.Join(s.Save(file), s.Close())
	}
	if err != nil {
		l.t.Fatalf("denylab: %v", err)
	}
}
