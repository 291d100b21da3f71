package world

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"

	"github.com/denylab/denylab/emulator/iampolicy"
)

var (
	vpcForm      = regexp.MustCompile(`^vpc-[0-9a-zA-Z-]+$`)
	endpointForm = regexp.MustCompile(`^vpce-[0-9a-zA-Z-]+$`)
)

func (c *checker) vpc(p path, vpc *VPC) {
	id := p[len(p)-1]
	c.form(p, id, vpcForm, "a VPC's id is vpc- and letters and digits")
	c.once(p, "VPC", id)
	cidr, err := netip.ParsePrefix(vpc.CIDR)
	if err != nil {
		c.add(p.to("cidr"), vpc.CIDR, fmt.Sprintf("%q is no network", vpc.CIDR), "write one such as 10.0.0.0/16")
	}
	for _, endpoint := range sorted(vpc.Endpoints) {
		c.endpoint(p.to("endpoints", endpoint), cidr, vpc.Endpoints[endpoint])
	}
}

func (c *checker) endpoint(p path, cidr netip.Prefix, e *Endpoint) {
	c.form(p, e.ID, endpointForm, "an endpoint's id is vpce- and letters and digits")
	c.once(p, "endpoint", e.ID)
	if e.Service == "" {
		c.add(p.to("service"), "", "an endpoint is for one service", "write s3, sts or kms")
	}
	c.oneOf(p.to("type"), e.Type, "Gateway", "Interface")
	if e.Type == "Gateway" && !slices.Contains(gatewayServices, e.Service) {
		c.add(p.to("type"), e.Type, "gateway endpoints are for s3 and dynamodb", "write type: Interface")
	}
	c.policy(p.to("policy"), e.Policy, iampolicy.Endpoint)
	ip, err := netip.ParseAddr(e.SourceIP)
	if cidr.IsValid() && (err != nil || !cidr.Contains(ip)) {
		c.add(p.to("sourceIp"), e.SourceIP, fmt.Sprintf("%q is no address in %s", e.SourceIP, cidr), "leave it out to have one chosen")
	}
}
