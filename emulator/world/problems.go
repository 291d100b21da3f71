package world

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/denylab/denylab/emulator/iampolicy"
)

// A RefError is something in a described world that cannot be: a reference to
// what does not exist, a bad identifier, a name used twice.
type RefError struct {
	// Path says where in the world, in the fixture's field names:
	// "accounts.111122223333.roles.Trainer.boundary". Keys are its parts; an
	// element of a list has its index from 0 as a part.
	Path string
	Keys []string
	// Value is what was written there.
	Value string
	// Message says what is wrong with it, Hint what to write instead.
	Message, Hint string
}

func (e *RefError) Error() string {
	text := e.Message
	if e.Path != "" {
		text = e.Path + ": " + text
	}
	if e.Hint != "" {
		text += "; " + e.Hint
	}
	return text
}

// A PolicyError is a policy in a world that AWS would refuse there.
type PolicyError struct {
	Path string
	Keys []string
	// File is the file the document was written in; may be empty.
	File    string
	Problem iampolicy.Problem
}

func (e *PolicyError) Error() string { return e.Path + ": " + e.Problem.Error() }

// problems collects everything that is wrong with a world.
type problems struct{ all []error }

func (p *problems) err() error { return errors.Join(p.all...) }

func (p *problems) add(at path, value, message, hint string) {
	p.all = append(p.all, &RefError{Path: at.String(), Keys: at.keys(), Value: value, Message: message, Hint: hint})
}

// unknown reports a reference to a thing of a kind ("a role") that is not
// among the known names.
func (p *problems) unknown(at path, kind, value string, known []string) {
	p.add(at, value, fmt.Sprintf("there is no %s %q", kind, value), suggestion(value, known))
}

// suggestion names the known name that was probably meant, or a few of them.
func suggestion(value string, known []string) string {
	if near, ok := iampolicy.Closest(value, known); ok {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return choices(known)
}

func choices(known []string) string {
	const few = 8
	names := slices.Sorted(slices.Values(known))
	switch {
	case len(names) == 0:
		return "none is defined"
	case len(names) > few:
		return fmt.Sprintf("there are %s and %d more", strings.Join(names[:few], ", "), len(names)-few)
	case len(names) == 1:
		return "there is " + names[0]
	default:
		return "there are " + strings.Join(names, ", ")
	}
}

// oneOf reports a value that is not among the allowed ones; empty is allowed.
func (p *problems) oneOf(at path, value string, allowed ...string) {
	if value != "" && !slices.Contains(allowed, value) {
		hint := "write " + strings.Join(allowed, ", ")
		if near, ok := iampolicy.Closest(value, allowed); ok {
			hint = fmt.Sprintf("did you mean %q?", near)
		}
		p.add(at, value, fmt.Sprintf("%q is not possible here", value), hint)
	}
}

// A path is a place in a world.
type path []string

func at(keys ...string) path { return keys }

func (p path) keys() []string { return slices.Clone(p) }

func (p path) to(keys ...string) path { return append(p[:len(p):len(p)], keys...) }

func (p path) String() string { return strings.Join(p, ".") }

// sorted is a map's keys in order.
func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

func keysOf[V any](m map[string]V) []string { return slices.Collect(maps.Keys(m)) }
