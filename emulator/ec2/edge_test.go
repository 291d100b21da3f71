package ec2_test

import (
	"context"
	"testing"

	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

// The interfaces of an endpoint go with it, and so do the routes to them.
func TestNoRouteIsLeftToAnInterfaceThatIsGone(t *testing.T) {
	ctx, s := t.Context(), start(t)
	c := s.admin()
	made := must[*sdk.CreateVpcEndpointOutput](t)(c.CreateVpcEndpoint(ctx, kms("vpc-1"))).VpcEndpoint
	for i, id := range made.NetworkInterfaceIds {
		must[*sdk.CreateRouteOutput](t)(c.CreateRoute(ctx, &sdk.CreateRouteInput{RouteTableId: ptr("rtb-private"),
			DestinationCidrBlock: ptr([]string{"10.8.0.0/16", "10.9.0.0/16"}[i]), NetworkInterfaceId: &id}))
	}
	left := func() int {
		return len(s.worlds.Load().Accounts[account].VPCs["vpc-1"].RouteTables["rtb-private"].Routes)
	}
	must[*sdk.ModifyVpcEndpointOutput](t)(c.ModifyVpcEndpoint(ctx, &sdk.ModifyVpcEndpointInput{VpcEndpointId: made.VpcEndpointId, RemoveSubnetIds: []string{"subnet-a"}}))
	if left() != 1 {
		t.Errorf("%d routes are left after a subnet was removed", left())
	}
	must[*sdk.DeleteVpcEndpointsOutput](t)(c.DeleteVpcEndpoints(ctx, &sdk.DeleteVpcEndpointsInput{VpcEndpointIds: []string{*made.VpcEndpointId}}))
	if left() != 0 {
		t.Errorf("%d routes are left after the endpoint was deleted", left())
	}
}

func TestARouteToADetachedGatewayIsABlackhole(t *testing.T) {
	ctx, s := t.Context(), start(t)
	c := s.admin()
	gateway := must[*sdk.CreateInternetGatewayOutput](t)(c.CreateInternetGateway(ctx, &sdk.CreateInternetGatewayInput{})).InternetGateway.InternetGatewayId
	must[*sdk.AttachInternetGatewayOutput](t)(c.AttachInternetGateway(ctx, &sdk.AttachInternetGatewayInput{InternetGatewayId: gateway, VpcId: ptr("vpc-1")}))
	must[*sdk.CreateRouteOutput](t)(c.CreateRoute(ctx, &sdk.CreateRouteInput{RouteTableId: ptr("rtb-private"), DestinationCidrBlock: ptr("0.0.0.0/0"), GatewayId: gateway}))
	state := func() types.RouteState {
		out := must[*sdk.DescribeRouteTablesOutput](t)(c.DescribeRouteTables(ctx, &sdk.DescribeRouteTablesInput{Filters: filter("route.gateway-id", *gateway)}))
		return out.RouteTables[0].Routes[1].State
	}
	if state() != types.RouteStateActive {
		t.Error("the route does not lead anywhere")
	}
	must[*sdk.DetachInternetGatewayOutput](t)(c.DetachInternetGateway(ctx, &sdk.DetachInternetGatewayInput{InternetGatewayId: gateway, VpcId: ptr("vpc-1")}))
	if state() != types.RouteStateBlackhole {
		t.Error("the route leads to a gateway that is not attached")
	}
}

func TestASubnetRunsOutOfAddresses(t *testing.T) {
	ctx, s := t.Context(), start(t)
	c := s.admin()
	small := must[*sdk.CreateSubnetOutput](t)(c.CreateSubnet(ctx, &sdk.CreateSubnetInput{VpcId: ptr("vpc-1"), CidrBlock: ptr("10.0.9.0/28")})).Subnet
	for range *small.AvailableIpAddressCount {
		must[*sdk.CreateNetworkInterfaceOutput](t)(c.CreateNetworkInterface(ctx, &sdk.CreateNetworkInterfaceInput{SubnetId: small.SubnetId}))
	}
	s.refused(func() error {
		_, err := c.CreateNetworkInterface(ctx, &sdk.CreateNetworkInterfaceInput{SubnetId: small.SubnetId})
		return err
	}, "InsufficientFreeAddressesInSubnet", "")
	in := kms("vpc-1")
	in.SubnetIds = []string{*small.SubnetId}
	s.refused(func() error { _, err := c.CreateVpcEndpoint(ctx, in); return err }, "InsufficientFreeAddressesInSubnet", "")
}

// What the lab does not emulate of an operation is refused, and not ignored.
func TestParametersThatAreNotEmulated(t *testing.T) {
	s := start(t)
	c := s.admin()
	for name, do := range map[string]func(context.Context) error{
		"a second address": func(ctx context.Context) error {
			_, err := c.CreateNetworkInterface(ctx, &sdk.CreateNetworkInterfaceInput{SubnetId: ptr("subnet-a"), SecondaryPrivateIpAddressCount: ptr(int32(1))})
			return err
		},
		"a VPC of IPv6": func(ctx context.Context) error {
			_, err := c.CreateVpc(ctx, &sdk.CreateVpcInput{CidrBlock: ptr("10.0.0.0/16"), AmazonProvidedIpv6CidrBlock: ptr(true)})
			return err
		},
		"a subnet of IPv6": func(ctx context.Context) error {
			_, err := c.CreateSubnet(ctx, &sdk.CreateSubnetInput{VpcId: ptr("vpc-1"), Ipv6CidrBlock: ptr("2001:db8::/64")})
			return err
		},
		"a service elsewhere": func(ctx context.Context) error {
			in := kms("vpc-1")
			in.ServiceRegion = ptr("eu-west-1")
			_, err := c.CreateVpcEndpoint(ctx, in)
			return err
		},
		"an association with a gateway": func(ctx context.Context) error {
			_, err := c.AssociateRouteTable(ctx, &sdk.AssociateRouteTableInput{RouteTableId: ptr("rtb-private"), GatewayId: ptr("igw-1")})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			s.refused(func() error { return do(t.Context()) }, "UnsupportedOperation", "denylab emulates")
		})
	}
	s.refused(func() error {
		_, err := c.CreateVpc(t.Context(), &sdk.CreateVpcInput{CidrBlock: ptr("10.0.0.0/16"), InstanceTenancy: types.TenancyHost})
		return err
	}, "InvalidParameterValue", "host")
	s.refused(func() error {
		_, err := c.AuthorizeSecurityGroupIngress(t.Context(), &sdk.AuthorizeSecurityGroupIngressInput{GroupId: ptr("sg-jobs"),
			IpPermissions: []types.IpPermission{{IpProtocol: ptr("-1"), UserIdGroupPairs: []types.UserIdGroupPair{{GroupName: ptr("jobs")}}}}})
		return err
	}, "MissingParameter", "groupId")
}

// Private DNS of S3 is for resolver endpoints unless a request says otherwise,
// and then needs a gateway endpoint for everybody else.
func TestPrivateDNSOfS3(t *testing.T) {
	ctx, s := t.Context(), start(t)
	c := s.admin()
	in := kms("vpc-1")
	in.ServiceName, in.PrivateDnsEnabled = ptr("com.amazonaws.us-east-1.s3"), ptr(true)
	create := func() error { _, err := c.CreateVpcEndpoint(ctx, in); return err }
	must[*sdk.DeleteVpcEndpointsOutput](t)(c.DeleteVpcEndpoints(ctx, &sdk.DeleteVpcEndpointsInput{VpcEndpointIds: []string{"vpce-s3"}}))
	s.refused(create, "InvalidParameter", "To set PrivateDnsOnlyForInboundResolverEndpoint to true, the VPC vpc-1 must have a Gateway endpoint for the service.")
	in.DnsOptions = &types.DnsOptionsSpecification{PrivateDnsOnlyForInboundResolverEndpoint: ptr(false)}
	made := must[*sdk.CreateVpcEndpointOutput](t)(c.CreateVpcEndpoint(ctx, in)).VpcEndpoint
	must[*sdk.CreateVpcEndpointOutput](t)(c.CreateVpcEndpoint(ctx, s3("vpc-1")))
	must[*sdk.ModifyVpcEndpointOutput](t)(c.ModifyVpcEndpoint(ctx, &sdk.ModifyVpcEndpointInput{VpcEndpointId: made.VpcEndpointId,
		DnsOptions: &types.DnsOptionsSpecification{PrivateDnsOnlyForInboundResolverEndpoint: ptr(true)}}))
	out := must[*sdk.DescribeVpcEndpointsOutput](t)(c.DescribeVpcEndpoints(ctx, &sdk.DescribeVpcEndpointsInput{VpcEndpointIds: []string{*made.VpcEndpointId}}))
	if *made.DnsOptions.PrivateDnsOnlyForInboundResolverEndpoint || !*out.VpcEndpoints[0].DnsOptions.PrivateDnsOnlyForInboundResolverEndpoint {
		t.Errorf("made with %+v, modified to %+v", made.DnsOptions, out.VpcEndpoints[0].DnsOptions)
	}
}

func TestAClientTokenMakesOneEndpoint(t *testing.T) {
	ctx, s := t.Context(), start(t)
	c := s.admin()
	in := kms("vpc-1")
	in.ClientToken = ptr("token")
	first := must[*sdk.CreateVpcEndpointOutput](t)(c.CreateVpcEndpoint(ctx, in))
	second := must[*sdk.CreateVpcEndpointOutput](t)(c.CreateVpcEndpoint(ctx, in))
	if *first.VpcEndpoint.VpcEndpointId != *second.VpcEndpoint.VpcEndpointId || *second.ClientToken != "token" {
		t.Errorf("made %s, then %s", *first.VpcEndpoint.VpcEndpointId, *second.VpcEndpoint.VpcEndpointId)
	}
	in.ServiceName = ptr("com.amazonaws.us-east-1.sts")
	s.refused(func() error { _, err := c.CreateVpcEndpoint(ctx, in); return err }, "IdempotentParameterMismatch", "")
}
