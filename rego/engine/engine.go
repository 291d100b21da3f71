// Package engine runs the rules of rego/policy: it turns a call into the rules'
// input, has them evaluated and reads the answer.
//
//	call ─▶ view ──────────▶ class ────────────▶ decided before? ─yes─▶ decision
//	        policies, by     statements that     └─no─▶ rules ─────────▶ decision
//	        action           can be about it
//
// Nothing it keeps changes an answer: each part can be switched off, and the
// decisions stay the same.
package engine

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/denylab/denylab/rego/policy"
)

// The queries are what stock OPA is asked for, too: the same input gives the
// same documents.
const (
	// DecisionQuery is the small document that decides a call.
	DecisionQuery = "data.denylab.decision.result"
	// ReportQuery is everything the rules know about a call.
	ReportQuery = "data.denylab.report.result"
)

// defaultLimit is far above what any call takes: a decision takes less than a
// millisecond.
const defaultLimit = 10 * time.Second

// Options configure an Engine. The zero value is ready to use. The switches
// change the speed and never an answer; they are there to show that.
type Options struct {
	// NoCandidates gives the rules every statement, not only those that can be
	// about the call.
	NoCandidates bool
	// NoMemo evaluates every decision, also one like another before it.
	NoMemo bool
	// Interpreter has OPA's own evaluator decide, not the compiled rules.
	Interpreter bool
	// Limit bounds the time of one decision or report; 0 is ten seconds. One
	// that takes longer is an error, neither an allow nor a denial.
	Limit time.Duration
}

// An Engine answers calls. It may be used by several goroutines at once.
type Engine struct {
	options          Options
	decision, report evaluator
	memory           *memory
}

// New makes the rules ready. That takes a noticeable part of a second when they
// are to be interpreted, or when no plan of them is stored: make one Engine and
// keep it, or use Default.
func New(o Options) (*Engine, error) {
	if o.Limit == 0 {
		o.Limit = defaultLimit
	}
	e := &Engine{options: o, memory: newMemory()}
	if program, ok := loadStored(); ok && !o.Interpreter {
		e.decision, e.report = planned{program, DecisionQuery}, planned{program, ReportQuery}
		return e, nil
	}
	compiler, err := compile()
	if err != nil {
		return nil, err
	}
	if e.decision, e.report, err = newEvaluators(compiler, o.Interpreter); err != nil {
		return nil, err
	}
	return e, nil
}

// Default is the Engine of the process: the rules are compiled when it is
// first asked for.
var Default = sync.OnceValues(func() (*Engine, error) { return New(Options{}) })

// Bundle returns the rules' text by file name: together with the document that
// Input makes, any OPA reaches the same decisions from them.
func Bundle() map[string]string { return policy.Modules() }

func compile() (*ast.Compiler, error) {
	texts := policy.Modules()
	modules := make(map[string]*ast.Module, len(texts))
	var (
		problems []error
		wg       sync.WaitGroup
		mu       sync.Mutex
	)
	for name, text := range texts {
		wg.Go(func() {
			m, err := ast.ParseModuleWithOpts(name, text, ast.ParserOptions{RegoVersion: ast.RegoV1})
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				problems = append(problems, err)
			}
			modules[name] = m
		})
	}
	wg.Wait()
	if len(problems) > 0 {
		return nil, fmt.Errorf("engine: parsing the rules: %w", errors.Join(problems...))
	}
	compiler := ast.NewCompiler().WithStrict(true)
	if compiler.Compile(modules); compiler.Failed() {
		return nil, fmt.Errorf("engine: compiling the rules: %w", compiler.Errors)
	}
	return compiler, nil
}
