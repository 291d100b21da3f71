package world

import "time"

// A VPC is a network whose calls arrive through its endpoints. Its main route
// table and default security group exist by themselves
// (https://docs.aws.amazon.com/vpc/latest/userguide/configure-your-vpc.html).
type VPC struct {
	// CIDR is its network; default 10.0.0.0/16.
	CIDR      string               `yaml:"cidr,omitempty"`
	Endpoints map[string]*Endpoint `yaml:"endpoints,omitempty"`
	// Default marks the account's default VPC.
	Default bool `yaml:"default,omitempty"`
	// Tenancy is default (default) or dedicated.
	Tenancy string `yaml:"tenancy,omitempty"`
	// NoDNSSupport turns off the VPC's DNS server, which is on; DNSHostnames
	// turns on host names, and NetworkAddressUsageMetrics the metrics.
	NoDNSSupport               bool                         `yaml:"noDnsSupport,omitempty"`
	DNSHostnames               bool                         `yaml:"dnsHostnames,omitempty"`
	NetworkAddressUsageMetrics bool                         `yaml:"networkAddressUsageMetrics,omitempty"`
	Tags                       map[string]string            `yaml:"tags,omitempty"`
	Subnets                    map[string]*Subnet           `yaml:"subnets,omitempty"`
	SecurityGroups             map[string]*SecurityGroup    `yaml:"securityGroups,omitempty"`
	RouteTables                map[string]*RouteTable       `yaml:"routeTables,omitempty"`
	NetworkInterfaces          map[string]*NetworkInterface `yaml:"networkInterfaces,omitempty"`

	ID      string `yaml:"-"`
	Account string `yaml:"-"`
}

// A Subnet is a part of a VPC in one Availability Zone.
type Subnet struct {
	CIDR string `yaml:"cidr"`
	// AvailabilityZone is a zone of the world's Region; default the first.
	AvailabilityZone    string            `yaml:"availabilityZone,omitempty"`
	MapPublicIPOnLaunch bool              `yaml:"mapPublicIpOnLaunch,omitempty"`
	Tags                map[string]string `yaml:"tags,omitempty"`

	ID string `yaml:"-"`
}

// A SecurityGroup lets traffic in and out of network interfaces.
type SecurityGroup struct {
	// Name is the group's in its VPC; default is the default group's.
	Name        string              `yaml:"name,omitempty"`
	Description string              `yaml:"description,omitempty"`
	Ingress     []SecurityGroupRule `yaml:"ingress,omitempty"`
	// Egress absent lets everything out. NoEgress lets nothing out; NoIngress
	// lets nothing into the default group, whose members otherwise reach each
	// other.
	Egress    []SecurityGroupRule `yaml:"egress,omitempty"`
	NoEgress  bool                `yaml:"noEgress,omitempty"`
	NoIngress bool                `yaml:"noIngress,omitempty"`
	Tags      map[string]string   `yaml:"tags,omitempty"`

	ID string `yaml:"-"`
}

// A SecurityGroupRule is one rule with one source or destination: exactly one
// of CIDR, CIDRv6, Group and PrefixList is set.
type SecurityGroupRule struct {
	// ID is sgr-…; made when absent.
	ID string `yaml:"id,omitempty"`
	// Protocol is tcp, udp, icmp, icmpv6, a number, or -1 for all.
	Protocol string `yaml:"protocol"`
	// FromPort and ToPort are ports; for ICMP type and code, -1 for all.
	FromPort    int               `yaml:"fromPort,omitempty"`
	ToPort      int               `yaml:"toPort,omitempty"`
	CIDR        string            `yaml:"cidr,omitempty"`
	CIDRv6      string            `yaml:"cidrV6,omitempty"`
	Group       string            `yaml:"group,omitempty"`
	PrefixList  string            `yaml:"prefixList,omitempty"`
	Description string            `yaml:"description,omitempty"`
	Tags        map[string]string `yaml:"tags,omitempty"`
}

// A RouteTable routes the traffic of subnets. The routes within the VPC and to
// gateway endpoints are there by themselves.
type RouteTable struct {
	// Main marks the table of subnets that have none of their own.
	Main bool `yaml:"main,omitempty"`
	// Subnets are the ids of the subnets associated with it.
	Subnets []string          `yaml:"subnets,omitempty"`
	Routes  []Route           `yaml:"routes,omitempty"`
	Tags    map[string]string `yaml:"tags,omitempty"`

	ID string `yaml:"-"`
}

// A Route leads to an internet gateway or a network interface.
type Route struct {
	// Destination is a network, IPv4 or IPv6, or a prefix list.
	Destination string `yaml:"destination"`
	// Target is igw-… or eni-….
	Target string `yaml:"target"`
}

// An InternetGateway connects a VPC with the internet.
type InternetGateway struct {
	// VPC is the id of the VPC it is attached to; empty for none.
	VPC  string            `yaml:"vpc,omitempty"`
	Tags map[string]string `yaml:"tags,omitempty"`
}

// A NetworkInterface is an elastic network interface in a subnet.
type NetworkInterface struct {
	Subnet string `yaml:"subnet"`
	// PrivateIP is an address of the subnet; one is chosen when absent.
	PrivateIP      string   `yaml:"privateIp,omitempty"`
	SecurityGroups []string `yaml:"securityGroups,omitempty"`
	Description    string   `yaml:"description,omitempty"`
	// Endpoint is the id of the interface endpoint whose interface it is.
	Endpoint string            `yaml:"endpoint,omitempty"`
	Tags     map[string]string `yaml:"tags,omitempty"`
	// Permissions to attach it are by id, eni-perm-….
	Permissions map[string]*InterfacePermission `yaml:"permissions,omitempty"`

	ID string `yaml:"-"`
}

// An InterfacePermission lets an account, or a service, attach an interface
// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkInterfacePermission.html).
type InterfacePermission struct {
	Account string `yaml:"account,omitempty"`
	Service string `yaml:"service,omitempty"`
	// Permission is INSTANCE-ATTACH or EIP-ASSOCIATE.
	Permission string `yaml:"permission"`
}

// An Endpoint is a VPC endpoint.
type Endpoint struct {
	// Service is s3, sts, kms, sagemaker.api, …
	Service string `yaml:"service"`
	// Type is Gateway or Interface.
	Type string `yaml:"type,omitempty"`
	// Policy absent means full access.
	Policy *Policy `yaml:"policy,omitempty"`
	// SourceIP is the private address that calls through the endpoint carry
	// in aws:VpcSourceIp; default an address of the VPC.
	SourceIP string `yaml:"sourceIp,omitempty"`
	// RouteTables of a gateway endpoint; Subnets and SecurityGroups, default
	// the VPC's default group, of an interface endpoint: ids.
	RouteTables    []string `yaml:"routeTables,omitempty"`
	Subnets        []string `yaml:"subnets,omitempty"`
	SecurityGroups []string `yaml:"securityGroups,omitempty"`
	// PrivateDNS has the service's usual host names lead to the endpoint.
	PrivateDNS bool `yaml:"privateDns,omitempty"`
	// PrivateDNSForInbound has them lead there for the clients of resolver
	// endpoints only, which needs a gateway endpoint for all others.
	PrivateDNSForInbound bool              `yaml:"privateDnsForInbound,omitempty"`
	Tags                 map[string]string `yaml:"tags,omitempty"`
	// ClientToken is that of the request that made it: a request with the same
	// one makes no other endpoint.
	ClientToken string `yaml:"clientToken,omitempty"`
	// Created is when it was made; default 2024-01-01.
	Created time.Time `yaml:"created,omitempty"`

	ID      string `yaml:"-"`
	VPC     string `yaml:"-"`
	Account string `yaml:"-"`
}

// Gateway and Interface are the types of endpoints.
const (
	Gateway   = "Gateway"
	Interface = "Interface"
)
