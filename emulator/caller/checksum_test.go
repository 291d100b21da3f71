package caller_test

import (
	"encoding/base64"
	"io"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/caller"
)

// The check values that the algorithms' definitions give for "123456789".
func TestChecksumCheckValues(t *testing.T) {
	for algorithm, want := range map[string]string{
		"CRC32": "y/Q5Jg==", "CRC32C": "4waSgw==", "CRC64NVME": "rosUhgp5mIg=",
		"SHA1": "98O8HYCOBHMq32eZZczDTKeuNEE=", "SHA256": "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=",
	} {
		h, ok := caller.NewChecksum(algorithm)
		if !ok {
			t.Fatalf("%s is unknown", algorithm)
		}
		_, _ = io.WriteString(h, "123456789")
		if got := base64.StdEncoding.EncodeToString(h.Sum(nil)); got != want {
			t.Errorf("%s is %s, want %s", algorithm, got, want)
		}
	}
	if _, ok := caller.NewChecksum("crc32"); ok {
		t.Error("algorithms are written in upper case")
	}
}

func TestChecksumHeaders(t *testing.T) {
	const invalid = "Bad Request|InvalidRequest|"
	const md5 = "XUFAKrxLKna5cZ2REBfFkg=="
	tests := []struct {
		name, method, target string
		header               map[string]string
		want                 string
	}{
		{"right", "PUT", "/b/k", map[string]string{"X-Amz-Checksum-Crc32": "NhCmhg=="}, "accepted"},
		{"right, and named", "PUT", "/b/k", map[string]string{"X-Amz-Checksum-Crc32": "NhCmhg==", "X-Amz-Sdk-Checksum-Algorithm": "CRC32"}, "accepted"},
		{"wrong", "PUT", "/b/k", map[string]string{"X-Amz-Checksum-Sha1": "98O8HYCOBHMq2S1XvLgrjdAJ3sQ="}, "Bad Request|BadDigest|The SHA1 you specified did not match the calculated checksum."},
		{"illegible", "PUT", "/b/k", map[string]string{"X-Amz-Checksum-Crc32c": "x"}, invalid + "Value for x-amz-checksum-crc32c header is invalid."},
		{"empty", "PUT", "/b/k", map[string]string{"X-Amz-Checksum-Crc32": ""}, invalid + "Value for x-amz-checksum-crc32 header is invalid."},
		{"of another size", "PUT", "/b/k", map[string]string{"X-Amz-Checksum-Sha256": "NhCmhg=="}, invalid + "Value for x-amz-checksum-sha256 header is invalid."},
		{"two", "PUT", "/b/k", map[string]string{"X-Amz-Checksum-Crc32": "NhCmhg==", "X-Amz-Checksum-Crc32c": "mnG7TA=="}, invalid + "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed."},
		{"header and trailer", "PUT", "/b/k", map[string]string{"X-Amz-Checksum-Crc32": "NhCmhg==", "X-Amz-Trailer": "x-amz-checksum-crc32c"}, invalid + "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed."},
		{"trailer of a payload without chunks", "PUT", "/b/k", map[string]string{"X-Amz-Trailer": "x-amz-checksum-crc32c"}, badTrailer},
		{"unknown algorithm", "PUT", "/b/k", map[string]string{"X-Amz-Checksum-Sha256a": "x"}, invalid + "The algorithm type you specified in x-amz-checksum- header is invalid."},
		{"names that are none", "PUT", "/b/k", map[string]string{"X-Amz-Checksum-Algorithm": "CRC32", "X-Amz-Checksum-Type": "COMPOSITE", "X-Amz-Checksum-Mode": "ENABLED"}, "accepted"},
		{"named and absent", "PUT", "/b/k", map[string]string{"X-Amz-Sdk-Checksum-Algorithm": "CRC32"}, invalid + "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found."},
		{"named otherwise", "PUT", "/b/k", map[string]string{"X-Amz-Sdk-Checksum-Algorithm": "SHA1", "X-Amz-Checksum-Crc32": "NhCmhg=="}, invalid + "Value for x-amz-sdk-checksum-algorithm header is invalid."},
		{"in the URL, ignored", "PUT", "/b/k?x-amz-checksum-crc32=AAAAAA%3D%3D&x-amz-sdk-checksum-algorithm=CRC32", nil, "accepted"},
		{"of the object that the parts make", "POST", "/b/k?uploadId=u", map[string]string{"X-Amz-Checksum-Crc32": "AAAAAA=="}, "accepted"},
		{"of the object that is copied", "PUT", "/b/k", map[string]string{"X-Amz-Copy-Source": "b/a", "X-Amz-Checksum-Crc32": "AAAAAA=="}, "accepted"},

		{"MD5 right", "PUT", "/b/k", map[string]string{"Content-Md5": md5}, "accepted"},
		{"MD5 wrong", "PUT", "/b/k", map[string]string{"Content-Md5": "1B2M2Y8AsgTpgAmY7PhCfg=="}, "Bad Request|BadDigest|The Content-MD5 you specified did not match what we received.|CalculatedDigest ExpectedDigest"},
		{"MD5 illegible", "PUT", "/b/k", map[string]string{"Content-Md5": "5d41402abc4b2a76b9719d911017c592"}, "Bad Request|InvalidDigest|The Content-MD5 you specified was invalid.|Content-MD5"},
		{"MD5 empty", "PUT", "/b/k", map[string]string{"Content-Md5": ""}, "Bad Request|InvalidDigest|The Content-MD5 you specified was invalid.|Content-MD5"},

		{"hash right", "PUT", "/b/k", map[string]string{"X-Amz-Content-Sha256": hashOf("hello")}, "accepted"},
		{"hash wrong", "PUT", "/b/k", map[string]string{"X-Amz-Content-Sha256": emptyHash}, "Bad Request|XAmzContentSHA256Mismatch|The provided 'x-amz-content-sha256' header does not match what was computed.|ClientComputedContentSHA256 S3ComputedContentSHA256"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := incoming(tt.method, tt.target, "hello")
			for k, v := range tt.header {
				r.Header.Set(k, v)
			}
			if _, err := verify(r, "s3"); err != nil {
				t.Fatalf("a bad body is for Read to report, not Verify: %v", err)
			}
			_, err := readAll(t, r)
			if diff := cmp.Diff(tt.want, describe(err)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Part of the promise: a signed hash covers what is stored.
func TestSignedHashCoversTheBody(t *testing.T) {
	r := sdkSigned(t, longTerm(), "PUT", "http://127.0.0.1/b/k", "hello", hashOf("other"), "s3", "us-east-1", nil)
	if _, err := verify(r, "s3"); err != nil {
		t.Fatal(err)
	}
	_, err := readAll(t, r)
	if err == nil || err.Code != "XAmzContentSHA256Mismatch" || field(err, "ClientComputedContentSHA256") != hashOf("other") || field(err, "S3ComputedContentSHA256") != hashOf("hello") {
		t.Error(describe(err), err)
	}
}

func TestComputeChecksums(t *testing.T) {
	r := incoming("PUT", "/b/k", "123456789")
	r.Header.Set("X-Amz-Checksum-Crc32", "y/Q5Jg==")
	if _, err := verify(r, "s3"); err != nil {
		t.Fatal(err)
	}
	p := caller.PayloadOf(r)
	if p.Algorithm != "CRC32" || p.Value != "" || p.Checksum("CRC32") != "" || p.Length != 9 {
		t.Errorf("before reading: %+v", p)
	}
	if err := p.Compute("CRC64NVME"); err != nil {
		t.Fatal(err)
	}
	if err := p.Compute("MD4"); err == nil {
		t.Error("MD4 was accepted")
	}
	if _, err := readAll(t, r); err != nil {
		t.Fatal(err)
	}
	if p.Value != "y/Q5Jg==" || p.Checksum("CRC32") != p.Value || p.Checksum("CRC64NVME") != "rosUhgp5mIg=" || p.Checksum("SHA1") != "" {
		t.Errorf("after reading: %+v %q", p, p.Checksum("CRC64NVME"))
	}
}

func TestPayloadOfOthers(t *testing.T) {
	r := header("sts", "us-east-1", longTerm(), nil)(t)
	if _, err := verify(r, "sts"); err != nil {
		t.Fatal(err)
	}
	if caller.PayloadOf(r) != nil || caller.PayloadOf(&http.Request{}) != nil {
		t.Error("only S3 requests have a payload")
	}
}
