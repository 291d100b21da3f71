package ec2

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// A direction is one of the two lists of rules of a group.
type direction struct {
	egress bool
	rules  func(*world.SecurityGroup) *[]world.SecurityGroupRule
	none   func(*world.SecurityGroup) *bool // whether it has none, instead of those by default
}

var (
	ingress = direction{false, func(g *world.SecurityGroup) *[]world.SecurityGroupRule { return &g.Ingress }, func(g *world.SecurityGroup) *bool { return &g.NoIngress }}
	egress  = direction{true, func(g *world.SecurityGroup) *[]world.SecurityGroupRule { return &g.Egress }, func(g *world.SecurityGroup) *bool { return &g.NoEgress }}
)

// set sets the rules of a group.
func (d direction) set(g *world.SecurityGroup, rules []world.SecurityGroupRule) {
	*d.rules(g) = rules
	*d.none(g) = len(rules) == 0
}

// flat is a permission in the parameters that came before IpPermissions.
type flat struct {
	protocol, cidr *string
	from, to       *int32
}

func (f flat) permissions(list []types.IpPermission) []types.IpPermission {
	if f.protocol == nil {
		return list
	}
	return append(list, types.IpPermission{IpProtocol: f.protocol, FromPort: f.from, ToPort: f.to, IpRanges: []types.IpRange{{CidrIp: f.cidr}}})
}

// authorizeIngress is
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html.
func (r *request) authorizeIngress(in *sdk.AuthorizeSecurityGroupIngressInput) (*sdk.AuthorizeSecurityGroupIngressOutput, *awsproto.Error) {
	id, err := r.groupID(in.GroupId, in.GroupName)
	if err != nil {
		return nil, err
	}
	made, err := r.authorize(ingress, id, flat{in.IpProtocol, in.CidrIp, in.FromPort, in.ToPort}.permissions(in.IpPermissions), in.TagSpecifications)
	return &sdk.AuthorizeSecurityGroupIngressOutput{Return: aws.Bool(true), SecurityGroupRules: made}, err
}

// authorizeEgress is
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupEgress.html.
func (r *request) authorizeEgress(in *sdk.AuthorizeSecurityGroupEgressInput) (*sdk.AuthorizeSecurityGroupEgressOutput, *awsproto.Error) {
	made, err := r.authorize(egress, *in.GroupId, flat{in.IpProtocol, in.CidrIp, in.FromPort, in.ToPort}.permissions(in.IpPermissions), in.TagSpecifications)
	return &sdk.AuthorizeSecurityGroupEgressOutput{Return: aws.Bool(true), SecurityGroupRules: made}, err
}

func (r *request) authorize(d direction, id string, permissions []types.IpPermission, specifications []types.TagSpecification) ([]types.SecurityGroupRule, *awsproto.Error) {
	tags, err := specified(specifications, "security-group-rule")
	if err != nil {
		return nil, err
	}
	rules, err := rulesOf(permissions)
	if err != nil {
		return nil, err
	}
	if len(rules) == 0 {
		return nil, missingParameter("ipPermissions")
	}
	on, _, missing := groups.named(r, id)
	asks := []ask{{on: on}}
	if len(tags) > 0 {
		asks = append(asks, r.making("security-group-rule", nil, tags)...)
	}
	if err := r.permit(asks...); err != nil {
		return nil, err
	}
	if missing != nil {
		return nil, missing
	}
	var made []types.SecurityGroupRule
	err = r.change(func(a *world.Account) *awsproto.Error {
		g, err := groups.find(a, id)
		if err != nil {
			return err
		}
		made, err = r.addRules(d, g, a, rules, tags)
		return err
	})
	return made, err
}

func (r *request) addRules(d direction, g within[world.SecurityGroup], a *world.Account, rules []world.SecurityGroupRule, tags map[string]string) ([]types.SecurityGroupRule, *awsproto.Error) {
	has := slices.Clone(*d.rules(g.it))
	made := []types.SecurityGroupRule{}
	for _, rule := range rules {
		if rule.Group != "" && g.vpc.SecurityGroups[rule.Group] == nil {
			return nil, notFound["security-group"](rule.Group)
		}
		if rule.PrefixList != "" && r.prefixListByID(rule.PrefixList) == nil {
			return nil, notFound["prefix-list"](rule.PrefixList)
		}
		if slices.ContainsFunc(has, rule.Same) {
			return nil, failure("InvalidPermission.Duplicate", `the specified rule "%s" already exists`, wording(rule))
		}
		rule.ID, rule.Tags = newID(a, "sgr", g.id, wording(rule)), tags
		has = append(has, rule)
		made = append(made, r.ruleOut(groupRule{g, rule, d.egress}))
	}
	d.set(g.it, has)
	return made, nil
}

// wording is a rule as AWS's error has it.
func wording(rule world.SecurityGroupRule) string {
	peer := rule.CIDR + rule.CIDRv6 + rule.Group + rule.PrefixList
	if rule.Protocol == "-1" {
		return "peer: " + peer + ", ALL, ALLOW"
	}
	return fmt.Sprintf("peer: %s, %s, from port: %d, to port: %d, ALLOW", peer, strings.ToUpper(rule.Protocol), rule.FromPort, rule.ToPort)
}

// revokeIngress is
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RevokeSecurityGroupIngress.html.
func (r *request) revokeIngress(in *sdk.RevokeSecurityGroupIngressInput) (*sdk.RevokeSecurityGroupIngressOutput, *awsproto.Error) {
	id, err := r.groupID(in.GroupId, in.GroupName)
	if err != nil {
		return nil, err
	}
	err = r.revoke(ingress, id, flat{in.IpProtocol, in.CidrIp, in.FromPort, in.ToPort}.permissions(in.IpPermissions), in.SecurityGroupRuleIds)
	return &sdk.RevokeSecurityGroupIngressOutput{Return: aws.Bool(true)}, err
}

// revokeEgress is
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RevokeSecurityGroupEgress.html.
func (r *request) revokeEgress(in *sdk.RevokeSecurityGroupEgressInput) (*sdk.RevokeSecurityGroupEgressOutput, *awsproto.Error) {
	err := r.revoke(egress, *in.GroupId, flat{in.IpProtocol, in.CidrIp, in.FromPort, in.ToPort}.permissions(in.IpPermissions), in.SecurityGroupRuleIds)
	return &sdk.RevokeSecurityGroupEgressOutput{Return: aws.Bool(true)}, err
}

func (r *request) revoke(d direction, id string, permissions []types.IpPermission, ids []string) *awsproto.Error {
	rules, err := rulesOf(permissions)
	if err != nil {
		return err
	}
	if len(rules)+len(ids) == 0 {
		return missingParameter("ipPermissions")
	}
	on, _, missing := groups.named(r, id)
	if err := r.permit(ask{on: on}); err != nil {
		return err
	}
	if missing != nil {
		return missing
	}
	return r.change(func(a *world.Account) *awsproto.Error {
		g, err := groups.find(a, id)
		if err != nil {
			return err
		}
		left := slices.Clone(*d.rules(g.it))
		for _, ruleID := range ids {
			i := slices.IndexFunc(left, func(rule world.SecurityGroupRule) bool { return rule.ID == ruleID })
			if i < 0 {
				return notFound["security-group-rule"](ruleID)
			}
			left = slices.Delete(left, i, i+1)
		}
		for _, rule := range rules {
			i := slices.IndexFunc(left, rule.Same)
			if i < 0 {
				return failure("InvalidPermission.NotFound", "The specified rule does not exist in this security group.")
			}
			left = slices.Delete(left, i, i+1)
		}
		d.set(g.it, left)
		return nil
	})
}

// A groupRule is a rule of a group.
type groupRule struct {
	of     within[world.SecurityGroup]
	rule   world.SecurityGroupRule
	egress bool
}

var ruleLister = lister[groupRule]{
	kind: "security-group-rule", id: func(r groupRule) string { return r.rule.ID },
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
