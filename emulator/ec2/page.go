package ec2

import (
	"encoding/base64"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/denylab/denylab/emulator/awsproto"
)

// The sizes of pages; listers may have less.
const (
	leastPage   = 5
	largestPage = 1000
)

// page is the part of what was found that the search's token and size say. A
// token names the last thing of the page before.
func (l lister[T]) page(found []T, s search) ([]T, *string, *awsproto.Error) {
	if s.token != nil {
		last, err := base64.RawURLEncoding.DecodeString(*s.token)
		if err != nil || len(last) == 0 {
			return nil, nil, failure("InvalidNextToken", "The token '%s' is invalid", *s.token) // [U]
		}
		found = slices.DeleteFunc(found, func(t T) bool { return l.id(t) <= string(last) })
	}
	n, err := l.size(s.size)
	if err != nil {
		return nil, nil, err
	}
	if len(found) <= n {
		return found, nil, nil
	}
	return found[:n], aws.String(base64.RawURLEncoding.EncodeToString([]byte(l.id(found[n-1])))), nil
}

// size is how many things are on a page.
func (l lister[T]) size(asked *int32) (int, *awsproto.Error) {
	switch {
	case asked == nil:
		return largestPage, nil
	case l.atMost > 0 && (*asked < leastPage || int(*asked) > l.atMost):
		return 0, failure("InvalidParameterValue", "Value ( %d ) for parameter maxResults is invalid. Expecting a value between %d and %d.", *asked, leastPage, l.atMost) // [U]
	case *asked < 1:
		return 0, failure("InvalidParameterValue", "Value ( %d ) for parameter maxResults is invalid. Expecting a value greater than 0.", *asked) // [U]
	}
	return min(int(*asked), largestPage), nil
}
