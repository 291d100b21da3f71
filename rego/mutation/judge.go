package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
)

// A Fate is what becomes of a mutant.
type Fate string

// The fates. Invalid mutants do not compile.
const (
	Invalid     Fate = "invalid"
	ByOwn       Fate = "own tests"
	ByOthers    Fate = "other tests"
	ByCatalogue Fate = "catalogue"
	ByTime      Fate = "time"
	Survived    Fate = "survived"
)

// Killed is true when something told the mutant from the original.
func (f Fate) Killed() bool { return f != Invalid && f != Survived }

// patience is how long the tests of one mutant, and its catalogue, may each
// take. They take less than a second unless the mutant does not end.
const patience = time.Minute

// A Judge finds out whether mutants are noticed, the cheapest way first.
type Judge struct {
	Rules *Rules
	// Catalogue is asked for when the first mutant has passed all tests; nil
	// leaves the catalogue out.
	Catalogue func() (*Catalogue, error)
}

// Sound fails when a test fails although nothing is changed.
func (j *Judge) Sound(ctx context.Context) error {
	compiler, err := j.Rules.compile(j.Rules.rules, j.Rules.tests)
	if err != nil {
		return err
	}
	if f := failing(ctx, compiler, j.Rules.tests); f != "" {
		return fmt.Errorf("%s fails without any mutation", f)
	}
	return nil
}

// All judges mutants, several at a time; the fates are in their order. done is
// called after each, by one goroutine at a time.
func (j *Judge) All(ctx context.Context, mutants []*Mutant, workers int, done func()) ([]Fate, error) {
	fates, errs := make([]Fate, len(mutants)), make([]error, len(mutants))
	next := make(chan int)
	var wait sync.WaitGroup
	var mu sync.Mutex
	for range workers {
		wait.Go(func() {
			for i := range next {
				fates[i], errs[i] = j.Judge(ctx, mutants[i])
				mu.Lock()
				done()
				mu.Unlock()
			}
		})
	}
	for i := range mutants {
		next <- i
	}
	close(next)
	wait.Wait()
	for i, err := range errs {
		if err != nil {
			return nil, fmt.Errorf("%s: %w", mutants[i].ID(), err)
		}
	}
	return fates, nil
}

// Judge finds out what becomes of m.
func (j *Judge) Judge(ctx context.Context, m *Mutant) (Fate, error) {
	module, err := parse(m.File, m.Apply(j.Rules.texts[m.File]))
	if err != nil {
		return Invalid, nil
	}
	rules := j.Rules.with(m.File, module)
	own, others := j.Rules.own(m.File)
	if fate := j.tests(ctx, rules, own, ByOwn); fate != Survived {
		return fate, ctx.Err()
	}
	if fate := j.tests(ctx, rules, others, ByOthers); fate != Survived {
		return fate, ctx.Err()
	}
	return j.catalogue(ctx, rules)
}

func (j *Judge) tests(ctx context.Context, rules map[string]*ast.Module, tests []*testFile, killed Fate) Fate {
	compiler, err := j.Rules.compile(rules, tests)
	if err != nil {
		// The compiler checks types: what only the tests object to is killed.
		if _, err := j.Rules.compile(rules, nil); err == nil {
			return killed
		}
		return Invalid
	}
	limited, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	switch failed := failing(limited, compiler, tests) != ""; {
	case limited.Err() != nil:
		return ByTime
	case failed:
		return killed
	}
	return Survived
}

func (j *Judge) catalogue(ctx context.Context, rules map[string]*ast.Module) (Fate, error) {
	if j.Catalogue == nil {
		return Survived, nil
	}
	c, err := j.Catalogue()
	if err != nil {
		return "", err
	}
	compiler, err := j.Rules.compile(rules, nil)
	if err != nil {
		return Invalid, nil
	}
	limited, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	switch differs := c.differs(limited, compiler); {
	case limited.Err() != nil:
		return ByTime, ctx.Err()
	case differs:
		return ByCatalogue, nil
	}
	return Survived, nil
}
