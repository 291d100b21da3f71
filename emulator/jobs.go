package emulator

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/caller"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/job"
	"github.com/denylab/denylab/emulator/journal"
	"github.com/denylab/denylab/emulator/world"
)

// An agent is the lab as the services see it that run jobs in it.
type agent struct {
	lab *Lab

	// The lab's own listener, on a loopback port: opened for the first job.
	mu     sync.Mutex
	server *http.Server
	url    string
}

var _ job.Agent = (*agent)(nil)

func (a *agent) World() *world.World    { return a.lab.World() }
func (a *agent) Now() time.Time         { return a.lab.now() }
func (a *agent) SigningTime() time.Time { return a.lab.verifier.Now() }

func (a *agent) Entry(id string) (*journal.Entry, bool) { return a.lab.journal.Entry(id) }

// Begin implements job.Agent. The call comes over https from the service's own
// hosts, unless it goes through an endpoint.
func (a *agent) Begin(of job.Acting) *gate.Exchange {
	l, snapshot := a.lab, a.lab.World()
	x := gate.Exchange{
		IDs: l.ids(), World: snapshot, Now: l.now(), Received: l.verifier.Now(), Region: snapshot.Region,
		Secure: true, Service: of.Service, Operation: of.Operation, Job: of.Job, Endpoint: of.Via,
		Identity: &caller.Identity{Principal: of.As},
	}
	if of.As.Session != nil {
		x.SourceIP = job.Address
	}
	_, x.IAM = l.lag.receive(snapshot, x.Now)
	return gate.NewExchange(l, x)
}

// End implements job.Agent. The statuses are those of the JSON protocol.
func (a *agent) End(x *gate.Exchange, refusal *awsproto.Error) {
	sent := &answer{status: http.StatusOK, err: refusal}
	if refusal != nil {
		sent.status = refusal.Status
	}
	a.lab.journal.Add(entry(x, &http.Request{URL: &url.URL{}}, sent))
}

// Assume implements job.Agent.
func (a *agent) Assume(roleARN, sessionName string, on ...job.Terms) (world.Credential, bool) {
	snapshot := a.lab.World()
	role, ok := snapshot.Role(roleARN)
	if !ok {
		return world.Credential{}, false
	}
	account := strings.Split(roleARN, ":")[4] // the ARN of a role that exists
	o := SessionOptions{Duration: jobSession, ofService: true}
	for _, terms := range on {
		o.Policies, o.keys, o.contexts = terms.Policies, terms.Keys, terms.Contexts
	}
	c, err := a.lab.Credentials(account+":role/"+role.Name+"/"+sessionName, o)
	return c, err == nil
}

// jobSession is how long a job's credentials last. AWS renews them as long as
// the job runs.
const jobSession = 5 * 24 * time.Hour

// URL implements job.Agent.
func (a *agent) URL(way job.Way) (string, error) {
	base, err := a.listen()
	if err != nil {
		return "", err
	}
	if way.Code {
		base += CodePath(way.Job)
	} else {
		base += JobPath(way.Job)
	}
	if way.Endpoint != "" {
		return base + EndpointPath(way.Endpoint), nil
	}
	return base + AddressPath(way.From), nil
}

// listen opens the lab's own listener.
func (a *agent) listen() (string, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.server != nil {
		return a.url, nil
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	a.url = "http://" + l.Addr().String()
	a.server = &http.Server{Handler: a.lab, ReadHeaderTimeout: time.Minute}
	go a.server.Serve(l) //nolint:errcheck // ends with ErrServerClosed in close
	return a.url, nil
}

func (a *agent) close() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.server == nil {
		return nil
	}
	err := a.server.Close()
	a.server = nil
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}
