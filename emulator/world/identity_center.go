package world

import (
	"fmt"
	"slices"
	"strings"

	"github.com/denylab/denylab/rego/authz"
)

// IdentityCenter is the instance of IAM Identity Center of a world, as far as
// sessions can be those of its users: who they are, and in which groups
// (https://docs.aws.amazon.com/singlesignon/latest/userguide/trustedidentitypropagation.html).
type IdentityCenter struct {
	// Account has the instance; default the organization's management account,
	// else the first account.
	Account string `yaml:"account,omitempty"`
	// InstanceID is the instance's, ssoins- and 16 digits; IdentityStoreID that
	// of its directory, d- and 10 digits. Made when absent.
	InstanceID      string `yaml:"instanceId,omitempty"`
	IdentityStoreID string `yaml:"identityStoreId,omitempty"`
	// Users and Groups are the directory's, by name.
	Users  map[string]*DirectoryUser  `yaml:"users,omitempty"`
	Groups map[string]*DirectoryGroup `yaml:"groups,omitempty"`
	// Propagation are the accounts whose SageMaker domain has trusted identity
	// propagation on: jobs made in identity-enhanced sessions ask S3 Access
	// Grants there.
	Propagation []string `yaml:"trustedIdentityPropagation,omitempty"`
}

// A DirectoryUser is a user of the directory.
type DirectoryUser struct {
	// ID is the UserId; made when absent. ContextAssertion of a session of the
	// user is the same.
	ID string `yaml:"id,omitempty"`

	Name string `yaml:"-"`
}

// A DirectoryGroup is a group of the directory.
type DirectoryGroup struct {
	// ID is the GroupId; made when absent.
	ID string `yaml:"id,omitempty"`
	// Members are the names of its users.
	Members []string `yaml:"members,omitempty"`

	Name string `yaml:"-"`
}

// ContextProvider is IAM Identity Center as the provider of a session's context
// (https://docs.aws.amazon.com/STS/latest/APIReference/API_ProvidedContext.html).
const ContextProvider = "arn:aws:iam::aws:contextProvider/IdentityCenter"

// InstanceARN is the ARN of the instance.
func (c *IdentityCenter) InstanceARN() string { return "arn:aws:sso:::instance/" + c.InstanceID }

// StoreARN is the ARN of the directory.
func (c *IdentityCenter) StoreARN() string {
	return "arn:aws:identitystore::" + c.Account + ":identitystore/" + c.IdentityStoreID
}

func (w *World) fillIdentityCenter() {
	c := w.IdentityCenter
	if c == nil {
		return
	}
	if c.Account == "" && w.Organization != nil {
		c.Account = w.Organization.Management
	}
	if ids := sorted(w.Accounts); c.Account == "" && len(ids) > 0 {
		c.Account = ids[0]
	}
	if c.InstanceID == "" {
		c.InstanceID = "ssoins-" + hexadecimal(16, "identity center", c.Account)
	}
	if c.IdentityStoreID == "" {
		c.IdentityStoreID = "d-" + hexadecimal(10, "identity store", c.Account)
	}
	for name := range c.Users {
		u := present(c.Users, name)
		u.Name = name
		if u.ID == "" {
			u.ID = uuid("directory user", c.IdentityStoreID, name)
		}
	}
	for name := range c.Groups {
		g := present(c.Groups, name)
		g.Name = name
		if g.ID == "" {
			g.ID = uuid("directory group", c.IdentityStoreID, name)
		}
	}
}

// idOf is the id of the user or group with a name.
func (c *IdentityCenter) idOf(kind, name string) (string, bool) {
	if c == nil {
		return "", false
	}
	if u := c.Users[name]; kind == GranteeDirectoryUser && u != nil {
		return u.ID, true
	}
	if g := c.Groups[name]; kind == GranteeDirectoryGroup && g != nil {
		return g.ID, true
	}
	return "", false
}

// HasGrantee says whether the directory has a user or group with an id.
func (c *IdentityCenter) HasGrantee(kind, id string) bool {
	if c == nil {
		return false
	}
	for _, u := range c.Users {
		if kind == GranteeDirectoryUser && u.ID == id {
			return true
		}
	}
	for _, g := range c.Groups {
		if kind == GranteeDirectoryGroup && g.ID == id {
			return true
		}
	}
	return false
}

// ContextOf is what makes a session one of a directory user.
func (w *World) ContextOf(user string) (ProvidedContext, error) {
	if w.IdentityCenter == nil {
		return ProvidedContext{}, fmt.Errorf("directory user %q: the world has no identityCenter", user)
	}
	u := w.IdentityCenter.Users[user]
	if u == nil {
		return ProvidedContext{}, fmt.Errorf("directory user %q: identityCenter has %s", user, strings.Join(sorted(w.IdentityCenter.Users), ", "))
	}
	return ProvidedContext{Provider: ContextProvider, Assertion: u.ID}, nil
}

// DirectoryUser is whose identity-enhanced session one is.
func (w *World) DirectoryUser(s *Session) (*DirectoryUser, bool) {
	if s == nil {
		return nil, false
	}
	return w.userAsserted(s.Contexts)
}

func (w *World) userAsserted(contexts []ProvidedContext) (*DirectoryUser, bool) {
	if w.IdentityCenter == nil {
		return nil, false
	}
	for _, c := range contexts {
		for _, u := range w.IdentityCenter.Users {
			if c.Provider == ContextProvider && c.Assertion == u.ID {
				return u, true
			}
		}
	}
	return nil, false
}

// Identities are the ids of the directory user of a session and of its groups,
// by which a grant can mean it; nil for sessions that are not identity-enhanced.
func (w *World) Identities(s *Session) []string {
	u, ok := w.DirectoryUser(s)
	if !ok {
		return nil
	}
	ids := []string{u.ID}
	for _, name := range sorted(w.IdentityCenter.Groups) {
		if g := w.IdentityCenter.Groups[name]; slices.Contains(g.Members, u.Name) {
			ids = append(ids, g.ID)
		}
	}
	return ids
}

// IdentityContext are the condition keys that a context asserts
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html).
func (w *World) IdentityContext(contexts []ProvidedContext) authz.Context {
	u, ok := w.userAsserted(contexts)
	if !ok {
		return nil
	}
	return authz.Context{
		"identitystore:UserId":           authz.One(u.ID),
		"identitystore:IdentityStoreArn": authz.One(w.IdentityCenter.StoreARN()),
		"identitycenter:InstanceArn":     authz.One(w.IdentityCenter.InstanceARN()),
	}
}

// ApplicationARN is the ARN of the application that stands for a resource of a
// service in the instance.
func (c *IdentityCenter) ApplicationARN(resource string) string {
	return "arn:aws:sso::" + c.Account + ":application/" + c.InstanceID + "/apl-" + hexadecimal(16, "application", c.InstanceID, resource)
}
