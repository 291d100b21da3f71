package organizations_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/caller"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/organizations"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// lenient allows everything.
type lenient struct{}

func (lenient) Ask(context.Context, *gate.Exchange, *authz.Call) (authz.Decision, error) {
	return authz.Decision{Allowed: true, Verdict: authz.Allowed}, nil
}

// FuzzRequest sends any body for any operation to who may do everything. None
// ends the lab, is an internal error, or leaves a world that cannot be.
func FuzzRequest(f *testing.F) {
	for _, seed := range []struct{ operation, body string }{
		{"CreateOrganization", `{"FeatureSet":"ALL"}`},
		{"CreateOrganizationalUnit", `{"ParentId":"r-root","Name":"..","Tags":[{"Key":"a","Value":""},null]}`},
		{"UpdateOrganizationalUnit", `{"OrganizationalUnitId":"` + sandbox + `","Name":"Workloads"}`},
		{"CreateAccount", `{"AccountName":"a","Email":"aws@example.com","RoleName":"R","Tags":null}`},
		{"MoveAccount", `{"AccountId":"` + member + `","SourceParentId":"` + production + `","DestinationParentId":"` + sandbox + `"}`},
		{"RemoveAccountFromOrganization", `{"AccountId":"` + member + `"}`},
		{"CreatePolicy", `{"Name":"n","Description":"","Type":"RESOURCE_CONTROL_POLICY","Content":"{\"Version\":\"2012-10-17\",\"Statement\":[]}"}`},
		{"UpdatePolicy", `{"PolicyId":"` + noDeletes + `","Name":"New","Content":"{\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}}"}`},
		{"PutResourcePolicy", `{"Content":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Action\":\"organizations:List*\",\"Resource\":\"*\"}]}"}`},
		{"AttachPolicy", `{"PolicyId":"p-FullAWSAccess","TargetId":"` + member + `"}`},
		{"DetachPolicy", `{"PolicyId":"p-RCPFullAWSAccess","TargetId":"r-root"}`},
		{"DisablePolicyType", `{"RootId":"r-root","PolicyType":"SERVICE_CONTROL_POLICY"}`},
		{"DescribeEffectivePolicy", `{"PolicyType":"TAG_POLICY"}`},
		{"TagResource", `{"ResourceId":"p-nodeletes","Tags":[{"Key":"k"}]}`},
		{"UntagResource", `{"ResourceId":"r-root","TagKeys":[null,""]}`},
		{"ListAccounts", `{"NextToken":"ZGVueWxhYi0xOg","MaxResults":20}`},
		{"InviteAccountToOrganization", `{"Target":{"Id":"444455556666","Type":"ACCOUNT"},"Notes":"join"}`},
		{"CancelHandshake", `{"HandshakeId":"h-exampleid12"}`},
		{"ListHandshakesForAccount", `{"Filter":{"ActionType":"INVITE"}}`},
		{"ListCreateAccountStatus", `{"States":[null,"FAILED"]}`},
		{"RegisterDelegatedAdministrator", `{"AccountId":"` + member + `","ServicePrincipal":"x.amazonaws.com"}`},
		{"ListDelegatedAdministrators", `{"ServicePrincipal":"x"}`},
	} {
		f.Add(seed.operation, seed.body)
	}
	w, err := world.New(describe())
	if err != nil {
		f.Fatal(err)
	}
	admin, err := w.Principal(management + ":user/admin")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, operation, body string) {
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/x-amz-json-1.1")
		r.Header.Set("X-Amz-Target", "AWSOrganizationsV20161128."+operation)
		x := gate.NewExchange(lenient{}, gate.Exchange{World: w, Now: start, Service: "organizations", Identity: &caller.Identity{Principal: admin}, IDs: awsproto.IDs{RequestID: "r"}})
		answer := httptest.NewRecorder()
		organizations.New(world.NewStore(w)).Serve(answer, r, x)
		if answer.Code == http.StatusInternalServerError || answer.Body.Len() > 0 && !json.Valid(answer.Body.Bytes()) {
			t.Errorf("%s %s: %d %s", operation, body, answer.Code, answer.Body)
		}
	})
}
