package caller_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/caller"
)

func at(d time.Duration) *caller.Verifier {
	return &caller.Verifier{Now: func() time.Time { return exampleTime.Add(d) }, Region: "us-east-1"}
}

func TestClockSkew(t *testing.T) {
	tests := []struct {
		service string
		now     time.Duration
		want    string
		fields  []awsproto.Field
	}{
		{"s3", 15 * time.Minute, "accepted", nil},
		{"s3", -15 * time.Minute, "accepted", nil},
		{"s3", 15*time.Minute + time.Second, "Forbidden|RequestTimeTooSkewed|The difference between the request time and the current time is too large.|RequestTime ServerTime MaxAllowedSkewMilliseconds",
			[]awsproto.Field{{Name: "RequestTime", Value: "20130524T000000Z"}, {Name: "ServerTime", Value: "2013-05-24T00:15:01Z"}, {Name: "MaxAllowedSkewMilliseconds", Value: "900000"}}},
		{"s3", -16 * time.Minute, "Forbidden|RequestTimeTooSkewed|The difference between the request time and the current time is too large.|RequestTime ServerTime MaxAllowedSkewMilliseconds",
			[]awsproto.Field{{Name: "RequestTime", Value: "20130524T000000Z"}, {Name: "ServerTime", Value: "2013-05-23T23:44:00Z"}, {Name: "MaxAllowedSkewMilliseconds", Value: "900000"}}},
		{"sts", time.Hour, "Forbidden|SignatureDoesNotMatch|Signature expired: 20130524T000000Z is now earlier than 20130524T004500Z (20130524T010000Z - 15 min.)", nil},
		{"sts", -time.Hour, "Forbidden|SignatureDoesNotMatch|Signature not yet current: 20130524T000000Z is still later than 20130523T231500Z (20130523T230000Z + 15 min.)", nil},
		{"kms", time.Hour, "Bad Request|InvalidSignatureException|Signature expired: 20130524T000000Z is now earlier than 20130524T004500Z (20130524T010000Z - 15 min.)", nil},
	}
	for _, tt := range tests {
		_, err := at(tt.now).Verify(header(tt.service, "us-east-1", longTerm(), nil)(t), exampleKeys(), tt.service)
		if diff := cmp.Diff(tt.want, describe(err)); diff != "" {
			t.Errorf("%s at %v: %s", tt.service, tt.now, diff)
		}
		if tt.fields != nil {
			if diff := cmp.Diff(tt.fields, err.Fields); diff != "" {
				t.Errorf("%s at %v: %s", tt.service, tt.now, diff)
			}
		}
	}
}

func TestPresignedExpiry(t *testing.T) {
	expired := []awsproto.Field{{Name: "X-Amz-Expires", Value: "60"}, {Name: "Expires", Value: "2013-05-24T00:01:00Z"}, {Name: "ServerTime", Value: "2013-05-24T00:01:01Z"}}
	early := []awsproto.Field{{Name: "X-Amz-Date", Value: "1369353600000"}, {Name: "Expires", Value: "2013-05-24T00:01:00Z"}, {Name: "ServerTime", Value: "2013-05-23T23:44:59Z"}}
	tests := []struct {
		now    time.Duration
		want   string
		fields []awsproto.Field
	}{
		{time.Minute, "accepted", nil},
		{time.Minute + time.Second, "Forbidden|AccessDenied|Request has expired|X-Amz-Expires Expires ServerTime", expired},
		{-15 * time.Minute, "accepted", nil},
		{-15*time.Minute - time.Second, "Forbidden|AccessDenied|Request is not yet valid|X-Amz-Date Expires ServerTime", early},
	}
	for _, tt := range tests {
		_, err := at(tt.now).Verify(presigned(t, longTerm(), "GET", "http://127.0.0.1/b/k", "60"), exampleKeys(), "s3")
		if got := describe(err); got != tt.want {
			t.Errorf("at %v: %s", tt.now, got)
		}
		if tt.fields != nil {
			if diff := cmp.Diff(tt.fields, err.Fields); diff != "" {
				t.Errorf("at %v: %s", tt.now, diff)
			}
		}
	}
	week := presigned(t, longTerm(), "GET", "http://127.0.0.1/b/k", "604800")
	if _, err := at(7*24*time.Hour).Verify(week, exampleKeys(), "s3"); err != nil {
		t.Errorf("a week is allowed: %v", err)
	}
}

const badQuery = "Bad Request|AuthorizationQueryParametersError|"

func TestPresignedRefusals(t *testing.T) {
	missing := badQuery + "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters."
	edit := func(old, with string) func(*http.Request) {
		return func(r *http.Request) { r.RequestURI = strings.Replace(r.RequestURI, old, with, 1) }
	}
	tests := []struct {
		name, expires string
		change        func(*http.Request)
		want          string
	}{
		{"unchanged", "60", func(*http.Request) {}, "accepted"},
		{"no signature", "60", edit("X-Amz-Signature=", "X="), missing},
		{"no algorithm", "60", edit("X-Amz-Algorithm=", "X="), missing},
		{"no credential", "60", edit("X-Amz-Credential=", "X="), missing},
		{"no date", "60", edit("X-Amz-Date=", "X="), missing},
		{"no signed headers", "60", edit("X-Amz-SignedHeaders=", "X="), missing},
		{"no expiry", "60", edit("X-Amz-Expires=", "X="), missing},
		{"algorithm", "60", edit("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA512"), badQuery + `X-Amz-Algorithm only supports "AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256"`},
		{"credential escaped twice", "60", edit("%2F", "%252F"), badQuery + `Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".`},
		{"Region", "60", edit("us-east-1", "eu-west-1"), badQuery + "Error parsing the X-Amz-Credential parameter; the region 'eu-west-1' is wrong; expecting 'us-east-1'|Region"},
		{"service", "60", edit("%2Fs3%2F", "%2Fsts%2F"), badQuery + `Error parsing the X-Amz-Credential parameter; incorrect service "sts". This endpoint belongs to "s3".`},
		{"scope date", "60", edit("20130524%2F", "20130525%2F"), badQuery + `Invalid credential date "20130525". This date is not the same as X-Amz-Date: "20130524".`},
		{"date format", "60", edit("20130524T000000Z", "20130524"), badQuery + `X-Amz-Date must be in the ISO8601 Long Format "yyyyMMdd'T'HHmmss'Z'"`},
		{"expiry too long", "604801", func(*http.Request) {}, badQuery + "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds"},
		{"expiry negative", "-1", func(*http.Request) {}, badQuery + "X-Amz-Expires must be non-negative"},
		{"expiry illegible", "soon", func(*http.Request) {}, badQuery + "X-Amz-Expires should be a number"},
		{"expiry stretched", "60", edit("X-Amz-Expires=60", "X-Amz-Expires=6000"), mismatchS3},
		{"key changed", "60", edit("/b/k", "/b/l"), mismatchS3},
		{"header added", "60", set("X-Amz-Meta-A", "b"), "Forbidden|AccessDenied|There were headers present in the request which were not signed|HeadersNotSigned"},
		{"both mechanisms", "60", set("Authorization", "AWS4-HMAC-SHA256 x"), "Bad Request|InvalidArgument|Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified|ArgumentName ArgumentValue"},
		{"version 2", "60", func(r *http.Request) { r.RequestURI = "/b/k?AWSAccessKeyId=" + exampleKey + "&Expires=1&Signature=x" }, "Bad Request|InvalidRequest|The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256."},
		{"version 2, incomplete", "60", func(r *http.Request) { r.RequestURI = "/b/k?AWSAccessKeyId=" + exampleKey }, "Forbidden|AccessDenied|Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := presigned(t, longTerm(), "GET", "http://127.0.0.1:4566/b/k", tt.expires)
			tt.change(r)
			_, err := verify(r, "s3")
			if diff := cmp.Diff(tt.want, describe(err)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestUnsignedHeadersAreNamed(t *testing.T) {
	r := presigned(t, longTerm(), "GET", "http://127.0.0.1:4566/b/k", "60")
	r.Header.Set("X-Amz-Tagging", "a=b")
	r.Header.Set("X-Amz-Meta-S1", "t1")
	r.Header.Set("X-Amzn-Trace-Id", "not AWS's to sign")
	_, err := verify(r, "s3")
	if err == nil || field(err, "HeadersNotSigned") != "x-amz-meta-s1, x-amz-tagging" {
		t.Error(describe(err), err)
	}
}

func TestAnonymous(t *testing.T) {
	for _, service := range []string{"s3", "sts"} {
		r := incoming("PUT", "http://127.0.0.1:4566/b/k", "hello")
		id, err := verify(r, service)
		if err != nil {
			t.Fatal(err)
		}
		if id.Principal == nil || id.Principal.Caller.Kind != "anonymous" || id.Credential != nil || id.AuthType != "" {
			t.Errorf("%s: %+v", service, id)
		}
		if got, err := readAll(t, r); got != "hello" || err != nil {
			t.Errorf("%s: %q %v", service, got, err)
		}
	}
	if got := describe(caller.MissingToken("sts")); got != "Forbidden|MissingAuthenticationToken|Request is missing Authentication Token" {
		t.Error(got)
	}
}

func TestScopeOf(t *testing.T) {
	tests := []struct {
		r               *http.Request
		region, service string
		ok              bool
	}{
		{header("kms", "eu-west-1", longTerm(), nil)(t), "eu-west-1", "kms", true},
		{presigned(t, temporary(), "GET", "http://127.0.0.1/b/k", "60"), "us-east-1", "s3", true},
		{incoming("GET", "http://127.0.0.1/", ""), "", "", false},
		{incoming("GET", "http://127.0.0.1/?X-Amz-Credential=a/b", ""), "", "", false},
	}
	for _, tt := range tests {
		region, service, ok := caller.ScopeOf(tt.r)
		if region != tt.region || service != tt.service || ok != tt.ok {
			t.Errorf("%s: %q %q %v", tt.r.RequestURI, region, service, ok)
		}
	}
}
