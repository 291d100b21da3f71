package journal_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/journal"
	"github.com/denylab/denylab/rego/authz"
)

func ids(j *journal.Journal) string {
	var all []string
	for _, e := range j.Entries() {
		all = append(all, e.ID)
	}
	return strings.Join(all, " ")
}

func TestTheJournalForgetsTheOldest(t *testing.T) {
	j := journal.New(3)
	for i := range 5 {
		j.Add(&journal.Entry{ID: fmt.Sprint(i)})
	}
	if _, ok := j.Entry("1"); ok {
		t.Error("entry 1 should be forgotten")
	}
	if e, ok := j.Entry("2"); !ok || e.ID != "2" {
		t.Errorf("entry 2 is %v, want it", e)
	}
	if got := ids(j); got != "2 3 4" {
		t.Errorf("entries %s, want 2 3 4", got)
	}
}

func TestAnExchangeTakesTheRoomOfItsCalls(t *testing.T) {
	j := journal.New(4)
	add := func(id string, calls int) { j.Add(&journal.Entry{ID: id, Asked: make([]journal.Asked, calls)}) }
	for _, step := range []struct {
		id    string
		calls int
		want  string
	}{
		{"a", 1, "a"},
		{"b", 3, "a b"},
		{"c", 1, "b c"},
		{"d", 2, "c d"},
		{"huge", 1000, "huge"}, // the newest stays whatever it is
		{"e", 1, "e"},
		{"none", 0, "e none"},
	} {
		add(step.id, step.calls)
		if got := ids(j); got != step.want {
			t.Errorf("after %s: %q, want %q", step.id, got, step.want)
		}
	}
}

func TestResetForgetsEverything(t *testing.T) {
	j := journal.New(2)
	j.Add(&journal.Entry{ID: "a", Asked: make([]journal.Asked, 2)})
	j.Reset()
	if _, ok := j.Entry("a"); ok || ids(j) != "" {
		t.Error("an entry survived")
	}
	j.Add(&journal.Entry{ID: "b"})
	j.Add(&journal.Entry{ID: "c"})
	if got := ids(j); got != "b c" {
		t.Errorf("entries %q after a reset, want room for b c", got)
	}
}

func TestRefusedSkipsProbes(t *testing.T) {
	refused := authz.Decision{Verdict: authz.ImplicitDeny}
	e := &journal.Entry{Asked: []journal.Asked{
		{Action: "s3:GetObject", Decision: authz.Decision{Allowed: true}},
		{Action: "s3:GetObjectTagging", Decision: refused, Probe: true},
		{Action: "kms:Decrypt", Decision: refused},
	}}
	if got := e.Refused(); got != &e.Asked[2] {
		t.Errorf("refused %+v, want kms:Decrypt", got)
	}
	if got := (&journal.Entry{Asked: e.Asked[:2]}).Refused(); got != nil {
		t.Errorf("refused %+v, want none", got)
	}
}

func TestFollowersGetWhatComesAndStop(t *testing.T) {
	j := journal.New(3)
	j.Add(&journal.Entry{ID: "before"})
	entries, stop := j.Follow()
	j.Add(&journal.Entry{ID: "a"})
	if e := <-entries; e.ID != "a" {
		t.Errorf("followed %s, want a", e.ID)
	}
	stop()
	if _, open := <-entries; open {
		t.Error("the channel is open after stop")
	}
	stop() // a second time does nothing
	j.Add(&journal.Entry{ID: "b"})
}

func TestASlowFollowerHoldsNobodyUp(t *testing.T) {
	j := journal.New(10)
	entries, stop := j.Follow()
	for i := range 300 {
		j.Add(&journal.Entry{ID: fmt.Sprint(i)})
	}
	stop()
	n := 0
	for e := range entries {
		if e.ID != fmt.Sprint(n) {
			t.Fatalf("entry %d is %s", n, e.ID)
		}
		n++
	}
	if n != 256 {
		t.Errorf("a reader that never read got %d entries, want the 256 that Follow promises", n)
	}
}

func TestTheJournalIsSafeForConcurrentUse(t *testing.T) {
	j := journal.New(50)
	var all sync.WaitGroup
	for g := range 8 {
		all.Go(func() {
			for i := range 100 {
				id := fmt.Sprint(g, "-", i)
				j.Add(&journal.Entry{ID: id})
				j.Entry(id)
				_, stop := j.Follow()
				stop()
			}
		})
	}
	all.Wait()
	if n := len(j.Entries()); n != 50 {
		t.Errorf("%d entries, want 50", n)
	}
}

func TestAnEntryAsJSON(t *testing.T) {
	e := journal.Entry{
		ID: "000001-00c0ffee", RequestID: "REQ", Time: time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC),
		Service: "s3", Operation: "GetObject", Method: "GET", Path: "/b/k", Caller: "anonymous", Status: 403,
		Code: "AccessDenied", Message: "Access Denied",
		Asked: []journal.Asked{{
			Call: &authz.Call{Action: "not shown"}, Action: "s3:GetObject", Resource: "arn:aws:s3:::b/k",
			Decision: authz.Decision{Layer: authz.ResourcePolicy, Verdict: authz.ImplicitDeny, Verdicts: map[authz.Layer]authz.Verdict{authz.ResourcePolicy: authz.ImplicitDeny}},
		}},
	}
	const want = `{"id":"000001-00c0ffee","requestId":"REQ","time":"2026-03-04T05:06:07Z","service":"s3","operation":"GetObject",` +
		`"method":"GET","path":"/b/k","caller":"anonymous","status":403,"code":"AccessDenied","message":"Access Denied",` +
		`"asked":[{"action":"s3:GetObject","resource":"arn:aws:s3:::b/k","decision":{"allowed":false,"layer":"resource_policy",` +
		`"verdict":"implicitDeny","verdicts":{"resource_policy":"implicitDeny"}}}]}`
	got, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
}
