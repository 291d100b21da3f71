package emulator

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"github.com/denylab/denylab/emulator/world"
)

// An arrival is how a request reached the lab.
type arrival struct {
	endpointID string
	sourceIP   string
	secure     bool
}

// arrive reads the way a request came from the front of its path and returns
// the request as the service sees it. The client signs the path it sent, so
// the signature is verified on the original.
//
//	/_denylab/vpce/ID    through VPC endpoint ID
//	/_denylab/from/IP    from source address IP
//	/_denylab/plain      over http; the lab otherwise stands in for AWS's https
//	                     endpoints, whatever its own listener speaks
func arrive(r *http.Request) (arrival, *http.Request) {
	a := arrival{secure: true}
	a.sourceIP, _, _ = net.SplitHostPort(r.RemoteAddr)
	rest := r.URL.EscapedPath()
	for {
		after, ok := a.take(rest)
		if !ok {
			break
		}
		rest = after
	}
	if rest == r.URL.EscapedPath() {
		return a, r
	}
	if rest == "" {
		rest = "/"
	}
	clone := new(http.Request)
	*clone = *r
	u := *r.URL
	u.RawPath = rest
	u.Path, _ = url.PathUnescape(rest)
	clone.URL = &u
	return a, clone
}

func (a *arrival) take(path string) (rest string, ok bool) {
	after, ok := strings.CutPrefix(path, "/_denylab/")
	if !ok {
		return "", false
	}
	word, after, _ := strings.Cut(after, "/")
	switch word {
	case "plain":
		a.secure = false
		return "/" + after, true
	case "vpce", "from":
		value, after, _ := strings.Cut(after, "/")
		if word == "vpce" {
			a.endpointID = value
			return "/" + after, value != ""
		}
		if _, err := netip.ParseAddr(value); err != nil {
			return "", false
		}
		a.sourceIP = value
		return "/" + after, true
	}
	return "", false
}

// serviceOf names the service a request is for: by the signature's credential
// scope, else by the target header, the host or the form of the request.
func serviceOf(r *http.Request) string {
	if s := scopeService(r); s != "" {
		return s
	}
	if target := r.Header.Get("X-Amz-Target"); strings.HasPrefix(target, "TrentService.") {
		return "kms"
	}
	host, _, _ := strings.Cut(r.Host, ".")
	switch {
	case host == "sts" || host == "kms":
		return host
	case r.Method == http.MethodPost && r.URL.Path == "/" && strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded"):
		return "sts"
	case r.Method == http.MethodGet && r.URL.Path == "/" && r.URL.Query().Get("Action") != "":
		return "sts"
	}
	return "s3"
}

// scopeService is the service in the credential scope KEY/DATE/REGION/SERVICE/aws4_request.
func scopeService(r *http.Request) string {
	scope := r.URL.Query().Get("X-Amz-Credential")
	if _, after, ok := strings.Cut(r.Header.Get("Authorization"), "Credential="); ok {
		scope, _, _ = strings.Cut(after, ",")
	}
	parts := strings.Split(strings.TrimSpace(scope), "/")
	if len(parts) < 5 {
		return ""
	}
	return parts[len(parts)-2]
}

// through is the endpoint a request for service came through: one that serves
// another service is not on its way.
func through(w *world.World, id, service string) *world.Endpoint {
	e, ok := w.Endpoint(id)
	if !ok || e.Service != service {
		return nil
	}
	return e
}
