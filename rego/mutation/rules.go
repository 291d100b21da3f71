package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/metrics"
	"github.com/open-policy-agent/opa/v1/rego"
)

// Rules are the rule files and their tests, by file name.
type Rules struct {
	texts map[string]string
	// rules are the modules that are mutated, shared what several tests use.
	rules, shared map[string]*ast.Module
	tests         []*testFile
}

// A testFile holds the tests of one package.
type testFile struct {
	name   string
	module *ast.Module
	// query gives the package as an object, in which every test must be true.
	query string
	tests []string
}

// ReadRules reads the files of a directory.
func ReadRules(dir string) (*Rules, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.rego"))
	if err != nil {
		return nil, err
	}
	texts := map[string]string{}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		texts[filepath.Base(name)] = string(text)
	}
	return NewRules(texts)
}

// NewRules parses files: those named *_test.rego hold tests.
func NewRules(texts map[string]string) (*Rules, error) {
	r := &Rules{texts: map[string]string{}, rules: map[string]*ast.Module{}, shared: map[string]*ast.Module{}}
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		module, err := parse(name, texts[name])
		if err != nil {
			return nil, err
		}
		tests := testsOf(module)
		switch {
		case !strings.HasSuffix(name, "_test.rego"):
			r.rules[name], r.texts[name] = module, texts[name]
		case len(tests) == 0:
			r.shared[name] = module
		default:
			r.tests = append(r.tests, &testFile{name: name, module: module, query: module.Package.Path.String(), tests: tests})
		}
	}
	if len(r.rules) == 0 || len(r.tests) == 0 {
		return nil, fmt.Errorf("%d rule files and %d test files: want some of both", len(r.rules), len(r.tests))
	}
	return r, nil
}

func testsOf(module *ast.Module) []string {
	var tests []string
	for _, rule := range module.Rules {
		if name := rule.Head.Ref()[0].String(); strings.HasPrefix(name, "test_") {
			tests = append(tests, name)
		}
	}
	return tests
}

// Mutants are the mutants of every rule file.
func (r *Rules) Mutants() ([]*Mutant, error) {
	var mutants []*Mutant
	for _, name := range slices.Sorted(maps.Keys(r.texts)) {
		of, err := Mutants(name, r.texts[name], r.rules)
		if err != nil {
			return nil, err
		}
		mutants = append(mutants, of...)
	}
	return mutants, nil
}

// with are the rules with one module in the place of another.
func (r *Rules) with(name string, module *ast.Module) map[string]*ast.Module {
	modules := maps.Clone(r.rules)
	if module != nil {
		modules[name] = module
	}
	return modules
}

// own are the tests of a rule file, and others those of the rest that depend on
// it: condition_null.rego has condition_null_test.rego, and a file without one
// its nearest namesake's.
func (r *Rules) own(name string) (own, others []*testFile) {
	base, nearest := strings.TrimSuffix(name, ".rego"), ""
	for _, t := range r.tests {
		if of := strings.TrimSuffix(t.name, "_test.rego"); strings.HasPrefix(base, of) && len(of) > len(nearest) {
			nearest = of
		}
	}
	for _, t := range r.tests {
		if strings.TrimSuffix(t.name, "_test.rego") == nearest {
			own = append(own, t)
		} else if reached(t.module, r.rules, r.shared)[r.rules[name].Package.Path.String()] {
			others = append(others, t)
		}
	}
	return own, others
}

// reached are the packages that a module depends on, among those of modules.
func reached(module *ast.Module, modules ...map[string]*ast.Module) map[string]bool {
	packages, todo := map[string]bool{}, []*ast.Module{module}
	for len(todo) > 0 {
		imports := importsOf(todo[0])
		todo = todo[1:]
		for _, name := range imports {
			if packages[name] {
				continue
			}
			packages[name] = true
			for _, some := range modules {
				for _, m := range some {
					if m.Package.Path.String() == name {
						todo = append(todo, m)
					}
				}
			}
		}
	}
	return packages
}

// compile compiles rules with tests, or all rules when there are none. Rules
// that the tests do not depend on are left out, which is most of the time that
// a mutant takes. An error says that they do not fit together.
func (r *Rules) compile(rules map[string]*ast.Module, tests []*testFile) (*ast.Compiler, error) {
	packages := map[string]bool{}
	modules := map[string]*ast.Module{}
	for _, t := range tests {
		modules[t.name] = t.module
		maps.Copy(packages, reached(t.module, rules, r.shared))
	}
	for _, some := range []map[string]*ast.Module{rules, r.shared} {
		for name, m := range some {
			if len(tests) == 0 || packages[m.Package.Path.String()] {
				modules[name] = m
			}
		}
	}
	compiler := ast.NewCompiler()
	if compiler.Compile(modules); compiler.Failed() {
		return nil, compiler.Errors
	}
	return compiler, nil
}

// failing is the first test that does not pass, or empty.
func failing(ctx context.Context, compiler *ast.Compiler, tests []*testFile) string {
	for _, t := range tests {
		result, err := rego.New(
			rego.Query(t.query), rego.Compiler(compiler), rego.Metrics(metrics.NoOp()),
		).Eval(ctx)
		if err != nil {
			return fmt.Sprintf("%s: %v", t.name, err)
		}
		var passed map[string]any
		if len(result) == 1 {
			passed, _ = result[0].Expressions[0].Value.(map[string]any)
		}
		for _, name := range t.tests {
			if passed[name] != true {
				return t.name + ": " + name
			}
		}
	}
	return ""
}
