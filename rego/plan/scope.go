package plan

import (
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/ir"
)

// A scope is what the statements of a body do to the locals. The planner numbers
// the locals of every body of a rule anew, so a number stands for one thing
// within a body only, parameters and results apart.
type scope struct {
	shared        map[ir.Local]bool // locals that other bodies read
	reads, writes map[ir.Local]int
	foreign       map[ir.Local]bool // what may be a collection made elsewhere

	// What the compiler found out about locals that are written once.
	constants map[ir.Local]*ast.Term
	aliases   map[ir.Local]ir.Local
	inputs    map[ir.Local]string // by path into the input
}

func newScope(block *ir.Block, shared map[ir.Local]bool) *scope {
	s := &scope{
		shared:    shared,
		reads:     make(map[ir.Local]int),
		writes:    make(map[ir.Local]int),
		foreign:   make(map[ir.Local]bool),
		constants: make(map[ir.Local]*ast.Term),
		aliases:   make(map[ir.Local]ir.Local),
		inputs:    make(map[ir.Local]string),
	}
	walk(block.Stmts, func(stmt ir.Stmt) {
		u := usesOf(stmt)
		for _, l := range u.reads {
			s.reads[l]++
		}
		for _, l := range u.writes {
			s.writes[l]++
			if u.foreign {
				s.foreign[l] = true
			}
		}
	})
	return s
}

// own says whether a collection is the scope's own, so that it can be changed in
// place.
func (s *scope) own(local ir.Local) bool { return !s.foreign[local] }

// replaceable says whether what is written to a local by n statements can be put
// where the local is read instead: nobody else writes to it, and only rest reads
// it.
func (s *scope) replaceable(local ir.Local, n int, rest []ir.Stmt) bool {
	return s.writes[local] == n && !s.shared[local] && s.reads[local] == reads(local, rest)
}

// reads counts how often statements read a local.
func reads(local ir.Local, stmts []ir.Stmt) int {
	n := 0
	walk(stmts, func(stmt ir.Stmt) {
		for _, l := range usesOf(stmt).reads {
			if l == local {
				n++
			}
		}
	})
	return n
}

// walk visits statements and those in them.
func walk(stmts []ir.Stmt, visit func(ir.Stmt)) {
	for _, stmt := range stmts {
		visit(stmt)
		for _, b := range nested(stmt) {
			walk(b.Stmts, visit)
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

// uses are the locals that a statement itself reads and writes. To change a
// collection is a write.
type uses struct {
	reads, writes []ir.Local
	foreign       bool // what is written may be in somebody else's hands
}

func (u *uses) read(operands ...ir.Operand) {
	for _, o := range operands {
		if l, ok := o.Value.(ir.Local); ok {
			u.reads = append(u.reads, l)
		}
	}
}

func usesOf(stmt ir.Stmt) uses {
	var u uses
	switch stmt := stmt.(type) {
	case *ir.ReturnLocalStmt:
		u.reads = append(u.reads, stmt.Source)
	case *ir.ResultSetAddStmt:
		u.reads = append(u.reads, stmt.Value)
	case *ir.CallStmt:
		u.read(stmt.Args...)
		u.writes, u.foreign = append(u.writes, stmt.Result), true
	case *ir.CallDynamicStmt:
		u.read(stmt.Path...)
		u.reads = append(u.reads, stmt.Args...)
		u.writes, u.foreign = append(u.writes, stmt.Result), true
	case *ir.ScanStmt:
		u.reads = append(u.reads, stmt.Source)
		u.writes, u.foreign = append(u.writes, stmt.Key, stmt.Value), true
	case *ir.WithStmt:
		u.read(stmt.Value)
		// What it was is put back at the end.
		u.reads = append(u.reads, stmt.Local)
		u.writes, u.foreign = append(u.writes, stmt.Local, stmt.Local), true
	case *ir.DotStmt:
		u.read(stmt.Source, stmt.Key)
		u.writes, u.foreign = append(u.writes, stmt.Target), true
	case *ir.LenStmt:
		u.read(stmt.Source)
		u.writes = append(u.writes, stmt.Target)
	case *ir.AssignIntStmt:
		u.writes = append(u.writes, stmt.Target)
	case *ir.AssignVarStmt:
		u.read(stmt.Source)
		u.writes, u.foreign = append(u.writes, stmt.Target), true
	case *ir.AssignVarOnceStmt:
		// It also compares what is there.
		u.read(stmt.Source)
		u.reads = append(u.reads, stmt.Target)
		u.writes, u.foreign = append(u.writes, stmt.Target), true
	case *ir.ResetLocalStmt:
		u.writes = append(u.writes, stmt.Target)
	case *ir.EqualStmt:
		u.read(stmt.A, stmt.B)
	case *ir.NotEqualStmt:
		u.read(stmt.A, stmt.B)
	case *ir.IsDefinedStmt:
		u.reads = append(u.reads, stmt.Source)
	case *ir.IsUndefinedStmt:
		u.reads = append(u.reads, stmt.Source)
	case *ir.IsArrayStmt:
		u.read(stmt.Source)
	case *ir.IsObjectStmt:
		u.read(stmt.Source)
	case *ir.IsSetStmt:
		u.read(stmt.Source)
	case *ir.MakeNullStmt:
		u.writes = append(u.writes, stmt.Target)
	case *ir.MakeNumberIntStmt:
		u.writes = append(u.writes, stmt.Target)
	case *ir.MakeNumberRefStmt:
		u.writes = append(u.writes, stmt.Target)
	case *ir.MakeArrayStmt:
		u.writes = append(u.writes, stmt.Target)
	case *ir.MakeObjectStmt:
		u.writes = append(u.writes, stmt.Target)
	case *ir.MakeSetStmt:
		u.writes = append(u.writes, stmt.Target)
	case *ir.ArrayAppendStmt:
		u.read(stmt.Value)
		u.writes = append(u.writes, stmt.Array)
	case *ir.SetAddStmt:
		u.read(stmt.Value)
		u.writes = append(u.writes, stmt.Set)
	case *ir.ObjectInsertStmt:
		u.read(stmt.Key, stmt.Value)
		u.writes = append(u.writes, stmt.Object)
	case *ir.ObjectInsertOnceStmt:
		u.read(stmt.Key, stmt.Value)
		u.writes = append(u.writes, stmt.Object)
	case *ir.ObjectMergeStmt:
		u.reads = append(u.reads, stmt.A, stmt.B)
		u.writes, u.foreign = append(u.writes, stmt.Target), true
	}
	return u
}
