package index

import (
	"slices"
	"strings"
)

// leafSize bounds a leaf of a table: small enough to insert into cheaply, large
// enough that a million keys make a few thousand leaves.
const leafSize = 512

// A table holds objects sorted by key in the order of their UTF-8 bytes, which
// is S3's listing order. It is a tree of one level: a list of sorted leaves, none
// of them empty. It is not safe for concurrent use.
type table struct {
	leaves []leaf
	count  int
}

// A leaf has its first key at hand, and a slot its object's: a search, which a
// listing does for every common prefix, reads keys and no objects.
type leaf struct {
	first string
	slots []slot
}

type slot struct {
	key    string
	object *object
}

// A cursor is a place in a table. It is good until the table changes.
type cursor struct{ leaf, slot int }

// seek returns the place of the first object whose key is not less than key.
func (t *table) seek(key string) cursor {
	// The last leaf that begins at or before key is the only one that can hold it.
	i, found := slices.BinarySearchFunc(t.leaves, key, func(l leaf, key string) int {
		return strings.Compare(l.first, key)
	})
	if found {
		return cursor{leaf: i}
	}
	if i > 0 {
		i--
	}
	if i == len(t.leaves) {
		return cursor{leaf: i}
	}
	j, _ := slices.BinarySearchFunc(t.leaves[i].slots, key, func(s slot, key string) int {
		return strings.Compare(s.key, key)
	})
	return cursor{leaf: i, slot: j}
}

// at returns the object at c, stepping over a leaf's end; ok is false at the end
// of the table.
func (t *table) at(c *cursor) (o *object, ok bool) {
	if c.leaf < len(t.leaves) && c.slot >= len(t.leaves[c.leaf].slots) {
		c.leaf, c.slot = c.leaf+1, 0
	}
	if c.leaf >= len(t.leaves) {
		return nil, false
	}
	return t.leaves[c.leaf].slots[c.slot].object, true
}

// get returns the object of a key.
func (t *table) get(key string) (o *object, ok bool) {
	c := t.seek(key)
	if o, ok = t.at(&c); ok && o.key == key {
		return o, true
	}
	return nil, false
}

// insert adds an object whose key is not in the table.
func (t *table) insert(o *object) {
	t.count++
	if len(t.leaves) == 0 {
		t.leaves = []leaf{newLeaf([]slot{{o.key, o}})}
		return
	}
	c := t.seek(o.key)
	slots := slices.Insert(t.leaves[c.leaf].slots, c.slot, slot{o.key, o})
	t.leaves[c.leaf] = newLeaf(slots)
	if len(slots) <= leafSize {
		return
	}
	// Keys mostly arrive in order: leave a leaf that grows at its end almost
	// full instead of half empty.
	cut := len(slots) / 2
	if c.slot == len(slots)-1 {
		cut = len(slots) - 1
	}
	right := append(make([]slot, 0, leafSize+1), slots[cut:]...)
	clear(slots[cut:])
	t.leaves[c.leaf].slots = slots[:cut]
	t.leaves = slices.Insert(t.leaves, c.leaf+1, newLeaf(right))
}

func newLeaf(slots []slot) leaf { return leaf{first: slots[0].key, slots: slots} }

// remove takes a key's object out, if it is there.
func (t *table) remove(key string) {
	c := t.seek(key)
	if o, ok := t.at(&c); !ok || o.key != key {
		return
	}
	t.count--
	slots := slices.Delete(t.leaves[c.leaf].slots, c.slot, c.slot+1)
	if len(slots) == 0 {
		t.leaves = slices.Delete(t.leaves, c.leaf, c.leaf+1)
		return
	}
	t.leaves[c.leaf] = newLeaf(slots)
}

// all visits every object in order.
func (t *table) all(visit func(*object)) {
	for _, l := range t.leaves {
		for _, s := range l.slots {
			visit(s.object)
		}
	}
}

// afterPrefix returns the smallest string above every string that begins with
// prefix; ok is false when there is none (nothing but bytes 0xff).
func afterPrefix(prefix string) (s string, ok bool) {
	b := []byte(prefix)
	for i := len(b) - 1; i >= 0; i-- {
		if b[i] < 0xff {
			b[i]++
			return string(b[:i+1]), true
		}
	}
	return "", false
}
