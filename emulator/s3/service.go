// Package s3 is the REST layer of the emulator's S3: it finds out which
// operation a request is, gathers the facts that the rules need, asks them,
// and only then runs the operation on the index and the world.
//
// The router is a closed table (actions.go): a sub-resource that is not in it
// is refused by name and never falls to another operation.
package s3

import (
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/caller"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/s3/index"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// Options configure a Service. Index and Worlds are required.
type Options struct {
	// Index keeps the objects, Worlds the buckets' configuration.
	Index  *index.Index
	Worlds *world.Store
	// Verifier finds out who signed a browser's form; nil takes unsigned ones
	// only.
	Verifier *caller.Verifier
	// Hosts are further base hosts of virtual-host style requests
	// (BUCKET.HOST); localhost, s3.localhost and Amazon's names of the
	// world's Region are always among them.
	Hosts []string
	// Logger is told about internal errors; nil means none.
	Logger *slog.Logger
}

// A Service answers S3 requests. It is a gate.Handler.
type Service struct {
	index    *index.Index
	worlds   *world.Store
	verifier *caller.Verifier
	hosts    []string
	bases    sync.Map // of []string by Region (see baseHosts)
	logger   *slog.Logger
	// naming is held while a bucket is made or deleted, which takes a step in
	// the world and one in the index.
	naming sync.Mutex
}

var _ gate.Handler = (*Service)(nil)

// New returns a Service over an index and a world.
func New(o Options) *Service {
	logger := o.Logger
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}
	return &Service{index: o.Index, worlds: o.Worlds, verifier: o.Verifier, hosts: o.Hosts, logger: logger}
}

// A request is one S3 request on its way through.
type request struct {
	s     *Service
	w     http.ResponseWriter
	r     *http.Request
	x     *gate.Exchange
	op    *operation
	query url.Values
	// name and key are the bucket and object the request is about.
	name, key string
	// bucket is the bucket's configuration; nil on the service level and for
	// CreateBucket.
	bucket *world.Bucket
	// point is the access point that the request goes through, alias says that
	// it named it by its alias.
	point *world.AccessPoint
	alias bool

	// What the request wants to set, as far as the rules look at it: its ACL,
	// object tags (nil for none), bucket policy, lock, the upload it belongs to,
	// and what its If-Match is compared with.
	acl      requestedACL
	lock     index.Lock
	tags     map[string]string
	policy   *authz.Document
	upload   *index.Upload
	compared *comparison
}

// Serve implements gate.Handler.
func (s *Service) Serve(w http.ResponseWriter, r *http.Request, x *gate.Exchange) {
	continueFirst(w, r)
	awsproto.SetS3Headers(w.Header(), x.IDs)
	q := &request{s: s, w: w, r: unhoist(r, x.Identity.AuthType), x: x}
	if err := q.serve(); err != nil {
		var refusal *awsproto.Error
		if !errors.As(err, &refusal) {
			s.logger.Error("s3: internal error", "operation", x.Operation, "request", x.IDs.RequestID, "error", err)
			refusal = internal(err)
		}
		w.Header().Del(chargedHeader)
		linger(w, r)
		awsproto.WriteS3Error(w, r, x.IDs, refusal)
	}
}

// Refuse implements gate.Handler.
func (s *Service) Refuse(w http.ResponseWriter, r *http.Request, ids awsproto.IDs, err *awsproto.Error) {
	continueFirst(w, r)
	if large := checkHeaderSection(r); large != nil {
		err = large
	}
	linger(w, r)
	awsproto.WriteS3Error(w, r, ids, err)
}

// continueFirst sends the 100 that a client asked for before an empty body.
// net/http leaves it out, and botocore, which sends Expect with every PUT, then
// takes the next response on the connection for it.
func continueFirst(w http.ResponseWriter, r *http.Request) {
	if r.ContentLength == 0 && r.Header.Get("Expect") != "" && r.ProtoMajor == 1 {
		w.WriteHeader(http.StatusContinue)
	}
}

// unhoist gives a presigned request the headers that its URL carries: signers
// move x-amz-* headers into the query, where they mean the same.
func unhoist(r *http.Request, authType string) *http.Request {
	if authType != "REST-QUERY-STRING" {
		return r
	}
	clone := *r
	clone.Header = r.Header.Clone()
	for name, values := range r.URL.Query() {
		if strings.HasPrefix(strings.ToLower(name), "x-amz-") && clone.Header.Get(name) == "" {
			clone.Header[http.CanonicalHeaderKey(name)] = values
		}
	}
	return &clone
}

func (q *request) serve() error {
	if refusal := checkHeaderSection(q.r); refusal != nil {
		return refusal
	}
	query, err := url.ParseQuery(q.r.URL.RawQuery)
	if err != nil {
		return failure(400, "InvalidURI", "Couldn't parse the specified URI.", "URI", q.r.URL.RequestURI())
	}
	bases := q.s.baseHosts(q.x.Region)
	t, refusal := locate(q.r, append(bases, accessPointBase(q.x.World, q.r.Host)...))
	if refusal != nil {
		return refusal
	}
	q.query, q.name, q.key = query, t.bucket, t.key
	if q.r.Method == http.MethodOptions && q.name != "" {
		q.x.Operation = "PreflightRequest"
		if refusal := q.enterThrough(); refusal != nil {
			return refusal
		}
		return q.preflight()
	}
	if q.op, refusal = choose(q.r, t.level(), query); refusal != nil {
		return refusal
	}
	q.x.Operation = q.op.name
	if q.op.serve == nil {
		return notImplemented("Operation", q.op.name)
	}
	if err := q.enter(); err != nil {
		return err
	}
	return q.op.serve(q)
}

// enter looks the bucket up and checks what the client expects of it.
func (q *request) enter() error {
	if q.query.Has("versionId") && q.query.Get("versionId") == "" {
		return invalidArgument("Version id cannot be the empty string", "versionId", "")
	}
	if q.op.level == onService {
		return nil
	}
	if refusal := q.enterThrough(); refusal != nil {
		return refusal
	}
	if q.op.name == "CreateBucket" {
		return nil
	}
	q.shareAcross()
	var err error
	if q.bucket, err = q.open(q.name, "X-Amz-Expected-Bucket-Owner"); err != nil {
		return err
	}
	if q.bucket.RequesterPays && q.confirmsPayment() && q.x.Identity.Principal.Caller.Account != q.bucket.Account {
		q.w.Header().Set(chargedHeader, "requester")
	}
	return nil
}

const chargedHeader = "x-amz-request-charged"

// confirmsPayment: the request says that its sender pays.
func (q *request) confirmsPayment() bool {
	return strings.EqualFold(q.r.Header.Get("X-Amz-Request-Payer"), "requester") || strings.EqualFold(q.query.Get("x-amz-request-payer"), "requester")
}

// open finds a bucket and compares its owner with the one that header names.
func (q *request) open(name, header string) (*world.Bucket, error) {
	expected := q.r.Header.Get(header)
	if expected != "" && !isAccountID(expected) {
		return nil, failure(400, "InvalidBucketOwnerAWSAccountID", "The value of the expected bucket owner parameter must be an AWS Account ID... ["+expected+"]")
	}
	b := findBucket(q.x.World, name)
	if b == nil {
		return nil, noSuchBucket(name)
	}
	if expected != "" && expected != b.Account {
		return nil, accessDenied()
	}
	return b, nil
}

// baseHosts are the base hosts of virtual-host style requests in a Region, in
// lower case.
func (s *Service) baseHosts(region string) []string {
	if known, ok := s.bases.Load(region); ok {
		return known.([]string)
	}
	hosts := slices.Concat(s.hosts, standardHosts(region))
	for i, h := range hosts {
		hosts[i] = strings.ToLower(h)
	}
	hosts = slices.Clip(hosts) // for those who append to it
	s.bases.Store(region, hosts)
	return hosts
}

// standardHosts are the base hosts every lab answers to.
func standardHosts(region string) []string {
	return []string{
		"localhost", "s3.localhost", "s3.amazonaws.com", "s3." + region + ".amazonaws.com",
		"s3-accesspoint." + region + ".amazonaws.com", "s3-accesspoint.dualstack." + region + ".amazonaws.com",
		"s3.dualstack." + region + ".amazonaws.com", "s3-" + region + ".amazonaws.com",
	}
}
