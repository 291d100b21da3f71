package index

import (
	"slices"
	"strings"
)

// leafSize bounds a leaf of a table: small enough to insert into cheaply, large
// enough that a million keys make a few thousand leaves.
const leafSize = 512

// A table holds entries sorted by key in the order of their UTF-8 bytes, which
// is S3's listing order. It is a tree of one level: a list of sorted leaves, none
// of them empty. It is not safe for concurrent use.
type table[T keyed] struct {
	leaves [][]T
	count  int
}

type keyed interface{ sortKey() string }

// A cursor is a place in a table. It is good until the table changes.
type cursor struct{ leaf, slot int }

// seek returns the place of the first entry whose key is not less than key.
func (t *table[T]) seek(key string) cursor {
	// The last leaf that begins at or before key is the only one that can hold it.
	i, found := slices.BinarySearchFunc(t.leaves, key, func(leaf []T, key string) int {
		return strings.Compare(leaf[0].sortKey(), key)
	})
	if !found && i > 0 {
		i--
	}
	if i == len(t.leaves) {
		return cursor{leaf: i}
	}
	j, _ := slices.BinarySearchFunc(t.leaves[i], key, func(e T, key string) int {
		return strings.Compare(e.sortKey(), key)
	})
	return cursor{leaf: i, slot: j}
}

// at returns the entry at c, stepping over a leaf's end; ok is false at the end
// of the table.
func (t *table[T]) at(c *cursor) (e T, ok bool) {
	if c.leaf < len(t.leaves) && c.slot >= len(t.leaves[c.leaf]) {
		c.leaf, c.slot = c.leaf+1, 0
	}
	if c.leaf >= len(t.leaves) {
		return e, false
	}
	return t.leaves[c.leaf][c.slot], true
}

// get returns the entry of a key.
func (t *table[T]) get(key string) (e T, ok bool) {
	c := t.seek(key)
	if e, ok = t.at(&c); ok && e.sortKey() == key {
		return e, true
	}
	var none T
	return none, false
}

// insert adds an entry whose key is not in the table.
func (t *table[T]) insert(e T) {
	t.count++
	if len(t.leaves) == 0 {
		t.leaves = [][]T{{e}}
		return
	}
	c := t.seek(e.sortKey())
	leaf := slices.Insert(t.leaves[c.leaf], c.slot, e)
	t.leaves[c.leaf] = leaf
	if len(leaf) <= leafSize {
		return
	}
	// Keys mostly arrive in order: leave a leaf that grows at its end almost
	// full instead of half empty.
	cut := len(leaf) / 2
	if c.slot == len(leaf)-1 {
		cut = len(leaf) - 1
	}
	right := append(make([]T, 0, leafSize+1), leaf[cut:]...)
	clear(leaf[cut:])
	t.leaves[c.leaf] = leaf[:cut]
	t.leaves = slices.Insert(t.leaves, c.leaf+1, right)
}

// remove takes a key's entry out, if it is there.
func (t *table[T]) remove(key string) {
	c := t.seek(key)
	e, ok := t.at(&c)
	if !ok || e.sortKey() != key {
		return
	}
	t.count--
	t.leaves[c.leaf] = slices.Delete(t.leaves[c.leaf], c.slot, c.slot+1)
	if len(t.leaves[c.leaf]) == 0 {
		t.leaves = slices.Delete(t.leaves, c.leaf, c.leaf+1)
	}
}

// all visits every entry in order.
func (t *table[T]) all(visit func(T)) {
	for _, leaf := range t.leaves {
		for _, e := range leaf {
			visit(e)
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
