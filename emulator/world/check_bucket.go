package world

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/denylab/denylab/emulator/iampolicy"
)

// bucketForm is
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
// as far as a pattern goes.
var bucketForm = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)

// The values AWS knows for settings of buckets and objects.
var (
	cannedACLs  = []string{"private", "public-read", "public-read-write", "authenticated-read", "bucket-owner-read", "bucket-owner-full-control", "aws-exec-read", "log-delivery-write"}
	permissions = []string{"READ", "WRITE", "READ_ACP", "WRITE_ACP", "FULL_CONTROL"}
	algorithms  = []string{"AES256", "aws:kms", "aws:kms:dsse"}
)

func (c *checker) bucket(p path, a *Account, b *Bucket) {
	if !bucketForm.MatchString(b.Name) || strings.Contains(b.Name, "..") {
		c.add(p, b.Name, fmt.Sprintf("%q is no bucket name", b.Name), "use 3 to 63 lower-case letters, digits, hyphens and dots")
	}
	c.once(p, "bucket", b.Name)
	c.region(p.to("region"), b.Region)
	c.oneOf(p.to("ownership"), b.Ownership, BucketOwnerEnforced, BucketOwnerPreferred, ObjectWriter)
	c.oneOf(p.to("versioning"), b.Versioning, "Enabled", "Suspended")
	if b.Policy != nil {
		c.policy(p.to("policy"), b.Policy, iampolicy.Bucket(b.Name))
	}
	if b.ACL != nil && b.Ownership == BucketOwnerEnforced && !ownersOnly(b.ACL, a) {
		c.add(p.to("acl"), b.ACL.Canned, "a bucket with ownership BucketOwnerEnforced has no ACL", "set ownership: ObjectWriter or BucketOwnerPreferred")
	}
	c.acl(p.to("acl"), b.ACL)
	c.encryption(p.to("encryption"), a, b.Region, b.Encryption)
	for _, t := range b.BlockedEncryptionTypes {
		c.oneOf(p.to("blockedEncryptionTypes"), t, BlockedSSEC, BlockedNone)
	}
	c.objectLock(p.to("objectLock"), b)
	for _, key := range sorted(b.Objects) {
		c.versionsOf(p.to("objects", key), b, b.Objects[key])
	}
	for i, u := range b.Uploads {
		c.upload(p.to("uploads", fmt.Sprint(i)), b, u)
	}
}

// ownersOnly recognizes the ACL that every bucket has while ACLs are disabled.
func ownersOnly(acl *ACL, owner *Account) bool {
	for _, g := range acl.Grants {
		if g.Account != owner.ID && g.CanonicalID != owner.CanonicalID {
			return false
		}
	}
	return acl.Canned == "" || acl.Canned == "private" || acl.Canned == "bucket-owner-full-control" || acl.Canned == "bucket-owner-read"
}

func (c *checker) acl(p path, acl *ACL) {
	if acl == nil {
		return
	}
	c.oneOf(p.to("canned"), acl.Canned, cannedACLs...)
	if acl.Canned != "" && len(acl.Grants) > 0 {
		c.add(p, acl.Canned, "an ACL is a canned one or a list of grants", "keep one of the two")
	}
	for i, g := range acl.Grants {
		c.grant(p.to("grants", fmt.Sprint(i)), g)
	}
}

func (c *checker) grant(p path, g ACLGrant) {
	c.oneOf(p.to("group"), g.Group, "AllUsers", "AuthenticatedUsers", "LogDelivery")
	c.oneOf(p.to("permission"), g.Permission, permissions...)
	if g.Permission == "" {
		c.add(p.to("permission"), "", "a grant needs a permission", "write one of "+strings.Join(permissions, ", "))
	}
	given := 0
	for _, grantee := range []string{g.Account, g.CanonicalID, g.Group} {
		if grantee != "" {
			given++
		}
	}
	switch {
	case given != 1:
		c.add(p, "", "a grant has one grantee", "write account, canonicalId or group")
	case g.Account != "" && c.w.Accounts[g.Account] == nil:
		c.unknown(p.to("account"), "account", g.Account, keysOf(c.w.Accounts))
	}
}

// encryption checks a choice of encryption; account is whose aliases its key
// may be named by.
func (c *checker) encryption(p path, account *Account, region string, e *Encryption) {
	if e == nil {
		return
	}
	c.oneOf(p.to("algorithm"), e.Algorithm, algorithms...)
	switch {
	case e.Algorithm == "":
		c.add(p.to("algorithm"), "", "encryption needs an algorithm", "write one of "+strings.Join(algorithms, ", "))
	case e.Key == "":
	case e.Algorithm == "AES256":
		c.add(p.to("key"), e.Key, "AES256 uses no KMS key", "write algorithm: aws:kms, or remove the key")
	default:
		c.keyRef(p.to("key"), account, region, e.Key)
	}
}
