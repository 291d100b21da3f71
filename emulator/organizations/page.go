package organizations

import (
	"cmp"
	"encoding/base64"
	"slices"
	"unicode/utf8"

	"github.com/denylab/denylab/emulator/awsproto"
)

// A page is a part of a list
// (https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html).
type page[T any] struct {
	items []T
	next  *string
}

// pageSize is how many items AWS sends when nobody asks for a number.
const pageSize = 20

// paged is the page of all that a token begins, in the order of key. Keys must
// be unique: a token stays good when others come and go.
func paged[T any](all []T, key func(T) string, token *string, size *int32) (page[T], *awsproto.Error) {
	slices.SortFunc(all, func(a, b T) int { return cmp.Compare(key(a), key(b)) })
	if token != nil {
		last, ok := fromToken(*token)
		if !ok {
			return page[T]{}, invalidToken()
		}
		all = slices.DeleteFunc(all, func(item T) bool { return key(item) <= last })
	}
	n := pageSize
	if size != nil {
		n = int(*size)
	}
	if len(all) <= n {
		return page[T]{items: all}, nil
	}
	next := toToken(key(all[n-1]))
	return page[T]{all[:n], &next}, nil
}

// tokenForm begins every token, so that what is none is told from one.
const tokenForm = "denylab-1:"

func toToken(last string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(tokenForm + last))
}

// fromToken is the key of the last item that was sent; false for what toToken
// did not make.
func fromToken(token string) (last string, ok bool) {
	text, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || !utf8.Valid(text) || len(text) <= len(tokenForm) || string(text[:len(tokenForm)]) != tokenForm {
		return "", false
	}
	return string(text[len(tokenForm):]), true
}
