package s3_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/world"
)

func tagSet(pairs ...string) *types.Tagging {
	t := &types.Tagging{TagSet: []types.Tag{}}
	for i := 0; i < len(pairs); i += 2 {
		t.TagSet = append(t.TagSet, types.Tag{Key: &pairs[i], Value: &pairs[i+1]})
	}
	return t
}

func TestObjectTagging(t *testing.T) {
	w := testWorld()
	w.Accounts[owner].Users["tina"] = user(world.MustPolicy(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"StringEquals":{"s3:ExistingObjectTag/open":"yes"}}}]}`))
	l := start(t, w)
	alice, tina := l.as("user/alice"), l.as("user/tina")
	b, k := aws.String("data"), aws.String("seeded.txt")
	_, err := tina.GetObject(ctx, &awss3.GetObjectInput{Bucket: b, Key: k})
	wantCode(t, err, "403 AccessDenied")
	must(alice.PutObjectTagging(ctx, &awss3.PutObjectTaggingInput{Bucket: b, Key: k, Tagging: tagSet("open", "yes", "n", "1")}))(t)
	if got := l.lastContext("s3:PutObjectTagging"); !cmp.Equal(got["s3:RequestObjectTag/open"].Values, []string{"yes"}) || !cmp.Equal(got["s3:RequestObjectTagKeys"].Values, []string{"n", "open"}) || !got["s3:RequestObjectTagKeys"].Multi {
		t.Errorf("context %v", got)
	}
	if got := get(t, tina, "data", "seeded.txt"); got != "hello, lab" {
		t.Errorf("tina reads %q", got)
	}
	out := must(tina.GetObjectTagging(ctx, &awss3.GetObjectTaggingInput{Bucket: b, Key: k}))(t)
	if len(out.TagSet) != 2 || *out.TagSet[0].Key != "n" {
		t.Errorf("tags %v", out.TagSet)
	}
	must(alice.DeleteObjectTagging(ctx, &awss3.DeleteObjectTaggingInput{Bucket: b, Key: k}))(t)
	_, err = tina.GetObject(ctx, &awss3.GetObjectInput{Bucket: b, Key: k})
	wantCode(t, err, "403 AccessDenied")
	_, err = alice.PutObjectTagging(ctx, &awss3.PutObjectTaggingInput{Bucket: b, Key: k, Tagging: tagSet("aws:x", "1")})
	wantCode(t, err, "400 InvalidTag")

	// Tags on an upload are a permission of their own.
	_, err = l.as("user/rob").PutObject(ctx, &awss3.PutObjectInput{Bucket: b, Key: aws.String("t"), Body: strings.NewReader("x"), Tagging: aws.String("a=1")})
	if !strings.Contains(messageOf(err), "s3:PutObjectTagging on resource") {
		t.Errorf("message %q", messageOf(err))
	}
	// The number of tags shows to those only who may read them.
	must(alice.PutObjectTagging(ctx, &awss3.PutObjectTaggingInput{Bucket: b, Key: k, Tagging: tagSet("a", "1")}))(t)
	if h := must(l.as("user/rob").HeadObject(ctx, &awss3.HeadObjectInput{Bucket: b, Key: k}))(t); h.TagCount != nil {
		t.Errorf("rob is told of %d tags", *h.TagCount)
	}
}

func TestRequesterPays(t *testing.T) {
	w := testWorld()
	b := w.Accounts[owner].Buckets["data"]
	b.RequesterPays = true
	b.Policy = world.MustPolicy(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"` + other + `"},"Action":["s3:GetObject","s3:ListBucket"],"Resource":["arn:aws:s3:::data","arn:aws:s3:::data/*"]}]}`)
	l := start(t, w)
	in := awss3.GetObjectInput{Bucket: aws.String("data"), Key: aws.String("seeded.txt")}
	_, err := l.as("user/carol").GetObject(ctx, &in)
	wantCode(t, err, "403 AccessDenied")
	in.RequestPayer = types.RequestPayerRequester
	out := must(l.as("user/carol").GetObject(ctx, &in))(t)
	if out.RequestCharged != types.RequestChargedRequester {
		t.Errorf("charged %q", out.RequestCharged)
	}
	out = must(l.as("user/alice").GetObject(ctx, &awss3.GetObjectInput{Bucket: in.Bucket, Key: in.Key}))(t)
	if out.RequestCharged != "" {
		t.Errorf("the owner is charged %q", out.RequestCharged)
	}
}
