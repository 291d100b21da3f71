package engine

import (
	"encoding/base64"
	"encoding/json"
	"net"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
)

// The patterns of numbers and dates are those of policy/condition_number.rego
// and policy/condition_date.rego, which read the call's values.
var (
	numberPattern = regexp.MustCompile(`^(?:\+|(-))?0*([0-9]+(?:\.[0-9]+)?)$`)
	yearPattern   = regexp.MustCompile(`^[0-9]{4}$`)
	epochPattern  = regexp.MustCompile(`^(0|[1-9][0-9]*)(?:\.([0-9]+))?$`)
	datePattern   = regexp.MustCompile(`^([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})` +
		`(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]+))?)?(Z|[+-][0-9]{2}:[0-9]{2}))?)?)?$`)
)

// numberTerm reads an integer or decimal, keeping every digit.
func numberTerm(text string) (*ast.Term, bool) {
	m := numberPattern.FindStringSubmatch(text)
	if m == nil {
		return nil, false
	}
	if _, err := strconv.ParseFloat(text, 64); err != nil {
		return nil, false // beyond any float: Rego cannot read such a text either
	}
	return ast.NumberTerm(json.Number(m[1] + m[2])), true
}

// dateTerm reads an instant: [seconds since 1970, digits of the fraction].
func dateTerm(text string) (*ast.Term, bool) {
	if m := epochPattern.FindStringSubmatch(text); m != nil && !yearPattern.MatchString(text) {
		return instantTerm(m[1], m[2]), true
	}
	m := datePattern.FindStringSubmatch(text)
	if m == nil {
		return nil, false
	}
	or := func(s, other string) string {
		if s == "" {
			return other
		}
		return s
	}
	full := m[1] + "-" + or(m[2], "01") + "-" + or(m[3], "01") + "T" +
		or(m[4], "00") + ":" + or(m[5], "00") + ":" + or(m[6], "00") + or(m[8], "Z")
	t, err := time.Parse(time.RFC3339, full)
	if err != nil {
		return nil, false
	}
	return instantTerm(strconv.FormatInt(t.Unix(), 10), m[7]), true
}

func instantTerm(seconds, fraction string) *ast.Term {
	return ast.ArrayTerm(
		ast.NumberTerm(json.Number(seconds)),
		ast.StringTerm(strings.TrimRight(fraction, "0")),
	)
}

// rangeTerm reads a CIDR, or an address as the range of itself.
func rangeTerm(text string) (*ast.Term, bool) {
	if ip := net.ParseIP(text); ip != nil {
		if v4 := ip.To4(); v4 != nil {
			return ast.StringTerm(v4.String() + "/32"), true
		}
		return ast.StringTerm(text + "/128"), true
	}
	if _, _, err := net.ParseCIDR(text); err != nil {
		return nil, false
	}
	return ast.StringTerm(text), true
}

// canonicalBase64 writes each base64 text in the one spelling of its bytes.
func canonicalBase64(values []string) []string {
	var texts []string
	for _, v := range values {
		if b, err := base64.StdEncoding.DecodeString(v); err == nil {
			texts = append(texts, base64.StdEncoding.EncodeToString(b))
		}
	}
	return texts
}
