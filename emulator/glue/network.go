package glue

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"

	"github.com/denylab/denylab/emulator/job"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// vpcOf is the VPC of a subnet: one, or none.
func vpcOf(w *world.World, account, subnet string) []string {
	if vpc := job.VPCOf(w.Accounts[account], subnet); vpc != nil {
		return []string{vpc.ID}
	}
	return nil
}

// connect brings the run into the VPC of its job's connections: of those with a
// subnet, the first
// (https://docs.aws.amazon.com/glue/latest/dg/connection-properties.html).
// Everything that it calls from then on, S3 for the script too, goes that way.
func (e *execution) connect(ctx context.Context) error {
	if e.job.Connections == nil {
		return nil
	}
	for _, name := range e.job.Connections.Connections {
		c, err := e.connection(ctx, name)
		if err != nil {
			return err
		}
		p := c.PhysicalConnectionRequirements
		if p == nil || aws.ToString(p.SubnetId) == "" || e.Network.VPC != "" {
			continue
		}
		if err := e.join(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

// connection is one that the role may read.
func (e *execution) connection(ctx context.Context, name string) (c types.Connection, err error) {
	base := "arn:aws:glue:" + e.region + ":" + e.account + ":"
	for _, arn := range []string{base + "catalog", base + "connection/" + name} {
		refused, err := e.may(ctx, stageNetwork, "glue:GetConnection", arn, nil)
		if err != nil {
			return c, err
		}
		if refused != "" {
			return c, &fault{stageNetwork, refused}
		}
	}
	c, ok := e.h.records.connections.get(id{e.account, name})
	if !ok {
		return c, &fault{stageNetwork, connectionUnknown(name)}
	}
	return c, nil
}

// join makes the run's network interface in a subnet.
func (e *execution) join(ctx context.Context, p *types.PhysicalConnectionRequirements) error {
	subnet := *p.SubnetId
	vpc := job.VPCOf(e.Agent.World().Accounts[e.account], subnet)
	if vpc == nil {
		return &fault{stageNetwork, noSubnet(subnet)}
	}
	for _, look := range []struct{ action, text string }{
		{"ec2:DescribeSubnets", failedToCall("ec2:DescribeSubnets")},
		{"ec2:DescribeSecurityGroups", failedToCall("ec2:DescribeSecurityGroups")},
		{"ec2:DescribeVpcEndpoints", endpointsUnseen(vpc.ID)},
		{"ec2:DescribeRouteTables", routesUnseen(vpc.ID, subnet)},
	} {
		refused, err := e.may(ctx, stageNetwork, look.action, "*", nil)
		if err != nil {
			return err
		}
		if refused != "" {
			return &fault{stageNetwork, look.text}
		}
	}
	network := job.NetworkIn(vpc, subnet)
	if _, ok := network.Reaches("s3"); !ok {
		return &fault{stageNetwork, noWayToS3(vpc.ID, subnet)}
	}
	if err := e.attach(ctx, vpc.ID, p); err != nil {
		return err
	}
	e.Network = network
	return nil
}

// ownTag is the key of the tag that Glue's network interfaces have; the managed
// policy AWSGlueServiceRole allows no other.
const ownTag = "aws-glue-service-resource"

func (e *execution) attach(ctx context.Context, vpc string, p *types.PhysicalConnectionRequirements) error {
	base := "arn:aws:ec2:" + e.region + ":" + e.account + ":"
	keys := authz.Context{"ec2:Vpc": authz.One(base + "vpc/" + vpc)}
	resources := []string{base + "network-interface/*", base + "subnet/" + *p.SubnetId}
	for _, group := range p.SecurityGroupIdList {
		resources = append(resources, base+"security-group/"+group)
	}
	for _, resource := range resources {
		if err := e.needs(ctx, "ec2:CreateNetworkInterface", resource, keys); err != nil {
			return err
		}
	}
	return e.needs(ctx, "ec2:CreateTags", resources[0], authz.Context{
		"aws:TagKeys": authz.Many(ownTag), "aws:RequestTag/" + ownTag: authz.One(*e.job.Name),
	})
}

// needs is what the network interface takes.
func (e *execution) needs(ctx context.Context, action, resource string, keys authz.Context) error {
	refused, err := e.may(ctx, stageNetwork, action, resource, keys)
	if err == nil && refused != "" {
		err = &fault{stageNetwork, interfaceRefused(refused)}
	}
	return err
}
