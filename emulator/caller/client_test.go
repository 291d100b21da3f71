package caller_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/caller"
)

// seen is what a verifying server made of a request.
type seen struct {
	id      *caller.Identity
	payload *caller.Payload
	body    string
	hash    string
}

// verifying is a server that verifies and reads, and answers S3's errors.
func verifying(t *testing.T, tls bool) (*httptest.Server, func() seen) {
	t.Helper()
	got := make(chan seen, 10)
	v := &caller.Verifier{Now: time.Now, Region: "us-east-1"}
	k := exampleKeys()
	k[sessionKey].ExpiresAt = time.Now().Add(time.Hour)
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r = r.WithContext(r.Context())
		_, service, _ := caller.ScopeOf(r)
		id, err := v.Verify(r, k, service)
		if err != nil {
			refuse(w, err)
			return
		}
		p := caller.PayloadOf(r)
		b, rerr := io.ReadAll(r.Body)
		if rerr != nil {
			refuse(w, rerr.(*awsproto.Error))
			return
		}
		got <- seen{id, p, string(b), r.Header.Get("X-Amz-Content-Sha256")}
		switch service {
		case "sts":
			fmt.Fprint(w, `<GetCallerIdentityResponse><GetCallerIdentityResult/></GetCallerIdentityResponse>`)
		case "kms":
			fmt.Fprint(w, `{}`)
		}
	})
	server := httptest.NewUnstartedServer(h)
	if tls {
		server.EnableHTTP2 = true
		server.StartTLS()
	} else {
		server.Start()
	}
	t.Cleanup(server.Close)
	return server, func() seen {
		t.Helper()
		select {
		case s := <-got:
			return s
		default:
			t.Fatal("the server accepted nothing")
			return seen{}
		}
	}
}

func refuse(w http.ResponseWriter, err *awsproto.Error) {
	w.WriteHeader(err.Status)
	type field struct {
		XMLName xml.Name
		Value   string `xml:",chardata"`
	}
	doc := struct {
		XMLName xml.Name `xml:"Error"`
		Code    string
		Message string
		Fields  []field
	}{Code: err.Code, Message: err.Message}
	for _, f := range err.Fields {
		doc.Fields = append(doc.Fields, field{xml.Name{Local: f.Name}, f.Value})
	}
	b, _ := xml.Marshal(doc)
	_, _ = w.Write(b)
}

func config(server *httptest.Server, creds aws.Credentials) aws.Config {
	return aws.Config{
		Region: "us-east-1", BaseEndpoint: aws.String(server.URL), HTTPClient: server.Client(), RetryMaxAttempts: 1,
		RequestChecksumCalculation: aws.RequestChecksumCalculationWhenSupported,
		Credentials:                aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) { return creds, nil }),
	}
}

// An unmodified S3 client uploads with each checksum algorithm: over TLS the
// SDK sends it as a trailer of an unsigned payload, over plain HTTP as a header
// of a signed one. What it computed is what the server computed.
func TestRealClientPutObject(t *testing.T) {
	content := strings.Repeat("The quick brown fox jumps over the lazy dog.\n", 5000)
	for _, tls := range []bool{false, true} {
		server, last := verifying(t, tls)
		client := s3.NewFromConfig(config(server, temporary()), func(o *s3.Options) { o.UsePathStyle = true })
		for _, algorithm := range append([]types.ChecksumAlgorithm{""}, types.ChecksumAlgorithmCrc32, types.ChecksumAlgorithmCrc32c,
			types.ChecksumAlgorithmCrc64nvme, types.ChecksumAlgorithmSha1, types.ChecksumAlgorithmSha256) {
			for _, body := range []string{"", content} {
				t.Run(fmt.Sprintf("tls=%v/%s/%d", tls, algorithm, len(body)), func(t *testing.T) {
					_, err := client.PutObject(context.Background(), &s3.PutObjectInput{
						Bucket: aws.String("b"), Key: aws.String("models/été (1)+x.bin"), Body: bytes.NewReader([]byte(body)),
						ChecksumAlgorithm: algorithm, Metadata: map[string]string{"run": "1"},
					})
					if err != nil {
						t.Fatal(err)
					}
					got := last()
					want := cmpOr(string(algorithm), "CRC32")
					if got.body != body || got.payload.Algorithm != want || got.payload.Value == "" || got.payload.Length != int64(len(body)) {
						t.Errorf("%d bytes, payload %+v", len(got.body), got.payload)
					}
					if tls && body != "" && got.hash != "STREAMING-UNSIGNED-PAYLOAD-TRAILER" {
						t.Errorf("over TLS the SDK sent %s", got.hash)
					}
				})
			}
		}
	}
}

func cmpOr(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func TestRealClients(t *testing.T) {
	server, last := verifying(t, false)
	ctx := context.Background()
	cfg := config(server, temporary())
	client := s3.NewFromConfig(cfg, func(o *s3.Options) { o.UsePathStyle = true })
	calls := map[string]func() error{
		"s3 GetObject": func() error {
			_, err := client.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String("b"), Key: aws.String("a//b c"), Range: aws.String("bytes=0-1")})
			return err
		},
		"s3 ListBuckets": func() error { _, err := client.ListBuckets(ctx, &s3.ListBucketsInput{}); return err },
		"s3 CreateBucket": func() error {
			_, err := client.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: aws.String("b")})
			return err
		},
		"s3 HeadObject": func() error {
			_, err := client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: aws.String("b"), Key: aws.String("k")})
			return err
		},
		"s3 PutBucketPolicy": func() error {
			_, err := client.PutBucketPolicy(ctx, &s3.PutBucketPolicyInput{Bucket: aws.String("b"), Policy: aws.String("{}")})
			return err
		},
		"s3 DeleteObjects": func() error {
			_, err := client.DeleteObjects(ctx, &s3.DeleteObjectsInput{Bucket: aws.String("b"), Delete: &types.Delete{Objects: []types.ObjectIdentifier{{Key: aws.String("k")}}}})
			return err
		},
		"s3 CopyObject": func() error {
			_, err := client.CopyObject(ctx, &s3.CopyObjectInput{Bucket: aws.String("b"), Key: aws.String("k"), CopySource: aws.String("b/a%20b")})
			return err
		},
		"sts": func() error {
			_, err := sts.NewFromConfig(cfg).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
			return err
		},
		"kms": func() error {
			_, err := kms.NewFromConfig(cfg).DescribeKey(ctx, &kms.DescribeKeyInput{KeyId: aws.String("alias/a")})
			return err
		},
	}
	for name, call := range calls {
		t.Run(name, func(t *testing.T) {
			// What a client makes of the empty answer is its own business.
			err := call()
			if got := last(); got.id.Credential.AccessKeyID != sessionKey {
				t.Errorf("signed by %v, %v", got.id.Credential, err)
			}
		})
	}
}

// A presigned upload carries the checksum of an empty body in its URL, put
// there by the SDK; S3 ignores it.
func TestRealClientPresigned(t *testing.T) {
	server, last := verifying(t, false)
	client := s3.NewPresignClient(s3.NewFromConfig(config(server, temporary()), func(o *s3.Options) { o.UsePathStyle = true }))
	signed, err := client.PresignPutObject(context.Background(), &s3.PutObjectInput{Bucket: aws.String("b"), Key: aws.String("k k")})
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequest(signed.Method, signed.URL, strings.NewReader("content"))
	if err != nil {
		t.Fatal(err)
	}
	r.Header = signed.SignedHeader.Clone()
	response, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if answer, _ := io.ReadAll(response.Body); response.StatusCode != 200 {
		t.Fatalf("%s %s", response.Status, answer)
	}
	if got := last(); got.body != "content" || got.id.AuthType != "REST-QUERY-STRING" {
		t.Errorf("%+v", got)
	}
}

// A signed upload that is then refused is answered before its body is sent,
// though the body has been replaced by a verifying one.
func TestRefusalBeforeTheBody(t *testing.T) {
	v := &caller.Verifier{Now: time.Now, Region: "us-east-1"}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r = r.WithContext(r.Context())
		if _, err := v.Verify(r, exampleKeys(), "s3"); err != nil {
			refuse(w, err)
			return
		}
		w.WriteHeader(http.StatusTeapot)
	}))
	defer server.Close()
	r, err := http.NewRequest("PUT", server.URL+"/b/k", &neverRead{t: t})
	if err != nil {
		t.Fatal(err)
	}
	r.ContentLength = 1 << 30
	r.Header.Set("Expect", "100-continue")
	r.Header.Set("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD")
	if err := signer("s3").SignHTTP(context.Background(), longTerm(), r, "UNSIGNED-PAYLOAD", "s3", "us-east-1", time.Now()); err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{ExpectContinueTimeout: time.Hour}
	defer transport.CloseIdleConnections()
	response, err := (&http.Client{Transport: transport}).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if answer, _ := io.ReadAll(response.Body); response.StatusCode != http.StatusTeapot {
		t.Errorf("%s %s", response.Status, answer)
	}
}

type neverRead struct{ t *testing.T }

func (n *neverRead) Read([]byte) (int, error) {
	n.t.Error("the body was asked for")
	return 0, io.EOF
}
