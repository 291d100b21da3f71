package emulator_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/world"
)

// served is a client of a principal over a socket, as many may call at once.
func served(l *lab, server *httptest.Server, ref string) client {
	return l.as(ref).over(server)
}

func (c client) over(server *httptest.Server) client {
	here := func(o *s3.Options) { o.BaseEndpoint, o.HTTPClient = aws.String(server.URL), server.Client() }
	there := func(o *sts.Options) { o.BaseEndpoint, o.HTTPClient = aws.String(server.URL), server.Client() }
	return client{s3: s3.New(c.s3.Options(), here), sts: sts.New(c.sts.Options(), there)}
}

// Clients of one lab at the same time: objects come and go while the policy that
// decides over them, the roles and the buckets change.
func TestClientsAtTheSameTime(t *testing.T) {
	t.Run("in memory", func(t *testing.T) { crowd(t, "") })
	t.Run("in a data directory", func(t *testing.T) { crowd(t, t.TempDir()) })
}

func crowd(t *testing.T, dir string) {
	l := start(t, emulator.Options{Data: dir})
	server := httptest.NewServer(l)
	defer server.Close()
	var all sync.WaitGroup
	rounds := 15
	each := func(name string, work func(ctx context.Context, i int) error) {
		all.Go(func() {
			for i := range rounds {
				if err := work(context.Background(), i); err != nil {
					t.Errorf("%s, round %d: %v", name, i, err)
					return
				}
			}
		})
	}
	for n := range 4 {
		alice := served(l, server, "user/alice")
		key := fmt.Sprint("own/", n)
		each("an object of its own", func(_ context.Context, i int) error {
			body := strings.Repeat(fmt.Sprint(n, i), 1000)
			if err := alice.put("data", key, body); err != nil {
				return err
			}
			if got, err := alice.get("data", key); err != nil || got != body {
				return fmt.Errorf("read %d bytes of %d: %w", len(got), len(body), err)
			}
			return second(alice.s3.DeleteObject(context.Background(), &s3.DeleteObjectInput{Bucket: ptr("data"), Key: &key}))
		})
		each("an object of all", func(_ context.Context, i int) error {
			if err := alice.put("vers", "shared", fmt.Sprint(n, i)); err != nil {
				return err
			}
			return second(alice.get("vers", "shared"))
		})
	}
	reader := served(l, server, "role/Reader")
	each("what a policy decides over", func(context.Context, int) error {
		_, err := reader.get("data", "seeded.txt")
		return refusal(err)
	})
	alice := served(l, server, "user/alice")
	each("the policy", func(ctx context.Context, i int) error {
		deny := string(policy(to(`{"AWS":"arn:aws:iam::`+owner+`:role/jobs/Reader"}`, "Deny", "s3:GetObject", "arn:aws:s3:::data/*")).JSON)
		if i%2 == 0 {
			return second(alice.s3.PutBucketPolicy(ctx, &s3.PutBucketPolicyInput{Bucket: ptr("data"), Policy: &deny}))
		}
		return second(alice.s3.DeleteBucketPolicy(ctx, &s3.DeleteBucketPolicyInput{Bucket: ptr("data")}))
	})
	each("a bucket", func(ctx context.Context, i int) error {
		name := ptr(fmt.Sprint("bucket-", i))
		if err := second(alice.s3.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: name})); err != nil {
			return err
		}
		return second(alice.s3.DeleteBucket(ctx, &s3.DeleteBucketInput{Bucket: name}))
	})
	each("sessions", func(ctx context.Context, _ int) error {
		return second(alice.sts.AssumeRole(ctx, &sts.AssumeRoleInput{RoleArn: ptr("arn:aws:iam::" + owner + ":role/Job"), RoleSessionName: ptr("me")}))
	})
	each("the world", func(_ context.Context, i int) error {
		return l.Change(func(w *world.World) error {
			w.Accounts[owner].Roles["Reader"].Tags = map[string]string{"round": fmt.Sprint(i)}
			return nil
		})
	})
	each("onlookers", func(ctx context.Context, _ int) error {
		for _, e := range l.Journal().Entries() {
			if e.Refused() != nil {
				_, _, err := l.ExplainExchange(ctx, e.ID)
				return err
			}
		}
		l.Digest()
		s, err := l.Snapshot()
		if err != nil {
			return err
		}
		return errors.Join(s.WriteTar(io.Discard), s.Close())
	})
	all.Wait()
	if got := sortedKeys(l.World().Accounts[owner].Buckets); !slices.Equal(got, sortedKeys(testWorld().Accounts[owner].Buckets)) {
		t.Errorf("the buckets are %v", got)
	}
}

// refusal lets a refusal pass: the policy was there or it was not.
func refusal(err error) error {
	if codeOf(err) == "403 AccessDenied" {
		return nil
	}
	return err
}

func sortedKeys[V any](m map[string]V) []string {
	var all []string
	for k := range m {
		all = append(all, k)
	}
	slices.Sort(all)
	return all
}

// Resets come between requests that change something, never into one.
func TestResetsAtTheSameTime(t *testing.T) {
	l := start(t, emulator.Options{})
	want := l.Digest()
	server := httptest.NewServer(l)
	defer server.Close()
	var all sync.WaitGroup
	for n := range 4 {
		alice := served(l, server, "user/alice")
		all.Go(func() {
			for i := range 10 {
				name := ptr(fmt.Sprint("bucket-", n, "-", i))
				err := errors.Join(
					second(alice.s3.CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: name})),
					maybe(alice.put(*name, "k", "x"), "404 NoSuchBucket"),
					alice.put("data", "seeded.txt", "other"),
					maybe(second(alice.s3.DeleteObject(t.Context(), &s3.DeleteObjectInput{Bucket: name, Key: ptr("k")})), "404 NoSuchBucket"),
					maybe(second(alice.s3.DeleteBucket(t.Context(), &s3.DeleteBucketInput{Bucket: name})), "404 NoSuchBucket"),
				)
				if err != nil {
					t.Errorf("client %d, round %d: %v", n, i, err)
				}
			}
		})
	}
	all.Go(func() {
		for range 20 {
			if err := l.Reset(); err != nil {
				t.Error(err)
			}
		}
	})
	all.Wait()
	if err := l.Reset(); err != nil {
		t.Fatal(err)
	}
	if l.Digest() != want {
		t.Error("the lab is not as it was")
	}
}

// maybe lets an error with one code pass: a reset may have come before.
func maybe(err error, code string) error {
	if codeOf(err) == code {
		return nil
	}
	return err
}

// A download that its client does not read must not hold up a reset.
func TestAResetDoesNotWaitForADownload(t *testing.T) {
	w := testWorld()
	w.Accounts[owner].Buckets["data"].Objects["large"] = &world.Object{Size: 64 << 20}
	l := start(t, emulator.Options{World: w})
	server := httptest.NewServer(l)
	defer server.Close()
	alice := served(l, server, "user/alice")
	out, err := alice.s3.GetObject(t.Context(), &s3.GetObjectInput{Bucket: ptr("data"), Key: ptr("large")})
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Reset(); err != nil { // would never end
		t.Error(err)
	}
	if err := out.Body.Close(); err != nil {
		t.Error(err)
	}
}
