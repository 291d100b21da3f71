package world

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/denylab/denylab/emulator/iampolicy"
)

// The forms of EC2's ids: of any, and of a VPC's.
var (
	networkForm = regexp.MustCompile(`^[a-z]+-[0-9a-zA-Z-]+$`)
	vpcForm     = regexp.MustCompile(`^vpc-[0-9a-zA-Z-]+$`)
)

// networkID checks the id of a thing, its kind called in words as "a subnet".
func (c *checker) networkID(p path, kind, prefix string) {
	id := p[len(p)-1]
	if !networkForm.MatchString(id) || !strings.HasPrefix(id, prefix) {
		c.add(p, id, fmt.Sprintf("%q is not the id of %s", id, kind), "write "+prefix+" and letters and digits")
	}
	c.once(p, kind, id)
}

func (c *checker) vpc(p path, a *Account, vpc *VPC) {
	c.networkID(p, "a VPC", "vpc-")
	cidr, err := netip.ParsePrefix(vpc.CIDR)
	if err != nil {
		c.noNetwork(p.to("cidr"), vpc.CIDR, "10.0.0.0/16")
	}
	c.oneOf(p.to("tenancy"), vpc.Tenancy, "default", "dedicated")
	for _, id := range sorted(vpc.Subnets) {
		c.subnet(p.to("subnets", id), vpc, vpc.Subnets[id])
	}
	for _, id := range sorted(vpc.SecurityGroups) {
		c.securityGroup(p.to("securityGroups", id), vpc, vpc.SecurityGroups[id])
	}
	for _, id := range sorted(vpc.RouteTables) {
		c.routeTable(p.to("routeTables", id), a, vpc, vpc.RouteTables[id])
	}
	for _, id := range sorted(vpc.Endpoints) {
		c.endpoint(p.to("endpoints", id), cidr, vpc, vpc.Endpoints[id])
	}
	for _, id := range sorted(vpc.NetworkInterfaces) {
		c.networkInterface(p.to("networkInterfaces", id), vpc, vpc.NetworkInterfaces[id])
	}
}

func (c *checker) noNetwork(p path, value, example string) {
	c.add(p, value, fmt.Sprintf("%q is no network", value), "write one such as "+example)
}

func (c *checker) endpoint(p path, cidr netip.Prefix, vpc *VPC, e *Endpoint) {
	c.networkID(p, "an endpoint", "vpce-")
	if e.Service == "" {
		c.add(p.to("service"), "", "an endpoint is for one service", "write s3, sts or kms")
	}
	c.oneOf(p.to("type"), e.Type, Gateway, Interface)
	if e.Type == Gateway && !slices.Contains(gatewayServices, e.Service) {
		c.add(p.to("type"), e.Type, "gateway endpoints are for s3 and dynamodb", "write type: Interface")
	}
	c.policy(p.to("policy"), e.Policy, iampolicy.Endpoint)
	ip, err := netip.ParseAddr(e.SourceIP)
	if cidr.IsValid() && (err != nil || !cidr.Contains(ip)) {
		c.add(p.to("sourceIp"), e.SourceIP, fmt.Sprintf("%q is no address in %s", e.SourceIP, cidr), "leave it out to have one chosen")
	}
	among(c, p.to("routeTables"), "route table", e.RouteTables, vpc.RouteTables)
	among(c, p.to("subnets"), "subnet", e.Subnets, vpc.Subnets)
	among(c, p.to("securityGroups"), "security group", e.SecurityGroups, vpc.SecurityGroups)
	c.onlyOf(p.to("routeTables"), e, Gateway, len(e.RouteTables))
	c.onlyOf(p.to("subnets"), e, Interface, len(e.Subnets))
	c.onlyOf(p.to("securityGroups"), e, Interface, len(e.SecurityGroups))
}

// onlyOf: endpoints of one type have n of something, others none.
func (c *checker) onlyOf(p path, e *Endpoint, kind string, n int) {
	if n > 0 && e.Type != kind {
		c.add(p, "", fmt.Sprintf("%s are for %s endpoints", p[len(p)-1], kind), "leave them out, or write type: "+kind)
	}
}

// among reports the names that are not those of things of a kind.
func among[T any](c *checker, p path, kind string, names []string, known map[string]*T) {
	for i, name := range names {
		if known[name] == nil {
			c.unknown(p.to(fmt.Sprint(i)), kind, name, keysOf(known))
		}
	}
}
