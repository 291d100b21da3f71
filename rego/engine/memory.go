package engine

import (
	"sync"
	"sync/atomic"

	"github.com/denylab/denylab/rego/authz"
)

// The memory holds views, their classes and the decisions of those. It is
// emptied when it has grown too large: what it held is made again when it is
// needed.
type memory struct {
	views atomic.Pointer[table[*view]]
	held  atomic.Int64
}

// largest is how much a memory holds, in statements of views and classes and in
// decisions.
const largest = 200_000

func newMemory() *memory {
	m := &memory{}
	m.views.Store(&table[*view]{})
	return m
}

func (m *memory) grown(by int) {
	if m.held.Add(int64(by)) > largest {
		m.views.Store(&table[*view]{})
		m.held.Store(0)
	}
}

// A table finds things by key.
type table[V any] struct {
	mu   sync.RWMutex
	held map[string]V
}

func (t *table[V]) get(k key) (V, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	v, ok := t.held[string(k)]
	return v, ok
}

// put keeps v, unless something was put there in the meantime: then it returns
// that.
func (t *table[V]) put(k key, v V) V {
	t.mu.Lock()
	defer t.mu.Unlock()
	if before, ok := t.held[string(k)]; ok {
		return before
	}
	if t.held == nil {
		t.held = map[string]V{}
	}
	t.held[string(k)] = v
	return v
}

// A scratch is what a look into the memory needs and can be used again.
type scratch struct {
	key        key
	candidates []candidate
}

var scratches = sync.Pool{New: func() any { return new(scratch) }}

// view is the call's policies for a subject.
func (m *memory) view(p *authz.Policies, by subject, s *scratch) *view {
	s.key = s.key[:0]
	s.key.view(p, by)
	views := m.views.Load()
	if v, ok := views.get(s.key); ok {
		return v
	}
	v := newView(p, by)
	m.grown(1 + v.size())
	return views.put(s.key, v)
}

// class is the call's class among those of its view.
func (m *memory) class(call *authz.Call, s *scratch) *class {
	v := m.view(&call.Policies, actionOf(call), s)
	s.candidates = v.candidates(s.candidates[:0], call)
	s.key = s.key[:0]
	s.key.flags(call.WildcardOnly)
	s.key = appendCandidates(s.key, s.candidates)
	if c, ok := v.classes.get(s.key); ok {
		return c
	}
	c := v.newClass(s.candidates)
	m.grown(1 + len(s.candidates))
	return v.classes.put(s.key, c)
}
