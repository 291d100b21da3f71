package plan

import "github.com/open-policy-agent/opa/v1/ir"

// A scope is what the statements of a block do to the locals. The planner
// numbers the locals of every body of a rule anew, so a number stands for one
// thing within a top-level block only, parameters and the result apart.
type scope struct {
	fn      *ir.Func          // nil for a plan
	foreign map[ir.Local]bool // what may be a collection made elsewhere
}

func newScope(block *ir.Block, fn *ir.Func) *scope {
	s := &scope{fn: fn, foreign: make(map[ir.Local]bool)}
	s.visit(block)
	return s
}

// own says whether a collection is the scope's own, so that it can be changed in
// place.
func (s *scope) own(local ir.Local) bool { return !s.foreign[local] }

func (s *scope) visit(block *ir.Block) {
	for _, stmt := range block.Stmts {
		switch stmt := stmt.(type) {
		case *ir.DotStmt:
			s.foreign[stmt.Target] = true
		case *ir.AssignVarStmt:
			s.foreign[stmt.Target] = true
		case *ir.CallStmt:
			s.foreign[stmt.Result] = true
		}
		for _, b := range nested(stmt) {
			s.visit(b)
		}
	}
}

// nested are the blocks in a statement.
func nested(stmt ir.Stmt) []*ir.Block {
	switch stmt := stmt.(type) {
	case *ir.BlockStmt:
		return stmt.Blocks
	case *ir.ScanStmt:
		return []*ir.Block{stmt.Block}
	case *ir.NotStmt:
		return []*ir.Block{stmt.Block}
	case *ir.WithStmt:
		return []*ir.Block{stmt.Block}
	}
	return nil
}
