package emulator

import (
	"context"
	"net/http"
	"strings"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/caller"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/journal"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// ServeHTTP answers one request: finds out for which service it is and who
// signed it, has the service answer, and writes the exchange into the journal.
func (l *Lab) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r = r.WithContext(r.Context()) // the verifier replaces the body of a copy
	way, stripped := arrive(r)
	if rest, ok := strings.CutPrefix(stripped.URL.Path, "/_denylab/"); ok {
		l.control.ServeHTTP(w, stripped, rest)
		return
	}
	x, refusal := l.exchange(r, way)
	l.journal.Begin(x.IDs.Decision)
	ans := &answer{ResponseWriter: w}
	defer func() { l.journal.Add(entry(x, r, ans)) }()
	ans.Header().Set(awsproto.DecisionHeader, x.IDs.Decision)
	service, known := l.services[x.Service]
	stripped.Body = r.Body // Verify replaces the body by one that checks it
	switch {
	case !known:
		l.services["s3"].Refuse(ans, stripped, x.IDs, unknownService(x.Service))
	case refusal != nil:
		service.Refuse(ans, stripped, x.IDs, refusal)
	default:
		service.Serve(ans, stripped, x)
	}
}

// exchange finds out who signed r.
func (l *Lab) exchange(r *http.Request, way arrival) (*gate.Exchange, *awsproto.Error) {
	snapshot := l.worlds.Load()
	service := serviceOf(r)
	x := gate.NewExchange(l, gate.Exchange{
		IDs:       l.ids(),
		World:     snapshot,
		Now:       l.now(),
		Region:    snapshot.Region,
		SourceIP:  way.sourceIP,
		Secure:    way.secure,
		UserAgent: r.UserAgent(),
		Referer:   r.Referer(),
		Service:   service,
		Identity:  &caller.Identity{Principal: world.Anonymous()},
	})
	if way.endpointID != "" {
		if _, ok := snapshot.Endpoint(way.endpointID); !ok {
			return x, noSuchEndpoint(way.endpointID)
		}
		x.Endpoint = through(snapshot, way.endpointID, service)
	}
	if _, known := l.services[service]; !known {
		return x, nil
	}
	id, refusal := l.verifier.Verify(r, snapshot, service)
	if refusal == nil {
		x.Identity = id
	}
	return x, refusal
}

// Ask implements gate.Asker.
func (l *Lab) Ask(ctx context.Context, _ *gate.Exchange, call *authz.Call) (authz.Decision, error) {
	d, err := l.engine.Decide(ctx, call)
	if err != nil && l.logger != nil {
		l.logger.Error("no decision", "action", call.Action, "resource", call.Resource, "error", err)
	}
	return d, err
}

func entry(x *gate.Exchange, r *http.Request, ans *answer) *journal.Entry {
	e := &journal.Entry{
		ID:        x.IDs.Decision,
		RequestID: x.IDs.RequestID,
		Time:      x.Now,
		Service:   x.Service,
		Operation: x.Operation,
		Method:    r.Method,
		Path:      r.URL.Path,
		Caller:    x.Identity.Principal.Caller.ARN,
		Status:    ans.status,
	}
	if x.Endpoint != nil {
		e.Endpoint = x.Endpoint.ID
	}
	if ans.err != nil {
		e.Code, e.Message = ans.err.Code, ans.err.Message
	}
	for _, a := range x.Asked {
		e.Asked = append(e.Asked, journal.Asked{
			Call: a.Call, Action: a.Call.Action, Resource: a.Call.Resource, Decision: a.Decision, Probe: a.Probe,
		})
	}
	return e
}

func unknownService(name string) *awsproto.Error {
	return &awsproto.Error{
		Status: http.StatusNotImplemented, Code: "NotImplemented",
		Message: "denylab does not emulate the service " + name + " (the service named in the signature); it has s3, sts and kms.",
	}
}

func noSuchEndpoint(id string) *awsproto.Error {
	return &awsproto.Error{
		Status: http.StatusBadRequest, Code: "InvalidVpcEndpointId.NotFound",
		Message: "The Vpc Endpoint Id '" + id + "' does not exist",
	}
}
