package organizations

import (
	"testing"
	"unicode/utf8"
)

// Every key makes a token that is its own, and no other text is one.
func FuzzToken(f *testing.F) {
	for _, s := range []string{"", "111122223333", "ü\x00", "ZGVueWxhYi0xOm91LXJvb3Q", "ZGVueWxhYi0xOg", "ZGVueWxhYi0xOm91LXJvb3R=", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if last, ok := fromToken(s); ok && toToken(last) != s {
			t.Errorf("the token %q stands for %q, whose own is %q", s, last, toToken(last))
		}
		last, ok := fromToken(toToken(s))
		if ok != (s != "" && utf8.ValidString(s)) || ok && last != s {
			t.Errorf("%q comes back as %q, %v", s, last, ok)
		}
	})
}
