package emulator

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/denylab/denylab/emulator/world"
)

// keptFormat is the version of kept; another one cannot be read.
const keptFormat = 1

// A kept is what a world differs by from its description, as far as requests
// to S3, KMS, IAM and Organizations change it: what the description says about
// everything else stays in force when it is edited.
type kept struct {
	Format   int                     `json:"format"`
	Starts   int                     `json:"starts"`
	Accounts map[string]*keptAccount `json:"accounts,omitempty"`
	// Organization is there when the organization is not as described.
	Organization *keptTree `json:"organization,omitempty"`
}

// A keptAccount has, by name or id, what was made or changed; null stands for
// what was deleted.
type keptAccount struct {
	Buckets map[string]*keptBucket `json:"buckets,omitempty"`
	Keys    map[string]*keptKey    `json:"keys,omitempty"`
	keptPoints
	keptIdentities
	keptNetworks
	// Member is there when the account itself was made or closed.
	Member *keptMember `json:"member,omitempty"`
}

// A keptBucket is a bucket with its policy as text, byte for byte, and without
// its objects, which are in the index.
type keptBucket struct {
	world.Bucket
	Policy *string
	// Objects: the bucket is the described one, with the described objects.
	Objects bool
}

// A keptKey is a key with its policy as text.
type keptKey struct {
	world.Key
	Policy *string
}

func keepBucket(b *world.Bucket) *keptBucket {
	k := &keptBucket{Bucket: *b, Policy: textOf(b.Policy), Objects: len(b.Objects)+len(b.Uploads) > 0}
	k.Bucket.Policy, k.Bucket.Objects, k.Bucket.Uploads = nil, nil, nil
	return k
}

func keepKey(b *world.Key) *keptKey {
	k := &keptKey{Key: *b, Policy: textOf(b.Policy)}
	k.Key.Policy = nil
	return k
}

func textOf(p *world.Policy) *string {
	if p == nil {
		return nil
	}
	text := string(p.JSON)
	return &text
}

// difference is what w differs by from described.
func difference(described, w *world.World) (kept, error) {
	k := kept{Format: keptFormat, Accounts: map[string]*keptAccount{}}
	var err error
	if k.Organization, err = treeOf(described, w); err != nil {
		return k, err
	}
	for id, after := range w.Accounts {
		before := described.Accounts[id]
		member := memberOf(before, after)
		if before == nil {
			before = world.NewAccount("", "")
		}
		buckets, err := differing(before.Buckets, after.Buckets, keepBucket)
		if err != nil {
			return k, err
		}
		keys, err := differing(before.Keys, after.Keys, keepKey)
		if err != nil {
			return k, err
		}
		principals, err := identities(before, after)
		if err != nil {
			return k, err
		}
		points, err := pointsOf(before, after)
		if err != nil {
			return k, err
		}
		networks, err := networksOf(before, after)
		if err != nil {
			return k, err
		}
		if len(buckets)+len(keys) > 0 || !principals.empty() || !points.empty() || !networks.empty() || member != nil {
			k.Accounts[id] = &keptAccount{Buckets: buckets, Keys: keys, keptIdentities: principals, keptPoints: points, keptNetworks: networks, Member: member}
		}
	}
	return k, nil
}

// differing are the entries of after that are not in before or not the same
// there, and nil for those that are in before only.
func differing[T, K any](before, after map[string]*T, keep func(*T) *K) (map[string]*K, error) {
	out := map[string]*K{}
	for name := range before {
		if after[name] == nil {
			out[name] = nil
		}
	}
	for name, now := range after {
		record := keep(now)
		if was := before[name]; was != nil {
			same, err := equal(keep(was), record)
			if err != nil {
				return nil, err
			}
			if same {
				continue
			}
		}
		out[name] = record
	}
	return out, nil
}

func equal(a, b any) (bool, error) {
	x, err := json.Marshal(a)
	if err != nil {
		return false, err
	}
	y, err := json.Marshal(b)
	return bytes.Equal(x, y), err
}

// over makes w, which is as described, what it was when k was kept.
func (k kept) over(w *world.World) error {
	for _, id := range slices.Sorted(maps.Keys(k.Accounts)) {
		account, err := k.Accounts[id].account(w.Accounts[id])
		if err != nil {
			return fmt.Errorf("account %s %w", id, err)
		}
		w.Accounts[id] = account
		if err := k.Accounts[id].over(account); err != nil {
			return fmt.Errorf("account %s: %w", id, err)
		}
	}
	return k.Organization.over(w)
}

func (k *keptAccount) over(a *world.Account) error {
	if k == nil {
		return nil
	}
	if err := k.keptIdentities.over(a); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(k.Buckets)) {
		if k.Buckets[name] == nil {
			delete(a.Buckets, name)
			continue
		}
		b, err := k.Buckets[name].bucket(a.Buckets[name])
		if err != nil {
			return fmt.Errorf("bucket %s: %w", name, err)
		}
		a.Buckets[name] = b
	}
	if err := k.keptPoints.over(a); err != nil {
		return err
	}
	if err := k.keptNetworks.over(a); err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(k.Keys)) {
		if k.Keys[id] == nil {
			delete(a.Keys, id)
			continue
		}
		key, err := k.Keys[id].key(a.Keys[id])
		if err != nil {
			return fmt.Errorf("key %s: %w", id, err)
		}
		a.Keys[id] = key
	}
	return nil
}

// bucket is the bucket that was kept; described may be nil.
func (k *keptBucket) bucket(described *world.Bucket) (*world.Bucket, error) {
	b := k.Bucket
	if described == nil {
		described = &world.Bucket{}
	}
	if k.Objects {
		b.Objects, b.Uploads = described.Objects, described.Uploads
	}
	var err error
	b.Policy, err = policyOf(k.Policy, described.Policy)
	return &b, err
}

func (k *keptKey) key(described *world.Key) (*world.Key, error) {
	key := k.Key
	if described == nil {
		described = &world.Key{}
	}
	var err error
	key.Policy, err = policyOf(k.Policy, described.Policy)
	return &key, err
}

// policyOf is the policy with a text: the described one, which knows the lines
// it was written in, if that is what it says.
func policyOf(text *string, described *world.Policy) (*world.Policy, error) {
	switch {
	case text == nil:
		return nil, nil
	case described != nil && string(described.JSON) == *text:
		return described, nil
	}
	p, err := world.NewPolicy([]byte(*text), "")
	if err != nil {
		return nil, fmt.Errorf("policy: %w", err)
	}
	return p, nil
}
