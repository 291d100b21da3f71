package s3

import (
	"strings"

	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// unknownPrincipal is the first principal of a bucket policy that does not
// exist, as S3's <Detail> shows it; empty when all do. S3 looks them up when
// the policy is set.
func unknownPrincipal(w *world.World, doc *authz.Document) string {
	for _, s := range doc.Statements {
		for _, p := range []*authz.Principals{s.Principal, s.NotPrincipal} {
			if p == nil {
				continue
			}
			for _, name := range p.AWS {
				if !principalExists(w, name) {
					return `"AWS" : "` + name + `"`
				}
			}
			for _, id := range p.CanonicalUser {
				if _, ok := w.AccountByCanonicalID(id); !ok {
					return `"CanonicalUser" : "` + id + `"`
				}
			}
		}
	}
	return ""
}

func principalExists(w *world.World, name string) bool {
	if isAccountID(name) {
		_, ok := w.Account(name)
		return ok
	}
	part := strings.SplitN(name, ":", 6)
	if len(part) != 6 || part[0] != "arn" || (part[2] != "iam" && part[2] != "sts") {
		return false
	}
	account, ok := w.Account(part[4])
	if !ok {
		return false
	}
	kind, rest, _ := strings.Cut(part[5], "/")
	switch {
	case part[2] == "iam" && part[5] == "root":
		return true
	case part[2] == "iam" && kind == "user":
		_, ok = w.User(name)
	case part[2] == "iam" && kind == "role":
		_, ok = w.Role(name)
	case part[2] == "sts" && kind == "assumed-role":
		role, session, _ := strings.Cut(rest, "/")
		_, ok = account.Roles[role]
		ok = ok && session != "" && !strings.Contains(session, "*")
	case part[2] == "sts" && kind == "federated-user":
		ok = rest != "" && !strings.Contains(rest, "*")
	default:
		ok = false
	}
	return ok
}
