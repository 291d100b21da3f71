package iam

import (
	"slices"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/iampolicy"
)

// Operations lists the operations of the service and which the lab has: those
// of AWS's model, and the actions that its list of actions has beyond it.
func (*Handler) Operations() []awsproto.Operation {
	known := slices.Concat(model().Operations(), iampolicy.Actions("iam"))
	known = slices.DeleteFunc(known, func(name string) bool { return !exists(name) })
	slices.Sort(known)
	return awsproto.Operations(operations, slices.Compact(known))
}
