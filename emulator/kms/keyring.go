package kms

import (
	"crypto"
	"sync"
)

// A keyring remembers the private keys of a lab, which are slow to make.
type keyring struct {
	mu   sync.Mutex
	made map[string]func() crypto.Signer
}

func (k *keyring) get(id string, make func() crypto.Signer) crypto.Signer {
	k.mu.Lock()
	if k.made == nil {
		k.made = map[string]func() crypto.Signer{}
	}
	once, ok := k.made[id]
	if !ok {
		once = sync.OnceValue(make)
		k.made[id] = once
	}
	k.mu.Unlock()
	return once()
}

// private is the private key of an asymmetric KMS key.
func (h *Handler) private(keyARN, spec string) crypto.Signer {
	return h.keys.get(spec+" "+keyARN, func() crypto.Signer {
		return generate(h.stream(keyARN, "private key", spec), spec)
	})
}
