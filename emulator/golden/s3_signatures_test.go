package golden_test

import (
	"net/http"
	"net/url"
	"time"
)

var s3Signatures = []provocation{
	refused("ExpiredToken", "The provided token has expired.", session(), s3("GET /data/seeded.txt").by("session").later(2*time.Hour)),
	refused("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", s3("GET /data/seeded.txt").by("stranger")),
	refused("SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
		s3("GET /data/seeded.txt", "x-amz-meta-a: 1").then(header("x-amz-meta-a", "2"))),
	refused("AuthorizationHeaderMalformed", "The authorization header is malformed; the region 'us-west-2' is wrong; expecting 'us-east-1'", s3("GET /data/seeded.txt").in("us-west-2")),
	refused("AuthorizationHeaderMalformed", "The authorization header is malformed; the region 'aws-global' is wrong; expecting '<us_east_1_region>'", s3("PUT /new").in("aws-global")),
	refused("AuthorizationHeaderMalformed", `The authorization header is malformed; incorrect service "sts". This endpoint belongs to "s3".`, s3("GET /seeded.txt").on("data.s3.amazonaws.com").to("sts")),
	refused("AccessDenied", "There were headers present in the request which were not signed", s3("PUT /data/k").presigned("60").then(header("x-amz-meta-a", "1"))),
	refused("AccessDenied", "Request has expired", s3("GET /data/seeded.txt").presigned("60").signedAt(now.Add(-2*time.Minute))),
	refused("AccessDenied", "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters", s3("GET /data/seeded.txt?AWSAccessKeyId=A&Expires=1").by("")),
	refused("AuthorizationQueryParametersError", "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
		s3("PUT /data/k").presigned("60").then(parameter("X-Amz-Signature", ""))),
	refused("AuthorizationQueryParametersError", `Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".`,
		s3("GET /data/seeded.txt").presigned("60").then(parameter("X-Amz-Credential", "AKIA%2F20260304%2Fus-east-1%2Fs3%2Faws4_request"))),
	refused("InvalidArgument", "Header value cannot be represented using ISO-8859-1.", s3("GET /data/seeded.txt?response-content-disposition="+url.QueryEscape("attachment; filename=\"😀.txt\""))),
}

func header(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

// parameter changes a parameter of the URL; "" takes it out.
func parameter(name, value string) func(*http.Request) {
	return func(r *http.Request) {
		q := r.URL.Query()
		if q.Set(name, value); value == "" {
			q.Del(name)
		}
		r.URL.RawQuery = q.Encode()
	}
}
