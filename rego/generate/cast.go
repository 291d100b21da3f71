package generate

import "github.com/denylab/denylab/rego/authz"

// The accounts: home owns most resources; partner and management are of its
// organization, stranger of another, loner of none.
const (
	home       = "111122223333"
	partner    = "444455556666"
	management = "999900001111"
	stranger   = "777788889999"
	loner      = "222233334444"

	ownOrganization   = "o-exampleorgid"
	otherOrganization = "o-strangerorgid"
)

func organizationOf(account string) string {
	switch account {
	case home, partner, management:
		return ownOrganization
	case stranger:
		return otherOrganization
	default:
		return ""
	}
}

func canonicalID(account string) string { return "canonical-" + account }

func rootARN(account string) string { return "arn:aws:iam::" + account + ":root" }

func userARN(account string) string { return "arn:aws:iam::" + account + ":user/team/ann" }

func roleARN(account string) string { return "arn:aws:iam::" + account + ":role/ml/Trainer" }

func sessionARN(account string) string {
	return "arn:aws:sts::" + account + ":assumed-role/Trainer/job-1"
}

func uniqueID(kind authz.CallerKind, account string) string {
	switch kind {
	case authz.AssumedRole, authz.Role:
		return "AROA" + account
	case authz.Root:
		return account
	default:
		return "AIDA" + account
	}
}

const (
	webProvider  = "token.actions.githubusercontent.com"
	samlProvider = "arn:aws:iam::111122223333:saml-provider/Corp"
)

var serviceNames = []string{"sagemaker.amazonaws.com", "logging.s3.amazonaws.com", "glue.amazonaws.com"}

func (w *World) caller(a action) authz.Caller {
	if a.byProvider && w.chance(80) {
		provider := pick(w.dice, []string{webProvider, samlProvider})
		return authz.Caller{Kind: authz.WebIdentity, ARN: provider, Provider: provider}
	}
	kind := weigh(w.dice,
		weighted[authz.CallerKind]{28, authz.User},
		weighted[authz.CallerKind]{36, authz.AssumedRole},
		weighted[authz.CallerKind]{6, authz.Role},
		weighted[authz.CallerKind]{9, authz.FederatedUser},
		weighted[authz.CallerKind]{7, authz.Root},
		weighted[authz.CallerKind]{8, authz.Anonymous},
		weighted[authz.CallerKind]{5, authz.Service},
		weighted[authz.CallerKind]{1, authz.WebIdentity},
	)
	if w.focus[authz.PermissionsBoundary] || w.focus[authz.SessionPolicy] || w.focus[authz.KMSGrant] {
		kind = pick(w.dice, []authz.CallerKind{authz.User, authz.AssumedRole, authz.AssumedRole, authz.FederatedUser, authz.Role, kind})
	}
	if w.focus[authz.S3BlockPublicAccess] && w.chance(15) {
		kind = authz.Anonymous
	}
	switch kind {
	case authz.Anonymous:
		return authz.Caller{Kind: kind, ARN: "anonymous"}
	case authz.Service:
		name := pick(w.dice, serviceNames)
		return authz.Caller{Kind: kind, ARN: name, Service: name}
	case authz.WebIdentity:
		return authz.Caller{Kind: kind, ARN: webProvider, Provider: webProvider}
	}
	return w.member(kind, w.callerAccount())
}

func (w *World) callerAccount() string {
	own := 60
	if w.focus[authz.S3ACL] || w.focus[authz.S3RequesterPays] || w.focus[authz.S3BlockPublicAccess] {
		own = 35
	}
	if w.chance(own) {
		return home
	}
	return pick(w.dice, []string{partner, partner, stranger, stranger, management, loner})
}

// member is a caller that belongs to an account.
func (w *World) member(kind authz.CallerKind, account string) authz.Caller {
	c := authz.Caller{
		Kind: kind, Account: account, Organization: organizationOf(account),
		UniqueID: uniqueID(kind, account), CanonicalID: canonicalID(account),
		ManagementAccount: account == management,
	}
	switch kind {
	case authz.Root:
		c.ARN, c.PrincipalARN = rootARN(account), rootARN(account)
	case authz.User:
		c.ARN, c.PrincipalARN = userARN(account), userARN(account)
	case authz.FederatedUser:
		c.ARN, c.PrincipalARN = "arn:aws:sts::"+account+":federated-user/guest", userARN(account)
	case authz.Role:
		c.ARN, c.PrincipalARN = roleARN(account), roleARN(account)
	default:
		c.ARN, c.PrincipalARN = sessionARN(account), roleARN(account)
		if w.chance(8) {
			c.ServiceLinked = true
			c.PrincipalARN = "arn:aws:iam::" + account + ":role/aws-service-role/x.amazonaws.com/Linked"
			c.ARN = "arn:aws:sts::" + account + ":assumed-role/Linked/job-1"
		}
	}
	return c
}
