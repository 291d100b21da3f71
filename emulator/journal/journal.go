// Package journal keeps every exchange with every call it asked about and what
// was decided: the record behind the x-denylab-decision header. It is bounded,
// and can be followed while it grows.
package journal

import (
	"net/http"
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
	// Caller is the ARN AWS prints for the signer; "anonymous" when nobody
	// signed, empty when the signature was refused.
	Caller string `json:"caller"`
	// Endpoint is the VPC endpoint the request came through.
	Endpoint string `json:"endpoint,omitempty"`
	// Job is the job that made the request: ACCOUNT~training-job~NAME.
	Job string `json:"job,omitempty"`
	// Made are the ids of the exchanges that the service made to answer this
	// one, as the job's role: what it checks before it takes a job.
	Made []string `json:"made,omitempty"`
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

// A Journal keeps the last exchanges. Its zero value is not usable; New is. It
// may be used by several goroutines at once.
type Journal struct {
	mu      sync.Mutex
	size    int
	weight  int // of all entries
	entries []*Entry
	byID    map[string]*Entry
	next    int // number of the next listener
	follow  map[int]chan *Entry
}

// New returns a journal that remembers the last size calls: an exchange that
// asked about many, such as a DeleteObjects, takes the room of as many, one that
// asked about none that of one. The newest exchange is remembered whatever its
// size.
func New(size int) *Journal {
	return &Journal{size: size, byID: map[string]*Entry{}, follow: map[int]chan *Entry{}}
}

// weight is the room an entry takes.
func (e *Entry) weight() int { return max(1, len(e.Asked)) }

// Add appends an entry, which must not be changed afterwards, and forgets the
// oldest ones when the journal is full.
func (j *Journal) Add(e *Entry) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.entries = append(j.entries, e)
	j.byID[e.ID] = e
	j.weight += e.weight()
	for j.weight > j.size && len(j.entries) > 1 {
		oldest := j.entries[0]
		j.weight -= oldest.weight()
		delete(j.byID, oldest.ID)
		j.entries[0] = nil // the array behind the slice keeps nothing alive
		j.entries = j.entries[1:]
	}
	for _, c := range j.follow {
		select {
		case c <- e:
		default: // a reader that does not keep up loses entries, the lab does not wait
		}
	}
}

// Entry returns the entry with the given id. It is there as soon as the client
// has any of the answer.
func (j *Journal) Entry(id string) (*Entry, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	e, ok := j.byID[id]
	return e, ok
}

// Entries returns what is remembered, oldest first.
func (j *Journal) Entries() []*Entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	return append([]*Entry{}, j.entries...)
}

// Refusal is the refused call behind an exchange: its own, or, when a service
// refused it by what it was refused itself, that one. Nil when there is none.
func (j *Journal) Refusal(e *Entry) *Asked {
	if a := e.Refused(); a != nil || e.Status < http.StatusBadRequest {
		return a
	}
	for _, id := range e.Made {
		if made, ok := j.Entry(id); ok && made.Refused() != nil {
			return made.Refused()
		}
	}
	return nil
}

// Reset forgets everything.
func (j *Journal) Reset() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.entries, j.weight = nil, 0
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
