package sagemaker

import (
	"encoding/base64"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
)

// A page is a part of a listing; next is nil on the last one.
type page[T any] struct {
	items []T
	next  *string
}

// listed answers a List operation: input has the filters and the order under
// the names that all of SageMaker's lists have, summary is what is shown of a
// record.
func listed[T any](r *request, kind string, input any, summary func(*record) T) (page[T], *awsproto.Error) {
	if err := r.allowedAnywhere(); err != nil {
		return page[T]{}, err
	}
	return paged(r.h.records.of(r.accountID(), kind), input, summary)
}

func paged[T any](records []*record, input any, summary func(*record) T) (page[T], *awsproto.Error) {
	f := filterOf(input)
	start, err := f.start()
	if err != nil {
		return page[T]{}, err
	}
	var all []entry[T]
	for _, rec := range records {
		e := entry[T]{name: rec.name, item: summary(rec)}
		if f.takes(reflect.ValueOf(e.item), rec.name) {
			all = append(all, e)
		}
	}
	less := f.order()
	slices.SortStableFunc(all, func(a, b entry[T]) int {
		return less(a.name, b.name, reflect.ValueOf(a.item), reflect.ValueOf(b.item))
	})
	start = min(start, len(all))
	end := min(start+f.size(), len(all))
	out := page[T]{items: []T{}}
	for _, e := range all[start:end] {
		out.items = append(out.items, e.item)
	}
	out.next = nextPage(end, len(all))
	return out, nil
}

// nextPage is the NextToken of the page that ends before item end; nil of the
// last one.
func nextPage(end, all int) *string {
	if end >= all {
		return nil
	}
	token := base64.StdEncoding.EncodeToString([]byte(tokenStart + strconv.Itoa(end)))
	return &token
}

type entry[T any] struct {
	name string
	item T
}

// A filter reads the fields of a List operation's input.
type filter struct{ in reflect.Value }

func filterOf(input any) filter { return filter{in: reflect.ValueOf(input).Elem()} }

// field is a field of a structure that may not have it; the zero Value when it
// is absent or unset.
func field(v reflect.Value, name string) reflect.Value {
	f := v.FieldByName(name)
	if !f.IsValid() {
		return f
	}
	if f.Kind() == reflect.Pointer {
		return f.Elem()
	}
	if f.IsZero() {
		return reflect.Value{}
	}
	return f
}

func (f filter) text(name string) string {
	if v := field(f.in, name); v.IsValid() {
		return v.String()
	}
	return ""
}

const tokenStart = "page:"

// start is where the page of NextToken begins.
func (f filter) start() (int, *awsproto.Error) {
	token := f.text("NextToken")
	if token == "" {
		return 0, nil
	}
	text, err := base64.StdEncoding.DecodeString(token)
	number, ok := strings.CutPrefix(string(text), tokenStart)
	n, notNumber := strconv.Atoi(number)
	if err != nil || !ok || notNumber != nil || n < 0 {
		return 0, validation("Invalid pagination token.")
	}
	return n, nil
}

// size is how many items a page has: 10 when the request does not say.
func (f filter) size() int {
	if v := field(f.in, "MaxResults"); v.IsValid() {
		return int(v.Int())
	}
	return 10
}

// takes says whether an item passes the filters.
func (f filter) takes(item reflect.Value, name string) bool {
	if part := f.text("NameContains"); !strings.Contains(strings.ToLower(name), strings.ToLower(part)) {
		return false
	}
	for _, of := range []string{"CreationTime", "LastModifiedTime"} {
		at, known := instant(item, of)
		if after, ok := instant(f.in, of+"After"); ok && known && !at.After(after) {
			return false
		}
		if before, ok := instant(f.in, of+"Before"); ok && known && !at.Before(before) {
			return false
		}
	}
	return f.hasStatus(item)
}

// hasStatus compares StatusEquals with the item's field of the same type.
func (f filter) hasStatus(item reflect.Value) bool {
	want := field(f.in, "StatusEquals")
	if !want.IsValid() {
		return true
	}
	for i := range item.NumField() {
		if v := item.Field(i); v.Type() == want.Type() {
			return v.String() == want.String()
		}
	}
	return true
}

func instant(v reflect.Value, name string) (time.Time, bool) {
	f := field(v, name)
	if !f.IsValid() {
		return time.Time{}, false
	}
	t, ok := f.Interface().(time.Time)
	return t, ok
}

// order compares two items as SortBy and SortOrder say; records come in the
// order in which they were made. The newest models and endpoints, whose order
// is an OrderKey, come first where the request does not say
// (https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListModels.html).
func (f filter) order() func(a, b string, x, y reflect.Value) int {
	sign, said := 1, f.text("SortOrder")
	if said == "Descending" || said == "" && f.in.FieldByName("SortOrder").Type() == reflect.TypeFor[types.OrderKey]() {
		sign = -1
	}
	by := f.text("SortBy")
	return func(a, b string, x, y reflect.Value) int {
		if by == "Name" {
			return sign * strings.Compare(a, b)
		}
		if by == "" {
			by = "CreationTime"
		}
		s, _ := instant(x, by)
		t, _ := instant(y, by)
		return sign * s.Compare(t)
	}
}
