package generate

import "github.com/denylab/denylab/rego/authz"

// accessGrants are the grants of the situation's instance and what is asked of
// it. Without the layer in focus there is a grant of everything.
func (w *World) accessGrants(s situation) *authz.AccessGrants {
	a := &authz.AccessGrants{
		Target:     pick(w.dice, []string{"s3://data/train/*", "s3://data/train/1.csv", "s3://data/*"}),
		Permission: pick(w.dice, []string{"READ", "WRITE", "READWRITE"}),
	}
	if w.chance(40) {
		a.Identities = draw(w.dice, []string{"user-1", "group-1", "group-2"}, 2)
	}
	if !w.focus[authz.S3AccessGrants] {
		a.Grants = []authz.AccessGrant{{ID: "everything", Scope: "s3://data/*", Permission: "READWRITE", Grantee: s.caller.PrincipalARN}}
		return a
	}
	for i := range w.IntN(3) {
		a.Grants = append(a.Grants, w.accessGrant(s, i))
	}
	return a
}

func (w *World) accessGrant(s situation, i int) authz.AccessGrant {
	return authz.AccessGrant{
		ID:         "grant-" + string(rune('1'+i)),
		Scope:      pick(w.dice, []string{"s3://data/*", "s3://data/*", "s3://data/train/*", "s3://data/train/1.csv"}),
		Permission: pick(w.dice, []string{"READWRITE", "READWRITE", "READ", "WRITE"}),
		Grantee:    pick(w.dice, []string{s.caller.PrincipalARN, s.caller.PrincipalARN, "user-1", "group-1", userARN(home)}),
	}
}
