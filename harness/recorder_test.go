package harness_test

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// A recorder stands in for the *testing.T of a test that may fail: it writes
// down what would be reported. Methods it does not have must not be called.
type recorder struct {
	testing.TB
	said     strings.Builder
	failed   bool
	cleanups []func()
}

// record runs the body of a test and its cleanups.
func record(body func(testing.TB)) *recorder {
	r := &recorder{}
	ended := make(chan any)
	go func() { // Fatal ends the goroutine
		defer func() { ended <- recover() }()
		defer r.cleanup()
		body(r)
	}()
	if panicked := <-ended; panicked != nil {
		panic(panicked)
	}
	return r
}

// example runs the body of a test as an example, which has no *testing.T: in a
// test, t is the test's own.
func example(body func(t testing.TB)) {
	fmt.Print(record(body).said.String())
}

func (r *recorder) cleanup() {
	for _, f := range slices.Backward(r.cleanups) {
		f()
	}
}

func (r *recorder) Helper()                  {}
func (r *recorder) Name() string             { return "TestExample" }
func (r *recorder) Context() context.Context { return context.Background() }
func (r *recorder) Output() io.Writer        { return &r.said }
func (r *recorder) Cleanup(f func())         { r.cleanups = append(r.cleanups, f) }

func (r *recorder) Log(args ...any) { fmt.Fprintln(&r.said, args...) }

func (r *recorder) Errorf(format string, args ...any) {
	r.failed = true
	fmt.Fprintf(&r.said, format+"\n", args...)
}

func (r *recorder) Fatalf(format string, args ...any) {
	r.Errorf(format, args...)
	runtime.Goexit()
}

func (r *recorder) Fatal(args ...any) { r.Fatalf("%s", fmt.Sprint(args...)) }
