package s3_test

import (
	"slices"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
)

// Whoever is first with a bucket, the world and the index have the same ones.
func TestBucketsOfWorldAndIndexAgreeUnderRaces(t *testing.T) {
	l := start(t, testWorld())
	alice := l.as("user/alice")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 40 { // what loses the race is refused, as it should be
				_, _ = alice.CreateBucket(ctx, &awss3.CreateBucketInput{Bucket: aws.String("contested")})
				_, _ = alice.DeleteBucket(ctx, &awss3.DeleteBucketInput{Bucket: aws.String("contested")})
			}
		})
	}
	all.Wait()
	_, inWorld := l.worlds.Load().Bucket("contested")
	if inIndex := slices.Contains(l.index.Buckets(), "contested"); inIndex != inWorld {
		t.Errorf("the world has the bucket: %t, the index: %t", inWorld, inIndex)
	}
	if _, err := alice.CreateBucket(ctx, &awss3.CreateBucketInput{Bucket: aws.String("contested")}); err != nil && codeOf(err) != "409 BucketAlreadyOwnedByYou" {
		t.Errorf("afterwards: %v", err)
	}
}
