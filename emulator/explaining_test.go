package emulator_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	types3 "github.com/aws/aws-sdk-go-v2/service/s3control/types"
	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

var update = flag.Bool("update", false, "write the golden files of this run")

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (want -, got +; -update writes it)\n%s", path, diff)
	}
}

// refusals are one refusal by each layer that can refuse.
var refusals = map[authz.Layer]func(t *testing.T, l *lab) error{
	authz.ResourceControlPolicy: func(t *testing.T, l *lab) error {
		return second(l.as("user/dave").s3.GetObjectTagging(t.Context(), &s3.GetObjectTaggingInput{Bucket: ptr("guarded"), Key: ptr("seeded.txt")}))
	},
	authz.ServiceControlPolicy: func(_ *testing.T, l *lab) error { return l.as("user/dave").put("guarded", "k", "x") },
	authz.VPCEndpointPolicy: func(_ *testing.T, l *lab) error {
		return l.as("user/alice", emulator.EndpointPath("vpce-s3")).put("data", "k", "x")
	},
	authz.ResourcePolicy: func(t *testing.T, l *lab) error {
		return second(l.as("user/alice").s3.DeleteObject(t.Context(), &s3.DeleteObjectInput{Bucket: ptr("shared"), Key: ptr("seeded.txt")}))
	},
	authz.IdentityPolicy:      func(_ *testing.T, l *lab) error { return l.as("role/Reader/job").put("data", "k", "x") },
	authz.PermissionsBoundary: func(_ *testing.T, l *lab) error { return l.as("role/Bounded/job").put("data", "k", "x") },
	authz.SessionPolicy: func(t *testing.T, l *lab) error {
		c, err := l.Credentials("role/Job/job", emulator.SessionOptions{Policies: []*world.Policy{allow("s3:PutObject", "arn:aws:s3:::data/out/*")}})
		if err != nil {
			t.Fatal(err)
		}
		return l.with(c).put("data", "k", "x")
	},
	authz.S3ACL: func(_ *testing.T, l *lab) error { return second(l.as("user/alice").get("legacy", "foreign.txt")) },
	authz.S3BlockPublicAccess: func(t *testing.T, l *lab) error {
		return second(l.as("user/alice").s3.PutBucketPolicy(t.Context(), &s3.PutBucketPolicyInput{Bucket: ptr("data"),
			Policy: ptr(string(policy(to(`"*"`, "Allow", "s3:GetObject", "arn:aws:s3:::data/*")).JSON))}))
	},
	authz.S3ObjectOwnership: func(t *testing.T, l *lab) error {
		return second(l.as("user/alice").s3.PutObjectAcl(t.Context(), &s3.PutObjectAclInput{Bucket: ptr("data"), Key: ptr("seeded.txt"), ACL: types.ObjectCannedACLPublicRead}))
	},
	authz.S3RequesterPays: func(_ *testing.T, l *lab) error { return second(l.as("user/carol").get("payer", "seeded.txt")) },
	authz.S3AccessGrants: func(t *testing.T, l *lab) error {
		return second(l.control("user/alice").GetDataAccess(t.Context(), data(types3.PermissionWrite, "s3://data/in/*")))
	},
}

func TestTheLadderOfARefusalByEachLayer(t *testing.T) {
	for _, layer := range authz.Layers() {
		t.Run(string(layer), func(t *testing.T) {
			refuse, ok := refusals[layer]
			if !ok {
				if layer != authz.KMSGrant { // it only allows
					t.Fatal("no refusal")
				}
				return
			}
			l := start(t, emulator.Options{})
			if err := refuse(t, l); err == nil {
				t.Fatal("allowed")
			}
			calls, ok, err := l.ExplainExchange(t.Context(), l.last().ID)
			if err != nil || !ok || len(calls) == 0 {
				t.Fatalf("%v %v %v", calls, ok, err)
			}
			x := calls[len(calls)-1]
			if x.Layer != layer {
				t.Errorf("refused by %s", x.Layer)
			}
			var b bytes.Buffer
			if err := x.Text(&b, false); err != nil {
				t.Fatal(err)
			}
			golden(t, "ladder-"+strings.ReplaceAll(string(layer), "_", "-")+".txt", b.String())
		})
	}
}

func TestAnExplanationAsJSON(t *testing.T) {
	l := start(t, emulator.Options{})
	if err := refusals[authz.IdentityPolicy](t, l); err == nil {
		t.Fatal("allowed")
	}
	calls, _, err := l.ExplainExchange(t.Context(), l.last().ID)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.MarshalIndent(calls, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "explanation.json", string(text)+"\n")
}

// A request may need several calls: each is explained, and the one that refused
// it says what was sent.
func TestEveryCallOfAnExchangeIsExplained(t *testing.T) {
	l := start(t, emulator.Options{})
	_, err := l.as("role/Reader").get("sse", "seeded.txt")
	wantCode(t, err, "403 AccessDenied")
	calls, ok, err := l.ExplainExchange(t.Context(), l.last().ID)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	var got []string
	for _, x := range calls {
		line := x.Action + " " + string(x.Verdict)
		if x.Sent != nil {
			line += " sent " + x.Sent.Code
		}
		if x.ID != l.last().ID {
			t.Errorf("%s has id %s", x.Action, x.ID)
		}
		got = append(got, line)
	}
	want := []string{"s3:GetObject allowed", "kms:Decrypt implicitDeny sent AccessDenied"}
	if diff := cmp.Diff(want, got[:2]); diff != "" {
		t.Error(diff)
	}
}

func TestExchangesWithoutACallHaveNothingToExplain(t *testing.T) {
	l := start(t, emulator.Options{})
	l.raw("GET", "/data/k", "", "Authorization", "nonsense")
	calls, ok, err := l.ExplainExchange(t.Context(), l.last().ID)
	if err != nil || !ok || len(calls) != 0 {
		t.Errorf("%v %v %v, want none", calls, ok, err)
	}
	if _, ok, err := l.ExplainExchange(t.Context(), "000999-00000000"); ok || err != nil {
		t.Errorf("an exchange that was not: %v %v", ok, err)
	}
}
