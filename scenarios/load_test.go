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
		{[]string{"x"}, []string{"minimal"}, ""},
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

func TestFromFile(t *testing.T) {
	const name = "testdata/catalogue/network/endpoint-read.yaml"
	s, problems := scenarios.FromFile(name)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	w, problems := s.World.World()
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	// The base world is found beside the file, and statements know it.
	policy := w.Accounts["111122223333"].Roles["Job"].Policies["Data"]
	if got := policy.Document.File; s.File != name || got != "testdata/catalogue/worlds/jobs.yaml" {
		t.Errorf("scenario in %s, policy in %s", s.File, got)
	}
	if _, problems := scenarios.FromFile("testdata/nowhere.yaml"); !strings.HasPrefix(problems.Error(), "testdata/nowhere.yaml: cannot read the file: ") {
		t.Error(problems)
	}
}

func TestMistakesInAPolicyFileAreShownThere(t *testing.T) {
	_, problems := scenarios.LoadWorld(memory(map[string]string{
		"w/world.yaml": `accounts: {"111122223333": {users: {A: {policies: {P: {file: ../p.json}, Q: {file: ../q.json}}}}}}`,
		"p.json":       "{\n \"Version\": \"2012-10-17\",\n}\n",
		"q.json":       "{\"Version\": \"2012-10-17\",\n \"Statement\": [{\"Effect\": \"Allow\", \"Resource\": \"*\",\n   \"Action\": \"s3:ListObject\"}]}\n",
	}), "w/world.yaml")
	if len(problems) != 2 {
		t.Fatal(problems)
	}
	for i, want := range []string{
		"p.json:3:1: inline policy refused: MalformedPolicyDocument: ",
		`q.json:3:14: warning: no action matches "s3:ListObject"; AWS accepts it and it applies to nothing; did you mean "s3:ListBucket"?`,
	} {
		if got := problems[i].String(); !strings.HasPrefix(got, want) {
			t.Errorf("want %s\ngot %s", want, got)
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
