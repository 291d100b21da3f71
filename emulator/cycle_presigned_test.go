package emulator_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

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
