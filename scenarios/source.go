package scenarios

import (
	"embed"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

//go:embed */*.yaml */*.json rows.yaml
var embedded embed.FS

// Catalogue is the embedded catalogue: <topic>/<id>.yaml, worlds/ and the
// policy files beside them.
func Catalogue() fs.FS { return shownUnder{embedded, "scenarios", false} }

// Dir is the directory as a file system whose files are shown in diagnostics
// and findings by the name under which the user knows them: dir/….
func Dir(dir string) fs.FS {
	return shownUnder{os.DirFS(dir), filepath.ToSlash(dir), true}
}

// A shownUnder is a file system whose files have a longer name for people.
type shownUnder struct {
	fs.FS
	prefix string
	// onDisk: prefix is a directory of this machine.
	onDisk bool
}

// shown is what people call a file of fsys.
func shown(fsys fs.FS, name string) string {
	if s, ok := fsys.(shownUnder); ok {
		return path.Join(s.prefix, name)
	}
	return name
}

// A disk is the whole file system of the machine: names are the operating
// system's, relative ones start from the working directory, and ".." may
// leave the directory of a file.
type disk struct{}

func (disk) Open(name string) (fs.File, error) { return os.Open(filepath.FromSlash(name)) }

// beside is the name of the file that a file at from calls ref.
func beside(from, ref string) string {
	if path.IsAbs(ref) {
		return ref
	}
	return path.Join(path.Dir(from), ref)
}

// readBeside reads the file that the text n names, relative to the file it
// stands in.
func readBeside(fsys fs.FS, n *node, what string) (string, []byte, *Diagnostic) {
	name := beside(n.file.name, n.text)
	data, err := fs.ReadFile(fsys, name)
	if err == nil {
		return name, data, nil
	}
	d := n.problem("no %s %q", what, n.text)
	if !errors.Is(err, fs.ErrNotExist) {
		d = n.problem("cannot read the %s %q: %v", what, n.text, rootCause(err))
	}
	if near := nearest(path.Base(name), siblings(fsys, name)); near != "" {
		d.Message += "; did you mean \"" + strings.TrimSuffix(n.text, path.Base(n.text)) + near + "\"?"
	}
	d = d.hint("names of files are relative to %s", path.Dir(shown(fsys, n.file.name)))
	return name, nil, &d
}

// rootCause drops the operation and the path that an *fs.PathError repeats.
func rootCause(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

func siblings(fsys fs.FS, name string) []string {
	entries, err := fs.ReadDir(fsys, path.Dir(name))
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
