package s3_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/denylab/denylab/emulator/world"
)

// Each key of a DeleteObjects is decided by itself, inside a 200.
func TestDeleteObjects(t *testing.T) {
	w := testWorld()
	w.Accounts[owner].Users["dan"] = user(allow("s3:DeleteObject", "arn:aws:s3:::data/mine/*"))
	l := start(t, w)
	alice, dan := l.as("user/alice"), l.as("user/dan")
	put(t, alice, "data", "mine/1", "x")
	put(t, alice, "data", "theirs", "x")
	object := func(key string) types.ObjectIdentifier { return types.ObjectIdentifier{Key: &key} }
	out := must(dan.DeleteObjects(ctx, &awss3.DeleteObjectsInput{Bucket: aws.String("data"), Delete: &types.Delete{
		Objects: []types.ObjectIdentifier{object("mine/1"), object("theirs"), object("mine/absent"), {Key: aws.String("mine/v"), VersionId: aws.String("null")}}}}))(t)
	var got []string
	for _, d := range out.Deleted {
		got = append(got, *d.Key)
	}
	for _, e := range out.Errors {
		got = append(got, *e.Key+" "+*e.Code)
	}
	if text := strings.Join(got, "|"); text != "mine/1|mine/absent|theirs AccessDenied|mine/v AccessDenied" {
		t.Errorf("got %s", text)
	}
	if want := `User: arn:aws:iam::111122223333:user/dan is not authorized to perform: s3:DeleteObjectVersion on resource: "arn:aws:s3:::data/mine/v" because no identity-based policy allows the s3:DeleteObjectVersion action`; *out.Errors[1].Message != want {
		t.Errorf("message %q", *out.Errors[1].Message)
	}
	if get(t, alice, "data", "theirs") != "x" {
		t.Error("a refused key is gone")
	}
	quiet := must(dan.DeleteObjects(ctx, &awss3.DeleteObjectsInput{Bucket: aws.String("data"), Delete: &types.Delete{Quiet: aws.Bool(true), Objects: []types.ObjectIdentifier{object("mine/1")}}}))(t)
	if len(quiet.Deleted)+len(quiet.Errors) != 0 {
		t.Errorf("a quiet answer has %v", quiet.Deleted)
	}
	many := types.Delete{}
	for i := range 1001 {
		many.Objects = append(many.Objects, object(fmt.Sprint(i)))
	}
	_, err := alice.DeleteObjects(ctx, &awss3.DeleteObjectsInput{Bucket: aws.String("data"), Delete: &many})
	wantCode(t, err, "400 MalformedXML")
}

// A Deny of s3:DeleteObjectVersion in the bucket policy also stops a delete
// without a version.
func TestDenyOfVersionDelete(t *testing.T) {
	w := testWorld()
	w.Accounts[owner].Buckets["data"].Policy = world.MustPolicy(`{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:DeleteObjectVersion","Resource":"arn:aws:s3:::data/*"}]}`)
	l := start(t, w)
	_, err := l.as("user/alice").DeleteObject(ctx, &awss3.DeleteObjectInput{Bucket: aws.String("data"), Key: aws.String("seeded.txt")})
	wantCode(t, err, "403 AccessDenied")
}

func TestDeleteConditions(t *testing.T) {
	l := start(t, testWorld())
	c := l.as("user/alice")
	etag := put(t, c, "data", "k", "x").ETag
	del := func(in awss3.DeleteObjectInput) error {
		in.Bucket, in.Key = aws.String("data"), aws.String("k")
		_, err := c.DeleteObject(ctx, &in)
		return err
	}
	wantCode(t, del(awss3.DeleteObjectInput{IfMatch: aws.String("x")}), "412 PreconditionFailed")
	wantCode(t, del(awss3.DeleteObjectInput{VersionId: aws.String("nope")}), "400 InvalidArgument")
	wantCode(t, del(awss3.DeleteObjectInput{IfMatchSize: aws.Int64(7)}), "501 NotImplemented")
	wantCode(t, del(awss3.DeleteObjectInput{BypassGovernanceRetention: aws.Bool(true)}), "400 InvalidArgument")
	many, err := c.DeleteObjects(ctx, &awss3.DeleteObjectsInput{Bucket: aws.String("data"), BypassGovernanceRetention: aws.Bool(true),
		Delete: &types.Delete{Objects: []types.ObjectIdentifier{{Key: aws.String("none")}}}})
	if wantCode(t, err, ""); len(many.Errors) != 0 {
		t.Errorf("bypassing what nothing retains: %v", *many.Errors[0].Message)
	}
	wantCode(t, del(awss3.DeleteObjectInput{IfMatch: etag}), "")
	wantCode(t, del(awss3.DeleteObjectInput{}), "")
}

// The page of the conditional deletes knows two answers for nothing.
func TestConditionalDeletesOfNothing(t *testing.T) {
	c := start(t, testWorld()).as("user/alice")
	for _, tt := range []struct{ match, one, listed string }{
		{"x", "404 NoSuchKey", "NoSuchKey"},
		{"*", "412 PreconditionFailed", "NoSuchKey"},
	} {
		_, err := c.DeleteObject(ctx, &awss3.DeleteObjectInput{Bucket: aws.String("data"), Key: aws.String("absent"), IfMatch: &tt.match})
		wantCode(t, err, tt.one)
		many, err := c.DeleteObjects(ctx, &awss3.DeleteObjectsInput{Bucket: aws.String("data"),
			Delete: &types.Delete{Objects: []types.ObjectIdentifier{{Key: aws.String("absent"), ETag: &tt.match}}}})
		if wantCode(t, err, ""); len(many.Errors) != 1 || *many.Errors[0].Code != tt.listed {
			t.Errorf("If-Match %s of a list: %v", tt.match, many.Errors)
		}
	}
}
