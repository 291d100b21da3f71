package s3_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/denylab/denylab/emulator/world"
)

// openWorld lets everybody do everything with the bucket "legacy", so that
// requests can be written by hand.
func openWorld() *world.World {
	w := testWorld()
	w.Accounts[owner].Buckets["legacy"].Policy = world.MustPolicy(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::legacy","arn:aws:s3:::legacy/*"]}]}`)
	return w
}

// raw sends a request as text on a connection of its own and returns
// everything that comes back until the server closes or is silent.
func (l *lab) raw(request string) *bufio.Reader {
	l.t.Helper()
	return l.rawBody(request, "")
}

// rawBody sends a body, as it is, behind the text.
func (l *lab) rawBody(request, body string) *bufio.Reader {
	l.t.Helper()
	c, err := net.Dial("tcp", strings.TrimPrefix(l.url, "http://"))
	if err != nil {
		l.t.Fatal(err)
	}
	l.t.Cleanup(func() { _ = c.Close() })
	if _, err := io.WriteString(c, strings.ReplaceAll(request, "\n", "\r\n")+body); err != nil {
		l.t.Fatal(err)
	}
	return bufio.NewReader(c)
}

func response(t *testing.T, r *bufio.Reader) (*http.Response, string) {
	t.Helper()
	res := must(http.ReadResponse(r, nil))(t)
	return res, string(must(io.ReadAll(res.Body))(t))
}

// botocore sends Expect with an empty PUT, and takes whatever comes next on
// the connection for the 100 it waits for.
func TestExpectOnEmptyPut(t *testing.T) {
	l := start(t, openWorld())
	r := l.raw("PUT /legacy/k HTTP/1.1\nHost: localhost\nContent-Length: 0\nExpect: 100-continue\n\n" +
		"HEAD /legacy HTTP/1.1\nHost: localhost\n\n")
	first := must(r.ReadString('\n'))(t)
	if first != "HTTP/1.1 100 Continue\r\n" {
		t.Fatalf("the answer begins with %q", first)
	}
	if _, err := r.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	if res, body := response(t, r); res.StatusCode != 200 || body != "" {
		t.Errorf("then %d %q", res.StatusCode, body)
	}
	if line := must(r.ReadString('\n'))(t); line != "HTTP/1.1 200 OK\r\n" {
		t.Errorf("the next answer begins with %q", line)
	}
}

func TestRefusalOnTheWire(t *testing.T) {
	l := start(t, testWorld())
	res, body := response(t, l.raw("GET /data/k HTTP/1.1\nHost: localhost\n\n"))
	want := `<?xml version="1.0" encoding="UTF-8"?>` + "\n" +
		"<Error><Code>AccessDenied</Code><Message>Access Denied</Message><RequestId>REQ0000000000001</RequestId><HostId>host</HostId></Error>"
	if res.StatusCode != 403 || body != want {
		t.Errorf("%d %s", res.StatusCode, body)
	}
	for name, value := range map[string]string{"x-amz-request-id": "REQ0000000000001", "x-amz-id-2": "host", "Content-Type": "application/xml", "Server": "AmazonS3"} {
		if got := res.Header.Get(name); got != value {
			t.Errorf("%s is %q", name, got)
		}
	}
	res, body = response(t, l.raw("HEAD /data/k HTTP/1.1\nHost: localhost\nConnection: close\n\n"))
	if res.StatusCode != 403 || body != "" {
		t.Errorf("HEAD: %d %q", res.StatusCode, body)
	}
}

// A sub-resource that is not there is refused by name and touches nothing.
func TestUnknownSubresourceTouchesNothing(t *testing.T) {
	l := start(t, openWorld())
	put(t, l.as("user/alice"), "legacy", "k", "precious")
	before := l.digest()
	for _, request := range []string{
		"PUT /legacy/k?acls", "PUT /legacy/k?torrent", "DELETE /legacy/k?frobnicate", "DELETE /legacy/k?acl",
		"DELETE /legacy?metadataTable", "POST /legacy?metadataConfiguration", "GET /legacy?session",
		"PUT /legacy/k?renameObject", "PUT /legacy/k?annotation&annotationName=x",
	} {
		res, body := response(t, l.raw(request+" HTTP/1.1\nHost: localhost\nContent-Length: 3\n\nxyz"))
		if (res.StatusCode != 501 && res.StatusCode != 405) || !strings.Contains(body, "<Error>") {
			t.Errorf("%s: %d %s", request, res.StatusCode, body)
		}
	}
	res, body := response(t, l.raw("GET /legacy?metadataTable HTTP/1.1\nHost: localhost\n\n"))
	if res.StatusCode != 501 || !strings.Contains(body, "<Operation>GetBucketMetadataTableConfiguration</Operation>") {
		t.Errorf("%d %s", res.StatusCode, body)
	}
	if l.digest() != before {
		t.Error("the lab has changed")
	}
}

func TestVirtualHosts(t *testing.T) {
	l := start(t, openWorld())
	put(t, l.as("user/alice"), "legacy", "a b", "here")
	for _, host := range []string{"legacy.localhost:4566", "legacy.s3.localhost", "legacy.s3.us-east-1.amazonaws.com", "legacy.lab.test:80"} {
		if res, body := response(t, l.raw("GET /a%20b HTTP/1.1\nHost: "+host+"\n\n")); res.StatusCode != 200 || body != "here" {
			t.Errorf("%s: %d %s", host, res.StatusCode, body)
		}
	}
}

// A presigned URL carries in its query what would be headers.
func TestPresigned(t *testing.T) {
	l := start(t, testWorld())
	signer := awss3.NewPresignClient(l.as("user/alice"))
	signed := must(signer.PresignGetObject(ctx, &awss3.GetObjectInput{Bucket: aws.String("data"), Key: aws.String("seeded.txt"), ResponseContentType: aws.String("text/csv")}))(t)
	res := must(http.Get(signed.URL))(t)
	body := string(must(io.ReadAll(res.Body))(t))
	if res.StatusCode != 200 || body != "hello, lab" || res.Header.Get("Content-Type") != "text/csv" {
		t.Errorf("%d %s %s", res.StatusCode, res.Header.Get("Content-Type"), body)
	}
	res = must(http.Get(strings.Replace(signed.URL, "seeded.txt", "other.txt", 1)))(t)
	if res.StatusCode != 403 {
		t.Errorf("another key: %d", res.StatusCode)
	}
	upload := must(signer.PresignPutObject(ctx, &awss3.PutObjectInput{Bucket: aws.String("data"), Key: aws.String("up"), StorageClass: "STANDARD_IA"}))(t)
	request := must(http.NewRequest("PUT", upload.URL, strings.NewReader("sent")))(t)
	for name, values := range upload.SignedHeader {
		request.Header[name] = values
	}
	if res := must(http.DefaultClient.Do(request))(t); res.StatusCode != 200 {
		t.Errorf("PUT: %d %s", res.StatusCode, must(io.ReadAll(res.Body))(t))
	}
	if h := must(l.as("user/alice").HeadObject(ctx, &awss3.HeadObjectInput{Bucket: aws.String("data"), Key: aws.String("up")}))(t); h.StorageClass != "STANDARD_IA" {
		t.Errorf("stored as %q", h.StorageClass)
	}
}

// A policy that changes while a body is on its way is asked again before the
// object is published.
func TestPolicyChangesDuringUpload(t *testing.T) {
	l := start(t, openWorld())
	begun := make(chan struct{})
	l.onAsk = sync.OnceFunc(func() { close(begun) })
	c := must(net.Dial("tcp", strings.TrimPrefix(l.url, "http://")))(t)
	defer c.Close()
	fmt.Fprintf(c, "PUT /legacy/k HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8\r\n\r\nhalf")
	<-begun
	must(l.as("user/alice").DeleteBucketPolicy(ctx, &awss3.DeleteBucketPolicyInput{Bucket: aws.String("legacy")}))(t)
	fmt.Fprint(c, "half")
	if res, body := response(t, bufio.NewReader(c)); res.StatusCode != 403 {
		t.Errorf("%d %s", res.StatusCode, body)
	}
	_, err := l.as("user/alice").HeadObject(ctx, &awss3.HeadObjectInput{Bucket: aws.String("legacy"), Key: aws.String("k")})
	wantCode(t, err, "404 NotFound")
}
