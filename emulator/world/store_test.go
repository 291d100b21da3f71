package world_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
	"github.com/google/go-cmp/cmp"
)

func trainerSession() world.Session {
	return world.Session{Kind: authz.AssumedRole, Account: member, Principal: "Trainer", Name: "SageMaker"}
}

func TestIssuedCredentials(t *testing.T) {
	s := world.NewStore(build(t, describe()))
	before := s.Load()
	c := s.Issue(now, trainerSession())
	if !strings.HasPrefix(c.AccessKeyID, "ASIA") || len(c.AccessKeyID) != 20 || len(c.Secret) != 40 || c.Token == "" {
		t.Errorf("got %+v", c)
	}
	if !c.ExpiresAt.Equal(now.Add(time.Hour)) {
		t.Errorf("expires %v", c.ExpiresAt)
	}
	found, ok := s.Load().Credential(c.AccessKeyID)
	if !ok || found.Principal.Caller.ARN != "arn:aws:sts::444455556666:assumed-role/Trainer/SageMaker" {
		t.Errorf("got %+v", found)
	}
	if _, ok := before.Credential(c.AccessKeyID); ok {
		t.Error("an older snapshot has the session")
	}
	if d := s.Issue(now, trainerSession()); d.AccessKeyID == c.AccessKeyID {
		t.Error("two sessions have one key")
	}
	s.Reset()
	if _, ok := s.Load().Credential(c.AccessKeyID); ok {
		t.Error("the session survives a reset")
	}
	if again := s.Issue(now, trainerSession()); again.Token != c.Token || again.AccessKeyID != c.AccessKeyID {
		t.Error("the same history gave other credentials")
	}
}

func TestASessionOfNobodyHasNoPrincipal(t *testing.T) {
	s := world.NewStore(build(t, describe()))
	c := s.Issue(now, world.Session{Kind: authz.AssumedRole, Account: member, Principal: "None"})
	if c.Principal != nil {
		t.Errorf("got %+v", c.Principal)
	}
}

func TestADeletedRoleIsNotRevived(t *testing.T) {
	d := describe()
	d.Accounts[member].Buckets["data"].Policy = world.MustPolicy(`{"Statement":[{"Effect":"Allow",
		"Principal":{"AWS":["arn:aws:iam::444455556666:role/service-role/Trainer"]},"Action":"s3:GetObject","Resource":"arn:aws:s3:::data/*"}]}`)
	s := world.NewStore(build(t, d))
	c := s.Issue(now, trainerSession())
	old := s.Load().Accounts[member].Roles["Trainer"]
	change(t, s, func(w *world.World) { delete(w.Accounts[member].Roles, "Trainer") })
	change(t, s, func(w *world.World) {
		w.Accounts[member].Roles["Trainer"] = &world.Role{Path: "/service-role/"}
	})
	remade, _ := s.Load().Role(old.ARN)
	if remade == nil || remade.ID == old.ID {
		t.Errorf("the new role is the old one: %+v", remade)
	}
	if found, ok := s.Load().Credential(c.AccessKeyID); !ok || found.Principal != nil {
		t.Errorf("the session lives: %+v", found)
	}
	b, _ := s.Load().Bucket("data")
	statement := b.Policy.Document.Statements[0]
	if diff := cmp.Diff([]string{old.ID}, statement.Principal.AWS); diff != "" {
		t.Errorf("the policy still names the ARN: -want +got\n%s", diff)
	}
	if !strings.Contains(string(b.Policy.JSON), old.ID) || statement.Line != 1 {
		t.Errorf("got line %d of %s", statement.Line, b.Policy.JSON)
	}
}

func change(t *testing.T, s *world.Store, f func(*world.World)) {
	t.Helper()
	if err := s.Change(func(w *world.World) error { f(w); return nil }); err != nil {
		t.Fatal(err)
	}
}

func TestChange(t *testing.T) {
	s := world.NewStore(build(t, describe()))
	before := s.Load()
	change(t, s, func(w *world.World) {
		w.Accounts[management].Buckets["new"] = &world.Bucket{Region: "eu-central-1"}
	})
	after := s.Load()
	if b, ok := after.Bucket("new"); !ok || b.Ownership != "BucketOwnerEnforced" || b.Account != management {
		t.Errorf("got %+v", b)
	}
	if _, err := after.ResolveKey("alias/aws/s3", "eu-central-1", member); err != nil {
		t.Errorf("no aws/s3 key in a new Region: %v", err)
	}
	if _, ok := before.Bucket("new"); ok || len(before.Accounts[management].Buckets) != 0 {
		t.Error("the older snapshot changed")
	}
	if after.Revision != before.Revision+1 {
		t.Errorf("revision %d after %d", after.Revision, before.Revision)
	}
}

func TestAFailedChangeChangesNothing(t *testing.T) {
	s := world.NewStore(build(t, describe()))
	before := s.Load()
	mine := errors.New("mine")
	for name, f := range map[string]func(*world.World) error{
		"its own error": func(w *world.World) error { w.Accounts[member].Users["bob"].Tags["x"] = "y"; return mine },
		"a bad world":   func(w *world.World) error { w.Accounts[member].Users["bob"].Boundary = "none"; return nil },
	} {
		if err := s.Change(f); err == nil || name == "its own error" && !errors.Is(err, mine) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	var ref *world.RefError
	err := s.Change(func(w *world.World) error { w.Accounts[member].Users["bob"].Boundary = "none"; return nil })
	if !errors.As(err, &ref) || ref.Path != "accounts.444455556666.users.bob.boundary" || ref.Value != "none" {
		t.Errorf("got %#v", err)
	}
	if s.Load() != before || before.Digest() != build(t, describe()).Digest() {
		t.Error("the world changed")
	}
}

func TestDocumentsKeepTheirPointers(t *testing.T) {
	s := world.NewStore(build(t, describe()))
	documents := func() []*authz.Document {
		w := s.Load()
		var all []*authz.Document
		for _, ref := range []string{"user/bob", "444455556666:role/Trainer"} {
			p, _ := w.Principal(ref)
			of := w.Policies(p)
			for _, level := range append(of.SCP, of.Identity, of.Boundary) {
				for _, a := range level {
					all = append(all, a.Document)
				}
			}
		}
		key, _ := w.ResolveKey("alias/aws/s3", "us-east-1", member)
		endpoint, _ := w.Endpoint("vpce-1")
		return append(all, key.Policy.Document, endpoint.Policy.Document, w.Accounts[member].Roles["Linked"].Trust.Document)
	}
	before := documents()
	change(t, s, func(w *world.World) { w.Accounts[member].Users["bob"].Tags["x"] = "y" })
	s.Issue(now, trainerSession())
	for i, d := range documents() {
		if d != before[i] {
			t.Errorf("document %d is another one", i)
		}
	}
}

func TestDigest(t *testing.T) {
	s := world.NewStore(build(t, describe()))
	start := s.Load().Digest()
	seen := map[string]bool{start: true}
	for _, f := range []func(*world.World){
		func(w *world.World) {
			w.Accounts[member].Buckets["data"].Tags = map[string]string{"a": "b"}
		},
		func(w *world.World) {
			w.Accounts[member].Buckets["data"].Policy = nil
			w.Accounts[member].Keys[dataKey].State = "Disabled"
		},
		func(w *world.World) { w.Accounts[member].Roles["Trainer"].Policies["p"] = allow("s3:*") },
	} {
		change(t, s, f)
		if d := s.Load().Digest(); seen[d] {
			t.Error("a change left the digest as it was")
		} else {
			seen[d] = true
		}
	}
	change(t, s, func(w *world.World) {
		a := w.Accounts[member]
		a.Buckets["data"].Tags, a.Keys[dataKey].State = nil, "Enabled"
		delete(a.Roles["Trainer"].Policies, "p")
	})
	if s.Load().Digest() != start {
		t.Error("the same world has another digest")
	}
	change(t, s, func(w *world.World) {
		w.Accounts[member].Buckets["data"].Objects["k"].Tags = map[string]string{"a": "b"}
	})
	if s.Load().Digest() != start {
		t.Error("an object that was there at the start counts, although it may be gone")
	}
	lasting := s.Load().LastingDigest()
	s.Issue(now, trainerSession())
	if s.Load().Digest() == start {
		t.Error("a session is not in the digest")
	}
	if s.Load().LastingDigest() != lasting {
		t.Error("a session is in the digest of what lasts")
	}
}

func TestReadersAndWritersTogether(t *testing.T) {
	s := world.NewStore(build(t, describe()))
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 5 {
				c := s.Issue(now, trainerSession())
				if _, ok := s.Load().Credential(c.AccessKeyID); !ok {
					t.Error("an issued credential is not there")
				}
				change(t, s, func(w *world.World) { w.Accounts[member].Users["bob"].Tags["n"] = c.AccessKeyID })
				p, _ := s.Load().Principal("user/bob")
				s.Load().Policies(p)
			}
		})
	}
	all.Wait()
	if got := s.Load().Sessions.Len(); got != 20 {
		t.Errorf("%d sessions, want 20", got)
	}
}
