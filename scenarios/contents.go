package scenarios

import (
	"sync"

	"github.com/denylab/denylab/emulator/world"
)

// content makes an object's bytes of what stands in its place.
func (d *decoder) content(n *node, o *world.Object) {
	var from []string
	for _, key := range []string{"body", "file", "size"} {
		if v := n.get(key); v != nil && v.kind != null {
			from = append(from, key)
		}
	}
	if len(from) > 1 {
		d.complain(n.field(from[1]).key.problem("an object has %s and %s", from[0], from[1]).
			hint("write one of body, file and size; %s: null removes that of a base world", from[0]))
		return
	}
	switch {
	case o.File != "":
		_, data, problem := readBeside(d.fixture.fsys, n.get("file"), "file")
		if problem != nil {
			d.complain(*problem)
		}
		o.Content = data
	case o.Size < 0 || o.Size > maxBody:
		d.complain(n.get("size").problem("size must be 0 to %d bytes, not %d", maxBody, o.Size))
	case o.Size > 0:
		o.Content = pattern(o.Size)
	default:
		o.Content = []byte(o.Body)
	}
}

// maxBody bounds {size: N}: bodies are made in memory.
const maxBody = 1 << 30

// patterns is the longest pattern so far; shorter ones are its beginning, so
// that a world that is built many times has its big objects once.
var patterns struct {
	sync.Mutex
	bytes []byte
}

// pattern is n bytes that are not all the same, so that a lost or swapped
// block shows. They must not be changed.
func pattern(n int64) []byte {
	patterns.Lock()
	defer patterns.Unlock()
	if int64(len(patterns.bytes)) < n {
		longer := make([]byte, n)
		for i := range longer {
			longer[i] = byte(i % 251)
		}
		patterns.bytes = longer
	}
	return patterns.bytes[:n:n]
}
