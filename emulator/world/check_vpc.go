package world

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
)

func (c *checker) subnet(p path, vpc *VPC, s *Subnet) {
	c.networkID(p, "a subnet", "subnet-")
	cidr, err := netip.ParsePrefix(s.CIDR)
	of, vpcErr := netip.ParsePrefix(vpc.CIDR)
	switch {
	case err != nil:
		c.noNetwork(p.to("cidr"), s.CIDR, "10.0.1.0/24")
		return
	case vpcErr == nil && (!of.Contains(cidr.Addr()) || cidr.Bits() < of.Bits()):
		c.add(p.to("cidr"), s.CIDR, fmt.Sprintf("%s is not within the VPC's %s", s.CIDR, vpc.CIDR), "write a part of that network")
	}
	for _, id := range sorted(vpc.Subnets) {
		other := vpc.Subnets[id]
		if with, err := netip.ParsePrefix(other.CIDR); err == nil && other.ID < s.ID && with.Overlaps(cidr) {
			c.add(p.to("cidr"), s.CIDR, fmt.Sprintf("%s overlaps with %s of %s", s.CIDR, other.CIDR, id), "give each subnet a network of its own")
		}
	}
	if !strings.HasPrefix(s.AvailabilityZone, c.w.Region) {
		c.add(p.to("availabilityZone"), s.AvailabilityZone, fmt.Sprintf("%q is no zone of %s", s.AvailabilityZone, c.w.Region), "write one such as "+c.w.Region+"a")
	}
}

func (c *checker) securityGroup(p path, vpc *VPC, g *SecurityGroup) {
	c.networkID(p, "a security group", "sg-")
	c.once(p.to("name"), "name of a security group in "+vpc.ID, g.Name)
	for i, r := range g.Ingress {
		c.groupRule(p.to("ingress", fmt.Sprint(i)), r)
	}
	for i, r := range g.Egress {
		c.groupRule(p.to("egress", fmt.Sprint(i)), r)
	}
	c.contradiction(p.to("noIngress"), g.NoIngress && len(g.Ingress) > 0)
	c.contradiction(p.to("noEgress"), g.NoEgress && len(g.Egress) > 0)
}

func (c *checker) contradiction(p path, has bool) {
	if has {
		c.add(p, "true", "the group has such rules", "remove "+p[len(p)-1]+", or the rules")
	}
}

func (c *checker) groupRule(p path, r SecurityGroupRule) {
	peers := 0
	for _, peer := range []string{r.CIDR, r.CIDRv6, r.Group, r.PrefixList} {
		if peer != "" {
			peers++
		}
	}
	if peers != 1 {
		c.add(p, "", "a rule has one source or destination", "write one of cidr, cidrV6, group and prefixList")
	}
	c.optionalNetwork(p.to("cidr"), r.CIDR, "10.0.0.0/16")
	c.optionalNetwork(p.to("cidrV6"), r.CIDRv6, "2001:db8::/32")
	if r.Protocol == "" {
		c.add(p.to("protocol"), "", "a rule is about a protocol", `write tcp, udp, icmp, icmpv6, a number, or "-1" for all`)
	}
}

func (c *checker) optionalNetwork(p path, cidr, example string) {
	if _, err := netip.ParsePrefix(cidr); cidr != "" && err != nil {
		c.noNetwork(p, cidr, example)
	}
}

func (c *checker) routeTable(p path, a *Account, vpc *VPC, t *RouteTable) {
	c.networkID(p, "a route table", "rtb-")
	if t.Main && t != vpc.MainRouteTable() {
		c.add(p.to("main"), "true", "the VPC has another main route table", "it is "+vpc.MainRouteTable().ID+"; remove one of the two")
	}
	among(c, p.to("subnets"), "subnet", t.Subnets, vpc.Subnets)
	for i, id := range t.Subnets {
		c.once(p.to("subnets", fmt.Sprint(i)), "association of the subnet", id)
	}
	for i, r := range t.Routes {
		here := p.to("routes", fmt.Sprint(i))
		if _, err := netip.ParsePrefix(r.Destination); err != nil && !strings.HasPrefix(r.Destination, "pl-") {
			c.noNetwork(here.to("destination"), r.Destination, "0.0.0.0/0")
		}
		known := slices.Concat(sorted(a.InternetGateways), sorted(vpc.NetworkInterfaces))
		if !slices.Contains(known, r.Target) {
			c.unknown(here.to("target"), "internet gateway or network interface", r.Target, known)
		}
	}
}

func (c *checker) internetGateway(p path, a *Account, g *InternetGateway) {
	c.networkID(p, "an internet gateway", "igw-")
	if g.VPC != "" && a.VPCs[g.VPC] == nil {
		c.unknown(p.to("vpc"), "VPC", g.VPC, keysOf(a.VPCs))
	}
}

func (c *checker) networkInterface(p path, vpc *VPC, n *NetworkInterface) {
	c.networkID(p, "a network interface", "eni-")
	s := vpc.Subnets[n.Subnet]
	if s == nil {
		c.unknown(p.to("subnet"), "subnet", n.Subnet, keysOf(vpc.Subnets))
		return
	}
	ip, err := netip.ParseAddr(n.PrivateIP)
	cidr, cidrErr := netip.ParsePrefix(s.CIDR)
	if cidrErr == nil && (err != nil || !cidr.Contains(ip)) {
		c.add(p.to("privateIp"), n.PrivateIP, fmt.Sprintf("%q is no free address in %s", n.PrivateIP, s.CIDR), "leave it out to have one chosen")
	}
	c.once(p.to("privateIp"), "address in "+n.Subnet, n.PrivateIP)
	among(c, p.to("securityGroups"), "security group", n.SecurityGroups, vpc.SecurityGroups)
	if n.Endpoint != "" && vpc.Endpoints[n.Endpoint] == nil {
		c.unknown(p.to("endpoint"), "endpoint", n.Endpoint, keysOf(vpc.Endpoints))
	}
}
