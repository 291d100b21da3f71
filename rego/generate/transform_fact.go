package generate

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/denylab/denylab/rego/authz"
)

// ChangeFacts are calls with one fact changed each: who calls, what the call is
// about, or a setting. All documents stay: what is kept for the call must not
// answer for these.
func ChangeFacts(r *rand.Rand, c *authz.Call) []*authz.Call {
	d := dice{r}
	facts := callFacts(d)
	for _, key := range objectKeys {
		facts = append(facts, func(c *authz.Call) { c.Resource = bucketOf(c.Resource) + "/" + key })
	}
	for range 5 {
		facts = append(facts, func(c *authz.Call) { c.Context = changedContext(d, c.Context) })
	}
	if c.S3 != nil {
		facts = append(facts, s3Facts(d)...)
	}
	if c.KMS != nil {
		facts = append(facts, kmsFacts(d)...)
	}
	if c.AccessGrants != nil {
		facts = append(facts, accessGrantsFacts(d)...)
	}
	var all []*authz.Call
	for _, change := range facts {
		made := *c
		if c.S3 != nil {
			s3 := *c.S3
			made.S3 = &s3
		}
		if c.KMS != nil {
			kms := *c.KMS
			made.KMS = &kms
		}
		if c.AccessGrants != nil {
			grants := *c.AccessGrants
			made.AccessGrants = &grants
		}
		change(&made)
		all = append(all, &made)
	}
	return all
}

func callFacts(d dice) []func(*authz.Call) {
	return []func(*authz.Call){
		func(c *authz.Call) { c.Caller.ServiceLinked = !c.Caller.ServiceLinked },
		func(c *authz.Call) { c.Caller.ManagementAccount = !c.Caller.ManagementAccount },
		func(c *authz.Call) { c.Caller.Account = other(d, c.Caller.Account, home, partner) },
		func(c *authz.Call) { c.Caller.Organization = other(d, c.Caller.Organization, ownOrganization, "") },
		func(c *authz.Call) { c.Caller.ARN = other(d, c.Caller.ARN, sessionARN(home), userARN(partner)) },
		func(c *authz.Call) {
			c.Caller.PrincipalARN = other(d, c.Caller.PrincipalARN, roleARN(home), userARN(partner))
		},
		func(c *authz.Call) { c.Caller.UniqueID = other(d, c.Caller.UniqueID, "AROA"+home, "AIDADELETED") },
		func(c *authz.Call) {
			c.Caller.CanonicalID = other(d, c.Caller.CanonicalID, canonicalID(home), canonicalID(partner))
		},
		func(c *authz.Call) {
			c.Caller.Kind = other(d, c.Caller.Kind, authz.Root, authz.User, authz.AssumedRole, authz.FederatedUser)
		},
		func(c *authz.Call) { c.Caller.Service = other(d, c.Caller.Service, serviceNames...) },
		func(c *authz.Call) { c.Caller.Provider = other(d, c.Caller.Provider, webProvider, samlProvider) },
		func(c *authz.Call) {
			c.Action = other(d, c.Action, pick(d, actions[action{name: c.Action}.service()]).name, "s3:Other")
		},
		func(c *authz.Call) { c.Resource += pick(d, []string{"/x", "x", "*"}) },
		func(c *authz.Call) { c.ResourceAccount = other(d, c.ResourceAccount, home, partner) },
		func(c *authz.Call) {
			c.ResourceOrganization = other(d, c.ResourceOrganization, ownOrganization, "")
		},
		func(c *authz.Call) { c.WildcardOnly = !c.WildcardOnly },
	}
}

func s3Facts(d dice) []func(*authz.Call) {
	block := func(change func(*authz.PublicAccessBlock)) func(*authz.Call) {
		return func(c *authz.Call) { change(&c.S3.PublicAccess) }
	}
	return []func(*authz.Call){
		func(c *authz.Call) { c.S3.BucketOwner = other(d, c.S3.BucketOwner, home, partner) },
		func(c *authz.Call) { c.S3.ObjectOwner = other(d, c.S3.ObjectOwner, home, partner, "") },
		func(c *authz.Call) {
			c.S3.Ownership = other(d, c.S3.Ownership, "BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter")
		},
		func(c *authz.Call) {
			c.S3.BucketACL = append(slices.Clone(c.S3.BucketACL), authz.Grant{Grantee: allUsers, Permission: "FULL_CONTROL"})
		},
		func(c *authz.Call) {
			c.S3.ObjectACL = append(slices.Clone(c.S3.ObjectACL), authz.Grant{Grantee: allUsers, Permission: "READ"})
		},
		block(func(b *authz.PublicAccessBlock) { b.BlockPublicAcls = !b.BlockPublicAcls }),
		block(func(b *authz.PublicAccessBlock) { b.IgnorePublicAcls = !b.IgnorePublicAcls }),
		block(func(b *authz.PublicAccessBlock) { b.BlockPublicPolicy = !b.BlockPublicPolicy }),
		block(func(b *authz.PublicAccessBlock) { b.RestrictPublicBuckets = !b.RestrictPublicBuckets }),
		func(c *authz.Call) { c.S3.Payer = other(d, c.S3.Payer, "Requester", "BucketOwner") },
		func(c *authz.Call) { c.S3.PayerConfirmed = !c.S3.PayerConfirmed },
		func(c *authz.Call) {
			c.S3.RequestCannedACL = other(d, c.S3.RequestCannedACL, "public-read", "private", "")
		},
		func(c *authz.Call) { c.S3.RequestGrants = []authz.Grant{{Grantee: allUsers, Permission: "READ"}} },
		// Full control for the bucket's owner, and for who is not.
		func(c *authz.Call) { c.S3.RequestGrants = fullControl(c.S3.BucketOwnerCanonicalID) },
		func(c *authz.Call) {
			c.S3.RequestGrants = fullControl(c.S3.BucketOwnerCanonicalID)
			c.S3.BucketOwnerCanonicalID = "canonical-other"
		},
		func(c *authz.Call) { c.S3.Upload = !c.S3.Upload },
		func(c *authz.Call) { c.S3.RequestPolicy = publicDocument },
		func(c *authz.Call) { c.S3.AccessPointVPC = other(d, c.S3.AccessPointVPC, "vpc-1", "") },
		func(c *authz.Call) { c.S3.SourceVPC = other(d, c.S3.SourceVPC, "vpc-1", "") },
	}
}

func kmsFacts(d dice) []func(*authz.Call) {
	return []func(*authz.Call){
		func(c *authz.Call) { c.KMS.AWSManaged = !c.KMS.AWSManaged },
		func(c *authz.Call) { c.KMS.Tokens = []string{"other"} },
		func(c *authz.Call) { c.KMS.EncryptionContext = map[string]string{"team": "ml"} },
		func(c *authz.Call) { c.KMS.EncryptionContext = map[string]string{"team": "ops", "stage": "ml"} },
		func(c *authz.Call) { c.KMS.EncryptionContext = nil },
		func(c *authz.Call) { c.KMS.RequestGrant = &authz.KeyGrant{Operations: []string{"Decrypt"}} },
		func(c *authz.Call) {
			c.KMS.Grants = append(slices.Clone(c.KMS.Grants), authz.KeyGrant{
				ID: "added", GranteePrincipal: c.Caller.PrincipalARN, Operations: []string{"Decrypt", "Encrypt", "DescribeKey"},
			})
		},
		func(c *authz.Call) {
			c.KMS.Grants = slices.Clone(c.KMS.Grants)
			for i := range c.KMS.Grants {
				g := &c.KMS.Grants[i]
				g.Operations = []string{pick(d, []string{"Decrypt", "RetireGrant"})}
				g.RetiringPrincipal = c.Caller.PrincipalARN
			}
		},
	}
}

func accessGrantsFacts(d dice) []func(*authz.Call) {
	return []func(*authz.Call){
		func(c *authz.Call) {
			c.AccessGrants.Target = other(d, c.AccessGrants.Target, "s3://data/train/*", "s3://data/*")
		},
		func(c *authz.Call) {
			c.AccessGrants.Permission = other(d, c.AccessGrants.Permission, "READ", "WRITE", "READWRITE")
		},
		func(c *authz.Call) { c.AccessGrants.Identities = []string{"group-1", "group-3"} },
		func(c *authz.Call) {
			c.AccessGrants.Grants = append(slices.Clone(c.AccessGrants.Grants), authz.AccessGrant{
				ID: "added", Scope: "s3://data/*", Permission: "READWRITE", Grantee: c.Caller.PrincipalARN,
			})
		},
		func(c *authz.Call) { c.AccessGrants.Grants = nil },
	}
}

func fullControl(grantee string) []authz.Grant {
	return []authz.Grant{{Grantee: grantee, Permission: "FULL_CONTROL"}}
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
