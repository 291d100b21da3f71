package scenarios

import (
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strings"

	"github.com/denylab/denylab/emulator/world"
)

// Load reads the scenarios of fsys that match one of the patterns, or all,
// sorted by id. A pattern is an id or a glob of ids (training-*), a file's
// path, a topic (boundary, boundary/…) or a row of the seed matrix (A03).
// Scenarios are the .yaml files outside of directories named worlds, schema
// and testdata.
//
// The diagnostics are about the matching files and what they use; a scenario
// with an error among them is not returned. A pattern that matches nothing is
// an error too.
func Load(fsys fs.FS, patterns ...string) ([]*Scenario, Diagnostics) {
	l := newLoader(fsys)
	var all []*candidate
	for _, name := range scenarioFiles(fsys, &l.problems) {
		all = append(all, l.candidate(name))
	}
	chosen := l.choose(all, patterns)
	var out []*Scenario
	for _, c := range chosen {
		if s := l.finish(c, all); s != nil {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, b *Scenario) int { return strings.Compare(a.ID, b.ID) })
	return out, l.problems.sorted()
}

// FromFile reads one scenario from the machine's disk.
func FromFile(name string) (*Scenario, Diagnostics) {
	l := newLoader(disk{})
	s := l.finish(l.candidate(path.Clean(name)), nil)
	return s, l.problems.sorted()
}

// WorldFromFile reads a world from the machine's disk.
func WorldFromFile(name string) (*world.World, Diagnostics) {
	return LoadWorld(disk{}, path.Clean(name))
}

// LoadWorld reads the world file of that name.
func LoadWorld(fsys fs.FS, name string) (*world.World, Diagnostics) {
	f, problems := LoadFixture(fsys, name)
	if problems.Err() != nil {
		return nil, problems
	}
	w, more := f.World()
	return w, append(problems, more...).sorted()
}

// LoadFixture reads the world file of that name, to be changed before it
// becomes a world.
func LoadFixture(fsys fs.FS, name string) (*Fixture, Diagnostics) {
	l := newLoader(fsys)
	f := l.read(name)
	if f == nil {
		return nil, l.problems.sorted()
	}
	return l.resolve(f, []string{name}), l.problems.sorted()
}

// A loader reads files, each once.
type loader struct {
	fsys     fs.FS
	worlds   map[string]*Fixture // by file name; nil for one that is no world
	problems Diagnostics
}

func newLoader(fsys fs.FS) *loader {
	return &loader{fsys: fsys, worlds: map[string]*Fixture{}}
}

func (l *loader) complain(d Diagnostic) { l.problems = append(l.problems, d) }

// read reads a file as a mapping; nil after a complaint.
func (l *loader) read(name string) *node {
	data, err := fs.ReadFile(l.fsys, name)
	f := newFile(name, data)
	f.shown = shown(l.fsys, name)
	if err != nil {
		l.complain(place{file: f}.problem("cannot read the file: %v", rootCause(err)))
		return nil
	}
	root, problems := parseYAML(f, data)
	l.problems = append(l.problems, problems...)
	if root == nil {
		return nil
	}
	if root.kind != mapping {
		l.complain(root.problem("the file must be a mapping, not %s", root.kind))
		return nil
	}
	return root
}

// resolve merges a world as it stands in a file over the one it uses. chain
// are the files that are being read, to stop at a circle.
func (l *loader) resolve(raw *node, chain []string) *Fixture {
	use, own := raw.get("use"), &node{place: raw.place, kind: mapping, size: raw.size}
	for _, f := range raw.fields {
		if f.value != use {
			own.fields = append(own.fields, f)
		}
	}
	var base *node
	if f := l.base(use, chain); f != nil {
		base = f.root
	}
	root := merge(base, own, reflect.TypeFor[world.World](), &l.problems)
	return &Fixture{root: root, fsys: l.fsys}
}

// base is the world that use names, or nil.
func (l *loader) base(use *node, chain []string) *Fixture {
	if use == nil {
		return nil
	}
	if use.kind != text {
		l.complain(use.problem("use must be the name of a world file, not %s", use.kind))
		return nil
	}
	name := beside(use.file.name, use.text)
	if f, ok := l.worlds[name]; ok {
		return f
	}
	if slices.Contains(chain, name) {
		l.complain(use.problem("%q uses itself: %s", use.text, strings.Join(append(chain, name), " uses ")))
		return nil
	}
	l.worlds[name] = nil
	if _, _, problem := readBeside(l.fsys, use, "base world"); problem != nil {
		l.complain(*problem)
	} else if raw := l.read(name); raw != nil {
		l.worlds[name] = l.resolve(raw, append(slices.Clone(chain), name))
	}
	return l.worlds[name]
}
