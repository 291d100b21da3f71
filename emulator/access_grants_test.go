package emulator_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3control"
	"github.com/aws/aws-sdk-go-v2/service/s3control/types"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/world"
)

const (
	grantsARN  = "arn:aws:s3:us-east-1:" + owner + ":access-grants/default"
	vendorRole = "arn:aws:iam::" + owner + ":role/Vendor"
)

// grantsWorld has an instance without locations, a role for one, a user and a
// group of IAM Identity Center, and a bucket.
func grantsWorld() *world.World {
	trusts := func(actions string) *world.Policy {
		return policy(strings.Replace(to(`{"Service":"access-grants.s3.amazonaws.com"}`, "Allow", actions, ""), `,"Resource":""`, "", 1))
	}
	asks := inline(allow("s3:GetDataAccess s3:ListCallerAccessGrants s3:GetAccessGrantsInstanceForPrefix", grantsARN))
	return &world.World{
		IdentityCenter: &world.IdentityCenter{
			Users:  map[string]*world.DirectoryUser{"ana": {}, "ben": {}},
			Groups: map[string]*world.DirectoryGroup{"science": {Members: []string{"ana"}}},
		},
		Accounts: map[string]*world.Account{
			owner: {
				Users: map[string]*world.User{"admin": {Policies: inline(allow("s3:* iam:PassRole sso:* identitystore:*", "*"))}, "asker": {Policies: asks}, "bob": {}},
				Roles: map[string]*world.Role{
					"Vendor":   {Trust: trusts("sts:AssumeRole sts:SetSourceIdentity sts:SetContext"), Policies: inline(allow("s3:*", "*"))},
					"Closed":   {Trust: trusts("sts:AssumeRole"), Policies: inline(allow("s3:*", "*"))},
					"Studio":   {Policies: map[string]*world.Policy{"ask": asks["inline"], "pass": allow("sts:SetContext", vendorRole)}},
					"Speaking": {Policies: asks},
				},
				Buckets: map[string]*world.Bucket{"data": {Objects: map[string]*world.Object{
					"train/1.csv": {Body: "1"}, "train/a/2.csv": {Body: "2"}, "other/3.csv": {Body: "3"}, "one.csv": {Body: "one"}}}},
			},
			other: {Users: map[string]*world.User{"carol": {Policies: inline(allow("s3:*", "*"))}}},
		},
	}
}

// vended is an S3 client of credentials that GetDataAccess gave.
func (l *lab) vended(c *types.Credentials) *s3.Client {
	return s3.New(s3.Options{
		Region: "us-east-1", BaseEndpoint: ptr("http://lab.test"), HTTPClient: &http.Client{Transport: l}, Retryer: aws.NopRetryer{}, UsePathStyle: true,
		Credentials: credentials.NewStaticCredentialsProvider(*c.AccessKeyId, *c.SecretAccessKey, *c.SessionToken),
	})
}

// directory is S3 Control's client of a directory user's session of a role.
func (l *lab) directory(role, user string) *s3control.Client {
	l.t.Helper()
	c, err := l.Credentials(role, emulator.SessionOptions{DirectoryUser: user})
	if err != nil {
		l.t.Fatal(err)
	}
	return s3control.New(s3control.Options{
		Region: "us-east-1", BaseEndpoint: ptr("http://lab.test"), HTTPClient: &http.Client{Transport: l}, Retryer: aws.NopRetryer{},
		Credentials: credentials.NewStaticCredentialsProvider(c.AccessKeyID, c.Secret, c.Token),
	})
}

// grantTo makes a grant below s3://data/.
func (l *lab) grantTo(kind types.GranteeType, grantee string, permission types.Permission, sub string) (*s3control.CreateAccessGrantOutput, error) {
	return l.control("user/admin").CreateAccessGrant(l.t.Context(), &s3control.CreateAccessGrantInput{
		AccountId: ptr(owner), AccessGrantsLocationId: ptr("default"), Permission: permission,
		AccessGrantsLocationConfiguration: &types.AccessGrantsLocationConfiguration{S3SubPrefix: &sub},
		Grantee:                           &types.Grantee{GranteeType: kind, GranteeIdentifier: &grantee},
	})
}

func granted(t *testing.T) *lab {
	l := start(t, emulator.Options{World: grantsWorld()})
	admin := l.control("user/admin")
	wantCode(t, second(admin.CreateAccessGrantsInstance(t.Context(), &s3control.CreateAccessGrantsInstanceInput{AccountId: ptr(owner)})), "")
	wantCode(t, second(admin.CreateAccessGrantsLocation(t.Context(), location("s3://", vendorRole))), "")
	return l
}

func location(scope, role string) *s3control.CreateAccessGrantsLocationInput {
	return &s3control.CreateAccessGrantsLocationInput{AccountId: ptr(owner), LocationScope: &scope, IAMRoleArn: &role}
}

func data(permission types.Permission, target string) *s3control.GetDataAccessInput {
	return &s3control.GetDataAccessInput{AccountId: ptr(owner), Permission: permission, Target: &target}
}

func readKey(t *testing.T, c *s3.Client, key string) error {
	return second(c.GetObject(t.Context(), &s3.GetObjectInput{Bucket: ptr("data"), Key: &key}))
}

func TestCredentialsOfAGrantReachWhatItIsFor(t *testing.T) {
	l := granted(t)
	wantCode(t, second(l.grantTo(types.GranteeTypeIam, "arn:aws:iam::"+owner+":user/asker", types.PermissionRead, "data/train/*")), "")
	asker := l.control("user/asker")
	out, err := asker.GetDataAccess(t.Context(), data(types.PermissionRead, "s3://data/train/a/*"))
	if err != nil {
		t.Fatal(err)
	}
	if *out.MatchedGrantTarget != "s3://data/train/*" || *out.Grantee.GranteeIdentifier != "arn:aws:iam::"+owner+":user/asker" || out.Credentials.Expiration.Sub(now).Seconds() != 3600 {
		t.Errorf("got %+v", out)
	}
	c := l.vended(out.Credentials)
	wantCode(t, readKey(t, c, "train/1.csv"), "")
	wantCode(t, readKey(t, c, "other/3.csv"), "403 AccessDenied")
	if refused := l.last().Refused(); refused.Decision.Layer != "session_policy" || refused.Call.Context["s3:AccessGrantsInstanceArn"].Values[0] != grantsARN {
		t.Errorf("refused by %s with %v", refused.Decision.Layer, refused.Call.Context)
	}
	wantCode(t, second(c.PutObject(t.Context(), &s3.PutObjectInput{Bucket: ptr("data"), Key: ptr("train/x"), Body: strings.NewReader("x")})), "403 AccessDenied")
	wantCode(t, second(c.ListObjectsV2(t.Context(), &s3.ListObjectsV2Input{Bucket: ptr("data"), Prefix: ptr("train/")})), "")
	wantCode(t, second(c.ListObjectsV2(t.Context(), &s3.ListObjectsV2Input{Bucket: ptr("data")})), "403 AccessDenied")

	minimal := data(types.PermissionRead, "s3://data/train/a/*")
	minimal.Privilege = types.PrivilegeMinimal
	minimal.DurationSeconds = aws.Int32(900)
	out, err = asker.GetDataAccess(t.Context(), minimal)
	if err != nil || out.Credentials.Expiration.Sub(now).Seconds() != 900 {
		t.Fatal(out, err)
	}
	c = l.vended(out.Credentials)
	wantCode(t, readKey(t, c, "train/a/2.csv"), "")
	wantCode(t, readKey(t, c, "train/1.csv"), "403 AccessDenied")
}

func TestWhoAsksWithoutAGrantIsRefused(t *testing.T) {
	l := granted(t)
	asker := l.control("user/asker")
	arn := "arn:aws:iam::" + owner + ":user/asker"
	refused := func(in *s3control.GetDataAccessInput, layer, message string) {
		t.Helper()
		before := l.Digest()
		err := second(asker.GetDataAccess(t.Context(), in))
		wantCode(t, err, "403 AccessDenied")
		if got := l.last().Refused(); string(got.Decision.Layer) != layer || !strings.Contains(err.Error(), message) || l.Digest() != before {
			t.Errorf("refused by %s: %v", got.Decision.Layer, err)
		}
	}
	refused(data(types.PermissionReadwrite, "s3://data/train*"), "s3_access_grants", "You do not have READWRITE permissions to the requested S3 Prefix: s3://data/train*")
	wantCode(t, second(l.grantTo(types.GranteeTypeIam, arn, types.PermissionRead, "data/train/*")), "")
	refused(data(types.PermissionWrite, "s3://data/train/*"), "s3_access_grants", "You do not have WRITE permissions")
	refused(data(types.PermissionRead, "s3://data"), "s3_access_grants", "Prefix: s3://data/*")
	wantCode(t, second(l.control("user/bob").GetDataAccess(t.Context(), data(types.PermissionRead, "s3://data/train/*"))), "403 AccessDenied")
	if got := l.last().Refused(); got.Decision.Layer != "identity_policy" || got.Resource != grantsARN {
		t.Errorf("refused %+v", got.Decision)
	}
	object := data(types.PermissionRead, "s3://data/one.csv")
	object.TargetType = types.S3PrefixTypeObject
	refused(object, "s3_access_grants", "Prefix: s3://data/one.csv")
	wantCode(t, second(l.grantTo(types.GranteeTypeIam, arn, types.PermissionRead, "data/one.csv")), "")
	wantCode(t, second(asker.GetDataAccess(t.Context(), object)), "")
}

func TestALocationsRoleHasToTrustAccessGrants(t *testing.T) {
	l := granted(t)
	closed := "arn:aws:iam::" + owner + ":role/Closed"
	wantCode(t, second(l.grantTo(types.GranteeTypeIam, "arn:aws:iam::"+owner+":user/asker", types.PermissionRead, "data/*")), "")
	update := &s3control.UpdateAccessGrantsLocationInput{AccountId: ptr(owner), AccessGrantsLocationId: ptr("default"), IAMRoleArn: &closed}
	wantCode(t, second(l.control("user/admin").UpdateAccessGrantsLocation(t.Context(), update)), "")
	err := second(l.control("user/asker").GetDataAccess(t.Context(), data(types.PermissionRead, "s3://data/*")))
	wantCode(t, err, "403 StsNotAuthorizedError")
	if asked := l.last().Refused(); asked == nil || asked.Action != "sts:SetSourceIdentity" || asked.Call.Caller.ARN != "access-grants.s3.amazonaws.com" || asked.Call.Context["aws:SourceArn"].Values[0] != grantsARN {
		t.Errorf("asked %+v", asked)
	}
}

func TestDirectoryUsersUseGrantsOfTheirGroups(t *testing.T) {
	l := granted(t)
	admin, center := l.control("user/admin"), l.World().IdentityCenter
	group := center.Groups["science"].ID
	wantCode(t, second(l.grantTo(types.GranteeTypeDirectoryGroup, group, types.PermissionRead, "data/*")), "400 InvalidAccessGrant")
	associate := &s3control.AssociateAccessGrantsIdentityCenterInput{AccountId: ptr(owner), IdentityCenterArn: ptr("arn:aws:sso:::instance/ssoins-0000000000000000")}
	wantCode(t, second(admin.AssociateAccessGrantsIdentityCenter(t.Context(), associate)), "400 InvalidIdentityCenterInstance")
	associate.IdentityCenterArn = ptr(center.InstanceARN())
	wantCode(t, second(admin.AssociateAccessGrantsIdentityCenter(t.Context(), associate)), "")
	wantCode(t, second(l.grantTo(types.GranteeTypeDirectoryGroup, group, types.PermissionRead, "data/*")), "")

	in := data(types.PermissionRead, "s3://data/*")
	out, err := l.directory("role/Studio", "ana").GetDataAccess(t.Context(), in)
	if err != nil || *out.Grantee.GranteeIdentifier != group || out.Grantee.GranteeType != types.GranteeTypeDirectoryGroup {
		t.Fatalf("%+v %v", out, err)
	}
	wantCode(t, readKey(t, l.vended(out.Credentials), "train/1.csv"), "")
	if id := l.last().Asked[0].Call.Context["identitystore:UserId"].Values; len(id) != 1 || id[0] != center.Users["ana"].ID {
		t.Errorf("the vended session is one of %v", id)
	}
	wantCode(t, second(l.directory("role/Studio", "ben").GetDataAccess(t.Context(), in)), "403 AccessDenied")
	wantCode(t, second(l.control("role/Studio").GetDataAccess(t.Context(), in)), "403 AccessDenied")
	// Who may not hand the context on gets no credentials.
	wantCode(t, second(l.directory("role/Speaking", "ana").GetDataAccess(t.Context(), in)), "403 StsNotAuthorizedError")
	if asked := l.last().Refused(); asked.Action != "sts:SetContext" || asked.Decision.Layer != "identity_policy" {
		t.Errorf("asked %s, refused by %s", asked.Action, asked.Decision.Layer)
	}
	mine, err := l.directory("role/Studio", "ana").ListCallerAccessGrants(t.Context(), &s3control.ListCallerAccessGrantsInput{AccountId: ptr(owner)})
	if err != nil || len(mine.CallerAccessGrantsList) != 1 {
		t.Errorf("the caller's grants are %+v, %v", mine, err)
	}
	wantCode(t, second(admin.DissociateAccessGrantsIdentityCenter(t.Context(), &s3control.DissociateAccessGrantsIdentityCenterInput{AccountId: ptr(owner)})), "")
	wantCode(t, second(l.directory("role/Studio", "ana").GetDataAccess(t.Context(), in)), "403 AccessDenied")
}

func TestAnotherAccountAsksByThePolicyOfTheInstance(t *testing.T) {
	l := granted(t)
	carol := "arn:aws:iam::" + other + ":user/carol"
	wantCode(t, second(l.grantTo(types.GranteeTypeIam, carol, types.PermissionRead, "data/*")), "")
	in, prefix := data(types.PermissionRead, "s3://data/*"), &s3control.GetAccessGrantsInstanceForPrefixInput{AccountId: ptr(other), S3Prefix: ptr("s3://data/train")}
	asks := l.control("user/carol")
	wantCode(t, second(asks.GetDataAccess(t.Context(), in)), "403 AccessDenied")
	if got := l.last().Refused(); got.Decision.Layer != "resource_policy" {
		t.Errorf("refused by %s", got.Decision.Layer)
	}
	text := string(policy(to(`{"AWS":"`+other+`"}`, "Allow", "s3:GetDataAccess s3:GetAccessGrantsInstanceForPrefix", grantsARN)).JSON)
	admin := l.control("user/admin")
	get := &s3control.GetAccessGrantsInstanceResourcePolicyInput{AccountId: ptr(owner)}
	wantCode(t, second(admin.GetAccessGrantsInstanceResourcePolicy(t.Context(), get)), "404 AccessGrantsInstanceResourcePolicyNotExists")
	put := &s3control.PutAccessGrantsInstanceResourcePolicyInput{AccountId: ptr(owner), Policy: ptr("{}")}
	wantCode(t, second(admin.PutAccessGrantsInstanceResourcePolicy(t.Context(), put)), "400 InvalidResourcePolicy")
	put.Policy = &text
	wantCode(t, second(admin.PutAccessGrantsInstanceResourcePolicy(t.Context(), put)), "")
	found, err := asks.GetAccessGrantsInstanceForPrefix(t.Context(), prefix)
	if err != nil || *found.AccessGrantsInstanceArn != grantsARN {
		t.Fatal(found, err)
	}
	out, err := asks.GetDataAccess(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	wantCode(t, readKey(t, l.vended(out.Credentials), "other/3.csv"), "")
	wantCode(t, second(admin.DeleteAccessGrantsInstanceResourcePolicy(t.Context(), &s3control.DeleteAccessGrantsInstanceResourcePolicyInput{AccountId: ptr(owner)})), "")
	wantCode(t, second(asks.GetDataAccess(t.Context(), in)), "403 AccessDenied")
}

func TestTheLifeOfAnAccessGrantsInstance(t *testing.T) {
	l := start(t, emulator.Options{World: grantsWorld()})
	admin, account := l.control("user/admin"), ptr(owner)
	wantCode(t, second(admin.GetAccessGrantsInstance(t.Context(), &s3control.GetAccessGrantsInstanceInput{AccountId: account})), "404 AccessGrantsInstanceNotExistsError")
	wantCode(t, second(l.control("user/asker").GetDataAccess(t.Context(), data(types.PermissionRead, "s3://data/*"))), "404 AccessGrantsInstanceNotExistsError")
	made, err := admin.CreateAccessGrantsInstance(t.Context(), &s3control.CreateAccessGrantsInstanceInput{AccountId: account, Tags: []types.Tag{{Key: ptr("team"), Value: ptr("ml")}}})
	if err != nil || *made.AccessGrantsInstanceArn != grantsARN || !made.CreatedAt.Equal(now) {
		t.Fatal(made, err)
	}
	wantCode(t, second(admin.CreateAccessGrantsInstance(t.Context(), &s3control.CreateAccessGrantsInstanceInput{AccountId: account})), "409 AccessGrantsInstanceAlreadyExists")
	list, err := admin.ListAccessGrantsInstances(t.Context(), &s3control.ListAccessGrantsInstancesInput{AccountId: account})
	if err != nil || len(list.AccessGrantsInstancesList) != 1 {
		t.Fatal(list, err)
	}
	wantCode(t, second(admin.CreateAccessGrantsLocation(t.Context(), location("s3://nowhere", vendorRole))), "400 InvalidAccessGrantsLocation")
	wantCode(t, second(admin.CreateAccessGrantsLocation(t.Context(), location("s3://data", "arn:aws:iam::"+owner+":role/Nobody"))), "400 InvalidIamRole")
	place, err := admin.CreateAccessGrantsLocation(t.Context(), location("s3://data/train*", vendorRole))
	if err != nil {
		t.Fatal(err)
	}
	wantCode(t, second(admin.CreateAccessGrantsLocation(t.Context(), location("s3://data/train*", vendorRole))), "409 AccessGrantsLocationAlreadyExistsError")
	grant := &s3control.CreateAccessGrantInput{AccountId: account, AccessGrantsLocationId: place.AccessGrantsLocationId, Permission: types.PermissionRead,
		Grantee: &types.Grantee{GranteeType: types.GranteeTypeIam, GranteeIdentifier: ptr("arn:aws:iam::" + owner + ":user/asker")}}
	one, err := admin.CreateAccessGrant(t.Context(), grant)
	if err != nil || *one.GrantScope != "s3://data/train*" {
		t.Fatal(one, err)
	}
	wantCode(t, second(admin.CreateAccessGrant(t.Context(), grant)), "409 AccessGrantAlreadyExists")
	got, err := admin.GetAccessGrant(t.Context(), &s3control.GetAccessGrantInput{AccountId: account, AccessGrantId: one.AccessGrantId})
	if err != nil || *got.AccessGrantArn != grantsARN+"/grant/"+*one.AccessGrantId || got.Permission != types.PermissionRead {
		t.Fatal(got, err)
	}
	all, err := admin.ListAccessGrants(t.Context(), &s3control.ListAccessGrantsInput{AccountId: account, Permission: types.PermissionRead})
	if err != nil || len(all.AccessGrantsList) != 1 {
		t.Fatal(all, err)
	}
	mine, err := l.control("user/asker").ListCallerAccessGrants(t.Context(), &s3control.ListCallerAccessGrantsInput{AccountId: account})
	if err != nil || len(mine.CallerAccessGrantsList) != 1 || *mine.CallerAccessGrantsList[0].ApplicationArn != "ALL" {
		t.Fatal(mine, err)
	}
	tag := &s3control.TagResourceInput{AccountId: account, ResourceArn: one.AccessGrantArn, Tags: []types.Tag{{Key: ptr("a"), Value: ptr("b")}}}
	wantCode(t, second(admin.TagResource(t.Context(), tag)), "")
	tags, err := admin.ListTagsForResource(t.Context(), &s3control.ListTagsForResourceInput{AccountId: account, ResourceArn: one.AccessGrantArn})
	if err != nil || len(tags.Tags) != 1 {
		t.Fatal(tags, err)
	}
	wantCode(t, second(admin.UntagResource(t.Context(), &s3control.UntagResourceInput{AccountId: account, ResourceArn: ptr(grantsARN), TagKeys: []string{"team"}})), "")

	remove := &s3control.DeleteAccessGrantsLocationInput{AccountId: account, AccessGrantsLocationId: place.AccessGrantsLocationId}
	wantCode(t, second(admin.DeleteAccessGrantsLocation(t.Context(), remove)), "400 AccessGrantsLocationNotEmptyError")
	wantCode(t, second(admin.DeleteAccessGrantsInstance(t.Context(), &s3control.DeleteAccessGrantsInstanceInput{AccountId: account})), "400 AccessGrantsInstanceNotEmptyError")
	wantCode(t, second(l.control("user/bob").DeleteAccessGrant(t.Context(), &s3control.DeleteAccessGrantInput{AccountId: account, AccessGrantId: one.AccessGrantId})), "403 AccessDenied")
	wantCode(t, second(admin.DeleteAccessGrant(t.Context(), &s3control.DeleteAccessGrantInput{AccountId: account, AccessGrantId: one.AccessGrantId})), "")
	wantCode(t, second(admin.DeleteAccessGrant(t.Context(), &s3control.DeleteAccessGrantInput{AccountId: account, AccessGrantId: one.AccessGrantId})), "404 NoSuchAccessGrantError")
	wantCode(t, second(admin.DeleteAccessGrantsLocation(t.Context(), remove)), "")
	wantCode(t, second(admin.GetAccessGrantsLocation(t.Context(), &s3control.GetAccessGrantsLocationInput{AccountId: account, AccessGrantsLocationId: ptr("default")})), "404 NoSuchAccessGrantsLocationError")
	wantCode(t, second(admin.DeleteAccessGrantsInstance(t.Context(), &s3control.DeleteAccessGrantsInstanceInput{AccountId: account})), "")
}
