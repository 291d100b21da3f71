package terraform_test

import (
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

func versioning(b *string) resource {
	put := func(status types.BucketVersioningStatus) []call {
		return []call{onS3((*s3.Client).PutBucketVersioning, &s3.PutBucketVersioningInput{Bucket: b, VersioningConfiguration: &types.VersioningConfiguration{Status: status}})}
	}
	read := func(status types.BucketVersioningStatus) []call {
		return []call{onS3((*s3.Client).GetBucketVersioning, &s3.GetBucketVersioningInput{Bucket: b}).is(&s3.GetBucketVersioningOutput{Status: status})}
	}
	const on, off = types.BucketVersioningStatusEnabled, types.BucketVersioningStatusSuspended
	return resource{name: "aws_s3_bucket_versioning", source: "s3/bucket_versioning.go",
		create: put(on), read: read(on), update: append(put(off), put(on)...), updated: read(on), delete: put(off), gone: read(off)}
}

func bucketPolicy(b *string) resource {
	document := func(action string) *string {
		return aws.String(fmt.Sprintf(`{"Statement":[{"Action":%q,"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::%s:root"},"Resource":"arn:aws:s3:::%s/*"}],"Version":"2012-10-17"}`, action, account, *b))
	}
	put := func(action string) []call {
		return []call{onS3((*s3.Client).PutBucketPolicy, &s3.PutBucketPolicyInput{Bucket: b, Policy: document(action)})}
	}
	get := onS3((*s3.Client).GetBucketPolicy, &s3.GetBucketPolicyInput{Bucket: b})
	read := func(action string) []call { return []call{get.is(&s3.GetBucketPolicyOutput{Policy: document(action)})} }
	return resource{name: "aws_s3_bucket_policy", source: "s3/bucket_policy.go",
		create: put("s3:GetObject"), read: read("s3:GetObject"), update: put("s3:PutObject"), updated: read("s3:PutObject"),
		delete: []call{onS3((*s3.Client).DeleteBucketPolicy, &s3.DeleteBucketPolicyInput{Bucket: b})}, gone: []call{get.fails("NoSuchBucketPolicy")}}
}

func publicAccessBlock(b *string) resource {
	block := func(acls bool) *types.PublicAccessBlockConfiguration {
		return &types.PublicAccessBlockConfiguration{BlockPublicAcls: &acls, BlockPublicPolicy: aws.Bool(true), IgnorePublicAcls: &acls, RestrictPublicBuckets: aws.Bool(true)}
	}
	put := func(acls bool) []call {
		return []call{onS3((*s3.Client).PutPublicAccessBlock, &s3.PutPublicAccessBlockInput{Bucket: b, PublicAccessBlockConfiguration: block(acls)})}
	}
	get := onS3((*s3.Client).GetPublicAccessBlock, &s3.GetPublicAccessBlockInput{Bucket: b})
	read := func(acls bool) []call {
		return []call{get.is(&s3.GetPublicAccessBlockOutput{PublicAccessBlockConfiguration: block(acls)})}
	}
	return resource{name: "aws_s3_bucket_public_access_block", source: "s3/bucket_public_access_block.go",
		create: put(true), read: read(true), update: put(false), updated: read(false),
		delete: []call{onS3((*s3.Client).DeletePublicAccessBlock, &s3.DeletePublicAccessBlockInput{Bucket: b})}, gone: []call{get.fails("NoSuchPublicAccessBlockConfiguration")}}
}

func ownershipControls(b *string) resource {
	controls := func(o types.ObjectOwnership) *types.OwnershipControls {
		return &types.OwnershipControls{Rules: []types.OwnershipControlsRule{{ObjectOwnership: o}}}
	}
	put := func(o types.ObjectOwnership) []call {
		return []call{onS3((*s3.Client).PutBucketOwnershipControls, &s3.PutBucketOwnershipControlsInput{Bucket: b, OwnershipControls: controls(o)})}
	}
	get := onS3((*s3.Client).GetBucketOwnershipControls, &s3.GetBucketOwnershipControlsInput{Bucket: b})
	read := func(o types.ObjectOwnership) []call {
		return []call{get.is(&s3.GetBucketOwnershipControlsOutput{OwnershipControls: controls(o)})}
	}
	const preferred, writer = types.ObjectOwnershipBucketOwnerPreferred, types.ObjectOwnershipObjectWriter
	return resource{name: "aws_s3_bucket_ownership_controls", source: "s3/bucket_ownership_controls.go",
		create: put(preferred), read: read(preferred), update: put(writer), updated: read(writer),
		delete: []call{onS3((*s3.Client).DeleteBucketOwnershipControls, &s3.DeleteBucketOwnershipControlsInput{Bucket: b})}, gone: []call{get.fails("OwnershipControlsNotFoundError")}}
}

func encryption(b *string) resource {
	rules := func(algorithm types.ServerSideEncryption, bucketKey bool) *types.ServerSideEncryptionConfiguration {
		return &types.ServerSideEncryptionConfiguration{Rules: []types.ServerSideEncryptionRule{{
			ApplyServerSideEncryptionByDefault: &types.ServerSideEncryptionByDefault{SSEAlgorithm: algorithm}, BucketKeyEnabled: &bucketKey,
		}}}
	}
	put := func(algorithm types.ServerSideEncryption, bucketKey bool) []call {
		return []call{onS3((*s3.Client).PutBucketEncryption, &s3.PutBucketEncryptionInput{Bucket: b, ServerSideEncryptionConfiguration: rules(algorithm, bucketKey)})}
	}
	read := func(algorithm types.ServerSideEncryption, bucketKey bool) []call {
		return []call{onS3((*s3.Client).GetBucketEncryption, &s3.GetBucketEncryptionInput{Bucket: b}).
			is(&s3.GetBucketEncryptionOutput{ServerSideEncryptionConfiguration: rules(algorithm, bucketKey)})}
	}
	const managed, kms = types.ServerSideEncryptionAes256, types.ServerSideEncryptionAwsKms
	return resource{name: "aws_s3_bucket_server_side_encryption_configuration", source: "s3/bucket_server_side_encryption_configuration.go",
		create: put(kms, true), read: read(kms, true), update: put(managed, false), updated: read(managed, false),
		delete: []call{onS3((*s3.Client).DeleteBucketEncryption, &s3.DeleteBucketEncryptionInput{Bucket: b})}, gone: read(managed, false)}
}

func requestPayment(b *string) resource {
	put := func(payer types.Payer) []call {
		return []call{onS3((*s3.Client).PutBucketRequestPayment, &s3.PutBucketRequestPaymentInput{Bucket: b, RequestPaymentConfiguration: &types.RequestPaymentConfiguration{Payer: payer}})}
	}
	read := func(payer types.Payer) []call {
		return []call{onS3((*s3.Client).GetBucketRequestPayment, &s3.GetBucketRequestPaymentInput{Bucket: b}).is(&s3.GetBucketRequestPaymentOutput{Payer: payer})}
	}
	const owner, requester = types.PayerBucketOwner, types.PayerRequester
	return resource{name: "aws_s3_bucket_request_payment_configuration", source: "s3/bucket_request_payment_configuration.go",
		create: put(requester), read: read(requester), update: put(owner), updated: read(owner), delete: put(owner), gone: read(owner)}
}

func accelerate(b *string) resource {
	put := func(status types.BucketAccelerateStatus) []call {
		return []call{onS3((*s3.Client).PutBucketAccelerateConfiguration, &s3.PutBucketAccelerateConfigurationInput{Bucket: b, AccelerateConfiguration: &types.AccelerateConfiguration{Status: status}})}
	}
	read := func(status types.BucketAccelerateStatus) []call {
		return []call{onS3((*s3.Client).GetBucketAccelerateConfiguration, &s3.GetBucketAccelerateConfigurationInput{Bucket: b}).
			is(&s3.GetBucketAccelerateConfigurationOutput{Status: status})}
	}
	const on, off = types.BucketAccelerateStatusEnabled, types.BucketAccelerateStatusSuspended
	return resource{name: "aws_s3_bucket_accelerate_configuration", source: "s3/bucket_accelerate_configuration.go",
		create: put(on), read: read(on), update: append(put(off), put(on)...), updated: read(on), delete: put(off), gone: read(off)}
}

func abac(b *string) resource {
	put := func(status types.BucketAbacStatus) []call {
		return []call{onS3((*s3.Client).PutBucketAbac, &s3.PutBucketAbacInput{Bucket: b, AbacStatus: &types.AbacStatus{Status: status}})}
	}
	read := func(status types.BucketAbacStatus) []call {
		return []call{onS3((*s3.Client).GetBucketAbac, &s3.GetBucketAbacInput{Bucket: b}).is(&s3.GetBucketAbacOutput{AbacStatus: &types.AbacStatus{Status: status}})}
	}
	const on, off = types.BucketAbacStatusEnabled, types.BucketAbacStatusDisabled
	return resource{name: "aws_s3_bucket_abac", source: "s3/bucket_abac.go",
		create: put(on), read: read(on), update: put(off), updated: read(off), delete: put(off), gone: read(off)}
}
