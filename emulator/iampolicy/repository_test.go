package iampolicy_test

import (
	"testing"

	"github.com/denylab/denylab/emulator/iampolicy"
)

func TestWhatARepositoryPolicyMaySay(t *testing.T) {
	for _, tc := range []struct {
		name, statement string
		refused         bool
	}{
		{"who may pull", `"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":["ecr:BatchGetImage","ecr:GetDownloadUrlForLayer"]`, false},
		{"that everybody may pull", `"Effect":"Allow","Principal":"*","Action":"ecr:BatchGetImage"`, false},
		{"a resource", `"Effect":"Allow","Principal":"*","Action":"ecr:BatchGetImage","Resource":"*"`, true},
		{"nobody", `"Effect":"Allow","Action":"ecr:BatchGetImage"`, true},
		{"no action", `"Effect":"Allow","Principal":"*"`, true},
	} {
		_, problems := iampolicy.Check([]byte(`{"Version":"2012-10-17","Statement":[{`+tc.statement+`}]}`), "", iampolicy.Repository)
		if refused := len(problems) > 0; refused != tc.refused {
			t.Errorf("%s: %v", tc.name, problems)
		}
		for _, p := range problems {
			if p.Code != "InvalidParameterException" {
				t.Errorf("%s: refused with %s: %s", tc.name, p.Code, p.Message)
			}
		}
	}
}
