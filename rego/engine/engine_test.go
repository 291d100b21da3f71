package engine_test

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/rego/authz"
	"github.com/denylab/denylab/rego/engine"
)

func TestNewCompilesItsOwn(t *testing.T) {
	e, err := engine.New(engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	d, err := e.Decide(context.Background(), getObject(by(root(home))))
	if err != nil || !d.Allowed {
		t.Errorf("Decide = %v, %v; want an allow", d, err)
	}
	if e == testEngine(t) {
		t.Error("New returned the process's Engine")
	}
}

// A decision that was not reached is an error, not an allow and not a denial.
func TestCancelledContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	e := testEngine(t)
	d, err := e.Decide(ctx, getObject(by(root(home))))
	if !errors.Is(err, context.Canceled) || d.Allowed {
		t.Errorf("Decide = %v, %v; want context.Canceled", d, err)
	}
	if _, err := e.Report(ctx, getObject()); !errors.Is(err, context.Canceled) {
		t.Errorf("Report: %v; want context.Canceled", err)
	}
}

// A call about which nothing is known is refused.
func TestEmptyCallIsRefused(t *testing.T) {
	e := testEngine(t)
	for _, kind := range []authz.CallerKind{"", authz.Anonymous, authz.User, authz.AssumedRole, authz.Role, authz.FederatedUser, authz.Service, authz.WebIdentity} {
		d, err := e.Decide(context.Background(), &authz.Call{Caller: authz.Caller{Kind: kind}})
		if err != nil {
			t.Fatal(err)
		}
		if d.Allowed {
			t.Errorf("a caller of kind %q is allowed an empty call", kind)
		}
	}
}

func TestConcurrentCalls(t *testing.T) {
	e := testEngine(t)
	call := getObject(identity(allow("s3:*", "*")), boundary(allow("s3:Put*", "*")))
	want, err := e.Report(context.Background(), call)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 5 {
				got, err := e.Report(context.Background(), call)
				if err != nil {
					t.Error(err)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("report (-want +got):\n%s", diff)
				}
			}
		})
	}
	wg.Wait()
}

// The input document has every field of a call, in the spelling of the rules.
func TestInput(t *testing.T) {
	caller := session(home)
	caller.ServiceLinked, caller.ManagementAccount = true, true
	call := newCall("s3:PutObject", objectARN, by(caller), scp(level()), sessionPolicy(),
		key(func(k *authz.KMS) {
			k.AWSManaged = true
			k.Tokens = []string{"token"}
			k.EncryptionContext = map[string]string{"a": "b"}
			k.Grants = []authz.KeyGrant{{ID: "g", GranteePrincipal: "p", RetiringPrincipal: "r", Operations: []string{"Decrypt"},
				ContextEquals: map[string]string{"a": "b"}}}
			k.RequestGrant = &authz.KeyGrant{GranteePrincipal: "q", Operations: []string{"Encrypt"}, ContextSubset: map[string]string{"c": "d"}}
		}),
		bucket(func(s *authz.S3) {
			s.ObjectOwner, s.Payer, s.PayerConfirmed, s.Upload = partner, "Requester", true, true
			s.BucketACL = []authz.Grant{{Grantee: "g", Permission: "READ"}}
			s.PublicAccess = authz.PublicAccessBlock{BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true}
			s.RequestCannedACL = "private"
			s.RequestPolicy = &authz.Document{}
		}))
	call.AccessGrants = &authz.AccessGrants{Target: "s3://data/*", Permission: "READ", Identities: []string{"u"},
		Grants: []authz.AccessGrant{{ID: "g", Scope: "s3://data/*", Permission: "READ", Grantee: "u"}}}
	call.Context = authz.Context{"aws:SourceIp": authz.One("192.0.2.1"), "aws:TagKeys": authz.Many("a", "b"), "aws:Referer": {}}
	got, err := json.MarshalIndent(engine.Input(call), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	var want, have any
	if err := json.Unmarshal([]byte(inputText), &want); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(got, &have); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, have); diff != "" {
		t.Errorf("input (-want +got):\n%s", diff)
	}
}

const inputText = `{
 "call": {"action": "s3:PutObject", "action_lower": "s3:putobject", "service": "s3",
  "resource": "arn:aws:s3:::data/train/1.csv", "resource_account": "111122223333", "resource_organization": "o-exampleorgid"},
 "caller": {"kind": "assumed-role", "arn": "arn:aws:sts::111122223333:assumed-role/Trainer/SageMaker",
  "principal_arn": "arn:aws:iam::111122223333:role/ml/Trainer", "account": "111122223333", "organization": "o-exampleorgid",
  "unique_id": "ID-arn:aws:iam::111122223333:role/ml/Trainer", "canonical_id": "canonical-111122223333",
  "service": "", "provider": "", "service_linked": true, "management_account": true},
 "context": {"aws:sourceip": "192.0.2.1", "aws:tagkeys": ["a", "b"]},
 "policies": {"identity": [], "boundary": null, "resource": null, "endpoint": null, "rcp": null,
  "session": [{"name": "session", "arn": "", "level": "", "statements": []}],
  "scp": [[{"name": "control", "arn": "", "level": "r-root", "statements": []}]]},
 "s3": {"bucket_owner": "111122223333", "bucket_owner_canonical_id": "canonical-111122223333", "object_owner": "444455556666",
  "ownership": "BucketOwnerEnforced", "payer": "Requester", "payer_confirmed": true, "upload": true,
  "bucket_acl": [{"grantee": "g", "permission": "READ"}], "object_acl": [], "request_grants": [], "request_canned_acl": "private",
  "public_access": {"block_public_acls": true, "ignore_public_acls": true, "block_public_policy": true, "restrict_public_buckets": true},
  "request_policy": {"name": "", "arn": "", "level": "", "statements": []}},
 "kms": {"aws_managed": true, "tokens": ["token"], "encryption_context": {"a": "b"},
  "grants": [{"id": "g", "grantee_principal": "p", "retiring_principal": "r", "operations": ["Decrypt"],
   "context_equals": {"a": "b"}, "context_subset": null}],
  "request_grant": {"id": "", "grantee_principal": "q", "retiring_principal": "", "operations": ["Encrypt"],
   "context_equals": null, "context_subset": {"c": "d"}}},
 "access_grants": {"target": "s3://data/*", "permission": "READ", "identities": ["u"],
  "grants": [{"id": "g", "scope": "s3://data/*", "permission": "READ", "grantee": "u"}]}
}`
