package ec2

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// rulesOf are the rules that permissions of a request stand for: one for each
// source or destination.
func rulesOf(permissions []types.IpPermission) ([]world.SecurityGroupRule, *awsproto.Error) {
	var out []world.SecurityGroupRule
	for _, p := range permissions {
		base, err := ruleOf(p)
		if err != nil {
			return nil, err
		}
		before := len(out)
		add := func(description *string, peer func(*world.SecurityGroupRule)) {
			rule := base
			rule.Description = aws.ToString(description)
			peer(&rule)
			out = append(out, rule)
		}
		for _, r := range p.IpRanges {
			if err := network(aws.ToString(r.CidrIp), true); err != nil {
				return nil, err
			}
			add(r.Description, func(rule *world.SecurityGroupRule) { rule.CIDR = masked(*r.CidrIp) })
		}
		for _, r := range p.Ipv6Ranges {
			if err := network(aws.ToString(r.CidrIpv6), false); err != nil {
				return nil, err
			}
			add(r.Description, func(rule *world.SecurityGroupRule) { rule.CIDRv6 = masked(*r.CidrIpv6) })
		}
		for _, g := range p.UserIdGroupPairs {
			if aws.ToString(g.GroupId) == "" { // names are of EC2-Classic and default VPCs
				return nil, missingParameter("groupId")
			}
			add(g.Description, func(rule *world.SecurityGroupRule) { rule.Group = aws.ToString(g.GroupId) })
		}
		for _, l := range p.PrefixListIds {
			if aws.ToString(l.PrefixListId) == "" {
				return nil, missingParameter("prefixListId")
			}
			add(l.Description, func(rule *world.SecurityGroupRule) { rule.PrefixList = aws.ToString(l.PrefixListId) })
		}
		if len(out) == before {
			return nil, missingParameter("IpPermissions.IpRanges") // [U]
		}
	}
	return out, nil
}

func network(text string, v4 bool) *awsproto.Error {
	if p, err := netip.ParsePrefix(text); err != nil || p.Addr().Is4() != v4 {
		return failure("InvalidParameterValue", "CIDR block %s is malformed", text)
	}
	return nil
}

// masked is a network without the bits beyond its length.
func masked(text string) string { return netip.MustParsePrefix(text).Masked().String() }

// protocols are the names of those that have names, by number.
var protocols = map[string]string{"1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6"}

func ruleOf(p types.IpPermission) (world.SecurityGroupRule, *awsproto.Error) {
	protocol := strings.ToLower(aws.ToString(p.IpProtocol))
	if name, ok := protocols[protocol]; ok {
		protocol = name
	}
	rule := world.SecurityGroupRule{Protocol: protocol}
	n, err := strconv.Atoi(protocol)
	switch {
	case protocol == "all", protocol == "-1":
		rule.Protocol = "-1"
		return rule, nil
	case slices.Contains([]string{"tcp", "udp", "icmp", "icmpv6"}, protocol):
	case err == nil && n >= 0 && n <= 255:
		return rule, nil
	default:
		return rule, invalidValue(aws.ToString(p.IpProtocol), "ipProtocol", "Unknown IP protocol: "+aws.ToString(p.IpProtocol))
	}
	if p.FromPort == nil || p.ToPort == nil {
		return rule, failure("InvalidParameterValue", "Invalid value 'Must specify both from and to ports with %s.' for portRange.", strings.ToUpper(protocol))
	}
	rule.FromPort, rule.ToPort = int(*p.FromPort), int(*p.ToPort)
	return rule, checkPorts(rule)
}

func checkPorts(rule world.SecurityGroupRule) *awsproto.Error {
	if strings.HasPrefix(rule.Protocol, "icmp") {
		return nil
	}
	for _, port := range []int{rule.FromPort, rule.ToPort} {
		if port < 0 || port > 65535 {
			return failure("InvalidParameterValue", "Invalid value '%d' for portRange. Must be between 0 and 65535.", port) // [U]
		}
	}
	if rule.FromPort > rule.ToPort {
		return failure("InvalidParameterValue", "Invalid TCP/UDP port range (%d:%d)", rule.FromPort, rule.ToPort)
	}
	return nil
}
