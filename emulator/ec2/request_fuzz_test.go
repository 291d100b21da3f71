package ec2_test

import (
	"context"
	"encoding/xml"
	"io"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/caller"
	"github.com/denylab/denylab/emulator/ec2"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// A yes allows everything.
type yes struct{}

func (yes) Ask(context.Context, *gate.Exchange, *authz.Call) (authz.Decision, error) {
	return authz.Decision{Allowed: true}, nil
}

// FuzzRequest sends two forms, the second one to what the first made of the
// world. Neither ends the service or is an internal error, which a change would
// be that this package takes and the world does not.
func FuzzRequest(f *testing.F) {
	for _, pair := range [][2]string{
		{"Action=CreateVpc&CidrBlock=10.1.0.0/16", "Action=DescribeVpcs&Filter.1.Name=cidr&Filter.1.Value.1=10.*"},
		{"Action=CreateSubnet&VpcId=vpc-1&CidrBlock=10.0.3.0/24", "Action=DeleteSubnet&SubnetId=subnet-b"},
		{"Action=CreateVpcEndpoint&VpcId=vpc-1&ServiceName=com.amazonaws.us-east-1.kms&VpcEndpointType=Interface&SubnetId.1=subnet-a&PolicyDocument={}", "Action=DeleteVpcEndpoints&VpcEndpointId.1=vpce-s3"},
		{"Action=ModifyVpcEndpoint&VpcEndpointId=vpce-s3&RemoveRouteTableId.1=rtb-private&ResetPolicy=true", "Action=DeleteRouteTable&RouteTableId=rtb-private"},
		{"Action=AuthorizeSecurityGroupIngress&GroupId=sg-jobs&IpPermissions.1.IpProtocol=tcp&IpPermissions.1.FromPort=1&IpPermissions.1.ToPort=2&IpPermissions.1.IpRanges.1.CidrIp=10.0.0.0/8",
			"Action=RevokeSecurityGroupIngress&GroupId=sg-jobs&IpProtocol=tcp&FromPort=1&ToPort=2&CidrIp=10.0.0.0/8"},
		{"Action=AuthorizeSecurityGroupEgress&GroupId=sg-jobs&IpPermissions.1.IpProtocol=-1&IpPermissions.1.Groups.1.GroupId=sg-jobs&IpPermissions.1.Ipv6Ranges.1.CidrIpv6=::/0", "Action=DeleteSecurityGroup&GroupId=sg-jobs"},
		{"Action=CreateInternetGateway&TagSpecification.1.ResourceType=internet-gateway&TagSpecification.1.Tag.1.Key=k&TagSpecification.1.Tag.1.Value=v", "Action=AttachInternetGateway&InternetGatewayId=igw-1&VpcId=vpc-1"},
		{"Action=CreateNetworkInterface&SubnetId=subnet-a&SecurityGroupId.1=sg-jobs&PrivateIpAddress=10.0.1.9", "Action=CreateRoute&RouteTableId=rtb-private&DestinationCidrBlock=0.0.0.0/0&NetworkInterfaceId=eni-1"},
		{"Action=AssociateRouteTable&RouteTableId=rtb-private&SubnetId=subnet-b", "Action=ReplaceRouteTableAssociation&RouteTableId=rtb-private&AssociationId=rtbassoc-1"},
		{"Action=CreateTags&ResourceId.1=subnet-a&ResourceId.2=vpc-1&Tag.1.Key=k&Tag.1.Value=v", "Action=DescribeTags&MaxResults=5&NextToken=eA"},
		{"Action=ModifyVpcAttribute&VpcId=vpc-1&EnableDnsSupport.Value=false", "Action=ModifySubnetAttribute&SubnetId=subnet-a&MapPublicIpOnLaunch.Value=true"},
		{"Action=CreateSecurityGroup&GroupName=x&GroupDescription=d&VpcId=vpc-1", "Action=DescribeVpcEndpointServices&MaxResults=5"},
	} {
		f.Add(pair[0], pair[1])
	}
	w, err := world.New(describe(""))
	if err != nil {
		f.Fatal(err)
	}
	admin, err := w.Principal("user/admin")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, first, second string) {
		worlds := world.NewStore(w)
		handler := ec2.New(worlds, "seed")
		for _, form := range []string{first, second} {
			r := httptest.NewRequest("POST", "/", strings.NewReader(form+"&Version=2016-11-15"))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			x := gate.NewExchange(yes{}, gate.Exchange{IDs: awsproto.IDs{RequestID: "1"}, Identity: &caller.Identity{Principal: admin},
				World: worlds.Load(), Now: now, Region: "us-east-1", Service: "ec2"})
			out := httptest.NewRecorder()
			handler.Serve(out, r, x)
			if out.Code == 500 {
				t.Errorf("%q: %s", form, out.Body)
			}
			for body := xml.NewDecoder(out.Body); ; {
				if _, err := body.Token(); err == io.EOF {
					break
				} else if err != nil {
					t.Fatalf("%q: the answer cannot be read: %v", form, err)
				}
			}
		}
	})
}
