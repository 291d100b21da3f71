package iampolicy

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// InlineLimit is the largest size of all inline policies of one "user",
// "group" or "role" together, in characters without white space
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
func InlineLimit(of string) int {
	switch of {
	case "user":
		return 2048
	case "group":
		return 5120
	default:
		return 10240
	}
}

// Size counts the characters of a policy text that IAM counts: all but white
// space.
func Size(text []byte) int {
	n := 0
	for _, r := range string(text) {
		if !strings.ContainsRune(" \t\r\n", r) {
			n++
		}
	}
	return n
}

// CheckSize says what AWS would say about the length and the characters of a
// policy text; nil when it takes it.
func CheckSize(text []byte, k Kind) *Problem {
	size := utf8.RuneCount(text)
	if k.packed {
		size = Size(text)
	}
	if k.limit > 0 && size > k.limit {
		return documentProblem(k, flawSize, "",
			fmt.Sprintf("this %s has %d characters, AWS takes %d; shorten it or split it", k, size, k.limit))
	}
	if k.family != iamFamily && k.family != trustFamily {
		return nil
	}
	for _, r := range string(text) {
		if r > 0xFF || r < 0x20 && !strings.ContainsRune("\t\r\n", r) {
			return documentProblem(k, flawCharacters, "",
				fmt.Sprintf("IAM takes the characters U+0020 to U+00FF and white space; remove %q", r))
		}
	}
	return nil
}

func documentProblem(k Kind, f flaw, value, hint string) *Problem {
	p := &Problem{Hint: hint, Statement: -1}
	p.Code, p.Message = words(k, f, value)
	return p
}

func sizeText(k Kind) string {
	switch {
	case k.is(Trust):
		return fmt.Sprintf("Cannot exceed quota for ACLSizePerRole: %d", k.limit)
	case k.is(Session):
		return fmt.Sprintf("1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must have length less than or equal to %d", k.limit)
	default:
		return fmt.Sprintf("Cannot exceed quota for PolicySize: %d", k.limit)
	}
}
