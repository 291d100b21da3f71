package organizations

import (
	"strings"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// administered is asked for what the management account may do and, as far as
// it only looks, a member that is delegated administrator of a service
// (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_delegate_policies.html).
func (r *request) administered(keys authz.Context, targets ...target) (*world.Organization, *awsproto.Error) {
	o, err := r.asked(keys, targets...)
	switch {
	case err != nil:
		return nil, err
	case !r.administers(o):
		return nil, noPermissions()
	}
	return o, nil
}

// administers says whether the caller's account may ask of the organization
// what it asks.
func (r *request) administers(o *world.Organization) bool {
	return r.account() == o.Management || r.looks() && len(o.DelegatedAdministrators[r.account()]) > 0
}

// looks: the operation changes nothing.
func (r *request) looks() bool {
	return strings.HasPrefix(r.x.Operation, "Describe") || strings.HasPrefix(r.x.Operation, "List")
}
