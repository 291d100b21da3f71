package generate

import "github.com/denylab/denylab/rego/authz"

const (
	allUsers           = "http://acs.amazonaws.com/groups/global/AllUsers"
	authenticatedUsers = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"
)

// s3 are the settings of the situation's bucket and object. Layers that the
// world is not about have nothing to say to them.
func (w *World) s3(s situation) *authz.S3 {
	b := &authz.S3{
		BucketOwner: s.owner, BucketOwnerCanonicalID: canonicalID(s.owner),
		Ownership: "BucketOwnerEnforced", Payer: "BucketOwner",
	}
	if s.action.on == object && w.chance(70) {
		b.ObjectOwner = s.owner
	}
	acls := w.focus[authz.S3ACL] || w.focus[authz.S3BlockPublicAccess]
	if acls && w.chance(75) || w.chance(10) {
		b.Ownership = pick(w.dice, []string{"BucketOwnerPreferred", "ObjectWriter"})
		b.BucketACL, b.ObjectACL = w.acl(s), w.acl(s)
		if b.ObjectOwner != "" && w.chance(45) {
			b.ObjectOwner = pick(w.dice, []string{home, partner, stranger})
			b.ObjectACL = append(b.ObjectACL, authz.Grant{Grantee: canonicalID(b.ObjectOwner), Permission: "FULL_CONTROL"})
		}
	}
	if w.focus[authz.S3BlockPublicAccess] {
		b.PublicAccess = authz.PublicAccessBlock{
			BlockPublicAcls: w.chance(45), IgnorePublicAcls: w.chance(45),
			BlockPublicPolicy: w.chance(45), RestrictPublicBuckets: w.chance(45),
		}
	}
	if w.focus[authz.S3RequesterPays] && w.chance(75) {
		b.Payer, b.PayerConfirmed = "Requester", w.chance(50)
	}
	if w.chance(6) {
		b.AccessPointVPC, b.SourceVPC = "vpc-1", pick(w.dice, []string{"", "vpc-1", "vpc-2"})
	}
	w.request(b, s.action)
	return b
}

// request is what the request itself brings: an ACL or a policy.
func (w *World) request(b *authz.S3, a action) {
	switch a.name {
	case "s3:PutBucketPolicy":
		if w.chance(90) {
			b.RequestPolicy = w.document(bucketForm)
		}
	case "s3:PutObjectAcl", "s3:PutObject":
		b.Upload = a.name == "s3:PutObject" && w.chance(90) || w.chance(40)
		w.requestACL(b)
	case "s3:PutBucketAcl", "s3:CreateBucket":
		w.requestACL(b)
	}
}

func (w *World) requestACL(b *authz.S3) {
	concerned := w.focus[authz.S3ObjectOwnership] || w.focus[authz.S3BlockPublicAccess]
	if !w.chance(map[bool]int{true: 80, false: 15}[concerned]) {
		return
	}
	if w.chance(70) {
		b.RequestCannedACL = pick(w.dice, []string{"private", "public-read", "public-read-write", "authenticated-read", "bucket-owner-read", "bucket-owner-full-control"})
		return
	}
	b.RequestGrants = draw(w.dice, []authz.Grant{
		{Grantee: b.BucketOwnerCanonicalID, Permission: "FULL_CONTROL"},
		{Grantee: b.BucketOwnerCanonicalID, Permission: "FULL_CONTROL"},
		{Grantee: canonicalID(partner), Permission: "READ"},
		{Grantee: allUsers, Permission: "READ"},
	}, 1+w.IntN(2))
}

func (w *World) acl(s situation) []authz.Grant {
	own := canonicalID(s.caller.Account)
	var grants []authz.Grant
	for range w.IntN(4) {
		grants = append(grants, authz.Grant{
			Grantee:    pick(w.dice, []string{own, own, canonicalID(partner), allUsers, allUsers, authenticatedUsers}),
			Permission: pick(w.dice, []string{"READ", "READ", "WRITE", "READ_ACP", "WRITE_ACP", "FULL_CONTROL"}),
		})
	}
	if w.focus[authz.S3BlockPublicAccess] && w.chance(50) {
		grants = append(grants, authz.Grant{Grantee: allUsers, Permission: "FULL_CONTROL"})
	}
	return grants
}

// kms are the grants on the situation's key and what the request brings for
// them.
func (w *World) kms(s situation) *authz.KMS {
	k := &authz.KMS{AWSManaged: w.chance(6)}
	if w.chance(60) {
		k.EncryptionContext = w.encryptionContext()
	}
	if !w.focus[authz.KMSGrant] {
		return k
	}
	for i := range w.IntN(4) {
		k.Grants = append(k.Grants, w.grant(s, i))
	}
	if s.action.name == "kms:CreateGrant" {
		g := w.grant(s, 0)
		g.ID = ""
		k.RequestGrant = &g
	}
	if w.chance(20) {
		k.Tokens = []string{"token-" + pick(w.dice, []string{"1", "2"})}
	}
	return k
}

func (w *World) grant(s situation, i int) authz.KeyGrant {
	c := s.caller
	g := authz.KeyGrant{
		ID:               "grant-" + string(rune('1'+i)),
		GranteePrincipal: pick(w.dice, []string{c.ARN, c.PrincipalARN, c.PrincipalARN, rootARN(c.Account), roleARN(home)}),
		Operations:       draw(w.dice, []string{s.action.name[len("kms:"):], "Decrypt", "GenerateDataKey", "DescribeKey", "RetireGrant"}, 3),
	}
	if w.chance(30) {
		g.RetiringPrincipal = pick(w.dice, []string{c.PrincipalARN, userARN(home)})
	}
	switch {
	case w.chance(20):
		g.ContextEquals = w.encryptionContext()
	case w.chance(20):
		g.ContextSubset = w.encryptionContext()
	}
	return g
}

func (w *World) encryptionContext() map[string]string {
	pairs := map[string]string{}
	for _, name := range []string{"team", "stage"} {
		if w.chance(60) {
			pairs[name] = pick(w.dice, []string{"ml", "ops"})
		}
	}
	return pairs
}
