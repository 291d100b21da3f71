package emulator

import (
	"fmt"
	"maps"
	"slices"

	"github.com/denylab/denylab/emulator/world"
)

// keptNetworks are what requests to EC2 make of an account.
type keptNetworks struct {
	VPCs     map[string]*keptVPC               `json:"vpcs,omitempty"`
	Gateways map[string]*world.InternetGateway `json:"internetGateways,omitempty"`
}

// A keptVPC is a VPC whose endpoints have their policies as text.
type keptVPC struct {
	world.VPC
	Endpoints map[string]*keptEndpoint
}

type keptEndpoint struct {
	world.Endpoint
	Policy *string
}

func keepVPC(v *world.VPC) *keptVPC {
	k := &keptVPC{VPC: *v, Endpoints: map[string]*keptEndpoint{}}
	k.VPC.Endpoints = nil
	for id, e := range v.Endpoints {
		kept := &keptEndpoint{Endpoint: *e, Policy: textOf(e.Policy)}
		kept.Endpoint.Policy = nil
		k.Endpoints[id] = kept
	}
	return k
}

// networksOf is what after differs by from before.
func networksOf(before, after *world.Account) (keptNetworks, error) {
	vpcs, err := differing(before.VPCs, after.VPCs, keepVPC)
	if err != nil {
		return keptNetworks{}, err
	}
	gateways, err := differing(before.InternetGateways, after.InternetGateways, func(g *world.InternetGateway) *world.InternetGateway { return g })
	return keptNetworks{VPCs: vpcs, Gateways: gateways}, err
}

func (k keptNetworks) empty() bool { return len(k.VPCs)+len(k.Gateways) == 0 }

// over makes a, which is as described, what it was when k was kept.
func (k keptNetworks) over(a *world.Account) error {
	for id, g := range k.Gateways {
		if g == nil {
			delete(a.InternetGateways, id)
			continue
		}
		a.InternetGateways[id] = g
	}
	for _, id := range slices.Sorted(maps.Keys(k.VPCs)) {
		if k.VPCs[id] == nil {
			delete(a.VPCs, id)
			continue
		}
		v, err := k.VPCs[id].vpc(a.VPCs[id])
		if err != nil {
			return fmt.Errorf("VPC %s: %w", id, err)
		}
		a.VPCs[id] = v
	}
	return nil
}

// vpc is the VPC that was kept; described may be nil.
func (k *keptVPC) vpc(described *world.VPC) (*world.VPC, error) {
	v := k.VPC
	v.Endpoints = map[string]*world.Endpoint{}
	for _, id := range slices.Sorted(maps.Keys(k.Endpoints)) {
		e := k.Endpoints[id].Endpoint
		was := &world.Endpoint{Policy: world.DefaultEndpointPolicy()}
		if described != nil && described.Endpoints[id] != nil {
			was = described.Endpoints[id]
		}
		var err error
		if e.Policy, err = policyOf(k.Endpoints[id].Policy, was.Policy); err != nil {
			return nil, fmt.Errorf("endpoint %s: %w", id, err)
		}
		v.Endpoints[id] = &e
	}
	return &v, nil
}
