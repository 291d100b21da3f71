// Package emulator is the endpoint: one handler on which S3, STS and KMS
// answer as AWS does, every request decided by the rules.
package emulator

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"net/http"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/denylab/denylab/emulator/caller"
	"github.com/denylab/denylab/emulator/control"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/journal"
	"github.com/denylab/denylab/emulator/kms"
	"github.com/denylab/denylab/emulator/s3"
	"github.com/denylab/denylab/emulator/s3/index"
	"github.com/denylab/denylab/emulator/store"
	"github.com/denylab/denylab/emulator/sts"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/engine"
)

// Options configure a Lab. The zero value is a lab in memory with the default
// world and the machine's clock.
type Options struct {
	// World describes what exists at the start; nil means world.Default().
	World *world.World
	// Clock is the lab's time: aws:CurrentTime, timestamps, expiry. Nil means
	// the machine's.
	Clock func() time.Time
	// SigningClock is what signatures' times are compared with; nil means
	// Clock. A lab whose Clock stands still but whose clients sign with the
	// machine's time needs it.
	SigningClock func() time.Time
	// Seed makes request ids, access keys and version ids; equal seeds and
	// equal requests give equal ids.
	Seed string
	// Data is a directory that keeps objects over restarts; empty means memory.
	Data string
	// Hosts are the base hosts of virtual-host style requests
	// (bucket.HOST), besides localhost and s3.REGION.amazonaws.com.
	Hosts []string
	// Version is what the health page reports.
	Version string
	// Logger is told about internal errors; nil means none.
	Logger *slog.Logger
}

// SessionOptions shape the credentials that Lab.Credentials mints.
type SessionOptions struct {
	// Policies are session policies: documents, or ARNs of managed policies.
	Policies   []*world.Policy
	PolicyARNs []string
	Tags       map[string]string
	// SourceIdentity and Name (the role session name) of the session.
	SourceIdentity string
	Name           string
	// Duration of the session; default one hour.
	Duration time.Duration
}

// A Lab is a running endpoint. It is an http.Handler.
type Lab struct {
	worlds   *world.Store
	index    *index.Index
	s3       *s3.Service
	services map[string]gate.Handler
	engine   *engine.Engine
	verifier *caller.Verifier
	journal  *journal.Journal
	control  *control.Handler
	now      func() time.Time
	seed     string
	requests atomic.Uint64
	logger   *slog.Logger
}

var _ http.Handler = (*Lab)(nil)

// journalSize is how many exchanges a lab remembers.
const journalSize = 10_000

// New makes a lab. The world in o is not changed.
func New(o Options) (*Lab, error) {
	w, err := described(o.World)
	if err != nil {
		return nil, err
	}
	rules, err := engine.Default()
	if err != nil {
		return nil, err
	}
	ix, err := openIndex(o)
	if err != nil {
		return nil, err
	}
	l := &Lab{
		worlds: world.NewStore(w), index: ix, engine: rules,
		journal: journal.New(journalSize), now: orElse(o.Clock, time.Now), seed: o.Seed, logger: o.Logger,
	}
	l.verifier = &caller.Verifier{Now: orElse(o.SigningClock, l.now), Region: w.Region}
	l.s3 = s3.New(s3.Options{Index: ix, Worlds: l.worlds, Hosts: o.Hosts, Logger: o.Logger})
	l.services = map[string]gate.Handler{"s3": l.s3, "sts": sts.New(l.worlds), "kms": kms.New(l.worlds, o.Seed)}
	l.control = control.New(l, o.Version)
	if err := l.s3.Seed(context.Background(), w, l.now()); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

func described(w *world.World) (*world.World, error) {
	if w == nil {
		return world.Default(), nil
	}
	return world.New(w)
}

func openIndex(o Options) (*index.Index, error) {
	if o.Data == "" {
		return index.New(store.NewMemory(), o.Seed), nil
	}
	blobs, err := store.Open(filepath.Join(o.Data, "blobs"))
	if err != nil {
		return nil, err
	}
	return index.Open(blobs, o.Seed, o.Data)
}

func orElse(clock, other func() time.Time) func() time.Time {
	if clock != nil {
		return clock
	}
	return other
}

// World is the current snapshot of who and what exists.
func (l *Lab) World() *world.World { return l.worlds.Load() }

// Journal is the record of exchanges.
func (l *Lab) Journal() *journal.Journal { return l.journal }

// Change changes the world: change gets a copy, which becomes the lab's when
// it returns nil and what it made is sound.
func (l *Lab) Change(change func(*world.World) error) error { return l.worlds.Change(change) }

// Digest is a hash over the world and every object: a request that was refused
// leaves it as it was.
func (l *Lab) Digest() string {
	sum := sha256.Sum256([]byte(l.World().Digest() + l.index.Digest()))
	return hex.EncodeToString(sum[:])
}

// Reset brings back the world and the objects of the start and forgets the
// journal.
func (l *Lab) Reset() error {
	l.worlds.Reset()
	if err := l.index.Reset(); err != nil {
		return err
	}
	l.journal.Reset()
	return l.s3.Seed(context.Background(), l.World(), l.now())
}

// Close writes what is not on the disk yet. The lab must not be used after.
func (l *Lab) Close() error { return l.index.Close() }

// EndpointPath is the path under which calls arrive through VPC endpoint id:
// a client whose endpoint URL is the lab's URL followed by it is inside that
// endpoint's VPC.
func EndpointPath(id string) string { return "/_denylab/vpce/" + id }
