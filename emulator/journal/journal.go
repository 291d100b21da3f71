// Package journal keeps every exchange with every call it asked about and what
// was decided. It is bounded, and can be followed while it grows.
package journal

import (
	"sync"
	"time"

	"github.com/denylab/denylab/rego/authz"
)

// An Entry is one exchange: an HTTP request, the calls it needed and its
// answer.
type Entry struct {
	// ID is the value of the x-denylab-decision header.
	ID        string    `json:"id"`
	RequestID string    `json:"requestId"`
	Time      time.Time `json:"time"`
	Service   string    `json:"service"`
	Operation string    `json:"operation"`
	Method    string    `json:"method"`
	Path      string    `json:"path"`
	// Caller is the ARN AWS prints for the signer.
	Caller string `json:"caller"`
	// Endpoint is the VPC endpoint the request came through.
	Endpoint string `json:"endpoint,omitempty"`
	// Status is the HTTP status that was answered.
	Status int `json:"status"`
	// Code and Message are AWS's error as sent; empty on success.
	Code    string  `json:"code,omitempty"`
	Message string  `json:"message,omitempty"`
	Asked   []Asked `json:"asked"`
}

// An Asked is one call and its decision.
type Asked struct {
	Call     *authz.Call    `json:"-"`
	Action   string         `json:"action"`
	Resource string         `json:"resource"`
	Decision authz.Decision `json:"decision"`
	// Probe: the answer did not decide over the request.
	Probe bool `json:"probe,omitempty"`
}

// Refused is the first call of e whose refusal refused the request, or nil.
func (e *Entry) Refused() *Asked {
	for i, a := range e.Asked {
		if !a.Decision.Allowed && !a.Probe {
			return &e.Asked[i]
		}
	}
	return nil
}

// A Journal keeps the last Size entries. Its zero value is not usable; New is.
type Journal struct {
	mu      sync.Mutex
	done    *sync.Cond
	begun   map[string]bool
	size    int
	entries []*Entry
	byID    map[string]*Entry
	next    int // number of the next listener
	follow  map[int]chan *Entry
}

// New returns a journal that remembers the last size entries.
func New(size int) *Journal {
	j := &Journal{size: size, begun: map[string]bool{}, byID: map[string]*Entry{}, follow: map[int]chan *Entry{}}
	j.done = sync.NewCond(&j.mu)
	return j
}

// Begin announces the entry with the given id, so that Entry waits for it: a
// client may have its answer before the entry is complete.
func (j *Journal) Begin(id string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.begun[id] = true
}

// Add appends a finished entry, which must not be changed afterwards, and
// forgets the oldest one when the journal is full.
func (j *Journal) Add(e *Entry) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.entries) == j.size {
		delete(j.byID, j.entries[0].ID)
		j.entries = j.entries[1:] // append reallocates, so the dropped head is freed in time
	}
	j.entries = append(j.entries, e)
	j.byID[e.ID] = e
	delete(j.begun, e.ID)
	j.done.Broadcast()
	for _, c := range j.follow {
		select {
		case c <- e:
		default: // a reader that does not keep up loses entries, the lab does not wait
		}
	}
}

// Entry returns the entry with the given id, waiting for its exchange to end
// when it has begun.
func (j *Journal) Entry(id string) (*Entry, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for j.begun[id] {
		j.done.Wait()
	}
	e, ok := j.byID[id]
	return e, ok
}

// Entries returns what is remembered, oldest first.
func (j *Journal) Entries() []*Entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	return append([]*Entry(nil), j.entries...)
}

// Reset forgets everything.
func (j *Journal) Reset() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.entries = nil
	clear(j.byID)
}

// Follow returns a channel of the entries to come and a function that ends it.
// A reader that is more than 256 entries behind misses some.
func (j *Journal) Follow() (<-chan *Entry, func()) {
	j.mu.Lock()
	defer j.mu.Unlock()
	n, c := j.next, make(chan *Entry, 256)
	j.next++
	j.follow[n] = c
	return c, func() {
		j.mu.Lock()
		defer j.mu.Unlock()
		if _, on := j.follow[n]; on {
			delete(j.follow, n)
			close(c)
		}
	}
}
