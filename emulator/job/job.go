// Package job runs what a service runs for a customer: stage by stage, with the
// customer's role, against the lab's own endpoint, keeping every call that was
// made and what was decided on it. The services (SageMaker and its like) know
// which stages there are; this package knows how a stage calls.
package job

import (
	"context"
	"sync"
	"time"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/journal"
	"github.com/denylab/denylab/emulator/world"
)

// An Agent is the lab, as the services that act in it see it.
type Agent interface {
	// World is the newest snapshot, Now the lab's time.
	World() *world.World
	Now() time.Time
	// SigningTime is the time that signatures are compared with.
	SigningTime() time.Time
	// Begin begins a call of no HTTP request; End writes it into the journal
	// with the refusal it got, if any.
	Begin(Acting) *gate.Exchange
	End(x *gate.Exchange, refusal *awsproto.Error)
	// Assume issues credentials of a role's session, whatever its trust policy
	// says, on terms if there are any; false when there is no such role.
	Assume(roleARN, sessionName string, on ...Terms) (world.Credential, bool)
	// URL is an endpoint URL of the lab on which calls count as a job's.
	URL(Way) (string, error)
	// Entry is what the journal has under a decision's id.
	Entry(id string) (*journal.Entry, bool)
}

// Terms are what a session has besides its role and its name.
type Terms struct {
	// Policies are session policies; none means no limit.
	Policies []*world.Policy
	// Keys are condition keys of every call of the session.
	Keys map[string]string
	// Contexts are what is asserted of the user for whom the role is taken on.
	Contexts []world.ProvidedContext
}

// An Acting is a call that a service makes without an HTTP request: to a
// service that the lab asks its rules about and does not emulate otherwise.
type Acting struct {
	// Job is the id of the job it is made for.
	Job string
	// As is who calls, Via the VPC endpoint it goes through, if any.
	As  *world.Principal
	Via *world.Endpoint
	// Service and Operation are called.
	Service, Operation string
}

// A Way is how a job's requests reach the lab.
type Way struct {
	// Job is the job's id. Code: its code calls, not the service.
	Job  string
	Code bool
	// Endpoint is the id of the VPC endpoint; empty for the service's own
	// network, whose address is From.
	Endpoint, From string
}

// Address is where requests of a service's own hosts come from: an address of
// the range for documentation, which no policy of a customer lists.
const Address = "198.51.100.7"

// A Run is one job being run. It may be used by several goroutines at once.
type Run struct {
	// ID names the job in paths and in the journal: ACCOUNT~training-job~NAME.
	ID string
	// Agent is the lab.
	Agent Agent
	// Session are the credentials of the job's role.
	Session world.Credential
	// Network is how the job reaches AWS.
	Network Network

	mu    sync.Mutex
	calls []Call
	made  []string
	card  Card
	log   *Log
	// givenUp ends when nobody waits for the job any more: its code is killed.
	givenUp context.Context
	giveUp  context.CancelFunc
	loans   []loan
}

// A Network is how a job reaches other services.
type Network struct {
	// VPC is the customer's network that the job is in; empty for the
	// service's own.
	VPC string
	// Endpoints are the ids of the VPC endpoints on the way, by service.
	Endpoints map[string]string
	// Internet: what has no endpoint is reached over the internet.
	Internet bool
}

// Reaches says how a service is reached: through an endpoint, or directly; ok
// is false when there is no way.
func (n Network) Reaches(service string) (endpoint string, ok bool) {
	if id := n.Endpoints[service]; id != "" {
		return id, true
	}
	return "", n.VPC == "" || n.Internet
}

// New is a run of a job as the given session.
func New(agent Agent, account, kind, name, arn string, session world.Credential) *Run {
	r := &Run{ID: ID(account, kind, name), Agent: agent, Session: session, log: newLog()}
	r.givenUp, r.giveUp = context.WithCancel(context.Background())
	r.card = Card{ID: r.ID, Kind: kind, Name: name, Account: account, ARN: arn, Started: agent.Now()}
	if session.Principal != nil {
		r.card.Role = session.Principal.Caller.ARN
	}
	return r
}

// Principal is the role session that the job acts as, as the world is now: a
// change of the role's policies reaches jobs that run.
func (r *Run) Principal() *world.Principal {
	c, ok := r.Agent.World().Credential(r.Session.AccessKeyID)
	if !ok || c.Principal == nil {
		return r.Session.Principal
	}
	return c.Principal
}

// Ask asks the rules about a call of the job's role to a service that is not
// emulated otherwise, and returns the refusal, or nil. An error means that no
// decision was reached.
func (r *Run) Ask(ctx context.Context, stage, service, operation string, q gate.Question) (*Refusal, error) {
	return r.AskAs(ctx, r.Principal(), stage, service, operation, q)
}

// AskAs is Ask for somebody else: the service itself, or the caller.
func (r *Run) AskAs(ctx context.Context, who *world.Principal, stage, service, operation string, q gate.Question) (*Refusal, error) {
	x := r.begin(who, service, operation)
	return r.end(x, stage, func() (*awsproto.Error, error) {
		call, d, err := x.Ask(ctx, q)
		if err != nil || d.Allowed {
			return nil, err
		}
		return awsproto.Denial(awsproto.JSON, call, d), nil
	})
}

// Do is Ask for a call that another package knows how to ask about.
func (r *Run) Do(stage, service, operation string, ask func(*gate.Exchange) *awsproto.Error) (*Refusal, error) {
	return r.DoAs(r.Principal(), stage, service, operation, ask)
}

// DoAs is Do for somebody else than the job's role.
func (r *Run) DoAs(who *world.Principal, stage, service, operation string, ask func(*gate.Exchange) *awsproto.Error) (*Refusal, error) {
	x := r.begin(who, service, operation)
	return r.end(x, stage, func() (*awsproto.Error, error) { return ask(x), nil })
}

func (r *Run) begin(who *world.Principal, service, operation string) *gate.Exchange {
	a := Acting{Job: r.ID, As: who, Service: service, Operation: operation}
	if id, ok := r.Network.Reaches(service); ok && id != "" {
		a.Via, _ = r.Agent.World().Endpoint(id)
	}
	return r.Agent.Begin(a)
}

func (r *Run) end(x *gate.Exchange, stage string, ask func() (*awsproto.Error, error)) (*Refusal, error) {
	refusal, err := ask()
	if err != nil {
		return nil, err
	}
	r.Agent.End(x, refusal)
	r.Note(stage, x.IDs.Decision)
	if refusal == nil {
		return nil, nil
	}
	return &Refusal{Status: refusal.Status, Code: refusal.Code, Message: refusal.Message, Decision: x.IDs.Decision}, nil
}

// Log is what the job's code printed.
func (r *Run) Log() *Log { return r.log }
