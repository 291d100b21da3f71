package ec2

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// A groupRule is a rule of a group.
type groupRule struct {
	of     within[world.SecurityGroup]
	rule   world.SecurityGroupRule
	egress bool
}

var ruleLister = lister[groupRule]{
	atMost: 1000, kind: "security-group-rule", id: func(r groupRule) string { return r.rule.ID },
	tags: func(r groupRule) map[string]string { return r.rule.Tags },
	fields: map[string]func(groupRule) []string{
		"group-id":               func(r groupRule) []string { return one(r.of.id) },
		"security-group-rule-id": func(r groupRule) []string { return one(r.rule.ID) },
	},
}

// describeRules is
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroupRules.html.
func (r *request) describeRules(in *sdk.DescribeSecurityGroupRulesInput) (*sdk.DescribeSecurityGroupRulesOutput, *awsproto.Error) {
	if err := r.permitAll(); err != nil {
		return nil, err
	}
	var all []groupRule
	for _, g := range groups.all(r.account()) {
		for _, d := range []direction{ingress, egress} {
			for _, rule := range *d.rules(g.it) {
				all = append(all, groupRule{g, rule, d.egress})
			}
		}
	}
	page, next, err := ruleLister.list(all, search{in.SecurityGroupRuleIds, in.Filters, in.NextToken, in.MaxResults})
	return &sdk.DescribeSecurityGroupRulesOutput{SecurityGroupRules: each(page, r.ruleOut), NextToken: next}, err
}

func (r *request) ruleOut(g groupRule) types.SecurityGroupRule {
	out := types.SecurityGroupRule{
		SecurityGroupRuleId: aws.String(g.rule.ID), GroupId: aws.String(g.of.id), GroupOwnerId: aws.String(g.of.vpc.Account),
		IsEgress: aws.Bool(g.egress), IpProtocol: aws.String(g.rule.Protocol), FromPort: aws.Int32(-1), ToPort: aws.Int32(-1),
		SecurityGroupRuleArn: aws.String(r.arn(thing{kind: "security-group-rule", id: g.rule.ID})),
		CidrIpv4:             present(g.rule.CIDR), CidrIpv6: present(g.rule.CIDRv6), PrefixListId: present(g.rule.PrefixList),
		Description: present(g.rule.Description), Tags: tagList(g.rule.Tags),
	}
	if hasPorts(g.rule) {
		out.FromPort, out.ToPort = aws.Int32(int32(g.rule.FromPort)), aws.Int32(int32(g.rule.ToPort)) // at most 65535
	}
	if g.rule.Group != "" {
		out.ReferencedGroupInfo = &types.ReferencedSecurityGroup{GroupId: aws.String(g.rule.Group), UserId: aws.String(g.of.vpc.Account), VpcId: aws.String(g.of.vpc.ID)}
	}
	return out
}

// present is nil for a text that is empty.
func present(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
