package ec2

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

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
