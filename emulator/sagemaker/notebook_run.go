package sagemaker

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/authmessage"
	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/job"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// volumeActions are what a role needs on the key of a notebook's volume
// (https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html#sagemaker-roles-createnotebookinstance-perms).
var volumeActions = []string{
	"kms:DescribeKey", "kms:CreateGrant", "kms:Decrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext",
}

// startNotebook starts a notebook in the background: its network interface with
// the rights of who asks for it, its volume with those of the role.
func (r *request) startNotebook(w *worker, rec *record) {
	shown := output[sdk.DescribeNotebookInstanceOutput](r.h.records, rec)
	t := &task{running: running{worker: w, rec: rec}, begun: string(types.NotebookInstanceStatusPending),
		good: string(types.NotebookInstanceStatusInService), bad: string(types.NotebookInstanceStatusFailed)}
	who := r.x.Identity.Principal
	t.stages = []func(context.Context) error{
		func(ctx context.Context) error { return w.notebookInterface(ctx, who, shown) },
		w.useVolume(aws.ToString(shown.KmsKeyId), notebookKeyRefused, volumeActions...),
		w.notebookLogs,
	}
	t.enter = func(status, reason string) {
		now := w.Agent.Now()
		update(w.h.records, rec, func(out *sdk.DescribeNotebookInstanceOutput) {
			out.NotebookInstanceStatus, out.FailureReason, out.LastModifiedTime = types.NotebookInstanceStatus(status), nil, &now
			if reason != "" {
				out.FailureReason = &reason
			} else if out.SubnetId != nil {
				out.NetworkInterfaceId = aws.String(world.NetworkID("eni", rec.arn))
			}
		})
	}
	r.h.Board.Start(w.Run, t.run)
}

// notebookInterface asks for the network interface in the customer's VPC, which
// takes permissions of the caller
// (https://docs.aws.amazon.com/sagemaker/latest/dg/api-permissions-reference.html).
func (w *worker) notebookInterface(ctx context.Context, who *world.Principal, n *sdk.DescribeNotebookInstanceOutput) error {
	if n.SubnetId == nil {
		return nil
	}
	base := "arn:aws:ec2:" + w.region + ":" + w.account + ":"
	resources := []string{base + "network-interface/*", base + "subnet/" + *n.SubnetId}
	for _, group := range n.SecurityGroups {
		resources = append(resources, base+"security-group/"+group)
	}
	keys := authz.Context{"ec2:Region": authz.One(w.region)}
	if vpc := job.VPCOf(w.Agent.World().Accounts[w.account], *n.SubnetId); vpc != nil {
		keys["ec2:Vpc"] = authz.One(base + "vpc/" + vpc.ID)
	}
	for _, resource := range resources {
		q := gate.Question{Action: "ec2:CreateNetworkInterface", Resource: resource, ResourceAccount: w.account, Context: keys, Via: principal}
		if err := w.interfaceOf(ctx, who, q); err != nil {
			return err
		}
	}
	return nil
}

// interfaceOf asks one question in EC2's words, with the message that
// sts:DecodeAuthorizationMessage reads.
func (w *worker) interfaceOf(ctx context.Context, who *world.Principal, q gate.Question) error {
	var undecided error
	encoded, id := "", ""
	refusal, err := w.DoAs(who, stageInterface, "ec2", "CreateNetworkInterface", func(x *gate.Exchange) *awsproto.Error {
		call, d, err := x.Ask(ctx, q)
		if err != nil || d.Allowed {
			undecided = err
			return nil
		}
		encoded, id = authmessage.Encode(w.h.Seed, call, d), x.IDs.UUID()
		return awsproto.EC2Denial(call, d, encoded)
	})
	switch {
	case err != nil:
		return err
	case undecided != nil:
		return undecided
	case refusal != nil:
		return &fault{stageInterface, notebookInterfaceRefused(encoded, id)}
	}
	return nil
}

// notebookLogs asks whether the role may write the notebook's logs; it runs
// without (UNVERIFIED that nothing else shows it).
func (w *worker) notebookLogs(ctx context.Context) error {
	group := "arn:aws:logs:" + w.region + ":" + w.account + ":log-group:/aws/sagemaker/NotebookInstances"
	stream := group + ":log-stream:" + w.Card().Name + "/jupyter.log"
	for _, c := range []use{
		{"logs:CreateLogGroup", group}, {"logs:DescribeLogStreams", group}, {"logs:CreateLogStream", stream}, {"logs:PutLogEvents", stream},
	} {
		refused, err := w.may(ctx, stageLogs, c.action, c.resource, w.account, nil)
		if err != nil {
			return err
		}
		if refused != "" {
			w.Hide("logs are missing in CloudWatch: " + refused)
		}
	}
	return nil
}
