package awsproto_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/awsproto"
)

// A color is an enumeration, a shape an input and output as the SDK has them.
type color string

type shape struct {
	Name           *string
	Color          color
	Size           *int32
	Round          bool
	Made           *time.Time
	Parts          []part
	Labels         []string
	Inner          *part
	Counts         map[string]int32
	ResultMetadata string
}

type part struct {
	Key   *string
	Value *string
}

func ptr[T any](v T) *T { return &v }

func form(t *testing.T, query string) awsproto.Form {
	t.Helper()
	f, err := awsproto.ReadForm(&http.Request{Method: http.MethodGet, URL: httptest.NewRequest(http.MethodGet, "/?"+query, nil).URL})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestDecodeQuery(t *testing.T) {
	for _, tt := range []struct {
		query string
		want  shape
	}{
		{"", shape{}},
		{"Name=&Unknown=1", shape{Name: ptr("")}},
		{"Color=red&Size=-3&Round=true&Made=2026-01-02T03:04:05Z", shape{Color: "red", Size: ptr(int32(-3)), Round: true, Made: ptr(time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC))}},
		{"Parts.member.2.Key=b&Parts.member.10.Key=c&Parts.member.2.Value=", shape{Parts: []part{{ptr("b"), ptr("")}, {Key: ptr("c")}}}},
		{"Labels.member.1=x&Labels.member.2=y", shape{Labels: []string{"x", "y"}}},
		{"Labels=", shape{Labels: []string{}}},
		{"Inner.Key=k", shape{Inner: &part{Key: ptr("k")}}},
	} {
		var got shape
		if err := awsproto.DecodeQuery(form(t, tt.query), &got); err != nil {
			t.Errorf("%s: %v", tt.query, err)
		}
		if diff := cmp.Diff(got, tt.want); diff != "" {
			t.Errorf("%s:\n%s", tt.query, diff)
		}
	}
}

func TestDecodeQueryRefuses(t *testing.T) {
	for query, want := range map[string]string{
		"Size=big":                  "Value 'big' at 'size' is not a whole number",
		"Size=99999999999":          "Value '99999999999' at 'size' is not a whole number",
		"Round=yes":                 "Value 'yes' at 'round' is not true or false",
		"Made=yesterday":            "Value 'yesterday' at 'made' is not a timestamp such as 2026-01-02T03:04:05Z",
		"Made=2026-13-02T03:04:05Z": "Value '2026-13-02T03:04:05Z' at 'made' is not a timestamp such as 2026-01-02T03:04:05Z",
	} {
		err := awsproto.DecodeQuery(form(t, query), new(shape))
		if err == nil || err.Code != "MalformedInput" || err.Message != want {
			t.Errorf("%s: %v, want %s", query, err, want)
		}
	}
}

func TestWriteQueryOutput(t *testing.T) {
	for _, tt := range []struct {
		output any
		want   string
	}{
		{&struct{}{}, ""},
		{&struct{ ResultMetadata string }{}, "<DoResult></DoResult>"},
		{&shape{Name: ptr(""), Color: "<red>", Size: ptr(int32(0)), Made: ptr(time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC)), ResultMetadata: "never"},
			"<DoResult><Name></Name><Color>&lt;red&gt;</Color><Size>0</Size><Round>false</Round><Made>2026-01-02T03:04:05Z</Made></DoResult>"},
		{&shape{Parts: []part{{Key: ptr("k")}}, Labels: []string{}, Inner: &part{}, Counts: map[string]int32{"b": 2, "a": 1}},
			"<DoResult><Round>false</Round><Parts><member><Key>k</Key></member></Parts><Labels></Labels><Inner></Inner>" +
				"<Counts><entry><key>a</key><value>1</value></entry><entry><key>b</key><value>2</value></entry></Counts></DoResult>"},
	} {
		w := httptest.NewRecorder()
		awsproto.WriteQueryOutput(w, awsproto.IDs{RequestID: "id"}, "urn:x", "Do", tt.output)
		body, found := strings.CutPrefix(w.Body.String(), `<DoResponse xmlns="urn:x">`)
		body, _, _ = strings.Cut(body, "<ResponseMetadata>")
		if !found || body != tt.want {
			t.Errorf("got  %s\nwant %s", body, tt.want)
		}
	}
}

func TestModel(t *testing.T) {
	m, err := awsproto.ParseModel("# a comment\nEmpty\nDo\nDo\tName\trequired\t1\t3\t\t[a-z]+\nDo\tColor\t\t\t\tred blue\nDo\tSize\t\t0\t9\n" +
		"Do\tParts\t\t\t1\nDo\tParts[].Key\trequired\t\t2\t\t[\\u0061-\\u0063]+\nDo\tLabels[]\t\t2\n")
	if err != nil {
		t.Fatal(err)
	}
	m.Words = map[string]string{"[a-z]+": "Bad %s."}
	if !m.Has("Empty") || m.Has("Nothing") {
		t.Error("the model does not know its operations")
	}
	const at = "1 validation error detected: Value at "
	for _, tt := range []struct {
		in   shape
		want string
	}{
		{shape{Name: ptr("abc"), Color: "red", Size: ptr(int32(9)), Parts: []part{{Key: ptr("ab")}}, Labels: []string{"xy"}}, ""},
		{shape{}, "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null"},
		{shape{Name: ptr("abcd")}, at + "'name' failed to satisfy constraint: Member must have length less than or equal to 3"},
		{shape{Name: ptr("A")}, "Bad name."},
		{shape{Name: ptr("a"), Color: "green"}, at + "'color' failed to satisfy constraint: Member must satisfy enum value set: [red, blue]"},
		{shape{Name: ptr("a"), Size: ptr(int32(-1))}, at + "'size' failed to satisfy constraint: Member must have value greater than or equal to 0"},
		{shape{Name: ptr("a"), Labels: []string{"xy", "x"}}, at + "'labels.2.member' failed to satisfy constraint: Member must have length greater than or equal to 2"},
		{shape{Name: ptr("a"), Parts: []part{{Key: ptr("d")}}}, at + `'parts.1.member.key' failed to satisfy constraint: Member must satisfy regular expression pattern: [\u0061-\u0063]+`},
		{shape{Name: ptr("ab"), Parts: []part{{}, {Key: ptr("a")}}}, "2 validation errors detected: Value at 'parts' failed to satisfy constraint: Member must have length less than or equal to 1; " +
			"Value null at 'parts.1.member.key' failed to satisfy constraint: Member must not be null"},
	} {
		got := ""
		if err := m.Check("Do", &tt.in); err != nil {
			got = err.Message
		}
		if got != tt.want {
			t.Errorf("got  %s\nwant %s", got, tt.want)
		}
	}
}

func TestParseModelRefuses(t *testing.T) {
	for table, want := range map[string]string{
		"Do\nDo\tName\t\tfew":   "line 2: ",
		"Do\tName\t\t\t\t\t[a-": "line 1: ",
	} {
		if _, err := awsproto.ParseModel(table); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v, want an error at %s", table, err, want)
		}
	}
}
