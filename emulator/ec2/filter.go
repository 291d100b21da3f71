package ec2

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/denylab/denylab/emulator/awsproto"
)

// A lister tells how things that are described are found.
type lister[T any] struct {
	kind string // as in notFound
	id   func(T) string
	tags func(T) map[string]string // nil when they have none
	// fields are what filters can be about, by the filter's name: the values
	// that a thing has.
	fields map[string]func(T) []string
	// atMost is the largest number of results that a request may ask for, the
	// least is 5; 0 for an operation that takes any number.
	atMost int
}

// A search is what a request that describes things asks for.
type search struct {
	ids     []string
	filters []types.Filter
	token   *string
	size    *int32
}

// list is the page of the things that a search is for, and the token of the
// next one, if there is one
// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html).
func (l lister[T]) list(all []T, s search) ([]T, *string, *awsproto.Error) {
	slices.SortFunc(all, func(a, b T) int { return cmp.Compare(l.id(a), l.id(b)) })
	for _, id := range s.ids {
		if !slices.ContainsFunc(all, func(t T) bool { return l.id(t) == id }) {
			return nil, nil, notFound[l.kind](id)
		}
	}
	if err := l.known(s.filters); err != nil {
		return nil, nil, err
	}
	found := []T{}
	for _, t := range all {
		if (len(s.ids) == 0 || slices.Contains(s.ids, l.id(t))) && l.passes(t, s.filters) {
			found = append(found, t)
		}
	}
	return l.page(found, s)
}

// known refuses filters that there are not.
func (l lister[T]) known(filters []types.Filter) *awsproto.Error {
	for _, f := range filters {
		if name := aws.ToString(f.Name); l.fields[name] == nil && !l.aboutTags(name) {
			return failure("InvalidParameterValue", "The filter '%s' is invalid", name)
		}
	}
	return nil
}

func (l lister[T]) aboutTags(name string) bool {
	return l.tags != nil && (name == "tag-key" || strings.HasPrefix(name, "tag:"))
}

// passes: every filter has a value that the thing has, too.
func (l lister[T]) passes(t T, filters []types.Filter) bool {
	for _, f := range filters {
		has := l.values(t, aws.ToString(f.Name))
		if !slices.ContainsFunc(f.Values, func(pattern string) bool {
			return slices.ContainsFunc(has, func(value string) bool { return matches(pattern, value) })
		}) {
			return false
		}
	}
	return true
}

func (l lister[T]) values(t T, name string) []string {
	switch key, tagged := strings.CutPrefix(name, "tag:"); {
	case tagged:
		if value, ok := l.tags(t)[key]; ok {
			return []string{value}
		}
		return nil
	case name == "tag-key":
		return slices.Sorted(maps.Keys(l.tags(t)))
	}
	return l.fields[name](t)
}

// matches compares a value with a filter's, in which * stands for any text, ?
// for one character, and a backslash takes their meaning away.
func matches(pattern, value string) bool {
	var b strings.Builder
	escaped := false
	for _, c := range pattern {
		switch {
		case escaped:
			b.WriteString(regexp.QuoteMeta(string(c)))
			escaped = false
		case c == '\\':
			escaped = true
		case c == '*':
			b.WriteString(".*")
		case c == '?':
			b.WriteString(".")
		default:
			b.WriteString(regexp.QuoteMeta(string(c)))
		}
	}
	whole, err := regexp.Compile("(?s)^" + b.String() + "$")
	return err == nil && whole.MatchString(value)
}

// The values of things for filters.

func one(s string) []string { return []string{s} }

func flag(b bool) []string { return []string{strconv.FormatBool(b)} }
