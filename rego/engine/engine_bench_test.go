package engine_test

import (
	"context"
	"fmt"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/denylab/denylab/rego/authz"
	"github.com/denylab/denylab/rego/engine"
)

// A benchmark world has so many statements. In a deep one they are all the
// caller's, in as many policies as IAM lets a role have; in a wide one they are
// spread over roles that have twenty each, and the callers take turns, each with
// some calls in a row.
type benchmarkWorld struct {
	name  string
	calls []*authz.Call
}

const (
	mostPolicies   = 20
	statementsEach = 20
	inARow         = 20
)

func benchmarkWorlds() []benchmarkWorld {
	var worlds []benchmarkWorld
	for _, n := range []int{300, 3_000, 10_000} {
		shared := sharedPolicies()
		wide := benchmarkWorld{name: fmt.Sprintf("wide/%d", n)}
		for role := range n / statementsEach {
			wide.calls = append(wide.calls, benchmarkCall(shared, role, 2, statementsEach/2))
		}
		deep := benchmarkCall(shared, 0, mostPolicies, n/mostPolicies)
		worlds = append(worlds, wide, benchmarkWorld{fmt.Sprintf("deep/%d", n), []*authz.Call{deep}})
	}
	return worlds
}

// sharedPolicies is a read in a member account that every kind of policy has
// something to say about; all roles of the account have these.
func sharedPolicies() *authz.Call {
	return getObject(by(session(home)), boundary(allow("s3:*", "*")),
		scp(everything, everything, level(allow("*", "*"), deny("*", "*", when("StringNotEquals", "aws:RequestedRegion", "us-east-1")))),
		resource(deny("s3:*", "*", toAll, when("Bool", "aws:SecureTransport", "false"))),
		rcp(level(deny("s3:*", "*", toAll, when("StringNotEqualsIfExists", "aws:PrincipalOrgID", org)))),
		with("aws:RequestedRegion", "us-east-1"), with("aws:SecureTransport", "true"), with("aws:PrincipalOrgID", org))
}

// benchmarkCall adds a role's own policies.
func benchmarkCall(shared *authz.Call, role, policies, each int) *authz.Call {
	copied := *shared
	call := &copied
	call.Policies.Identity = nil
	for p := range policies {
		var s []authz.Statement
		for i := range each {
			bucket := fmt.Sprintf("arn:aws:s3:::bucket-%d-%d-%d", role, p, i)
			s = append(s, allow("s3:GetObject s3:PutObject s3:ListBucket", bucket+" "+bucket+"/*"))
		}
		if p == policies/2 {
			s[each/2] = allow("s3:GetObject", "arn:aws:s3:::data/*")
		}
		call.Policies.Identity = append(call.Policies.Identity, authz.Attached{
			Name: "policy-" + strconv.Itoa(p), Document: &authz.Document{Version: "2012-10-17", Statements: s},
		})
	}
	return call
}

// another is the same call on an object that was never asked about.
func another(call *authz.Call, n int) *authz.Call {
	c := *call
	c.Resource = "arn:aws:s3:::data/train/" + strconv.Itoa(n) + ".csv"
	return &c
}

// reportCPU reports the processor time that the process took for each turn since
// it was called: the clock of a shared machine says little.
func reportCPU(b *testing.B) (done func()) {
	before := cpuTime(b)
	return func() {
		b.ReportMetric(float64((cpuTime(b)-before).Nanoseconds())/float64(b.N), "cpu-ns/op")
	}
}

func cpuTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func benchmarkEngine(b *testing.B, o engine.Options) *engine.Engine {
	b.Helper()
	e, err := engine.New(o)
	if err != nil {
		b.Fatal(err)
	}
	return e
}

func benchmarkDecide(b *testing.B, o engine.Options) {
	for _, w := range benchmarkWorlds() {
		b.Run(w.name, func(b *testing.B) {
			e := benchmarkEngine(b, o)
			for i, call := range w.calls {
				if d, err := e.Decide(context.Background(), another(call, i)); err != nil || !d.Allowed {
					b.Fatal(d, err)
				}
			}
			calls := make([]*authz.Call, inARow*max(50, len(w.calls)))
			for i := range calls {
				calls[i] = another(w.calls[i/inARow%len(w.calls)], i)
			}
			b.ReportAllocs()
			defer reportCPU(b)()
			n := 0
			for b.Loop() {
				n++
				if _, err := e.Decide(context.Background(), calls[n%len(calls)]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkDecision is a decision that nothing was remembered of.
func BenchmarkDecision(b *testing.B) { benchmarkDecide(b, engine.Options{NoMemo: true}) }

// BenchmarkMemo is one like another before it, on an object never asked about.
func BenchmarkMemo(b *testing.B) { benchmarkDecide(b, engine.Options{}) }

// BenchmarkInterpreter is a decision by OPA's own evaluator, as a measure.
func BenchmarkInterpreter(b *testing.B) {
	benchmarkDecide(b, engine.Options{NoMemo: true, Interpreter: true})
}

func BenchmarkReport(b *testing.B) {
	for _, w := range benchmarkWorlds() {
		b.Run(w.name, func(b *testing.B) {
			e := benchmarkEngine(b, engine.Options{})
			for _, call := range w.calls {
				if _, err := e.Report(context.Background(), call); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportAllocs()
			defer reportCPU(b)()
			n := 0
			for b.Loop() {
				n++
				if _, err := e.Report(context.Background(), another(w.calls[n%len(w.calls)], n)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkWorldChange is the first decision after a policy was replaced.
func BenchmarkWorldChange(b *testing.B) {
	for _, w := range benchmarkWorlds() {
		b.Run(w.name, func(b *testing.B) {
			e := benchmarkEngine(b, engine.Options{})
			call := *w.calls[0]
			b.ReportAllocs()
			defer reportCPU(b)()
			for b.Loop() {
				old := call.Policies.Identity[0].Document
				replaced := &authz.Document{Version: old.Version, Statements: append([]authz.Statement{}, old.Statements...)}
				call.Policies.Identity = append([]authz.Attached{}, call.Policies.Identity...)
				call.Policies.Identity[0].Document = replaced
				if _, err := e.Decide(context.Background(), &call); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkPrepare is making an engine, which a process does once.
func BenchmarkPrepare(b *testing.B) {
	defer reportCPU(b)()
	for b.Loop() {
		benchmarkEngine(b, engine.Options{})
	}
}
