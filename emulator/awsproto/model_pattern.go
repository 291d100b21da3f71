package awsproto

import (
	"regexp"
	"strings"
	"time"

	"github.com/dlclark/regexp2"
)

// A matcher says whether a pattern of a model matches the whole of a text.
type matcher func(text string) bool

// wholePattern is a pattern of the public models, which are Java's. Those that
// look around are beyond Go's regular expressions.
func wholePattern(pattern string) (matcher, error) {
	pattern = `^(?:` + inGo(pattern) + `)$`
	if fast, err := regexp.Compile(pattern); err == nil {
		return fast.MatchString, nil
	}
	slow, err := regexp2.Compile(javaCodePoint.ReplaceAllString(pattern, `\u$1`), regexp2.None)
	if err != nil {
		return nil, err
	}
	slow.MatchTimeout = time.Second // it backtracks
	return func(text string) bool {
		ok, err := slow.MatchString(text)
		return ok && err == nil
	}, nil
}

var (
	codePoint     = regexp.MustCompile(`\\u([0-9A-F]{4})`)
	javaCodePoint = regexp.MustCompile(`\\x\{([0-9A-F]{4})\}`)
)

// beyondBasic is how Java writes the characters that UTF-16 has in pairs.
const beyondBasic = `\uD800\uDC00-\uDBFF\uDFFF`

func inGo(pattern string) string {
	pattern = strings.ReplaceAll(pattern, beyondBasic, `\x{10000}-\x{10FFFF}`)
	pattern = strings.ReplaceAll(pattern, `\p{Alnum}`, `a-zA-Z0-9`) // it stands in brackets only
	return codePoint.ReplaceAllString(pattern, `\x{$1}`)
}
