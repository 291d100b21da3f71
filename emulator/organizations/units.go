package organizations

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// maxDepth is how deep units nest below the root
// (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html).
const maxDepth = 5

// createOrganizationalUnit is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateOrganizationalUnit.html.
func (r *request) createOrganizationalUnit(in *sdk.CreateOrganizationalUnitInput) (*sdk.CreateOrganizationalUnitOutput, *awsproto.Error) {
	tags, err := tagsOf(in.Tags)
	if err != nil {
		return nil, err
	}
	if _, err := r.asked(requestTags(tags), r.on(*in.ParentId)); err != nil {
		return nil, err
	}
	if err := r.tagsAtBirth(r.made(unitKind), tags, nil); err != nil {
		return nil, err
	}
	var made *types.OrganizationalUnit
	err = r.change(func(w *world.World, o *world.Organization) *awsproto.Error {
		above, ok := holder(o, *in.ParentId)
		switch {
		case !ok:
			return noSuchParent()
		case above.unit.Units[*in.Name] != nil:
			return duplicateUnit()
		case above.depth == maxDepth:
			return tooDeep()
		}
		id := newID(w, o, 8, unitKind+" "+*in.Name+" in "+above.id)
		u := &world.Unit{ID: "ou-" + strings.TrimPrefix(o.Root.ID, "r-") + "-" + id, Tags: tags}
		above.unit.Units[*in.Name] = u
		p, _ := find(o, u.ID)
		made = describedUnit(o, p)
		return nil
	})
	return &sdk.CreateOrganizationalUnitOutput{OrganizationalUnit: made}, err
}

func describedUnit(o *world.Organization, p place) *types.OrganizationalUnit {
	return &types.OrganizationalUnit{Id: &p.id, Arn: aws.String(arn(o, unitKind, p.id)), Name: &p.name, Path: &p.path}
}

// unitOf is the unit with an id, or says that there is none.
func unitOf(o *world.Organization, id string) (place, *awsproto.Error) {
	p, ok := find(o, id)
	if !ok || p.kind != unitKind {
		return place{}, noSuchUnit()
	}
	return p, nil
}

// describeOrganizationalUnit is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeOrganizationalUnit.html.
func (r *request) describeOrganizationalUnit(in *sdk.DescribeOrganizationalUnitInput) (*sdk.DescribeOrganizationalUnitOutput, *awsproto.Error) {
	o, err := r.asked(nil, r.on(*in.OrganizationalUnitId))
	if err != nil {
		return nil, err
	}
	p, err := unitOf(o, *in.OrganizationalUnitId)
	if err != nil {
		return nil, err
	}
	return &sdk.DescribeOrganizationalUnitOutput{OrganizationalUnit: describedUnit(o, p)}, nil
}

// updateOrganizationalUnit is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_UpdateOrganizationalUnit.html.
// A unit keeps its id with another name.
func (r *request) updateOrganizationalUnit(in *sdk.UpdateOrganizationalUnitInput) (*sdk.UpdateOrganizationalUnitOutput, *awsproto.Error) {
	if _, err := r.asked(nil, r.on(*in.OrganizationalUnitId)); err != nil {
		return nil, err
	}
	var renamed *types.OrganizationalUnit
	err := r.change(func(_ *world.World, o *world.Organization) *awsproto.Error {
		p, err := unitOf(o, *in.OrganizationalUnitId)
		if err != nil {
			return err
		}
		name := p.name
		if in.Name != nil {
			name = *in.Name
		}
		if other := p.above.Units[name]; other != nil && other != p.unit {
			return duplicateUnit()
		}
		delete(p.above.Units, p.name)
		p.above.Units[name] = p.unit
		p.name = name
		renamed = describedUnit(o, p)
		return nil
	})
	return &sdk.UpdateOrganizationalUnitOutput{OrganizationalUnit: renamed}, err
}

// deleteOrganizationalUnit is
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_DeleteOrganizationalUnit.html.
func (r *request) deleteOrganizationalUnit(in *sdk.DeleteOrganizationalUnitInput) *awsproto.Error {
	if _, err := r.asked(nil, r.on(*in.OrganizationalUnitId)); err != nil {
		return err
	}
	return r.change(func(_ *world.World, o *world.Organization) *awsproto.Error {
		p, err := unitOf(o, *in.OrganizationalUnitId)
		switch {
		case err != nil:
			return err
		case len(p.unit.Units)+len(p.unit.Accounts) > 0:
			return unitNotEmpty()
		}
		delete(p.above.Units, p.name)
		return nil
	})
}
