package job

import (
	"maps"
	"slices"
	"strings"

	"github.com/denylab/denylab/emulator/world"
)

// NetworkIn is how a job in a subnet of a VPC reaches services.
func NetworkIn(vpc *world.VPC, subnet string) Network {
	return Network{VPC: vpc.ID, Endpoints: endpointsOf(vpc, subnet), Internet: reachesInternet(vpc, subnet)}
}

// VPCOf is the VPC of an account that has a subnet; nil when none has.
func VPCOf(a *world.Account, subnet string) *world.VPC {
	if a == nil {
		return nil
	}
	for _, vpc := range a.VPCs {
		if vpc.Subnets[subnet] != nil {
			return vpc
		}
	}
	return nil
}

// tableOf is the id and the route table of a subnet: its own or the VPC's.
func tableOf(vpc *world.VPC, subnet string) (string, *world.RouteTable) {
	main, mainID := (*world.RouteTable)(nil), ""
	for id, t := range vpc.RouteTables {
		if slices.Contains(t.Subnets, subnet) {
			return id, t
		}
		if t.Main {
			main, mainID = t, id
		}
	}
	return mainID, main
}

// endpointsOf are the endpoints on a subnet's way, by service. A gateway
// endpoint serves the subnets of its route tables; traffic that a route takes
// to it does not look for an interface endpoint.
func endpointsOf(vpc *world.VPC, subnet string) map[string]string {
	table, _ := tableOf(vpc, subnet)
	out := map[string]string{}
	for _, id := range slices.Sorted(maps.Keys(vpc.Endpoints)) {
		e := vpc.Endpoints[id]
		service, _, _ := strings.Cut(e.Service, ".")
		gateway := e.Type == world.Gateway
		if gateway && len(e.RouteTables) > 0 && !slices.Contains(e.RouteTables, table) {
			continue
		}
		if gateway || out[service] == "" {
			out[service] = id
		}
	}
	return out
}

// reachesInternet: a job's interfaces have no public address, so that an
// internet gateway does not help them: the way out leads over a NAT device.
func reachesInternet(vpc *world.VPC, subnet string) bool {
	_, table := tableOf(vpc, subnet)
	if table == nil {
		return false
	}
	return slices.ContainsFunc(table.Routes, func(r world.Route) bool {
		return r.Destination == "0.0.0.0/0" && !strings.HasPrefix(r.Target, "igw-")
	})
}
