package engine_test

import (
	"testing"

	"github.com/denylab/denylab/rego/authz"
)

// The generated calls are worth asking: both outcomes are common, every layer
// says everything it can, and each decides often enough.
func TestGeneratedCallsReachEveryLayer(t *testing.T) {
	const n = 2500
	e := testEngine(t)
	type said struct {
		layer   authz.Layer
		verdict authz.Verdict
	}
	allowed, says, decides := 0, map[said]int{}, map[said]int{}
	for _, c := range generated(t, n) {
		d := decide(t, e, c)
		checkDecision(t, d)
		for layer, verdict := range d.Verdicts {
			says[said{layer, verdict}]++
		}
		switch {
		case !d.Allowed:
			decides[said{d.Layer, d.Verdict}]++
		case d.Finding != nil:
			decides[said{d.Finding.Layer, authz.Allowed}]++
		}
		if d.Allowed {
			allowed++
		}
	}
	if allowed < n/4 || allowed > 3*n/4 {
		t.Errorf("%d of %d calls are allowed", allowed, n)
	}
	for _, layer := range authz.Layers() {
		for _, verdict := range []authz.Verdict{authz.Allowed, authz.ExplicitDeny, authz.ImplicitDeny, authz.NotApplicable} {
			if got := says[said{layer, verdict}]; got < n/200 && canSay(layer, verdict) {
				t.Errorf("%s says %s of %d of %d calls", layer, verdict, got, n)
			}
		}
	}
	for layer, verdicts := range deciding {
		for _, verdict := range verdicts {
			if got := decides[said{layer, verdict}]; got < n/1000 {
				t.Errorf("%s %s decides %d of %d calls", layer, verdict, got, n)
			}
		}
	}
}

// canSay: grants and ACLs never deny, and RCPs and the settings of S3 are never
// silent, but for ACLs that are ignored.
func canSay(layer authz.Layer, verdict authz.Verdict) bool {
	switch layer {
	case authz.KMSGrant, authz.S3ACL:
		return verdict != authz.ExplicitDeny
	case authz.ResourceControlPolicy, authz.S3ObjectOwnership, authz.S3RequesterPays:
		return verdict != authz.ImplicitDeny
	default:
		return true
	}
}

// deciding are the verdicts with which a layer is named, as the one that refuses
// or the one that allows.
var deciding = map[authz.Layer][]authz.Verdict{
	authz.ResourceControlPolicy: {authz.ExplicitDeny},
	authz.ServiceControlPolicy:  {authz.ExplicitDeny, authz.ImplicitDeny},
	authz.VPCEndpointPolicy:     {authz.ExplicitDeny, authz.ImplicitDeny},
	authz.ResourcePolicy:        {authz.Allowed, authz.ExplicitDeny, authz.ImplicitDeny},
	authz.IdentityPolicy:        {authz.Allowed, authz.ExplicitDeny, authz.ImplicitDeny},
	authz.PermissionsBoundary:   {authz.ExplicitDeny, authz.ImplicitDeny},
	authz.SessionPolicy:         {authz.ExplicitDeny, authz.ImplicitDeny},
	authz.KMSGrant:              {authz.Allowed},
	authz.S3ACL:                 {authz.Allowed, authz.ImplicitDeny},
	authz.S3BlockPublicAccess:   {authz.ExplicitDeny, authz.ImplicitDeny},
	authz.S3ObjectOwnership:     {authz.ExplicitDeny},
	authz.S3RequesterPays:       {authz.ExplicitDeny},
}
