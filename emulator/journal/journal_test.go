package journal_test

import (
	"fmt"
	"testing"

	"github.com/denylab/denylab/emulator/journal"
	"github.com/denylab/denylab/rego/authz"
)

func TestTheJournalForgetsTheOldest(t *testing.T) {
	j := journal.New(3)
	for i := range 5 {
		j.Add(&journal.Entry{ID: fmt.Sprint(i)})
	}
	if _, ok := j.Entry("1"); ok {
		t.Error("entry 1 should be forgotten")
	}
	var ids string
	for _, e := range j.Entries() {
		ids += e.ID
	}
	if ids != "234" {
		t.Errorf("entries %s, want 234", ids)
	}
}

func TestEntryWaitsForAnExchangeThatHasBegun(t *testing.T) {
	j := journal.New(3)
	j.Begin("a")
	got := make(chan *journal.Entry)
	go func() {
		e, _ := j.Entry("a")
		got <- e
	}()
	j.Add(&journal.Entry{ID: "a", Status: 403})
	if e := <-got; e == nil || e.Status != 403 {
		t.Errorf("got %+v, want the finished entry", e)
	}
	if _, ok := j.Entry("b"); ok {
		t.Error("an entry that never began was found")
	}
}

func TestRefusedSkipsProbes(t *testing.T) {
	refused := authz.Decision{Verdict: authz.ImplicitDeny}
	e := &journal.Entry{Asked: []journal.Asked{
		{Action: "s3:GetObject", Decision: authz.Decision{Allowed: true}},
		{Action: "s3:GetObjectTagging", Decision: refused, Probe: true},
		{Action: "kms:Decrypt", Decision: refused},
	}}
	if got := e.Refused(); got == nil || got.Action != "kms:Decrypt" {
		t.Errorf("refused %+v, want kms:Decrypt", got)
	}
}

func TestFollowersGetWhatComesAndStop(t *testing.T) {
	j := journal.New(3)
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
}
