package s3control

import (
	"strings"
	"time"

	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// vend assumes the location's role and narrows its credentials to what the grant
// is for.
func (q *request) vend(g *world.AccessGrants, grant *world.AccessGrant, a *access) (world.Credential, error) {
	arn := g.Locations[grant.Location].Role
	if err := q.assumable(g, arn); err != nil {
		return world.Credential{}, err
	}
	role, _ := q.x.World.Role(arn)
	scope := grant.Scope
	if a.minimal {
		scope = a.target
	}
	policy, ok := scopedPolicy(scope, a.permission)
	switch {
	case a.lasts > time.Duration(max(role.MaxSessionDuration, usual))*time.Second:
		return world.Credential{}, longerThanRole()
	case !ok:
		return world.Credential{}, policyTooLarge()
	}
	session := world.Session{
		Kind: authz.AssumedRole, Account: strings.Split(arn, ":")[4], Principal: role.Name, PrincipalID: role.ID, Name: q.sessionName(grant),
		Policies: []authz.Attached{{Name: "access grant " + grant.ID, Document: policy}},
		Keys:     map[string]string{"s3:AccessGrantsInstanceArn": g.ARN},
		IssuedAt: q.x.Now, ExpiresAt: q.x.Now.Add(a.lasts),
	}
	if calling := q.x.Identity.Principal.Session; q.enhanced() {
		session.Contexts = calling.Contexts
	} else {
		session.SourceIdentity = q.sourceIdentity()
	}
	return q.s.worlds.Issue(q.x.Now, session), nil
}

// sessionName is that of the vended session, which AWS does not document.
func (q *request) sessionName(grant *world.AccessGrant) string {
	name := "access-grants-" + grant.ID
	return name[:min(len(name), 64)]
}

// enhanced: the caller's session is identity-enhanced.
func (q *request) enhanced() bool {
	_, ok := q.x.World.DirectoryUser(q.x.Identity.Principal.Session)
	return ok
}

// sourceIdentity is what S3 Access Grants sets for a grantee of IAM. AWS's
// documentation says that it sets one, not which: the caller's unique id here.
func (q *request) sourceIdentity() string {
	if id := q.x.Identity.Principal.Caller.UniqueID; id != "" {
		return id
	}
	return q.x.Identity.Principal.Caller.Account
}
