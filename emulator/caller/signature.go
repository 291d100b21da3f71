package caller

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/denylab/denylab/emulator/awsproto"
)

// Values of Identity.AuthType.
const (
	authHeader = "REST-HEADER"
	authQuery  = "REST-QUERY-STRING"
)

// A signature is what a request says about who signed it, before any of it is
// believed.
type signature struct {
	authType    string
	accessKeyID string
	// credential is the Credential as sent.
	credential string
	scope      scope
	// signedHeaders are lower case and sorted.
	signedHeaders []string
	provided      string
	// signedAt is the signing time.
	signedAt time.Time
	// token is the session token; empty when none was sent.
	token string
	// expires is how long a presigned request is good for; hasExpires is false
	// for the header form, and for services that ignore X-Amz-Expires.
	expires    time.Duration
	hasExpires bool
	// payloadHash is x-amz-content-sha256 as sent, in a header or, presigned,
	// in the query.
	payloadHash string
}

// timestamp is the signing time as the string to sign has it.
func (s *signature) timestamp() string { return s.signedAt.Format(timestampFormat) }

// signs reports whether a header, in lower case, is among the signed ones.
func (s *signature) signs(header string) bool {
	_, found := slices.BinarySearch(s.signedHeaders, header)
	return found
}

// splitSignedHeaders reads "host;x-amz-date".
func splitSignedHeaders(s string) []string {
	names := strings.Split(strings.ToLower(s), ";")
	names = slices.DeleteFunc(names, func(n string) bool { return n == "" })
	slices.Sort(names)
	return slices.Compact(names)
}

// find looks for a signature in the places AWS looks. Both results are nil for
// an anonymous request.
func find(r *http.Request, d dialect) (*signature, *awsproto.Error) {
	header := r.Header.Get("Authorization")
	_, rawQuery := wireTarget(r)
	query := parseQuery(rawQuery)
	switch {
	case header != "" && (query.has("X-Amz-Algorithm") || query.has("Signature")):
		return nil, d.twoMechanisms(header)
	case header != "":
		return fromHeader(r, header, d)
	case query.has("X-Amz-Algorithm") || query.has("X-Amz-Credential") || query.has("X-Amz-Signature"):
		return fromQuery(r, query, d)
	case query.has("AWSAccessKeyId") || query.has("Signature"):
		return nil, d.version2Query(query.has("AWSAccessKeyId") && query.has("Signature") && query.has("Expires"))
	}
	return nil, nil
}

// ScopeOf returns the Region and service that a request's credential names,
// without believing or verifying anything: it tells which service's endpoint a
// signed request was meant for. ok is false for a request without a legible
// Signature Version 4 credential.
func ScopeOf(r *http.Request) (region, service string, ok bool) {
	credential := ""
	if rest, found := strings.CutPrefix(r.Header.Get("Authorization"), algorithm); found {
		for part := range strings.SplitSeq(rest, ",") {
			if v, is := strings.CutPrefix(strings.TrimSpace(part), "Credential="); is {
				credential = v
			}
		}
	} else {
		_, rawQuery := wireTarget(r)
		credential, _ = parseQuery(rawQuery).get("X-Amz-Credential")
	}
	_, sc, ok := parseCredential(credential)
	return sc.Region, sc.Service, ok
}

// wireTarget returns the path and the query as they were sent. The request
// line is preferred because a router may have rewritten r.URL, and the client
// signed what it sent.
func wireTarget(r *http.Request) (path, rawQuery string) {
	if strings.HasPrefix(r.RequestURI, "/") {
		path, rawQuery, _ = strings.Cut(r.RequestURI, "?")
		return path, rawQuery
	}
	u := r.URL
	if r.RequestURI != "" {
		if abs, err := url.Parse(r.RequestURI); err == nil {
			u = abs
		}
	}
	if u == nil {
		return "/", ""
	}
	return u.EscapedPath(), u.RawQuery
}
