package s3

import (
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/denylab/denylab/emulator/awsproto"
)

// maxKey is the longest object key, in bytes.
const maxKey = 1024

// A target is the bucket and key a request names; both are empty on the
// service level.
type target struct{ bucket, key string }

func (t target) level() level {
	switch {
	case t.bucket == "":
		return onService
	case t.key == "":
		return onBucket
	default:
		return onObject
	}
}

// locate finds the bucket and key of r: in the host (BUCKET.BASE, for the
// given base hosts) or at the front of the path.
func locate(r *http.Request, bases []string) (target, *awsproto.Error) {
	path := strings.TrimPrefix(r.URL.Path, "/")
	t := target{bucket: hostBucket(r.Host, bases)}
	if t.bucket != "" {
		t.key = path
	} else {
		t.bucket, t.key, _ = strings.Cut(path, "/")
		if t.bucket == "" && t.key != "" {
			return t, failure(400, "InvalidBucketName", "The specified bucket is not valid.", "BucketName", "")
		}
	}
	switch {
	case !utf8.ValidString(t.key) || !utf8.ValidString(t.bucket):
		return t, failure(400, "InvalidURI", "Couldn't parse the specified URI.", "URI", r.URL.EscapedPath())
	case len(t.key) > maxKey:
		return t, keyTooLong(t.key)
	}
	return t, nil
}

// hostBucket is the bucket in a virtual-host style host name; the longest base
// that fits wins, because a bucket name may contain dots. bases are in lower
// case.
func hostBucket(host string, bases []string) string {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.ToLower(host)
	best := ""
	for _, b := range bases {
		if host == b {
			return ""
		}
		if label, ok := strings.CutSuffix(host, b); ok && strings.HasSuffix(label, ".") && len(b) > len(best) {
			best = b
		}
	}
	if best == "" {
		return ""
	}
	return strings.TrimSuffix(host, "."+best)
}

// choose picks the operation of a request from the table. What the table does
// not have is refused by name; it never falls to another operation.
func choose(r *http.Request, l level, query url.Values) (*operation, *awsproto.Error) {
	present := selectorsIn(query)
	copies := r.Header.Get("X-Amz-Copy-Source") != ""
	var found *operation
	for _, row := range rows[place{r.Method, l}] {
		if sameSet(present, row.selectors) && (copies || !row.copies) {
			if found == nil || row.copies {
				found = row.operation
			}
		}
	}
	if found == nil {
		return nil, unrouted(r.Method, l, present)
	}
	for _, p := range sortedKeys(query) {
		if !slices.Contains(present, p) && !found.reads(p) {
			return nil, notImplemented("QueryParameter", p)
		}
	}
	return found, nil
}

// A place is what the operations of the table are looked up by.
type place struct {
	method string
	level  level
}

// A row is an operation with its selectors apart.
type row struct {
	*operation
	selectors []string
}

// rows are the table's, in its order.
var rows = func() map[place][]row {
	all := map[place][]row{}
	for i := range operations {
		o := &operations[i]
		at := place{o.method, o.level}
		all[at] = append(all[at], row{o, o.selectorSet()})
	}
	return all
}()

// unrouted refuses a request that no row of the table describes.
func unrouted(method string, l level, present []string) *awsproto.Error {
	for i := range operations {
		o := &operations[i]
		if o.level == l && o.method != method && sameSet(present, o.selectorSet()) {
			resource := l.String()
			if len(present) > 0 {
				resource = strings.ToUpper(present[0])
			}
			return methodNotAllowed(method, resource)
		}
	}
	return notImplemented("QueryParameter", strings.Join(present, "&"))
}

// selectorsIn are the query parameters of a request that select an operation
// somewhere in the table, sorted.
func selectorsIn(query url.Values) []string {
	var present []string
	for _, p := range sortedKeys(query) {
		if knownSelectors[p] {
			present = append(present, p)
		}
	}
	return present
}

var knownSelectors = func() map[string]bool {
	all := map[string]bool{}
	for i := range operations {
		for _, s := range operations[i].selectorSet() {
			all[s] = true
		}
	}
	return all
}()

func sameSet(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for _, s := range b {
		if !slices.Contains(a, s) {
			return false
		}
	}
	return true
}
