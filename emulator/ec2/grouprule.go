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
