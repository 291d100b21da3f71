package s3_test

import (
	"fmt"
	"strings"
	"testing"
)

// bomb is a document whose one entity stands for 10⁸ letters.
func bomb(root string) string {
	var text strings.Builder
	text.WriteString(`<!DOCTYPE ` + root + ` [<!ENTITY a "aaaaaaaaaa">`)
	for c := 'b'; c <= 'h'; c++ {
		fmt.Fprintf(&text, `<!ENTITY %c "%s">`, c, strings.Repeat(fmt.Sprintf("&%c;", c-1), 10))
	}
	text.WriteString(`]><` + root + `>&h;</` + root + `>`)
	return text.String()
}

// Requests that mean harm are refused in AWS's words, whatever they try, and
// nothing has changed.
func TestHostileRequests(t *testing.T) {
	l := start(t, openWorld())
	put(t, l.as("user/alice"), "legacy", "k", "here")
	deep := strings.Repeat("<a>", 100_000)
	file := `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>`
	tags := func(key string) string {
		return "<Tagging><TagSet><Tag><Key>" + key + "</Key><Value>v</Value></Tag></TagSet></Tagging>"
	}
	before := l.digest()
	for _, tc := range []struct {
		request, header, body string
		status                int
		code                  string
	}{
		// A path is a key as it stands; nothing climbs out of a bucket.
		{"GET /legacy/../data/seeded.txt", "", "", 404, "<Code>NoSuchKey</Code>"},
		{"GET /legacy/%2e%2e/data/seeded.txt", "", "", 404, "<Key>../data/seeded.txt</Key>"},
		{"GET /legacy/./k", "", "", 404, "<Key>./k</Key>"},
		{"GET /legacy//k", "", "", 404, "<Key>/k</Key>"},
		{"GET /legacy/k/", "", "", 404, "<Key>k/</Key>"},
		{"GET /../data/seeded.txt", "", "", 404, "<Code>NoSuchBucket</Code>"},
		{"GET //legacy/k", "", "", 400, "<Code>InvalidBucketName</Code>"},
		{"GET /%00/k", "", "", 404, "<Code>NoSuchBucket</Code>"},
		{"GET /legacy/k%00", "", "", 404, "<Code>NoSuchKey</Code>"},
		{"PUT /legacy/%ff", "", "x", 400, "<Code>InvalidURI</Code>"},
		{"PUT /legacy/\xff", "", "x", 400, "<Code>InvalidURI</Code>"},
		{"PUT /legacy/%ed%a0%80", "", "x", 400, "<Code>InvalidURI</Code>"},
		{"GET /legacy?prefix=%zz", "", "", 400, "<Code>InvalidURI</Code>"},
		{"PUT /legacy/" + strings.Repeat("a", 1025), "", "x", 400, "<Code>KeyTooLongError</Code>"},

		// What is no HTTP net/http refuses itself, with AWS's status but without its
		// document.
		{"GET /legacy/k\x00", "", "", 400, "400 Bad Request"},
		{"GET /legacy/k\x7f", "", "", 400, "400 Bad Request"},
		{"GET /legacy/k x", "", "", 400, "400 Bad Request"},
		{"GET legacy/k", "", "", 400, "400 Bad Request"},
		{"GET /legacy/k", "X-A: a\x00b\n", "", 400, "400 Bad Request"},

		// Documents.
		{"PUT /legacy?tagging", "", bomb("Tagging"), 400, "<Code>MalformedXML</Code>"},
		{"PUT /legacy?tagging", "", file + tags("&a;"), 400, "<Code>MalformedXML</Code>"},
		{"PUT /legacy?tagging", "", "<Tagging>" + deep, 400, "<Code>MalformedXML</Code>"},
		{"PUT /legacy?tagging", "", tags("\x00"), 400, "<Code>MalformedXML</Code>"},
		{"PUT /legacy?tagging", "", tags("\xff"), 400, "<Code>MalformedXML</Code>"},
		{"PUT /legacy?tagging", "", "<Tagging>" + strings.Repeat(" ", 5<<20), 400, "<Code>MaxMessageLengthExceeded</Code>"},
		{"PUT /legacy?acl", "", bomb("AccessControlPolicy"), 400, "<Code>MalformedACLError</Code>"},
		{"PUT /legacy?versioning", "", bomb("VersioningConfiguration"), 400, "<Code>MalformedXML</Code>"},
		{"PUT /legacy/k?tagging", "", bomb("Tagging"), 400, "<Code>MalformedXML</Code>"},

		// Headers and bodies.
		{"GET /legacy/k", "X-A: " + strings.Repeat("a", 8192) + "\n", "", 400, "<MaxSizeAllowed>8192</MaxSizeAllowed>"},
		{"GET /legacy/k", "X-A: " + strings.Repeat("a", 900_000) + "\n", "", 400, "<Code>RequestHeaderSectionTooLarge</Code>"},
		{"GET /legacy/k", "Authorization: " + strings.Repeat("a", 10_000) + "\n", "", 400, "<Code>RequestHeaderSectionTooLarge</Code>"},
		{"PUT /legacy/n", "X-Amz-Meta-A: " + strings.Repeat("a", 2048) + "\n", "x", 400, "<Code>MetadataTooLarge</Code>"},
		{"PUT /legacy/n", "X-Amz-Content-Sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER\nX-Amz-Decoded-Content-Length: 5\n", "ffffffffffffffff\r\nx", 400, "<Code>IncompleteBody</Code>"},
		{"FROB /legacy", "", "", 405, "<Code>MethodNotAllowed</Code>"},
	} {
		name := tc.request + " " + tc.body[:min(len(tc.body), 20)]
		request := fmt.Sprintf("%s HTTP/1.1\nHost: localhost\nConnection: close\nContent-Length: %d\n%s\n", tc.request, len(tc.body), tc.header)
		res, body := response(t, l.rawBody(request, tc.body))
		if res.StatusCode != tc.status || !strings.Contains(body, tc.code) {
			t.Errorf("%.80s: %d %.300s, want %d and %s", name, res.StatusCode, body, tc.status, tc.code)
		}
	}
	if l.digest() != before {
		t.Error("the lab has changed")
	}
}
