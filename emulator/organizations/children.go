package organizations

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// inside is asked about a root or unit, and finds what is directly in it.
func (r *request) inside(parentID, kind string) (*world.Organization, []place, *awsproto.Error) {
	o, err := r.asked(nil, r.on(parentID))
	if err != nil {
		return nil, nil, err
	}
	p, ok := holder(o, parentID)
	if !ok {
		return nil, nil, noSuchParent()
	}
	return o, in(o, p, kind), nil
}

func (p place) key() string { return p.id }

// listOrganizationalUnitsForParent is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListOrganizationalUnitsForParent.html.
func (r *request) listOrganizationalUnitsForParent(in *sdk.ListOrganizationalUnitsForParentInput) (*sdk.ListOrganizationalUnitsForParentOutput, *awsproto.Error) {
	o, all, err := r.inside(*in.ParentId, unitKind)
	if err != nil {
		return nil, err
	}
	list, err := paged(all, place.key, in.NextToken, in.MaxResults)
	out := &sdk.ListOrganizationalUnitsForParentOutput{OrganizationalUnits: []types.OrganizationalUnit{}, NextToken: list.next}
	for _, p := range list.items {
		out.OrganizationalUnits = append(out.OrganizationalUnits, *describedUnit(o, p))
	}
	return out, err
}

// listChildren is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListChildren.html.
func (r *request) listChildren(in *sdk.ListChildrenInput) (*sdk.ListChildrenOutput, *awsproto.Error) {
	kind := unitKind
	if in.ChildType == types.ChildTypeAccount {
		kind = accountKind
	}
	_, all, err := r.inside(*in.ParentId, kind)
	if err != nil {
		return nil, err
	}
	list, err := paged(all, place.key, in.NextToken, in.MaxResults)
	out := &sdk.ListChildrenOutput{Children: []types.Child{}, NextToken: list.next}
	for _, p := range list.items {
		out.Children = append(out.Children, types.Child{Id: &p.id, Type: in.ChildType})
	}
	return out, err
}

// listParents is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListParents.html:
// there is one.
func (r *request) listParents(in *sdk.ListParentsInput) (*sdk.ListParentsOutput, *awsproto.Error) {
	o, err := r.asked(nil, r.on(*in.ChildId))
	if err != nil {
		return nil, err
	}
	p, ok := find(o, *in.ChildId)
	if !ok || p.above == nil {
		return nil, noSuchChild()
	}
	of := types.ParentTypeOrganizationalUnit
	if p.above == o.Root {
		of = types.ParentTypeRoot
	}
	return &sdk.ListParentsOutput{Parents: []types.Parent{{Id: &p.above.ID, Type: of}}}, nil
}
