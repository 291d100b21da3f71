package ec2

import (
	"cmp"
	"slices"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// A within is a part of a VPC.
type within[T any] struct {
	vpc *world.VPC
	id  string
	it  *T
}

// A kind is a type of resource whose things are parts of VPCs.
type kind[T any] struct {
	name string // as in ARNs
	of   func(*world.VPC) map[string]*T
	tags func(*T) map[string]string
	keys func(r *request, of within[T]) authz.Context
}

// all are an account's things of a kind, by id.
func (k kind[T]) all(a *world.Account) []within[T] {
	var out []within[T]
	for _, vpc := range a.VPCs {
		for id, it := range k.of(vpc) {
			out = append(out, within[T]{vpc, id, it})
		}
	}
	slices.SortFunc(out, func(a, b within[T]) int { return cmp.Compare(a.id, b.id) })
	return out
}

// find is the thing with an id; the error says that there is none.
func (k kind[T]) find(a *world.Account, id string) (within[T], *awsproto.Error) {
	for _, vpc := range a.VPCs {
		if it := k.of(vpc)[id]; it != nil {
			return within[T]{vpc, id, it}, nil
		}
	}
	return within[T]{id: id}, notFound[k.name](id)
}

// named is the thing with an id as the rules see it, and as it is. One that does
// not exist is asked about, too: only who may act on all of them learns that.
func (k kind[T]) named(r *request, id string) (thing, within[T], *awsproto.Error) {
	found, err := k.find(r.account(), id)
	if err != nil {
		return thing{kind: k.name, id: id}, found, err
	}
	return k.thing(r, found), found, nil
}

func (k kind[T]) thing(r *request, of within[T]) thing {
	return thing{kind: k.name, id: of.id, tags: k.tags(of.it), keys: k.keys(r, of)}
}

// several are asks about the things with ids, and the first that does not exist.
func (k kind[T]) several(r *request, ids []string) (asks []ask, failure *awsproto.Error) {
	for _, id := range ids {
		t, _, err := k.named(r, id)
		asks = append(asks, ask{on: t})
		failure = cmp.Or(failure, err)
	}
	return asks, failure
}

var subnets = kind[world.Subnet]{
	"subnet", func(v *world.VPC) map[string]*world.Subnet { return v.Subnets },
	func(s *world.Subnet) map[string]string { return s.Tags },
	func(r *request, of within[world.Subnet]) authz.Context {
		return authz.Context{
			"ec2:SubnetID": authz.One(of.id), "ec2:Vpc": r.vpcARN(of.vpc),
			"ec2:AvailabilityZone":   authz.One(of.it.AvailabilityZone),
			"ec2:AvailabilityZoneId": authz.One(zoneID(of.it.AvailabilityZone)),
		}
	},
}

var groups = kind[world.SecurityGroup]{
	"security-group", func(v *world.VPC) map[string]*world.SecurityGroup { return v.SecurityGroups },
	func(g *world.SecurityGroup) map[string]string { return g.Tags },
	func(r *request, of within[world.SecurityGroup]) authz.Context {
		return authz.Context{"ec2:SecurityGroupID": authz.One(of.id), "ec2:Vpc": r.vpcARN(of.vpc)}
	},
}

var tables = kind[world.RouteTable]{
	"route-table", func(v *world.VPC) map[string]*world.RouteTable { return v.RouteTables },
	func(t *world.RouteTable) map[string]string { return t.Tags },
	func(r *request, of within[world.RouteTable]) authz.Context {
		return authz.Context{"ec2:RouteTableID": authz.One(of.id), "ec2:Vpc": r.vpcARN(of.vpc)}
	},
}

var endpoints = kind[world.Endpoint]{
	"vpc-endpoint", func(v *world.VPC) map[string]*world.Endpoint { return v.Endpoints },
	func(e *world.Endpoint) map[string]string { return e.Tags },
	func(r *request, of within[world.Endpoint]) authz.Context { return r.serviceKeys(of.it.Service) },
}

var interfaces = kind[world.NetworkInterface]{
	"network-interface", func(v *world.VPC) map[string]*world.NetworkInterface { return v.NetworkInterfaces },
	func(n *world.NetworkInterface) map[string]string { return n.Tags },
	func(r *request, of within[world.NetworkInterface]) authz.Context {
		c := authz.Context{"ec2:NetworkInterfaceID": authz.One(of.id), "ec2:Vpc": r.vpcARN(of.vpc),
			"ec2:Subnet": authz.One(r.arn(thing{kind: "subnet", id: of.it.Subnet}))}
		if s := of.vpc.Subnets[of.it.Subnet]; s != nil {
			c["ec2:AvailabilityZone"] = authz.One(s.AvailabilityZone)
		}
		return c
	},
}

func (r *request) vpcARN(v *world.VPC) authz.Value {
	return authz.One(r.arn(thing{kind: "vpc", id: v.ID}))
}
