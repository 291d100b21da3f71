package world_test

import (
	"strings"
	"testing"
	"time"

	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
	"github.com/google/go-cmp/cmp"
)

const (
	management = "111122223333"
	member     = "444455556666"
	outsider   = "777788889999"
	dataKey    = "1234abcd-12ab-34cd-56ef-1234567890ab"
	readOnly   = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
)

var now = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

func allow(action string) *world.Policy {
	return world.MustPolicy(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"` + action + `","Resource":"*"}]}`)
}

func deny(action string) *world.Policy {
	return world.MustPolicy(`{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"` + action + `","Resource":"*"}]}`)
}

// describe is an organization of two accounts, the second in a nested OU, and
// an account outside of it.
func describe() *world.World {
	return &world.World{
		Organization: &world.Organization{
			ID: "o-exampleorgid", Management: management,
			SCPs: map[string]*world.ControlPolicy{
				"NoDelete": {Policy: deny("s3:DeleteObject")},
				"S3Only":   {ID: "p-s3only", Policy: allow("s3:*")},
			},
			RCPs: map[string]*world.ControlPolicy{
				"OrgOnly": {Policy: world.MustPolicy(`{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"StringNotEquals":{"aws:PrincipalOrgID":"o-exampleorgid"}}}]}`)},
			},
			Root: &world.Unit{ID: "r-abcd", SCPs: []string{"FullAWSAccess", "NoDelete"}, Units: map[string]*world.Unit{
				"Research": {Units: map[string]*world.Unit{
					"Training": {ID: "ou-abcd-training", SCPs: []string{"S3Only"}, RCPs: []string{"OrgOnly", "RCPFullAWSAccess"},
						Accounts: map[string]*world.Membership{member: nil}},
				}},
			}},
		},
		Accounts: map[string]*world.Account{
			management: {Users: map[string]*world.User{"alice": {}}},
			member: {
				Policies: map[string]*world.ManagedPolicy{"Caps": {Path: "/limits/", Policy: allow("s3:Get*")}},
				Groups:   map[string]*world.Group{"team": {Policies: map[string]*world.Policy{"g": allow("s3:*")}, Managed: []string{readOnly}}},
				Users: map[string]*world.User{"bob": {
					Path: "/staff/", Groups: []string{"team"}, Boundary: "Caps", Tags: map[string]string{"Team": "a", "cost": "1"},
					Policies:   map[string]*world.Policy{"b": allow("s3:Put*"), "a": allow("s3:List*")},
					AccessKeys: []world.AccessKey{{ID: "AKIABOB", Secret: "x"}, {ID: "AKIAOLD", Secret: "y", Inactive: true}},
				}},
				Roles: map[string]*world.Role{
					"Trainer": {Path: "/service-role/", Managed: []string{"Caps", readOnly}, Tags: map[string]string{"Team": "a"},
						Trust: world.MustPolicy(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"sagemaker.amazonaws.com","AWS":"arn:aws:iam::444455556666:user/staff/bob"},"Action":"sts:AssumeRole"}]}`)},
					"Linked": {ServiceLinked: true, Boundary: "Caps"},
				},
				Keys:         map[string]*world.Key{dataKey: {Aliases: []string{"alias/data"}}},
				Buckets:      map[string]*world.Bucket{"data": {Objects: map[string]*world.Object{"k": {Body: "hello"}, "big": {Size: 70}}}, "far": {Region: "eu-west-1"}},
				AccessPoints: map[string]*world.AccessPoint{"far-training-data-of-everybody": {Bucket: "far"}, "inside": {Bucket: "data", VPC: "vpc-1"}},
				VPCs:         map[string]*world.VPC{"vpc-1": {CIDR: "10.1.0.0/16", Endpoints: map[string]*world.Endpoint{"vpce-1": {Service: "s3"}, "vpce-2": {Service: "kms"}}}},
			},
			outsider: {Roles: map[string]*world.Role{"Trainer": {}}},
		},
	}
}

func build(t *testing.T, w *world.World) *world.World {
	t.Helper()
	built, err := world.New(w)
	if err != nil {
		t.Fatal(err)
	}
	return built
}

func TestNewFillsInWhatAWSWould(t *testing.T) {
	described := describe()
	w := build(t, described)
	a := w.Accounts[member]
	data, far := a.Buckets["data"], a.Buckets["far"]
	bob, trainer := a.Users["bob"], a.Roles["Trainer"]
	farPoint := a.AccessPoints["far-training-data-of-everybody"]
	for what, c := range map[string]struct{ got, want any }{
		"region":            {w.Region, "us-east-1"},
		"user ARN":          {bob.ARN, "arn:aws:iam::444455556666:user/staff/bob"},
		"role ARN":          {trainer.ARN, "arn:aws:iam::444455556666:role/service-role/Trainer"},
		"role id":           {len(trainer.ID), 21},
		"role managed":      {trainer.Managed[0], "arn:aws:iam::444455556666:policy/limits/Caps"},
		"duration":          {trainer.MaxSessionDuration, 3600},
		"untrusting":        {len(a.Roles["Linked"].Trust.Document.Statements), 0},
		"boundary":          {bob.Boundary, "arn:aws:iam::444455556666:policy/limits/Caps"},
		"bucket region":     {data.Region, "us-east-1"},
		"ownership":         {data.Ownership, "BucketOwnerEnforced"},
		"public access":     {*data.PublicAccessBlock, world.PublicAccessBlock{BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true}},
		"encryption":        {*data.Encryption, world.Encryption{Algorithm: "AES256"}},
		"account setting":   {a.PublicAccessBlock == nil, true},
		"object owner":      {data.Objects["k"].Owner, member},
		"object content":    {string(data.Objects["k"].Content), "hello"},
		"object size":       {len(data.Objects["big"].Content), 70},
		"other region":      {far.Region, "eu-west-1"},
		"point ARN":         {farPoint.ARN, "arn:aws:s3:eu-west-1:444455556666:accesspoint/far-training-data-of-everybody"},
		"point alias":       {len(farPoint.Alias), 63},
		"point alias ends":  {strings.HasSuffix(farPoint.Alias, "-s3alias"), true},
		"point public":      {*farPoint.PublicAccessBlock, world.PublicAccessBlock{BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true}},
		"point origin":      {[]string{farPoint.NetworkOrigin(), a.AccessPoints["inside"].NetworkOrigin()}, []string{"Internet", "VPC"}},
		"key ARN":           {a.Keys[dataKey].ARN, "arn:aws:kms:us-east-1:444455556666:key/" + dataKey},
		"key state":         {a.Keys[dataKey].State, "Enabled"},
		"key policy":        {a.Keys[dataKey].Policy.Document.Statements[0].Principal.AWS, []string{"arn:aws:iam::444455556666:root"}},
		"gateway":           {a.VPCs["vpc-1"].Endpoints["vpce-1"].Type, "Gateway"},
		"interface":         {a.VPCs["vpc-1"].Endpoints["vpce-2"].Type, "Interface"},
		"source IP":         {a.VPCs["vpc-1"].Endpoints["vpce-2"].SourceIP, "10.1.0.11"},
		"endpoint policy":   {a.VPCs["vpc-1"].Endpoints["vpce-1"].Policy.Document.Statements[0].Principal.Any, true},
		"SCP everywhere":    {w.Organization.Root.Units["Research"].SCPs, []string{"FullAWSAccess"}},
		"unit id":           {strings.HasPrefix(w.Organization.Root.Units["Research"].ID, "ou-abcd-"), true},
		"canonical id":      {len(a.CanonicalID), 64},
		"description as is": {described.Accounts[member].Buckets["data"].Ownership, ""},
	} {
		if diff := cmp.Diff(c.want, c.got); diff != "" {
			t.Errorf("%s: -want +got\n%s", what, diff)
		}
	}
}

func TestBucketDefaults(t *testing.T) {
	all := world.PublicAccessBlock{BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true}
	some := world.PublicAccessBlock{BlockPublicAcls: true}
	for name, c := range map[string]struct {
		defaults *world.BucketDefaults
		bucket   world.Bucket
		want     world.Bucket
	}{
		"none": {nil, world.Bucket{}, world.Bucket{Ownership: "BucketOwnerEnforced", PublicAccessBlock: &all}},
		"those of before April 2023": {
			&world.BucketDefaults{Ownership: "ObjectWriter", PublicAccessBlock: &world.PublicAccessBlock{}}, world.Bucket{},
			world.Bucket{Ownership: "ObjectWriter", OwnershipDeleted: true, PublicAccessBlock: &world.PublicAccessBlock{}, PublicAccessBlockDeleted: true},
		},
		"what a bucket says itself": {
			&world.BucketDefaults{Ownership: "ObjectWriter", PublicAccessBlock: &world.PublicAccessBlock{}},
			world.Bucket{Ownership: "ObjectWriter", PublicAccessBlock: &all},
			world.Bucket{Ownership: "ObjectWriter", PublicAccessBlock: &all},
		},
		"some settings": {
			&world.BucketDefaults{Ownership: "BucketOwnerPreferred", PublicAccessBlock: &some}, world.Bucket{},
			world.Bucket{Ownership: "BucketOwnerPreferred", PublicAccessBlock: &some},
		},
	} {
		w := describe()
		w.BucketDefaults = c.defaults
		w.Accounts[member].Buckets["new"] = &c.bucket
		built := build(t, w)
		b := build(t, built).Accounts[member].Buckets["new"] // again: nothing changes
		got := world.Bucket{Ownership: b.Ownership, OwnershipDeleted: b.OwnershipDeleted, PublicAccessBlock: b.PublicAccessBlock, PublicAccessBlockDeleted: b.PublicAccessBlockDeleted}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
}

func TestEveryAccountHasAnS3KeyInEveryRegion(t *testing.T) {
	w := build(t, describe())
	for _, account := range []string{management, member, outsider} {
		for _, region := range []string{"us-east-1", "eu-west-1"} {
			k, err := w.ResolveKey("alias/aws/s3", region, account)
			if err != nil {
				t.Fatal(err)
			}
			if !k.AWSManaged || k.Account != account || k.Region != region {
				t.Errorf("got %+v", k)
			}
			want := []authz.Condition{
				{Operator: "StringEquals", Key: "kms:CallerAccount", Values: []string{account}},
				{Operator: "StringEquals", Key: "kms:ViaService", Values: []string{"s3." + region + ".amazonaws.com"}},
			}
			if diff := cmp.Diff(want, k.Policy.Document.Statements[0].Condition); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		}
	}
}

func TestAnEmptyDescriptionIsTheDefaultWorld(t *testing.T) {
	w := build(t, &world.World{})
	if got, want := w.Digest(), world.Default().Digest(); got != want {
		t.Errorf("digests differ: %s, %s", got, want)
	}
	c, ok := world.Default().Credential("AKIAIOSFODNN7EXAMPLE")
	if !ok || c.Secret != "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" || c.Principal.Caller.ARN != "arn:aws:iam::111122223333:root" {
		t.Errorf("got %+v", c)
	}
}

func TestNewOfABuiltWorldChangesNothing(t *testing.T) {
	w := build(t, describe())
	again := build(t, w)
	if w.Digest() != again.Digest() {
		t.Error("digests differ")
	}
	if build(t, describe()).Digest() != w.Digest() {
		t.Error("the same description gave another world")
	}
}

func TestLookUps(t *testing.T) {
	w := build(t, describe())
	if b, ok := w.Bucket("data"); !ok || b.Account != member {
		t.Errorf("Bucket: %+v", b)
	}
	if r, ok := w.Role("arn:aws:iam::444455556666:role/service-role/Trainer"); !ok || r.Name != "Trainer" {
		t.Errorf("Role: %+v", r)
	}
	if _, ok := w.Role("arn:aws:iam::444455556666:role/Trainer"); ok {
		t.Error("found a role without its path")
	}
	if u, ok := w.User("arn:aws:iam::444455556666:user/staff/bob"); !ok || u.Name != "bob" {
		t.Errorf("User: %+v", u)
	}
	if e, ok := w.Endpoint("vpce-1"); !ok || e.VPC != "vpc-1" || e.Account != member {
		t.Errorf("Endpoint: %+v", e)
	}
	if a, ok := w.AccountByCanonicalID(w.Accounts[outsider].CanonicalID); !ok || a.ID != outsider {
		t.Errorf("AccountByCanonicalID: %+v", a)
	}
	if k, ok := w.KeyByARN("arn:aws:kms:us-east-1:444455556666:key/" + dataKey); !ok || k.ID != dataKey {
		t.Errorf("KeyByARN: %+v", k)
	}
	for account, want := range map[string][3]any{
		management: {"o-exampleorgid", true, "o-exampleorgid/r-abcd/"},
		outsider:   {"", false, ""},
	} {
		id, m, path := w.OrganizationOf(account)
		if got := [3]any{id, m, path}; got != want {
			t.Errorf("OrganizationOf(%s) = %v, want %v", account, got, want)
		}
	}
	research := w.Organization.Root.Units["Research"].ID
	if _, _, path := w.OrganizationOf(member); path != "o-exampleorgid/r-abcd/"+research+"/ou-abcd-training/" {
		t.Errorf("path %q", path)
	}
}

func TestResolveKey(t *testing.T) {
	w := build(t, describe())
	arn := "arn:aws:kms:us-east-1:444455556666:"
	absent := "00000000-0000-0000-0000-000000000000"
	for _, c := range []struct{ ref, region, account, want string }{
		{dataKey, "us-east-1", member, ""},
		{"alias/data", "us-east-1", member, ""},
		{arn + "key/" + dataKey, "us-east-1", outsider, ""},
		{arn + "alias/data", "us-east-1", outsider, ""},
		{dataKey, "us-east-1", outsider, "Key 'arn:aws:kms:us-east-1:777788889999:key/" + dataKey + "' does not exist"},
		{dataKey, "eu-west-1", member, "Key 'arn:aws:kms:eu-west-1:444455556666:key/" + dataKey + "' does not exist"},
		{arn + "key/" + absent, "us-east-1", member, "Key '" + arn + "key/" + absent + "' does not exist"},
		{arn + "key/" + dataKey, "eu-west-1", member, "Invalid arn us-east-1"},
		{"alias/none", "us-east-1", member, "Alias " + arn + "alias/none is not found."},
		{"fake-key-id", "us-east-1", member, "Invalid keyId 'fake-key-id'"},
		{"arn:aws:s3:::data", "us-east-1", member, "Invalid keyId 'arn:aws:s3:::data'"},
	} {
		k, err := w.ResolveKey(c.ref, c.region, c.account)
		got := ""
		if err != nil {
			got = err.Error()
		} else if k.ID != dataKey {
			got = k.ID
		}
		if got != c.want {
			t.Errorf("ResolveKey(%q, %q, %q): got %q, want %q", c.ref, c.region, c.account, got, c.want)
		}
	}
}
