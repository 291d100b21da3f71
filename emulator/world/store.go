package world

import (
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// A Store holds the present world. Readers take a snapshot and keep it;
// writers change a copy and swap it in, one at a time.
type Store struct {
	first   *World
	present atomic.Pointer[World]
	writing sync.Mutex
	keep    func(*World) error // nil: nobody keeps it
}

// NewStore keeps a world that New made; one that it did not make is completed,
// unchecked.
func NewStore(w *World) *Store {
	if w == nil || w.index == nil {
		w = clone(w)
		w.fill()
		w.index = newIndex(w)
	}
	s := &Store{first: w}
	s.present.Store(w)
	return s
}

// Load is the present snapshot. It must not be changed.
func (s *Store) Load() *World { return s.present.Load() }

// Change swaps in a world that change made of a copy of the present one. The
// copy is completed and checked as New does; when that or change itself fails,
// nothing has changed and the error says why. Policies, sessions and contents
// of objects are shared with older snapshots: change replaces them, and never
// writes into one.
//
// A principal that is gone from the copy leaves its unique id in the policies
// that named it, as on AWS.
func (s *Store) Change(change func(*World) error) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	before := s.present.Load()
	next := clone(before)
	next.Revision++
	if err := change(next); err != nil {
		return err
	}
	next.fill()
	next.forget(before)
	if err := next.finish(); err != nil {
		return err
	}
	if s.keep != nil {
		if err := s.keep(next); err != nil {
			return err
		}
	}
	s.present.Store(next)
	return nil
}

// Keep has every world that Change makes shown to keep before anybody sees it.
// When keep fails, the change fails with its error and nothing has changed.
// Sessions, which Issue makes, and Reset are not shown.
func (s *Store) Keep(keep func(*World) error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	s.keep = keep
}

// Issue makes temporary credentials for session and keeps them. It fills in
// the key pair and the token, which follow from the session's fields and the
// number of changes so far; the principal's unique id when it is empty; and
// the times, now and one hour later, when they are zero.
//
// The credential has no Principal when there is none that session names.
func (s *Store) Issue(now time.Time, session Session) Credential {
	s.writing.Lock()
	defer s.writing.Unlock()
	before := s.present.Load()
	next := *before // everything but the sessions is shared
	next.Revision++
	session.issue(&next, now)
	next.Sessions = before.Sessions.with(&session, now)
	s.present.Store(&next)
	c, _ := next.Credential(session.AccessKeyID)
	return *c
}

func (s *Session) issue(w *World, now time.Time) {
	if s.PrincipalID == "" {
		s.PrincipalID = w.idOf(*s)
	}
	if s.IssuedAt.IsZero() {
		s.IssuedAt = now
	}
	if s.ExpiresAt.IsZero() {
		s.ExpiresAt = s.IssuedAt.Add(time.Hour)
	}
	of := []string{"session", strconv.FormatUint(w.Revision, 10), s.Account, string(s.Kind), s.Principal, s.PrincipalID, s.Name,
		strconv.FormatInt(s.IssuedAt.UnixNano(), 10)}
	s.AccessKeyID = "ASIA" + letters(16, of...)
	s.Secret = secret(of...)
	s.Token = token(of...)
}

// Reset goes back to the first snapshot.
func (s *Store) Reset() {
	s.writing.Lock()
	defer s.writing.Unlock()
	s.present.Store(s.first)
}
