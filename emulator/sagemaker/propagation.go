package sagemaker

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/job"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// Trusted identity propagation: a training or processing job that is made in an
// identity-enhanced session of a domain that propagates identities asks S3 Access
// Grants for its data first
// (https://docs.aws.amazon.com/sagemaker/latest/dg/trustedidentitypropagation-setup.html).

// propagates says whether the request comes from such a session.
func (r *request) propagates() bool {
	c := r.x.World.IdentityCenter
	_, enhanced := r.x.World.DirectoryUser(r.x.Identity.Principal.Session)
	return enhanced && c != nil && slices.Contains(c.Propagation, r.accountID())
}

// enhance gives the worker a session that carries the user's context, if the
// role lets SageMaker set it.
func (w *worker) enhance(r *request) *awsproto.Error {
	contexts := r.x.Identity.Principal.Session.Contexts
	ok, err := w.trusted(r.ctx, "sts:SetContext", stageRole, authz.Context{"sts:RequestContextProviders": authz.Many(world.ContextProvider)})
	switch {
	case err != nil:
		return internal()
	case !ok:
		w.Hide("the user's identity is not propagated: " + w.role + " does not let SageMaker set a context (sts:SetContext)")
		return nil
	}
	session, ok := r.h.Agent.Assume(w.role, sessionName, job.Terms{Contexts: contexts})
	if !ok {
		return notAssumable(w.role)
	}
	w.Session, w.grants = session, true
	return nil
}

// borrow has a stage's calls below a place made with credentials of S3 Access
// Grants. Whatever is in the way, SageMaker goes on with the role's own
// permissions and says nothing.
func (w *worker) borrow(ctx context.Context, use, uri, permission string) {
	at, ok := job.ParseURI(uri)
	if !w.grants || !ok {
		return
	}
	if err := w.Borrow(ctx, stageGrants, use, at, permission); err != nil {
		w.Hide("S3 Access Grants gave no " + permission + " access to " + at.String() + " (" + err.Error() + "); the execution role's own permissions are used")
	}
}

// trusted asks whether a role's trust policy lets SageMaker itself do something.
func (w *worker) trusted(ctx context.Context, action, stage string, keys authz.Context) (bool, error) {
	now := w.h.Agent.World()
	role, ok := now.Role(w.role)
	if !ok {
		return false, nil
	}
	q := gate.Question{Action: action, Resource: w.role, ResourceAccount: accountOf(w.role), ResourcePolicy: []authz.Attached{}, Context: now.SourceContext(w.arn, w.account)}
	q.SetContext(keys)
	if role.Trust != nil {
		q.ResourcePolicy = append(q.ResourcePolicy, authz.Attached{Name: "trust policy", Document: role.Trust.Document})
	}
	_, operation := split(action)
	refusal, err := w.AskAs(ctx, servicePrincipal, stage, "sts", operation, q)
	return err == nil && refusal == nil, err
}

// untraceable refuses what a training job cannot have with propagation on.
func (r *request) untraceable(in *sdk.CreateTrainingJobInput) *awsproto.Error {
	switch {
	case !r.propagates():
		return nil
	case in.RemoteDebugConfig != nil && aws.ToBool(in.RemoteDebugConfig.EnableRemoteDebug):
		return notPropagated("RemoteDebugConfig")
	case in.DebugHookConfig != nil:
		return notPropagated("DebugHookConfig")
	case len(in.DebugRuleConfigurations) > 0:
		return notPropagated("DebugRuleConfigurations")
	case in.ProfilerConfig != nil && !aws.ToBool(in.ProfilerConfig.DisableProfiler), len(in.ProfilerRuleConfigurations) > 0:
		return notPropagated("ProfilerConfig")
	}
	return nil
}

// undefined refuses what a processing job cannot have with propagation on.
func (r *request) undefined(inputs []types.ProcessingInput) *awsproto.Error {
	defined := func(i types.ProcessingInput) bool { return i.DatasetDefinition != nil }
	if r.propagates() && slices.ContainsFunc(inputs, defined) {
		return notPropagated("DatasetDefinition")
	}
	return nil
}
