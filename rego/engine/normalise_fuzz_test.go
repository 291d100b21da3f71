package engine

import (
	"math/big"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/denylab/denylab/rego/authz"
)

var patternQuery = prepared(`matches := [true | data.denylab.pattern.matches(input.matcher, input.text)]`)

// like is the obvious matcher: "*" is any run of characters but stop, "?" is
// one character but stop; stop 0 stops nothing.
func like(pattern, text []rune, stop rune) bool {
	if len(pattern) == 0 {
		return len(text) == 0
	}
	one := len(text) > 0 && (stop == 0 || text[0] != stop)
	switch pattern[0] {
	case '*':
		return like(pattern[1:], text, stop) || one && like(pattern, text[1:], stop)
	case '?':
		return one && like(pattern[1:], text[1:], stop)
	default:
		return len(text) > 0 && text[0] == pattern[0] && like(pattern[1:], text[1:], stop)
	}
}

// likeARN compares part by part.
func likeARN(pattern, text string) bool {
	p, t := strings.SplitN(pattern, ":", 6), strings.SplitN(text, ":", 6)
	if len(p) < 6 || len(t) < 6 {
		return false
	}
	for i := range 5 {
		if !like([]rune(p[i]), []rune(t[i]), ':') {
			return false
		}
	}
	return like([]rune(p[5]), []rune(t[5]), 0)
}

func FuzzPattern(f *testing.F) {
	for _, seed := range [][2]string{
		{"*", ""}, {"", ""}, {"a*", "abc"}, {"*c", "abc"}, {"ab*bc", "abc"}, {"a?c", "aéc"}, {"**", "x"},
		{"a*b*c", "a\nb\nc"}, {"[a-z]+.*", "[a-z]+.x"}, {"a$", "a\n"}, {"*?", "ab"}, {"${x}*", "${x}"},
		{"arn:aws:s3:*:*:b*", "arn:aws:s3:r:1:b/k:l"}, {"arn:*", "arn:aws:s3:::b"}, {"a:b:c:d:e:?", "a:b:c:d:e::"},
		{"*:*:*:*:*:x", "a:b:c:d:e:f:x"}, {"a:b:c:d:*:*f", "a:b:c:d:e:f"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, pattern, text string) {
		if !utf8.ValidString(pattern) || !utf8.ValidString(text) || strings.Count(pattern, "*") > 6 || len(text) > 40 {
			t.Skip("not a text of JSON, or dear for the obvious matcher")
		}
		check := func(what string, m matcher, want bool) {
			t.Helper()
			in := ast.NewObject(
				[2]*ast.Term{ast.StringTerm("matcher"), m.term(nil)},
				[2]*ast.Term{ast.StringTerm("text"), ast.StringTerm(text)})
			if got := evaluate(t, patternQuery, in)["matches"].([]any); (len(got) == 1) != want {
				t.Errorf("%s: %q against %q is %v, want match %v", what, pattern, text, got, want)
			}
		}
		var plain, arn, resource matcher
		pieces := parsePieces(pattern, syntax{wildcards: true})
		plain.add(pieces)
		check("pattern", plain, like([]rune(pattern), []rune(text), 0))
		addARN(&arn, pieces)
		check("ARN", arn, likeARN(pattern, text) || strings.Trim(pattern, "*") == "" && pattern != "")
		if _, _, six := cutARN(pattern); six && strings.Count(text, ":") >= 5 {
			resource.add(resourcePieces(pattern, false))
			check("resource", resource, likeARN(pattern, text))
		}
	})
}

// The value of a variable is literal, whatever it holds.
func FuzzVariable(f *testing.F) {
	for _, seed := range [][3]string{
		{"*/", "a.b", "/x"}, {"", "*", ""}, {"?", "${x}", "*"}, {"", `\E$^`, "*?"}, {"", "a:b", "*"}, {"", "(*)", "?"},
	} {
		f.Add(seed[0], seed[1], seed[2])
	}
	f.Fuzz(func(t *testing.T, before, value, after string) {
		for _, s := range []string{before, value, after} {
			if !utf8.ValidString(s) || len(s) > 20 {
				t.Skip("not a text of JSON, or long")
			}
		}
		if strings.ContainsAny(before+after, "$") {
			t.Skip("another variable or escape")
		}
		sample := strings.NewReplacer("*", "x", "?", "y")
		text := sample.Replace(before) + value + sample.Replace(after)
		row := statementRow{
			statement: when("StringLike k", before+"${v}"+after),
			context:   map[string]any{"k": text, "v": value},
			want:      true,
		}
		row.run(t)
		other := value + "~"
		row.context = map[string]any{"k": value, "v": other}
		row.statement = when("StringLike k", "${v}")
		row.want = false
		row.run(t)
	})
}

var valueQuery = prepared(`
	numbers := [n | n := data.denylab.condition.number(input)]
	dates := [d | d := data.denylab.condition.date(input)]
	addresses := [true | data.denylab.condition.is_ip(input)]
`)

// The rules read the call's values as the normaliser reads the policy's.
func FuzzConditionValue(f *testing.F) {
	for _, seed := range []string{
		"", "0", "-0", "+007.50", "1e3", "Inf", "0x10", "1_000", ".5", "5.", "9007199254740993", "2024", "2024-05",
		"2024-02-29", "2023-02-29", "2024-05-01T10:00Z", "2024-05-01T10:00:00.123456789+02:00", "9999-12-31T23:59:59Z",
		"0000-01-01", "0001-01-01T00:00:00+23:59", "1714557600.50", "2024-05-01T24:00:00Z", "2024-05-01T10:00:60Z",
		"1600-02-29", "1700-02-29", "2024-05-01T10:00:00+24:00", "10.0.0.1", "2001:db8::1", "::ffff:10.0.0.1",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			t.Skip("not a text of JSON")
		}
		got := evaluate(t, valueQuery, ast.String(text))
		same := func(what string, read func(string) (*ast.Term, bool)) {
			t.Helper()
			want := ast.NewArray()
			if term, ok := read(text); ok {
				want = ast.NewArray(term)
			}
			v, err := ast.InterfaceToValue(got[what])
			if err != nil {
				t.Fatal(err)
			}
			if v.Compare(want) != 0 {
				t.Errorf("%s of %q: the rules read %v, the normaliser %v", what, text, v, want)
			}
		}
		same("numbers", numberTerm)
		same("dates", dateTerm)
		if _, ok := rangeTerm(text); ok && !strings.Contains(text, "/") != (len(got["addresses"].([]any)) > 0) {
			t.Errorf("%q: the rules read an address %v times", text, got["addresses"])
		}
	})
}

// No document makes the normaliser panic or write what is not JSON.
func FuzzNormalise(f *testing.F) {
	f.Add("2012-10-17", "s3:*", "arn:aws:s3:::${a, 'b'}/*", "ForAllValues:StringLikeIfExists", "${aws:x")
	f.Add("", "", "", "", "")
	f.Fuzz(func(t *testing.T, version, action, resource, operator, value string) {
		d := &authz.Document{Version: version, Statements: []authz.Statement{{
			Principal: &authz.Principals{AWS: []string{value}}, Action: []string{action}, Resource: []string{resource},
			Condition: []authz.Condition{{Operator: operator, Key: "k", Values: []string{value}}},
		}}}
		if _, err := ast.JSON(normalStatements(d)); err != nil {
			t.Error(err)
		}
	})
}

var orderQuery = prepared(`
	orders := {c | some c in ["eq", "lt", "le", "gt", "ge"]; data.denylab.condition.ordered(c, input.a, input.b)}
	read := {c | some c in ["eq", "lt", "le", "gt", "ge"]
		data.denylab.condition.ordered(c, data.denylab.condition.number(input.text), input.b)}
`)

// Numbers compare as the numbers they are, however many digits they have.
func FuzzNumberOrder(f *testing.F) {
	for _, seed := range [][2]string{
		{"9007199254740993", "9007199254740992"}, {"0.1", "0.10"}, {"-0", "0.0"}, {"-1.5", "-1.25"},
		{"100000000000000000000000000000001", "100000000000000000000000000000000"},
		{"0.30000000000000000000001", "0.3"}, {"007", "7"}, {"18446744073709551616", "18446744073709551616.0"},
	} {
		f.Add(seed[0], seed[1])
	}
	want := map[int]string{-1: "le lt", 0: "eq ge le", 1: "ge gt"}
	f.Fuzz(func(t *testing.T, a, b string) {
		x, ok := numberTerm(a)
		y, ok2 := numberTerm(b)
		if !ok || !ok2 {
			t.Skip("not numbers")
		}
		ra, _ := new(big.Rat).SetString(a)
		rb, _ := new(big.Rat).SetString(b)
		got := evaluate(t, orderQuery, ast.NewObject(
			[2]*ast.Term{ast.StringTerm("text"), ast.StringTerm(a)},
			[2]*ast.Term{ast.StringTerm("a"), x},
			[2]*ast.Term{ast.StringTerm("b"), y}))
		for _, name := range []string{"orders", "read"} {
			var words []string
			for _, w := range got[name].([]any) {
				words = append(words, w.(string))
			}
			if text := strings.Join(words, " "); text != want[ra.Cmp(rb)] {
				t.Errorf("%s: %s against %s is %q, want %q", name, a, b, text, want[ra.Cmp(rb)])
			}
		}
	})
}
