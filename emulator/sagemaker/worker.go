package sagemaker

import (
	"context"
	"errors"
	"net/http"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/job"
	"github.com/denylab/denylab/rego/authz"
)

// sessionName is that of the sessions in which SageMaker uses a role.
const sessionName = "SageMaker"

// A worker is SageMaker acting with a customer's role: while it checks a
// request, and while the job runs.
type worker struct {
	h *Handler
	*job.Run
	account, region string
	role, arn       string
	// grants: the job asks S3 Access Grants for its data.
	grants bool
}

// stage names, as the stage table shows them.
const (
	stageRole       = "role"
	stageGrants     = "grants"
	stageInput      = "input"
	stageImage      = "image"
	stageAlgorithm  = "algorithm"
	stageNetwork    = "network"
	stageVolume     = "volume"
	stageStart      = "start"
	stageInterface  = "interface"
	stagePull       = "pull"
	stageLogs       = "logs"
	stageAlarms     = "alarms"
	stageChildren   = "children"
	stageDataset    = "dataset"
	stageModel      = "model"
	stageDownload   = "download"
	stageMetrics    = "metrics"
	stageCheckpoint = "checkpoint"
	stageUpload     = "upload"
	stagePass       = "pass-role"
	stageExplain    = "explain"
	stageDeploy     = "deploy"
	stageDefinition = "definition"
)

// worker takes on a role for a resource: the role must trust SageMaker. What it
// calls is noted with the request. refused is the answer when the role cannot
// be assumed.
func (r *request) worker(kind, name, role string, refused *awsproto.Error) (*worker, *awsproto.Error) {
	return r.workerOn(kind, name, r.arn(kind, name), role, refused)
}

// workerOn is worker for a resource whose ARN has another form.
func (r *request) workerOn(kind, name, arn, role string, refused *awsproto.Error) (*worker, *awsproto.Error) {
	w := r.unassumedOn(kind, name, arn, role)
	w.Requested(r.x)
	ok, err := w.assumable(r.ctx, stageRole)
	r.x.Made = w.Made()
	switch {
	case err != nil:
		return nil, internal()
	case !ok:
		return nil, refused
	}
	session, ok := r.h.Agent.Assume(role, sessionName)
	if !ok {
		return nil, refused
	}
	w.Session = session
	if (kind == trainingJob || kind == processingJob) && r.propagates() {
		err := w.enhance(r)
		r.x.Made = w.Made()
		if err != nil {
			return nil, err
		}
	}
	w.Show(func(c *job.Card) { c.Role = session.Principal.Caller.ARN })
	return w, nil
}

// takeOn takes on another role; refused is the answer when it cannot be assumed.
func (w *worker) takeOn(ctx context.Context, role string, refused *awsproto.Error) *awsproto.Error {
	w.role = role
	ok, err := w.assumable(ctx, stageRole)
	if err != nil {
		return internal()
	}
	if session, exists := w.Agent.Assume(role, sessionName); ok && exists {
		w.Session = session
		w.Show(func(c *job.Card) { c.Role = session.Principal.Caller.ARN })
		return nil
	}
	return refused
}

func (r *request) unassumed(kind, name, role string) *worker {
	return r.unassumedOn(kind, name, r.arn(kind, name), role)
}

func (r *request) unassumedOn(kind, name, arn, role string) *worker {
	return &worker{
		h: r.h, account: r.accountID(), region: r.x.Region, role: role, arn: arn,
		Run: job.New(r.h.Agent, r.accountID(), kind, name, arn, noSession),
	}
}

// assumable asks whether SageMaker itself may assume the role
// (https://docs.aws.amazon.com/sagemaker/latest/dg/security-confused-deputy-prevention.html).
func (w *worker) assumable(ctx context.Context, stage string) (bool, error) {
	return w.trusted(ctx, "sts:AssumeRole", stage, authz.Context{"sts:RoleSessionName": authz.One(sessionName)})
}

// may asks whether the role may do something to a service that is not emulated
// otherwise; the refusal's text is empty when it may.
func (w *worker) may(ctx context.Context, stage, action, resource, account string, keys authz.Context) (string, error) {
	service, operation := split(action)
	refusal, err := w.Ask(ctx, stage, service, operation, gate.Question{
		Action: action, Resource: resource, ResourceAccount: account, WildcardOnly: resource == "*", Context: keys,
	})
	if err != nil || refusal == nil {
		return "", err
	}
	return refusal.Message, nil
}

// forbidden says whether an error is a refusal.
func forbidden(err error) bool {
	var refusal *job.Refusal
	return errors.As(err, &refusal) && refusal.Status == http.StatusForbidden
}

// stored are the tags of a bucket or another resource as condition keys.
func stored(tags map[string]string) authz.Context {
	c := authz.Context{}
	for key, value := range tags {
		c["aws:ResourceTag/"+key] = authz.One(value)
	}
	return c
}
