package terraform_test

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/kms/types"
)

const (
	keyPolicy  = `{"Id":"key","Statement":[{"Action":"kms:*","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Resource":"*","Sid":"Enable IAM User Permissions"}],"Version":"2012-10-17"}`
	keyPolicy2 = `{"Id":"key-2","Statement":[{"Action":"kms:*","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Resource":"*","Sid":"Enable IAM User Permissions"}],"Version":"2012-10-17"}`
)

// kmsResources are two keys and an alias that is moved from one to the other.
func kmsResources() []resource {
	first, second := new(string), new(string)
	return []resource{key(first), key(second), alias(first, second)}
}

// key is a key; id is set when it is made.
func key(id *string) resource {
	create := onKMS((*kms.Client).CreateKey, &kms.CreateKeyInput{
		KeySpec: types.KeySpecSymmetricDefault, KeyUsage: types.KeyUsageTypeEncryptDecrypt,
		Description: aws.String("first"), Policy: aws.String(keyPolicy), Tags: []types.Tag{{TagKey: aws.String("tag-key"), TagValue: aws.String("tag-value")}},
	})
	rotation := onKMS((*kms.Client).GetKeyRotationStatus, &kms.GetKeyRotationStatusInput{KeyId: id})
	policy := onKMS((*kms.Client).GetKeyPolicy, &kms.GetKeyPolicyInput{KeyId: id, PolicyName: aws.String("default")})
	tags := onKMS((*kms.Client).ListResourceTags, &kms.ListResourceTagsInput{KeyId: id})
	describe := onKMS((*kms.Client).DescribeKey, &kms.DescribeKeyInput{KeyId: id})
	return resource{
		name: "aws_kms_key", source: "kms/key.go",
		create: []call{
			keeping(create, func(o *kms.CreateKeyOutput) { *id = *o.KeyMetadata.KeyId }),
			onKMS((*kms.Client).EnableKeyRotation, &kms.EnableKeyRotationInput{KeyId: id, RotationPeriodInDays: aws.Int32(180)}),
			rotation, policy, tags,
		},
		read: []call{
			describe.is(&kms.DescribeKeyOutput{KeyMetadata: &types.KeyMetadata{
				KeyId: id, Description: aws.String("first"), Enabled: true, KeySpec: types.KeySpecSymmetricDefault,
				KeyUsage: types.KeyUsageTypeEncryptDecrypt, KeyState: types.KeyStateEnabled, Origin: types.OriginTypeAwsKms,
			}}),
			policy.is(&kms.GetKeyPolicyOutput{Policy: aws.String(keyPolicy)}),
			rotation.is(&kms.GetKeyRotationStatusOutput{KeyRotationEnabled: true, RotationPeriodInDays: aws.Int32(180)}),
			tags.is(&kms.ListResourceTagsOutput{Tags: []types.Tag{{TagKey: aws.String("tag-key"), TagValue: aws.String("tag-value")}}}),
		},
		update: []call{
			onKMS((*kms.Client).DisableKeyRotation, &kms.DisableKeyRotationInput{KeyId: id}), rotation,
			onKMS((*kms.Client).UpdateKeyDescription, &kms.UpdateKeyDescriptionInput{KeyId: id, Description: aws.String("second")}), describe,
			onKMS((*kms.Client).PutKeyPolicy, &kms.PutKeyPolicyInput{KeyId: id, PolicyName: aws.String("default"), Policy: aws.String(keyPolicy2)}), policy,
			onKMS((*kms.Client).DisableKey, &kms.DisableKeyInput{KeyId: id}), describe,
			onKMS((*kms.Client).UntagResource, &kms.UntagResourceInput{KeyId: id, TagKeys: []string{"tag-key"}}),
			onKMS((*kms.Client).TagResource, &kms.TagResourceInput{KeyId: id, Tags: []types.Tag{{TagKey: aws.String("other"), TagValue: aws.String("value")}}}),
		},
		updated: []call{
			describe.is(&kms.DescribeKeyOutput{KeyMetadata: &types.KeyMetadata{
				Description: aws.String("second"), KeyState: types.KeyStateDisabled,
			}}),
			policy.is(&kms.GetKeyPolicyOutput{Policy: aws.String(keyPolicy2)}),
			unless(rotation, "the key is still rotated", func(o *kms.GetKeyRotationStatusOutput) bool { return o.KeyRotationEnabled }),
			tags.is(&kms.ListResourceTagsOutput{Tags: []types.Tag{{TagKey: aws.String("other"), TagValue: aws.String("value")}}}),
		},
		delete: []call{
			onKMS((*kms.Client).EnableKey, &kms.EnableKeyInput{KeyId: id}),
			onKMS((*kms.Client).ScheduleKeyDeletion, &kms.ScheduleKeyDeletionInput{KeyId: id, PendingWindowInDays: aws.Int32(7)}),
		},
		gone: []call{describe.is(&kms.DescribeKeyOutput{KeyMetadata: &types.KeyMetadata{KeyState: types.KeyStatePendingDeletion}})},
	}
}

func alias(first, second *string) resource {
	name := aws.String("alias/my-key-alias")
	list := onKMS((*kms.Client).ListAliases, &kms.ListAliasesInput{})
	target := func(o *kms.ListAliasesOutput) string {
		for _, a := range o.Aliases {
			if *a.AliasName == *name {
				return *a.TargetKeyId
			}
		}
		return ""
	}
	read := func(key *string) []call {
		return []call{unless(list, "the alias is another key's", func(o *kms.ListAliasesOutput) bool { return target(o) != *key })}
	}
	return resource{
		name: "aws_kms_alias", source: "kms/alias.go",
		create: []call{onKMS((*kms.Client).CreateAlias, &kms.CreateAliasInput{AliasName: name, TargetKeyId: first})},
		read:   read(first),
		update: []call{onKMS((*kms.Client).UpdateAlias, &kms.UpdateAliasInput{AliasName: name, TargetKeyId: second})}, updated: read(second),
		delete: []call{onKMS((*kms.Client).DeleteAlias, &kms.DeleteAliasInput{AliasName: name})},
		gone:   []call{unless(list, "the alias is still there", func(o *kms.ListAliasesOutput) bool { return target(o) != "" })},
	}
}
