package sts

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// sessionTags are the tags of a session that is being asked for
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html).
type sessionTags struct {
	// keys and values are those the request passes, in its order.
	keys   []string
	values map[string]string
	// transitive are the keys that later sessions inherit.
	transitive []string
	// inherited are the transitive tags of the calling session.
	inherited map[string]string
	kept      []string // their keys
}

// readTags reads Tags and TransitiveTagKeys.
func (p *parameters) readTags() *sessionTags {
	t := &sessionTags{values: map[string]string{}}
	members := p.form.Structs("Tags")
	p.found.Blob("tags", len(members), 0, 50)
	for i, m := range members {
		key, value := m.Get("Key"), m.Get("Value")
		p.found.Length(fmt.Sprintf("tags.%d.member.key", i+1), key, 1, 128)
		p.found.Length(fmt.Sprintf("tags.%d.member.value", i+1), value, 0, 256)
		t.keys = append(t.keys, key)
		t.values[key] = value
	}
	t.transitive = p.list("TransitiveTagKeys", p.form.List("TransitiveTagKeys"), 50, 1, 128)
	return t
}

// check looks at the tags as a whole, after inheriting the transitive ones of
// the calling session. Tag keys compare without case.
func (t *sessionTags) check(calling *world.Session) *awsproto.Error {
	seen := map[string]bool{}
	for _, key := range t.keys {
		folded := strings.ToLower(key)
		switch {
		case strings.HasPrefix(folded, "aws:"):
			return reservedTag()
		case seen[folded]:
			return duplicateTagKeys()
		}
		seen[folded] = true
	}
	for _, key := range t.transitive {
		if !seen[strings.ToLower(key)] {
			return transitiveKeyNotATag()
		}
	}
	t.inherit(calling)
	for key := range t.inherited {
		if seen[strings.ToLower(key)] {
			return transitiveConflict()
		}
	}
	return nil
}

func (t *sessionTags) inherit(calling *world.Session) {
	if calling == nil || calling.Kind != authz.AssumedRole {
		return
	}
	t.inherited = map[string]string{}
	for _, key := range calling.TransitiveTags {
		if value, ok := calling.Tags[key]; ok {
			t.inherited[key] = value
			t.kept = append(t.kept, key)
		}
	}
}

// any says whether the new session has tags, for which sts:TagSession is
// needed, inherited or not.
func (t *sessionTags) any() bool { return len(t.keys)+len(t.inherited) > 0 }

// all are the new session's tags, and the transitive keys among them.
func (t *sessionTags) all() (tags map[string]string, transitive []string) {
	if !t.any() {
		return nil, nil
	}
	tags = maps.Clone(t.values)
	maps.Copy(tags, t.inherited)
	transitive = slices.Sorted(slices.Values(append(slices.Clone(t.kept), t.transitive...)))
	return tags, transitive
}

// addTo adds the condition keys about the request's tags.
func (t *sessionTags) addTo(c authz.Context) {
	for key, value := range t.values {
		c["aws:RequestTag/"+key] = authz.One(value)
	}
	if len(t.keys) > 0 {
		c["aws:TagKeys"] = authz.Many(t.keys...)
	}
	if len(t.transitive) > 0 {
		c["sts:TransitiveTagKeys"] = authz.Many(t.transitive...)
	}
}

// size is what the tags take of a session's packed size, in bytes.
func (t *sessionTags) size() int {
	n := 0
	for key, value := range t.values {
		n += len(key) + len(value)
	}
	return n
}
