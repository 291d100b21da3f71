package ec2

import (
	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// orDefault is the VPC of a request that need not name one.
func (r *request) orDefault(id *string) (string, *awsproto.Error) {
	if id != nil {
		return *id, nil
	}
	for _, v := range r.account().VPCs {
		if v.Default {
			return v.ID, nil
		}
	}
	return "", failure("VPCIdNotSpecified", "No default VPC for this user")
}

// groupID is the group that a request names by its id, or by its name in the
// default VPC.
func (r *request) groupID(id, name *string) (string, *awsproto.Error) {
	switch {
	case id != nil:
		return *id, nil
	case name == nil:
		return "", missingParameter("groupId")
	}
	vpc, err := r.orDefault(nil)
	if err != nil {
		return "", err
	}
	for id, g := range r.account().VPCs[vpc].SecurityGroups {
		if g.Name == *name {
			return id, nil
		}
	}
	return "", failure("InvalidGroup.NotFound", "The security group '%s' does not exist in default VPC '%s'", *name, vpc)
}

// groupInUse: an endpoint, a network interface or a rule of another group names
// the group.
func groupInUse(g within[world.SecurityGroup]) bool {
	for _, e := range g.vpc.Endpoints {
		if has(e.SecurityGroups, g.id) {
			return true
		}
	}
	for _, n := range g.vpc.NetworkInterfaces {
		if has(n.SecurityGroups, g.id) {
			return true
		}
	}
	for id, other := range g.vpc.SecurityGroups {
		for _, rule := range append(append([]world.SecurityGroupRule{}, other.Ingress...), other.Egress...) {
			if id != g.id && rule.Group == g.id {
				return true
			}
		}
	}
	return false
}
