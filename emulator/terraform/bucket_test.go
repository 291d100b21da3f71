package terraform_test

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// bucketResources are a bucket and everything that the provider knows of it.
func bucketResources(name string) []resource {
	b := &name
	return []resource{
		bucket(b), ownershipControls(b), publicAccessBlock(b), bucketPolicy(b), bucketACL(b), versioning(b), encryption(b),
		lifecycle(b), cors(b), logging(b), notification(b), website(b), requestPayment(b), accelerate(b), replication(b),
	}
}

// bucket is the bucket itself. Its read asks for every setting, which a new
// bucket mostly has not.
func bucket(name *string) resource {
	tags := func(key string) call {
		return onS3((*s3.Client).PutBucketTagging, &s3.PutBucketTaggingInput{Bucket: name, Tagging: &types.Tagging{TagSet: []types.Tag{{Key: &key, Value: aws.String("value")}}}})
	}
	list := onS3((*s3.Client).GetBucketTagging, &s3.GetBucketTaggingInput{Bucket: name})
	head := onS3((*s3.Client).HeadBucket, &s3.HeadBucketInput{Bucket: name})
	return resource{
		name: "aws_s3_bucket", source: "s3/bucket.go, s3/tags.go",
		create: []call{
			onS3((*s3.Client).CreateBucket, &s3.CreateBucketInput{Bucket: name}),
			list.fails("NoSuchTagSet"), tags("first"),
		},
		read: slices.Concat([]call{head}, unset(name), []call{
			head.is(&s3.HeadBucketOutput{BucketRegion: aws.String("us-east-1")}),
			list.is(&s3.GetBucketTaggingOutput{TagSet: []types.Tag{{Key: aws.String("first"), Value: aws.String("value")}}}),
		}),
		refresh: slices.Concat([]call{head}, settings(name), []call{head, list}),
		update:  []call{list, tags("second")},
		updated: slices.Concat([]call{head}, settings(name), []call{head,
			list.is(&s3.GetBucketTaggingOutput{TagSet: []types.Tag{{Key: aws.String("second"), Value: aws.String("value")}}}),
		}),
		delete: []call{
			list, onS3((*s3.Client).DeleteBucketTagging, &s3.DeleteBucketTaggingInput{Bucket: name}), list.fails("NoSuchTagSet"),
			onS3((*s3.Client).DeleteBucket, &s3.DeleteBucketInput{Bucket: name}),
		},
		gone: []call{head.fails("NotFound")},
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
func lockedBucket(name string) []resource {
	b := &name
	put := func(rule *types.ObjectLockRule) []call {
		return []call{onS3((*s3.Client).PutObjectLockConfiguration, &s3.PutObjectLockConfigurationInput{
			Bucket: b, ObjectLockConfiguration: &types.ObjectLockConfiguration{ObjectLockEnabled: types.ObjectLockEnabledEnabled, Rule: rule},
		})}
	}
	read := func(rule *types.ObjectLockRule) []call {
		return []call{onS3((*s3.Client).GetObjectLockConfiguration, &s3.GetObjectLockConfigurationInput{Bucket: b}).
			is(&s3.GetObjectLockConfigurationOutput{ObjectLockConfiguration: &types.ObjectLockConfiguration{ObjectLockEnabled: types.ObjectLockEnabledEnabled, Rule: rule}})}
	}
	days := func(n int32) *types.ObjectLockRule {
		return &types.ObjectLockRule{DefaultRetention: &types.DefaultRetention{Mode: types.ObjectLockRetentionModeCompliance, Days: &n}}
	}
	head := onS3((*s3.Client).HeadBucket, &s3.HeadBucketInput{Bucket: b})
	return []resource{
		{
			name: "aws_s3_bucket", source: "s3/bucket.go",
			create: []call{onS3((*s3.Client).CreateBucket, &s3.CreateBucketInput{Bucket: b, ObjectLockEnabledForBucket: aws.Bool(true)})},
			read:   []call{head},
			delete: []call{onS3((*s3.Client).DeleteBucket, &s3.DeleteBucketInput{Bucket: b})},
			gone:   []call{head.fails("NotFound")},
		},
		{
			name: "aws_s3_bucket_object_lock_configuration", source: "s3/bucket_object_lock_configuration.go",
			create: put(days(5)), read: read(days(5)),
			update: put(days(6)), updated: read(days(6)),
			delete: put(nil),
			gone: []call{unless(read(nil)[0], "objects are still locked by default", func(o *s3.GetObjectLockConfigurationOutput) bool {
				return o.ObjectLockConfiguration.Rule != nil
			})},
		},
	}
}
