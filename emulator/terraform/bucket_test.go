package terraform_test

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/aws-sdk-go-v2/service/s3control"
	control "github.com/aws/aws-sdk-go-v2/service/s3control/types"
)

// bucketResources are a bucket and everything that the provider knows of it.
func bucketResources(name string) []resource {
	b := &name
	return append([]resource{
		bucket(b), abac(b), ownershipControls(b), publicAccessBlock(b), bucketPolicy(b), bucketACL(b), versioning(b), encryption(b),
		lifecycle(b), cors(b), logging(b), notification(b), website(b), requestPayment(b), accelerate(b), replication(b),
	}, reports(b)...)
}

// bucket is the bucket itself. Its read asks for every setting, which a new
// bucket mostly has not. Since version 6.23 of the provider its tags are set when
// it is made and then looked after through S3 Control, which buckets with ABAC
// need (https://github.com/hashicorp/terraform-provider-aws/pull/45251).
func bucket(name *string) resource {
	arn, first, second := aws.String("arn:aws:s3:::"+*name), "first", "second"
	tag := func(key string) []control.Tag { return []control.Tag{{Key: &key, Value: aws.String("value")}} }
	list := func(want []control.Tag) call {
		return onS3Control((*s3control.Client).ListTagsForResource, &s3control.ListTagsForResourceInput{AccountId: aws.String(account), ResourceArn: arn}).
			is(&s3control.ListTagsForResourceOutput{Tags: want})
	}
	head := onS3((*s3.Client).HeadBucket, &s3.HeadBucketInput{Bucket: name})
	region := head.is(&s3.HeadBucketOutput{BucketRegion: aws.String("us-east-1")})
	return resource{
		name: "aws_s3_bucket", source: "s3/bucket.go, s3/tags.go",
		create: []call{onS3((*s3.Client).CreateBucket, &s3.CreateBucketInput{
			Bucket: name, CreateBucketConfiguration: &types.CreateBucketConfiguration{Tags: []types.Tag{{Key: &first, Value: aws.String("value")}}},
		})},
		read:    slices.Concat([]call{head}, unset(name), []call{region, list(tag(first))}),
		refresh: slices.Concat([]call{head}, settings(name), []call{region, list(tag(first))}),
		update: []call{
			onS3Control((*s3control.Client).UntagResource, &s3control.UntagResourceInput{AccountId: aws.String(account), ResourceArn: arn, TagKeys: []string{first}}),
			onS3Control((*s3control.Client).TagResource, &s3control.TagResourceInput{AccountId: aws.String(account), ResourceArn: arn, Tags: tag(second)}),
		},
		updated: slices.Concat([]call{head}, settings(name), []call{region, list(tag(second))}),
		delete:  []call{onS3((*s3.Client).DeleteBucket, &s3.DeleteBucketInput{Bucket: name})},
		gone:    []call{head.fails("NotFound")},
	}
}

// settings are the settings that the read of a bucket asks for, once resources
// of their own have made them.
func settings(name *string) []call {
	all := unset(name)
	for i := range all {
		if all[i].op != "s3.GetObjectLockConfiguration" {
			all[i].code = ""
		}
	}
	return all
}

// unset are the same on a new bucket, with the errors that the provider takes
// for "not set".
func unset(name *string) []call {
	return []call{
		onS3((*s3.Client).GetBucketPolicy, &s3.GetBucketPolicyInput{Bucket: name}).fails("NoSuchBucketPolicy"),
		onS3((*s3.Client).GetBucketAcl, &s3.GetBucketAclInput{Bucket: name}),
		onS3((*s3.Client).GetBucketCors, &s3.GetBucketCorsInput{Bucket: name}).fails("NoSuchCORSConfiguration"),
		onS3((*s3.Client).GetBucketWebsite, &s3.GetBucketWebsiteInput{Bucket: name}).fails("NoSuchWebsiteConfiguration"),
		onS3((*s3.Client).GetBucketVersioning, &s3.GetBucketVersioningInput{Bucket: name}),
		onS3((*s3.Client).GetBucketAccelerateConfiguration, &s3.GetBucketAccelerateConfigurationInput{Bucket: name}),
		onS3((*s3.Client).GetBucketRequestPayment, &s3.GetBucketRequestPaymentInput{Bucket: name}),
		onS3((*s3.Client).GetBucketLogging, &s3.GetBucketLoggingInput{Bucket: name}),
		onS3((*s3.Client).GetBucketLifecycleConfiguration, &s3.GetBucketLifecycleConfigurationInput{Bucket: name}).fails("NoSuchLifecycleConfiguration"),
		onS3((*s3.Client).GetBucketReplication, &s3.GetBucketReplicationInput{Bucket: name}).fails("ReplicationConfigurationNotFoundError"),
		onS3((*s3.Client).GetBucketEncryption, &s3.GetBucketEncryptionInput{Bucket: name}),
		onS3((*s3.Client).GetObjectLockConfiguration, &s3.GetObjectLockConfigurationInput{Bucket: name}).fails("ObjectLockConfigurationNotFoundError"),
	}
}

// lockedBucket is a bucket with Object Lock and the configuration of its locks.
func lockedBucket(name string) []resource { return []resource{formerBucket(&name), objectLock(&name)} }

// formerBucket is a bucket as versions of the provider before 6.23 make and tag
// one.
func formerBucket(b *string) resource {
	put := func(key string) call {
		return onS3((*s3.Client).PutBucketTagging, &s3.PutBucketTaggingInput{Bucket: b, Tagging: &types.Tagging{TagSet: []types.Tag{{Key: &key, Value: aws.String("value")}}}})
	}
	head := onS3((*s3.Client).HeadBucket, &s3.HeadBucketInput{Bucket: b})
	get := onS3((*s3.Client).GetBucketTagging, &s3.GetBucketTaggingInput{Bucket: b})
	read := func(key string) []call {
		return []call{head, get.is(&s3.GetBucketTaggingOutput{TagSet: []types.Tag{{Key: &key, Value: aws.String("value")}}})}
	}
	return resource{
		name: "aws_s3_bucket", source: "s3/bucket.go, s3/tags.go",
		create: []call{
			onS3((*s3.Client).CreateBucket, &s3.CreateBucketInput{Bucket: b, ObjectLockEnabledForBucket: aws.Bool(true)}),
			get.fails("NoSuchTagSet"), put("first"),
		},
		read: read("first"), update: []call{get, put("second")}, updated: read("second"),
		delete: []call{
			get, onS3((*s3.Client).DeleteBucketTagging, &s3.DeleteBucketTaggingInput{Bucket: b}), get.fails("NoSuchTagSet"),
			onS3((*s3.Client).DeleteBucket, &s3.DeleteBucketInput{Bucket: b}),
		},
		gone: []call{head.fails("NotFound")},
	}
}

func objectLock(b *string) resource {
	put := func(rule *types.ObjectLockRule) []call {
		return []call{onS3((*s3.Client).PutObjectLockConfiguration, &s3.PutObjectLockConfigurationInput{
			Bucket: b, ObjectLockConfiguration: &types.ObjectLockConfiguration{ObjectLockEnabled: types.ObjectLockEnabledEnabled, Rule: rule},
		})}
	}
	get := onS3((*s3.Client).GetObjectLockConfiguration, &s3.GetObjectLockConfigurationInput{Bucket: b})
	days := func(n int32) *types.ObjectLockRule {
		return &types.ObjectLockRule{DefaultRetention: &types.DefaultRetention{Mode: types.ObjectLockRetentionModeCompliance, Days: &n}}
	}
	read := func(n int32) []call {
		return []call{get.is(&s3.GetObjectLockConfigurationOutput{
			ObjectLockConfiguration: &types.ObjectLockConfiguration{ObjectLockEnabled: types.ObjectLockEnabledEnabled, Rule: days(n)},
		})}
	}
	return resource{
		name: "aws_s3_bucket_object_lock_configuration", source: "s3/bucket_object_lock_configuration.go",
		create: put(days(5)), read: read(5), update: put(days(6)), updated: read(6), delete: put(nil),
		gone: []call{unless(get, "objects are still locked by default", func(o *s3.GetObjectLockConfigurationOutput) bool {
			return o.ObjectLockConfiguration.Rule != nil
		})},
	}
}
