package s3

import (
	"encoding/base64"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// A document that a grammar takes is taken again as it is given back, in the
// same words.
func FuzzGrammar(f *testing.F) {
	f.Add("<CORSConfiguration><CORSRule><AllowedMethod>GET</AllowedMethod><AllowedOrigin>*</AllowedOrigin></CORSRule></CORSConfiguration>")
	f.Add("<LifecycleConfiguration><Rule><Status>Enabled</Status><Expiration><Date>2026-01-01</Date></Expiration><Prefix>&lt;</Prefix></Rule></LifecycleConfiguration>")
	f.Add("<BucketLoggingStatus xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'><LoggingEnabled xsi:type='x'><TargetBucket/><TargetPrefix/></LoggingEnabled></BucketLoggingStatus>")
	f.Fuzz(func(t *testing.T, text string) {
		for _, d := range []*document{bucketCORS, bucketLifecycle, bucketLogging} {
			doc, err := d.grammar.parse([]byte(text))
			if err != nil {
				continue
			}
			again, err := d.grammar.parse([]byte(doc.String()))
			if err != nil || again.String() != doc.String() {
				t.Errorf("%q is given back as %q, and that as %v (%v)", text, doc, again, err)
			}
		}
	})
}

func FuzzPostPolicy(f *testing.F) {
	f.Add(`{"expiration":"2026-01-01T00:00:00Z","conditions":[{"bucket":"b"},["starts-with","$key",""],["content-length-range",1,"2"]]}`)
	f.Add(`{"expiration":"2026-01-01T00:00:00Z","conditions":[{},[],null,[1,2,3],["eq"]]}`)
	f.Fuzz(func(t *testing.T, text string) {
		p, refusal := parsePostPolicy(base64.StdEncoding.EncodeToString([]byte(text)))
		if (p == nil) == (refusal == nil) {
			t.Fatalf("%q: %v, %v", text, p, refusal)
		}
		if p != nil {
			_, _ = p.check(map[string]string{"key": "k"}, "b", time.Time{}), p.checkSize(1)
		}
	})
}

func FuzzForm(f *testing.F) {
	f.Add("--b\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\n${filename}\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\\\\b\"\r\n\r\nx\r\n--b--\r\n")
	f.Add("--b--")
	f.Fuzz(func(t *testing.T, body string) {
		r := httptest.NewRequest("POST", "/b", strings.NewReader(body))
		r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
		form, refusal := readForm(r)
		if (form == nil) == (refusal == nil) {
			t.Fatalf("%q: %v, %v", body, form, refusal)
		}
		if form == nil {
			return
		}
		if key, refusal := form.key(); refusal == nil && (key == "" || len(key) > maxKey) {
			t.Errorf("%q has the key %q", body, key)
		}
	})
}
