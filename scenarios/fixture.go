package scenarios

import (
	"io/fs"
	"reflect"

	"github.com/denylab/denylab/emulator/world"
)

// A Fixture is a world, or a fragment of one, as it is written: a tree that
// knows where each value stands, its base world already merged under it. It is
// immutable.
type Fixture struct {
	root *node
	fsys fs.FS // where the files it names are
}

// Apply returns f with the changes merged over it, in order: mappings merge,
// null removes, everything else replaces, a policy replaces whole.
func (f *Fixture) Apply(changes ...*Fixture) (*Fixture, Diagnostics) {
	var problems Diagnostics
	root := f.root
	for _, c := range changes {
		root = merge(root, c.root, reflect.TypeFor[world.World](), &problems)
	}
	return &Fixture{root: root, fsys: f.fsys}, problems.sorted()
}
