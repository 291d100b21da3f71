package emulator_test

import (
	"bufio"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/world"
)

// FuzzRequest sends requests of any text to a lab with a bucket that everybody
// may do everything with. None ends it or is an internal error, and every refusal
// of S3 can be read.
func FuzzRequest(f *testing.F) {
	for target, document := range map[string]string{
		"PUT /open?acl":                 "<AccessControlPolicy><Owner><ID>x</ID></Owner><AccessControlList/></AccessControlPolicy>",
		"PUT /open?versioning":          "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>",
		"PUT /open?encryption":          "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>",
		"PUT /open?ownershipControls":   "<OwnershipControls><Rule><ObjectOwnership>ObjectWriter</ObjectOwnership></Rule></OwnershipControls>",
		"PUT /open?publicAccessBlock":   "<PublicAccessBlockConfiguration><BlockPublicAcls>false</BlockPublicAcls></PublicAccessBlockConfiguration>",
		"PUT /open?requestPayment":      "<RequestPaymentConfiguration><Payer>Requester</Payer></RequestPaymentConfiguration>",
		"PUT /open?object-lock":         "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>",
		"PUT /open?cors":                "<CORSConfiguration><CORSRule><AllowedMethod>GET</AllowedMethod><AllowedOrigin>*</AllowedOrigin></CORSRule></CORSConfiguration>",
		"PUT /open?tagging":             "<Tagging><TagSet><Tag><Key>k</Key><Value>v</Value></Tag></TagSet></Tagging>",
		"PUT /open/k?retention":         "<Retention><Mode>GOVERNANCE</Mode><RetainUntilDate>2030-01-01T00:00:00Z</RetainUntilDate></Retention>",
		"PUT /open/k?legal-hold":        "<LegalHold><Status>ON</Status></LegalHold>",
		"POST /open/k?restore":          "<RestoreRequest><Days>1</Days></RestoreRequest>",
		"POST /open?delete":             "<Delete><Object><Key>k</Key></Object></Delete>",
		"POST /open/k?uploadId=x":       "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>x</ETag></Part></CompleteMultipartUpload>",
		"PUT /made":                     "<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>",
		"PUT /open/a%2Fb?partNumber=1":  "x",
		"GET /open?versions&prefix=%20": "",
		"GET /open/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a/20260101/us-east-1/s3/aws4_request&X-Amz-Date=20260101T000000Z&X-Amz-Expires=9&X-Amz-SignedHeaders=host&X-Amz-Signature=0": "",
	} {
		f.Add(target+" HTTP/1.1\r\nHost: localhost\r\nContent-Length: "+strconv.Itoa(len(document))+"\r\n\r\n", document)
	}
	f.Add("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n", "Action=AssumeRole&Version=2011-06-15")
	f.Add("POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: TrentService.Encrypt\r\n\r\n", `{"KeyId":"k"}`)
	f.Add("PUT /open/k HTTP/1.1\r\nHost: localhost\r\nX-Amz-Content-Sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER\r\nX-Amz-Decoded-Content-Length: 1\r\n\r\n", "1\r\nx\r\n0\r\n\r\n")
	f.Add("GET /_denylab/explain/x HTTP/1.1\r\nHost: localhost\r\n\r\n", "")

	w := testWorld()
	w.Accounts[owner].Buckets["open"] = &world.Bucket{
		PublicAccessBlock: &world.PublicAccessBlock{}, Policy: policy(to(`"*"`, "Allow", "s3:*", "arn:aws:s3:::open*")),
		Objects: map[string]*world.Object{"k": {Body: "x"}},
	}
	l := start(f, emulator.Options{World: w})
	f.Fuzz(func(t *testing.T, head, body string) {
		r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(head)))
		if err != nil {
			return
		}
		r.Body, r.ContentLength, r.RemoteAddr = io.NopCloser(strings.NewReader(body)), int64(len(body)), "192.0.2.1:1"
		answer := httptest.NewRecorder()
		l.ServeHTTP(answer, r)
		if answer.Code == http.StatusInternalServerError {
			t.Errorf("%q %q: %d %s", head, body, answer.Code, answer.Body)
		}
		if answer.Code >= 400 && answer.Header().Get("Content-Type") == "application/xml" {
			if err := wellFormed(answer.Body); err != nil {
				t.Errorf("%q %q: %v in %s", head, body, err, answer.Body)
			}
		}
	})
}

func wellFormed(document io.Reader) error {
	for d := xml.NewDecoder(document); ; {
		if _, err := d.Token(); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
	}
}
