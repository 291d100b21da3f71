package s3_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

func sharing(t *testing.T) *lab {
	t.Helper()
	l := start(t, openWorld())
	must(l.as("user/alice").PutBucketCors(ctx, &awss3.PutBucketCorsInput{Bucket: aws.String("legacy"), CORSConfiguration: &types.CORSConfiguration{CORSRules: []types.CORSRule{
		{AllowedMethods: []string{"GET", "PUT"}, AllowedOrigins: []string{"https://*.example.com"}, AllowedHeaders: []string{"x-amz-*"}, ExposeHeaders: []string{"ETag", "x-amz-id-2"}, MaxAgeSeconds: aws.Int32(60)},
		{AllowedMethods: []string{"GET"}, AllowedOrigins: []string{"*"}},
	}}}))(t)
	return l
}

func TestPreflight(t *testing.T) {
	l := sharing(t)
	const notAllowed = "403 AccessForbidden: CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec."
	for _, c := range []struct{ target, origin, method, headers, want, allowed string }{
		{"/legacy/k", "https://app.example.com", "PUT", "X-Amz-Acl, x-amz-date", "", "https://app.example.com"},
		{"/legacy/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=abc", "https://app.example.com", "PUT", "", "", "https://app.example.com"},
		{"/legacy", "https://elsewhere.example", "GET", "", "", "*"},
		{"/legacy/k", "https://elsewhere.example", "PUT", "", notAllowed, ""},
		{"/legacy/k", "https://app.example.com", "PUT", "authorization", notAllowed, ""},
		{"/legacy/k", "https://app.example.com", "DELETE", "", notAllowed, ""},
		{"/legacy/k", "", "PUT", "", "400 BadRequest: Insufficient information. Origin request header needed.", ""},
		{"/legacy/k", "https://app.example.com", "", "", "400 BadRequest: Invalid Access-Control-Request-Method: null", ""},
		{"/legacy/k", "https://app.example.com", "PATCH", "", "400 BadRequest: Invalid Access-Control-Request-Method: PATCH", ""},
		{"/data/k", "https://app.example.com", "GET", "", "403 AccessForbidden: CORSResponse: CORS is not enabled for this bucket.", ""},
		{"/nowhere", "https://app.example.com", "GET", "", "403 AccessForbidden: CORSResponse: Bucket not found", ""},
	} {
		var headers []string
		for name, value := range map[string]string{"Origin": c.origin, "Access-Control-Request-Method": c.method, "Access-Control-Request-Headers": c.headers} {
			if value != "" {
				headers = append(headers, name, value)
			}
		}
		res, body := l.send("OPTIONS", c.target, "", headers...)
		if got := refusalOf(res, body); got != c.want || res.Header.Get("Access-Control-Allow-Origin") != c.allowed {
			t.Errorf("%+v: got %q for %q", c, got, res.Header.Get("Access-Control-Allow-Origin"))
		}
	}
	res, _ := l.send("OPTIONS", "/legacy/k", "", "Origin", "https://a.example.com", "Access-Control-Request-Method", "PUT", "Access-Control-Request-Headers", "X-Amz-Acl")
	for name, want := range map[string]string{
		"Access-Control-Allow-Methods": "GET, PUT", "Access-Control-Allow-Headers": "x-amz-acl", "Access-Control-Expose-Headers": "ETag, x-amz-id-2",
		"Access-Control-Max-Age": "60", "Access-Control-Allow-Credentials": "true", "Vary": "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
	} {
		if got := res.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// The answer itself says so, too, even when it is a refusal; S3 does not hold
// back what a browser would.
func TestCrossOriginAnswers(t *testing.T) {
	l := sharing(t)
	put(t, l.as("user/alice"), "legacy", "k", "shared")
	for _, c := range []struct {
		target, origin string
		status         int
		allowed        string
	}{
		{"/legacy/k", "https://a.example.com", 200, "https://a.example.com"},
		{"/legacy/missing", "https://a.example.com", 404, "https://a.example.com"},
		{"/legacy/k", "http://plain.example", 200, "*"},
		{"/legacy/k", "", 200, ""},
		{"/data/seeded.txt", "https://a.example.com", 403, ""},
	} {
		var headers []string
		if c.origin != "" {
			headers = []string{"Origin", c.origin}
		}
		res, _ := l.send("GET", c.target, "", headers...)
		if res.StatusCode != c.status || res.Header.Get("Access-Control-Allow-Origin") != c.allowed {
			t.Errorf("%+v: %d %q", c, res.StatusCode, res.Header.Get("Access-Control-Allow-Origin"))
		}
	}
	res, _ := l.send("GET", "/legacy/k", "", "Origin", "http://plain.example", "Access-Control-Request-Method", "PUT")
	if got := res.Header.Get("Access-Control-Allow-Origin"); res.StatusCode != 200 || got != "" {
		t.Errorf("for a PUT: %d %q", res.StatusCode, got)
	}
}
