package generate

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/denylab/denylab/rego/authz"
)

// ChangeFact changes one fact of the call, who calls or what it is about, and
// leaves all documents: what is kept for the call must not answer for this one.
func ChangeFact(r *rand.Rand, c *authz.Call) *authz.Call {
	made := *c
	d := dice{r}
	facts := []func(){
		func() { made.Caller.ServiceLinked = !c.Caller.ServiceLinked },
		func() { made.Caller.ManagementAccount = !c.Caller.ManagementAccount },
		func() { made.Caller.Account = other(d, c.Caller.Account, home, partner) },
		func() { made.Caller.Organization = other(d, c.Caller.Organization, ownOrganization, "") },
		func() { made.Caller.ARN = other(d, c.Caller.ARN, sessionARN(home), userARN(partner)) },
		func() { made.Caller.PrincipalARN = other(d, c.Caller.PrincipalARN, roleARN(home), userARN(partner)) },
		func() { made.Caller.UniqueID = other(d, c.Caller.UniqueID, "AROA"+home, "AIDADELETED") },
		func() {
			made.Caller.CanonicalID = other(d, c.Caller.CanonicalID, canonicalID(home), canonicalID(partner))
		},
		func() {
			made.Caller.Kind = other(d, c.Caller.Kind, authz.Root, authz.User, authz.AssumedRole, authz.FederatedUser)
		},
		func() {
			made.Action = other(d, c.Action, pick(d, actions[action{name: c.Action}.service()]).name, "s3:Other")
		},
		func() { made.Resource = c.Resource + pick(d, []string{"/x", "x", "*"}) },
		func() { made.Resource = bucketOf(c.Resource) + "/" + pick(d, objectKeys) },
		func() { made.ResourceAccount = other(d, c.ResourceAccount, home, partner) },
		func() { made.ResourceOrganization = other(d, c.ResourceOrganization, ownOrganization, "") },
		func() { made.WildcardOnly = !c.WildcardOnly },
		func() { made.Caller.Service = other(d, c.Caller.Service, serviceNames...) },
		func() { made.Caller.Provider = other(d, c.Caller.Provider, webProvider, samlProvider) },
		func() { made.Context = changedContext(d, c.Context) },
		func() { made.Context = changedContext(d, c.Context) },
		func() { made.Context = changedContext(d, c.Context) },
	}
	if c.S3 != nil {
		s3 := *c.S3
		made.S3 = &s3
		facts = append(facts, settingsOf(d, &s3)...)
		facts = append(facts, settingsOf(d, &s3)...)
	}
	if c.KMS != nil {
		kms := *c.KMS
		made.KMS = &kms
		facts = append(facts,
			func() { kms.AWSManaged = !kms.AWSManaged },
			func() { kms.Tokens = []string{"other"} },
			func() { kms.EncryptionContext = map[string]string{"team": pick(d, []string{"ml", "ops"})} },
			func() { kms.EncryptionContext = nil },
			func() {
				kms.Grants = append(slices.Clone(kms.Grants), authz.KeyGrant{ID: "added", GranteePrincipal: c.Caller.PrincipalARN, Operations: []string{"Decrypt", "Encrypt", "DescribeKey"}})
			},
		)
	}
	pick(d, facts)()
	return &made
}

func settingsOf(d dice, s *authz.S3) []func() {
	return []func(){
		func() { s.BucketOwner = other(d, s.BucketOwner, home, partner) },
		func() { s.BucketOwnerCanonicalID = "canonical-other" },
		func() { s.ObjectOwner = other(d, s.ObjectOwner, home, partner, "") },
		func() {
			s.Ownership = other(d, s.Ownership, "BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter")
		},
		func() {
			s.BucketACL = append(slices.Clone(s.BucketACL), authz.Grant{Grantee: allUsers, Permission: "FULL_CONTROL"})
		},
		func() {
			s.ObjectACL = append(slices.Clone(s.ObjectACL), authz.Grant{Grantee: allUsers, Permission: "READ"})
		},
		func() { s.PublicAccess.BlockPublicAcls = !s.PublicAccess.BlockPublicAcls },
		func() { s.PublicAccess.IgnorePublicAcls = !s.PublicAccess.IgnorePublicAcls },
		func() { s.PublicAccess.BlockPublicPolicy = !s.PublicAccess.BlockPublicPolicy },
		func() { s.PublicAccess.RestrictPublicBuckets = !s.PublicAccess.RestrictPublicBuckets },
		func() { s.Payer = other(d, s.Payer, "Requester", "BucketOwner") },
		func() { s.PayerConfirmed = !s.PayerConfirmed },
		func() { s.RequestCannedACL = other(d, s.RequestCannedACL, "public-read", "private", "") },
		func() { s.RequestGrants = []authz.Grant{{Grantee: allUsers, Permission: "READ"}} },
		func() { s.Upload = !s.Upload },
		func() { s.RequestPolicy = publicDocument },
		func() { s.AccessPointVPC = other(d, s.AccessPointVPC, "vpc-1", "vpc-2", "") },
		func() { s.SourceVPC = other(d, s.SourceVPC, "vpc-1", "vpc-2", "") },
	}
}

// publicDocument is a bucket policy that BlockPublicPolicy refuses.
var publicDocument = &authz.Document{Statements: []authz.Statement{{
	Effect: "Allow", Principal: &authz.Principals{Any: true}, Action: []string{"s3:*"}, Resource: []string{"*"},
}}}

// other is one of options that is not value.
func other[T comparable](d dice, value T, options ...T) T {
	return pick(d, slices.DeleteFunc(slices.Clone(options), func(o T) bool { return o == value }))
}

// changedContext has another value for one key, or lacks it, or has one more.
func changedContext(d dice, c authz.Context) authz.Context {
	made := maps.Clone(c)
	if made == nil {
		made = authz.Context{}
	}
	names := slices.Sorted(maps.Keys(c))
	k := pick(d, conditionKeys)
	switch {
	case len(names) > 0 && d.chance(35):
		delete(made, pick(d, names))
	case len(names) > 0 && d.chance(25):
		name := pick(d, names)
		made[name] = authz.Value{Values: made[name].Values, Multi: !made[name].Multi}
	default:
		for _, name := range names {
			if strings.EqualFold(name, k.name) {
				delete(made, name)
			}
		}
		made[k.name] = authz.Value{Values: []string{pick(d, k.values)}, Multi: k.multi}
	}
	return made
}
