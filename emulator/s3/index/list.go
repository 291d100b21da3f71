package index

import "strings"

// A Query selects a page of a bucket's objects, as ListObjects and ListObjectsV2
// do. The page begins after whichever of Marker, StartAfter and Token is set;
// Token wins over StartAfter.
type Query struct {
	Prefix    string
	Delimiter string
	// Marker is ListObjects' marker. A common prefix that it lies in counts as
	// listed.
	Marker string
	// StartAfter is ListObjectsV2's start-after.
	StartAfter string
	// Token is a Page's Token.
	Token string
	// Max bounds keys and common prefixes together; S3 caps it at 1000.
	Max int
}

// A Page is a part of a listing. Versions and Prefixes are each in the order of
// their UTF-8 bytes.
type Page struct {
	Versions []*Version
	// Prefixes are the common prefixes, up to and with the delimiter.
	Prefixes []string
	// Truncated: there is more.
	Truncated bool
	// NextMarker is the last key or common prefix of a truncated page.
	NextMarker string
	// Token continues after a truncated page; opaque.
	Token string
}

// List lists current versions. Errors are ErrNoSuchBucket and ErrBadToken.
func (ix *Index) List(bucketName string, q Query) (Page, error) {
	var p Page
	w := walk{prefix: q.Prefix, delimiter: q.Delimiter, after: q.Marker, listed: q.Marker}
	switch {
	case q.Token != "":
		after, err := parseToken(q.Token)
		if err != nil {
			return p, err
		}
		w.after, w.listed = after, after
	case q.StartAfter != "":
		w.after, w.listed = q.StartAfter, ""
	}
	err := ix.view(bucketName, func(b *bucket) error {
		w.objects(&b.objects, func(o *object, common string) (found, more bool) {
			if o.versions[0].DeleteMarker {
				return false, true
			}
			if len(p.Versions)+len(p.Prefixes) >= q.Max {
				p.Truncated = q.Max > 0
				return false, false
			}
			if common != "" {
				p.Prefixes, p.NextMarker = append(p.Prefixes, common), common
			} else {
				p.Versions, p.NextMarker = append(p.Versions, o.versions[0]), o.key
			}
			return true, true
		})
		return nil
	})
	if p.Truncated {
		p.Token = newToken(p.NextMarker)
	} else {
		p.NextMarker = ""
	}
	return p, err
}

// A walk goes through a bucket's keys in order.
type walk struct {
	prefix, delimiter string
	// after is the key after which to begin.
	after string
	// listed is a text whose common prefix was on an earlier page.
	listed string
}

// objects visits every object below the prefix after w.after, with its common
// prefix ("" when it has none). Once visit has found a common prefix, the rest of
// that prefix is skipped; visit ends the walk with more false.
func (w *walk) objects(t *table, visit func(o *object, common string) (found, more bool)) {
	c := t.seek(max(w.prefix, w.after))
	for o, ok := t.at(&c); ok && strings.HasPrefix(o.key, w.prefix); o, ok = t.at(&c) {
		if w.after != "" && o.key <= w.after {
			c.slot++
			continue
		}
		common := w.common(o.key)
		found := common != "" && strings.HasPrefix(w.listed, common)
		if !found {
			more := false
			if found, more = visit(o, common); !more {
				return
			}
		}
		if common == "" || !found {
			c.slot++
			continue
		}
		end, ok := afterPrefix(common)
		if !ok {
			return
		}
		c = t.seek(end)
	}
}

// common returns the common prefix a key rolls up into: everything up to and
// with the first delimiter after the prefix.
func (w *walk) common(key string) string {
	if w.delimiter == "" {
		return ""
	}
	head, _, found := strings.Cut(key[len(w.prefix):], w.delimiter)
	if !found {
		return ""
	}
	return key[:len(w.prefix)+len(head)+len(w.delimiter)]
}

// holds says whether a key is listed by itself: below the prefix, and not rolled
// up into a common prefix.
func (w *walk) holds(key string) bool {
	return strings.HasPrefix(key, w.prefix) && w.common(key) == ""
}
