package kms_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/kms/types"
	"github.com/google/go-cmp/cmp"
)

func keyTags(pairs ...string) (all []types.Tag) {
	for i := 0; i < len(pairs); i += 2 {
		all = append(all, types.Tag{TagKey: aws.String(pairs[i]), TagValue: aws.String(pairs[i+1])})
	}
	return all
}

func tagsOn(t *testing.T, client *sdk.Client, key string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, tag := range must(client.ListResourceTags(ctx, &sdk.ListResourceTagsInput{KeyId: &key}))(t).Tags {
		all[*tag.TagKey] = *tag.TagValue
	}
	return all
}

func TestTags(t *testing.T) {
	s := start(t)
	client := s.as("user/admin")
	must(client.TagResource(ctx, &sdk.TagResourceInput{KeyId: aws.String(training), Tags: keyTags("stage", "test", "team", "web")}))(t)
	got := s.asked[0].Call.Context
	if got["aws:RequestTag/stage"].Values[0] != "test" || !cmp.Equal(got["aws:TagKeys"].Values, []string{"stage", "team"}) || got["aws:ResourceTag/team"].Values[0] != "ml" {
		t.Errorf("condition keys %v", got)
	}
	if diff := cmp.Diff(map[string]string{"stage": "test", "team": "web"}, tagsOn(t, client, training)); diff != "" {
		t.Errorf("tags (-want +got):\n%s", diff)
	}
	must(client.UntagResource(ctx, &sdk.UntagResourceInput{KeyId: aws.String(training), TagKeys: []string{"stage", "none"}}))(t)
	if got := s.asked[0].Call.Context["aws:TagKeys"].Values; !cmp.Equal(got, []string{"stage", "none"}) {
		t.Errorf("aws:TagKeys %v", got)
	}
	if diff := cmp.Diff(map[string]string{"team": "web"}, tagsOn(t, client, training)); diff != "" {
		t.Errorf("tags (-want +got):\n%s", diff)
	}
	before := s.worlds.Load().Digest()
	var many []types.Tag
	for i := range 50 {
		many = append(many, keyTags(fmt.Sprint("k", i), "")...)
	}
	for _, c := range []struct {
		key           string
		tags          []types.Tag
		code, message string
	}{
		{training, keyTags("AWS:x", "y"), "TagException", "Tags beginning with aws: are reserved"},
		{training, keyTags("x", "y", "x", "z"), "TagException", "Duplicate tag keys"},
		{training, many, "TagException", "Too many tags"},
		{training, keyTags("x", strings.Repeat("v", 257)), "ValidationException", "1 validation error detected: Value '" + strings.Repeat("v", 257) + "' at 'tags.1.member.tagValue' failed to satisfy constraint: Member must have length less than or equal to 256"},
		{dying, keyTags("x", "y"), "KMSInvalidStateException", keyARN + dying + " is pending deletion."},
	} {
		_, err := client.TagResource(ctx, &sdk.TagResourceInput{KeyId: &c.key, Tags: c.tags})
		wantError(t, err, c.code, c.message)
	}
	_, err := client.UntagResource(ctx, &sdk.UntagResourceInput{KeyId: aws.String(dying), TagKeys: []string{"x"}})
	wantError(t, err, "KMSInvalidStateException", keyARN+dying+" is pending deletion.")
	nobody := s.as("user/nobody")
	refused := func(action string) string {
		return "User: " + arn("nobody") + " is not authorized to perform: " + action + " on resource: " + keyARN + training + " because no identity-based policy allows the " + action + " action"
	}
	_, err = nobody.TagResource(ctx, &sdk.TagResourceInput{KeyId: aws.String(training), Tags: keyTags("x", "y")})
	wantError(t, err, "AccessDeniedException", refused("kms:TagResource"))
	_, err = nobody.UntagResource(ctx, &sdk.UntagResourceInput{KeyId: aws.String(training), TagKeys: []string{"team"}})
	wantError(t, err, "AccessDeniedException", refused("kms:UntagResource"))
	_, err = nobody.ListResourceTags(ctx, &sdk.ListResourceTagsInput{KeyId: aws.String(training)})
	wantError(t, err, "AccessDeniedException", refused("kms:ListResourceTags"))
	if s.worlds.Load().Digest() != before {
		t.Error("a refused call changed the world")
	}
}

func TestUpdateKeyDescription(t *testing.T) {
	s := start(t)
	client := s.as("user/admin")
	update := func(client *sdk.Client, key, text string) error {
		_, err := client.UpdateKeyDescription(ctx, &sdk.UpdateKeyDescriptionInput{KeyId: &key, Description: &text})
		return err
	}
	for _, text := range []string{"new", ""} {
		if err := update(client, training, text); err != nil {
			t.Fatal(err)
		}
		if m := must(client.DescribeKey(ctx, &sdk.DescribeKeyInput{KeyId: aws.String(training)}))(t).KeyMetadata; *m.Description != text {
			t.Errorf("description %q, want %q", *m.Description, text)
		}
	}
	wantError(t, update(client, dying, "x"), "KMSInvalidStateException", keyARN+dying+" is pending deletion.")
	if err := update(s.as("user/nobody"), training, "x"); errorCode(err) != "AccessDeniedException" {
		t.Errorf("nobody: %v", err)
	}
}

func TestUpdateAlias(t *testing.T) {
	s := start(t)
	client := s.as("user/admin")
	update := func(client *sdk.Client, alias, key string) error {
		_, err := client.UpdateAlias(ctx, &sdk.UpdateAliasInput{AliasName: &alias, TargetKeyId: &key})
		return err
	}
	if err := update(client, "alias/training", shared); err != nil {
		t.Fatal(err)
	}
	var asked []string
	for _, a := range s.asked {
		asked = append(asked, a.Call.Action+" "+a.Call.Resource)
	}
	want := []string{"kms:UpdateAlias arn:aws:kms:us-east-1:111122223333:alias/training", "kms:UpdateAlias " + keyARN + training, "kms:UpdateAlias " + keyARN + shared}
	if diff := cmp.Diff(want, asked); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
	if m := must(client.DescribeKey(ctx, &sdk.DescribeKeyInput{KeyId: aws.String("alias/training")}))(t).KeyMetadata; *m.KeyId != shared {
		t.Errorf("the alias is that of %s", *m.KeyId)
	}
	before := s.worlds.Load().Digest()
	wantError(t, update(client, "alias/training", dying), "KMSInvalidStateException", keyARN+dying+" is pending deletion.")
	wantError(t, update(client, "alias/training", signer), "ValidationException", "The alias's current and new key must have the same type and key usage.")
	wantError(t, update(client, "alias/training", locker), "ValidationException", "The alias's current and new key must have the same type and key usage.")
	wantError(t, update(client, "alias/none", training), "NotFoundException", "Alias arn:aws:kms:us-east-1:111122223333:alias/none is not found.")
	if err := update(client, "alias/aws/s3", training); errorCode(err) != "NotAuthorizedException" {
		t.Errorf("AWS's alias: %v", err)
	}
	if err := update(s.as("user/nobody"), "alias/training", training); errorCode(err) != "AccessDeniedException" {
		t.Errorf("nobody: %v", err)
	}
	wantError(t, update(client, "alias/training", closed), "AccessDeniedException", "User: "+arn("admin")+" is not authorized to perform: kms:UpdateAlias on resource: "+keyARN+closed+" because no resource-based policy allows the kms:UpdateAlias action")
	if s.worlds.Load().Digest() != before {
		t.Error("a refused UpdateAlias changed the world")
	}
}
