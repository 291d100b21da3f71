package s3

import (
	"strconv"
	"strings"

	"github.com/denylab/denylab/emulator/awsproto"
)

// A span is length bytes of an object from first on.
type span struct{ first, length int64 }

func (s span) last() int64 { return s.first + s.length - 1 }

// contentRange is the value of Content-Range for s of an object of size bytes.
func (s span) contentRange(size int64) string {
	return "bytes " + strconv.FormatInt(s.first, 10) + "-" + strconv.FormatInt(s.last(), 10) + "/" + strconv.FormatInt(size, 10)
}

// parseRange reads a Range header for an object of size bytes. ok is false for
// a header that S3 ignores and answers with the whole object: another unit,
// several ranges, bad syntax
// (https://www.rfc-editor.org/rfc/rfc9110#name-range).
func parseRange(header string, size int64) (s span, ok bool, err *awsproto.Error) {
	first, last, ok := rangeBounds(header)
	if !ok {
		return span{}, false, nil
	}
	if first == "" { // the last n bytes
		n, ok := position(last)
		if !ok {
			return span{}, false, nil
		}
		if n == 0 || size == 0 {
			return span{}, false, invalidRange(header, size)
		}
		n = min(n, size)
		return span{size - n, n}, true, nil
	}
	from, ok := position(first)
	if !ok {
		return span{}, false, nil
	}
	to := size - 1
	if last != "" {
		if to, ok = position(last); !ok || to < from {
			return span{}, false, nil
		}
	}
	if from >= size {
		return span{}, false, invalidRange(header, size)
	}
	to = min(to, size-1)
	return span{from, to - from + 1}, true, nil
}

// parseCopyRange reads x-amz-copy-source-range, which must name both ends and
// lie inside the source.
func parseCopyRange(header string, size int64) (span, *awsproto.Error) {
	first, last, ok := rangeBounds(header)
	from, ok1 := position(first)
	to, ok2 := position(last)
	if !ok || !ok1 || !ok2 || to < from {
		return span{}, invalidArgument("The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy", "x-amz-copy-source-range", header)
	}
	switch {
	case from >= size:
		return span{}, invalidRequest("The specified copy range is invalid for the source object size")
	case to >= size:
		return span{}, invalidArgument("Range specified is not valid for source object of size: "+strconv.FormatInt(size, 10), "x-amz-copy-source-range", header)
	}
	return span{from, to - from + 1}, nil
}

func rangeBounds(header string) (first, last string, ok bool) {
	unit, set, ok := strings.Cut(header, "=")
	if !ok || !strings.EqualFold(strings.TrimSpace(unit), "bytes") || strings.Contains(set, ",") {
		return "", "", false
	}
	first, last, ok = strings.Cut(strings.TrimSpace(set), "-")
	return strings.TrimSpace(first), strings.TrimSpace(last), ok
}

// position reads a byte position: digits only.
func position(s string) (int64, bool) {
	if s == "" || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 1<<63 - 1, true // beyond any object
	}
	return n, true
}
