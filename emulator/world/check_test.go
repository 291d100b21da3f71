package world_test

import (
	"strings"
	"testing"

	"github.com/denylab/denylab/emulator/world"
)

func TestNewReportsWhatCannotBe(t *testing.T) {
	bucketPolicy := func(principal string) *world.Policy {
		return world.MustPolicy(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"` + principal + `"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::data/*"}]}`)
	}
	for name, c := range map[string]struct {
		spoil func(w *world.World, a *world.Account)
		want  []string
	}{
		"a boundary that is missing": {
			func(_ *world.World, a *world.Account) { a.Roles["Trainer"].Boundary = "Cap" },
			[]string{`accounts.444455556666.roles.Trainer.boundary: there is no managed policy "Cap"; did you mean "Caps"?`},
		},
		"an AWS policy by its bare name": {
			func(_ *world.World, a *world.Account) { a.Roles["Trainer"].Managed = []string{"AmazonS3FullAccess"} },
			[]string{`roles.Trainer.managed.0: this account has no managed policy "AmazonS3FullAccess"; AWS's is written as its ARN: did you mean "arn:aws:iam::aws:policy/AmazonS3FullAccess"?`},
		},
		"a misspelled AWS policy": {
			func(_ *world.World, a *world.Account) {
				a.Groups["team"].Managed = []string{"arn:aws:iam::aws:policy/AmazonS3ReadOnlyAcces"}
			},
			[]string{`groups.team.managed.0: there is no managed policy "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAcces"; did you mean "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"?`},
		},
		"an unknown default": {
			func(w *world.World, _ *world.Account) {
				w.BucketDefaults = &world.BucketDefaults{Ownership: "ObjectWriters"}
			},
			[]string{
				`bucketDefaults.ownership: "ObjectWriters" is not possible here; did you mean "ObjectWriter"?`,
				`buckets.data.ownership: "ObjectWriters"`, `buckets.far.ownership: "ObjectWriters"`,
			},
		},
		"an unknown group": {
			func(_ *world.World, a *world.Account) { a.Users["bob"].Groups = []string{"teem"} },
			[]string{`users.bob.groups.0: there is no group "teem"; did you mean "team"?`},
		},
		"an unknown SCP": {
			func(w *world.World, _ *world.Account) { w.Organization.Root.SCPs = []string{"NoDeletes"} },
			[]string{`organization.root.scps.0: there is no SCP "NoDeletes"; did you mean "NoDelete"?`},
		},
		"an unknown RCP": {
			func(w *world.World, _ *world.Account) { w.Organization.Root.RCPs = []string{"X"} },
			[]string{`organization.root.rcps.0: there is no RCP "X"; there are OrgOnly, RCPFullAWSAccess`},
		},
		"a feature set that AWS has not": {
			func(w *world.World, _ *world.Account) { w.Organization.FeatureSet = "all" },
			[]string{`organization.featureSet: "all" is not possible here; did you mean "ALL"?`},
		},
		"a request for an account that made another one": {
			func(w *world.World, _ *world.Account) {
				w.Organization.AccountRequests = map[string]*world.AccountRequest{
					"car-exampleid": {Account: "444455556667"}, "car-undecided": {}, "exampleid": {Failure: "EMAIL_ALREADY_EXISTS"},
				}
			},
			[]string{
				`organization.accountRequests.car-exampleid.account: there is no account "444455556667"; did you mean "444455556666"?`,
				`organization.accountRequests.car-undecided: a request for an account has either the account or the failure; write one of the two`,
				`organization.accountRequests.exampleid: "exampleid" cannot be: the id of a request`,
			},
		},
		"an address that is taken": {
			func(w *world.World, a *world.Account) { a.Email = "AWS+" + w.Organization.Management + "@example.com" },
			[]string{`accounts.444455556666.email: the email address "aws+111122223333@example.com" is used twice; it is also at accounts.111122223333.email; rename one`},
		},
		"an address that is none": {
			func(_ *world.World, a *world.Account) { a.Email = "ops at example.com" },
			[]string{`accounts.444455556666.email: "ops at example.com" cannot be: an address is name@host.domain`},
		},
		"a member that is no account": {
			func(w *world.World, _ *world.Account) {
				w.Organization.Root.Accounts = map[string]*world.Membership{"444455556667": nil}
			},
			[]string{`organization.root.accounts.444455556667: there is no account "444455556667"; did you mean "444455556666"?`},
		},
		"an account in two units": {
			func(w *world.World, _ *world.Account) {
				w.Organization.Root.Accounts = map[string]*world.Membership{member: nil}
			},
			[]string{`organization.root.units.Research.units.Training.accounts.444455556666: the place of account "444455556666" is used twice; it is also at organization.root.accounts.444455556666`},
		},
		"a bucket twice": {
			func(w *world.World, _ *world.Account) {
				w.Accounts[outsider].Buckets = map[string]*world.Bucket{"data": nil}
			},
			[]string{`accounts.777788889999.buckets.data: the bucket "data" is used twice; it is also at accounts.444455556666.buckets.data; rename one`},
		},
		"bad ids": {
			func(w *world.World, a *world.Account) {
				w.Accounts["12"] = nil
				a.Keys["training"] = nil
				a.Buckets["Data_1"] = nil
				w.Organization.ID = "example"
			},
			[]string{`organization.id: "example" cannot be`, `accounts.12: "12" is no account id`, `keys.training: "training" is no key id; write a UUID`, `buckets.Data_1: "Data_1" is no bucket name`},
		},
		"an access point that cannot be": {
			func(_ *world.World, a *world.Account) {
				a.AccessPoints = map[string]*world.AccessPoint{"Train": {Bucket: "dat", VPC: "vpx-1", Policy: bucketPolicy("444455556666")}}
			},
			[]string{
				`accessPoints.Train: "Train" is no access point name; use 3 to 50 lower-case letters, digits and hyphens`,
				`accessPoints.Train.vpc: "vpx-1" cannot be`,
				`accessPoints.Train.policy: 1:`,
				`accessPoints.Train.bucket: there is no bucket "dat"; did you mean "data"?`,
			},
		},
		"a key that is missing": {
			func(_ *world.World, a *world.Account) {
				a.Buckets["data"].Encryption = &world.Encryption{Algorithm: "aws:kms", Key: "alias/date"}
			},
			[]string{`buckets.data.encryption.key: there is no key "alias/date"; did you mean "alias/data"?`},
		},
		"an ACL where there is none": {
			func(_ *world.World, a *world.Account) { a.Buckets["data"].ACL = &world.ACL{Canned: "public-read"} },
			[]string{`buckets.data.acl: a bucket with ownership BucketOwnerEnforced has no ACL`},
		},
		"misspelled settings": {
			func(_ *world.World, a *world.Account) {
				a.Buckets["data"].Ownership, a.Buckets["data"].Versioning = "BucketOwnerForced", "enabled"
			},
			[]string{`buckets.data.ownership: "BucketOwnerForced" is not possible here; did you mean "BucketOwnerEnforced"?`, `buckets.data.versioning: "enabled" is not possible here; did you mean "Enabled"?`},
		},
		"a lock that cannot be": {
			func(_ *world.World, a *world.Account) {
				a.Buckets["data"].ObjectLock, a.Buckets["data"].Versioning = &world.ObjectLock{Mode: "GOVERNANCF"}, "Suspended"
			},
			[]string{`buckets.data.objectLock.mode: "GOVERNANCF" is not possible here; did you mean "GOVERNANCE"?`, `buckets.data.objectLock: Object Lock needs versions`, `buckets.data.objectLock: a default retention has a mode and a length`},
		},
		"a locked object where there are no locks": {
			func(_ *world.World, a *world.Account) {
				a.Buckets["data"].Objects = map[string]*world.Object{"k": {Lock: &world.Lock{Mode: "GOVERNANCE", Until: "soon"}, StorageClass: "ATTIC"}}
			},
			[]string{`objects.k.lock: an object is locked only in a bucket with Object Lock`, `objects.k.lock.until: "soon" is no time; write it as 2027-01-01T00:00:00Z`, `objects.k.storageClass: "ATTIC" is not possible here`},
		},
		"a principal that is missing": {
			func(_ *world.World, a *world.Account) {
				a.Buckets["data"].Policy = bucketPolicy("arn:aws:iam::444455556666:role/Trainr")
			},
			[]string{`buckets.data.policy: the policy names arn:aws:iam::444455556666:role/Trainr, which does not exist; did you mean "arn:aws:iam::444455556666:role/service-role/Trainer"?`},
		},
		"a policy AWS refuses": {
			func(_ *world.World, a *world.Account) {
				a.Buckets["data"].Policy = world.MustPolicy(`{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::other/*"}]}`)
			},
			[]string{`accounts.444455556666.buckets.data.policy: 1:15: statement #1: MalformedPolicy: Policy has invalid resource`},
		},
		"an endpoint outside its VPC": {
			func(_ *world.World, a *world.Account) {
				a.VPCs["vpc-1"].Endpoints["vpce-1"].SourceIP = "10.2.0.1"
				a.VPCs["vpc-1"].Endpoints["vpce-2"].Type = "Gateway"
			},
			[]string{`vpce-1.sourceIp: "10.2.0.1" is no address in 10.1.0.0/16`, `vpce-2.type: gateway endpoints are for s3 and dynamodb`},
		},
		"an access key twice": {
			func(w *world.World, a *world.Account) {
				a.RootAccessKeys = []world.AccessKey{{ID: "AKIABOB", Secret: "z"}}
			},
			[]string{`users.bob.accessKeys.0.id: the access key "AKIABOB" is used twice`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := describe()
			c.spoil(w, w.Accounts[member])
			_, err := world.New(w)
			if err == nil {
				t.Fatal("New took it")
			}
			lines := strings.Split(err.Error(), "\n")
			if len(lines) != len(c.want) {
				t.Errorf("got %d problems, want %d:\n%v", len(lines), len(c.want), err)
			}
			for _, want := range c.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("got\n%v\nwant\n%s", err, want)
				}
			}
		})
	}
}

func TestAPrincipalOfAnAccountElsewhereIsTakenToExist(t *testing.T) {
	w := describe()
	w.Accounts[member].Buckets["data"].Policy = world.MustPolicy(`{"Statement":[{"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::999900001111:role/X","999900001111"]},"Action":"s3:*","Resource":"arn:aws:s3:::data"}]}`)
	build(t, w)
}
