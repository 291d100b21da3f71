package s3_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/denylab/denylab/emulator/world"
)

// A bucket made in a world with the defaults of before April 2023 has ACLs, is
// open to public policies, and has neither configuration to be read.
func TestBucketDefaults(t *testing.T) {
	w := testWorld()
	w.BucketDefaults = &world.BucketDefaults{Ownership: world.ObjectWriter, PublicAccessBlock: &world.PublicAccessBlock{}}
	c := start(t, w).as("user/alice")
	b := aws.String("older")
	_, err := c.CreateBucket(ctx, &awss3.CreateBucketInput{Bucket: b, ACL: "public-read"})
	wantCode(t, err, "")
	_, err = c.GetBucketOwnershipControls(ctx, &awss3.GetBucketOwnershipControlsInput{Bucket: b})
	wantCode(t, err, "404 OwnershipControlsNotFoundError")
	_, err = c.GetPublicAccessBlock(ctx, &awss3.GetPublicAccessBlockInput{Bucket: b})
	wantCode(t, err, "404 NoSuchPublicAccessBlockConfiguration")
	_, err = c.PutBucketPolicy(ctx, &awss3.PutBucketPolicyInput{Bucket: b, Policy: aws.String(policyFor(`"*"`, "s3:GetObject", "arn:aws:s3:::older/*"))})
	wantCode(t, err, "")
}

// S3 shows names only where the world asks for it.
func TestDisplayNames(t *testing.T) {
	for _, shown := range []bool{false, true} {
		w := testWorld()
		w.DisplayNames = shown
		w.Accounts[owner].Name = "training"
		want := ""
		if shown {
			want = "training"
		}
		c := start(t, w).as("user/alice")
		b := aws.String("data")
		acl := must(c.GetBucketAcl(ctx, &awss3.GetBucketAclInput{Bucket: b}))(t)
		list := must(c.ListObjects(ctx, &awss3.ListObjectsInput{Bucket: b}))(t)
		all := must(c.ListBuckets(ctx, &awss3.ListBucketsInput{}))(t)
		for where, got := range map[string]*string{
			"ACL": acl.Owner.DisplayName, "grant": acl.Grants[0].Grantee.DisplayName,
			"object": list.Contents[0].Owner.DisplayName, "buckets": all.Owner.DisplayName,
		} {
			if aws.ToString(got) != want {
				t.Errorf("%s: %q, want %q", where, aws.ToString(got), want)
			}
		}
	}
}
