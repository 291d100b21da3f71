package emulator

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/caller"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/journal"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// ServeHTTP answers one request: finds out for which service it is and who
// signed it, has the service answer, and writes the exchange into the journal
// before the client sees the answer.
// What is below /_denylab/ and no prefix of a request is the lab's own
// interface (package control).
func (l *Lab) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r = r.WithContext(r.Context()) // the verifier replaces the body of a copy
	way, stripped := arrive(r)
	if rest, ok := strings.CutPrefix(stripped.URL.Path, ownPath); ok && way.refusal == nil {
		l.control.ServeHTTP(w, stripped, rest)
		return
	}
	if changes(stripped) {
		l.turn.RLock()
		defer l.turn.RUnlock()
	}
	x, refusal := l.exchange(r, stripped, way)
	var number int
	number, x.IAM = l.lag.receive(x.World, x.Now)
	defer func() { l.lag.made(l.worlds.Load(), number, x.Now) }()
	ans := &answer{ResponseWriter: w, begun: func(a *answer) {
		l.journal.Add(entry(x, r, a))
		if way.code {
			l.jobs.Note(x.Job, x.IDs.Decision)
		}
	}}
	ans.Header().Set(awsproto.DecisionHeader, x.IDs.Decision)
	service, known := l.services[x.Service]
	stripped.Body = r.Body // Verify replaces the body by one that checks it
	switch {
	case !known:
		l.speaking(stripped).Refuse(ans, stripped, x.IDs, l.unknownService(x.Service))
	case refusal != nil:
		service.Refuse(ans, stripped, x.IDs, refusal)
	default:
		service.Serve(ans, stripped, x)
	}
}

// changes: the request may change something. Others need not wait for a Reset,
// nor it for them: a download lasts as long as its client likes.
func changes(r *http.Request) bool {
	return r.Method != http.MethodGet && r.Method != http.MethodHead && r.Method != http.MethodOptions || hasAction(r)
}

// exchange finds out who signed r, and what is known of its way. stripped is r
// as the service sees it.
func (l *Lab) exchange(r, stripped *http.Request, way arrival) (*gate.Exchange, *awsproto.Error) {
	snapshot := l.worlds.Load()
	service := serviceOf(stripped)
	x := gate.NewExchange(l, gate.Exchange{
		IDs:       l.ids(),
		World:     snapshot,
		Now:       l.now(),
		Received:  l.verifier.Now(),
		Region:    snapshot.Region,
		SourceIP:  way.sourceIP,
		Secure:    way.secure,
		UserAgent: r.UserAgent(),
		Referer:   r.Referer(),
		Service:   service,
		Job:       way.job,
		Identity:  &caller.Identity{Principal: &world.Principal{}}, // nobody yet
	})
	if _, known := l.services[service]; !known {
		return x, nil
	}
	if way.refusal != nil {
		return x, way.refusal
	}
	if way.endpointID != "" {
		if _, ok := snapshot.Endpoint(way.endpointID); !ok {
			return x, noSuchEndpoint(way.endpointID)
		}
		x.Endpoint = through(snapshot, way.endpointID, service)
	}
	id, refusal := l.verifier.Verify(r, snapshot, signingName(service))
	if refusal == nil {
		x.Identity = id
	}
	return x, refusal
}

// speaking is the service whose protocol a request to a service that the lab
// does not have is most likely in, so that its client can read the refusal.
func (l *Lab) speaking(r *http.Request) gate.Handler {
	switch {
	case r.Header.Get("X-Amz-Target") != "":
		return l.services["kms"]
	case isForm(r):
		return l.services["sts"]
	default:
		return l.services["s3"]
	}
}

// Ask implements gate.Asker. A call that no decision was reached on is logged,
// unless its client is gone.
func (l *Lab) Ask(ctx context.Context, _ *gate.Exchange, call *authz.Call) (authz.Decision, error) {
	d, err := l.engine.Decide(ctx, call)
	if err != nil && ctx.Err() == nil && l.logger != nil {
		l.logger.Error("no decision", "action", call.Action, "resource", call.Resource, "error", err)
	}
	return d, err
}

// entry is the journal's record of an exchange. r is the request as it was
// sent.
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
		Job:       x.Job,
		Made:      x.Made,
		Status:    ans.status,
		Asked:     make([]journal.Asked, 0, len(x.Asked)),
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

func (l *Lab) unknownService(name string) *awsproto.Error {
	has := slices.Sorted(maps.Keys(l.services))
	return &awsproto.Error{
		Status: http.StatusNotImplemented, Code: "NotImplemented",
		Message: "denylab does not emulate the service " + name + " (the service named in the signature); it has " + strings.Join(has, ", ") + ".",
	}
}
