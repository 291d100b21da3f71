//go:build unix

package emulator_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/world"
)

const (
	smallObjects = 2000
	largeObjects = 16
)

// BenchmarkS3 compares signed requests that every layer is asked about with the
// same requests to a handler that asks nobody: it reads the body and sends the
// bytes that the lab sends. Both are asked over sockets by one client, a batch
// each in turn, so that what else the machine does slows both down.
//
//	ratio      the handler's time by the lab's; 1 is as fast as the handler
//	cpu-ratio  the same of the process's processor time, client included
func BenchmarkS3(b *testing.B) {
	y := newYardstick(b)
	for _, o := range []struct {
		name string
		// ask makes the n-th request, to be signed.
		ask func(n int) *http.Request
	}{
		{"GET 1 KiB", func(n int) *http.Request { return y.ask(http.MethodGet, "small/"+objectKey(n%smallObjects), nil) }},
		{"PUT 1 KiB", func(n int) *http.Request { return y.ask(http.MethodPut, "new/"+objectKey(n), unlike(n)) }},
		{"GET 1 MiB", func(n int) *http.Request { return y.ask(http.MethodGet, "large/"+objectKey(n%largeObjects), nil) }},
		{"LIST 1000", func(n int) *http.Request {
			return y.ask(http.MethodGet, "?list-type=2&prefix=small%2F&start-after=small%2F"+objectKey(n%(smallObjects-1000)), nil)
		}},
	} {
		for _, concurrency := range []int{1, 16} {
			b.Run(fmt.Sprintf("%s/%d", o.name, concurrency), func(b *testing.B) { y.compare(b, concurrency, o.ask) })
		}
	}
}

func objectKey(n int) string { return fmt.Sprintf("part-%08d", n) }

// unlike is 1 KiB that no other n gives.
func unlike(n int) []byte { return binary.BigEndian.AppendUint64(make([]byte, 1016), uint64(n)) }

// A yardstick holds a lab and the bare handler that it is measured by.
type yardstick struct {
	lab, bare *httptest.Server
	client    *http.Client
	role      aws.Credentials
	signer    *v4.Signer
	// made counts requests over all runs, so that new keys stay new.
	made int
	// answer is what the bare handler sends.
	answer atomic.Pointer[recorded]
}

type recorded struct {
	header http.Header
	body   []byte
}

func newYardstick(b *testing.B) *yardstick {
	b.Helper()
	l, err := emulator.New(emulator.Options{World: layeredWorld(), Seed: "yardstick"})
	if err != nil {
		b.Fatal(err)
	}
	c, err := l.CredentialsAs("role/Job")
	if err != nil {
		b.Fatal(err)
	}
	y := &yardstick{
		lab: httptest.NewServer(l), client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64, DisableCompression: true}},
		role:   aws.Credentials{AccessKeyID: c.AccessKeyID, SecretAccessKey: c.Secret, SessionToken: c.Token},
		signer: v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true }),
	}
	y.bare = httptest.NewServer(http.HandlerFunc(y.serveBare))
	b.Cleanup(func() {
		y.client.CloseIdleConnections()
		y.lab.Close()
		y.bare.Close()
		if err := l.Close(); err != nil {
			b.Error(err)
		}
	})
	return y
}

// serveBare sends what the lab has sent for a request of the same kind.
func (y *yardstick) serveBare(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	a := y.answer.Load()
	for name, values := range a.header {
		w.Header()[name] = values
	}
	_, _ = w.Write(a.body)
}

// ask makes a request as the SDKs do, unsigned.
func (y *yardstick) ask(method, target string, body []byte) *http.Request {
	r := httptest.NewRequest(method, emulator.EndpointPath("vpce-1")+"/data/"+target, bytes.NewReader(body))
	r.RequestURI = ""
	r.Host = "s3.us-east-1.amazonaws.com"
	r.Header.Set("User-Agent", "aws-sdk-go-v2/1.41.0 ua/2.1 os/linux lang/go#1.26 md/GOOS#linux md/GOARCH#amd64 api/s3#1.95.0")
	r.Header.Set("Accept-Encoding", "identity")
	r.Header.Set("Amz-Sdk-Invocation-Id", "a7ec1e21-4c1c-4f57-8b2d-0a6b9c1d2e3f")
	r.Header.Set("Amz-Sdk-Request", "attempt=1; max=3")
	if body != nil {
		sum := binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(body))
		r.Header.Set("Content-Type", "application/octet-stream")
		r.Header.Set("X-Amz-Checksum-Crc32", base64.StdEncoding.EncodeToString(sum))
		r.Header.Set("X-Amz-Sdk-Checksum-Algorithm", "CRC32")
	}
	sum := sha256.Sum256(body)
	r.Header.Set("X-Amz-Content-Sha256", hex.EncodeToString(sum[:]))
	return r
}

// batch makes and signs n requests.
func (y *yardstick) batch(b *testing.B, n int, ask func(int) *http.Request) []*http.Request {
	b.Helper()
	all := make([]*http.Request, n)
	for i := range all {
		all[i] = ask(y.made)
		y.made++
		hash := all[i].Header.Get("X-Amz-Content-Sha256")
		if err := y.signer.SignHTTP(context.Background(), y.role, all[i], hash, "s3", "us-east-1", time.Now()); err != nil {
			b.Fatal(err)
		}
	}
	return all
}

func (y *yardstick) compare(b *testing.B, concurrency int, ask func(int) *http.Request) {
	y.record(b, ask)
	var lab, bare cost
	for left := b.N; left > 0; {
		n := min(left, 16*concurrency)
		left -= n
		requests, again := y.batch(b, n, ask), y.batch(b, n, ask)
		// Whoever comes second finds the client warm.
		if left/(16*concurrency)%2 == 0 {
			lab.add(y.send(b, y.lab, requests, concurrency))
			bare.add(y.send(b, y.bare, again, concurrency))
		} else {
			bare.add(y.send(b, y.bare, again, concurrency))
			lab.add(y.send(b, y.lab, requests, concurrency))
		}
	}
	b.ReportMetric(float64(lab.elapsed.Nanoseconds())/float64(b.N), "ns/op")
	b.ReportMetric(float64(bare.elapsed)/float64(lab.elapsed), "ratio")
	b.ReportMetric(float64(bare.processor)/float64(lab.processor), "cpu-ratio")
}

// record has the lab answer once and keeps the answer for the bare handler.
func (y *yardstick) record(b *testing.B, ask func(int) *http.Request) {
	b.Helper()
	r := y.batch(b, 1, ask)[0]
	response, err := y.roundTrip(y.lab, r)
	if err != nil {
		b.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		b.Fatalf("%s %s: %d %s %v", r.Method, r.URL, response.StatusCode, body, err)
	}
	response.Header.Del("Date") // net/http sets it in either
	y.answer.Store(&recorded{response.Header, body})
}

func (y *yardstick) roundTrip(to *httptest.Server, r *http.Request) (*http.Response, error) {
	r.URL.Scheme, r.URL.Host = "http", to.Listener.Addr().(*net.TCPAddr).String()
	return y.client.Do(r)
}

// A cost is what some requests took.
type cost struct{ elapsed, processor time.Duration }

func (c *cost) add(d cost) {
	c.elapsed += d.elapsed
	c.processor += d.processor
}

// send sends requests, as many at a time as concurrency says.
func (y *yardstick) send(b *testing.B, to *httptest.Server, requests []*http.Request, concurrency int) cost {
	b.Helper()
	var next atomic.Int64
	var workers sync.WaitGroup
	used, begin := processorTime(), time.Now()
	for range concurrency {
		workers.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(requests)); i = next.Add(1) - 1 {
				if err := y.exchange(to, requests[i]); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	workers.Wait()
	return cost{time.Since(begin), processorTime() - used}
}

func (y *yardstick) exchange(to *httptest.Server, r *http.Request) error {
	response, err := y.roundTrip(to, r)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s %s: status %d", r.Method, r.URL, response.StatusCode)
	}
	return nil
}

// processorTime is what this process has used so far.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// layeredWorld has a role whose calls every layer has something to say about.
func layeredWorld() *world.World {
	const reads, writes = "s3:GetObject s3:ListBucket", "s3:PutObject"
	objects := map[string]*world.Object{}
	for n := range smallObjects {
		objects["small/"+objectKey(n)] = &world.Object{Size: 1 << 10}
	}
	for n := range largeObjects {
		objects["large/"+objectKey(n)] = &world.Object{Size: 1 << 20}
	}
	where := `,"Condition":{"StringNotEquals":{"aws:SourceVpce":"vpce-1","aws:PrincipalTag/team":"blue"}}}`
	perimeter := to(`"*"`, "Deny", "s3:*", "arn:aws:s3:::data/*")
	perimeter = perimeter[:len(perimeter)-1] + where
	return &world.World{
		Accounts: map[string]*world.Account{
			owner: {},
			member: {
				Policies: map[string]*world.ManagedPolicy{"Cap": {Policy: allow("s3:Get* s3:List* s3:Put* kms:*", "*")}},
				Roles: map[string]*world.Role{"Job": {
					Tags: map[string]string{"team": "red"}, Boundary: "Cap",
					Policies: inline(policy(statement("Allow", reads, "arn:aws:s3:::data*"), statement("Allow", writes, "arn:aws:s3:::data/new/*"),
						statement("Deny", "s3:*", "arn:aws:s3:::data/secret/*"))),
				}},
				Buckets: map[string]*world.Bucket{"data": {
					Policy:  policy(perimeter, to(`{"AWS":"arn:aws:iam::`+member+`:role/Job"}`, "Allow", "s3:GetObject", "arn:aws:s3:::data/*")),
					Objects: objects,
				}},
				VPCs: map[string]*world.VPC{"vpc-1": {Endpoints: map[string]*world.Endpoint{
					"vpce-1": {Service: "s3", Policy: policy(to(`"*"`, "Allow", reads+" "+writes, "*"))},
				}}},
			},
		},
		Organization: &world.Organization{
			ID: "o-exampleorgid", Management: owner,
			SCPs: map[string]*world.ControlPolicy{"Guard": {Policy: policy(statement("Deny", "s3:DeleteBucket s3:PutBucketPolicy", "*"))}},
			RCPs: map[string]*world.ControlPolicy{"Perimeter": {Policy: policy(to(`"*"`, "Deny", "s3:GetObject", "arn:aws:s3:::data/secret/*"))}},
			Root: &world.Unit{Units: map[string]*world.Unit{"Jobs": {
				SCPs: []string{"FullAWSAccess", "Guard"}, RCPs: []string{"Perimeter"},
				Accounts: map[string]*world.Membership{member: {}},
			}}},
		},
	}
}
