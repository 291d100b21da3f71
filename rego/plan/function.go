package plan

import (
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/ir"
)

// A function is a planned rule or function. The first two parameters are the
// input and the data document; a rule has no others.
type function struct {
	index  int
	path   []string
	params []ir.Local
	region
}

// A region is a list of blocks with locals of its own.
type region struct {
	size   int // how many locals it has
	blocks [][]step
}

// run goes through the blocks. What they return is in e.ret.
func (r *region) run(e *evaluation, l []*ast.Term) signal {
	e.ret = nil
	for _, block := range r.blocks {
		for _, s := range block {
			if sig := s(e, l); sig != next {
				if sig < next {
					return sig
				}
				break
			}
		}
	}
	return returned
}

// rule runs a rule, or remembers what it gave before: a rule gives the same as
// long as the documents are the same ones. The result is in e.ret.
func (e *evaluation) rule(fn *function, input, data *ast.Term) signal {
	if m := &e.memo[fn.index]; m.known && m.input == input && m.data == data {
		e.ret = m.result
		return returned
	}
	if e.stopped() {
		return failed
	}
	top := e.top
	l := e.push(fn.size)
	l[fn.params[0]], l[fn.params[1]] = input, data
	sig := fn.run(e, l)
	e.top = top
	if sig != failed {
		e.memo[fn.index] = memo{input: input, data: data, result: e.ret, known: true}
	}
	return sig
}
