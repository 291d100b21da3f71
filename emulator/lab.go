// Package emulator is the endpoint: one handler on which S3, STS, IAM and KMS
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
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/denylab/denylab/emulator/caller"
	"github.com/denylab/denylab/emulator/control"
	"github.com/denylab/denylab/emulator/ec2"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/glue"
	"github.com/denylab/denylab/emulator/iam"
	"github.com/denylab/denylab/emulator/job"
	"github.com/denylab/denylab/emulator/journal"
	"github.com/denylab/denylab/emulator/kms"
	"github.com/denylab/denylab/emulator/organizations"
	"github.com/denylab/denylab/emulator/s3"
	"github.com/denylab/denylab/emulator/s3/index"
	"github.com/denylab/denylab/emulator/s3control"
	"github.com/denylab/denylab/emulator/sagemaker"
	"github.com/denylab/denylab/emulator/store"
	"github.com/denylab/denylab/emulator/sts"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/engine"
)

// A Lab is a running endpoint. It is an http.Handler, and may be used by
// several goroutines at once.
type Lab struct {
	worlds   *world.Store
	index    *index.Index
	s3       *s3.Service
	services map[string]gate.Handler // by name
	engine   *engine.Engine
	verifier *caller.Verifier
	journal  *journal.Journal
	control  *control.Handler
	agent    *agent
	jobs     *job.Board
	// sagemaker and glue keep what they made in memory.
	sagemaker *sagemaker.Handler
	glue      *glue.Handler
	now       func() time.Time
	seed      string
	requests  atomic.Uint64
	logger    *slog.Logger
	lag       *lag
	// keeper is nil for a lab in memory.
	keeper *keeper
	// turn is held for reading by requests that may change something, for
	// writing by Reset.
	turn sync.RWMutex
}

var _ http.Handler = (*Lab)(nil)

// journalSize is how many calls a lab remembers.
const journalSize = 10_000

// New makes a lab. The world in o is not changed. The error joins everything
// that is wrong with the world (see world.New), or says what is wrong with the
// data directory.
func New(o Options) (*Lab, error) {
	w, err := described(o.World)
	if err != nil {
		return nil, err
	}
	rules, err := engine.Default()
	if err != nil {
		return nil, err
	}
	l := &Lab{
		worlds: world.NewStore(w), engine: rules, journal: journal.New(journalSize),
		now: orElse(o.Clock, time.Now), seed: o.Seed, logger: o.Logger,
	}
	l.verifier = &caller.Verifier{Now: orElse(o.SigningClock, l.now), Sessions: l.now, Region: w.Region}
	if err := l.open(o, w); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	l.s3 = s3.New(s3.Options{Index: l.index, Worlds: l.worlds, Verifier: l.verifier, Hosts: o.Hosts, Logger: o.Logger})
	l.services = map[string]gate.Handler{
		"s3": l.s3, "sts": sts.New(l.worlds, o.Seed), "iam": iam.New(l.worlds, l.engine), "kms": kms.New(l.worlds, o.Seed),
		"s3control": s3control.New(l.worlds, o.Logger), "organizations": organizations.New(l.worlds),
	}
	l.services["ec2"] = ec2.New(l.worlds, o.Seed)
	l.agent, l.jobs = &agent{lab: l}, &job.Board{}
	l.sagemaker = sagemaker.New(sagemaker.Options{Agent: l.agent, Board: l.jobs, AllowExec: o.AllowExec, Seed: o.Seed})
	l.glue = glue.New(glue.Options{Agent: l.agent, Board: l.jobs, AllowExec: o.AllowExec})
	l.services["sagemaker"], l.services["glue"] = l.sagemaker, l.glue
	l.control = control.New(l, o.Version)
	if err := l.s3.Seed(context.Background(), l.World(), l.now()); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	l.lag = newLag(o.Consistency, l.World())
	return l, nil
}

func described(w *world.World) (*world.World, error) {
	if w == nil {
		return world.Default(), nil
	}
	return world.New(w)
}

// open opens the index, and with a data directory what was kept there.
func (l *Lab) open(o Options, described *world.World) error {
	if described.Generation > 0 {
		l.seed += "/generation/" + strconv.Itoa(described.Generation)
	}
	if o.Data == "" {
		l.index = index.New(store.NewMemory(), o.Seed)
		return nil
	}
	var err error
	if l.keeper, err = openKeeper(o.Data, described); err != nil {
		return err
	}
	if err := l.keeper.restore(l.worlds); err != nil {
		return err
	}
	l.seed += "/start/" + strconv.Itoa(l.keeper.starts)
	blobs, err := store.Open(filepath.Join(o.Data, "blobs"))
	if err != nil {
		return err
	}
	if l.index, err = index.Open(blobs, o.Seed, o.Data); err != nil {
		return err
	}
	return dropStrangers(l.index, l.World(), o.Data)
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
// it returns nil and what it made is sound. Requests that come later see it.
// Otherwise nothing has changed, and the error says why.
func (l *Lab) Change(change func(*world.World) error) error {
	l.turn.RLock()
	defer l.turn.RUnlock()
	err := l.worlds.Change(change)
	if err == nil {
		l.lag.settle(l.World())
	}
	return err
}

// Digest is a hash over the world, sessions included, and every object: a
// request that was refused leaves it as it was.
func (l *Lab) Digest() string {
	sum := sha256.Sum256([]byte(l.World().Digest() + l.index.Digest() + l.sagemaker.Digest() + l.glue.Digest()))
	return hex.EncodeToString(sum[:])
}

// Reset brings back the world and the objects of the description that the lab
// started with, ends all sessions and forgets the journal. It waits for the
// requests in flight that could change something; others may be answered from
// before, between or after. Identifiers go on counting: one that a client
// remembers never becomes another exchange's.
func (l *Lab) Reset() error {
	l.jobs.Clear(false)
	l.turn.Lock()
	defer l.turn.Unlock()
	// Objects first: a crash in between leaves buckets to fill, not objects
	// without a bucket.
	if err := l.index.Reset(); err != nil {
		return err
	}
	l.worlds.Reset()
	l.lag.settle(l.World())
	if l.keeper != nil {
		if err := l.keeper.save(l.World()); err != nil {
			return err
		}
	}
	l.journal.Reset()
	l.sagemaker.Reset()
	l.glue.Reset()
	return l.s3.Seed(context.Background(), l.World(), l.now())
}

// Jobs are the jobs that services of the lab run or have run.
func (l *Lab) Jobs() *job.Board { return l.jobs }

// Close stops the jobs, writes what is not on the disk yet and gives the data directory back.
// The lab must not be used after.
func (l *Lab) Close() error {
	var err error
	if l.jobs != nil {
		l.jobs.Clear(true)
		err = l.agent.close()
	}
	if l.index != nil {
		err = errors.Join(err, l.index.Close())
	}
	if l.keeper != nil {
		err = errors.Join(err, l.keeper.close())
	}
	return err
}
