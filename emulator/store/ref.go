package store

import (
	"fmt"
	"strconv"
	"strings"
)

// A Ref names one blob. It is opaque to everybody but this package, and stays
// good across restarts of a persistent store.
type Ref string

// newRef writes a blob's number and size: "1f.1048576". The size is in the name
// so that a range can be found without looking anything up.
func newRef(id uint64, size int64) Ref {
	return Ref(strconv.FormatUint(id, 16) + "." + strconv.FormatInt(size, 10))
}

// parse returns the blob's number and its size in bytes.
func (r Ref) parse() (id uint64, size int64, err error) {
	left, right, ok := strings.Cut(string(r), ".")
	if ok {
		id, err = strconv.ParseUint(left, 16, 64)
		if err == nil {
			size, err = strconv.ParseInt(right, 10, 64)
		}
	}
	if !ok || err != nil || size < 0 || newRef(id, size) != r {
		return 0, 0, fmt.Errorf("store: %q is not a blob reference; use one that Put returned", string(r))
	}
	return id, size, nil
}

// chunks is how many chunks hold size bytes.
func chunks(size int64) int64 { return (size + chunkSize - 1) / chunkSize }

// chunkKey is the backend's key of a blob's n-th chunk, from 0.
func chunkKey(id uint64, n int64) string { return fmt.Sprintf("%016x-%06x", id, n) }

// parseChunkKey is the inverse of chunkKey; ok is false for a name that is not
// a chunk's, such as a backend's own files.
func parseChunkKey(key string) (id uint64, ok bool) {
	left, right, found := strings.Cut(key, "-")
	if !found {
		return 0, false
	}
	id, err := strconv.ParseUint(left, 16, 64)
	if err != nil {
		return 0, false
	}
	n, err := strconv.ParseInt(right, 16, 64)
	return id, err == nil && n >= 0 && chunkKey(id, n) == key
}
