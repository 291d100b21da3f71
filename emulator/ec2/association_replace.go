package ec2

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// disassociateRouteTable is
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisassociateRouteTable.html.
func (r *request) disassociateRouteTable(in *sdk.DisassociateRouteTableInput) (*sdk.DisassociateRouteTableOutput, *awsproto.Error) {
	if _, err := r.permitAssociation(*in.AssociationId); err != nil {
		return nil, err
	}
	return &sdk.DisassociateRouteTableOutput{}, r.change(func(a *world.Account) *awsproto.Error {
		as, err := findAssociation(a, *in.AssociationId)
		switch {
		case err != nil:
			return err
		case as.subnet == "":
			return invalidParameter("cannot disassociate the main route table association %s", *in.AssociationId)
		}
		as.table.it.Subnets = without(as.table.it.Subnets, as.subnet)
		return nil
	})
}

// replaceAssociation is
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceRouteTableAssociation.html:
// also the way to another main route table.
func (r *request) replaceAssociation(in *sdk.ReplaceRouteTableAssociationInput) (*sdk.ReplaceRouteTableAssociationOutput, *awsproto.Error) {
	table, _, noTable := tables.named(r, *in.RouteTableId)
	as, err := r.permitAssociation(*in.AssociationId, ask{on: table})
	if err != nil {
		return nil, err
	}
	if noTable != nil {
		return nil, noTable
	}
	err = r.change(func(a *world.Account) *awsproto.Error {
		old, err := findAssociation(a, *in.AssociationId)
		if err != nil {
			return err
		}
		next, err := tables.find(a, *in.RouteTableId)
		switch {
		case err != nil:
			return err
		case next.vpc.ID != old.table.vpc.ID:
			return invalidParameter("Route table %s and association %s belong to different networks", next.id, *in.AssociationId)
		case old.subnet == "":
			old.table.it.Main, next.it.Main = false, true
			return nil
		}
		old.table.it.Subnets = without(old.table.it.Subnets, old.subnet)
		next.it.Subnets = with(next.it.Subnets, []string{old.subnet})
		return nil
	})
	return &sdk.ReplaceRouteTableAssociationOutput{NewAssociationId: aws.String(associationID(*in.RouteTableId, as.subnet)), AssociationState: associated()}, err
}
