package kms

import (
	"encoding/base64"
	"slices"
	"strings"

	"github.com/denylab/denylab/emulator/awsproto"
)

// pageInput is what every list takes; pageOutput what it answers beside its
// items.
type pageInput struct {
	Limit  *int
	Marker *string
}

type pageOutput struct {
	NextMarker string `json:",omitempty"`
	Truncated  bool
}

// check checks the size of a page against the most that the list has.
func (p pageInput) check(c *awsproto.Constraints, most int) {
	if p.Limit != nil {
		c.Range("limit", *p.Limit, 1, most)
	}
	if p.Marker != nil {
		c.Length("marker", *p.Marker, 1, 1024)
	}
}

// paged is one page of items, which become sorted by id: as many as were asked
// for, or the usual number, after the one that the marker stands for. What has
// come or gone between two pages does not move the others.
func paged[T any](in pageInput, usual int, items []T, id func(T) string) ([]T, pageOutput, *awsproto.Error) {
	slices.SortFunc(items, func(a, b T) int { return strings.Compare(id(a), id(b)) })
	if in.Marker != nil {
		last, err := base64.RawURLEncoding.DecodeString(*in.Marker)
		if err != nil {
			return nil, pageOutput{}, invalidMarker()
		}
		items = slices.DeleteFunc(items, func(item T) bool { return id(item) <= string(last) })
	}
	limit := usual
	if in.Limit != nil {
		limit = *in.Limit
	}
	if len(items) <= limit {
		return items, pageOutput{}, nil
	}
	next := base64.RawURLEncoding.EncodeToString([]byte(id(items[limit-1])))
	return items[:limit], pageOutput{next, true}, nil
}
