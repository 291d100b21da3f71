package sts

import (
	"cmp"
	"maps"
	"strings"
	"time"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// maxChained is the longest session that a role session may ask for, in
// seconds (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining).
const maxChained = 3600

// An assumption is a request for a session of a role, by whatever operation.
type assumption struct {
	*request
	// action is the operation's own: "sts:AssumeRole".
	action         string
	roleARN        string
	account        string
	role           *world.Role // nil when there is none
	sessionName    string
	sourceIdentity string
	seconds        int
	tags           *sessionTags
	policies       *sessionPolicies
	contexts       []world.ProvidedContext
	// keys are condition keys of this operation alone, sessionKeys those that
	// the session will have.
	keys        authz.Context
	sessionKeys map[string]string
}

type assumedRoleUser struct{ AssumedRoleId, Arn string }

// An assumed session is what all such operations answer.
type assumed struct {
	credentials credentials
	user        assumedRoleUser
	packed      int // percent
}

// locate finds the role. An ARN that names none is not told from one that may
// not be assumed; false means that it is no ARN.
func (a *assumption) locate() bool {
	parts := strings.SplitN(a.roleARN, ":", 6)
	if len(parts) < 6 || parts[0] != "arn" || parts[1] == "" || parts[2] == "" || parts[5] == "" {
		return false
	}
	a.account = parts[4]
	if account := a.x.World.Accounts[a.account]; account != nil {
		name := a.roleARN[strings.LastIndex(a.roleARN, "/")+1:]
		if role := account.Roles[name]; role != nil && role.ARN == a.roleARN {
			a.role = role
		}
	}
	return true
}

// assume asks the rules and issues the session.
func (a *assumption) assume() (assumed, *awsproto.Error) {
	attached, err := a.policies.attached(a.x.World, a.account)
	if err != nil {
		return assumed{}, err
	}
	percent, err := packed(a.policies, a.tags)
	if err != nil {
		return assumed{}, err
	}
	if err := a.authorize(); err != nil {
		return assumed{}, err
	}
	lasts, err := a.duration()
	if err != nil {
		return assumed{}, err
	}
	return assumed{a.issue(attached, lasts), assumedRoleUser{
		AssumedRoleId: a.role.ID + ":" + a.sessionName,
		Arn:           "arn:aws:sts::" + a.account + ":assumed-role/" + a.role.Name + "/" + a.sessionName,
	}, percent}, nil
}

// duration is the session's. AWS compares with the role's limit first, then
// with that of role chaining.
func (a *assumption) duration() (time.Duration, *awsproto.Error) {
	chained := a.principal().Caller.Kind == authz.AssumedRole
	switch {
	case a.seconds == 0:
		a.seconds = maxChained
	case a.seconds > cmp.Or(a.role.MaxSessionDuration, 3600):
		return 0, longerThanRole()
	case chained && a.seconds > maxChained:
		return 0, longerThanChain()
	}
	return time.Duration(a.seconds) * time.Second, nil
}

func (a *assumption) issue(policies []authz.Attached, lasts time.Duration) credentials {
	tags, transitive := a.tags.all()
	return a.issued(world.Session{
		Kind: authz.AssumedRole, Account: a.account, Principal: a.role.Name, PrincipalID: a.role.ID, Name: a.sessionName,
		Policies: policies, Tags: maps.Clone(tags), TransitiveTags: transitive, SourceIdentity: a.sourceIdentity,
		Keys: a.sessionKeys, Contexts: a.contexts,
		IssuedAt: a.x.Now, ExpiresAt: a.x.Now.Add(lasts),
	})
}

// issued has the world issue a session.
func (r *request) issued(s world.Session) credentials {
	c := r.h.worlds.Issue(r.x.Now, s)
	return credentials{c.AccessKeyID, c.Secret, c.Token, timestamp(s.ExpiresAt)}
}
