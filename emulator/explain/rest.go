package explain

import (
	"strings"

	"github.com/denylab/denylab/rego/authz"
)

// rest says which layers would refuse once the named one no longer does: curing
// a boundary is no use while the SCP still says no. It names those that are sure
// to.
func rest(call *authz.Call, d authz.Decision) string {
	var all []string
	for _, layer := range authz.Layers() {
		if layer != d.Layer && stillRefuses(call, d, layer) {
			all = append(all, string(layer))
		}
	}
	switch len(all) {
	case 0:
		return ""
	case 1:
		return " After that, " + all[0] + " still refuses."
	default:
		return " After that, " + strings.Join(all[:len(all)-1], ", ") + " and " + all[len(all)-1] + " still refuse."
	}
}

func stillRefuses(call *authz.Call, d authz.Decision, layer authz.Layer) bool {
	if d.Layer == authz.S3ObjectOwnership && layer == authz.S3BlockPublicAccess {
		return false // it refuses the ACL that is then not sent
	}
	if d.Verdicts[layer] != authz.ImplicitDeny {
		return d.Verdicts[layer] == authz.ExplicitDeny
	}
	crosses := call.Caller.Account != "" && call.ResourceAccount != "" && call.Caller.Account != call.ResourceAccount
	keyGrant := d.Verdicts[authz.KMSGrant] == authz.Allowed
	// The ACL allows, or does once the setting that makes it void is off.
	acl := d.Verdicts[authz.S3ACL] == authz.Allowed || d.Layer == authz.S3BlockPublicAccess && d.Verdict == authz.ImplicitDeny
	switch layer {
	case authz.ServiceControlPolicy, authz.VPCEndpointPolicy:
		return true
	case authz.IdentityPolicy, authz.PermissionsBoundary, authz.SessionPolicy:
		// A grant on the key, and in one account a resource policy or an ACL,
		// may make up for them.
		return !keyGrant && (crosses || !acl && d.Verdicts[authz.ResourcePolicy] != authz.Allowed && d.Layer != authz.ResourcePolicy)
	case authz.ResourcePolicy:
		// On another account's object its Allow was not heard.
		return crosses && !keyGrant && !acl && d.Layer != authz.S3ACL
	default:
		return false
	}
}
