package emulator_test

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

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
