package scenarios

import (
	"errors"
	"reflect"
	"strconv"
	"strings"

	"github.com/denylab/denylab/emulator/world"
)

// World builds the world that f describes. It is nil after an error. Every
// call builds a new one.
func (f *Fixture) World() (*world.World, Diagnostics) {
	d := decoder{fixture: f}
	var described world.World
	d.decodeStruct(f.root, reflect.ValueOf(&described).Elem())
	if d.misread {
		return nil, d.problems.sorted()
	}
	built, err := world.New(&described)
	for _, err := range flatten(err) {
		var policy *world.PolicyError
		if errors.As(err, &policy) && d.refused[strings.Join(policy.Keys, ".")] {
			continue // said already
		}
		d.complain(f.diagnose(err))
	}
	if d.problems.Err() != nil {
		return nil, d.problems.sorted()
	}
	return built, d.problems.sorted()
}

// flatten lists the errors of a join.
func flatten(err error) []error {
	if err == nil {
		return nil
	}
	if join, ok := err.(interface{ Unwrap() []error }); ok {
		var out []error
		for _, e := range join.Unwrap() {
			out = append(out, flatten(e)...)
		}
		return out
	}
	return []error{err}
}

// diagnose finds the place of an error of package world.
func (f *Fixture) diagnose(err error) Diagnostic {
	var ref *world.RefError
	var policy *world.PolicyError
	switch {
	case errors.As(err, &ref):
		d := f.root.find(ref.Keys, ref.Value).problem("%s", ref.Message)
		d.Hint = ref.Hint
		return d
	case errors.As(err, &policy):
		d := f.root.find(policy.Keys, "").problem("%s: %s", policy.Problem.Code, policy.Problem.Message)
		d.Hint = policy.Problem.Hint
		return d
	default:
		return f.root.problem("%v", err)
	}
}

// find is the node under keys, or the deepest one on the way to it. When the
// last key is itself the value that is wrong, it is the key.
func (n *node) find(keys []string, value string) *node {
	for i, key := range keys {
		next, at := n.get(key), n.field(key)
		if index, err := strconv.Atoi(key); err == nil && n.kind == sequence && index >= 0 && index < len(n.items) {
			next = n.items[index]
		}
		if next == nil {
			return n
		}
		if i == len(keys)-1 && at != nil && key == value {
			return at.key
		}
		n = next
	}
	return n
}
