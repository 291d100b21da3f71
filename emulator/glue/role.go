package glue

import (
	"context"
	"strings"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/job"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// sessionName is that of the sessions in which runs use their job's role.
const sessionName = "GlueJobRunnerSession"

// kind is that of runs among the lab's jobs.
const kind = "job-run"

// servicePrincipal is Glue when it acts by itself.
var servicePrincipal = world.ServicePrincipal(principal)

// noSession is what a run acts with before its role is assumed: nothing.
var noSession = world.Credential{Principal: servicePrincipal}

// A worker is Glue acting with a customer's role: while it checks a request,
// and while a run lasts.
type worker struct {
	h *Handler
	*job.Run
	account, region string
	// role and arn are the ARNs of the role and of the Glue job.
	role, arn string
}

// worker is one of a job or of a run, NAME or NAME/RUN, without a session yet.
func (r *request) worker(jobName, name, role string) *worker {
	arn := r.jobARN(jobName)
	return &worker{
		h: r.h, account: r.accountID(), region: r.x.Region, role: role, arn: arn,
		Run: job.New(r.h.Agent, r.accountID(), kind, name, arn, noSession),
	}
}

// checkTrust refuses a job whose role does not trust Glue, or is not there.
func (r *request) checkTrust(name, role string) *awsproto.Error {
	w := r.worker(name, name, role)
	ok, err := w.assumable(r.ctx, stageRole)
	r.x.Made = w.Made()
	switch {
	case err != nil:
		return internal()
	case !ok:
		return notAssumable(role)
	}
	return nil
}

// assumable asks whether Glue itself may assume the role
// (https://docs.aws.amazon.com/glue/latest/dg/cross-service-confused-deputy-prevention.html).
func (w *worker) assumable(ctx context.Context, stage string) (bool, error) {
	role, ok := w.h.Agent.World().Role(w.role)
	if !ok {
		return false, nil
	}
	q := gate.Question{
		Action: "sts:AssumeRole", Resource: w.role, ResourceAccount: accountOf(w.role), ResourcePolicy: []authz.Attached{},
		Context: authz.Context{
			"sts:RoleSessionName": authz.One(sessionName),
			"aws:SourceArn":       authz.One(w.arn), "aws:SourceAccount": authz.One(w.account),
		},
	}
	if role.Trust != nil {
		q.ResourcePolicy = append(q.ResourcePolicy, authz.Attached{Name: "trust policy", Document: role.Trust.Document})
	}
	refusal, err := w.AskAs(ctx, servicePrincipal, stage, "sts", "AssumeRole", q)
	return err == nil && refusal == nil, err
}

// roleARN is the ARN of a role that a job names by name or ARN
// (https://docs.aws.amazon.com/glue/latest/webapi/API_CreateJob.html).
func (r *request) roleARN(role string) string {
	if strings.HasPrefix(role, "arn:") {
		return role
	}
	if a, ok := r.world().Account(r.accountID()); ok && a.Roles[role] != nil {
		return a.Roles[role].ARN
	}
	return "arn:aws:iam::" + r.accountID() + ":role/" + role
}

// may asks whether the role may do something to a service that is not emulated
// otherwise; the refusal's text is empty when it may.
func (w *worker) may(ctx context.Context, stage, action, resource string, keys authz.Context) (string, error) {
	q := gate.Question{Action: action, Resource: resource, WildcardOnly: resource == "*", Context: keys}
	if resource != "*" {
		q.ResourceAccount = w.account
	}
	service, operation, _ := strings.Cut(action, ":")
	refusal, err := w.Ask(ctx, stage, service, operation, q)
	if err != nil || refusal == nil {
		return "", err
	}
	return refusal.Message, nil
}
