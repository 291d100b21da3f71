package report

import (
	"fmt"
	"io"

	"github.com/denylab/denylab/scenarios"
)

// A Progressing shows on a terminal how far a replay is.
type Progressing struct {
	w           io.Writer
	total, done int
	on          bool
}

// Progress shows progress over total scenarios on w when on is true.
func Progress(w io.Writer, total int, on bool) *Progressing {
	return &Progressing{w: w, total: total, on: on}
}

// Done counts one scenario.
func (p *Progressing) Done(scenarios.Result) {
	p.done++
	if p.on && p.done < p.total {
		fmt.Fprintf(p.w, "\r%d of %d", p.done, p.total)
	}
}

// Clear takes the progress away, so that something else can be written.
func (p *Progressing) Clear() {
	if p.on {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
