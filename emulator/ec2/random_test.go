package ec2_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/caller"
	"github.com/denylab/denylab/emulator/ec2"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/world"
)

// requests are forms in which {vpc}, {subnet} … stand for something that is
// there, {n} for a number.
var requests = []string{
	"Action=CreateVpc&CidrBlock=10.{n}.0.0/16", "Action=DeleteVpc&VpcId={vpc}",
	"Action=CreateSubnet&VpcId={vpc}&CidrBlock=10.{n}.{n}.0/28", "Action=DeleteSubnet&SubnetId={subnet}",
	"Action=CreateSecurityGroup&GroupName=g{n}&GroupDescription=d&VpcId={vpc}", "Action=DeleteSecurityGroup&GroupId={group}",
	"Action=AuthorizeSecurityGroupIngress&GroupId={group}&IpPermissions.1.IpProtocol=tcp&IpPermissions.1.FromPort={n}&IpPermissions.1.ToPort=443&IpPermissions.1.Groups.1.GroupId={group}",
	"Action=RevokeSecurityGroupIngress&GroupId={group}&IpPermissions.1.IpProtocol=-1&IpPermissions.1.Groups.1.GroupId={group}",
	"Action=RevokeSecurityGroupEgress&GroupId={group}&IpPermissions.1.IpProtocol=-1&IpPermissions.1.IpRanges.1.CidrIp=0.0.0.0/0",
	"Action=AuthorizeSecurityGroupEgress&GroupId={group}&IpPermissions.1.IpProtocol=-1&IpPermissions.1.IpRanges.1.CidrIp=0.0.0.0/0",
	"Action=CreateRouteTable&VpcId={vpc}", "Action=DeleteRouteTable&RouteTableId={table}",
	"Action=AssociateRouteTable&RouteTableId={table}&SubnetId={subnet}", "Action=ReplaceRouteTableAssociation&RouteTableId={table}&AssociationId={association}",
	"Action=DisassociateRouteTable&AssociationId={association}",
	"Action=CreateRoute&RouteTableId={table}&DestinationCidrBlock=10.2{n}.0.0/16&NetworkInterfaceId={interface}",
	"Action=CreateRoute&RouteTableId={table}&DestinationCidrBlock=0.0.0.0/0&GatewayId={gateway}",
	"Action=CreateRoute&RouteTableId={table}&DestinationCidrBlock=0.0.0.0/0&NetworkInterfaceId={interface}",
	"Action=ReplaceRoute&RouteTableId={table}&DestinationCidrBlock=0.0.0.0/0&NetworkInterfaceId={interface}",
	"Action=DeleteRoute&RouteTableId={table}&DestinationCidrBlock=0.0.0.0/0",
	"Action=CreateInternetGateway", "Action=DeleteInternetGateway&InternetGatewayId={gateway}",
	"Action=AttachInternetGateway&InternetGatewayId={gateway}&VpcId={vpc}", "Action=DetachInternetGateway&InternetGatewayId={gateway}&VpcId={vpc}",
	"Action=CreateVpcEndpoint&VpcId={vpc}&ServiceName=com.amazonaws.us-east-1.s3&RouteTableId.1={table}",
	"Action=CreateVpcEndpoint&VpcId={vpc}&ServiceName=com.amazonaws.us-east-1.kms&VpcEndpointType=Interface&SubnetId.1={subnet}&SecurityGroupId.1={group}&PrivateDnsEnabled=false",
	"Action=CreateVpcEndpoint&VpcId={vpc}&ServiceName=com.amazonaws.us-east-1.sts&VpcEndpointType=Interface&SubnetId.1={subnet}&PrivateDnsEnabled=false",
	"Action=ModifyVpcEndpoint&VpcEndpointId={endpoint}&AddSubnetId.1={subnet}&RemoveSubnetId.1={subnet}",
	"Action=ModifyVpcEndpoint&VpcEndpointId={endpoint}&AddRouteTableId.1={table}&RemoveRouteTableId.1={table}",
	"Action=ModifyVpcEndpoint&VpcEndpointId={endpoint}&AddSecurityGroupId.1={group}&RemoveSecurityGroupId.1={group}",
	"Action=DeleteVpcEndpoints&VpcEndpointId.1={endpoint}",
	"Action=CreateNetworkInterface&SubnetId={subnet}&SecurityGroupId.1={group}&PrivateIpAddress=10.0.1.{n}",
	"Action=CreateNetworkInterface&SubnetId={subnet}", "Action=DeleteNetworkInterface&NetworkInterfaceId={interface}",
	"Action=CreateTags&ResourceId.1={subnet}&Tag.1.Key=k{n}&Tag.1.Value=v", "Action=DescribeRouteTables", "Action=DescribeVpcEndpoints", "Action=DescribeNetworkInterfaces",
}

// Whatever is asked for in whatever order, the world stays one that can be: what
// it would refuse was refused in AWS's words before, and it makes the same world
// of its own description.
func TestRandomRequestsLeaveASoundWorld(t *testing.T) {
	w, err := world.New(describe(""))
	if err != nil {
		t.Fatal(err)
	}
	admin, err := w.Principal("user/admin")
	if err != nil {
		t.Fatal(err)
	}
	succeeded := map[string]bool{}
	for seed := range uint64(12) {
		random := rand.New(rand.NewPCG(seed, 1))
		worlds := world.NewStore(w)
		handler := ec2.New(worlds, "seed")
		for range 400 {
			pattern := requests[random.IntN(len(requests))]
			form := fill(random, worlds.Load().Accounts[account], pattern)
			r := httptest.NewRequest("POST", "/", strings.NewReader(form+"&Version=2016-11-15"))
			x := gate.NewExchange(yes{}, gate.Exchange{IDs: awsproto.IDs{RequestID: "1"}, Identity: &caller.Identity{Principal: admin},
				World: worlds.Load(), Now: now, Region: "us-east-1", Service: "ec2"})
			out := httptest.NewRecorder()
			handler.Serve(out, r, x)
			if out.Code == 500 {
				t.Fatalf("seed %d, %s: %s", seed, form, out.Body)
			}
			succeeded[pattern] = succeeded[pattern] || out.Code == 200
		}
		after := worlds.Load()
		again, err := world.New(after)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if again.Digest() != after.Digest() {
			t.Errorf("seed %d: another world is made of it", seed)
		}
	}
	for _, pattern := range requests {
		if !succeeded[pattern] {
			t.Errorf("%s was always refused", pattern)
		}
	}
}

// fill puts something of the account, or nothing that is there, in place of the
// names in braces.
func fill(random *rand.Rand, a *world.Account, form string) string {
	all := map[string][]string{"{vpc}": {"vpc-none"}, "{subnet}": {"subnet-none"}, "{group}": {"sg-none"}, "{table}": {"rtb-none"},
		"{endpoint}": {"vpce-none"}, "{interface}": {"eni-none"}, "{gateway}": {"igw-none"}, "{association}": {"rtbassoc-none"}}
	for id, v := range a.VPCs {
		all["{vpc}"] = append(all["{vpc}"], id)
		all["{subnet}"] = append(all["{subnet}"], sorted(v.Subnets)...)
		all["{group}"] = append(all["{group}"], sorted(v.SecurityGroups)...)
		all["{endpoint}"] = append(all["{endpoint}"], sorted(v.Endpoints)...)
		all["{interface}"] = append(all["{interface}"], sorted(v.NetworkInterfaces)...)
		for table, t := range v.RouteTables {
			all["{table}"] = append(all["{table}"], table)
			for _, subnet := range append([]string{""}, t.Subnets...) {
				all["{association}"] = append(all["{association}"], world.NetworkID("rtbassoc", table, subnet))
			}
		}
	}
	all["{gateway}"] = append(all["{gateway}"], sorted(a.InternetGateways)...)
	for _, name := range sorted(all) {
		ids := all[name]
		slices.Sort(ids)
		for strings.Contains(form, name) {
			form = strings.Replace(form, name, url.QueryEscape(ids[random.IntN(len(ids))]), 1)
		}
	}
	for strings.Contains(form, "{n}") {
		form = strings.Replace(form, "{n}", fmt.Sprint(random.IntN(6)), 1)
	}
	return form
}

func sorted[T any](m map[string]T) []string { return slices.Sorted(maps.Keys(m)) }
