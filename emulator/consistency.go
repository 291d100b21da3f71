package emulator

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/denylab/denylab/emulator/world"
)

// A Consistency says when changes of IAM take effect. On AWS they do after a
// while (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_general.html#troubleshoot_general_eventual-consistency);
// the zero value has them take effect at once.
//
// What comes late is what the rules read: the policies, boundaries and tags of
// users, groups and roles, and trust policies. IAM's own answers show the newest,
// and who there is, which access keys are active and which sessions live counts
// at once, as does everything that is not IAM's.
type Consistency struct {
	// Calls is how many requests after a change are still decided without it,
	// whoever sends them.
	Calls int
	// After is how long after a change, in the lab's time, requests are still
	// decided without it.
	After time.Duration
}

// ParseConsistency reads "immediate" (or nothing), "calls=3" or "after=10s".
func ParseConsistency(s string) (Consistency, error) {
	kind, value, _ := strings.Cut(s, "=")
	switch kind {
	case "", "immediate":
		if value == "" && !strings.Contains(s, "=") {
			return Consistency{}, nil
		}
	case "calls":
		if n, err := strconv.Atoi(value); err == nil && n >= 0 && n <= mostDelayed {
			return Consistency{Calls: n}, nil
		}
	case "after":
		if d, err := time.ParseDuration(value); err == nil && d >= 0 {
			return Consistency{After: d}, nil
		}
	}
	return Consistency{}, fmt.Errorf("consistency %q: write immediate, calls=N (up to %d requests after a change) or after=DURATION (such as after=10s)", s, mostDelayed)
}

// mostDelayed bounds Calls: each change keeps a world until it is in force.
const mostDelayed = 10_000

// A lag knows which worlds are not in force yet. It may be used by several
// goroutines at once; a nil one delays nothing.
type lag struct {
	Consistency
	mu       sync.Mutex
	requests int
	// versions are the world in force and those that will be, oldest first.
	versions []version
}

// A version is a world and what made it: the number of a request, and its time.
type version struct {
	world   *world.World
	request int
	at      time.Time
}

func newLag(c Consistency, w *world.World) *lag {
	if c == (Consistency{}) {
		return nil
	}
	return &lag{Consistency: c, versions: []version{{world: w}}}
}

// receive counts a request, and returns its number and the world whose IAM is in
// force for it; nil for the present one.
func (l *lag) receive(present *world.World, now time.Time) (int, *world.World) {
	if l == nil {
		return 0, nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.requests++
	for len(l.versions) > 1 && l.due(l.versions[1], now) {
		l.versions = l.versions[1:]
	}
	if inForce := l.versions[0].world; !inForce.SameButSessions(present) {
		return l.requests, inForce
	}
	return l.requests, nil
}

func (l *lag) due(v version, now time.Time) bool {
	return l.requests-v.request > l.Calls && !now.Before(v.at.Add(l.After))
}

// made notes the world that a request has left.
func (l *lag) made(w *world.World, request int, at time.Time) {
	if l == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if newest := l.versions[len(l.versions)-1]; !w.SameButSessions(newest.world) {
		l.versions = append(l.versions, version{w, request, at})
	}
}

// settle has a world be in force at once.
func (l *lag) settle(w *world.World) {
	if l == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.versions = []version{{world: w}}
}
