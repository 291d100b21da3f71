package world

import "sync"

// mostKnown is how many credentials an index keeps.
const mostKnown = 1000

// A known holds credentials that were looked up, by access key id: whom each
// stands for is the same for all requests between two changes. It may be used by
// several goroutines at once.
type known struct {
	mu   sync.RWMutex
	held map[string]*Credential
}

func (k *known) get(accessKeyID string) (*Credential, bool) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	c, ok := k.held[accessKeyID]
	return c, ok
}

func (k *known) put(c *Credential) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.held == nil || len(k.held) >= mostKnown {
		k.held = map[string]*Credential{}
	}
	k.held[c.AccessKeyID] = c
}
