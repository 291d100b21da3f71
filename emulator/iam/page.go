package iam

import (
	"cmp"
	"encoding/base64"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/denylab/denylab/emulator/awsproto"
)

// A page is a part of a list
// (https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html).
type page[T any] struct {
	items     []T
	truncated bool
	marker    *string
}

// pageSize is how many items AWS sends when nobody asks for a number.
const pageSize = 100

// paged is the page of all that begins behind marker. Items are sorted by key
// without regard to case; keys must be unique: a marker stays good when others
// come and go.
func paged[T any](all []T, key func(T) string, marker *string, size *int32) (page[T], *awsproto.Error) {
	slices.SortFunc(all, func(a, b T) int { return order(key(a), key(b)) })
	if marker != nil {
		last, err := base64.RawURLEncoding.DecodeString(*marker)
		if err != nil {
			return page[T]{}, invalidMarker()
		}
		all = slices.DeleteFunc(all, func(item T) bool { return order(key(item), string(last)) <= 0 })
	}
	n := pageSize
	if size != nil {
		n = int(*size)
	}
	p := page[T]{items: all}
	if p.items == nil {
		p.items = []T{}
	}
	if len(all) > n {
		p.items, p.truncated = all[:n], true
		p.marker = aws.String(base64.RawURLEncoding.EncodeToString([]byte(key(all[n-1]))))
	}
	return p, nil
}

func order(a, b string) int {
	return cmp.Or(strings.Compare(strings.ToLower(a), strings.ToLower(b)), strings.Compare(a, b))
}

func self(s string) string { return s }
