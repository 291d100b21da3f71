package scenarios_test

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/scenarios"
	"github.com/google/go-cmp/cmp"
)

// minimal is a scenario without mistakes, to make mistakes in.
func minimal(t testing.TB) string {
	t.Helper()
	data, err := os.ReadFile("testdata/minimal.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func loadOne(t *testing.T, files map[string]string) ([]*scenarios.Scenario, scenarios.Diagnostics) {
	t.Helper()
	return scenarios.Load(memory(files))
}

func memory(files map[string]string) fs.FS {
	out := fstest.MapFS{}
	for name, text := range files {
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

func TestMinimalLoadsWithoutComplaint(t *testing.T) {
	list, problems := loadOne(t, map[string]string{"x/minimal.yaml": minimal(t)})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if len(list) != 1 || list[0].ID != "minimal" || list[0].File != "x/minimal.yaml" {
		t.Fatalf("got %+v", list)
	}
	if list[0].Clock != scenarios.DefaultClock {
		t.Errorf("clock: %v", list[0].Clock)
	}
}

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
      = a step has as, call, save, session, via, want, with`
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

func TestPoliciesKnowWhereTheyStand(t *testing.T) {
	list, problems := loadOne(t, map[string]string{
		"x/minimal.yaml": strings.Replace(minimal(t), "users: {Reader: {}}", `users:
        Reader:
          policies:
            Inline:
              Version: "2012-10-17"
              Statement:
                - {Effect: Allow, Action: s3:ListBucket, Resource: "*"}
                - Effect: Allow
                  Action: s3:ListAllMyBuckets
                  Resource: "*"
            Block: |
              {"Version": "2012-10-17",
               "Statement": [
                 {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"}]}
            Quoted: '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"}]}'
            File: {file: ../p/read.json}`, 1),
		"p/read.json": "{\n \"Version\": \"2012-10-17\",\n \"Statement\": [\n  {\"Effect\": \"Allow\", \"Action\": \"s3:ListBucket\", \"Resource\": \"*\"}\n ]\n}\n",
	})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	w, problems := list[0].World.World()
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	policies := w.Accounts["111122223333"].Users["Reader"].Policies
	type place struct {
		File         string
		Line, Column int
	}
	got := map[string][]place{}
	for name, p := range policies {
		for _, s := range p.Document.Statements {
			got[name] = append(got[name], place{p.Document.File, s.Line, s.Column})
		}
	}
	want := map[string][]place{
		"Inline": {{"x/minimal.yaml", 15, 19}, {"x/minimal.yaml", 16, 19}},
		"Block":  {{"x/minimal.yaml", 22, 18}},
		"Quoted": {{"x/minimal.yaml", 23, 62}},
		"File":   {{"p/read.json", 4, 3}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// YAML ends a word at a colon only before white space.
func TestColonsInsideWords(t *testing.T) {
	w, problems := scenarios.LoadWorld(memory(map[string]string{"w.yaml": `accounts: {"111122223333": {users: {
  R: {tags: {a:b: c:d, "k":v, 'l':"w", m: "n:o"}, managed: [arn:aws:iam::aws:policy/ReadOnlyAccess], policies: {P: {Version: "2012-10-17", Statement: [{Effect: Allow, Action: [s3:*, s3:Get*],
    Resource: arn:aws:s3:::x/*, Condition: {StringLike: {aws:PrincipalTag/x: [a:b, "a: b"]}}}]}}}}}}`}), "w.yaml")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	r := w.Accounts["111122223333"].Users["R"]
	if diff := cmp.Diff(map[string]string{"a:b": "c:d", "k": "v", "l": "w", "m": "n:o"}, r.Tags); diff != "" {
		t.Error(diff)
	}
	s := r.Policies["P"].Document.Statements[0]
	if s.Line != 2 || s.Column != 152 {
		t.Errorf("the statement is said to be at %d:%d", s.Line, s.Column)
	}
	if diff := cmp.Diff([]string{"s3:*", "s3:Get*", "arn:aws:s3:::x/*", "aws:PrincipalTag/x", "a:b", "a: b", "arn:aws:iam::aws:policy/ReadOnlyAccess"},
		append(append(append(append([]string{}, s.Action...), s.Resource[0], s.Condition[0].Key), s.Condition[0].Values...), r.Managed...)); diff != "" {
		t.Error(diff)
	}
}

func TestMerging(t *testing.T) {
	base := `region: eu-west-1
accounts:
  "111122223333":
    name: base
    users:
      A: {path: /a/, tags: {x: "1", y: "2"}, managed: [arn:aws:iam::aws:policy/ReadOnlyAccess]}
      B: {}
      C:
        policies:
          P: {Version: "2012-10-17", Statement: {Sid: Old, Effect: Allow, Action: "s3:*", Resource: "*", Condition: {Bool: {"aws:SecureTransport": "true"}}}}
`
	over := `use: ../base.yaml
accounts:
  "111122223333":
    users:
      A: {tags: {x: null, z: "3"}, managed: []}
      B: null
      C: {policies: {P: {Version: "2012-10-17", Statement: {Sid: New, Effect: Allow, Action: "s3:*", Resource: "*"}}}}
      D: {}
`
	w, problems := scenarios.LoadWorld(memory(map[string]string{"worlds/base.yaml": base, "worlds/sub/over.yaml": over}), "worlds/sub/over.yaml")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	a := w.Accounts["111122223333"]
	var users []string
	for _, name := range []string{"A", "B", "C", "D"} {
		if a.Users[name] != nil {
			users = append(users, name)
		}
	}
	if diff := cmp.Diff([]string{"A", "C", "D"}, users); diff != "" {
		t.Error(diff)
	}
	if w.Region != "eu-west-1" || a.Name != "base" || a.Users["A"].Path != "/a/" || len(a.Users["A"].Managed) != 0 {
		t.Errorf("scalars and lists: %q %q %+v", w.Region, a.Name, a.Users["A"])
	}
	if diff := cmp.Diff(map[string]string{"y": "2", "z": "3"}, a.Users["A"].Tags); diff != "" {
		t.Error(diff)
	}
	s := a.Users["C"].Policies["P"].Document.Statements[0]
	if s.Sid != "New" || len(s.Condition) > 0 {
		t.Errorf("a policy was merged, not replaced: %+v", s)
	}
}

func TestObjectContents(t *testing.T) {
	w, problems := scenarios.LoadWorld(memory(map[string]string{
		"w/world.yaml": `accounts: {"111122223333": {buckets: {data: {objects: {a: {body: text}, b: {file: ../b.bin}, c: {size: 3}, d: {}}}}}}`,
		"b.bin":        "binary",
	}), "w/world.yaml")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	o := w.Accounts["111122223333"].Buckets["data"].Objects
	if got := string(o["a"].Content) + "|" + string(o["b"].Content) + "|" + string(o["d"].Content); got != "text|binary|" || len(o["c"].Content) != 3 {
		t.Errorf("got %q, %d bytes", got, len(o["c"].Content))
	}
	_, problems = scenarios.LoadWorld(memory(map[string]string{
		"w.yaml": `accounts: {"111122223333": {buckets: {data: {objects: {a: {body: text, size: 3}}}}}}`,
	}), "w.yaml")
	if problems.Err() == nil {
		t.Error("an object with body and size was accepted")
	}
}

func TestPatterns(t *testing.T) {
	other := strings.NewReplacer("id: minimal", "id: other", "[D02]", "[A03, A04]").Replace(minimal(t))
	fsys := memory(map[string]string{
		"x/minimal.yaml": minimal(t), "y/other.yaml": other,
		"worlds/base.yaml": "accounts: {}", "y/broken.yaml": "id: [",
	})
	for _, c := range []struct {
		patterns []string
		want     []string
		problem  string
	}{
		{[]string{"minimal"}, []string{"minimal"}, ""},
		{[]string{"mini*"}, []string{"minimal"}, ""},
		{[]string{"x/minimal.yaml"}, []string{"minimal"}, ""},
		{[]string{"x/minimal"}, []string{"minimal"}, ""},
		{[]string{"x/*"}, []string{"minimal"}, ""},
		{[]string{"x/…"}, []string{"minimal"}, ""},
		{[]string{"x/..."}, []string{"minimal"}, ""},
		{[]string{"x/"}, []string{"minimal"}, ""},
		{[]string{"A03"}, []string{"other"}, ""},
		{[]string{"A03", "mini*", "A04"}, []string{"minimal", "other"}, ""},
		{[]string{"minimall"}, nil, `minimall: no scenario has this id or path; did you mean "minimal"?`},
		{[]string{"A05"}, nil, "A05: no scenario shows this row"},
		{[]string{"y/…"}, []string{"other"}, "y/broken.yaml:1:"},
		{nil, []string{"minimal", "other"}, "y/broken.yaml:1:"},
	} {
		list, problems := scenarios.Load(fsys, c.patterns...)
		var ids []string
		for _, s := range list {
			ids = append(ids, s.ID)
		}
		if diff := cmp.Diff(c.want, ids); diff != "" {
			t.Errorf("%v: %s", c.patterns, diff)
		}
		if got := problems.Error(); !strings.HasPrefix(got, c.problem) || c.problem == "" && got != "" {
			t.Errorf("%v: want problem %q, got %q", c.patterns, c.problem, got)
		}
	}
}

func TestDuplicateIDs(t *testing.T) {
	list, problems := loadOne(t, map[string]string{"x/minimal.yaml": minimal(t), "y/minimal.yaml": minimal(t)})
	if len(list) > 0 || len(problems) != 2 || !strings.Contains(problems[0].Message, `"minimal" is taken by y/minimal.yaml`) {
		t.Errorf("got %d scenarios, %v", len(list), problems)
	}
}

func TestCircularUse(t *testing.T) {
	_, problems := scenarios.LoadWorld(memory(map[string]string{"a.yaml": "use: b.yaml\n", "b.yaml": "use: a.yaml\n"}), "a.yaml")
	if got := problems.Error(); !strings.Contains(got, `b.yaml:1:6: "a.yaml" uses itself: a.yaml uses b.yaml uses a.yaml`) {
		t.Error(got)
	}
}

func TestRowsAreTheSeedMatrix(t *testing.T) {
	rows := scenarios.Rows()
	if len(rows) != 138 {
		t.Errorf("%d rows, want 138", len(rows))
	}
	seen := map[string]bool{}
	for _, r := range rows {
		if seen[r.Row] {
			t.Errorf("row %s twice", r.Row)
		}
		seen[r.Row] = true
		if len(r.Scenarios) == 0 && r.Note == "" {
			t.Errorf("row %s has neither a scenario nor a note", r.Row)
		}
	}
}

func TestCatalogueIsSound(t *testing.T) {
	if _, problems := scenarios.Load(scenarios.Catalogue()); problems.Err() != nil {
		t.Error(problems)
	}
}

// Whatever a file holds, the loader answers with diagnostics, and what it
// accepts can be made a world.
func FuzzLoad(f *testing.F) {
	f.Add(minimal(f))
	f.Add("id: [")
	f.Add("a: &a [*a]\nb: *a")
	f.Add("world: {use: minimal.yaml}\nsteps: [{as: null}]\ncure: {change: [null]}")
	f.Add("? [a]\n: !!str b\n<<: {c: |\n  x}\n---\nd")
	f.Add("steps:\n- call: s3.PutObject\n  with: {Body: {size: -1}, Metadata: {a: [b]}, Tagging: {saved: x}}")
	f.Fuzz(func(t *testing.T, text string) {
		list, problems := scenarios.Load(memory(map[string]string{"minimal.yaml": text, "world.yml": "accounts: {}"}))
		for _, p := range problems {
			_ = p.String()
		}
		for _, s := range list {
			var w *world.World
			if w, problems = s.World.World(); w == nil {
				t.Errorf("accepted, but no world: %v", problems)
			}
		}
	})
}
