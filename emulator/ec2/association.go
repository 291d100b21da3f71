package ec2

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// associationID is the id of a subnet's association with a table; subnet is
// empty for that of a VPC with its main table.
func associationID(table, subnet string) string {
	return world.NetworkID("rtbassoc", table, subnet)
}

func associations(t tableAt) []types.RouteTableAssociation {
	out := []types.RouteTableAssociation{}
	add := func(subnet string) {
		out = append(out, types.RouteTableAssociation{
			RouteTableAssociationId: aws.String(associationID(t.id, subnet)), RouteTableId: aws.String(t.id),
			SubnetId: present(subnet), Main: aws.Bool(subnet == ""), AssociationState: associated(),
		})
	}
	if t.it.Main {
		add("")
	}
	for _, id := range t.it.Subnets {
		add(id)
	}
	return out
}

func associated() *types.RouteTableAssociationState {
	return &types.RouteTableAssociationState{State: types.RouteTableAssociationStateCodeAssociated}
}

// associateRouteTable is
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateRouteTable.html,
// with a subnet.
func (r *request) associateRouteTable(in *sdk.AssociateRouteTableInput) (*sdk.AssociateRouteTableOutput, *awsproto.Error) {
	switch {
	case in.GatewayId != nil, in.PublicIpv4Pool != nil:
		return nil, unsupported("emulates associations of route tables with subnets only.")
	case in.SubnetId == nil:
		return nil, missingParameter("subnetId")
	}
	table, _, noTable := tables.named(r, *in.RouteTableId)
	subnet, _, noSubnet := subnets.named(r, *in.SubnetId)
	if err := r.permit(ask{on: table}, ask{on: subnet}); err != nil {
		return nil, err
	}
	for _, missing := range []*awsproto.Error{noTable, noSubnet} {
		if missing != nil {
			return nil, missing
		}
	}
	err := r.change(func(a *world.Account) *awsproto.Error {
		t, err := tables.find(a, *in.RouteTableId)
		if err != nil {
			return err
		}
		if t.vpc.Subnets[*in.SubnetId] == nil {
			return invalidParameter("Route table %s and subnet %s belong to different networks", t.id, *in.SubnetId)
		}
		for id, other := range t.vpc.RouteTables {
			if id != t.id && has(other.Subnets, *in.SubnetId) {
				return failure("Resource.AlreadyAssociated", "the specified association for route table %s conflicts with an existing association", t.id)
			}
		}
		t.it.Subnets = with(t.it.Subnets, []string{*in.SubnetId})
		return nil
	})
	return &sdk.AssociateRouteTableOutput{AssociationId: aws.String(associationID(*in.RouteTableId, *in.SubnetId)), AssociationState: associated()}, err
}

// An association is a table's with a subnet, or as the main one with its VPC.
type association struct {
	table  tableAt
	subnet string
}

func findAssociation(a *world.Account, id string) (association, *awsproto.Error) {
	for _, t := range tables.all(a) {
		for _, subnet := range append([]string{""}, t.it.Subnets...) {
			if (subnet != "" || t.it.Main) && associationID(t.id, subnet) == id {
				return association{t, subnet}, nil
			}
		}
	}
	return association{}, notFound["association"](id)
}

// permitAssociation asks about what an association is between, and more.
func (r *request) permitAssociation(id string, more ...ask) (association, *awsproto.Error) {
	as, missing := findAssociation(r.account(), id)
	table := thing{kind: "route-table", id: "*"}
	if missing == nil {
		table = tables.thing(r, as.table)
	}
	asks := append(more, ask{on: table})
	if s := as.subnet; s != "" {
		subnet, _, _ := subnets.named(r, s)
		asks = append(asks, ask{on: subnet})
	}
	if err := r.permit(asks...); err != nil {
		return as, err
	}
	return as, missing
}
