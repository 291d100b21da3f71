package caller_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/caller"
)

// describe is an error as one comparable text: status, code, message, and the
// names of its fields.
func describe(err *awsproto.Error) string {
	if err == nil {
		return "accepted"
	}
	names := make([]string, len(err.Fields))
	for i, f := range err.Fields {
		names[i] = f.Name
	}
	return strings.TrimRight(strings.Join([]string{http.StatusText(err.Status), err.Code, err.Message, strings.Join(names, " ")}, "|"), "|")
}

func field(err *awsproto.Error, name string) string {
	for _, f := range err.Fields {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}

const (
	mismatchS3 = "Forbidden|SignatureDoesNotMatch|The request signature we calculated does not match the signature you provided. Check your key and signing method.|" +
		"AWSAccessKeyId StringToSign SignatureProvided StringToSignBytes CanonicalRequest CanonicalRequestBytes"
	mismatchSTS = "Forbidden|SignatureDoesNotMatch|The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details."
	unknownS3   = "Forbidden|InvalidAccessKeyId|The AWS Access Key Id you provided does not exist in our records.|AWSAccessKeyId"
	unknownSTS  = "Forbidden|InvalidClientTokenId|The security token included in the request is invalid."
	unknownKMS  = "Bad Request|UnrecognizedClientException|The security token included in the request is invalid."
)

// header signed by creds for service, then changed.
func header(service, region string, creds aws.Credentials, change func(*http.Request)) func(*testing.T) *http.Request {
	return func(t *testing.T) *http.Request {
		body := map[string]string{"s3": "hello", "sts": "Action=GetCallerIdentity", "kms": "{}"}[service]
		r := sdkSigned(t, creds, "POST", "http://127.0.0.1:4566/b/k?a=b", body, hashOf(body), service, region,
			map[string]string{"X-Amz-Meta-A": "one", "Content-Type": "text/plain"})
		if change != nil {
			change(r)
		}
		return r
	}
}

func authorization(edit func(string) string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set("Authorization", edit(r.Header.Get("Authorization"))) }
}

func replace(old, with string) func(*http.Request) {
	return authorization(func(s string) string { return strings.Replace(s, old, with, 1) })
}

func set(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

func del(name string) func(*http.Request) { return func(r *http.Request) { r.Header.Del(name) } }

func withToken(id, token string) aws.Credentials {
	return aws.Credentials{AccessKeyID: id, SecretAccessKey: exampleSecret, SessionToken: token}
}

const malformed = "Bad Request|AuthorizationHeaderMalformed|The authorization header is malformed; "

func TestRefusals(t *testing.T) {
	wrongSecret := aws.Credentials{AccessKeyID: exampleKey, SecretAccessKey: "another"}
	tests := []struct {
		name, service string
		request       func(*testing.T) *http.Request
		want          string
	}{
		{"S3 secret of another key", "s3", header("s3", "us-east-1", wrongSecret, nil), mismatchS3},
		{"STS secret of another key", "sts", header("sts", "us-east-1", wrongSecret, nil), mismatchSTS},
		{"KMS secret of another key", "kms", header("kms", "us-east-1", wrongSecret, nil),
			"Bad Request|InvalidSignatureException|" + strings.SplitN(mismatchSTS, "|", 3)[2]},
		{"S3 unknown key", "s3", header("s3", "us-east-1", withToken("AKIANOBODY", ""), nil), unknownS3},
		{"STS unknown key", "sts", header("sts", "us-east-1", withToken("AKIANOBODY", ""), nil), unknownSTS},
		{"KMS unknown key", "kms", header("kms", "us-east-1", withToken("AKIANOBODY", ""), nil), unknownKMS},
		{"S3 token of another key", "s3", header("s3", "us-east-1", withToken(sessionKey, "orphan"), nil),
			"Bad Request|InvalidToken|The provided token is malformed or otherwise invalid.|Token-0"},
		{"STS token of another key", "sts", header("sts", "us-east-1", withToken(sessionKey, "orphan"), nil), unknownSTS},
		{"S3 token with a long-term key", "s3", header("s3", "us-east-1", withToken(exampleKey, sessionToken), nil),
			"Bad Request|InvalidToken|The provided token is malformed or otherwise invalid.|Token-0"},
		{"S3 session key without its token", "s3", header("s3", "us-east-1", withToken(sessionKey, ""), nil), unknownS3},
		{"STS session key without its token", "sts", header("sts", "us-east-1", withToken(sessionKey, ""), nil), unknownSTS},
		{"S3 expired token", "s3", header("s3", "us-east-1", withToken("ASIAEXPIREDEXAMPLE", "expired"), nil),
			"Bad Request|ExpiredToken|The provided token has expired.|Token-0"},
		{"STS expired token", "sts", header("sts", "us-east-1", withToken("ASIAEXPIREDEXAMPLE", "expired"), nil),
			"Forbidden|ExpiredToken|The security token included in the request is expired"},
		{"KMS expired token", "kms", header("kms", "us-east-1", withToken("ASIAEXPIREDEXAMPLE", "expired"), nil),
			"Bad Request|ExpiredTokenException|The security token included in the request is expired"},
		{"S3 session of a deleted role", "s3", header("s3", "us-east-1", withToken("ASIAORPHANEXAMPLE", "orphan"), nil), unknownS3},
		{"STS session of a deleted role", "sts", header("sts", "us-east-1", withToken("ASIAORPHANEXAMPLE", "orphan"), nil), unknownSTS},
		{"expiry comes before the issuer", "s3", header("s3", "us-east-1", withToken("ASIAORPHANEXPIRED", "orphan"), nil),
			"Bad Request|ExpiredToken|The provided token has expired.|Token-0"},
		{"expiry comes before the signature", "s3", header("s3", "us-east-1", withToken("ASIAEXPIREDEXAMPLE", "expired"), replace("Signature=", "Signature=0")),
			"Bad Request|ExpiredToken|The provided token has expired.|Token-0"},

		{"S3 another Region", "s3", header("s3", "us-west-2", longTerm(), nil), malformed + "the region 'us-west-2' is wrong; expecting 'us-east-1'|Region"},
		{"S3 aws-global", "s3", header("s3", "aws-global", longTerm(), nil), malformed + "the region 'aws-global' is wrong; expecting 'us-east-1'|Region"},
		{"the Region comes before the key", "s3", header("s3", "us-west-2", withToken("AKIANOBODY", ""), nil), malformed + "the region 'us-west-2' is wrong; expecting 'us-east-1'|Region"},
		{"STS another Region", "sts", header("sts", "us-west-2", longTerm(), nil), "Forbidden|SignatureDoesNotMatch|Credential should be scoped to a valid region. "},
		{"S3 another service", "s3", header("sts", "us-east-1", longTerm(), nil), malformed + `incorrect service "sts". This endpoint belongs to "s3".`},
		{"STS another service", "sts", header("kms", "us-east-1", longTerm(), nil), "Forbidden|SignatureDoesNotMatch|Credential should be scoped to correct service: 'sts'. "},
		{"S3 terminal", "s3", header("s3", "us-east-1", longTerm(), replace("aws4_request", "aws5_request")), malformed + `incorrect terminal "aws5_request". This endpoint uses "aws4_request".`},
		{"S3 scope date", "s3", header("s3", "us-east-1", longTerm(), replace("20130524/", "2013-05-24/")), malformed + `incorrect date format "2013-05-24". This date in the credential must be in the format "yyyyMMdd".`},
		{"S3 scope of another day", "s3", header("s3", "us-east-1", longTerm(), replace("20130524/", "20130525/")), malformed + "Invalid credential date. Date is not the same as X-Amz-Date."},
		{"STS scope of another day", "sts", header("sts", "us-east-1", longTerm(), replace("20130524/", "20130525/")),
			"Forbidden|SignatureDoesNotMatch|Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20130525' != '20130524', from '20130524T000000Z'."},
		{"S3 four-part credential", "s3", header("s3", "us-east-1", longTerm(), replace("/aws4_request", "")), malformed + `the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".`},
		{"S3 no signature", "s3", header("s3", "us-east-1", longTerm(), authorization(func(s string) string { return s[:strings.Index(s, ", Signature=")] })),
			malformed + "the authorization header requires three components: Credential, SignedHeaders, and Signature."},
		{"S3 nothing but the mechanism", "s3", header("s3", "us-east-1", longTerm(), set("Authorization", "AWS4-HMAC-SHA256")),
			malformed + "the authorization header requires three components: Credential, SignedHeaders, and Signature."},
		{"S3 strange component", "s3", header("s3", "us-east-1", longTerm(), replace("SignedHeaders=", "SignedHeaders ")), malformed +
			`the authorization component "SignedHeaders content-length;content-type;host;x-amz-content-sha256;x-amz-date;x-amz-meta-a" is malformed.`},

		{"S3 Signature Version 2", "s3", header("s3", "us-east-1", longTerm(), set("Authorization", "AWS "+exampleKey+":abc=")),
			"Bad Request|InvalidRequest|The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256."},
		{"S3 Signature Version 4A", "s3", header("s3", "us-east-1", longTerm(), replace("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256")),
			"Not Implemented|NotImplemented|A header you provided implies functionality that is not implemented|Header"},
		{"S3 bearer token", "s3", header("s3", "us-east-1", longTerm(), set("Authorization", "Bearer abc")),
			"Bad Request|InvalidArgument|Unsupported Authorization Type|ArgumentName ArgumentValue"},
		{"S3 no date", "s3", header("s3", "us-east-1", longTerm(), del("X-Amz-Date")), "Forbidden|AccessDenied|AWS authentication requires a valid Date or x-amz-date header"},
		{"S3 illegible date", "s3", header("s3", "us-east-1", longTerm(), set("X-Amz-Date", "yesterday")), "Forbidden|AccessDenied|AWS authentication requires a valid Date or x-amz-date header"},
		{"S3 no payload hash", "s3", header("s3", "us-east-1", longTerm(), del("X-Amz-Content-Sha256")), "Bad Request|InvalidRequest|Missing required header for this request: x-amz-content-sha256"},
		{"S3 illegible payload hash", "s3", header("s3", "us-east-1", longTerm(), set("X-Amz-Content-Sha256", "GIBBERISH")),
			"Bad Request|InvalidArgument|x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER or a valid sha256 value.|ArgumentName ArgumentValue"},
		{"S3 header added after signing", "s3", header("s3", "us-east-1", longTerm(), set("X-Amz-Acl", "public-read")),
			"Forbidden|AccessDenied|There were headers present in the request which were not signed|HeadersNotSigned"},
		{"S3 host not signed", "s3", header("s3", "us-east-1", longTerm(), replace("host;", "")),
			"Forbidden|AccessDenied|There were headers present in the request which were not signed|HeadersNotSigned"},
		{"STS host not signed", "sts", header("sts", "us-east-1", longTerm(), replace("host;", "")),
			"Forbidden|SignatureDoesNotMatch|'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."},
		{"STS no credential", "sts", header("sts", "us-east-1", longTerm(), set("Authorization", "AWS4-HMAC-SHA256 SignedHeaders=host, Signature=0")),
			"Bad Request|IncompleteSignature|Authorization header requires 'Credential' parameter. (Hashed with SHA-256 and encoded with Base64) Authorization=/haDaYAg4nl6EHt3hcCaTqqaisJn/X8aLxyfm4G6eDQ="},
		{"KMS without a signature", "kms", header("kms", "us-east-1", longTerm(), del("Authorization")), "Bad Request|MissingAuthenticationTokenException|Missing Authentication Token"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			id, err := verify(tt.request(t), tt.service)
			if diff := cmp.Diff(tt.want, describe(err)); diff != "" {
				t.Error(diff)
			}
			if id != nil {
				t.Errorf("and yet it is %+v", id)
			}
		})
	}
}

// Whatever byte of what is signed somebody changes, the signature breaks.
func TestEverySignedByteCounts(t *testing.T) {
	change := map[string]func(*http.Request){
		"method":        func(r *http.Request) { r.Method = "PUT" },
		"path":          func(r *http.Request) { r.RequestURI = strings.Replace(r.RequestURI, "/b/k", "/b/l", 1) },
		"query value":   func(r *http.Request) { r.RequestURI = strings.Replace(r.RequestURI, "a=b", "a=c", 1) },
		"query name":    func(r *http.Request) { r.RequestURI = strings.Replace(r.RequestURI, "a=b", "c=b", 1) },
		"query added":   func(r *http.Request) { r.RequestURI += "&acl" },
		"host":          func(r *http.Request) { r.Host = "127.0.0.1:4567" },
		"signed header": set("X-Amz-Meta-A", "two"),
		"header added to a signed one": func(r *http.Request) {
			r.Header.Add("X-Amz-Meta-A", "two")
		},
		"content type":   set("Content-Type", "text/html"),
		"length":         set("Content-Length", "1"),
		"time":           set("X-Amz-Date", "20130524T000001Z"),
		"payload hash":   set("X-Amz-Content-Sha256", hashOf("else")),
		"signed headers": replace("content-type;", ""),
		"first digit":    replace("Signature=", "Signature=f"),
		"last digit": authorization(func(s string) string {
			last := "0"
			if strings.HasSuffix(s, "0") {
				last = "1"
			}
			return s[:len(s)-1] + last
		}),
		"upper case": authorization(func(s string) string {
			i := strings.Index(s, "Signature=") + len("Signature=")
			return s[:i] + strings.ToUpper(s[i:])
		}),
	}
	for name, f := range change {
		t.Run(name, func(t *testing.T) {
			r := header("s3", "us-east-1", longTerm(), nil)(t)
			before, _ := verify(r, "s3")
			if before == nil {
				t.Fatal("the request was not good to begin with")
			}
			f(r)
			if _, err := verify(r, "s3"); describe(err) != mismatchS3 {
				t.Error(describe(err))
			}
		})
	}
	t.Run("body of another service", func(t *testing.T) {
		r := sdkSigned(t, longTerm(), "POST", "http://127.0.0.1/", "Action=A", hashOf("Action=B"), "sts", "us-east-1", nil)
		if _, err := verify(r, "sts"); describe(err) != mismatchSTS {
			t.Error(describe(err))
		}
	})
}

// The mismatch shows what AWS calculated, for the client to compare.
func TestMismatchShowsTheCanonicalRequest(t *testing.T) {
	r := presigned(t, aws.Credentials{AccessKeyID: exampleKey, SecretAccessKey: "another"}, "GET", "http://127.0.0.1:4566/b/k?x-id=GetObject", "60")
	_, err := verify(r, "s3")
	if describe(err) != mismatchS3 {
		t.Fatal(describe(err))
	}
	want := "GET\n/b/k\nX-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request" +
		"&X-Amz-Date=20130524T000000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&x-id=GetObject\nhost:127.0.0.1:4566\n\nhost\nUNSIGNED-PAYLOAD"
	if diff := cmp.Diff(want, field(err, "CanonicalRequest")); diff != "" {
		t.Error(diff)
	}
	if got := field(err, "StringToSign"); !strings.HasPrefix(got, "AWS4-HMAC-SHA256\n20130524T000000Z\n20130524/us-east-1/s3/aws4_request\n") {
		t.Error(got)
	}
	if got := field(err, "StringToSignBytes"); !strings.HasPrefix(got, "41 57 53 34 2d 48 4d 41 43 ") || strings.HasSuffix(got, " ") {
		t.Error(got)
	}
	if provided := r.URL.Query().Get("X-Amz-Signature"); field(err, "SignatureProvided") != provided || field(err, "AWSAccessKeyId") != exampleKey {
		t.Error(err.Fields)
	}
}

// S3 decodes and encodes the path again: what counts is not how the client
// happened to escape it on the wire.
func TestPathIsEncodedAgain(t *testing.T) {
	r := sdkSigned(t, longTerm(), "GET", "http://127.0.0.1:4566/b/a%28b%29~", "", emptyHash, "s3", "us-east-1", nil)
	r.RequestURI = "/b/a(b)%7E"
	if _, err := verify(r, "s3"); err != nil {
		t.Error(err, field(err, "CanonicalRequest"))
	}
}

// The request line is what was signed, whatever a router made of the URL.
func TestRewrittenURL(t *testing.T) {
	r := sdkSigned(t, longTerm(), "GET", "http://127.0.0.1:4566/_denylab/vpce/vpce-1/b/k", "", emptyHash, "s3", "us-east-1", nil)
	r.URL = &url.URL{Path: "/b/k"}
	if _, err := verify(r, "s3"); err != nil {
		t.Error(err)
	}
}

func TestSTSGlobalEndpoint(t *testing.T) {
	v := &caller.Verifier{Now: func() time.Time { return exampleTime }, Region: "eu-west-1"}
	for region, want := range map[string]string{
		"eu-west-1": "accepted", "us-east-1": "accepted", "us-west-2": "Forbidden|SignatureDoesNotMatch|Credential should be scoped to a valid region. ",
	} {
		_, err := v.Verify(header("sts", region, longTerm(), nil)(t), exampleKeys(), "sts")
		if got := describe(err); got != want {
			t.Errorf("%s: %s", region, got)
		}
	}
	if _, err := v.Verify(header("s3", "us-east-1", longTerm(), nil)(t), exampleKeys(), "s3"); err == nil || field(err, "Region") != "eu-west-1" {
		t.Error("S3 has no global endpoint", describe(err))
	}
}

// A client without X-Amz-Date signs with the Date header; the string to sign
// has it in AWS's format all the same.
func TestDateHeader(t *testing.T) {
	const date = "Fri, 24 May 2013 00:00:00 GMT"
	canonical := "GET\n/b/k\n\ndate:" + date + "\nhost:127.0.0.1\n\ndate;host\nUNSIGNED-PAYLOAD"
	e := newEncoder("")
	signature := e.signText("AWS4-HMAC-SHA256\n20130524T000000Z\n20130524/us-east-1/s3/aws4_request\n" + hashOf(canonical))
	r := incoming("GET", "http://127.0.0.1/b/k", "")
	r.Header.Set("Date", date)
	r.Header.Set("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD")
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential="+exampleKey+"/20130524/us-east-1/s3/aws4_request,SignedHeaders=date;host,Signature="+signature)
	id, err := verify(r, "s3")
	if err != nil {
		t.Fatal(err, field(err, "CanonicalRequest"))
	}
	if !id.SignedAt.Equal(exampleTime) {
		t.Error(id.SignedAt)
	}
}
