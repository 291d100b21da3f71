package world

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/denylab/denylab/emulator/iampolicy"
)

var (
	keyForm   = regexp.MustCompile(`^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$`)
	goneForm  = regexp.MustCompile(`^A(IDA|ROA)[A-Z0-9]{12,}$`)
	aliasForm = regexp.MustCompile(`^alias/[a-zA-Z0-9/_-]{1,250}$`)
)

func (c *checker) keys(p path, a *Account) {
	for _, id := range sorted(a.Keys) {
		c.key(p.to(id), a, a.Keys[id])
	}
}

func (c *checker) key(p path, a *Account, k *Key) {
	if !keyForm.MatchString(k.ID) {
		c.add(p, k.ID, fmt.Sprintf("%q is no key id", k.ID), fmt.Sprintf("write a UUID such as %s and give the key an alias", uuid("key", a.ID, k.ID)))
	}
	c.region(p.to("region"), k.Region)
	c.oneOf(p.to("state"), k.State, "Enabled", "Disabled", "PendingDeletion")
	c.keySpec(p, k)
	c.policy(p.to("policy"), k.Policy, iampolicy.Key)
	for i, alias := range k.Aliases {
		here := p.to("aliases", fmt.Sprint(i))
		switch {
		case !aliasForm.MatchString(alias):
			c.add(here, alias, fmt.Sprintf("%q is no alias", alias), "write alias/ and a name")
		case strings.HasPrefix(alias, managedAlias) && !k.AWSManaged:
			c.add(here, alias, fmt.Sprintf("%q is the alias of an AWS managed key, whose policy cannot be set", alias), "remove the policy or choose another alias")
		default:
			c.once(here, "alias", a.ID+":"+k.Region+":"+alias)
		}
	}
	for _, id := range sorted(k.Grants) {
		c.keyGrant(p.to("grants", id), k.Grants[id])
	}
}

func (c *checker) keySpec(p path, k *Key) {
	usages := keyUsages[k.Spec]
	if usages == nil {
		c.oneOf(p.to("spec"), k.Spec, sorted(keyUsages)...)
		return
	}
	c.oneOf(p.to("usage"), k.Usage, usages...)
	days := k.RotationPeriodInDays
	switch {
	case days == 0:
	case !k.Symmetric():
		c.add(p.to("rotationPeriodInDays"), fmt.Sprint(days), "only symmetric encryption keys rotate", "remove it")
	case days < 90 || days > 2560:
		c.add(p.to("rotationPeriodInDays"), fmt.Sprint(days), "a key rotates every 90 to 2560 days", "write a number in between, such as 365")
	}
}

// grantOperations are the operations a KMS grant may allow
// (https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateGrant.html).
var grantOperations = []string{
	"CreateGrant", "Decrypt", "DeriveSharedSecret", "DescribeKey", "Encrypt", "GenerateDataKey",
	"GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext", "GenerateDataKeyWithoutPlaintext",
	"GenerateMac", "GetPublicKey", "ReEncryptFrom", "ReEncryptTo", "RetireGrant", "Sign", "Verify", "VerifyMac",
}

func (c *checker) keyGrant(p path, g *KeyGrant) {
	c.grantee(p.to("grantee"), g.Grantee)
	if g.RetiringPrincipal != "" {
		c.grantee(p.to("retiringPrincipal"), g.RetiringPrincipal)
	}
	if len(g.Operations) == 0 {
		c.add(p.to("operations"), "", "a grant allows at least one operation", "write some, such as [Decrypt]")
	}
	for i, o := range g.Operations {
		c.oneOf(p.to("operations", fmt.Sprint(i)), o, grantOperations...)
	}
}

func (c *checker) grantee(p path, arn string) {
	switch {
	case goneForm.MatchString(arn): // a grantee that was deleted
	case !strings.HasPrefix(arn, "arn:") && !strings.HasSuffix(arn, ".amazonaws.com"):
		c.add(p, arn, fmt.Sprintf("%q is no principal", arn), "write the ARN of a role, user or account root")
	case !c.w.knows(arn):
		c.add(p, arn, fmt.Sprintf("there is no principal %q", arn), c.w.principalHint(arn))
	}
}

// keyRef checks a reference to a KMS key by id, ARN or alias. A key of an
// account that is not in the world may exist all the same.
func (c *checker) keyRef(p path, a *Account, region, ref string) {
	k, err := c.w.resolveKey(ref, region, a.ID)
	if err == nil && k != nil {
		return
	}
	if owner := accountOf(ref); owner != "" && c.w.Accounts[owner] == nil {
		return
	}
	var known []string
	for _, id := range sorted(a.Keys) {
		known = append(append(known, id), a.Keys[id].Aliases...)
	}
	c.unknown(p, "key", ref, known)
}
