// Package harness is the lab in Go tests: an endpoint with a world of its own,
// clients that act as its principals, and assertions on who refused and why.
//
//	lab := harness.Start(t, harness.Scenario("training-getobject-missing"))
//	role := lab.As("role/SageMakerExecutionRole/SageMaker")
//	_, err := role.S3.GetObject(ctx, &s3.GetObjectInput{…})
//	harness.Denied(t, err).By(authz.IdentityPolicy).Because(authz.ImplicitDeny)
//
// Every lab stands alone: tests may run in parallel.
package harness

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/journal"
	"github.com/denylab/denylab/emulator/world"
)

// A Lab is a running endpoint that the test tears down.
type Lab struct {
	t      testing.TB
	lab    *emulator.Lab
	server *httptest.Server
}

// labs are the running labs by host, so that an assertion on an error finds
// the lab that sent it.
var labs sync.Map // string → *Lab

// Start starts a lab on a loopback port; the test's cleanup ends it. Without
// an option that names a world it has world.Default(). It ends the test when
// the lab cannot be started.
func Start(t testing.TB, opts ...Option) *Lab {
	t.Helper()
	s := settings{Options: emulator.Options{SigningClock: time.Now, Seed: t.Name()}}
	for _, o := range opts {
		if err := o(&s); err != nil {
			t.Fatalf("denylab: %v", err)
		}
	}
	inner, err := emulator.New(s.Options)
	if err != nil {
		t.Fatalf("denylab: %v", err)
	}
	l := &Lab{t: t, lab: inner, server: httptest.NewServer(inner)}
	host := strings.TrimPrefix(l.server.URL, "http://")
	labs.Store(host, l)
	t.Cleanup(func() {
		labs.Delete(host)
		l.server.Close()
		if err := inner.Close(); err != nil {
			t.Errorf("denylab: %v", err)
		}
	})
	return l
}

// URL is the lab's endpoint, for clients that the harness does not make.
func (l *Lab) URL() string { return l.server.URL }

// Handler is the endpoint itself, for a server of the test's own.
func (l *Lab) Handler() http.Handler { return l.lab }

// World is the current snapshot of who and what exists.
func (l *Lab) World() *world.World { return l.lab.World() }

// Change changes the world: change gets a copy, which becomes the lab's when
// it returns nil and what it made is sound. Requests that follow see it.
func (l *Lab) Change(change func(*world.World) error) {
	l.t.Helper()
	if err := l.lab.Change(change); err != nil {
		l.t.Fatalf("denylab: changing the world: %v", err)
	}
}

// Reset brings back the world and the objects the lab started with.
func (l *Lab) Reset() {
	l.t.Helper()
	if err := l.lab.Reset(); err != nil {
		l.t.Fatalf("denylab: %v", err)
	}
}

// Decisions are the exchanges so far, oldest first, each with the calls it
// asked about and what was decided.
func (l *Lab) Decisions() []*journal.Entry { return l.lab.Journal().Entries() }

// Digest is a hash over everything in the lab: equal digests, equal labs.
func (l *Lab) Digest() string { return l.lab.Digest() }
