package emulator_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/journal"
	"github.com/denylab/denylab/emulator/world"
)

// A sender sends requests in one manner.
type sender struct {
	name string
	s3   *s3.Client
	// broken: AWS refuses every one of its requests before it looks at a policy.
	broken bool
}

// senders are principals that are refused for one reason or another, signatures
// that are none, and one principal that may do everything.
func senders(t *testing.T, l *lab, g *generator) []sender {
	t.Helper()
	alice, err := l.CredentialsAs("user/alice")
	if err != nil {
		t.Fatal(err)
	}
	session := func(o emulator.SessionOptions) world.Credential {
		c, err := l.Credentials("role/Job", o)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	changed := func(change func(*world.Credential), c world.Credential) world.Credential {
		change(&c)
		return c
	}
	job := session(emulator.SessionOptions{})
	return []sender{
		{"alice", l.with(alice).s3, false},
		{"bob", l.as("user/bob").s3, false},
		{"carol", l.as("user/carol").s3, false},
		{"dave", l.as("user/dave").s3, false},
		{"Reader", l.as("role/Reader").s3, false},
		{"Bounded", l.as("role/Bounded").s3, false},
		{"Forbidden", l.as("role/Forbidden").s3, false},
		{"a session policy", l.with(session(emulator.SessionOptions{Policies: []*world.Policy{allow("s3:GetObject", "*")}})).s3, false},
		{"anonymous", l.as("anonymous").s3, false},
		{"through the endpoint", l.with(alice, emulator.EndpointPath("vpce-s3")).s3, false},
		{"through no endpoint", l.with(alice, emulator.EndpointPath("vpce-0")).s3, true},
		{"another secret", l.with(changed(func(c *world.Credential) { c.Secret += "x" }, alice)).s3, true},
		{"an unknown key", l.with(changed(func(c *world.Credential) { c.AccessKeyID = "AKIANOBODY" }, alice)).s3, true},
		{"without its token", l.with(changed(func(c *world.Credential) { c.Token = "" }, job)).s3, true},
		{"another's token", l.with(changed(func(c *world.Credential) { c.Token = session(emulator.SessionOptions{Name: "me"}).Token }, job)).s3, true},
		{"expired", l.with(session(emulator.SessionOptions{Duration: -time.Second})).s3, true},
		{"changed on the way", s3.New(l.with(alice).s3.Options(), func(o *s3.Options) {
			o.HTTPClient = &http.Client{Transport: mutation{l, g}}
		}), true},
	}
}

// A mutation changes a request after it was signed.
type mutation struct {
	*lab
	g *generator
}

func (m mutation) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	switch m.g.IntN(4) {
	case 0:
		r.URL.Path, r.URL.RawPath = r.URL.Path+"x", ""
	case 1:
		r.Method = map[string]string{"GET": "DELETE", "HEAD": "DELETE", "PUT": "DELETE", "DELETE": "PUT", "POST": "PUT"}[r.Method]
	case 2:
		r.URL.RawQuery += "&versionId=none"
	default:
		r.Header.Set("X-Amz-Acl", "public-read")
	}
	return m.lab.RoundTrip(r)
}

// refused: the answer is an error, or every decision that counts was a refusal (a
// DeleteObjects that was refused some keys deletes the others).
func refused(e *journal.Entry) bool {
	if e.Status >= 400 {
		return true
	}
	asked, allowed := 0, 0
	for _, a := range e.Asked {
		if !a.Probe {
			asked++
		}
		if !a.Probe && a.Decision.Allowed {
			allowed++
		}
	}
	return asked > 0 && allowed == 0
}

// A tally counts what a run has shown.
type tally struct {
	refused, allowed, changed int
	// operations that were refused, and that changed something.
	refusedOf, changedBy map[string]int
	codes                map[string]int
}

// A request that was refused changes nothing, whatever it is and whoever sent
// it. The requests are the same at every run.
func TestARefusedRequestChangesNothing(t *testing.T) {
	total := tally{refusedOf: map[string]int{}, changedBy: map[string]int{}, codes: map[string]int{}}
	for _, seed := range []uint64{1, 2, 3} {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { refuseMany(t, seed, &total) })
	}
	t.Logf("%d requests refused with %d codes, %d allowed, of which %d changed something", total.refused, len(total.codes), total.allowed, total.changed)
	for _, name := range operations() {
		if total.refusedOf[name] == 0 {
			t.Errorf("no %s was refused", name)
		}
	}
	// The test would hold of a lab that refuses everything, or whose digest
	// never changes.
	if n := len(total.changedBy); n < 20 {
		t.Errorf("only %d operations changed something: %v", n, total.changedBy)
	}
	if total.changed < 50 || total.allowed < 150 || total.refused < 1000 {
		t.Errorf("too few requests of a kind: %+v", total)
	}
	for _, code := range []string{"AccessDenied", "SignatureDoesNotMatch", "InvalidAccessKeyId", "ExpiredToken", "InvalidToken", "NoSuchBucket", "NotImplemented"} {
		if total.codes[code] == 0 {
			t.Errorf("no request was refused with %s: %v", code, total.codes)
		}
	}
}

func refuseMany(t *testing.T, seed uint64, total *tally) {
	l := start(t, emulator.Options{})
	g := newGenerator(seed)
	g.uploads = uploads(t, l)
	all := senders(t, l, g)
	digest := l.Digest()
	absent := map[string]bool{} // operations that the lab refuses whoever asks
	for range 10 {
		names := operations()
		g.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
		for _, operation := range names {
			if absent[operation] && g.IntN(8) > 0 {
				continue
			}
			s := all[0] // who may
			if g.IntN(3) > 0 {
				s = pick(g, all)
			}
			sent := len(l.Journal().Entries())
			err := g.send(t.Context(), s.s3, operation)
			if len(l.Journal().Entries()) == sent {
				t.Fatalf("%s by %s was not sent: %v", operation, s.name, err)
			}
			e, after := l.last(), l.Digest()
			no := refused(e)
			if no && after != digest {
				t.Fatalf("%s by %s was refused (%d %s) and changed something", operation, s.name, e.Status, e.Code)
			}
			if s.broken && (!no || len(e.Asked) > 0) {
				t.Errorf("%s by %s: %d %s, asked %d: want it refused before any policy is asked", operation, s.name, e.Status, e.Code, len(e.Asked))
			}
			absent[operation] = absent[operation] || e.Code == "NotImplemented"
			total.count(operation, e, no, after != digest)
			digest = after
		}
	}
}

func (c *tally) count(operation string, e *journal.Entry, refused, changed bool) {
	switch {
	case refused:
		c.refused++
		c.refusedOf[operation]++
		c.codes[e.Code]++
	default:
		c.allowed++
	}
	if changed {
		c.changed++
		c.changedBy[operation]++
	}
}

// uploads begins multipart uploads with a part each.
func uploads(t *testing.T, l *lab) []string {
	t.Helper()
	var ids []string
	alice := l.as("user/alice").s3
	for _, bucket := range []string{"data", "legacy", "sse"} {
		out, err := alice.CreateMultipartUpload(t.Context(), &s3.CreateMultipartUploadInput{Bucket: &bucket, Key: ptr("seeded.txt")})
		if err != nil {
			t.Fatal(err)
		}
		if err := second(alice.UploadPart(t.Context(), &s3.UploadPartInput{Bucket: &bucket, Key: ptr("seeded.txt"), UploadId: out.UploadId,
			PartNumber: ptr(int32(1)), Body: bytes.NewReader([]byte("part"))})); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, *out.UploadId)
	}
	return ids
}

// Signatures of another time, and bodies that are not what was signed: the SDK
// does not send these.
func TestRequestsSignedForAnotherTimeOrBodyChangeNothing(t *testing.T) {
	still := func() time.Time { return now }
	l := start(t, emulator.Options{Clock: still, SigningClock: still})
	c, err := l.CredentialsAs("user/alice")
	if err != nil {
		t.Fatal(err)
	}
	credentials := aws.Credentials{AccessKeyID: c.AccessKeyID, SecretAccessKey: c.Secret}
	signer := v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true })
	const target = "http://lab.test/data/seeded.txt"

	header := func(method, body, sent string, at time.Time) *http.Request {
		r, err := http.NewRequestWithContext(t.Context(), method, target, strings.NewReader(sent))
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256([]byte(body))
		hash := hex.EncodeToString(sum[:])
		r.Header.Set("X-Amz-Content-Sha256", hash)
		if err := signer.SignHTTP(context.Background(), credentials, r, hash, "s3", "us-east-1", at); err != nil {
			t.Fatal(err)
		}
		return r
	}
	query := func(method, expires, add string, at time.Time) *http.Request {
		r, err := http.NewRequestWithContext(t.Context(), method, target+"?X-Amz-Expires="+expires, strings.NewReader("x"))
		if err != nil {
			t.Fatal(err)
		}
		signed, _, err := signer.PresignHTTP(context.Background(), credentials, r, "UNSIGNED-PAYLOAD", "s3", "us-east-1", at)
		if err != nil {
			t.Fatal(err)
		}
		r, err = http.NewRequestWithContext(t.Context(), method, signed+add, strings.NewReader("x"))
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	for _, tc := range []struct {
		name string
		r    *http.Request
		want string // "" for success
	}{
		{"early", header("PUT", "x", "x", now.Add(-16*time.Minute)), "RequestTimeTooSkewed"},
		{"late", header("DELETE", "", "", now.Add(16*time.Minute)), "RequestTimeTooSkewed"},
		{"another body", header("PUT", "x", "y", now), "XAmzContentSHA256Mismatch"},
		{"a longer body", header("PUT", "x", "xy", now), "XAmzContentSHA256Mismatch"},
		{"an expired URL", query("PUT", "60", "", now.Add(-61*time.Second)), "AccessDenied"},
		{"an expired URL to delete", query("DELETE", "60", "", now.Add(-61*time.Second)), "AccessDenied"},
		{"a URL with more in it", query("DELETE", "60", "&versionId=null", now), "SignatureDoesNotMatch"},
		{"a URL of another method", asMethod(query("GET", "60", "", now), "DELETE"), "SignatureDoesNotMatch"},
		{"the right time and body", header("PUT", "x", "x", now.Add(14*time.Minute)), ""},
		{"a URL", query("DELETE", "60", "", now.Add(-59*time.Second)), ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			before := l.Digest()
			response, err := l.RoundTrip(tc.r)
			if err != nil {
				t.Fatal(err)
			}
			body, _ := io.ReadAll(response.Body)
			if e := l.last(); e.Code != tc.want {
				t.Errorf("%d %s, want %q", response.StatusCode, body, tc.want)
			}
			if changed := l.Digest() != before; changed != (tc.want == "") {
				t.Errorf("changed something: %v", changed)
			}
		})
	}
}

func asMethod(r *http.Request, method string) *http.Request {
	r.Method = method
	return r
}

// The SDK's operations are all there is to try: the list must not shrink
// silently.
func TestTheGeneratorKnowsEveryOperation(t *testing.T) {
	all := operations()
	for _, name := range []string{"GetObject", "PutObject", "CopyObject", "DeleteObjects", "PutBucketPolicy", "UploadPartCopy", "PutBucketLifecycleConfiguration"} {
		if !slices.Contains(all, name) {
			t.Errorf("%s is missing", name)
		}
	}
	if len(all) < 100 {
		t.Errorf("only %d operations", len(all))
	}
}
