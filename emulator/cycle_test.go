package emulator_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/feature/s3/transfermanager"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/world"
)

const mebibyte = 1 << 20

// A cycle is what a client does with a bucket from the first upload to the last
// deletion: who acts, on which files, and what has been learned on the way.
type cycle struct {
	t      *testing.T
	s3     *s3.Client
	source string
	// upload, marker and versions are what stages before left; parts are its
	// parts.
	upload, marker string
	versions       []string
	// ahead is how much later it is for the lab than for the client.
	ahead *atomic.Int64
}

// A stage is a part of the cycle, and the permissions that it is refused without.
type stage struct {
	name  string
	needs []string
	run   func(*cycle) error
}

var stages = []stage{
	{"sync up", []string{"s3:PutObject"}, (*cycle).syncUp},
	{"sync down", []string{"s3:ListBucket", "s3:GetObject"}, (*cycle).syncDown},
	{"range of a part", []string{"s3:GetObject"}, (*cycle).readPart},
	{"begin an upload", []string{"s3:PutObject"}, (*cycle).begin},
	{"upload parts", []string{"s3:PutObject"}, (*cycle).uploadParts},
	{"list uploads", []string{"s3:ListBucketMultipartUploads"}, (*cycle).listUploads},
	{"complete an upload", []string{"s3:PutObject"}, (*cycle).complete},
	{"write anew", []string{"s3:PutObject"}, (*cycle).writeAnew},
	{"list versions", []string{"s3:ListBucketVersions"}, (*cycle).listVersions},
	{"read a version", []string{"s3:GetObjectVersion"}, (*cycle).readVersion},
	{"delete", []string{"s3:DeleteObject"}, (*cycle).hide},
	{"miss what is deleted", []string{"s3:GetObject", "s3:ListBucket"}, (*cycle).miss},
	{"delete the marker", []string{"s3:DeleteObjectVersion"}, (*cycle).unhide},
	{"delete a version", []string{"s3:DeleteObjectVersion"}, (*cycle).deleteVersion},
	{"read what is left", []string{"s3:GetObject"}, (*cycle).readCurrent},
	{"presigned GET", []string{"s3:GetObject"}, (*cycle).presignedGet},
	{"presigned PUT", []string{"s3:PutObject"}, (*cycle).presignedPut},
	{"presigned DELETE", []string{"s3:DeleteObject"}, (*cycle).presignedDelete},
}

// The whole cycle works for a role that may do everything. For a role that may do
// everything but one thing exactly the stages that need it are refused, for that
// reason, and nothing has changed; the other role then does them.
func TestTheWholeCycleOfTheGoSDK(t *testing.T) {
	source := makeTree(t)
	t.Run("everything", func(t *testing.T) {
		l, ahead := cycleLab(t)
		all := l.cycleAs(t, "role/Everything", source, ahead)
		for _, s := range stages {
			if err := s.run(all); err != nil {
				t.Fatalf("%s: %v", s.name, err)
			}
		}
		all.expired()
	})
	for _, action := range lacking {
		t.Run("without "+action, func(t *testing.T) {
			l, ahead := cycleLab(t)
			all, weak := l.cycleAs(t, "role/Everything", source, ahead), l.cycleAs(t, "role/"+roleWithout(action), source, ahead)
			for _, s := range stages {
				l.tryStage(s, action, all, weak)
			}
		})
	}
}

// tryStage has weak, who lacks an action, try a stage, and all do it otherwise.
func (l *lab) tryStage(s stage, action string, all, weak *cycle) {
	t := all.t
	t.Helper()
	before := l.Digest()
	weak.upload, weak.marker, weak.versions = all.upload, all.marker, all.versions
	err := s.run(weak)
	if !slices.Contains(s.needs, action) {
		if err != nil {
			t.Fatalf("%s: %v", s.name, err)
		}
		all.upload, all.marker, all.versions = weak.upload, weak.marker, weak.versions
		return
	}
	want := "is not authorized to perform: " + action + " on resource"
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%s: got %v, want a refusal of %s", s.name, err, action)
	}
	if l.Digest() != before {
		t.Errorf("%s: the refused stage has changed something", s.name)
	}
	if err := s.run(all); err != nil {
		t.Fatalf("%s, by who may: %v", s.name, err)
	}
}

// lacking are the actions that a role each lacks.
var lacking = []string{
	"s3:PutObject", "s3:GetObject", "s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads",
	"s3:GetObjectVersion", "s3:DeleteObject", "s3:DeleteObjectVersion",
}

func roleWithout(action string) string { return "Without-" + strings.TrimPrefix(action, "s3:") }

// cycleLab serves a lab whose clock can be set ahead of its clients'.
func cycleLab(t *testing.T) (*lab, *atomic.Int64) {
	t.Helper()
	roles := map[string]*world.Role{"Everything": {Policies: inline(allow("s3:*", "*"))}}
	for _, action := range lacking {
		roles[roleWithout(action)] = &world.Role{Policies: inline(policy(`{"Effect":"Allow","NotAction":"` + action + `","Resource":"*"}`))}
	}
	ahead := &atomic.Int64{}
	clock := func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	l := start(t, emulator.Options{Clock: clock, SigningClock: clock, World: &world.World{Accounts: map[string]*world.Account{
		owner: {Roles: roles, Buckets: map[string]*world.Bucket{"tree": {Versioning: "Enabled"}}},
	}}})
	return l, ahead
}

// cycleAs is a cycle of a role, over a socket.
func (l *lab) cycleAs(t *testing.T, role, source string, ahead *atomic.Int64) *cycle {
	t.Helper()
	c, err := l.CredentialsAs(role)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(l.Lab)
	t.Cleanup(server.Close)
	client := s3.New(s3.Options{Region: "us-east-1", BaseEndpoint: &server.URL, UsePathStyle: true, Retryer: aws.NopRetryer{},
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: c.AccessKeyID, SecretAccessKey: c.Secret, SessionToken: c.Token}, nil
		})})
	return &cycle{t: t, s3: client, source: source, ahead: ahead}
}

// makeTree is a directory with what is awkward: names, an empty file, one that
// goes up in three parts.
func makeTree(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, body := range map[string]string{
		"empty": "", "a b+c=ü.txt": "odd", "100%25 %.txt": "odder", "deep/er/x": "v1", "deep/big": strings.Repeat("0123456789abcdef", 11*mebibyte/16),
	} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func (c *cycle) transfers() *transfermanager.Client {
	return transfermanager.New(c.s3, func(o *transfermanager.Options) {
		o.PartSizeBytes, o.MultipartUploadThreshold = 5*mebibyte, 5*mebibyte
	})
}

func (c *cycle) syncUp() error {
	_, err := c.transfers().UploadDirectory(c.t.Context(), &transfermanager.UploadDirectoryInput{
		Bucket: ptr("tree"), Source: &c.source, Recursive: aws.Bool(true), KeyPrefix: ptr("in"),
	})
	return err
}

func (c *cycle) syncDown() error {
	into := c.t.TempDir()
	_, err := c.transfers().DownloadDirectory(c.t.Context(), &transfermanager.DownloadDirectoryInput{Bucket: ptr("tree"), Destination: &into, KeyPrefix: ptr("in")})
	if err != nil {
		return err
	}
	return same(c.source, into)
}

// same compares two trees, byte by byte.
func same(want, got string) error {
	var differ error
	seen := map[string]bool{}
	differ = errors.Join(differ, filepath.WalkDir(want, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, _ := filepath.Rel(want, path)
		seen[name] = true
		a, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		b, err := os.ReadFile(filepath.Join(got, name))
		if err == nil && !bytes.Equal(a, b) {
			err = fmt.Errorf("%s: %d bytes went up and %d others came down", name, len(a), len(b))
		}
		return err
	}))
	return errors.Join(differ, filepath.WalkDir(got, func(path string, d fs.DirEntry, err error) error {
		if name, _ := filepath.Rel(got, path); err == nil && !d.IsDir() && !seen[name] {
			return fmt.Errorf("%s came down and never went up", name)
		}
		return err
	}))
}

// readPart reads the last of the three parts in which the big file went up.
func (c *cycle) readPart() error {
	out, err := c.s3.GetObject(c.t.Context(), &s3.GetObjectInput{Bucket: ptr("tree"), Key: ptr("in/deep/big"), PartNumber: aws.Int32(3)})
	if err != nil {
		return err
	}
	body, err := io.ReadAll(out.Body)
	if err == nil && (len(body) != mebibyte || aws.ToInt32(out.PartsCount) != 3 || !strings.HasSuffix(*out.ETag, `-3"`)) {
		err = fmt.Errorf("part 3 of %d has %d bytes, and the ETag is %s", aws.ToInt32(out.PartsCount), len(body), *out.ETag)
	}
	return err
}

func (c *cycle) begin() error {
	out, err := c.s3.CreateMultipartUpload(c.t.Context(), &s3.CreateMultipartUploadInput{Bucket: ptr("tree"), Key: ptr("parts")})
	if err == nil {
		c.upload = *out.UploadId
	}
	return err
}

func (c *cycle) uploadParts() error {
	for n, size := range []int{5 * mebibyte, 1} {
		if _, err := c.s3.UploadPart(c.t.Context(), &s3.UploadPartInput{Bucket: ptr("tree"), Key: ptr("parts"), UploadId: &c.upload,
			PartNumber: aws.Int32(int32(n + 1)), Body: bytes.NewReader(make([]byte, size))}); err != nil {
			return err
		}
	}
	return nil
}

func (c *cycle) listUploads() error {
	out, err := c.s3.ListMultipartUploads(c.t.Context(), &s3.ListMultipartUploadsInput{Bucket: ptr("tree")})
	if err == nil && (len(out.Uploads) != 1 || *out.Uploads[0].UploadId != c.upload) {
		err = fmt.Errorf("%d uploads are under way", len(out.Uploads))
	}
	return err
}

// complete names the parts as ListParts does.
func (c *cycle) complete() error {
	in := &s3.CompleteMultipartUploadInput{Bucket: ptr("tree"), Key: ptr("parts"), UploadId: &c.upload, MultipartUpload: &types.CompletedMultipartUpload{}}
	listed, err := c.s3.ListParts(c.t.Context(), &s3.ListPartsInput{Bucket: in.Bucket, Key: in.Key, UploadId: in.UploadId})
	if err != nil {
		return err
	}
	for _, p := range listed.Parts {
		in.MultipartUpload.Parts = append(in.MultipartUpload.Parts, types.CompletedPart{PartNumber: p.PartNumber, ETag: p.ETag})
	}
	out, err := c.s3.CompleteMultipartUpload(c.t.Context(), in)
	if err == nil && !strings.HasSuffix(*out.ETag, `-2"`) {
		err = fmt.Errorf("the ETag is %s", *out.ETag)
	}
	return err
}

var x = ptr("in/deep/er/x")

func (c *cycle) writeAnew() error {
	_, err := c.s3.PutObject(c.t.Context(), &s3.PutObjectInput{Bucket: ptr("tree"), Key: x, Body: strings.NewReader("v2")})
	return err
}

func (c *cycle) listVersions() error {
	out, err := c.s3.ListObjectVersions(c.t.Context(), &s3.ListObjectVersionsInput{Bucket: ptr("tree"), Prefix: x})
	if err != nil {
		return err
	}
	c.versions = nil
	for _, v := range out.Versions {
		c.versions = append(c.versions, *v.VersionId)
	}
	if len(c.versions) != 2 {
		return fmt.Errorf("%d versions", len(c.versions))
	}
	return nil
}

func (c *cycle) read(version *string, want string) error {
	out, err := c.s3.GetObject(c.t.Context(), &s3.GetObjectInput{Bucket: ptr("tree"), Key: x, VersionId: version})
	if err != nil {
		return err
	}
	body, err := io.ReadAll(out.Body)
	if err == nil && string(body) != want {
		err = fmt.Errorf("it says %q, want %q", body, want)
	}
	return err
}

func (c *cycle) readVersion() error { return c.read(&c.versions[1], "v1") }
func (c *cycle) readCurrent() error { return c.read(nil, "v1") }

func (c *cycle) hide() error {
	out, err := c.s3.DeleteObject(c.t.Context(), &s3.DeleteObjectInput{Bucket: ptr("tree"), Key: x})
	if err == nil && !aws.ToBool(out.DeleteMarker) {
		err = errors.New("no marker was made")
	}
	if err == nil {
		c.marker = *out.VersionId
	}
	return err
}

// miss finds nothing, and is told so.
func (c *cycle) miss() error {
	err := c.read(nil, "")
	var gone *types.NoSuchKey
	if errors.As(err, &gone) {
		return nil
	}
	return errors.Join(err, errors.New("want NoSuchKey"))
}

func (c *cycle) unhide() error {
	_, err := c.s3.DeleteObject(c.t.Context(), &s3.DeleteObjectInput{Bucket: ptr("tree"), Key: x, VersionId: &c.marker})
	return err
}

// deleteVersion deletes the newer version: the older one is current again.
func (c *cycle) deleteVersion() error {
	_, err := c.s3.DeleteObject(c.t.Context(), &s3.DeleteObjectInput{Bucket: ptr("tree"), Key: x, VersionId: &c.versions[0]})
	return err
}

// presigner signs URLs that are good for a minute.
func (c *cycle) presigner() *s3.PresignClient {
	return s3.NewPresignClient(c.s3, s3.WithPresignExpires(time.Minute))
}

func (c *cycle) presignedGet() error {
	url, err := c.presigner().PresignGetObject(c.t.Context(), &s3.GetObjectInput{Bucket: ptr("tree"), Key: ptr("in/a b+c=ü.txt")})
	return c.follow(url, err, "", "odd")
}

func (c *cycle) presignedPut() error {
	url, err := c.presigner().PresignPutObject(c.t.Context(), &s3.PutObjectInput{Bucket: ptr("tree"), Key: ptr("put")})
	return c.follow(url, err, "by whoever has the URL", "")
}

func (c *cycle) presignedDelete() error {
	url, err := c.presigner().PresignDeleteObject(c.t.Context(), &s3.DeleteObjectInput{Bucket: ptr("tree"), Key: ptr("put")})
	return c.follow(url, err, "", "")
}

// follow is what a browser does with a URL; a refusal is its body.
func (c *cycle) follow(url *v4.PresignedHTTPRequest, err error, body, want string) error {
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(c.t.Context(), url.Method, url.URL, strings.NewReader(body))
	if err != nil {
		return err
	}
	r.Header = url.SignedHeader.Clone()
	r.Header.Del("Host")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer response.Body.Close() //nolint:errcheck // nothing is lost
	got, err := io.ReadAll(response.Body)
	switch {
	case err != nil:
		return err
	case response.StatusCode >= 300:
		return fmt.Errorf("%s: %s", response.Status, got)
	case want != "" && string(got) != want:
		return fmt.Errorf("the URL has %q, want %q", got, want)
	}
	return nil
}

// expired follows URLs when their minute is over, also by who may do everything.
func (c *cycle) expired() {
	c.ahead.Store(int64(61 * time.Second))
	for name, follow := range map[string]func() error{"GET": c.presignedGet, "PUT": c.presignedPut, "DELETE": c.presignedDelete} {
		if err := follow(); err == nil || !strings.Contains(err.Error(), "403 Forbidden") || !strings.Contains(err.Error(), "<Message>Request has expired</Message>") {
			c.t.Errorf("an expired URL to %s: %v", name, err)
		}
	}
}
