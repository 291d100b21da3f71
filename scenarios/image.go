package scenarios

import (
	"path/filepath"

	"github.com/denylab/denylab/emulator/world"
)

// directory makes the directory that an image's command runs in one of the
// machine: relative to the file that names it, by default that file's own. The
// embedded catalogue has none.
func (d *decoder) directory(n *node, image *world.Image) {
	if len(image.Command) == 0 || filepath.IsAbs(image.Directory) {
		return
	}
	switch from := d.fixture.fsys.(type) {
	case disk:
		image.Directory = filepath.Join(filepath.Dir(filepath.FromSlash(n.file.name)), image.Directory)
	case shownUnder:
		if from.onDisk {
			image.Directory = filepath.Join(from.prefix, filepath.Dir(filepath.FromSlash(n.file.name)), image.Directory)
		}
	}
}
