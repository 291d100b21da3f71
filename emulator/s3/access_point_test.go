package s3_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/world"
)

const (
	owners   = "111122223333"
	others   = "444455556666"
	trainARN = "arn:aws:s3:us-east-1:" + owners + ":accesspoint/train"
	awayARN  = "arn:aws:s3:us-east-1:" + others + ":accesspoint/away"
)

// points is a bucket behind access points of its own account and of another.
func points() *world.World {
	document := func(statements ...string) *world.Policy {
		return world.MustPolicy(`{"Version":"2012-10-17","Statement":[` + strings.Join(statements, ",") + `]}`)
	}
	may := func(action, resource string) string {
		return `{"Effect":"Allow","Action":` + action + `,"Resource":` + resource + `}`
	}
	delegate := `{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::data","arn:aws:s3:::data/*"],"Condition":{"StringEquals":{"s3:DataAccessPointAccount":["` + owners + `","` + others + `"]}}}`
	all := `["` + trainARN + `","` + trainARN + `/object/*"]`
	return &world.World{Accounts: map[string]*world.Account{
		owners: {
			Users: map[string]*world.User{
				"admin": {Policies: map[string]*world.Policy{"all": document(may(`"*"`, `"*"`))}},
				// Through access points only, to the bucket only, and nowhere.
				"point":  {Policies: map[string]*world.Policy{"p": document(may(`"s3:*"`, all))}},
				"bucket": {Policies: map[string]*world.Policy{"p": document(may(`"s3:*"`, `["arn:aws:s3:::data","arn:aws:s3:::data/*"]`))}},
				"nobody": {},
			},
			Buckets: map[string]*world.Bucket{
				"data": {Policy: document(delegate), Versioning: "Enabled", Objects: map[string]*world.Object{"in/a": {Body: "a"}}},
				// A bucket that is called like a host name of an access point.
				"vpc-" + owners: {},
				"plain":         {Objects: map[string]*world.Object{"k": {Body: "plain"}}},
			},
			AccessPoints: map[string]*world.AccessPoint{
				"train": {Bucket: "data", Policy: document(`{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::` + owners + `:user/nobody"},"Action":"s3:GetObject","Resource":"` + trainARN + `/object/in/*"}`)},
				"plain": {Bucket: "plain"},
				"vpc":   {Bucket: "data", VPC: "vpc-1"},
			},
		},
		others: {
			Users:        map[string]*world.User{"visitor": {Policies: map[string]*world.Policy{"all": document(may(`"s3:*"`, `"*"`))}}},
			AccessPoints: map[string]*world.AccessPoint{"away": {Bucket: "data"}},
		},
	}}
}

// through is a client of a principal that reaches every host at the lab, as
// the names of access points lead there on AWS.
func (l *lab) through(ref string) *awss3.Client {
	address := strings.TrimPrefix(l.url, "http://")
	transport := &http.Transport{DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, address)
	}}
	l.t.Cleanup(transport.CloseIdleConnections)
	o := l.as(ref).Options()
	o.UsePathStyle, o.BaseEndpoint = false, aws.String("http://lab.test")
	o.HTTPClient = &http.Client{Transport: transport}
	return awss3.New(o)
}

func (l *lab) alias(account, name string) string {
	p, _ := l.worlds.Load().AccessPoint(account, name)
	return p.Alias
}

// Both the access point and the bucket have to permit.
func TestThroughAnAccessPoint(t *testing.T) {
	l := start(t, points())
	read := func(as, bucket string) []string {
		return l.asks(func() {
			out, err := l.through(as).GetObject(context.Background(), &awss3.GetObjectInput{Bucket: &bucket, Key: aws.String("in/a")})
			if err == nil {
				if body, _ := io.ReadAll(out.Body); string(body) != "a" {
					t.Errorf("%s read %q", as, body)
				}
			}
		})
	}
	point, object := "s3:GetObject "+trainARN+"/object/in/a ", "s3:GetObject arn:aws:s3:::data/in/a "
	for _, c := range []struct {
		name, as, bucket string
		want             []string
	}{
		{"delegated to", "user/point", trainARN, []string{point + "allowed", object + "allowed"}},
		{"permitted on the bucket only", "user/bucket", trainARN, []string{point + "refused", object + "allowed"}},
		{"named by the access point", "user/nobody", trainARN, []string{point + "allowed", object + "allowed"}},
		{"by its alias", "user/point", l.alias(owners, "train"), []string{point + "allowed", object + "allowed"}},
		{"a bucket that is called like the host name of an access point", "user/point", "vpc-" + owners, []string{"s3:GetObject arn:aws:s3:::vpc-" + owners + "/in/a refused"}},
		{"past the access point", "user/point", "data", []string{object + "refused"}},
		{"another account that the access point does not know", others + ":user/visitor", trainARN, []string{point + "refused", object + "allowed"}},
		{"another account's own access point", others + ":user/visitor", awayARN, []string{"s3:GetObject " + awayARN + "/object/in/a allowed", object + "allowed"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, read(c.as, c.bucket)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// SDKs put the name and account of an access point before any endpoint's host.
func TestAnAccessPointBehindAnUnknownHost(t *testing.T) {
	l := start(t, points())
	o := l.through("user/point").Options()
	o.BaseEndpoint = aws.String("http://unknown.test")
	_, err := awss3.New(o).GetObject(context.Background(), &awss3.GetObjectInput{Bucket: aws.String(trainARN), Key: aws.String("in/a")})
	wantCode(t, err, "")
}

// A bucket that does not delegate has to permit by itself.
func TestAnAccessPointAloneIsNotEnough(t *testing.T) {
	l := start(t, points())
	arn := strings.Replace(trainARN, "train", "plain", 1)
	get := &awss3.GetObjectInput{Bucket: &arn, Key: aws.String("k")}
	_, err := l.through("user/admin").GetObject(context.Background(), get)
	wantCode(t, err, "")
	_, err = l.through("user/point").GetObject(context.Background(), get)
	wantCode(t, err, "403 AccessDenied")
	if want := `on resource: "` + arn + `/object/k" because no identity-based policy allows`; !strings.Contains(messageOf(err), want) {
		t.Errorf("%s, want %s", messageOf(err), want)
	}
}

func TestConditionKeysOfAccessPoints(t *testing.T) {
	l := start(t, points())
	_, err := l.through("user/admin").ListObjectsV2(context.Background(), &awss3.ListObjectsV2Input{Bucket: aws.String(trainARN), Prefix: aws.String("in/")})
	wantCode(t, err, "")
	for key, want := range map[string]string{
		"s3:DataAccessPointAccount": owners, "s3:DataAccessPointArn": trainARN, "s3:AccessPointNetworkOrigin": "Internet", "s3:prefix": "in/",
	} {
		if got := l.lastContext("s3:ListBucket")[key].Values; !slices.Equal(got, []string{want}) {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
	_, err = l.through("user/admin").ListObjectsV2(context.Background(), &awss3.ListObjectsV2Input{Bucket: aws.String("data")})
	wantCode(t, err, "")
	if _, there := l.lastContext("s3:ListBucket")["s3:DataAccessPointArn"]; there {
		t.Error("a request to the bucket has s3:DataAccessPointArn")
	}
}

// Only requests from its VPC come through an access point that has one.
func TestAnAccessPointOfAVPC(t *testing.T) {
	l := start(t, points())
	alias := l.alias(owners, "vpc")
	_, err := l.as("user/admin").GetObject(context.Background(), &awss3.GetObjectInput{Bucket: &alias, Key: aws.String("in/a")})
	wantCode(t, err, "403 AccessDenied")
	if want := "with an explicit deny in a resource-based policy"; !strings.Contains(messageOf(err), want) {
		t.Errorf("%s, want %s", messageOf(err), want)
	}
}

func TestWhatGoesThroughAccessPoints(t *testing.T) {
	l := start(t, points())
	ctx := context.Background()
	admin := l.through("user/admin")
	train, key := aws.String(trainARN), aws.String("new")
	_, err := admin.PutObject(ctx, &awss3.PutObjectInput{Bucket: train, Key: key, Body: strings.NewReader("new"), Tagging: aws.String("a=b")})
	wantCode(t, err, "")
	_, err = admin.CopyObject(ctx, &awss3.CopyObjectInput{Bucket: train, Key: aws.String("copy"), CopySource: aws.String(trainARN + "/object/new")})
	wantCode(t, err, "")
	_, err = admin.CopyObject(ctx, &awss3.CopyObjectInput{Bucket: train, Key: aws.String("copy"), CopySource: aws.String(trainARN + "s/object/new")})
	wantCode(t, err, "404 NoSuchAccessPoint")
	begun, err := admin.CreateMultipartUpload(ctx, &awss3.CreateMultipartUploadInput{Bucket: train, Key: key})
	wantCode(t, err, "")
	_, err = admin.ListParts(ctx, &awss3.ListPartsInput{Bucket: train, Key: key, UploadId: begun.UploadId})
	wantCode(t, err, "")
	_, err = admin.AbortMultipartUpload(ctx, &awss3.AbortMultipartUploadInput{Bucket: train, Key: key, UploadId: begun.UploadId})
	wantCode(t, err, "")
	listed, err := admin.ListObjectsV2(ctx, &awss3.ListObjectsV2Input{Bucket: train})
	wantCode(t, err, "")
	if len(listed.Contents) != 3 {
		t.Errorf("%d objects are behind the access point", len(listed.Contents))
	}
	head, err := admin.HeadBucket(ctx, &awss3.HeadBucketInput{Bucket: aws.String(l.alias(owners, "train"))})
	wantCode(t, err, "")
	if !aws.ToBool(head.AccessPointAlias) {
		t.Error("an alias is not told")
	}
	_, err = admin.DeleteObjects(ctx, &awss3.DeleteObjectsInput{Bucket: train, Delete: &types.Delete{Objects: []types.ObjectIdentifier{{Key: key}}}})
	wantCode(t, err, "")

	// What does not go through them.
	_, err = admin.GetBucketVersioning(ctx, &awss3.GetBucketVersioningInput{Bucket: train})
	wantCode(t, err, "405 MethodNotAllowed")
	_, err = admin.GetObject(ctx, &awss3.GetObjectInput{Bucket: aws.String("nobodys-" + strings.Repeat("a", 34) + "-s3alias"), Key: key})
	wantCode(t, err, "404 NoSuchAccessPoint")
	_, err = admin.DeleteBucket(ctx, &awss3.DeleteBucketInput{Bucket: aws.String("plain")})
	wantCode(t, err, "400 BucketHasAccessPointsAttached")
}
