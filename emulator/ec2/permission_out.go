package ec2

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/denylab/denylab/emulator/world"
)

// permissionsOut are the rules of a group as permissions: those for the same
// traffic together.
func permissionsOut(g within[world.SecurityGroup], rules []world.SecurityGroupRule) []types.IpPermission {
	out := []types.IpPermission{}
	for _, rule := range rules {
		i := slices.IndexFunc(out, func(p types.IpPermission) bool { return sameTraffic(p, rule) })
		if i < 0 {
			i = len(out)
			out = append(out, emptyPermission(rule))
		}
		addPeer(&out[i], g, rule)
	}
	return out
}

func emptyPermission(rule world.SecurityGroupRule) types.IpPermission {
	p := types.IpPermission{IpProtocol: aws.String(rule.Protocol), IpRanges: []types.IpRange{}, Ipv6Ranges: []types.Ipv6Range{},
		UserIdGroupPairs: []types.UserIdGroupPair{}, PrefixListIds: []types.PrefixListId{}}
	if hasPorts(rule) {
		p.FromPort, p.ToPort = aws.Int32(int32(rule.FromPort)), aws.Int32(int32(rule.ToPort)) // at most 65535
	}
	return p
}

func hasPorts(rule world.SecurityGroupRule) bool {
	return slices.Contains([]string{"tcp", "udp", "icmp", "icmpv6"}, rule.Protocol)
}

func sameTraffic(p types.IpPermission, rule world.SecurityGroupRule) bool {
	return *p.IpProtocol == rule.Protocol && int(aws.ToInt32(p.FromPort)) == rule.FromPort && int(aws.ToInt32(p.ToPort)) == rule.ToPort
}

func addPeer(p *types.IpPermission, g within[world.SecurityGroup], rule world.SecurityGroupRule) {
	var description *string
	if rule.Description != "" {
		description = aws.String(rule.Description)
	}
	switch {
	case rule.CIDR != "":
		p.IpRanges = append(p.IpRanges, types.IpRange{CidrIp: aws.String(rule.CIDR), Description: description})
	case rule.CIDRv6 != "":
		p.Ipv6Ranges = append(p.Ipv6Ranges, types.Ipv6Range{CidrIpv6: aws.String(rule.CIDRv6), Description: description})
	case rule.Group != "":
		p.UserIdGroupPairs = append(p.UserIdGroupPairs, types.UserIdGroupPair{GroupId: aws.String(rule.Group), UserId: aws.String(g.vpc.Account), Description: description})
	default:
		p.PrefixListIds = append(p.PrefixListIds, types.PrefixListId{PrefixListId: aws.String(rule.PrefixList), Description: description})
	}
}
