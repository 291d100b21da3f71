package iampolicy_test

import (
	"strings"
	"testing"

	"github.com/denylab/denylab/emulator/iampolicy"
)

// https://docs.aws.amazon.com/organizations/latest/userguide/orgs-policy-delegate.html
func TestWhatADelegationPolicyMaySay(t *testing.T) {
	for _, tc := range []struct{ name, statement, want string }{
		{"policies", `"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":["organizations:Describe*","organizations:list*","organizations:AttachPolicy","organizations:tagresource"],"Resource":"*"`, ""},
		{"accounts", `"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"organizations:CloseAccount","Resource":"*"`, "cannot hand on organizations:CloseAccount"},
		{"everything", `"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"organizations:*","Resource":"*"`, "cannot hand on organizations:*"},
		{"everything of AWS", `"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"*","Resource":"*"`, "cannot hand on *"},
		{"another service", `"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"s3:ListBucket","Resource":"*"`, "cannot hand on s3:ListBucket"},
		{"an action that is none", `"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"organizations:AttachPolicies","Resource":"*"`, "cannot hand on organizations:AttachPolicies"},
		{"nobody", `"Effect":"Allow","Action":"organizations:ListRoots","Resource":"*"`, "add a principal"},
		{"no resource", `"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"organizations:ListRoots"`, "add a resource"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, problems := iampolicy.Check([]byte(`{"Version":"2012-10-17","Statement":[{`+tc.statement+`}]}`), "", iampolicy.Delegation)
			switch {
			case tc.want == "" && len(problems) > 0:
				t.Errorf("%v", problems)
			case tc.want != "" && (len(problems) != 1 || !strings.Contains(problems[0].Error(), tc.want)):
				t.Errorf("%v, want %q", problems, tc.want)
			}
		})
	}
}
