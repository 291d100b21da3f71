package caller

import "sync"

// ringSize is how many signing keys a keyring holds. A client uses one a day,
// Region and service.
const ringSize = 1000

// A keyring keeps signing keys: deriving one takes longer than anything else in
// a verification. Its zero value is ready to use, also by several goroutines at
// once.
type keyring struct {
	mu   sync.RWMutex
	held map[derivation][]byte
}

// A derivation is what a signing key follows from.
type derivation struct {
	secret string
	scope  scope
}

// key is signingKey(secret, s), which must not be written to.
func (k *keyring) key(secret string, s scope) []byte {
	from := derivation{secret, s}
	k.mu.RLock()
	key, ok := k.held[from]
	k.mu.RUnlock()
	if ok {
		return key
	}
	key = signingKey(secret, s)
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.held == nil || len(k.held) >= ringSize {
		k.held = map[derivation][]byte{}
	}
	k.held[from] = key
	return key
}
