package golden_test

import "github.com/denylab/denylab/emulator/world"

// testWorld has an account with a bucket for each kind of trouble, and another
// account, outside of any organization. alice and carol may do everything that
// their accounts can, bob nothing.
func testWorld() *world.World {
	everything := inline(document(`{"Effect":"Allow","Action":["s3:*","kms:*","sts:*","iam:*","organizations:*","sagemaker:*","glue:*"],"Resource":"*"}`))
	trust := world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["sts:*"],"Principal":{"AWS":"` + owner + `"}}}`)
	hello := map[string]*world.Object{"seeded.txt": {Body: "0123456789"}}
	open := &world.PublicAccessBlock{}
	w := &world.World{Organization: &world.Organization{ID: "o-exampleorgid", Management: owner, Root: &world.Unit{}}, Accounts: map[string]*world.Account{
		owner: {
			Users: map[string]*world.User{"alice": {Policies: everything, AccessKeys: []world.AccessKey{{ID: aliceKey, Secret: aliceSecret}}}, "bob": {}},
			Roles: map[string]*world.Role{
				"Job":    {Policies: everything, Trust: trust, MaxSessionDuration: 7200},
				"Closed": {Policies: everything},
				"Vendor": {Policies: everything, Trust: world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["sts:AssumeRole","sts:SetSourceIdentity"],"Principal":{"Service":"access-grants.s3.amazonaws.com"}}}`)},
			},
			Policies: map[string]*world.ManagedPolicy{"Some": {Policy: document(statement("Allow", "s3:*", "*"))}},
			Keys: map[string]*world.Key{
				keyID: {Aliases: []string{"alias/training"}},
				aloneID: {Policy: world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"kms:*","Resource":"*","Principal":{"AWS":[` +
					`"arn:aws:iam::` + owner + `:user/alice","arn:aws:iam::` + other + `:root"]}}}`)},
			},
			Buckets: map[string]*world.Bucket{
				"data":    {Objects: hello},
				"open":    {Objects: hello, PublicAccessBlock: open, Ownership: "ObjectWriter"},
				"public":  {PublicAccessBlock: open, Policy: world.MustPolicy(bucketPolicy(`"*"`, "s3:*Object", "arn:aws:s3:::public/*"))},
				"blocked": {Objects: hello, Ownership: "ObjectWriter"},
				"vers":    {Versioning: "Enabled", Objects: hello},
				"locked":  {Versioning: "Enabled", ObjectLock: &world.ObjectLock{}, Objects: hello},
				"custom":  {BlockedEncryptionTypes: []string{world.BlockedNone}},
				"sse":     {Encryption: &world.Encryption{Algorithm: "aws:kms", Key: keyID}, Objects: hello},
				"cold":    {Objects: map[string]*world.Object{"seeded.txt": {Body: "x", StorageClass: "DEEP_ARCHIVE"}}},
				"dot.ted": {},
				"abac":    {ABAC: true},
				"granted": {Policy: document(`{"Effect":"Allow","Principal":{"AWS":"` + other + `"},"Action":"s3:*","Resource":["arn:aws:s3:::granted","arn:aws:s3:::granted/*"]}`)},
			},
		},
		"111122223333": {},
		other:          {Users: map[string]*world.User{"carol": {Policies: everything}}},
	}}
	addJobs(w)
	return w
}

const (
	aliceKey    = "AKIAIOSFODNN7EXAMPLE"
	aliceSecret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
)

// aloneID is a key whose policy does not leave it to the account's policies.
const aloneID = "5678abcd-12ab-34cd-56ef-1234567890ab"
