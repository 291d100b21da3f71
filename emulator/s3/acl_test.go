package s3_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

func grantsText(grants []types.Grant) string {
	var all []string
	for _, g := range grants {
		who := aws.ToString(g.Grantee.URI)
		who = who[strings.LastIndex(who, "/")+1:]
		if g.Grantee.ID != nil {
			who = (*g.Grantee.ID)[:4]
		}
		all = append(all, who+":"+string(g.Permission))
	}
	return strings.Join(all, " ")
}

func TestACLsAreOffByDefault(t *testing.T) {
	l := start(t, testWorld())
	c := l.as("user/alice")
	b, k := aws.String("data"), aws.String("seeded.txt")
	for acl, want := range map[types.ObjectCannedACL]string{
		"public-read": "400 AccessControlListNotSupported", "authenticated-read": "400 AccessControlListNotSupported",
		"bucket-owner-full-control": "", "private": "", "bucket-owner-read": "",
	} {
		_, err := c.PutObject(ctx, &awss3.PutObjectInput{Bucket: b, Key: aws.String("k"), Body: strings.NewReader("x"), ACL: acl})
		if got := codeOf(err); got != want {
			t.Errorf("PutObject %s: %q, want %q", acl, got, want)
		}
	}
	for acl, want := range map[types.ObjectCannedACL]string{"private": "400 AccessControlListNotSupported", "bucket-owner-full-control": ""} {
		_, err := c.PutObjectAcl(ctx, &awss3.PutObjectAclInput{Bucket: b, Key: k, ACL: acl})
		if got := codeOf(err); got != want {
			t.Errorf("PutObjectAcl %s: %q, want %q", acl, got, want)
		}
	}
	out := must(c.GetObjectAcl(ctx, &awss3.GetObjectAclInput{Bucket: b, Key: k}))(t)
	if got := grantsText(out.Grants); !strings.HasSuffix(got, ":FULL_CONTROL") || len(out.Grants) != 1 || *out.Grants[0].Grantee.ID != *out.Owner.ID {
		t.Errorf("grants %s", got)
	}
	// The ACL is a permission of its own.
	_, err := l.as("user/rob").PutObject(ctx, &awss3.PutObjectInput{Bucket: b, Key: aws.String("k"), Body: strings.NewReader("x"), ACL: "bucket-owner-full-control"})
	if !strings.Contains(messageOf(err), "s3:PutObjectAcl on resource") {
		t.Errorf("message %q", messageOf(err))
	}
}

func TestObjectOwnershipAndACL(t *testing.T) {
	l := start(t, testWorld())
	alice, carol := l.as("user/alice"), l.as("user/carol")
	b := aws.String("legacy")
	policy := policyFor(`{"AWS":"`+other+`"}`, "s3:PutObject", "arn:aws:s3:::legacy/*")
	policy = strings.Replace(policy, `"s3:PutObject"`, `["s3:PutObject","s3:PutObjectAcl"]`, 1)
	must(alice.PutBucketPolicy(ctx, &awss3.PutBucketPolicyInput{Bucket: b, Policy: &policy}))(t)

	put(t, carol, "legacy", "hers", "hers")
	_, err := alice.GetObject(ctx, &awss3.GetObjectInput{Bucket: b, Key: aws.String("hers")})
	wantCode(t, err, "403 AccessDenied") // the bucket's owner does not own the object
	must(carol.PutObjectAcl(ctx, &awss3.PutObjectAclInput{Bucket: b, Key: aws.String("hers"), ACL: types.ObjectCannedACLBucketOwnerFullControl}))(t)
	if got := get(t, alice, "legacy", "hers"); got != "hers" {
		t.Errorf("alice reads %q", got)
	}
	acl := must(carol.GetObjectAcl(ctx, &awss3.GetObjectAclInput{Bucket: b, Key: aws.String("hers")}))(t)
	if len(acl.Grants) != 2 || acl.Grants[1].Permission != "FULL_CONTROL" || *acl.Grants[0].Grantee.ID != *acl.Owner.ID {
		t.Errorf("grants %s", grantsText(acl.Grants))
	}

	// The document form, as it was read.
	must(carol.PutObjectAcl(ctx, &awss3.PutObjectAclInput{Bucket: b, Key: aws.String("hers"),
		AccessControlPolicy: &types.AccessControlPolicy{Owner: acl.Owner, Grants: acl.Grants[:1]}}))(t)
	_, err = alice.GetObject(ctx, &awss3.GetObjectInput{Bucket: b, Key: aws.String("hers")})
	wantCode(t, err, "403 AccessDenied")

	// Whose the object is does not matter to whoever deletes in his own bucket.
	_, err = alice.DeleteObject(ctx, &awss3.DeleteObjectInput{Bucket: b, Key: aws.String("hers")})
	wantCode(t, err, "")

	// With BucketOwnerPreferred the canned ACL hands the object over.
	must(alice.PutBucketOwnershipControls(ctx, &awss3.PutBucketOwnershipControlsInput{Bucket: b, OwnershipControls: &types.OwnershipControls{Rules: []types.OwnershipControlsRule{{ObjectOwnership: types.ObjectOwnershipBucketOwnerPreferred}}}}))(t)
	must(carol.PutObject(ctx, &awss3.PutObjectInput{Bucket: b, Key: aws.String("given"), Body: strings.NewReader("given"), ACL: types.ObjectCannedACLBucketOwnerFullControl}))(t)
	if got := get(t, alice, "legacy", "given"); got != "given" {
		t.Errorf("alice reads %q", got)
	}
	_, err = carol.GetObject(ctx, &awss3.GetObjectInput{Bucket: b, Key: aws.String("given")})
	wantCode(t, err, "403 AccessDenied")
}

func TestPublicACLs(t *testing.T) {
	l := start(t, testWorld())
	alice, anyone := l.as("user/alice"), l.as("anonymous")
	b, k := aws.String("legacy"), aws.String("k")
	must(alice.PutObject(ctx, &awss3.PutObjectInput{Bucket: b, Key: k, Body: strings.NewReader("public"), ACL: types.ObjectCannedACLPublicRead}))(t)
	if got := get(t, anyone, "legacy", "k"); got != "public" {
		t.Errorf("anonymous reads %q", got)
	}
	_, err := anyone.PutObject(ctx, &awss3.PutObjectInput{Bucket: b, Key: k, Body: strings.NewReader("defaced")})
	wantCode(t, err, "403 AccessDenied")
	if messageOf(err) != "Access Denied" {
		t.Errorf("an anonymous caller is told %q", messageOf(err))
	}
	must(alice.PutBucketAcl(ctx, &awss3.PutBucketAclInput{Bucket: b, GrantRead: aws.String(`uri="http://acs.amazonaws.com/groups/global/AllUsers"`)}))(t)
	if out := must(anyone.ListObjectsV2(ctx, &awss3.ListObjectsV2Input{Bucket: b}))(t); len(out.Contents) != 1 {
		t.Errorf("anonymous lists %v", out.Contents)
	}
	acl := must(alice.GetBucketAcl(ctx, &awss3.GetBucketAclInput{Bucket: b}))(t)
	if got := grantsText(acl.Grants); got != "AllUsers:READ" {
		t.Errorf("grants %s: explicit ones are kept as they are", got)
	}
	// Who may list the bucket is told that an object is missing.
	_, err = anyone.GetObject(ctx, &awss3.GetObjectInput{Bucket: b, Key: aws.String("missing")})
	wantCode(t, err, "404 NoSuchKey")
	must(alice.PutBucketAcl(ctx, &awss3.PutBucketAclInput{Bucket: b, ACL: types.BucketCannedACLPublicReadWrite}))(t)
	acl = must(alice.GetBucketAcl(ctx, &awss3.GetBucketAclInput{Bucket: b}))(t)
	if got := grantsText(acl.Grants); !strings.HasPrefix(got, "AllUsers:READ AllUsers:WRITE ") || !strings.HasSuffix(got, ":FULL_CONTROL") {
		t.Errorf("grants %s", got)
	}
	must(alice.PutPublicAccessBlock(ctx, &awss3.PutPublicAccessBlockInput{Bucket: b, PublicAccessBlockConfiguration: &types.PublicAccessBlockConfiguration{BlockPublicAcls: aws.Bool(true), IgnorePublicAcls: aws.Bool(true)}}))(t)
	_, err = anyone.GetObject(ctx, &awss3.GetObjectInput{Bucket: b, Key: k})
	wantCode(t, err, "403 AccessDenied")
	_, err = alice.PutObject(ctx, &awss3.PutObjectInput{Bucket: b, Key: k, Body: strings.NewReader("x"), ACL: types.ObjectCannedACLPublicRead})
	if !strings.HasSuffix(messageOf(err), "because public ACLs are prevented by the BlockPublicAcls setting in S3 Block Public Access.") {
		t.Errorf("message %q", messageOf(err))
	}
}

func TestACLRequestErrors(t *testing.T) {
	l := start(t, testWorld())
	c := l.as("user/alice")
	for name, x := range map[string]struct {
		in   awss3.PutBucketAclInput
		want string
	}{
		"nothing":        {awss3.PutBucketAclInput{}, "400 MissingSecurityHeader"},
		"both":           {awss3.PutBucketAclInput{ACL: "private", GrantRead: aws.String("id=1")}, "400 InvalidRequest"},
		"unknown canned": {awss3.PutBucketAclInput{ACL: "open"}, "400 InvalidArgument"},
		"unknown id":     {awss3.PutBucketAclInput{GrantRead: aws.String(`id="` + strings.Repeat("0", 64) + `"`)}, "400 InvalidArgument"},
		"unknown group":  {awss3.PutBucketAclInput{GrantRead: aws.String(`uri="http://acs.amazonaws.com/groups/global/Friends"`)}, "400 InvalidArgument"},
		"header and document": {awss3.PutBucketAclInput{ACL: "private", AccessControlPolicy: &types.AccessControlPolicy{Owner: &types.Owner{ID: aws.String("x")}}},
			"400 UnexpectedContent"},
		"no owner": {awss3.PutBucketAclInput{AccessControlPolicy: &types.AccessControlPolicy{Grants: []types.Grant{}}}, "400 MalformedACLError"},
	} {
		x.in.Bucket = aws.String("legacy")
		before := l.digest()
		_, err := c.PutBucketAcl(ctx, &x.in)
		if got := codeOf(err); got != x.want {
			t.Errorf("%s: %q, want %q", name, got, x.want)
		}
		if l.digest() != before {
			t.Errorf("%s changed the lab", name)
		}
	}
}
