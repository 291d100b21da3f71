package emulator_test

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// versioned is the key of the object that is written and deleted again.
var versioned = ptr("in/deep/er/x")

func (c *cycle) writeAnew() error {
	_, err := c.s3.PutObject(c.t.Context(), &s3.PutObjectInput{Bucket: ptr("tree"), Key: versioned, Body: strings.NewReader("v2")})
	return err
}

func (c *cycle) listVersions() error {
	out, err := c.s3.ListObjectVersions(c.t.Context(), &s3.ListObjectVersionsInput{Bucket: ptr("tree"), Prefix: versioned})
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
	out, err := c.s3.GetObject(c.t.Context(), &s3.GetObjectInput{Bucket: ptr("tree"), Key: versioned, VersionId: version})
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
	out, err := c.s3.DeleteObject(c.t.Context(), &s3.DeleteObjectInput{Bucket: ptr("tree"), Key: versioned})
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
	_, err := c.s3.DeleteObject(c.t.Context(), &s3.DeleteObjectInput{Bucket: ptr("tree"), Key: versioned, VersionId: &c.marker})
	return err
}

// deleteVersion deletes the newer version: the older one is current again.
func (c *cycle) deleteVersion() error {
	_, err := c.s3.DeleteObject(c.t.Context(), &s3.DeleteObjectInput{Bucket: ptr("tree"), Key: versioned, VersionId: &c.versions[0]})
	return err
}
