package emulator_test

import (
	"errors"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/world"
)

// ec2As is an EC2 client of a principal.
func (l *lab) ec2As(ref string) *ec2.Client {
	l.t.Helper()
	c, err := l.CredentialsAs(ref)
	if err != nil {
		l.t.Fatal(err)
	}
	return ec2.New(ec2.Options{
		Region: "us-east-1", BaseEndpoint: aws.String("http://lab.test"), HTTPClient: &http.Client{Transport: l}, Retryer: aws.NopRetryer{},
		Credentials: credentials.NewStaticCredentialsProvider(c.AccessKeyID, c.Secret, c.Token),
	})
}

// read gets an object through an endpoint.
func (l *lab) read(via string) error {
	l.t.Helper()
	alice := l.as("user/alice")
	_, err := alice.s3.GetObject(l.t.Context(), &s3.GetObjectInput{Bucket: ptr("data"), Key: ptr("seeded.txt")}, func(o *s3.Options) {
		o.BaseEndpoint = aws.String("http://lab.test/_denylab/vpce/" + via)
		o.UsePathStyle = true
	})
	return err
}

// An endpoint that was made over the wire is one: its policy decides about what
// comes through it, until it is gone.
func TestAnEndpointDecidesFromItsCreationToItsDeletion(t *testing.T) {
	l, ctx := start(t, emulator.Options{World: testWorld()}), t.Context()
	root := l.ec2As(owner + ":root")
	narrow := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:ListBucket","Resource":"*"}]}`
	made, err := root.CreateVpcEndpoint(ctx, &ec2.CreateVpcEndpointInput{VpcId: ptr("vpc-1"), ServiceName: ptr("com.amazonaws.us-east-1.s3"), PolicyDocument: &narrow})
	if err != nil {
		t.Fatal(err)
	}
	id := *made.VpcEndpoint.VpcEndpointId
	wantCode(t, l.read(id), "403 AccessDenied")
	if _, err := root.ModifyVpcEndpoint(ctx, &ec2.ModifyVpcEndpointInput{VpcEndpointId: &id, ResetPolicy: ptr(true)}); err != nil {
		t.Fatal(err)
	}
	if err := l.read(id); err != nil {
		t.Error(err)
	}
	if _, err := root.DeleteVpcEndpoints(ctx, &ec2.DeleteVpcEndpointsInput{VpcEndpointIds: []string{id}}); err != nil {
		t.Fatal(err)
	}
	wantCode(t, l.read(id), "400 InvalidVpcEndpointId.NotFound")
}

// The encoded message of a refusal is readable for those who may decode it.
func TestARefusalOfEC2CanBeDecoded(t *testing.T) {
	l, ctx := start(t, emulator.Options{World: testWorld()}), t.Context()
	_, err := l.ec2As("user/alice").CreateVpc(ctx, &ec2.CreateVpcInput{CidrBlock: ptr("10.9.0.0/16")})
	wantCode(t, err, "403 UnauthorizedOperation")
	encoded := encodedIn(err)
	c, err := l.CredentialsAs("user/alice")
	if err != nil {
		t.Fatal(err)
	}
	client := sts.New(sts.Options{
		Region: "us-east-1", BaseEndpoint: aws.String("http://lab.test"), HTTPClient: &http.Client{Transport: l}, Retryer: aws.NopRetryer{},
		Credentials: credentials.NewStaticCredentialsProvider(c.AccessKeyID, c.Secret, c.Token),
	})
	out, err := client.DecodeAuthorizationMessage(ctx, &sts.DecodeAuthorizationMessageInput{EncodedMessage: &encoded})
	if err != nil {
		t.Fatal(err)
	}
	if !contains(*out.DecodedMessage, `"action":"ec2:CreateVpc"`, `"resource":"arn:aws:ec2:us-east-1:`+owner+`:vpc/*"`, `"allowed":false`, `"explicitDeny":false`) {
		t.Errorf("decoded: %s", *out.DecodedMessage)
	}
}

// What was made, changed and deleted over EC2's API is so after a restart.
func TestNetworksSurviveARestart(t *testing.T) {
	l, ctx := keep(t, t.TempDir(), testWorld()), t.Context()
	root := l.ec2As(owner + ":root")
	vpc, err := root.CreateVpc(ctx, &ec2.CreateVpcInput{CidrBlock: ptr("10.9.0.0/16")})
	if err != nil {
		t.Fatal(err)
	}
	id := vpc.Vpc.VpcId
	policy := `{ "Version":"2012-10-17", "Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}] }`
	subnet, err := root.CreateSubnet(ctx, &ec2.CreateSubnetInput{VpcId: id, CidrBlock: ptr("10.9.1.0/24")})
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{
		second(root.CreateVpcEndpoint(ctx, &ec2.CreateVpcEndpointInput{VpcId: id, ServiceName: ptr("com.amazonaws.us-east-1.s3"), PolicyDocument: &policy})),
		second(root.CreateVpcEndpoint(ctx, &ec2.CreateVpcEndpointInput{VpcId: id, ServiceName: ptr("com.amazonaws.us-east-1.kms"), PrivateDnsEnabled: ptr(false),
			VpcEndpointType: types.VpcEndpointTypeInterface, SubnetIds: []string{*subnet.Subnet.SubnetId}})),
		second(root.CreateInternetGateway(ctx, &ec2.CreateInternetGatewayInput{})),
		second(root.ModifyVpcEndpoint(ctx, &ec2.ModifyVpcEndpointInput{VpcEndpointId: ptr("vpce-s3"), ResetPolicy: ptr(true)})),
		second(root.DeleteVpcEndpoints(ctx, &ec2.DeleteVpcEndpointsInput{VpcEndpointIds: []string{"vpce-kms"}})),
	} {
		if err != nil {
			t.Error(err)
		}
	}
	before := l.Digest()
	l = l.reopen(testWorld())
	if l.Digest() != before {
		t.Error("the digest is another one")
	}
	if err := l.read("vpce-s3"); err != nil {
		t.Error(err)
	}
	wantCode(t, l.read("vpce-kms"), "400 InvalidVpcEndpointId.NotFound")
	if err := l.Reset(); err != nil {
		t.Fatal(err)
	}
	if l.Digest() != start(t, emulator.Options{World: testWorld()}).Digest() {
		t.Error("the digest after a reset is not a new lab's")
	}
}

// Every field of a VPC and what is in it survives, also those of tomorrow.
func TestEveryFieldOfNetworksIsKept(t *testing.T) {
	tags := map[string]string{"k": "v"}
	rule := world.SecurityGroupRule{ID: "sgr-1", Protocol: "tcp", FromPort: 1, ToPort: 2, CIDR: "10.0.0.0/8", Description: "d", Tags: tags}
	vpc := &world.VPC{CIDR: "10.8.0.0/16", Default: true, Tenancy: "dedicated", NoDNSSupport: true, DNSHostnames: true, NetworkAddressUsageMetrics: true, Tags: tags,
		Subnets:        map[string]*world.Subnet{"subnet-1": {CIDR: "10.8.1.0/24", AvailabilityZone: "us-east-1b", MapPublicIPOnLaunch: true, Tags: tags, ID: "subnet-1"}},
		SecurityGroups: map[string]*world.SecurityGroup{"sg-1": {Name: "g", Description: "d", Ingress: []world.SecurityGroupRule{rule}, NoEgress: true, Tags: tags, ID: "sg-1"}},
		RouteTables: map[string]*world.RouteTable{"rtb-1": {Main: true, Subnets: []string{"subnet-1"}, Tags: tags, ID: "rtb-1",
			Routes: []world.Route{{Destination: "0.0.0.0/0", Target: "igw-1"}}}},
		NetworkInterfaces: map[string]*world.NetworkInterface{"eni-1": {Subnet: "subnet-1", PrivateIP: "10.8.1.9", SecurityGroups: []string{"sg-1"}, Description: "d",
			Endpoint: "vpce-1", Tags: tags, Permissions: map[string]*world.InterfacePermission{"eni-perm-1": {Account: other, Permission: "INSTANCE-ATTACH"}}, ID: "eni-1"}},
		Endpoints: map[string]*world.Endpoint{"vpce-1": {Service: "kms", Type: "Interface", Policy: policy(to(`"*"`, "Allow", "kms:Decrypt", "*")), SourceIP: "10.8.0.9",
			Subnets: []string{"subnet-1"}, SecurityGroups: []string{"sg-1"}, PrivateDNS: true, PrivateDNSForInbound: true, ClientToken: "t", Tags: tags,
			Created: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), ID: "vpce-1", VPC: "vpc-8", Account: owner}},
		ID: "vpc-8", Account: owner}
	unset := map[string]bool{"RouteTables": true, "CIDRv6": true, "Group": true, "PrefixList": true, "Egress": true, "NoIngress": true, "Service": true}
	for _, v := range []any{*vpc, *vpc.Subnets["subnet-1"], *vpc.SecurityGroups["sg-1"], rule, *vpc.RouteTables["rtb-1"], vpc.RouteTables["rtb-1"].Routes[0],
		*vpc.NetworkInterfaces["eni-1"], *vpc.NetworkInterfaces["eni-1"].Permissions["eni-perm-1"], *vpc.Endpoints["vpce-1"]} {
		s := reflect.ValueOf(v)
		for i := range s.NumField() {
			if name := s.Type().Field(i).Name; s.Field(i).IsZero() && !unset[name] {
				t.Errorf("%s.%s is not tested", s.Type(), name)
			}
		}
	}
	l := keep(t, t.TempDir(), testWorld())
	if err := l.Change(func(w *world.World) error {
		w.Accounts[owner].VPCs["vpc-8"] = vpc
		w.Accounts[owner].InternetGateways["igw-1"] = &world.InternetGateway{VPC: "vpc-8", Tags: tags}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	before := l.Digest()
	if l = l.reopen(testWorld()); l.Digest() != before {
		t.Error("the digest is another one")
	}
}

// encodedIn is the encoded message at the end of a refusal.
func encodedIn(err error) string {
	var api smithy.APIError
	if !errors.As(err, &api) {
		return ""
	}
	_, encoded, _ := strings.Cut(api.ErrorMessage(), ". Encoded authorization failure message: ")
	return encoded
}

func contains(text string, parts ...string) bool {
	for _, part := range parts {
		if !strings.Contains(text, part) {
			return false
		}
	}
	return true
}
