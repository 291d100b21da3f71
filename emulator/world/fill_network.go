package world

import (
	"net/netip"
	"slices"
	"strconv"
)

// fillNetworks completes VPCs and what is in them.
func (w *World) fillNetworks(a *Account) {
	for id := range a.VPCs {
		vpc := present(a.VPCs, id)
		vpc.ID, vpc.Account = id, a.ID
		setDefault(&vpc.CIDR, "10.0.0.0/16")
		setDefault(&vpc.Tenancy, "default")
		for subnet := range vpc.Subnets {
			s := present(vpc.Subnets, subnet)
			s.ID = subnet
			setDefault(&s.AvailabilityZone, w.Region+"a")
		}
		vpc.fillGroups()
		vpc.fillRouteTables()
		vpc.fillEndpoints()
		vpc.fillInterfaces()
	}
	for id := range a.InternetGateways {
		present(a.InternetGateways, id)
	}
}

// fillEndpoints completes the endpoints.
func (v *VPC) fillEndpoints() {
	for i, endpoint := range sorted(v.Endpoints) {
		e := present(v.Endpoints, endpoint)
		e.ID, e.VPC, e.Account = endpoint, v.ID, v.Account
		if e.Type == "" {
			e.Type = Interface
			if slices.Contains(gatewayServices, e.Service) {
				e.Type = Gateway
			}
		}
		if e.Policy == nil {
			e.Policy = fullEndpointAccess
		}
		if e.Type == Interface && len(e.SecurityGroups) == 0 {
			e.SecurityGroups = []string{v.DefaultGroup().ID}
		}
		setTime(&e.Created, created)
		setDefault(&e.SourceIP, address(v.CIDR, i))
	}
}

// DefaultEndpointPolicy is the policy of an endpoint that was given none.
func DefaultEndpointPolicy() *Policy { return fullEndpointAccess }

// fillGroups makes the default security group, and completes the rules
// (https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html).
func (v *VPC) fillGroups() {
	if v.SecurityGroups == nil {
		v.SecurityGroups = map[string]*SecurityGroup{}
	}
	for id := range v.SecurityGroups {
		g := present(v.SecurityGroups, id)
		setDefault(&g.Name, id)
	}
	if v.DefaultGroup() == nil {
		v.SecurityGroups[NetworkID("sg", v.Account, v.ID, "default")] = &SecurityGroup{Name: "default", Description: "default VPC security group"}
	}
	for id, g := range v.SecurityGroups {
		g.ID = id
		setDefault(&g.Description, g.Name)
		g.fillRules()
	}
}

func (g *SecurityGroup) fillRules() {
	if len(g.Ingress) == 0 && !g.NoIngress && g.Name == "default" {
		g.Ingress = []SecurityGroupRule{{Protocol: "-1", Group: g.ID}}
	}
	g.NoIngress = g.NoIngress && g.Name == "default" // others have none anyway
	if len(g.Egress) == 0 && !g.NoEgress {
		g.Egress = []SecurityGroupRule{{Protocol: "-1", CIDR: "0.0.0.0/0"}}
	}
	for direction, rules := range map[string][]SecurityGroupRule{"in": g.Ingress, "out": g.Egress} {
		for i := range rules {
			setDefault(&rules[i].ID, NetworkID("sgr", g.ID, direction, rules[i].key()))
		}
	}
}

// key tells the rules of a group apart: two with the same key would be one.
func (r SecurityGroupRule) key() string {
	return r.Protocol + " " + strconv.Itoa(r.FromPort) + " " + strconv.Itoa(r.ToPort) + " " + r.CIDR + r.CIDRv6 + r.Group + r.PrefixList
}

// Same says whether two rules let the same traffic through.
func (r SecurityGroupRule) Same(other SecurityGroupRule) bool { return r.key() == other.key() }

// fillRouteTables makes the main route table.
func (v *VPC) fillRouteTables() {
	if v.RouteTables == nil {
		v.RouteTables = map[string]*RouteTable{}
	}
	for id := range v.RouteTables {
		present(v.RouteTables, id).ID = id
	}
	if v.MainRouteTable() == nil {
		id := NetworkID("rtb", v.Account, v.ID, "main")
		v.RouteTables[id] = &RouteTable{Main: true, ID: id}
	}
}

// fillInterfaces completes the network interfaces, and makes one in every
// subnet of an interface endpoint.
func (v *VPC) fillInterfaces() {
	if v.NetworkInterfaces == nil {
		v.NetworkInterfaces = map[string]*NetworkInterface{}
	}
	for _, id := range sorted(v.Endpoints) {
		e := v.Endpoints[id]
		for _, subnet := range e.Subnets {
			if v.interfaceOf(id, subnet) == nil {
				v.NetworkInterfaces[NetworkID("eni", id, subnet)] = &NetworkInterface{
					Subnet: subnet, Endpoint: id, SecurityGroups: slices.Clone(e.SecurityGroups), Description: "VPC Endpoint Interface " + id,
				}
			}
		}
	}
	for _, id := range sorted(v.NetworkInterfaces) {
		n := present(v.NetworkInterfaces, id)
		n.ID = id
		if len(n.SecurityGroups) == 0 {
			n.SecurityGroups = []string{v.DefaultGroup().ID}
		}
		if s := v.Subnets[n.Subnet]; s != nil && n.PrivateIP == "" {
			n.PrivateIP = v.FreeAddress(s)
		}
	}
}

func (v *VPC) interfaceOf(endpoint, subnet string) *NetworkInterface {
	for _, n := range v.NetworkInterfaces {
		if n != nil && n.Endpoint == endpoint && n.Subnet == subnet {
			return n
		}
	}
	return nil
}

// gatewayServices are the services that have gateway endpoints.
var gatewayServices = []string{"s3", "dynamodb"}

// address is the address of the i-th client in a network. AWS keeps the first
// four of every subnet.
func address(cidr string, i int) string {
	prefix, err := netip.ParsePrefix(cidr)
	if err != nil {
		return "" // reported by the check
	}
	ip := prefix.Masked().Addr()
	for range 10 + i {
		ip = ip.Next()
	}
	if !prefix.Contains(ip) {
		return prefix.Masked().Addr().String()
	}
	return ip.String()
}
