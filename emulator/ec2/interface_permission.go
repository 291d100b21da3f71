package ec2

import (
	"cmp"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// createPermission is
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkInterfacePermission.html.
func (r *request) createPermission(in *sdk.CreateNetworkInterfacePermissionInput) (*sdk.CreateNetworkInterfacePermissionOutput, *awsproto.Error) {
	made := &world.InterfacePermission{Account: aws.ToString(in.AwsAccountId), Service: aws.ToString(in.AwsService), Permission: string(in.Permission)}
	if (made.Account == "") == (made.Service == "") {
		return nil, combination("Exactly one of awsAccountId and awsService must be specified") // [U]
	}
	on, _, missing := interfaces.named(r, *in.NetworkInterfaceId)
	if err := r.permit(ask{on: on, keys: permissionKeys(made)}); err != nil {
		return nil, err
	}
	if missing != nil {
		return nil, missing
	}
	var out permissionAt
	err := r.change(func(a *world.Account) *awsproto.Error {
		n, err := interfaces.find(a, *in.NetworkInterfaceId)
		if err != nil {
			return err
		}
		for id, p := range n.it.Permissions {
			if *p == *made { // asked for again
				out = permissionAt{id, n, p}
				return nil
			}
		}
		if n.it.Permissions == nil {
			n.it.Permissions = map[string]*world.InterfacePermission{}
		}
		out = permissionAt{newID(a, "eni-perm", n.id), n, made}
		n.it.Permissions[out.id] = made
		return nil
	})
	if err != nil {
		return nil, err
	}
	permission := permissionOut(out)
	return &sdk.CreateNetworkInterfacePermissionOutput{InterfacePermission: &permission}, nil
}

func permissionKeys(p *world.InterfacePermission) authz.Context {
	c := authz.Context{"ec2:Permission": authz.One(p.Permission)}
	if p.Service != "" {
		c["ec2:AuthorizedService"] = authz.One(p.Service)
	} else {
		c["ec2:AuthorizedUser"] = authz.One("arn:aws:iam::" + p.Account + ":root")
	}
	return c
}

// deletePermission is
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteNetworkInterfacePermission.html.
func (r *request) deletePermission(in *sdk.DeleteNetworkInterfacePermissionInput) (*sdk.DeleteNetworkInterfacePermissionOutput, *awsproto.Error) {
	found, missing := findPermission(r.account(), *in.NetworkInterfacePermissionId)
	on := thing{kind: "network-interface", id: "*"}
	if missing == nil {
		on = interfaces.thing(r, found.of)
	}
	if err := r.permit(ask{on: on}); err != nil {
		return nil, err
	}
	if missing != nil {
		return nil, missing
	}
	err := r.change(func(a *world.Account) *awsproto.Error {
		p, err := findPermission(a, *in.NetworkInterfacePermissionId)
		if err == nil {
			delete(p.of.it.Permissions, p.id)
		}
		return err
	})
	return &sdk.DeleteNetworkInterfacePermissionOutput{Return: aws.Bool(true)}, err
}

// A permissionAt is a permission to attach an interface.
type permissionAt struct {
	id string
	of interfaceAt
	it *world.InterfacePermission
}

func permissions(a *world.Account) []permissionAt {
	var out []permissionAt
	for _, n := range interfaces.all(a) {
		for id, p := range n.it.Permissions {
			out = append(out, permissionAt{id, n, p})
		}
	}
	slices.SortFunc(out, func(a, b permissionAt) int { return cmp.Compare(a.id, b.id) })
	return out
}

func findPermission(a *world.Account, id string) (permissionAt, *awsproto.Error) {
	for _, p := range permissions(a) {
		if p.id == id {
			return p, nil
		}
	}
	return permissionAt{}, notFound["network-interface-permission"](id)
}

var permissionLister = lister[permissionAt]{
	atMost: 255, kind: "network-interface-permission", id: func(p permissionAt) string { return p.id },
	fields: map[string]func(permissionAt) []string{
		"network-interface-permission.network-interface-permission-id": func(p permissionAt) []string { return one(p.id) },
		"network-interface-permission.network-interface-id":            func(p permissionAt) []string { return one(p.of.id) },
		"network-interface-permission.aws-account-id":                  func(p permissionAt) []string { return one(p.it.Account) },
		"network-interface-permission.aws-service":                     func(p permissionAt) []string { return one(p.it.Service) },
		"network-interface-permission.permission":                      func(p permissionAt) []string { return one(p.it.Permission) },
	},
}

// describePermissions is
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInterfacePermissions.html.
func (r *request) describePermissions(in *sdk.DescribeNetworkInterfacePermissionsInput) (*sdk.DescribeNetworkInterfacePermissionsOutput, *awsproto.Error) {
	if err := r.permitAll(); err != nil {
		return nil, err
	}
	page, next, err := permissionLister.list(permissions(r.account()), search{in.NetworkInterfacePermissionIds, in.Filters, in.NextToken, in.MaxResults})
	return &sdk.DescribeNetworkInterfacePermissionsOutput{NetworkInterfacePermissions: each(page, permissionOut), NextToken: next}, err
}

func permissionOut(p permissionAt) types.NetworkInterfacePermission {
	return types.NetworkInterfacePermission{
		NetworkInterfacePermissionId: aws.String(p.id), NetworkInterfaceId: aws.String(p.of.id),
		AwsAccountId: present(p.it.Account), AwsService: present(p.it.Service), Permission: types.InterfacePermissionType(p.it.Permission),
		PermissionState: &types.NetworkInterfacePermissionState{State: types.NetworkInterfacePermissionStateCodeGranted},
	}
}
