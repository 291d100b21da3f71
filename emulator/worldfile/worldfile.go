// Package worldfile writes a description of a world as the YAML file that it
// could have been read from: the fields are those of the types of package world,
// under the names of their yaml tags, so that a new one is written without
// further work.
//
// Reading is package scenarios'. The format is in docs/scenario-format.md.
package worldfile

import (
	"bufio"
	"io"
	"reflect"

	"github.com/denylab/denylab/emulator/world"
)

// heading is the first line of a file.
const heading = "# A world of denylab: denylab serve --world, and the name of this file.\n"

// Write writes d. Fields that say nothing are left out; a policy is a mapping,
// unless no mapping says the same as its text. The error is w's, or names a text
// that no file can have, because it is not UTF-8.
func Write(w io.Writer, d *world.World) error {
	root, err := treeOf(reflect.ValueOf(d), nil)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	out.WriteString(heading) //nolint:errcheck // Flush says so
	root.block(out, 0)
	return out.Flush()
}
