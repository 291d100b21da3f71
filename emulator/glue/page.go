package glue

import (
	"encoding/base64"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/denylab/denylab/emulator/awsproto"
)

const tokenStart = "page:"

// paged is the page of a listing that a request asks for, and the token of the
// next one; nil on the last. most is the size of a page when the request does
// not say.
func paged[T any](all []T, token *string, size *int32, most int) ([]T, *string, *awsproto.Error) {
	start, err := startOf(aws.ToString(token))
	if err != nil {
		return nil, nil, err
	}
	if size != nil {
		most = int(*size)
	}
	start = min(start, len(all))
	end := min(start+most, len(all))
	if end == len(all) {
		return all[start:end], nil, nil
	}
	next := base64.StdEncoding.EncodeToString([]byte(tokenStart + strconv.Itoa(end)))
	return all[start:end], &next, nil
}

func startOf(token string) (int, *awsproto.Error) {
	if token == "" {
		return 0, nil
	}
	text, err := base64.StdEncoding.DecodeString(token)
	number, ok := strings.CutPrefix(string(text), tokenStart)
	n, notNumber := strconv.Atoi(number)
	if err != nil || !ok || notNumber != nil || n < 0 {
		return 0, badToken()
	}
	return n, nil
}
