package world

import (
	"encoding/hex"
	"net/netip"
	"strings"
)

// NetworkID is an id of EC2's: a prefix such as vpc, and 17 hexadecimal digits
// that follow from what it identifies.
func NetworkID(prefix string, of ...string) string {
	sum := hash(append([]string{prefix}, of...)...)
	return prefix + "-0" + hex.EncodeToString(sum[:8])
}

// DefaultGroup is the security group of those who name none.
func (v *VPC) DefaultGroup() *SecurityGroup {
	for _, id := range sorted(v.SecurityGroups) {
		if g := v.SecurityGroups[id]; g != nil && g.Name == "default" {
			return g
		}
	}
	return nil
}

// MainRouteTable is the table of subnets that have none of their own.
func (v *VPC) MainRouteTable() *RouteTable {
	for _, id := range sorted(v.RouteTables) {
		if t := v.RouteTables[id]; t != nil && t.Main {
			return t
		}
	}
	return nil
}

// FreeAddress is the first address of a subnet that nobody has; "" when there
// is none. AWS keeps the first four and the last
// (https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html).
func (v *VPC) FreeAddress(s *Subnet) string {
	prefix, err := netip.ParsePrefix(s.CIDR)
	if err != nil {
		return ""
	}
	taken := map[string]bool{}
	for _, n := range v.NetworkInterfaces {
		if n != nil {
			taken[n.PrivateIP] = true
		}
	}
	ip := prefix.Masked().Addr()
	for range reservedAddresses {
		ip = ip.Next()
	}
	for ; prefix.Contains(ip) && prefix.Contains(ip.Next()); ip = ip.Next() {
		if !taken[ip.String()] {
			return ip.String()
		}
	}
	return ""
}

const reservedAddresses = 4

// FreeAddresses is how many addresses of a subnet nobody has.
func (v *VPC) FreeAddresses(s *Subnet) int {
	prefix, err := netip.ParsePrefix(s.CIDR)
	if err != nil {
		return 0
	}
	n := 1<<(prefix.Addr().BitLen()-prefix.Bits()) - reservedAddresses - 1
	for _, i := range v.NetworkInterfaces {
		if i != nil && i.Subnet == s.ID {
			n--
		}
	}
	return max(n, 0)
}

// Serves says whether calls to a service, by its signing name, go through the
// endpoint: some services have several names in endpoints, such as
// sagemaker.api and sagemaker.runtime.
func (e *Endpoint) Serves(service string) bool {
	name, _, _ := strings.Cut(e.Service, ".")
	return name == service
}
