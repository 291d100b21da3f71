package journal_test

import (
	"testing"

	"github.com/denylab/denylab/emulator/journal"
	"github.com/denylab/denylab/rego/authz"
)

func TestTheRefusalBehindAnExchange(t *testing.T) {
	refused := func(action string) []journal.Asked { return []journal.Asked{{Action: action}} }
	allowed := []journal.Asked{{Action: "allowed", Decision: authz.Decision{Allowed: true}}}
	j := journal.New(10)
	j.Add(&journal.Entry{ID: "fine", Asked: allowed})
	j.Add(&journal.Entry{ID: "list", Asked: refused("s3:ListBucket")})
	for _, tc := range []struct {
		name  string
		entry journal.Entry
		want  string
	}{
		{"its own", journal.Entry{Status: 403, Asked: refused("iam:PassRole"), Made: []string{"list"}}, "iam:PassRole"},
		{"of what the service made", journal.Entry{Status: 400, Asked: allowed, Made: []string{"fine", "gone", "list"}}, "s3:ListBucket"},
		{"none, when it was answered", journal.Entry{Status: 200, Asked: allowed, Made: []string{"list"}}, ""},
		{"none, when the rules allowed everything", journal.Entry{Status: 404, Asked: allowed, Made: []string{"fine"}}, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := ""
			if a := j.Refusal(&tc.entry); a != nil {
				got = a.Action
			}
			if got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}
