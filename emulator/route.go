package emulator

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/s3control"
	"github.com/denylab/denylab/emulator/world"
)

// ownPath begins the paths that are the lab's and not AWS's. No bucket can have
// that name. A key can begin with it: in virtual-host style such a key is taken
// for the lab's, in path style it is not.
const ownPath = "/_denylab/"

// An arrival is how a request reached the lab.
type arrival struct {
	endpointID string
	sourceIP   string
	secure     bool
	// job is the job whose code or service made the request. It decides
	// nothing.
	job string
	// code: it was the job's code.
	code bool
	// refusal says what is wrong with the prefixes; nil when nothing is.
	refusal *awsproto.Error
}

// arrive reads the way a request came from the front of its path and returns
// the request as the service sees it. The client signs the path it sent, so
// the signature is verified on the original. Prefixes may follow each other;
// of two of a kind the last counts.
//
//	/_denylab/vpce/ID    through VPC endpoint ID
//	/_denylab/from/IP    from source address IP; IPv6 with - for : (see AddressPath)
//	/_denylab/job/ID     for job ID, which the journal then names; code/ID for
//	                     what the job's code calls
//	/_denylab/plain      over http; the lab otherwise stands in for AWS's https
//	                     endpoints, whatever its own listener speaks
func arrive(r *http.Request) (arrival, *http.Request) {
	a := arrival{secure: true}
	host, _, _ := net.SplitHostPort(r.RemoteAddr)
	a.sourceIP = address(host)
	whole := r.URL.EscapedPath()
	rest, ok := whole, true
	for ok {
		rest, ok = a.take(rest)
	}
	if rest == whole {
		return a, r
	}
	clone := new(http.Request)
	*clone = *r
	u := *r.URL
	u.RawPath = rest
	u.Path, _ = url.PathUnescape(rest) // it is part of a path that was unescaped
	clone.URL = &u
	return a, clone
}

// take takes one prefix from the front of an escaped path.
func (a *arrival) take(path string) (rest string, ok bool) {
	after, ok := strings.CutPrefix(path, ownPath)
	if !ok {
		return path, false
	}
	word, after, _ := strings.Cut(after, "/")
	switch word {
	case "plain":
		a.secure = false
		return "/" + after, true
	case "vpce", "from", "job", "code":
		value, after, _ := strings.Cut(after, "/")
		if v, err := url.PathUnescape(value); err == nil {
			value = v
		}
		a.set(word, value)
		return "/" + after, true
	}
	return path, false
}

func (a *arrival) set(word, value string) {
	switch word {
	case "job", "code":
		a.job, a.code = value, word == "code"
		return
	case "vpce":
		a.endpointID = value
		if value == "" {
			a.refusal = noSuchEndpoint(value)
		}
		return
	}
	if a.sourceIP = address(strings.ReplaceAll(value, "-", ":")); a.sourceIP == "" {
		a.refusal = noAddress(value)
	}
}

// address is an IP address as condition keys have it: IPv4 in its own form,
// without the zone of a link-local IPv6 address; "" for what is none.
func address(s string) string {
	ip, err := netip.ParseAddr(s)
	if err != nil {
		return ""
	}
	return ip.Unmap().WithZone("").String()
}

func noSuchEndpoint(id string) *awsproto.Error {
	return &awsproto.Error{
		Status: http.StatusBadRequest, Code: "InvalidVpcEndpointId.NotFound",
		Message: "The Vpc Endpoint Id '" + id + "' does not exist",
	}
}

func noAddress(value string) *awsproto.Error {
	return &awsproto.Error{
		Status: http.StatusBadRequest, Code: "InvalidArgument",
		Message: ownPath + "from/" + value + ": " + value + " is not an IP address; write one such as " + ownPath + "from/203.0.113.7, or " + ownPath + "from/2001-db8--1 for 2001:db8::1",
	}
}

// serviceOf names the service a request is for: by a name of S3's on AWS, which
// no other service answers to, by the signature's credential scope, else by the
// target header, the host or the form of the request, whose path is the service's
// own.
func serviceOf(r *http.Request) string {
	if s3control.Is(r) {
		return "s3control"
	}
	if s3Host(r.Host) {
		return "s3"
	}
	if s := scopeService(r); s != "" {
		return s
	}
	if s := targetService(r); s != "" {
		return s
	}
	if s := hostService(r.Host); s != "" {
		return s
	}
	switch {
	case r.URL.Path != "/":
	case r.Method == http.MethodPost && isForm(r), hasAction(r):
		return "sts"
	}
	return "s3"
}

// targets begin the header that names the operation of a JSON service.
var targets = map[string]string{
	"TrentService": "kms", "AWSOrganizationsV20161128": "organizations", "SageMaker": "sagemaker", "AWSGlue": "glue",
}

func targetService(r *http.Request) string {
	prefix, _, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	return targets[prefix]
}

// signingName is the name that a service's signatures and VPC endpoints are
// for.
func signingName(service string) string {
	if service == "s3control" {
		return "s3"
	}
	return service
}

// scopeService is the service in the credential scope KEY/DATE/REGION/SERVICE/aws4_request.
func scopeService(r *http.Request) string {
	scope := r.URL.Query().Get("X-Amz-Credential")
	if _, after, ok := strings.Cut(r.Header.Get("Authorization"), "Credential="); ok {
		scope, _, _ = strings.Cut(after, ",")
	}
	parts := strings.Split(strings.TrimSpace(scope), "/")
	if len(parts) != 5 {
		return ""
	}
	return parts[3]
}

// hasAction: the request is one of the query protocol, sent by GET.
func hasAction(r *http.Request) bool {
	return r.Method == http.MethodGet && r.URL.Path == "/" && r.URL.Query().Get("Action") != ""
}

// hostService is the service of a host such as sts.us-east-1.amazonaws.com or
// kms.localhost. A bucket can have such a name, too: kms.s3.amazonaws.com.
func hostService(host string) string {
	name, rest, _ := strings.Cut(host, ".")
	if !slices.Contains([]string{"ec2", "glue", "iam", "kms", "organizations", "sagemaker", "sts"}, name) || strings.HasPrefix(rest, "s3.") || strings.HasPrefix(rest, "s3-") {
		return ""
	}
	return name
}

// s3Host: the host is S3's, or a bucket's, on AWS: s3.us-east-1.amazonaws.com,
// bucket.s3.amazonaws.com.
func s3Host(host string) bool {
	return strings.Contains("."+host, ".s3.") && strings.HasSuffix(host, ".amazonaws.com")
}

func isForm(r *http.Request) bool {
	return strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded")
}

// through is the endpoint a request for service came through: one that serves
// another service is not on its way.
func through(w *world.World, id, service string) *world.Endpoint {
	e, ok := w.Endpoint(id)
	if !ok || !e.Serves(signingName(service)) {
		return nil
	}
	return e
}
