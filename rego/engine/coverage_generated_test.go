package engine_test

import (
	"slices"
	"testing"

	"github.com/denylab/denylab/rego/authz"
	"github.com/denylab/denylab/rego/generate"
)

// said is a layer with its verdict.
type said struct {
	layer   authz.Layer
	verdict authz.Verdict
}

// A census counts what decisions say.
type census struct {
	calls, allowed int
	// says are all verdicts, decides those of the layer that refused or allowed.
	says, decides map[said]int
	// together are two layers that refuse the same call; twice the same layer
	// is one that refuses alone.
	together map[[2]authz.Layer]int
}

func (n *census) count(d authz.Decision) {
	n.calls++
	var refusing []authz.Layer
	for _, layer := range authz.Layers() {
		verdict := d.Verdicts[layer]
		n.says[said{layer, verdict}]++
		if verdict == authz.ExplicitDeny || verdict == authz.ImplicitDeny {
			refusing = append(refusing, layer)
		}
	}
	for i, a := range refusing {
		for _, b := range refusing[i+1:] {
			n.together[[2]authz.Layer{a, b}]++
		}
	}
	if len(refusing) == 1 {
		n.together[[2]authz.Layer{refusing[0], refusing[0]}]++
	}
	switch {
	case !d.Allowed:
		n.decides[said{d.Layer, d.Verdict}]++
		return
	case d.Finding != nil:
		n.decides[said{d.Finding.Layer, authz.Allowed}]++
	}
	n.allowed++
}

// The generated calls are worth asking: both outcomes are common, every layer
// says everything it can, decides, and refuses alone and with every other.
func TestGeneratedCallsReachEveryLayer(t *testing.T) {
	e := testEngine(t)
	n := &census{says: map[said]int{}, decides: map[said]int{}, together: map[[2]authz.Layer]int{}}
	for _, c := range generate.Calls(0, 2500) {
		d := decide(t, e, c)
		checkDecision(t, d)
		n.count(d)
	}
	if n.allowed < n.calls/4 || n.allowed > 3*n.calls/4 {
		t.Errorf("%d of %d calls are allowed", n.allowed, n.calls)
	}
	for i, layer := range authz.Layers() {
		for _, verdict := range []authz.Verdict{authz.Allowed, authz.ExplicitDeny, authz.ImplicitDeny, authz.NotApplicable} {
			if got := n.says[said{layer, verdict}]; got < n.calls/200 && canSay(layer, verdict) {
				t.Errorf("%s says %s of %d calls", layer, verdict, got)
			}
		}
		for _, verdict := range deciding[layer] {
			if got := n.decides[said{layer, verdict}]; got < n.calls/1000 {
				t.Errorf("%s %s decides %d calls", layer, verdict, got)
			}
		}
		for _, other := range authz.Layers()[i:] {
			if got := n.together[[2]authz.Layer{layer, other}]; got < 2 && canRefuse(layer, other) {
				t.Errorf("%s and %s refuse %d calls together", layer, other, got)
			}
		}
	}
}

// canSay: grants and ACLs never deny, and RCPs and settings are never silent, but
// for the one that makes ACLs void.
func canSay(layer authz.Layer, verdict authz.Verdict) bool {
	switch layer {
	case authz.KMSGrant, authz.S3ACL, authz.S3AccessGrants:
		return verdict != authz.ExplicitDeny
	case authz.ResourceControlPolicy, authz.S3ObjectOwnership, authz.S3RequesterPays:
		return verdict != authz.ImplicitDeny
	default:
		return true
	}
}

// canRefuse: a call is on a key, on a bucket or on an instance of S3 Access Grants,
// and Object Ownership refuses where there are no ACLs.
func canRefuse(a, b authz.Layer) bool {
	switch b {
	case authz.S3ACL, authz.S3BlockPublicAccess, authz.S3RequesterPays:
		return a != authz.KMSGrant
	case authz.S3ObjectOwnership:
		return a != authz.KMSGrant && a != authz.S3ACL
	case authz.S3AccessGrants:
		return a == b || !slices.Contains(ofOthers, a)
	default:
		return true
	}
}

// ofOthers are the layers that a call on an instance of S3 Access Grants has not.
var ofOthers = []authz.Layer{authz.KMSGrant, authz.S3ACL, authz.S3BlockPublicAccess, authz.S3ObjectOwnership, authz.S3RequesterPays}

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
	authz.S3AccessGrants:        {authz.Allowed, authz.ImplicitDeny},
}
