package world_test

import (
	"testing"
	"time"

	"github.com/denylab/denylab/emulator/world"
)

// A job that assumes its role every minute for weeks: what has ended is known
// for a day, then forgotten; what has not ended is kept.
func TestSessionsThatEndedAreForgotten(t *testing.T) {
	s := world.NewStore(build(t, describe()))
	long := trainerSession()
	long.IssuedAt, long.ExpiresAt = now, now.Add(365*24*time.Hour)
	kept := s.Issue(now, long)
	var first, recent world.Credential
	at := now
	const minutes = 10_000
	for n := range minutes {
		at = at.Add(time.Minute)
		session := trainerSession()
		session.IssuedAt, session.ExpiresAt = at, at.Add(15*time.Minute)
		c := s.Issue(at, session)
		switch n {
		case 0:
			first = c
		case minutes - 60:
			recent = c
		}
	}
	w := s.Load()
	for name, want := range map[string]struct {
		world.Credential
		known bool
	}{"still good": {kept, true}, "ended three quarters of an hour ago": {recent, true}, "ended a week ago": {first, false}} {
		if _, known := w.Credential(want.AccessKeyID); known != want.known {
			t.Errorf("%s: known %v, want %v", name, known, want.known)
		}
	}
	if got, most := w.Sessions.Len(), 2*24*60; got > most {
		t.Errorf("%d sessions, want at most %d", got, most)
	}
}

func BenchmarkIssue(b *testing.B) {
	w, err := world.New(describe())
	if err != nil {
		b.Fatal(err)
	}
	s := world.NewStore(w)
	for range 20_000 {
		s.Issue(now, trainerSession())
	}
	for b.Loop() {
		s.Issue(now, trainerSession())
	}
}
