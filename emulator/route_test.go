package emulator_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator"
)

// way is what the journal and the rules know of how a request arrived.
type way struct {
	Service, Endpoint, SourceIP, Secure, Resource string
}

func (l *lab) way() way {
	e := l.last()
	w := way{Service: e.Service, Endpoint: e.Endpoint}
	if len(e.Asked) > 0 {
		c := e.Asked[0].Call
		w.Resource = c.Resource
		if v := c.Context["aws:SourceIp"]; len(v.Values) > 0 {
			w.SourceIP = v.Values[0]
		}
		if v := c.Context["aws:SecureTransport"]; len(v.Values) > 0 {
			w.Secure = v.Values[0]
		}
	}
	return w
}

func TestRequestsArriveByPrefixesOfTheirPath(t *testing.T) {
	const seeded = "arn:aws:s3:::public/seeded.txt"
	l := start(t, emulator.Options{})
	for _, tc := range []struct {
		name, path string
		want       way
	}{
		{"none", "/public/seeded.txt", way{"s3", "", "203.0.113.7", "true", seeded}},
		{"an endpoint", emulator.EndpointPath("vpce-s3") + "/public/seeded.txt", way{"s3", "vpce-s3", "", "true", seeded}},
		{"an endpoint of another service", emulator.EndpointPath("vpce-kms") + "/public/seeded.txt", way{"s3", "", "203.0.113.7", "true", seeded}},
		{"an address", emulator.AddressPath("198.51.100.9") + "/public/seeded.txt", way{"s3", "", "198.51.100.9", "true", seeded}},
		{"an IPv6 address", "/_denylab/from/2001:DB8::1/public/seeded.txt", way{"s3", "", "2001:db8::1", "true", seeded}},
		{"an escaped IPv6 address", "/_denylab/from/2001%3Adb8%3A%3A1/public/seeded.txt", way{"s3", "", "2001:db8::1", "true", seeded}},
		{"an IPv6 address as clients should write it", "/_denylab/from/2001-DB8--1/public/seeded.txt", way{"s3", "", "2001:db8::1", "true", seeded}},
		{"an IPv6 address's path", emulator.AddressPath("2001:db8::1") + "/public/seeded.txt", way{"s3", "", "2001:db8::1", "true", seeded}},
		{"an IPv4 address in IPv6", "/_denylab/from/::ffff:198.51.100.9/public/seeded.txt", way{"s3", "", "198.51.100.9", "true", seeded}},
		{"http", emulator.PlainPath + "/public/seeded.txt", way{"s3", "", "203.0.113.7", "false", seeded}},
		{"several", "/_denylab/from/198.51.100.9/_denylab/plain/public/seeded.txt", way{"s3", "", "198.51.100.9", "false", seeded}},
		{"several, endpoint last", "/_denylab/plain/_denylab/vpce/vpce-s3/public/seeded.txt", way{"s3", "vpce-s3", "", "false", seeded}},
		{"two of a kind", "/_denylab/from/198.51.100.9/_denylab/from/198.51.100.10/public/seeded.txt", way{"s3", "", "198.51.100.10", "true", seeded}},
		{"a key that looks like one", "/public/_denylab/from/198.51.100.9/x", way{"s3", "", "203.0.113.7", "true", "arn:aws:s3:::public/_denylab/from/198.51.100.9/x"}},
		{"a key that looks like one behind one", "/_denylab/plain/public/_denylab/vpce/vpce-s3/x", way{"s3", "", "203.0.113.7", "false", "arn:aws:s3:::public/_denylab/vpce/vpce-s3/x"}},
		{"an escaped key", "/_denylab/plain/public/a%2Fb%20c%25", way{"s3", "", "203.0.113.7", "false", "arn:aws:s3:::public/a/b c%"}},
		{"a key with dots and double slashes", "/_denylab/plain/public//a/../b", way{"s3", "", "203.0.113.7", "false", "arn:aws:s3:::public//a/../b"}},
		{"a virtual host", "http://public.localhost/seeded.txt", way{"s3", "", "203.0.113.7", "true", seeded}},
		{"a virtual host behind one", "http://public.localhost/_denylab/plain/seeded.txt", way{"s3", "", "203.0.113.7", "false", seeded}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l.raw("GET", tc.path, "")
			if diff := cmp.Diff(tc.want, l.way()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSignaturesAreOfThePathAsItWasSent(t *testing.T) {
	l := start(t, emulator.Options{})
	for _, path := range []string{"", "/", emulator.PlainPath, emulator.AddressPath("198.51.100.9"), emulator.AddressPath("2001:db8::1"), emulator.AddressPath("198.51.100.9") + emulator.PlainPath} {
		alice := l.as("user/alice", path)
		if err := alice.put("data", "dir/a b+c%é", "x"); err != nil {
			t.Errorf("put through %q: %v", path, err)
		}
		if got, err := alice.get("data", "dir/a b+c%é"); err != nil || got != "x" {
			t.Errorf("get through %q: %q, %v", path, got, err)
		}
	}
	through := l.as("user/alice", emulator.EndpointPath("vpce-s3"))
	if got, err := through.get("data", "dir/a b+c%é"); err != nil || got != "x" {
		t.Errorf("get through the endpoint: %q, %v", got, err)
	}
	wantCode(t, through.put("data", "k", "x"), "403 AccessDenied")
}

func TestPrefixesThatCannotBeAreRefused(t *testing.T) {
	l := start(t, emulator.Options{})
	before := l.Digest()
	for _, tc := range []struct{ path, code, says string }{
		{"/_denylab/vpce/vpce-nowhere/data/k", "InvalidVpcEndpointId.NotFound", "&#39;vpce-nowhere&#39;"},
		{"/_denylab/vpce//data/k", "InvalidVpcEndpointId.NotFound", "&#39;&#39;"},
		{"/_denylab/vpce", "InvalidVpcEndpointId.NotFound", "&#39;&#39;"},
		{"/_denylab/from/elsewhere/data/k", "InvalidArgument", "elsewhere is not an IP address; write one such as"},
		{"/_denylab/from/198.51.100.0%2F24/data/k", "InvalidArgument", "198.51.100.0/24 is not an IP address"},
		{"/_denylab/from//data/k", "InvalidArgument", "is not an IP address"},
		{"/_denylab/from/elsewhere/_denylab/plain/data/k", "InvalidArgument", "elsewhere is not"},
		{"/_denylab/from/elsewhere/_denylab/health", "InvalidArgument", "elsewhere is not"},
	} {
		r := l.raw("PUT", tc.path, "x")
		body := strings.ReplaceAll(text(t, r), "'", "&#39;")
		if r.StatusCode != 400 || !strings.Contains(body, "<Code>"+tc.code+"</Code>") || !strings.Contains(body, tc.says) {
			t.Errorf("%s: %d %s does not say %s and %q", tc.path, r.StatusCode, body, tc.code, tc.says)
		}
		if e := l.last(); e.Caller != "" || e.Status != 400 || len(e.Asked) != 0 {
			t.Errorf("%s: the journal has %+v", tc.path, e)
		}
	}
	wantCode(t, l.as("user/alice", emulator.EndpointPath("vpce-nowhere")).put("data", "k", "x"), "400 InvalidVpcEndpointId.NotFound")
	if _, err := l.as("user/alice", emulator.EndpointPath("vpce-nowhere")).kms.ListKeys(t.Context(), nil); codeOf(err) != "400 InvalidVpcEndpointId.NotFound" {
		t.Errorf("KMS: %v", err)
	}
	if l.Digest() != before {
		t.Error("something has changed")
	}
}

func TestTheServiceIsFoundOut(t *testing.T) {
	l := start(t, emulator.Options{})
	const scope = "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260304/us-east-1/"
	form := []string{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}
	for _, tc := range []struct {
		name, method, target, body string
		header                     []string
		want                       string
	}{
		{"nothing", "GET", "/", "", nil, "s3"},
		{"scope s3", "GET", "/", "", []string{"Authorization", scope + "s3/aws4_request, SignedHeaders=host, Signature=0"}, "s3"},
		{"scope sts", "POST", "/", "", []string{"Authorization", scope + "sts/aws4_request, SignedHeaders=host, Signature=0"}, "sts"},
		{"scope kms", "POST", "/", "", []string{"Authorization", scope + "kms/aws4_request, SignedHeaders=host, Signature=0"}, "kms"},
		{"scope before host", "GET", "http://sts.us-east-1.amazonaws.com/", "", []string{"Authorization", scope + "s3/aws4_request, SignedHeaders=host, Signature=0"}, "s3"},
		{"presigned scope", "GET", "/?X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20260304%2Fus-east-1%2Fsts%2Faws4_request&X-Amz-Algorithm=AWS4-HMAC-SHA256", "", nil, "sts"},
		{"a scope that is none", "GET", "/b/k", "", []string{"Authorization", "AWS4-HMAC-SHA256 Credential=AKID/2026, SignedHeaders=host, Signature=0"}, "s3"},
		{"target", "POST", "/", "{}", []string{"X-Amz-Target", "TrentService.ListKeys"}, "kms"},
		{"host sts", "GET", "http://sts.us-east-1.amazonaws.com/", "", nil, "sts"},
		{"host kms", "GET", "http://kms.localhost:4566/", "", nil, "kms"},
		{"a bucket named as a service", "GET", "http://kms.s3.localhost/k", "", nil, "s3"},
		{"a bucket named as a service, in a Region", "GET", "http://sts.s3.us-east-1.amazonaws.com/k", "", nil, "s3"},
		{"a host of S3 before the scope", "GET", "http://data.s3.us-east-1.amazonaws.com/k", "", []string{"Authorization", scope + "sts/aws4_request, SignedHeaders=host, Signature=0"}, "s3"},
		{"a form", "POST", "/", "Action=GetCallerIdentity&Version=2011-06-15", form, "sts"},
		{"a form behind a prefix", "POST", "/_denylab/plain/", "Action=GetCallerIdentity&Version=2011-06-15", form, "sts"},
		{"a form for a bucket", "POST", "/bucket?delete", "x", form, "s3"},
		{"an action in the query", "GET", "/?Action=GetCallerIdentity&Version=2011-06-15", "", nil, "sts"},
		{"an action in the query behind a prefix", "GET", "/_denylab/from/198.51.100.9/?Action=GetCallerIdentity", "", nil, "sts"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l.raw(tc.method, tc.target, tc.body, tc.header...)
			if got := l.last().Service; got != tc.want {
				t.Errorf("service %s, want %s", got, tc.want)
			}
		})
	}
}

func TestServicesThatTheLabDoesNotHaveAreRefusedInTheirProtocol(t *testing.T) {
	l := start(t, emulator.Options{})
	authorization := func(service string) string {
		return "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260304/us-east-1/" + service + "/aws4_request, SignedHeaders=host, Signature=0"
	}
	for _, tc := range []struct {
		name, service, body string
		header              []string
		want                string
	}{
		{"JSON", "dynamodb", "{}", []string{"X-Amz-Target", "DynamoDB_20120810.ListTables"}, `{"__type":"NotImplemented","message":"denylab does not emulate the service dynamodb`},
		{"query", "sns", "Action=ListUsers", []string{"Content-Type", "application/x-www-form-urlencoded"}, "<Type>Receiver</Type><Code>NotImplemented</Code><Message>denylab does not emulate the service sns"},
		{"REST", "lambda", "", nil, "<Error><Code>NotImplemented</Code><Message>denylab does not emulate the service lambda"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := l.raw("POST", "/", tc.body, append(tc.header, "Authorization", authorization(tc.service))...)
			if body := text(t, r); r.StatusCode != http.StatusNotImplemented || !strings.Contains(body, tc.want) {
				t.Errorf("%d %s, want 501 with %s", r.StatusCode, body, tc.want)
			}
			if e := l.last(); e.Service != tc.service || e.Code != "NotImplemented" {
				t.Errorf("the journal has %+v", e)
			}
		})
	}
}

func TestEveryAnswerNamesItsDecision(t *testing.T) {
	l := start(t, emulator.Options{})
	requests := map[string]func() *http.Response{
		"s3":        func() *http.Response { return l.raw("GET", "/public/seeded.txt", "") },
		"s3 HEAD":   func() *http.Response { return l.raw("HEAD", "/data/seeded.txt", "") },
		"s3 error":  func() *http.Response { return l.raw("GET", "/nowhere/k", "") },
		"sts":       func() *http.Response { return l.raw("GET", "/?Action=GetCallerIdentity&Version=2011-06-15", "") },
		"kms":       func() *http.Response { return l.raw("POST", "/", "{}", "X-Amz-Target", "TrentService.ListKeys") },
		"signature": func() *http.Response { return l.raw("GET", "/b/k", "", "Authorization", "AWS4-HMAC-SHA256 nonsense") },
		"unknown": func() *http.Response {
			return l.raw("GET", "/", "", "Authorization", "AWS4-HMAC-SHA256 Credential=A/1/us-east-1/ec2/aws4_request")
		},
	}
	seen := map[string]bool{}
	for name, send := range requests {
		r := send()
		id := r.Header.Get("X-Denylab-Decision")
		e, ok := l.Journal().Entry(id)
		if !ok || seen[id] {
			t.Errorf("%s: the decision %q is not in the journal or not its own", name, id)
			continue
		}
		seen[id] = true
		if e.Status != r.StatusCode {
			t.Errorf("%s: the journal has status %d, the answer %d", name, e.Status, r.StatusCode)
		}
		if refused := r.StatusCode >= 400; refused != (e.Code != "") {
			t.Errorf("%s: the journal has code %q for status %d", name, e.Code, r.StatusCode)
		}
	}
}

func TestTheJournalSaysWhoCalledAndWhat(t *testing.T) {
	l := start(t, emulator.Options{})
	if _, err := l.as("role/Reader/me").s3.ListObjectsV2(t.Context(), &s3.ListObjectsV2Input{Bucket: ptr("data")}); err != nil {
		t.Fatal(err)
	}
	e := l.last()
	if e.Caller != "arn:aws:sts::"+owner+":assumed-role/Reader/me" || e.Operation != "ListObjectsV2" || e.Method != "GET" || e.Path != "/data" || !e.Time.Equal(now) {
		t.Errorf("the journal has %+v", e)
	}
	l.raw("GET", "/data/x", "")
	if e := l.last(); e.Caller != "anonymous" || e.Refused() == nil {
		t.Errorf("the journal has %+v", e)
	}
}

func ptr[T any](v T) *T { return &v }
