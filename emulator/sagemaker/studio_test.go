package sagemaker_test

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/world"
)

// domainID is the id of the first domain with its name.
const domainID = "d-eb1cb170eaa4"

// studio is a domain whose storage is encrypted with the customer's key.
func studio() *sdk.CreateDomainInput {
	return &sdk.CreateDomainInput{
		DomainName: aws.String("studio"), AuthMode: types.AuthModeIam, VpcId: aws.String("vpc-1"), SubnetIds: []string{"subnet-1"},
		KmsKeyId:            aws.String(keyARN),
		DefaultUserSettings: &types.UserSettings{ExecutionRole: aws.String(execARN)},
	}
}

func makeDomain(ctx context.Context, c *sdk.Client) error {
	_, err := c.CreateDomain(ctx, studio())
	return err
}

// rolesOfStudio has three more roles that may use nothing but what they are
// given: of a user, of spaces, and of the domain.
func rolesOfStudio(keyed ...string) func(*world.World) {
	return func(w *world.World) {
		for _, name := range []string{"User", "Spaces", "Domain"} {
			w.Accounts[owner].Roles[name] = &world.Role{Trust: trustSageMaker, Policies: map[string]*world.Policy{}}
		}
		for _, name := range keyed {
			w.Accounts[owner].Roles[name].Policies["Key"] = world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Allow",
				"Action":["kms:CreateGrant","kms:DescribeKey"],"Resource":"` + keyARN + `"}}`)
		}
	}
}

// change changes the world of a lab that runs.
func (l *lab) change(change func(*world.World)) {
	l.t.Helper()
	if err := l.Change(func(w *world.World) error { change(w); return nil }); err != nil {
		l.t.Fatal(err)
	}
}

const principal = "sagemaker.amazonaws.com"

// passer has somebody who may do anything in SageMaker, and pass roles as said.
func passer(pass string) func(*world.World) {
	return func(w *world.World) {
		statements := `{"Effect":"Allow","Action":"sagemaker:*","Resource":"*"}`
		if pass != "" {
			statements += "," + pass
		}
		w.Accounts[owner].Roles["Caller"] = &world.Role{Policies: map[string]*world.Policy{
			"Use": world.MustPolicy(`{"Version":"2012-10-17","Statement":[` + statements + `]}`)}}
	}
}

func passTo(service string) string {
	return `{"Effect":"Allow","Action":"iam:PassRole","Resource":"` + execARN + `","Condition":{"StringEquals":{"iam:PassedToService":"` + service + `"}}}`
}

func roleARN(name string) *string { return aws.String("arn:aws:iam::" + owner + ":role/" + name) }

// populate makes a domain with a user of a role of his own, a private space of
// his and a shared one.
func (l *lab) populate(c *sdk.Client, mode types.AuthMode) {
	l.t.Helper()
	ctx, in := l.t.Context(), studio()
	in.AuthMode, in.DefaultUserSettings.ExecutionRole = mode, roleARN("Domain")
	in.DefaultSpaceSettings = &types.DefaultSpaceSettings{ExecutionRole: roleARN("Spaces")}
	_, err := c.CreateDomain(ctx, in)
	if err == nil {
		_, err = c.CreateUserProfile(ctx, &sdk.CreateUserProfileInput{DomainId: aws.String(domainID), UserProfileName: aws.String("ann"),
			UserSettings: &types.UserSettings{ExecutionRole: roleARN("User")}})
	}
	if err == nil {
		_, err = c.CreateUserProfile(ctx, &sdk.CreateUserProfileInput{DomainId: aws.String(domainID), UserProfileName: aws.String("plain")})
	}
	if err == nil {
		_, err = c.CreateSpace(ctx, &sdk.CreateSpaceInput{DomainId: aws.String(domainID), SpaceName: aws.String("own"),
			SpaceSharingSettings: &types.SpaceSharingSettings{SharingType: types.SharingTypePrivate},
			OwnershipSettings:    &types.OwnershipSettings{OwnerUserProfileName: aws.String("ann")}})
	}
	if err == nil {
		_, err = c.CreateSpace(ctx, &sdk.CreateSpaceInput{DomainId: aws.String(domainID), SpaceName: aws.String("team")})
	}
	if err != nil {
		l.t.Fatal(err)
	}
}

// app is that of a user or in a space.
func app(user, space string) *sdk.CreateAppInput {
	in := &sdk.CreateAppInput{DomainId: aws.String(domainID), AppType: types.AppTypeJupyterLab, AppName: aws.String("default")}
	if user != "" {
		in.UserProfileName = &user
	}
	if space != "" {
		in.SpaceName = &space
	}
	return in
}

func keyDenied(role, action string) string {
	return "ClientError: User: arn:aws:sts::" + owner + ":assumed-role/" + role + "/SageMaker is not authorized to perform: " + action +
		" on resource: " + keyARN + " because no identity-based policy allows the " + action + " action"
}

// Whose role must be allowed the domain's key follows from where the app runs,
// and from how users sign in.
func TestAppsNeedTheKeyOfTheirDomain(t *testing.T) {
	failed := func(role string) want {
		return want{status: "Failed", stage: "volume", reason: keyDenied(role, "kms:DescribeKey"), action: "kms:DescribeKey"}
	}
	good := want{status: "InService"}
	for _, tc := range []struct {
		name        string
		mode        types.AuthMode
		keyed       []string
		world       func(*world.World)
		user, space string
		want        want
	}{
		{name: "a user, whose role may not", mode: "IAM", keyed: []string{"Spaces", "Domain"}, user: "ann", want: failed("User")},
		{name: "a user, whose role may", mode: "IAM", keyed: []string{"User"}, user: "ann", want: good},
		{name: "a user without a role, and the domain's may not", mode: "IAM", keyed: []string{"User", "Spaces"}, user: "plain", want: failed("Domain")},
		{name: "a user without a role, and the domain's may", mode: "IAM", keyed: []string{"Domain"}, user: "plain", want: good},
		{name: "a private space, whose owner's role may not", mode: "IAM", keyed: []string{"Spaces", "Domain"}, space: "own", want: failed("User")},
		{name: "a private space, whose owner's role may", mode: "IAM", keyed: []string{"User"}, space: "own", want: good},
		{name: "a shared space, and the role of spaces may not", mode: "IAM", keyed: []string{"User", "Domain"}, space: "team", want: failed("Spaces")},
		{name: "a shared space, and the role of spaces may", mode: "IAM", keyed: []string{"Spaces"}, space: "team", want: good},
		{name: "Identity Center, and the domain's role may not", mode: "SSO", keyed: []string{"User", "Spaces"}, user: "ann", want: failed("Domain")},
		{name: "Identity Center, and the domain's role may", mode: "SSO", keyed: []string{"Domain"}, user: "ann", want: good},
		{name: "the key's policy names the role", mode: "IAM", user: "ann", want: good, world: func(w *world.World) {
			w.Accounts[owner].Keys[keyID].Policy = world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Allow",
				"Principal":{"AWS":"arn:aws:iam::111122223333:role/User"},"Action":["kms:CreateGrant","kms:DescribeKey"],"Resource":"*"}}`)
		}},
		{name: "described, but no grant", mode: "IAM", user: "ann", want: want{status: "Failed", stage: "volume", reason: keyDenied("User", "kms:CreateGrant"), action: "kms:CreateGrant"},
			world: func(w *world.World) {
				w.Accounts[owner].Roles["User"].Policies["Key"] = world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"kms:DescribeKey","Resource":"*"}}`)
			}},
		{name: "grants for AWS's services only", mode: "IAM", user: "ann", want: good, world: func(w *world.World) {
			w.Accounts[owner].Roles["User"].Policies["Key"] = world.MustPolicy(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kms:DescribeKey","Resource":"*"},
				{"Effect":"Allow","Action":"kms:CreateGrant","Resource":"*","Condition":{"Bool":{"kms:GrantIsForAWSResource":"true"},"StringEquals":{"kms:ViaService":"sagemaker.us-east-1.amazonaws.com"}}}]}`)
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l := start(t, both(rolesOfStudio(tc.keyed...), func(w *world.World) {
				if tc.world != nil {
					tc.world(w)
				}
			}))
			c := l.as("role/Admin/ann")
			l.populate(c, tc.mode)
			made, err := c.CreateApp(t.Context(), app(tc.user, tc.space))
			l.check("app/"+domainID+"/"+tc.user+tc.space+"/JupyterLab/default", err, tc.want)
			in := app(tc.user, tc.space)
			out, err := c.DescribeApp(t.Context(), &sdk.DescribeAppInput{DomainId: in.DomainId, UserProfileName: in.UserProfileName,
				SpaceName: in.SpaceName, AppType: in.AppType, AppName: in.AppName})
			if err != nil || string(out.Status) != tc.want.status || aws.ToString(out.FailureReason) != tc.want.reason || *out.AppArn != *made.AppArn {
				t.Errorf("described as %+v %v", out, err)
			}
		})
	}
}

// The role of an app may lose the service's trust after it was named.
func TestAnAppWhoseRoleTrustsNobodyFails(t *testing.T) {
	l := start(t, rolesOfStudio("User"))
	c := l.as("role/Admin/ann")
	l.populate(c, types.AuthModeIam)
	l.change(func(w *world.World) { w.Accounts[owner].Roles["User"].Trust = nil })
	_, err := c.CreateApp(t.Context(), app("ann", ""))
	l.check("app/"+domainID+"/ann/JupyterLab/default", err, want{status: "Failed", stage: "role",
		reason: "ClientError: SageMaker is unable to perform: sts:AssumeRole on the role. Check if you have a trust relationship for 'sagemaker.amazonaws.com' to assume the role."})
}

func TestStudioRefusesWhatDoesNotFitTogether(t *testing.T) {
	l := start(t, rolesOfStudio())
	c, ctx := l.as("role/Admin/ann"), t.Context()
	l.populate(c, types.AuthModeIam)
	other := aws.String("d-aaaaaaaaaaaa")
	for _, tc := range []struct {
		name string
		call func() error
		want want
	}{
		{"a domain of the same name", func() error { _, err := c.CreateDomain(ctx, studio()); return err },
			want{code: "ResourceInUse", message: "Domain with name studio already exists"}},
		{"a domain in a subnet that is not there", func() error {
			in := studio()
			in.DomainName, in.SubnetIds = aws.String("second"), []string{"subnet-9"}
			_, err := c.CreateDomain(ctx, in)
			return err
		}, want{code: "ValidationException", message: "The subnet ID 'subnet-9' does not exist"}},
		{"a user of no domain", func() error {
			_, err := c.CreateUserProfile(ctx, &sdk.CreateUserProfileInput{DomainId: other, UserProfileName: aws.String("ann")})
			return err
		}, want{code: "ValidationException", message: "Domain [d-aaaaaaaaaaaa] does not exist."}},
		{"a user twice", func() error {
			_, err := c.CreateUserProfile(ctx, &sdk.CreateUserProfileInput{DomainId: aws.String(domainID), UserProfileName: aws.String("ann")})
			return err
		}, want{code: "ResourceInUse", message: "UserProfile with name ann already exists"}},
		{"a private space of nobody", func() error {
			_, err := c.CreateSpace(ctx, &sdk.CreateSpaceInput{DomainId: aws.String(domainID), SpaceName: aws.String("mine"),
				SpaceSharingSettings: &types.SpaceSharingSettings{SharingType: types.SharingTypePrivate}})
			return err
		}, want{code: "ValidationException", message: "Ownership settings are required for the private space [mine]."}},
		{"an app of a user who is not there", func() error { _, err := c.CreateApp(ctx, app("eve", "")); return err },
			want{code: "ValidationException", message: "UserProfile [eve] does not exist."}},
		{"an app in a space that is not there", func() error { _, err := c.CreateApp(ctx, app("", "loft")); return err },
			want{code: "ValidationException", message: "Space [loft] does not exist."}},
		{"an app of a user and a space", func() error { _, err := c.CreateApp(ctx, app("ann", "team")); return err },
			want{code: "ValidationException", message: "Exactly one of UserProfileName and SpaceName must be specified."}},
		{"the end of a domain that is lived in", func() error {
			_, err := c.DeleteDomain(ctx, &sdk.DeleteDomainInput{DomainId: aws.String(domainID)})
			return err
		}, want{code: "ResourceInUse", message: "Unable to delete Domain " + domainID + " because other resources are associated with it."}},
		{"an update of no domain", func() error {
			_, err := c.UpdateDomain(ctx, &sdk.UpdateDomainInput{DomainId: other})
			return err
		}, want{code: "ResourceNotFound", message: "Requested resource not found."}},
	} {
		t.Run(tc.name, func(t *testing.T) { l.refused(tc.call(), tc.want) })
	}
}

// A shared space needs a role of its own in the domain.
func TestSharedSpacesNeedARoleOfTheDomain(t *testing.T) {
	l := start(t, nil)
	c := l.as("role/Admin/ann")
	if err := makeDomain(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	share := func() error {
		_, err := c.CreateSpace(t.Context(), &sdk.CreateSpaceInput{DomainId: aws.String(domainID), SpaceName: aws.String("team")})
		return err
	}
	l.refused(share(), want{code: "ValidationException", message: "Domain [" + domainID + "] has no execution role in its default space settings, which a shared space needs."})
	_, err := c.UpdateDomain(t.Context(), &sdk.UpdateDomainInput{DomainId: aws.String(domainID), DefaultSpaceSettings: &types.DefaultSpaceSettings{ExecutionRole: aws.String(execARN)}})
	if err != nil {
		t.Fatal(err)
	}
	if err := share(); err != nil {
		t.Error(err)
	}
}

// An update changes what it names, and passes the roles that it names.
func TestUpdatesOfStudioPassRoles(t *testing.T) {
	l := start(t, both(rolesOfStudio(), passer(passTo(principal))))
	admin, bob, ctx := l.as("role/Admin/ann"), l.as("role/Caller/bob"), t.Context()
	l.populate(admin, types.AuthModeIam)
	user := func(c *sdk.Client, role *string) error {
		_, err := c.UpdateUserProfile(ctx, &sdk.UpdateUserProfileInput{DomainId: aws.String(domainID), UserProfileName: aws.String("ann"),
			UserSettings: &types.UserSettings{ExecutionRole: role, SecurityGroups: []string{"sg-1"}}})
		return err
	}
	l.refused(user(bob, roleARN("Spaces")), want{code: denied, message: "User: arn:aws:sts::" + owner + ":assumed-role/Caller/bob is not authorized to perform: iam:PassRole on resource: " +
		*roleARN("Spaces") + " because no identity-based policy allows the iam:PassRole action"})
	if err := user(bob, aws.String(execARN)); err != nil {
		t.Fatal(err)
	}
	if err := user(bob, nil); err != nil {
		t.Fatal(err)
	}
	out, err := admin.DescribeUserProfile(ctx, &sdk.DescribeUserProfileInput{DomainId: aws.String(domainID), UserProfileName: aws.String("ann")})
	if err != nil || *out.UserSettings.ExecutionRole != execARN || len(out.UserSettings.SecurityGroups) != 1 {
		t.Errorf("%+v %v", out, err)
	}
	if _, err := admin.UpdateSpace(ctx, &sdk.UpdateSpaceInput{DomainId: aws.String(domainID), SpaceName: aws.String("own"), SpaceDisplayName: aws.String("Mine")}); err != nil {
		t.Fatal(err)
	}
	space, err := admin.DescribeSpace(ctx, &sdk.DescribeSpaceInput{DomainId: aws.String(domainID), SpaceName: aws.String("own")})
	if err != nil || aws.ToString(space.SpaceDisplayName) != "Mine" || space.SpaceSharingSettings.SharingType != types.SharingTypePrivate {
		t.Errorf("%+v %v", space, err)
	}
}

// Policies may name who owns what an app runs in, and what it runs on.
func TestAppsHaveConditionKeys(t *testing.T) {
	only := func(condition string) func(*world.World) {
		return func(w *world.World) {
			w.Accounts[owner].Roles["Caller"] = &world.Role{Policies: map[string]*world.Policy{"Use": world.MustPolicy(
				`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sagemaker:CreateApp","Resource":"*","Condition":` + condition + `}}`)}}
		}
	}
	for _, tc := range []struct {
		name, condition, user, space string
		taken                        bool
	}{
		{"his own", `{"ArnLike":{"sagemaker:OwnerUserProfileArn":"arn:aws:sagemaker:*:*:user-profile/*/ann"}}`, "ann", "", true},
		{"somebody else's", `{"ArnLike":{"sagemaker:OwnerUserProfileArn":"arn:aws:sagemaker:*:*:user-profile/*/ann"}}`, "plain", "", false},
		{"his own space", `{"ArnLike":{"sagemaker:OwnerUserProfileArn":"arn:aws:sagemaker:*:*:user-profile/*/ann"}}`, "", "own", true},
		{"private spaces, shared", `{"StringEquals":{"sagemaker:SpaceSharingType":"Private"}}`, "", "team", false},
		{"private spaces, private", `{"StringEquals":{"sagemaker:SpaceSharingType":"Private"}}`, "", "own", true},
		{"a small instance", `{"ForAllValues:StringEquals":{"sagemaker:InstanceTypes":["ml.t3.medium"]}}`, "ann", "", true},
		{"a large instance", `{"ForAllValues:StringEquals":{"sagemaker:InstanceTypes":["ml.t3.large"]}}`, "ann", "", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l := start(t, both(rolesOfStudio("User", "Spaces", "Domain"), only(tc.condition)))
			l.populate(l.as("role/Admin/ann"), types.AuthModeIam)
			in := app(tc.user, tc.space)
			in.ResourceSpec = &types.ResourceSpec{InstanceType: types.AppInstanceTypeMlT3Medium}
			if _, err := l.as("role/Caller/bob").CreateApp(t.Context(), in); (err == nil) != tc.taken {
				t.Error(err)
			}
		})
	}
}

// What is made is listed by domain and by owner, and goes in order.
func TestStudioIsListedAndCleared(t *testing.T) {
	l := start(t, rolesOfStudio("User", "Spaces", "Domain"))
	c, ctx, id := l.as("role/Admin/ann"), t.Context(), aws.String(domainID)
	l.populate(c, types.AuthModeIam)
	for _, in := range []*sdk.CreateAppInput{app("ann", ""), app("", "team")} {
		if _, err := c.CreateApp(ctx, in); err != nil {
			t.Fatal(err)
		}
	}
	l.ended("app/" + domainID + "/ann/JupyterLab/default")
	users, err := c.ListUserProfiles(ctx, &sdk.ListUserProfilesInput{DomainIdEquals: id, UserProfileNameContains: aws.String("AN")})
	if err != nil || len(users.UserProfiles) != 1 || *users.UserProfiles[0].UserProfileName != "ann" {
		t.Error(users, err)
	}
	spaces, err := c.ListSpaces(ctx, &sdk.ListSpacesInput{DomainIdEquals: id, SortOrder: types.SortOrderDescending})
	if err != nil || len(spaces.Spaces) != 2 || spaces.Spaces[0].SpaceSharingSettingsSummary.SharingType != types.SharingTypePrivate {
		t.Error(spaces, err)
	}
	apps, err := c.ListApps(ctx, &sdk.ListAppsInput{DomainIdEquals: id, SpaceNameEquals: aws.String("team")})
	if err != nil || len(apps.Apps) != 1 || apps.Apps[0].Status != types.AppStatusInService {
		t.Error(apps, err)
	}
	domains, err := c.ListDomains(ctx, &sdk.ListDomainsInput{})
	if err != nil || len(domains.Domains) != 1 || *domains.Domains[0].DomainId != domainID {
		t.Error(domains, err)
	}
	_, err = c.DeleteUserProfile(ctx, &sdk.DeleteUserProfileInput{DomainId: id, UserProfileName: aws.String("ann")})
	l.refused(err, want{code: "ResourceInUse", message: "Unable to delete UserProfile ann because other resources are associated with it."})
	for _, call := range []func() error{
		func() error {
			_, err := c.DeleteApp(ctx, &sdk.DeleteAppInput{DomainId: id, UserProfileName: aws.String("ann"), AppType: types.AppTypeJupyterLab, AppName: aws.String("default")})
			return err
		},
		func() error {
			_, err := c.CreateApp(ctx, app("ann", ""))
			l.ended("app/" + domainID + "/ann/JupyterLab/default")
			return err
		},
		func() error {
			_, err := c.DeleteApp(ctx, &sdk.DeleteAppInput{DomainId: id, UserProfileName: aws.String("ann"), AppType: types.AppTypeJupyterLab, AppName: aws.String("default")})
			return err
		},
		func() error {
			out, err := c.DescribeApp(ctx, &sdk.DescribeAppInput{DomainId: id, UserProfileName: aws.String("ann"), AppType: types.AppTypeJupyterLab, AppName: aws.String("default")})
			if err == nil && out.Status != types.AppStatusDeleted {
				t.Errorf("the app is %s", out.Status)
			}
			return err
		},
		func() error {
			_, err := c.DeleteApp(ctx, &sdk.DeleteAppInput{DomainId: id, SpaceName: aws.String("team"), AppType: types.AppTypeJupyterLab, AppName: aws.String("default")})
			return err
		},
		func() error {
			_, err := c.DeleteSpace(ctx, &sdk.DeleteSpaceInput{DomainId: id, SpaceName: aws.String("team")})
			return err
		},
		func() error {
			_, err := c.DeleteSpace(ctx, &sdk.DeleteSpaceInput{DomainId: id, SpaceName: aws.String("own")})
			return err
		},
		func() error {
			_, err := c.DeleteUserProfile(ctx, &sdk.DeleteUserProfileInput{DomainId: id, UserProfileName: aws.String("ann")})
			return err
		},
		func() error {
			_, err := c.DeleteUserProfile(ctx, &sdk.DeleteUserProfileInput{DomainId: id, UserProfileName: aws.String("plain")})
			return err
		},
		func() error { _, err := c.DeleteDomain(ctx, &sdk.DeleteDomainInput{DomainId: id}); return err },
	} {
		if err := call(); err != nil {
			t.Fatal(err)
		}
	}
	_, err = c.DescribeDomain(ctx, &sdk.DescribeDomainInput{DomainId: id})
	l.refused(err, want{code: "ResourceNotFound", message: "Requested resource not found."})
}

// Tags of a request need sagemaker:AddTags, stay with what is made, and are
// condition keys of later calls.
func TestStudioIsTagged(t *testing.T) {
	l := start(t, func(w *world.World) {
		w.Accounts[owner].Roles["Caller"] = &world.Role{Policies: map[string]*world.Policy{"Use": world.MustPolicy(`{"Version":"2012-10-17","Statement":[
			{"Effect":"Allow","Action":["iam:PassRole","sagemaker:CreateDomain"],"Resource":"*"},
			{"Effect":"Allow","Action":"sagemaker:DescribeDomain","Resource":"*","Condition":{"StringEquals":{"aws:ResourceTag/team":"ml"}}}]}`)}}
	})
	in := studio()
	in.Tags = []types.Tag{{Key: aws.String("team"), Value: aws.String("ml")}}
	_, err := l.as("role/Caller/bob").CreateDomain(t.Context(), in)
	l.refused(err, want{code: denied, message: "User: arn:aws:sts::" + owner + ":assumed-role/Caller/bob is not authorized to perform: sagemaker:AddTags on resource: " +
		jobARN + "domain/" + domainID + " because no identity-based policy allows the sagemaker:AddTags action"})
	made, err := l.as("role/Admin/ann").CreateDomain(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	tags, err := l.as("role/Admin/ann").ListTags(t.Context(), &sdk.ListTagsInput{ResourceArn: made.DomainArn})
	if err != nil || len(tags.Tags) != 1 || *tags.Tags[0].Value != "ml" {
		t.Errorf("%+v %v", tags, err)
	}
	if _, err := l.as("role/Caller/bob").DescribeDomain(t.Context(), &sdk.DescribeDomainInput{DomainId: made.DomainId}); err != nil {
		t.Error(err)
	}
}
