package ec2

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// createRouteTable is
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRouteTable.html.
func (r *request) createRouteTable(in *sdk.CreateRouteTableInput) (*sdk.CreateRouteTableOutput, *awsproto.Error) {
	tags, err := specified(in.TagSpecifications, "route-table")
	if err != nil {
		return nil, err
	}
	on, _, missing := r.vpc(*in.VpcId)
	if err := r.permit(r.making("route-table", nil, tags, ask{on: on})...); err != nil {
		return nil, err
	}
	if missing != nil {
		return nil, missing
	}
	var id string
	err = r.change(func(a *world.Account) *awsproto.Error {
		v, err := vpcIn(a, *in.VpcId)
		if err != nil {
			return err
		}
		id = newID(a, "rtb", v.ID)
		v.RouteTables[id] = &world.RouteTable{Tags: tags}
		return nil
	})
	if err != nil {
		return nil, err
	}
	t, err := tables.find(r.now(), id)
	if err != nil {
		return nil, err
	}
	out := r.tableOut(t)
	return &sdk.CreateRouteTableOutput{RouteTable: &out}, nil
}

// deleteRouteTable is
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteRouteTable.html.
func (r *request) deleteRouteTable(in *sdk.DeleteRouteTableInput) (*sdk.DeleteRouteTableOutput, *awsproto.Error) {
	on, _, missing := tables.named(r, *in.RouteTableId)
	if err := r.permit(ask{on: on}); err != nil {
		return nil, err
	}
	if missing != nil {
		return nil, missing
	}
	return &sdk.DeleteRouteTableOutput{}, r.change(func(a *world.Account) *awsproto.Error {
		t, err := tables.find(a, *in.RouteTableId)
		switch {
		case err != nil:
			return err
		case t.it.Main, len(t.it.Subnets) > 0:
			return depends("routeTable", t.id)
		}
		for _, e := range t.vpc.Endpoints { // their routes go with it
			e.RouteTables = without(e.RouteTables, t.id)
		}
		delete(t.vpc.RouteTables, t.id)
		return nil
	})
}

type tableAt = within[world.RouteTable]

var tableLister = lister[tableAt]{
	atMost: 100, kind: "route-table", id: func(t tableAt) string { return t.id },
	tags: func(t tableAt) map[string]string { return t.it.Tags },
	fields: map[string]func(tableAt) []string{
		"route-table-id":        func(t tableAt) []string { return one(t.id) },
		"vpc-id":                func(t tableAt) []string { return one(t.vpc.ID) },
		"owner-id":              func(t tableAt) []string { return one(t.vpc.Account) },
		"association.main":      mainOf,
		"association.subnet-id": func(t tableAt) []string { return t.it.Subnets },

		"route.destination-cidr-block": func(t tableAt) []string { return destinations(t, ".") },
		"route.gateway-id":             func(t tableAt) []string { return each(t.it.Routes, func(r world.Route) string { return r.Target }) },

		"association.route-table-id": func(t tableAt) []string {
			if len(associations(t)) == 0 {
				return nil
			}
			return one(t.id)
		},
		"association.route-table-association-id": func(t tableAt) []string {
			return each(associations(t), func(a types.RouteTableAssociation) string { return *a.RouteTableAssociationId })
		},
	},
}

func mainOf(t tableAt) []string {
	if t.it.Main {
		return flag(true)
	}
	return each(t.it.Subnets, func(string) string { return "false" })
}

// describeRouteTables is
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRouteTables.html.
func (r *request) describeRouteTables(in *sdk.DescribeRouteTablesInput) (*sdk.DescribeRouteTablesOutput, *awsproto.Error) {
	if err := r.permitAll(); err != nil {
		return nil, err
	}
	page, next, err := tableLister.list(tables.all(r.account()), search{in.RouteTableIds, in.Filters, in.NextToken, in.MaxResults})
	return &sdk.DescribeRouteTablesOutput{RouteTables: each(page, r.tableOut), NextToken: next}, err
}

func (r *request) tableOut(t tableAt) types.RouteTable {
	return types.RouteTable{
		RouteTableId: aws.String(t.id), VpcId: aws.String(t.vpc.ID), OwnerId: aws.String(t.vpc.Account), Tags: tagList(t.it.Tags),
		Associations: associations(t), Routes: r.routes(t), PropagatingVgws: []types.PropagatingVgw{},
	}
}
