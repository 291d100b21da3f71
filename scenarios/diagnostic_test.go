package scenarios_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Each mistake is one replacement in the minimal scenario; the complaint must
// be the only one.
func TestDiagnostics(t *testing.T) {
	for _, c := range []struct {
		name, old, new string
		want           string // first line
		hint           string // contained in the rest
	}{
		{"unknown field of a step", "call: s3", "cal: s3",
			`x/minimal.yaml:14:5: unknown field "cal" in a step; did you mean "call"?`, "a step has as, call"},
		{"unknown operation", "s3.GetObject\n    with", "s3.GetObjct\n    with",
			`x/minimal.yaml:14:11: s3 has no operation "GetObjct"; did you mean "GetObject"?`, ""},
		{"unknown service", "s3.GetObject\n    with", "S3.GetObject\n    with",
			`x/minimal.yaml:14:11: unknown call "S3.GetObject"; did you mean "s3.GetObject"?`, "service.Operation"},
		{"operation without service", "s3.GetObject\n    with", "GetObject\n    with",
			`x/minimal.yaml:14:11: unknown call "GetObject"; did you mean "s3.GetObject"?`, ""},
		{"client method that is no operation", "s3.GetObject\n    with", "s3.Options\n    with",
			`x/minimal.yaml:14:11: s3 has no operation "Options"`, ""},
		{"unknown input field", "Bucket: data, Key", "bucket: data, Key",
			`x/minimal.yaml:15:12: unknown field "bucket" in GetObjectInput; did you mean "Bucket"?`, ""},
		{"wrong type of input field", "Bucket: data, Key", "PartNumber: one, Bucket: data, Key",
			`x/minimal.yaml:15:24: PartNumber must be a whole number, not "one"`, ""},
		{"bad layer", "layer: identity_policy", "layer: identity",
			`x/minimal.yaml:16:74: "identity" is not a layer`, "resource_control_policy"},
		{"bad verdict", "verdict: implicitDeny", "verdict: implicitDenied",
			`x/minimal.yaml:16:100: "implicitDenied" is not a verdict; did you mean "implicitDeny"?`, ""},
		{"bad row", "rows: [D02]", "rows: [D2]",
			`x/minimal.yaml:4:8: the seed matrix has no row "D2"`, "rows.yaml"},
		{"row twice", "rows: [D02]", "rows: [D02, D02]",
			`x/minimal.yaml:4:13: row D02 stands here twice`, ""},
		{"wrong type", "rows: [D02]", "rows: D02",
			`x/minimal.yaml:4:7: rows must be a list, not text`, "write [D02]"},
		{"id is not the file name", "id: minimal", "id: maximal",
			`x/minimal.yaml:2:5: the id "maximal" is not the file's name`, "minimal"},
		{"duplicate key", "title:", "id: minimal\ntitle:",
			`x/minimal.yaml:3:1: "id" stands here twice; first in line 2`, ""},
		{"no cure", "cure:\n", "remedy:\n",
			`x/minimal.yaml:2:1: a scenario without "cure"`, ""},
		{"unknown field of a world", "buckets:\n", "bucket:\n",
			`x/minimal.yaml:10:7: unknown field "bucket" in an account; did you mean "buckets"?`, ""},
		{"malformed policy", "Effect: Allow", "Effect: Alow",
			`x/minimal.yaml:27:31: inline policy refused: MalformedPolicyDocument:`, ""},
		{"action that does not exist", "Action: s3:GetObject", "Action: s3:GetObjekt",
			`x/minimal.yaml:27:55: warning: no action matches "s3:GetObjekt"; AWS accepts it and it applies to nothing; did you mean "s3:GetObject"?`, ""},
		{"missing policy file", "{Reader: {}}", "{Reader: {policies: {P: {file: nowhere.json}}}}",
			`x/minimal.yaml:9:45: no policy file "nowhere.json"`, "relative to x"},
		{"missing base world", "world:\n", "world:\n  use: nowhere.yaml\n",
			`x/minimal.yaml:7:8: no base world "nowhere.yaml"`, "relative to x"},
		{"nothing to remove", "          users:\n            Reader:\n", "          users:\n            Ghost: null\n            Reader:\n",
			`x/minimal.yaml:23:13: nothing here to remove: there is no "Ghost"`, "write Ghost: {}"},
		{"unsaved credentials", "as: user/Reader", "as: saved/me",
			`x/minimal.yaml:13:9: no earlier step saves "me"`, "save: me"},
		{"status", "status: 403", "status: 4003",
			`x/minimal.yaml:16:20: status must be an HTTP status`, ""},
		{"clock", "world:\n", "clock: yesterday\nworld:\n",
			`x/minimal.yaml:6:8: clock must be a time, not "yesterday"`, "2026-03-01T12:00:00Z"},
		{"no such principal", "as: user/Reader", "as: user/Raeder",
			`x/minimal.yaml:13:9: there is no user "Raeder"`, `did you mean "user/Reader"?`},
		{"principal that cannot sign", "as: user/Reader", "as: service/glue.amazonaws.com",
			`x/minimal.yaml:13:9: service/glue.amazonaws.com has no credentials`, ""},
		{"session of a user", "as: user/Reader", "as: user/Reader\n    session: {name: x}",
			`x/minimal.yaml:13:9: only a role's session`, ""},
		{"no such endpoint", "as: user/Reader", "as: user/Reader\n    via: vpce-1",
			`x/minimal.yaml:14:10: no VPC endpoint "vpce-1" in the world`, ""},
		{"unsaved endpoint", "as: user/Reader", "as: user/Reader\n    via: saved/made",
			`x/minimal.yaml:14:10: no earlier step saves "made"`, "save: made"},
		{"saved answer without an endpoint", "  - as: user/Reader", "  - {as: user/Reader, call: iam.ListUsers, save: made}\n  - as: user/Reader\n    via: saved/made",
			`x/minimal.yaml:15:10: the answer saved as "made" has no VPC endpoint`, "ec2.CreateVpcEndpoint"},
		{"field that a saved refusal has not", "  - as: user/Reader", "  - {as: user/Reader, call: iam.ListUsers, save: no, want: {status: 403}}\n  - as: user/Reader\n    call: iam.GetUser\n    with: {UserName: {saved: no.Users}}\n  - as: user/Reader",
			`x/minimal.yaml:16:30: the answer saved as "no" has no field "Users"`, ""},
		{"no address", "as: user/Reader", "as: user/Reader\n    from: office",
			`x/minimal.yaml:14:11: "office" is no IP address`, "203.0.113.9"},
		{"two ways", "as: user/Reader", "as: user/Reader\n    via: vpce-1\n    from: 203.0.113.9",
			`x/minimal.yaml:15:11: a call through a VPC endpoint comes from no public address`, "keep via or from"},
		{"presigned call of another service", "call: s3.GetObject\n    with: {Bucket: data, Key: hello.txt}", "presigned: {expires: 15m}\n    call: iam.ListUsers",
			`x/minimal.yaml:14:16: iam has no presigned URLs`, "only s3 has"},
		{"presigned by nobody", "as: user/Reader", "as: anonymous\n    presigned: {expires: 15m}",
			`x/minimal.yaml:14:16: anonymous signs no URL`, "as is who signs"},
		{"no consistency", "world:", "consistency: soon\nworld:",
			`x/minimal.yaml:6:14: consistency "soon": write immediate, calls=N`, ""},
		{"presigned for no time", "as: user/Reader", "as: user/Reader\n    presigned: {expires: 900}",
			`x/minimal.yaml:14:26: expires must be a duration, not "900"`, "15m"},
		{"presigned without an end", "as: user/Reader", "as: user/Reader\n    presigned: {later: 1m}",
			`x/minimal.yaml:14:16: a presigned call without "expires"`, ""},
		{"no such managed policy", "{Reader: {}}", "{Reader: {managed: [arn:aws:iam::aws:policy/AmazonS3ReadOnlyAcces]}}",
			`x/minimal.yaml:9:34: there is no`, `AmazonS3ReadOnlyAccess"`},
		{"no such boundary", "{Reader: {}}", "{Reader: {boundary: Cap}}",
			`x/minimal.yaml:9:34: there is no`, ""},
		{"no such key", "objects: {hello", "encryption: {algorithm: aws:kms, key: alias/nope}, objects: {hello",
			`x/minimal.yaml:11:54: there is no`, ""},
		{"no such control policy", "accounts:", "organization: {id: o-exampleorgid, management: \"111122223333\", root: {scps: [Nope], accounts: {\"111122223333\": {}}}}\n  accounts:",
			`x/minimal.yaml:7:80: there is no`, ""},
		{"no such account", "objects: {hello.txt: {", "objects: {hello.txt: {owner: \"444455556666\", ",
			`x/minimal.yaml:11:`, ""},
		{"not YAML", "title: A", "title: {A",
			`x/minimal.yaml:`, ""},
		{"use of itself", "world:\n", "world:\n  use: minimal.yaml\n",
			`x/minimal.yaml:2:1: unknown field "id" in a world`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := minimal(t)
			if !strings.Contains(text, c.old) {
				t.Fatalf("the minimal scenario has no %q", c.old)
			}
			_, problems := loadOne(t, map[string]string{"x/minimal.yaml": strings.Replace(text, c.old, c.new, 1)})
			if len(problems) == 0 {
				t.Fatal("no complaint")
			}
			for _, p := range problems {
				got := p.String()
				if first, rest, _ := strings.Cut(got, "\n"); strings.HasPrefix(first, c.want) && strings.Contains(rest, c.hint) {
					return
				}
			}
			t.Errorf("want %s\n…%s\ngot\n%v", c.want, c.hint, problems)
		})
	}
}

func TestDiagnosticShowsTheLine(t *testing.T) {
	_, problems := loadOne(t, map[string]string{"x/minimal.yaml": strings.Replace(minimal(t), "call: s3", "cal: s3", 1)})
	want := `x/minimal.yaml:14:5: unknown field "cal" in a step; did you mean "call"?
   14 |     cal: s3.GetObject
      |     ^
      = a step has as, call, from, plain, presigned, save, session, via, want, with`
	for _, p := range problems {
		if p.String() == want {
			return
		}
	}
	t.Errorf("want\n%s\namong\n%v", want, problems)
}

func TestEveryProblemOfAFileIsReportedInOrder(t *testing.T) {
	text := strings.NewReplacer("title:", "titel:", "D02", "D99", "layer: identity_policy", "layer: boundary", "call: s3", "cal: s3").Replace(minimal(t))
	_, problems := loadOne(t, map[string]string{"x/minimal.yaml": text})
	var lines []int
	for _, p := range problems {
		lines = append(lines, p.Line)
	}
	// The title, the row, the call and the layer.
	if diff := cmp.Diff([]int{3, 4, 14, 16}, lines); diff != "" {
		t.Error(diff, problems)
	}
}
