package sts

import (
	"cmp"
	"maps"
	"strings"
	"time"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// maxChained is the longest session that a role session may ask for, in
// seconds (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining).
const maxChained = 3600

// An assumption is an AssumeRole request being answered.
type assumption struct {
	*request
	roleARN        string
	account        string
	role           *world.Role // nil when there is none
	sessionName    string
	externalID     string
	sourceIdentity string
	seconds        int
	tags           *sessionTags
	policies       *sessionPolicies
}

type assumeRoleResult struct {
	Credentials      credentials
	AssumedRoleUser  assumedRoleUser
	PackedPolicySize int    `xml:",omitempty"`
	SourceIdentity   string `xml:",omitempty"`
}

type assumedRoleUser struct{ AssumedRoleId, Arn string }

// assumeRole is https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html.
func (r *request) assumeRole() (any, *awsproto.Error) {
	a, err := r.readAssumption()
	if err != nil {
		return nil, err
	}
	attached, err := a.policies.attached(r.x.World, a.account)
	if err != nil {
		return nil, err
	}
	percent, err := packed(a.policies, a.tags)
	if err != nil {
		return nil, err
	}
	if err := a.authorize(); err != nil {
		return nil, err
	}
	lasts, err := a.duration()
	if err != nil {
		return nil, err
	}
	return a.issue(attached, lasts, percent), nil
}

// readAssumption reads the parameters and makes all checks that need no
// permission.
func (r *request) readAssumption() (*assumption, *awsproto.Error) {
	p := &parameters{form: r.form}
	a := &assumption{request: r,
		roleARN:        p.text("RoleArn", true, 20, 2048, nil),
		sessionName:    p.text("RoleSessionName", true, 2, 64, namePattern),
		externalID:     p.text("ExternalId", false, 2, 1224, externalIDPattern),
		sourceIdentity: p.text("SourceIdentity", false, 2, 64, namePattern),
		seconds:        p.duration(900, 43200),
		tags:           p.readTags(),
		policies:       p.readPolicies(),
	}
	// MFA devices do not exist in the lab; the parameters are checked as AWS
	// does and have no effect on a role's session.
	p.text("SerialNumber", false, 9, 256, serialPattern)
	p.text("TokenCode", false, 6, 6, codePattern)
	if err := p.failure(); err != nil {
		return nil, err
	}
	if !a.locate() {
		return nil, malformedARN(a.roleARN)
	}
	caller := r.principal()
	if caller.Caller.Kind == authz.FederatedUser {
		return nil, federatedAssumes()
	}
	if err := a.tags.check(caller.Session); err != nil {
		return nil, err
	}
	return a, a.inheritSourceIdentity(caller.Session)
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

// inheritSourceIdentity keeps the calling session's source identity, which
// cannot be changed
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html).
func (a *assumption) inheritSourceIdentity(calling *world.Session) *awsproto.Error {
	if calling == nil || calling.SourceIdentity == "" {
		return nil
	}
	if a.sourceIdentity != "" && a.sourceIdentity != calling.SourceIdentity {
		return sourceIdentityIsSet()
	}
	a.sourceIdentity = calling.SourceIdentity
	return nil
}

// authorize asks the rules: sts:AssumeRole, sts:TagSession for tags and
// sts:SetSourceIdentity for a source identity, all on the role.
func (a *assumption) authorize() *awsproto.Error {
	actions := []string{"sts:AssumeRole"}
	if a.tags.any() {
		actions = append(actions, "sts:TagSession")
	}
	if a.sourceIdentity != "" {
		actions = append(actions, "sts:SetSourceIdentity")
	}
	for _, action := range actions {
		if err := a.ask(a.question(action)); err != nil {
			return err
		}
	}
	if a.role == nil { // no policy can allow what is not there
		return awsproto.AccessDenied(awsproto.Query,
			"User: "+a.principal().Caller.ARN+" is not authorized to perform: sts:AssumeRole on resource: "+a.roleARN)
	}
	return nil
}

// question is what to ask about the role
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html).
func (a *assumption) question(action string) gate.Question {
	c := authz.Context{"sts:RoleSessionName": authz.One(a.sessionName)}
	if a.externalID != "" {
		c["sts:ExternalId"] = authz.One(a.externalID)
	}
	if a.sourceIdentity != "" {
		c["sts:SourceIdentity"] = authz.One(a.sourceIdentity)
	}
	a.tags.addTo(c)
	// A role without a trust policy, like one that does not exist, trusts
	// nobody; nil would mean that trust is not asked for.
	trust := []authz.Attached{}
	if a.role != nil {
		for key, value := range a.role.Tags {
			c["aws:ResourceTag/"+key] = authz.One(value)
			c["iam:ResourceTag/"+key] = authz.One(value)
		}
		if a.role.Trust != nil {
			trust = append(trust, authz.Attached{Name: "trust policy", Document: a.role.Trust.Document})
		}
	}
	return gate.Question{Action: action, Resource: a.roleARN, ResourceAccount: a.account, Context: c, ResourcePolicy: trust}
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

func (a *assumption) issue(policies []authz.Attached, lasts time.Duration, percent int) assumeRoleResult {
	tags, transitive := a.tags.all()
	session := world.Session{
		Kind: authz.AssumedRole, Account: a.account, Principal: a.role.Name, PrincipalID: a.role.ID, Name: a.sessionName,
		Policies: policies, Tags: maps.Clone(tags), TransitiveTags: transitive, SourceIdentity: a.sourceIdentity,
		IssuedAt: a.x.Now, ExpiresAt: a.x.Now.Add(lasts),
	}
	return assumeRoleResult{
		Credentials: a.issued(session),
		AssumedRoleUser: assumedRoleUser{
			AssumedRoleId: a.role.ID + ":" + a.sessionName,
			Arn:           "arn:aws:sts::" + a.account + ":assumed-role/" + a.role.Name + "/" + a.sessionName,
		},
		PackedPolicySize: percent, SourceIdentity: a.sourceIdentity,
	}
}

// issued has the world issue a session.
func (r *request) issued(s world.Session) credentials {
	c := r.h.worlds.Issue(r.x.Now, s)
	return credentials{c.AccessKeyID, c.Secret, c.Token, timestamp(s.ExpiresAt)}
}
