package sagemaker

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/job"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// inspectActions are what SageMaker asks of EC2 about a job's VPC before it
// takes the job
// (https://docs.aws.amazon.com/sagemaker/latest/dg/train-vpc.html).
var inspectActions = []string{
	"ec2:DescribeVpcs", "ec2:DescribeSubnets", "ec2:DescribeSecurityGroups",
	"ec2:DescribeDhcpOptions", "ec2:DescribeNetworkInterfaces",
}

// joinNetwork puts the worker into a VPC, whose parts must exist and be visible
// to the role. Nothing is done without a VpcConfig.
func (w *worker) joinNetwork(ctx context.Context, c *types.VpcConfig) *awsproto.Error {
	if c == nil {
		return nil
	}
	return w.joinNetworkAs(ctx, c.Subnets, inspectActions)
}

func (w *worker) joinNetworkAs(ctx context.Context, subnets, actions []string) *awsproto.Error {
	network, missing := networkOf(w.Agent.World(), w.account, subnets)
	if missing != "" {
		return noSubnet(missing)
	}
	for _, action := range actions {
		refused, err := w.may(ctx, stageNetwork, action, "*", "", nil)
		if err != nil {
			return internal()
		}
		if refused != "" {
			return networkRefused(refused)
		}
	}
	w.Network = network
	return nil
}

// attachActions are what the network interfaces of a job take
// (https://docs.aws.amazon.com/sagemaker/latest/dg/process-vpc.html).
var attachActions = []string{
	"ec2:CreateNetworkInterface", "ec2:CreateNetworkInterfacePermission",
	"ec2:DeleteNetworkInterface", "ec2:DeleteNetworkInterfacePermission",
}

// joinNetworkUnfiltered is joinNetwork for a processing job, whose request is
// checked for all actions on every resource and without the condition keys of
// real calls: a statement with a condition or a list of resources does not pass
// (https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html#sagemaker-roles-createprocessingjob-perms).
func (w *worker) joinNetworkUnfiltered(ctx context.Context, c *types.VpcConfig) *awsproto.Error {
	if c == nil {
		return nil
	}
	return w.joinNetworkAs(ctx, c.Subnets, slices.Concat(inspectActions, attachActions))
}

// networkOf is how a job in some subnets reaches services; missing is the first
// subnet that the account does not have.
func networkOf(w *world.World, account string, subnets []string) (n job.Network, missing string) {
	for _, id := range subnets {
		vpc := vpcOf(w.Accounts[account], id)
		if vpc == nil {
			return n, id
		}
		if n.VPC == "" {
			n = job.NetworkIn(vpc, id)
		}
	}
	return n, ""
}

func vpcOf(a *world.Account, subnet string) *world.VPC { return job.VPCOf(a, subnet) }

func sortedIDs[V any](m map[string]V) []string {
	ids := make([]string, 0, len(m))
	for id := range m {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// joinInterfaces asks for the network interfaces of a job in a VPC; the text is
// that of the refusal.
func (w *worker) joinInterfaces(ctx context.Context, c *types.VpcConfig) (string, error) {
	if c == nil {
		return "", nil
	}
	base := "arn:aws:ec2:" + w.region + ":" + w.account + ":"
	keys := authz.Context{"ec2:Vpc": authz.One(base + "vpc/" + w.Network.VPC)}
	resources := []string{base + "network-interface/*"}
	for _, subnet := range c.Subnets {
		resources = append(resources, base+"subnet/"+subnet)
	}
	for _, group := range c.SecurityGroupIds {
		resources = append(resources, base+"security-group/"+group)
	}
	for _, resource := range resources {
		refused, err := w.may(ctx, stageInterface, "ec2:CreateNetworkInterface", resource, w.account, keys)
		if err != nil || refused != "" {
			return refused, err
		}
	}
	keys["ec2:AuthorizedService"] = authz.One(principal)
	return w.may(ctx, stageInterface, "ec2:CreateNetworkInterfacePermission", resources[0], w.account, keys)
}
