package glue_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"
	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/world"
)

func TestConnectionsAreKept(t *testing.T) {
	t.Parallel()
	l := start(t, nil)
	client, ctx := l.as(admin), t.Context()
	l.connect("network", "subnet-1")
	_, err := client.CreateConnection(ctx, &sdk.CreateConnectionInput{ConnectionInput: &types.ConnectionInput{
		Name: aws.String("network"), ConnectionType: types.ConnectionTypeNetwork, ConnectionProperties: map[string]string{}}})
	if got, _ := code(err); got != "AlreadyExistsException" {
		t.Errorf("the name is taken: %v", err)
	}
	for hide, want := range map[bool]string{false: "secret", true: ""} {
		got, err := client.GetConnection(ctx, &sdk.GetConnectionInput{Name: aws.String("network"), HidePassword: hide})
		if err != nil || got.Connection.ConnectionProperties["PASSWORD"] != want || *got.Connection.PhysicalConnectionRequirements.SubnetId != "subnet-1" {
			t.Errorf("hidden %v: %+v %v", hide, got, err)
		}
	}
	for kind, want := range map[types.ConnectionType]int{"": 1, types.ConnectionTypeNetwork: 1, types.ConnectionTypeJdbc: 0} {
		got, err := client.GetConnections(ctx, &sdk.GetConnectionsInput{Filter: &types.GetConnectionsFilter{ConnectionType: kind}})
		if err != nil || len(got.ConnectionList) != want {
			t.Errorf("connections of type %q: %+v %v", kind, got, err)
		}
	}
	if _, err := client.DeleteConnection(ctx, &sdk.DeleteConnectionInput{ConnectionName: aws.String("network")}); err != nil {
		t.Fatal(err)
	}
	_, err = client.DeleteConnection(ctx, &sdk.DeleteConnectionInput{ConnectionName: aws.String("network")})
	if got, _ := code(err); got != "EntityNotFoundException" {
		t.Errorf("a connection that is gone: %v", err)
	}
}

func TestConnectionsAreInTheCatalog(t *testing.T) {
	t.Parallel()
	l := start(t, role("Other", world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"glue:GetConnection","Resource":"arn:aws:glue:*:*:catalog"}}`)))
	l.connect("network", "subnet-1")
	_, err := l.as("role/Other/ann").GetConnection(t.Context(), &sdk.GetConnectionInput{Name: aws.String("network")})
	if got, text := code(err); got != "AccessDeniedException" || text != "User: arn:aws:sts::111122223333:assumed-role/Other/ann is not authorized to perform: glue:GetConnection on resource: arn:aws:glue:us-east-1:111122223333:catalog with an explicit deny in an identity-based policy" {
		t.Errorf("%s %s", got, text)
	}
}

func TestSecurityConfigurationsAreKept(t *testing.T) {
	t.Parallel()
	l := start(t, nil)
	client, ctx := l.as(admin), t.Context()
	name := aws.String("encrypted")
	encryption := &types.EncryptionConfiguration{S3Encryption: []types.S3Encryption{{S3EncryptionMode: types.S3EncryptionModeSsekms, KmsKeyArn: aws.String(keyARN)}}}
	if _, err := client.CreateSecurityConfiguration(ctx, &sdk.CreateSecurityConfigurationInput{Name: name, EncryptionConfiguration: encryption}); err != nil {
		t.Fatal(err)
	}
	_, err := client.CreateSecurityConfiguration(ctx, &sdk.CreateSecurityConfigurationInput{Name: name, EncryptionConfiguration: encryption})
	if got, _ := code(err); got != "AlreadyExistsException" {
		t.Errorf("the name is taken: %v", err)
	}
	got, err := client.GetSecurityConfiguration(ctx, &sdk.GetSecurityConfigurationInput{Name: name})
	if err != nil || *got.SecurityConfiguration.EncryptionConfiguration.S3Encryption[0].KmsKeyArn != keyARN {
		t.Errorf("%+v %v", got, err)
	}
	all, err := client.GetSecurityConfigurations(ctx, &sdk.GetSecurityConfigurationsInput{})
	if err != nil || len(all.SecurityConfigurations) != 1 {
		t.Errorf("%+v %v", all, err)
	}
	if _, err := client.DeleteSecurityConfiguration(ctx, &sdk.DeleteSecurityConfigurationInput{Name: name}); err != nil {
		t.Fatal(err)
	}
	_, err = client.GetSecurityConfiguration(ctx, &sdk.GetSecurityConfigurationInput{Name: name})
	if got, _ := code(err); got != "EntityNotFoundException" {
		t.Errorf("a configuration that is gone: %v", err)
	}
}

// A tag is a condition key of what is done to the job later.
func TestTagsDecide(t *testing.T) {
	t.Parallel()
	l := start(t, role("Admin", world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"glue:StartJobRun","Resource":"*","Condition":{"StringEquals":{"aws:ResourceTag/state":"frozen"}}}}`)))
	client, ctx, arn := l.as(admin), t.Context(), aws.String("arn:aws:glue:us-east-1:"+owner+":job/orders")
	l.must(etl())
	if _, err := client.TagResource(ctx, &sdk.TagResourceInput{ResourceArn: arn, TagsToAdd: map[string]string{"state": "frozen", "team": "orders"}}); err != nil {
		t.Fatal(err)
	}
	_, err := client.StartJobRun(ctx, &sdk.StartJobRunInput{JobName: aws.String("orders")})
	if got, _ := code(err); got != "AccessDeniedException" {
		t.Errorf("the job is frozen: %v", err)
	}
	if _, err := client.UntagResource(ctx, &sdk.UntagResourceInput{ResourceArn: arn, TagsToRemove: []string{"state"}}); err != nil {
		t.Fatal(err)
	}
	got, err := client.GetTags(ctx, &sdk.GetTagsInput{ResourceArn: arn})
	if err != nil || !cmp.Equal(got.Tags, map[string]string{"team": "orders"}) {
		t.Errorf("the tags are %v %v", got, err)
	}
	if _, err := client.StartJobRun(ctx, &sdk.StartJobRunInput{JobName: aws.String("orders")}); err != nil {
		t.Error(err)
	}
	_, err = client.GetTags(ctx, &sdk.GetTagsInput{ResourceArn: aws.String("arn:aws:glue:us-east-1:" + owner + ":job/none")})
	if got, _ := code(err); got != "EntityNotFoundException" {
		t.Errorf("tags of nothing: %v", err)
	}
}

func TestOtherOperationsAreNotEmulated(t *testing.T) {
	t.Parallel()
	_, err := start(t, nil).as(admin).GetDatabases(t.Context(), &sdk.GetDatabasesInput{})
	if got, text := code(err); got != "NotImplemented" || text != "The Glue operation GetDatabases is not emulated." {
		t.Errorf("%s %s", got, text)
	}
}
