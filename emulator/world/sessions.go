package world

import (
	"maps"
	"time"
)

// Sessions are temporary credentials. They never change: Issue makes others of
// them. Nil has none.
type Sessions struct {
	// young are the newest, so few that they can be copied for every new one;
	// old are the others.
	old, young map[string]*Session
}

// mostYoung is how many sessions are young.
const mostYoung = 256

// remembered is for how long after its end a session is known: a client that
// goes on using it is told that it has expired.
const remembered = 24 * time.Hour

// Get finds a session by its access key id.
func (s *Sessions) Get(accessKeyID string) (*Session, bool) {
	if s == nil {
		return nil, false
	}
	if found, ok := s.young[accessKeyID]; ok {
		return found, true
	}
	found, ok := s.old[accessKeyID]
	return found, ok
}

// Len is how many sessions there are.
func (s *Sessions) Len() int {
	if s == nil {
		return 0
	}
	return len(s.old) + len(s.young)
}

// all are the sessions by access key id.
func (s *Sessions) all() map[string]*Session {
	all := map[string]*Session{}
	if s != nil {
		maps.Copy(all, s.old)
		maps.Copy(all, s.young)
	}
	return all
}

// ofClients are the sessions that were issued to somebody: those of services
// come about while a request is checked that may be refused yet.
func (s *Sessions) ofClients() map[string]*Session {
	all := s.all()
	maps.DeleteFunc(all, func(_ string, one *Session) bool { return one.OfService })
	return all
}

// with are s and one more. Those that ended long before now are forgotten from
// time to time.
func (s *Sessions) with(one *Session, now time.Time) *Sessions {
	next := &Sessions{}
	if s != nil {
		next.old, next.young = s.old, maps.Clone(s.young)
	}
	if len(next.young) >= mostYoung {
		next.old, next.young = s.all(), nil
		maps.DeleteFunc(next.old, func(_ string, of *Session) bool { return now.Sub(of.ExpiresAt) > remembered })
	}
	if next.young == nil {
		next.young = map[string]*Session{}
	}
	next.young[one.AccessKeyID] = one
	return next
}
