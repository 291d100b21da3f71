package iampolicy

import (
	"strings"

	"github.com/denylab/denylab/rego/authz"
)

func (c *checker) actions(s *authz.Statement) {
	all := s.Action
	switch {
	case s.NotAction != nil && s.Action != nil:
		c.add(flawShape, "", "write Action or NotAction, not both")
		return
	case s.NotAction != nil && (c.kind.is(Trust) || c.kind.is(RCP)):
		c.add(flawNoAction, "", "a %s has no NotAction; list the actions in Action", c.kind)
		return
	case s.NotAction != nil:
		all = s.NotAction
	}
	if len(all) == 0 {
		c.add(flawNoAction, "", "add an action, such as \"Action\": \"s3:GetObject\"")
	}
	for _, action := range all {
		c.action(action, s)
	}
}

func (c *checker) action(action string, s *authz.Statement) {
	prefix, name, found := strings.Cut(action, ":")
	switch {
	case c.kind.is(Delegation):
		c.delegatedAction(action)
	case action == "*":
		c.wholeAction(s)
	case !found || name == "":
		c.add(flawActionForm, action, "%q needs a service prefix and an action name, such as s3:GetObject", action)
	case strings.Contains(name, ":"):
		c.add(flawActionColons, action, "%q has more than one colon; write service:Action", action)
	case strings.Trim(prefix, alphanumeric+"-.") != "" && prefix != "*":
		c.add(flawVendor, prefix, "%q is no service prefix; write one such as s3", prefix)
	case c.kind.is(Trust):
		c.trustAction(prefix, name)
	case c.kind.is(RCP):
		c.rcpAction(prefix)
	case c.kind.family == bucketFamily:
		c.bucketAction(prefix, name)
	}
}

// wholeAction checks the action "*".
func (c *checker) wholeAction(s *authz.Statement) {
	switch {
	case c.kind.is(Trust):
		c.add(flawActionNotTrust, "", "write \"Action\": \"sts:AssumeRole\"")
	case c.kind.is(RCP) && !(s.Effect == "Allow" && isFullAccess(s)):
		c.add(flawControl, "", "a resource control policy names the service of its actions, such as s3:*")
	}
}

// trustActions are the actions a role trust policy may name.
var trustActions = []string{
	"assumerole", "assumerolewithsaml", "assumerolewithwebidentity",
	"tagsession", "setsourceidentity", "setcontext",
}

func (c *checker) trustAction(prefix, name string) {
	for _, action := range trustActions {
		if strings.EqualFold(prefix, "sts") && matches(strings.ToLower(name), action) {
			return
		}
	}
	c.add(flawActionNotTrust, "", "%s:%s does not assume a role; write sts:AssumeRole, sts:TagSession, sts:SetSourceIdentity or sts:SetContext", prefix, name)
}

func (c *checker) rcpAction(prefix string) {
	if !RCPSupports(prefix) {
		c.add(flawControl, "", "resource control policies do not reach the service %q; they reach s3, sts, kms, sqs, secretsmanager and others", prefix)
	}
}

func (c *checker) bucketAction(prefix, name string) {
	s, _ := serviceOf("s3")
	switch {
	case !strings.EqualFold(prefix, "s3"):
		c.add(flawActionInvalid, "", "%s:%s is no action of S3; a bucket policy holds s3 actions only", prefix, name)
	case strings.EqualFold(name, "CreateBucket") || strings.EqualFold(name, "ListAllMyBuckets"):
		c.add(flawActionInvalid, "", "s3:%s acts on no existing bucket; allow it in an identity policy", name)
	case s != nil && !s.exists(name):
		hint := "s3:" + name + " does not exist"
		if near := s.suggest("s3", name); near != "" {
			hint += "; did you mean \"" + near + "\"?"
		}
		c.add(flawActionInvalid, "", "%s", hint)
	}
}
