package sagemaker

import (
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/denylab/denylab/emulator/awsproto"
)

// A query is a list's request whose own names or values are not those that all
// of SageMaker's lists have.
type query struct {
	NextToken                                     *string
	MaxResults                                    *int32
	NameContains                                  *string
	SortBy, SortOrder                             string
	CreationTimeAfter, CreationTimeBefore         *time.Time
	LastModifiedTimeAfter, LastModifiedTimeBefore *time.Time
}

// ordered is the query of a list with an order: of the request, else the
// API's default. Some lists have CREATION_TIME and DESCENDING for CreationTime
// and Descending.
func ordered(in any, by, order string) *query {
	q := &query{}
	carry(q, in)
	q.SortBy, q.SortOrder = camel(member(in, "SortBy")), camel(member(in, "SortOrder"))
	if q.SortBy == "" {
		q.SortBy = by
	}
	if q.SortOrder == "" {
		q.SortOrder = order
	}
	return q
}

// camel is CREATION_TIME as CreationTime; other text is left alone.
func camel(text string) string {
	if strings.ToUpper(text) != text {
		return text
	}
	var out strings.Builder
	for _, word := range strings.Split(text, "_") {
		if word != "" {
			out.WriteString(word[:1] + strings.ToLower(word[1:]))
		}
	}
	return out.String()
}

// chosen is listed for the records whose Describe output a list's own filters
// take.
func chosen[T, Out any](r *request, kind string, in any, takes func(*Out) bool, show func(*record) T) (page[T], *awsproto.Error) {
	if err := r.allowedAnywhere(); err != nil {
		return page[T]{}, err
	}
	var some []*record
	for _, rec := range r.h.records.of(r.accountID(), kind) {
		if takes(output[Out](r.h.records, rec)) {
			some = append(some, rec)
		}
	}
	return paged(some, in, show)
}

// summary shows of a record what its Describe output has under the same names.
func summary[T, Out any](r *request) func(*record) T {
	return func(rec *record) T {
		var item T
		carry(&item, output[Out](r.h.records, rec))
		return item
	}
}

// is says whether a filter takes a value: an absent one takes all.
func is(want, got *string) bool { return want == nil || *want == aws.ToString(got) }

func contains(part, in *string) bool {
	return strings.Contains(strings.ToLower(aws.ToString(in)), strings.ToLower(aws.ToString(part)))
}
