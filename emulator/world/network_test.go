package world_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/world"
)

// network is a world with a VPC that has everything.
func network() (*world.World, *world.VPC) {
	vpc := &world.VPC{
		CIDR: "10.0.0.0/16",
		Subnets: map[string]*world.Subnet{
			"subnet-a": {CIDR: "10.0.1.0/24"}, "subnet-b": {CIDR: "10.0.2.0/24", AvailabilityZone: "us-east-1b"},
		},
		SecurityGroups: map[string]*world.SecurityGroup{"sg-1": {Name: "jobs"}},
		RouteTables: map[string]*world.RouteTable{"rtb-1": {Subnets: []string{"subnet-a"},
			Routes: []world.Route{{Destination: "0.0.0.0/0", Target: "igw-1"}}}},
		Endpoints: map[string]*world.Endpoint{
			"vpce-g": {Service: "s3", RouteTables: []string{"rtb-1"}},
			"vpce-i": {Service: "kms", Subnets: []string{"subnet-a", "subnet-b"}},
		},
		NetworkInterfaces: map[string]*world.NetworkInterface{"eni-1": {Subnet: "subnet-a"}},
	}
	return &world.World{Accounts: map[string]*world.Account{member: {
		VPCs: map[string]*world.VPC{"vpc-1": vpc}, InternetGateways: map[string]*world.InternetGateway{"igw-1": {VPC: "vpc-1"}},
	}}}, vpc
}

// What AWS makes with a VPC and its endpoints is there without being described.
func TestAVPCHasWhatAWSMakesWithIt(t *testing.T) {
	description, _ := network()
	w := build(t, description)
	vpc := w.Accounts[member].VPCs["vpc-1"]
	group, table := vpc.DefaultGroup(), vpc.MainRouteTable()
	addresses := map[string]int{}
	for _, n := range vpc.NetworkInterfaces {
		addresses[n.Endpoint+" "+n.Subnet+" "+n.PrivateIP+" "+strings.Join(n.SecurityGroups, " ")]++
	}
	if diff := cmp.Diff(map[string]int{
		" subnet-a 10.0.1.5 " + group.ID: 1, "vpce-i subnet-a 10.0.1.4 " + group.ID: 1, "vpce-i subnet-b 10.0.2.4 " + group.ID: 1,
	}, addresses); diff != "" {
		// Addresses follow the order of the interfaces' ids.
		t.Errorf("want -, got +\n%s", diff)
	}
	if !table.Main || len(table.Subnets) > 0 || vpc.Endpoints["vpce-i"].SecurityGroups[0] != group.ID {
		t.Errorf("%+v %+v", table, vpc.Endpoints["vpce-i"])
	}
	if in, out := group.Ingress, vpc.SecurityGroups["sg-1"].Egress; len(in) != 1 || in[0].Group != group.ID || len(out) != 1 || out[0].CIDR != "0.0.0.0/0" {
		t.Errorf("default group lets in %+v, another one out %+v", in, out)
	}
	if in := vpc.SecurityGroups["sg-1"].Ingress; len(in) > 0 {
		t.Errorf("another group lets in %+v", in)
	}
	if free := vpc.FreeAddresses(vpc.Subnets["subnet-a"]); free != 249 {
		t.Errorf("%d addresses are free in subnet-a, want 256-5-2", free)
	}
	if again := build(t, w); again.Digest() != w.Digest() {
		t.Error("filling it again changes it")
	}
}

func TestNewReportsWhatCannotBeInAVPC(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*world.VPC)
		want  string
	}{
		"ids":         {func(v *world.VPC) { v.Subnets["sn-1"] = &world.Subnet{CIDR: "10.0.9.0/24"} }, `subnets.sn-1: "sn-1" is not the id of a subnet; write subnet- and letters and digits`},
		"a network":   {func(v *world.VPC) { v.Subnets["subnet-a"].CIDR = "10.0.1.0" }, `subnets.subnet-a.cidr: "10.0.1.0" is no network; write one such as 10.0.1.0/24`},
		"elsewhere":   {func(v *world.VPC) { v.Subnets["subnet-c"] = &world.Subnet{CIDR: "10.1.0.0/24"} }, `subnets.subnet-c.cidr: 10.1.0.0/24 is not within the VPC's 10.0.0.0/16`},
		"too wide":    {func(v *world.VPC) { v.Subnets["subnet-c"] = &world.Subnet{CIDR: "10.0.0.0/15"} }, `is not within the VPC's`},
		"overlapping": {func(v *world.VPC) { v.Subnets["subnet-b"].CIDR = "10.0.1.128/25" }, `subnets.subnet-b.cidr: 10.0.1.128/25 overlaps with 10.0.1.0/24 of subnet-a`},
		"a zone":      {func(v *world.VPC) { v.Subnets["subnet-b"].AvailabilityZone = "eu-west-1a" }, `availabilityZone: "eu-west-1a" is no zone of us-east-1`},
		"tenancy":     {func(v *world.VPC) { v.Tenancy = "dedicate" }, `tenancy: "dedicate" is not possible here; did you mean "dedicated"?`},
		"no peer":     {func(v *world.VPC) { v.SecurityGroups["sg-1"].Ingress = []world.SecurityGroupRule{{Protocol: "tcp"}} }, `sg-1.ingress.0: a rule has one source or destination`},
		"no protocol": {func(v *world.VPC) { v.SecurityGroups["sg-1"].Ingress = []world.SecurityGroupRule{{CIDR: "10.0.0.0/8"}} }, `ingress.0.protocol: a rule is about a protocol`},
		"v6": {func(v *world.VPC) {
			v.SecurityGroups["sg-1"].Egress = []world.SecurityGroupRule{{Protocol: "6", CIDRv6: "::"}}
		}, `egress.0.cidrV6: "::" is no network`},
		"no egress": {func(v *world.VPC) {
			g := v.SecurityGroups["sg-1"]
			g.NoEgress, g.Egress = true, []world.SecurityGroupRule{{Protocol: "-1", CIDR: "::/0"}}
		}, `sg-1.noEgress: the group has such rules`},
		"a name": {func(v *world.VPC) { v.SecurityGroups["sg-2"] = &world.SecurityGroup{Name: "jobs"} }, `sg-2.name: the name of a security group in vpc-1 "jobs" is used twice`},
		"two main": {func(v *world.VPC) {
			v.RouteTables["rtb-2"] = &world.RouteTable{Main: true}
			v.RouteTables["rtb-3"] = &world.RouteTable{Main: true}
		}, `rtb-3.main: the VPC has another main route table; it is rtb-2`},
		"associated":   {func(v *world.VPC) { v.RouteTables["rtb-2"] = &world.RouteTable{Subnets: []string{"subnet-a"}} }, `rtb-2.subnets.0: the association of the subnet "subnet-a" is used twice`},
		"a subnet":     {func(v *world.VPC) { v.RouteTables["rtb-1"].Subnets = []string{"subnet-ab"} }, `rtb-1.subnets.0: there is no subnet "subnet-ab"; did you mean "subnet-a"?`},
		"a route":      {func(v *world.VPC) { v.RouteTables["rtb-1"].Routes[0].Destination = "everything" }, `rtb-1.routes.0.destination: "everything" is no network`},
		"a target":     {func(v *world.VPC) { v.RouteTables["rtb-1"].Routes[0].Target = "igw-2" }, `rtb-1.routes.0.target: there is no internet gateway or network interface "igw-2"; did you mean "igw-1"?`},
		"tables":       {func(v *world.VPC) { v.Endpoints["vpce-i"].RouteTables = []string{"rtb-1"} }, `vpce-i.routeTables: routeTables are for Gateway endpoints`},
		"subnets":      {func(v *world.VPC) { v.Endpoints["vpce-g"].Subnets = []string{"subnet-a"} }, `vpce-g.subnets: subnets are for Interface endpoints`},
		"a group":      {func(v *world.VPC) { v.Endpoints["vpce-i"].SecurityGroups = []string{"sg-9"} }, `vpce-i.securityGroups.0: there is no security group "sg-9"`},
		"an address":   {func(v *world.VPC) { v.NetworkInterfaces["eni-1"].PrivateIP = "10.0.2.9" }, `eni-1.privateIp: "10.0.2.9" is no free address in 10.0.1.0/24`},
		"an interface": {func(v *world.VPC) { v.NetworkInterfaces["eni-1"].Endpoint = "vpce-z" }, `eni-1.endpoint: there is no endpoint "vpce-z"`},
	} {
		t.Run(name, func(t *testing.T) {
			w, vpc := network()
			c.spoil(vpc)
			_, err := world.New(w)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got\n%v\nwant\n%s", err, c.want)
			}
		})
	}
}

// A role that is gone leaves its id in the endpoint policies that named it.
func TestAnEndpointPolicyForgetsADeletedRole(t *testing.T) {
	w, vpc := network()
	w.Accounts[member].Roles = map[string]*world.Role{"Job": {}}
	vpc.Endpoints["vpce-g"].Policy = world.MustPolicy(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::` + member + `:role/Job"},"Action":"s3:*","Resource":"*"}]}`)
	store := world.NewStore(build(t, w))
	id := store.Load().Accounts[member].Roles["Job"].ID
	if err := store.Change(func(w *world.World) error { delete(w.Accounts[member].Roles, "Job"); return nil }); err != nil {
		t.Fatal(err)
	}
	e, _ := store.Load().Endpoint("vpce-g")
	if named := e.Policy.Document.Statements[0].Principal.AWS[0]; named != id {
		t.Errorf("the policy names %s, want %s", named, id)
	}
}
