package glue

import (
	"fmt"
	"slices"
	"sync"

	"github.com/denylab/denylab/emulator/awsproto"
)

// An id is an account and what a thing is called in it.
type id struct{ account, name string }

// A table are the things of one kind, in the order in which they were made. It
// may be used by several goroutines at once. What it returns are copies; what
// they point to is never changed, but replaced.
type table[T any] struct {
	mu    sync.Mutex
	all   map[id]T
	order []id
}

// add adds a thing; false when its name is taken.
func (t *table[T]) add(at id, thing T) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, taken := t.all[at]; taken {
		return false
	}
	if t.all == nil {
		t.all = map[id]T{}
	}
	t.all[at], t.order = thing, append(t.order, at)
	return true
}

func (t *table[T]) get(at id) (T, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	thing, ok := t.all[at]
	return thing, ok
}

// change changes a thing; false when there is none.
func (t *table[T]) change(at id, change func(*T)) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	thing, ok := t.all[at]
	if ok {
		change(&thing)
		t.all[at] = thing
	}
	return ok
}

// remove removes a thing; false when there is none.
func (t *table[T]) remove(at id) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	_, ok := t.all[at]
	delete(t.all, at)
	t.order = slices.DeleteFunc(t.order, func(had id) bool { return had == at })
	return ok
}

// of are an account's things.
func (t *table[T]) of(account string) []T {
	t.mu.Lock()
	defer t.mu.Unlock()
	var out []T
	for _, at := range t.order {
		if at.account == account {
			out = append(out, t.all[at])
		}
	}
	return out
}

func (t *table[T]) reset() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.all, t.order = nil, nil
}

// lines are what the table holds, for a digest.
func (t *table[T]) lines() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	var out []string
	for _, at := range t.order {
		thing := t.all[at]
		text, err := awsproto.EncodeJSONOutput(&thing)
		out = append(out, fmt.Sprintf("%v %s %v", at, text, err))
	}
	return out
}
