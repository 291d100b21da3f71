package awsproto_test

import (
	"encoding/xml"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/awsproto"
)

var ids = awsproto.IDs{RequestID: "91TA6CNSW25X67V2", HostID: "zfOy8OeiAWVb1iEm=", Decision: "d-000001"}

// answer serves one request over a real connection, as headers such as
// Transfer-Encoding exist only there.
func answer(t *testing.T, method string, h http.HandlerFunc) (*http.Response, string) {
	t.Helper()
	server := httptest.NewServer(h)
	defer server.Close()
	request, err := http.NewRequest(method, server.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(body)
}

func headers(r *http.Response, names ...string) map[string]string {
	out := map[string]string{}
	for _, n := range names {
		out[n] = r.Header.Get(n)
	}
	return out
}

var denied = &awsproto.Error{Status: 403, Code: "AccessDenied",
	Message: `User: u is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::b/a<b>&c" because`,
	Fields:  []awsproto.Field{{Name: "BucketName", Value: "b"}}}

func writeDenied(w http.ResponseWriter, r *http.Request) { awsproto.WriteS3Error(w, r, ids, denied) }

func TestS3ErrorIsS3sDocument(t *testing.T) {
	r, body := answer(t, "GET", writeDenied)
	want := `<?xml version="1.0" encoding="UTF-8"?>` + "\n" +
		`<Error><Code>AccessDenied</Code><Message>User: u is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::b/a&lt;b&gt;&amp;c" because</Message>` +
		`<BucketName>b</BucketName><RequestId>91TA6CNSW25X67V2</RequestId><HostId>zfOy8OeiAWVb1iEm=</HostId></Error>`
	if body != want {
		t.Errorf("body (-want +got):\n%s", cmp.Diff(want, body))
	}
	wantHeaders := map[string]string{
		"x-amz-request-id": ids.RequestID, "x-amz-id-2": ids.HostID, "x-denylab-decision": ids.Decision,
		"Content-Type": "application/xml", "Server": "AmazonS3", "Content-Length": "",
	}
	if diff := cmp.Diff(wantHeaders, headers(r, "x-amz-request-id", "x-amz-id-2", "x-denylab-decision", "Content-Type", "Server", "Content-Length")); diff != "" {
		t.Errorf("headers (-want +got):\n%s", diff)
	}
	if r.StatusCode != 403 || !r.Close || !cmp.Equal(r.TransferEncoding, []string{"chunked"}) {
		t.Errorf("status %d, close %v, transfer encoding %v; want 403, true, [chunked]", r.StatusCode, r.Close, r.TransferEncoding)
	}
}

func TestS3ErrorOfHEADHasNoBody(t *testing.T) {
	r, body := answer(t, "HEAD", writeDenied)
	if r.StatusCode != 403 || body != "" || r.ContentLength > 0 || r.Header.Get("x-amz-request-id") != ids.RequestID {
		t.Errorf("status %d, body %q, length %d, headers %v", r.StatusCode, body, r.ContentLength, r.Header)
	}
}

func TestS3NotModifiedKeepsTheConnection(t *testing.T) {
	r, body := answer(t, "GET", func(w http.ResponseWriter, r *http.Request) {
		awsproto.WriteS3Error(w, r, ids, &awsproto.Error{Status: 304, Code: "NotModified", Header: http.Header{"ETag": {`"x"`}}})
	})
	if r.StatusCode != 304 || body != "" || r.Close || r.Header.Get("ETag") != `"x"` {
		t.Errorf("status %d, body %q, close %v, headers %v", r.StatusCode, body, r.Close, r.Header)
	}
}

func TestQueryErrorAndResult(t *testing.T) {
	r, body := answer(t, "POST", func(w http.ResponseWriter, _ *http.Request) {
		awsproto.WriteQueryError(w, ids, awsproto.STSNamespace, awsproto.AccessDenied(awsproto.Query, "no & never"))
	})
	uuid := ids.UUID()
	want := `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>AccessDenied</Code>` +
		`<Message>no &amp; never</Message></Error><RequestId>` + uuid + `</RequestId></ErrorResponse>`
	if body != want || r.StatusCode != 403 || r.Header.Get("x-amzn-RequestId") != uuid || r.Header.Get("Content-Type") != "text/xml" {
		t.Errorf("%d %v\n%s\nwant\n%s", r.StatusCode, r.Header, body, want)
	}

	type result struct{ Arn, Account string }
	_, body = answer(t, "POST", func(w http.ResponseWriter, _ *http.Request) {
		if err := awsproto.WriteQuery(w, ids, awsproto.STSNamespace, "GetCallerIdentity", result{"arn:x", "111122223333"}); err != nil {
			t.Error(err)
		}
	})
	want = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:x</Arn>` +
		`<Account>111122223333</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>` + uuid + `</RequestId></ResponseMetadata></GetCallerIdentityResponse>`
	if body != want {
		t.Errorf("result (-want +got):\n%s", cmp.Diff(want, body))
	}
}

func TestJSONErrorAndOutput(t *testing.T) {
	for _, c := range []struct {
		err  *awsproto.Error
		want string
	}{
		{awsproto.AccessDenied(awsproto.JSON, "User: <u> is not"), `{"__type":"AccessDeniedException","Message":"User: <u> is not"}`},
		{awsproto.UnknownCiphertextKey(), `{"__type":"AccessDeniedException","message":"The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access."}`},
		{&awsproto.Error{Status: 400, Code: "InvalidCiphertextException"}, `{"__type":"InvalidCiphertextException"}`},
		{&awsproto.Error{Status: 400, Code: "InvalidInputException", Message: `<"x">`, Fields: []awsproto.Field{{Name: "Reason", Value: "INVALID_PATTERN"}}},
			`{"__type":"InvalidInputException","message":"<\"x\">","Reason":"INVALID_PATTERN"}`},
	} {
		r, body := answer(t, "POST", func(w http.ResponseWriter, _ *http.Request) { awsproto.WriteJSONError(w, ids, c.err) })
		if body != c.want || r.StatusCode != 400 || r.Header.Get("Content-Type") != "application/x-amz-json-1.1" || r.Header.Get("x-amzn-RequestId") != ids.UUID() {
			t.Errorf("%d %v\n%s\nwant\n%s", r.StatusCode, r.Header, body, c.want)
		}
	}
	_, body := answer(t, "POST", func(w http.ResponseWriter, _ *http.Request) {
		if err := awsproto.WriteJSON(w, ids, struct {
			KeyID string `json:"KeyId"`
		}{"a&b"}); err != nil {
			t.Error(err)
		}
	})
	if body != `{"KeyId":"a&b"}` {
		t.Errorf("output %s", body)
	}
}

func TestUUIDKeepsAnIDThatIsOne(t *testing.T) {
	const id = "94f3be89-368d-4b98-9374-f4c4d511d56a"
	if got := (awsproto.IDs{RequestID: id}).UUID(); got != id {
		t.Errorf("got %s, want %s", got, id)
	}
}

func FuzzEscapeXML(f *testing.F) {
	for _, s := range []string{`a "quoted" <b>&amp;`, "\x00\x1f\ufffe", "line\r\nend", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var got string
		if err := xml.Unmarshal([]byte("<a>"+awsproto.EscapeXML(s)+"</a>"), &got); err != nil {
			t.Fatalf("%q does not parse: %v", s, err)
		}
		// Escaping what came out must not change it: nothing is lost twice.
		if again := awsproto.EscapeXML(got); again != awsproto.EscapeXML(s) {
			t.Errorf("%q came back as %q", s, got)
		}
	})
}

// A recorder remembers the error that was written to it.
type recorder struct {
	http.ResponseWriter
	got *awsproto.Error
}

func (r *recorder) RecordError(err *awsproto.Error) { r.got = err }

func TestEveryErrorWriterTellsTheRecorder(t *testing.T) {
	get := httptest.NewRequest("GET", "/", nil)
	for name, write := range map[string]func(http.ResponseWriter){
		"S3":    func(w http.ResponseWriter) { awsproto.WriteS3Error(w, get, ids, denied) },
		"query": func(w http.ResponseWriter) { awsproto.WriteQueryError(w, ids, awsproto.STSNamespace, denied) },
		"JSON":  func(w http.ResponseWriter) { awsproto.WriteJSONError(w, ids, denied) },
	} {
		r := &recorder{ResponseWriter: httptest.NewRecorder()}
		if write(r); r.got != denied {
			t.Errorf("%s: recorded %v, want %v", name, r.got, denied)
		}
	}
}
