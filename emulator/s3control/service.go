// Package s3control is S3 Control: Block Public Access of accounts, access points,
// S3 Access Grants, and the tags of buckets
// (https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_AWS_S3_Control.html).
// Its other operations are known and refused by name.
package s3control

import (
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/world"
)

// prefix begins the path of every request.
const prefix = "/v20180820/"

// accountHeader names the account that a request is about.
const accountHeader = "X-Amz-Account-Id"

// Is tells whether r is for S3 Control, which signs like S3: its host is
// S3 Control's, or its path and header are. A bucket may have the path's name,
// but requests to buckets do not have the header.
func Is(r *http.Request) bool {
	if !strings.HasPrefix(r.URL.Path, prefix) {
		return false
	}
	return r.Header.Get(accountHeader) != "" || strings.Contains(strings.ToLower(r.Host), ".s3-control.")
}

// A Service answers S3 Control requests. It is a gate.Handler.
type Service struct {
	worlds *world.Store
	logger *slog.Logger
}

var _ gate.Handler = (*Service)(nil)

// New returns a Service over a world. The logger is told about internal
// errors; nil means none.
func New(worlds *world.Store, logger *slog.Logger) *Service {
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}
	return &Service{worlds: worlds, logger: logger}
}

// A request is one S3 Control request on its way through.
type request struct {
	s  *Service
	w  http.ResponseWriter
	r  *http.Request
	x  *gate.Exchange
	op *operation
	// account is the account that the request is about, name the access point,
	// the id of a location or grant, or the ARN of what has tags.
	account, name string
}

// Serve implements gate.Handler.
func (s *Service) Serve(w http.ResponseWriter, r *http.Request, x *gate.Exchange) {
	awsproto.SetS3Headers(w.Header(), x.IDs)
	q := &request{s: s, w: w, r: r, x: x}
	if err := q.serve(); err != nil {
		var refusal *awsproto.Error
		if !errors.As(err, &refusal) {
			s.logger.Error("s3control: internal error", "operation", x.Operation, "request", x.IDs.RequestID, "error", err)
			refusal = internal()
		}
		awsproto.WriteS3ControlError(w, x.IDs, refusal)
	}
}

// Refuse implements gate.Handler.
func (s *Service) Refuse(w http.ResponseWriter, _ *http.Request, ids awsproto.IDs, err *awsproto.Error) {
	awsproto.WriteS3ControlError(w, ids, err)
}

func (q *request) serve() error {
	op, names, known := choose(q.r.Method, strings.TrimPrefix(q.r.URL.EscapedPath(), prefix))
	if !known {
		return failure(400, "InvalidURI", "Couldn't parse the specified URI.", "URI", q.r.URL.EscapedPath())
	}
	q.op, q.x.Operation = op, op.name
	if op.serve == nil {
		return notEmulated(op.name)
	}
	if q.account = q.r.Header.Get(accountHeader); q.account == "" {
		q.account, _, _ = strings.Cut(q.r.Host, ".")
	}
	if !isAccountID(q.account) {
		return failure(400, "InvalidRequest", "The account id "+q.account+" is not valid; it has 12 digits", "AccountId", q.account)
	}
	if len(names) > 0 {
		name, err := url.PathUnescape(names[0])
		if err != nil || strings.HasPrefix(op.path, "accesspoint/") && !world.ValidAccessPointName(name) {
			return failure(400, "InvalidURI", "Couldn't parse the specified URI.", "URI", q.r.URL.EscapedPath())
		}
		q.name = name
	}
	return op.serve(q)
}

func isAccountID(s string) bool { return len(s) == 12 && strings.Trim(s, "0123456789") == "" }
