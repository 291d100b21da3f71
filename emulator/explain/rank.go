package explain

import (
	"cmp"
	"slices"

	"github.com/denylab/denylab/rego/authz"
)

// ranked are near misses with the likeliest way out first: those of the layer
// that refused; then statements that allow everything else about this call; then
// those about something that resembles it most. Otherwise the order stays that of
// layers, policies and statements.
func ranked(call *authz.Call, misses []authz.NearMiss, refused authz.Layer) []authz.NearMiss {
	out := slices.Clone(misses)
	slices.SortStableFunc(out, func(a, b authz.NearMiss) int {
		return cmp.Or(
			first(a.Finding.Layer == refused, b.Finding.Layer == refused),
			cmp.Compare(distance(call, a.Miss), distance(call, b.Miss)),
			cmp.Compare(likeness(call, b.Miss), likeness(call, a.Miss)),
		)
	})
	return out
}

// first orders what is so before what is not.
func first(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	default:
		return 1
	}
}

// distance says how far a statement is from what the call needs.
func distance(call *authz.Call, m authz.Miss) int {
	switch m.Element {
	case "Condition", "Principal", "Grantee", "Permission":
		return 0 // its action and resource are the call's
	case "Resource":
		if likeness(call, m) >= len(container(call.Resource)) {
			return 1 // the same bucket, key or role, but not this part of it
		}
		return 3
	case "Action", "GrantScope":
		return 2
	default: // NotAction, NotResource, NotPrincipal: the call is left out on purpose
		return 4
	}
}

// container is the part of an ARN up to the first slash: the bucket of an object.
func container(arn string) string {
	for i := range len(arn) {
		if arn[i] == '/' {
			return arn[:i]
		}
	}
	return arn
}

// likeness is how many bytes the value that is most like the call's begins with
// in common.
func likeness(call *authz.Call, m authz.Miss) int {
	of := call.Resource
	if m.Element == "Action" {
		of = call.Action
	}
	best := 0
	for _, want := range m.Want {
		n := 0
		for n < len(want) && n < len(of) && want[n] == of[n] {
			n++
		}
		best = max(best, n)
	}
	return best
}
