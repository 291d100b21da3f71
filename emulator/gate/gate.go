// Package gate asks the rules. A service tells it which action on which
// resource an HTTP request needs; the gate adds who calls, from where and
// which policies apply, asks once, and writes the answer into the journal.
package gate

import (
	"context"
	"net/http"
	"time"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/caller"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// An Exchange is one HTTP request and its answer.
type Exchange struct {
	// IDs identify it on the wire and in the journal.
	IDs awsproto.IDs
	// Identity is who signed it.
	Identity *caller.Identity
	// Endpoint is the VPC endpoint it came through; nil when it came from
	// the internet.
	Endpoint *world.Endpoint
	// World is the snapshot that the request is decided on.
	World *world.World
	// IAM is the snapshot whose policies and tags of principals, and trust
	// policies, are in force for the request; nil for World.
	IAM *world.World
	// Now is the one timestamp of the request.
	Now time.Time
	// Received is the time on the clock that clients sign by, from which
	// s3:signatureAge counts; zero means Now.
	Received time.Time
	// Region is the Region the request is for.
	Region string
	// SourceIP, Secure, UserAgent and Referer are facts of the connection.
	SourceIP  string
	Secure    bool
	UserAgent string
	Referer   string
	// Service and Operation name what was asked for ("s3", "GetObject"); the
	// service sets Operation as soon as it knows it.
	Service   string
	Operation string

	// Job is the job that the request is made for, if any.
	Job string
	// Made are the journal's ids of the exchanges that a service made to answer
	// this one.
	Made []string

	// Asked are the calls that were asked about, in order.
	Asked []Asked

	asker Asker
}

// An Asked is one call and what was decided.
type Asked struct {
	Call     *authz.Call
	Decision authz.Decision
	// Probe is Question.Probe.
	Probe bool
}

// An Asker answers a call and remembers the answer.
type Asker interface {
	Ask(ctx context.Context, x *Exchange, call *authz.Call) (authz.Decision, error)
}

// A Question is the part of a call that a service knows.
type Question struct {
	// Action is "service:Action".
	Action string
	// Resource is an ARN, or "*" with WildcardOnly.
	Resource string
	// ResourceAccount owns the resource; empty when nothing does.
	ResourceAccount string
	WildcardOnly    bool
	// Context are the service's own condition keys. They win over what the
	// gate knows itself; names compare without case.
	Context authz.Context
	// ResourcePolicy is the policy attached to the resource; nil when the
	// resource has none and does not need one.
	ResourcePolicy []authz.Attached
	S3             *authz.S3
	KMS            *authz.KMS
	AccessGrants   *authz.AccessGrants
	// Via is the service that makes the call on the caller's behalf, such as
	// "s3.amazonaws.com" (a forwarded access session: aws:ViaAWSService,
	// aws:CalledVia and, for KMS, kms:ViaService are set, and the network keys
	// of the first request are not).
	Via string
	// Probe marks a question whose refusal does not refuse the request: it
	// only decides what the answer shows (a tag count, an owner).
	Probe bool
}

// A Handler serves one AWS service. It writes the whole response, errors
// included.
type Handler interface {
	Serve(w http.ResponseWriter, r *http.Request, x *Exchange)
	// Refuse writes an error in the service's protocol.
	Refuse(w http.ResponseWriter, r *http.Request, ids awsproto.IDs, err *awsproto.Error)
}
