package caller

import (
	"net/http"
	"strconv"
	"time"

	"github.com/denylab/denylab/emulator/awsproto"
)

// maxExpires is a week, the longest that a presigned URL can be good for.
const maxExpires = 604800

// presignedParams are the parameters a presigned URL needs, in the order in
// which their absence is reported. X-Amz-Expires is S3's only.
var presignedParams = []string{
	"X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-Date", "X-Amz-SignedHeaders",
}

// fromQuery reads a presigned URL.
//
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
func fromQuery(r *http.Request, q query, d dialect) (*signature, *awsproto.Error) {
	if err := checkPresignedParams(q, d); err != nil {
		return nil, err
	}
	s := &signature{authType: authQuery}
	s.credential, _ = q.get("X-Amz-Credential")
	s.provided, _ = q.get("X-Amz-Signature")
	headers, _ := q.get("X-Amz-SignedHeaders")
	s.signedHeaders = splitSignedHeaders(headers)
	s.token = eitherOf(q, r, "X-Amz-Security-Token")
	s.payloadHash = eitherOf(q, r, "X-Amz-Content-Sha256")

	var ok bool
	if s.accessKeyID, s.scope, ok = parseCredential(s.credential); !ok {
		return nil, d.badCredential(s)
	}
	date, _ := q.get("X-Amz-Date")
	signedAt, err := time.Parse(timestampFormat, date)
	if err != nil {
		return nil, d.badQueryDate(date)
	}
	s.signedAt = signedAt
	if d.s3() {
		return s, s.parseExpires(q, d)
	}
	return s, nil
}

func checkPresignedParams(q query, d dialect) *awsproto.Error {
	for _, name := range presignedParams {
		if v, _ := q.get(name); v == "" {
			return d.missingQueryParam(name)
		}
	}
	if v, _ := q.get("X-Amz-Expires"); v == "" && d.s3() {
		return d.missingQueryParam("X-Amz-Expires")
	}
	if v, _ := q.get("X-Amz-Algorithm"); v != algorithm {
		return d.badQueryAlgorithm(v)
	}
	return nil
}

// parseExpires reads X-Amz-Expires, in seconds.
func (s *signature) parseExpires(q query, d dialect) *awsproto.Error {
	v, _ := q.get("X-Amz-Expires")
	seconds, err := strconv.ParseInt(v, 10, 64)
	switch {
	case err != nil:
		return d.badExpires("X-Amz-Expires should be a number")
	case seconds < 0:
		return d.badExpires("X-Amz-Expires must be non-negative")
	case seconds > maxExpires:
		return d.badExpires("X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds")
	}
	s.expires, s.hasExpires = time.Duration(seconds)*time.Second, true
	return nil
}

// eitherOf reads a value that presigners put into the query and some clients
// send as a header.
func eitherOf(q query, r *http.Request, name string) string {
	if v, ok := q.get(name); ok {
		return v
	}
	return r.Header.Get(name)
}
