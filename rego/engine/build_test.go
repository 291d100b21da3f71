package engine_test

import (
	"strings"

	"github.com/denylab/denylab/rego/authz"
)

// The cast of the tests: account home holds the resources, partner is another
// account of the same organization, stranger is in none.
const (
	home     = "111122223333"
	partner  = "444455556666"
	stranger = "777788889999"
	org      = "o-exampleorgid"

	bucketARN = "arn:aws:s3:::data"
	objectARN = "arn:aws:s3:::data/train/1.csv"
	roleARN   = "arn:aws:iam::111122223333:role/ml/Trainer"
	keyARN    = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
)

// An option changes the call under construction.
type option func(*authz.Call)

// newCall builds a call on a resource of home, by default by alice with neither
// policies nor limits.
func newCall(action, resource string, options ...option) *authz.Call {
	c := &authz.Call{
		Action: action, Resource: resource,
		ResourceAccount: home, ResourceOrganization: org,
		Context:  authz.Context{},
		Policies: authz.Policies{Identity: []authz.Attached{}},
	}
	by(user(home, "alice"))(c)
	if strings.HasPrefix(action, "s3:") {
		c.S3 = &authz.S3{
			BucketOwner: home, BucketOwnerCanonicalID: canonical(home),
			Ownership: "BucketOwnerEnforced", Payer: "BucketOwner",
		}
	}
	for _, o := range options {
		o(c)
	}
	return c
}

// getObject is the call that most rows are about.
func getObject(options ...option) *authz.Call { return newCall("s3:GetObject", objectARN, options...) }

func by(caller authz.Caller) option { return func(c *authz.Call) { c.Caller = caller } }

func canonical(account string) string { return "canonical-" + account }

func organizationOf(account string) string {
	if account == stranger {
		return ""
	}
	return org
}

func newCaller(kind authz.CallerKind, account, arn, principalARN string) authz.Caller {
	return authz.Caller{
		Kind: kind, ARN: arn, PrincipalARN: principalARN, Account: account,
		Organization: organizationOf(account), CanonicalID: canonical(account), UniqueID: "ID-" + principalARN,
	}
}

func user(account, name string) authz.Caller {
	arn := "arn:aws:iam::" + account + ":user/" + name
	return newCaller(authz.User, account, arn, arn)
}

func root(account string) authz.Caller {
	arn := "arn:aws:iam::" + account + ":root"
	return newCaller(authz.Root, account, arn, arn)
}

func session(account string) authz.Caller {
	return newCaller(authz.AssumedRole, account, sessionARN(account), trainerARN(account))
}

func sessionARN(account string) string {
	return "arn:aws:sts::" + account + ":assumed-role/Trainer/SageMaker"
}

func trainerARN(account string) string { return "arn:aws:iam::" + account + ":role/ml/Trainer" }

func federated(account string) authz.Caller {
	return newCaller(authz.FederatedUser, account,
		"arn:aws:sts::"+account+":federated-user/guest", "arn:aws:iam::"+account+":user/alice")
}

func nobody() authz.Caller { return authz.Caller{Kind: authz.Anonymous, ARN: "anonymous"} }

func service(name string) authz.Caller {
	return authz.Caller{Kind: authz.Service, ARN: name, Service: name}
}

func webIdentity(provider string) authz.Caller {
	return authz.Caller{Kind: authz.WebIdentity, ARN: provider, Provider: provider}
}

func identity(s ...authz.Statement) option {
	return func(c *authz.Call) { c.Policies.Identity = []authz.Attached{policyOf("identity", s)} }
}

func boundary(s ...authz.Statement) option {
	return func(c *authz.Call) { c.Policies.Boundary = []authz.Attached{policyOf("boundary", s)} }
}

func sessionPolicy(s ...authz.Statement) option {
	return func(c *authz.Call) { c.Policies.Session = []authz.Attached{policyOf("session", s)} }
}

func resource(s ...authz.Statement) option {
	return func(c *authz.Call) { c.Policies.Resource = []authz.Attached{policyOf("resource", s)} }
}

func endpoint(s ...authz.Statement) option {
	return func(c *authz.Call) { c.Policies.Endpoint = []authz.Attached{policyOf("vpce", s)} }
}

// scp and rcp attach one policy to each level, the organization's root first.
func scp(levels ...[]authz.Statement) option {
	return func(c *authz.Call) { c.Policies.SCP = levelsOf(levels) }
}

func rcp(levels ...[]authz.Statement) option {
	return func(c *authz.Call) { c.Policies.RCP = levelsOf(levels) }
}

func levelsOf(levels [][]authz.Statement) [][]authz.Attached {
	attached := [][]authz.Attached{}
	for i, s := range levels {
		p := policyOf("control", s)
		p.Level = []string{"r-root", "ou-ml", home}[i]
		attached = append(attached, []authz.Attached{p})
	}
	return attached
}

func level(s ...authz.Statement) []authz.Statement { return s }

func policyOf(name string, s []authz.Statement) authz.Attached {
	return authz.Attached{Name: name, Document: &authz.Document{
		Version: "2012-10-17", Statements: s, File: name + ".json",
	}}
}

// A statementOption changes the statement under construction.
type statementOption func(*authz.Statement)

// allow and deny make statements; action and resource are lists by spaces.
func allow(action, resource string, options ...statementOption) authz.Statement {
	return statementOf("Allow", action, resource, options)
}

func deny(action, resource string, options ...statementOption) authz.Statement {
	return statementOf("Deny", action, resource, options)
}

func statementOf(effect, action, resource string, options []statementOption) authz.Statement {
	s := authz.Statement{Effect: effect, Action: strings.Fields(action), Resource: strings.Fields(resource)}
	for _, o := range options {
		o(&s)
	}
	return s
}

func sid(id string) statementOption { return func(s *authz.Statement) { s.Sid = id } }

func to(arns ...string) statementOption {
	return func(s *authz.Statement) { s.Principal = &authz.Principals{AWS: arns} }
}

func toAll(s *authz.Statement) { s.Principal = &authz.Principals{Any: true} }

func toService(name string) statementOption {
	return func(s *authz.Statement) { s.Principal = &authz.Principals{Service: []string{name}} }
}

func toProvider(name string) statementOption {
	return func(s *authz.Statement) { s.Principal = &authz.Principals{Federated: []string{name}} }
}

func toCanonical(id string) statementOption {
	return func(s *authz.Statement) { s.Principal = &authz.Principals{CanonicalUser: []string{id}} }
}

func toAllBut(arns ...string) statementOption {
	return func(s *authz.Statement) { s.NotPrincipal = &authz.Principals{AWS: arns} }
}

func when(operator, key string, values ...string) statementOption {
	return func(s *authz.Statement) {
		s.Condition = append(s.Condition, authz.Condition{Operator: operator, Key: key, Values: values})
	}
}

func with(key, value string) option { return func(c *authz.Call) { c.Context[key] = authz.One(value) } }

func bucket(change func(*authz.S3)) option { return func(c *authz.Call) { change(c.S3) } }

func key(change func(*authz.KMS)) option {
	return func(c *authz.Call) {
		c.KMS = &authz.KMS{}
		change(c.KMS)
	}
}

func accountRoot(account string) string { return "arn:aws:iam::" + account + ":root" }

var everything = level(allow("*", "*"))
