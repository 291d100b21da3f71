package s3

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

func TestParseRange(t *testing.T) {
	for _, c := range []struct {
		header string
		size   int64
		want   span
		ok     bool
		code   string
	}{
		{"bytes=0-0", 10, span{0, 1}, true, ""},
		{"bytes=0-", 10, span{0, 10}, true, ""},
		{"bytes=3-99", 10, span{3, 7}, true, ""},
		{"bytes=-4", 10, span{6, 4}, true, ""},
		{"bytes=-40", 10, span{0, 10}, true, ""},
		{"Bytes = 1 - 2", 10, span{1, 2}, true, ""},
		{"bytes=1-99999999999999999999", 10, span{1, 9}, true, ""},
		{"bytes=-0", 10, span{}, false, "InvalidRange"},
		{"bytes=10-", 10, span{}, false, "InvalidRange"},
		{"bytes=0-", 0, span{}, false, "InvalidRange"},
		{"bytes=-1", 0, span{}, false, "InvalidRange"},
		{"bytes=5-4", 10, span{}, false, ""},
		{"bytes=1-2,4-5", 10, span{}, false, ""},
		{"bytes=-", 10, span{}, false, ""},
		{"bytes=+1-2", 10, span{}, false, ""},
		{"lines=1-2", 10, span{}, false, ""},
		{"bytes 1-2", 10, span{}, false, ""},
	} {
		got, ok, err := parseRange(c.header, c.size)
		code := ""
		if err != nil {
			code = err.Code
		}
		if got != c.want || ok != c.ok || code != c.code {
			t.Errorf("%q of %d: %v %v %q, want %v %v %q", c.header, c.size, got, ok, code, c.want, c.ok, c.code)
		}
	}
}

func TestParseCopySource(t *testing.T) {
	for header, want := range map[string]copySource{
		"b/k":                        {"b", "k", ""},
		"/b/k":                       {"b", "k", ""},
		"b/a%20b+c%3Fd":              {"b", "a b+c?d", ""},
		"b/k?versionId=null":         {"b", "k", "null"},
		"b/k%3FversionId%3Dx":        {"b", "k?versionId=x", ""},
		"b/k?a=b?versionId=v":        {"b", "k?a=b", "v"},
		"b//k/":                      {"b", "/k/", ""},
		"b/%E6%97%A5?versionId=a_.b": {"b", "日", "a_.b"},

		"arn:aws:s3:us-east-1:111122223333:accesspoint/train/object/a/b?versionId=v":   {"arn:aws:s3:us-east-1:111122223333:accesspoint/train", "a/b", "v"},
		"arn%3Aaws%3As3%3Aus-east-1%3A111122223333%3Aaccesspoint%2Ftrain%2Fobject%2Fk": {"arn:aws:s3:us-east-1:111122223333:accesspoint/train", "k", ""},
	} {
		if got, err := parseCopySource(header); err != nil || got != want {
			t.Errorf("%q is %+v (%v), want %+v", header, got, err, want)
		}
	}
	for _, header := range []string{"", "b", "b/", "/b/", "b/%zz", "b/%ff", "b/k?versionId=", "b/k?other=1", "//k", "arn:aws:s3:::b/k", "arn:aws:s3:us-east-1:111122223333:accesspoint/train/object/"} {
		if got, err := parseCopySource(header); err == nil {
			t.Errorf("%q is taken as %+v", header, got)
		}
	}
}

func TestACLHeaders(t *testing.T) {
	h := func(pairs ...string) http.Header {
		out := http.Header{}
		for i := 0; i < len(pairs); i += 2 {
			out.Set(pairs[i], pairs[i+1])
		}
		return out
	}
	got, err := aclFromHeaders(h("x-amz-grant-read", `id="abc", uri="`+allUsers+`"`, "x-amz-grant-full-control", "id=def"))
	if err != nil {
		t.Fatal(err)
	}
	want := []authz.Grant{{Grantee: "abc", Permission: "READ"}, {Grantee: allUsers, Permission: "READ"}, {Grantee: "def", Permission: "FULL_CONTROL"}}
	if diff := cmp.Diff(want, got.grants); diff != "" {
		t.Error(diff)
	}
	for _, c := range []struct {
		h    http.Header
		code string
	}{
		{h("x-amz-acl", "public"), "InvalidArgument"},
		{h("x-amz-acl", ""), "InvalidArgument"},
		{h("x-amz-acl", "private", "x-amz-grant-read", "id=a"), "InvalidRequest"},
		{h("x-amz-grant-read", "abc"), "InvalidArgument"},
		{h("x-amz-grant-read", "id="), "InvalidArgument"},
		{h("x-amz-grant-read", "name=a"), "InvalidArgument"},
		{h("x-amz-grant-read", `uri="http://example.com"`), "InvalidArgument"},
		{h("x-amz-grant-read", `emailAddress="a@example.com"`), "MethodNotAllowed"},
	} {
		if _, err := aclFromHeaders(c.h); err == nil || err.Code != c.code {
			t.Errorf("%v: %v, want %s", c.h, err, c.code)
		}
	}
}

func TestPreconditions(t *testing.T) {
	modified := time.Date(2026, 1, 2, 3, 4, 5, 600, time.UTC)
	at := func(d time.Duration) string { return modified.Add(d).Format(http.TimeFormat) }
	for _, c := range []struct {
		pairs []string
		want  int
	}{
		{nil, 0},
		{[]string{"If-Match", "e"}, 0},
		{[]string{"If-Match", `"x", "e"`}, 0},
		{[]string{"If-Match", "*"}, 0},
		{[]string{"If-Match", "x"}, 412},
		{[]string{"If-Match", "e", "If-Unmodified-Since", at(-time.Hour)}, 0},
		{[]string{"If-Unmodified-Since", at(0)}, 0},
		{[]string{"If-Unmodified-Since", at(-time.Second)}, 412},
		{[]string{"If-None-Match", `W/"e"`}, 304},
		{[]string{"If-None-Match", "x", "If-Modified-Since", at(time.Hour)}, 0},
		{[]string{"If-Modified-Since", at(0)}, 304},
		{[]string{"If-Modified-Since", at(-time.Hour)}, 0},
		{[]string{"If-Modified-Since", "yesterday"}, 0},
	} {
		h := http.Header{}
		for i := 0; i < len(c.pairs); i += 2 {
			h.Set(c.pairs[i], c.pairs[i+1])
		}
		got := 0
		if err := readPreconditions(h, "If-").forRead("e", modified); err != nil {
			got = err.Status
		}
		if got != c.want {
			t.Errorf("%v: %d, want %d", c.pairs, got, c.want)
		}
	}
}

func TestTags(t *testing.T) {
	for header, code := range map[string]string{
		"a=1&b=2": "", "a=": "", "": "", "a=1&a=2": "InvalidArgument", "=1": "InvalidArgument", "a=%zz": "InvalidArgument",
		"aws:x=1": "InvalidTag", "a=%3C": "InvalidTag", strings.Repeat("k", 129) + "=1": "InvalidTag",
		"a=" + strings.Repeat("v", 257): "InvalidTag", "1=&2=&3=&4=&5=&6=&7=&8=&9=&10=&11=": "BadRequest",
	} {
		_, err := parseTagHeader(header)
		got := ""
		if err != nil {
			got = err.Code
		}
		if got != code {
			t.Errorf("%q: %q, want %q", header, got, code)
		}
	}
	if _, err := parseTagging(strings.NewReader("<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag><Tag><Key>a</Key><Value>2</Value></Tag></TagSet></Tagging>"), onObject); err == nil {
		t.Error("the same key twice is taken")
	}
}

func TestContentEncoding(t *testing.T) {
	for sent, want := range map[string]string{
		"": "", "gzip": "gzip", "deflate, gzip": "deflate, gzip", "aws-chunked": "",
		"gzip, aws-chunked": "gzip", "aws-chunked,gzip,deflate": "gzip,deflate",
	} {
		if got := contentEncoding(http.Header{"Content-Encoding": {sent}}); got != want {
			t.Errorf("%q: %q, want %q", sent, got, want)
		}
	}
}

func TestACLDocumentRoundTrip(t *testing.T) {
	grants := []authz.Grant{{Grantee: allUsers, Permission: "READ"}, {Grantee: "abc", Permission: "FULL_CONTROL"}}
	q := &request{x: &gate.Exchange{World: world.Default()}}
	var b strings.Builder
	if err := encodeTo(&b, q.renderACL("abc", []authz.Grant{grants[1], grants[0]})); err != nil {
		t.Fatal(err)
	}
	owner, got, err := parseACL(strings.NewReader(b.String()))
	if err != nil || owner != "abc" {
		t.Fatalf("%s: %q, %v", b.String(), owner, err)
	}
	if diff := cmp.Diff(grants, got); diff != "" {
		t.Error(diff)
	}
}

func FuzzParseRange(f *testing.F) {
	f.Add("bytes=1-2", int64(10))
	f.Add("bytes=-5", int64(3))
	f.Fuzz(func(t *testing.T, header string, size int64) {
		if size < 0 {
			return
		}
		if s, ok, _ := parseRange(header, size); ok && (s.first < 0 || s.length < 1 || s.last() >= size) {
			t.Errorf("%q of %d is %+v", header, size, s)
		}
		if s, err := parseCopyRange(header, size); err == nil && (s.first < 0 || s.length < 1 || s.last() >= size) {
			t.Errorf("copy range %q of %d is %+v", header, size, s)
		}
	})
}

func FuzzParseCopySource(f *testing.F) {
	for _, s := range []string{"/b/k", "b/k?versionId=1", "b/%E6?versionId=", "?", "b/?versionId=x?versionId=y"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, header string) {
		if s, err := parseCopySource(header); err == nil && (s.bucket == "" || s.key == "" || len(s.key) > maxKey || strings.Contains(s.bucket, "/") && !strings.HasPrefix(s.bucket, "arn:")) {
			t.Errorf("%q is %+v", header, s)
		}
	})
}

func FuzzParseACL(f *testing.F) {
	f.Add(`<AccessControlPolicy xmlns="` + namespace + `"><Owner><ID>a</ID></Owner><AccessControlList><Grant><Grantee xmlns:xsi="` + xsi + `" xsi:type="CanonicalUser"><ID>b</ID></Grantee><Permission>READ</Permission></Grant></AccessControlList></AccessControlPolicy>`)
	f.Add("<AccessControlPolicy/>")
	f.Fuzz(func(t *testing.T, body string) {
		owner, grants, err := parseACL(strings.NewReader(body))
		if err != nil {
			return
		}
		if owner == "" || grants == nil {
			t.Errorf("%q has owner %q, grants %v", body, owner, grants)
		}
		for _, g := range grants {
			if g.Grantee == "" || g.Permission == "" {
				t.Errorf("%q has %+v", body, g)
			}
		}
	})
}

func FuzzParseDelete(f *testing.F) {
	f.Add("<Delete><Object><Key>k</Key><VersionId>null</VersionId></Object><Quiet>true</Quiet></Delete>")
	f.Add("<Delete></Delete>trailing")
	f.Fuzz(func(t *testing.T, body string) {
		doc, err := parseDelete(strings.NewReader(body))
		if err == nil && (len(doc.Objects) == 0 || len(doc.Objects) > maxDeletes) {
			t.Errorf("%q has %d objects", body, len(doc.Objects))
		}
	})
}

func FuzzTagHeader(f *testing.F) {
	f.Add("a=1&b=2")
	f.Fuzz(func(t *testing.T, header string) {
		if tags, err := parseTagHeader(header); err == nil && len(tags) > maxObjectTags {
			t.Errorf("%q has %d tags", header, len(tags))
		}
	})
}
