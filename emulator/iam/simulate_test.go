package iam_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/world"
)

const (
	aliceARN = "arn:aws:iam::111122223333:user/ml/alice"
	jobARN   = "arn:aws:iam::111122223333:role/service-role/Job"
	object   = "arn:aws:s3:::data/k"
)

// shown is a result in short: decision, matched statements, missing keys.
func shown(decision types.PolicyEvaluationDecisionType, matched []types.Statement, missing []string) string {
	var from []string
	for _, m := range matched {
		from = append(from, fmt.Sprintf("%s/%s %d:%d-%d:%d", m.SourcePolicyType, *m.SourcePolicyId,
			m.StartPosition.Line, m.StartPosition.Column, m.EndPosition.Line, m.EndPosition.Column))
	}
	return string(decision) + " [" + strings.Join(from, ", ") + "] missing [" + strings.Join(missing, " ") + "]"
}

// The simulator answers by the rules and names the statements that decided.
func TestSimulatePrincipalPolicy(t *testing.T) {
	const conditional = `{"Version":"2012-10-17","Statement":[
  {"Effect":"Allow","Action":"s3:PutObject","Resource":"*","Condition":{"StringEquals":{"aws:SourceVpce":"vpce-1"}}}]}`
	entry := func(name, value string) types.ContextEntry {
		return types.ContextEntry{ContextKeyName: &name, ContextKeyType: types.ContextKeyTypeEnumString, ContextKeyValues: []string{value}}
	}
	for _, tt := range []struct {
		name string
		in   sdk.SimulatePrincipalPolicyInput
		want string
	}{
		{"a user has its own policies and its group's", sdk.SimulatePrincipalPolicyInput{ActionNames: []string{"s3:GetObject"}},
			"allowed [aws-managed/AmazonS3ReadOnlyAccess 3:9-13:10, group/group_team_Read 1:38-1:108] missing []"},
		{"nothing allows", sdk.SimulatePrincipalPolicyInput{ActionNames: []string{"s3:PutObject"}}, "implicitDeny [] missing []"},
		{"a boundary holds back", sdk.SimulatePrincipalPolicyInput{PolicySourceArn: aws.String(jobARN), ActionNames: []string{"s3:PutObject"},
			PolicyInputList: []string{`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}`}},
			"implicitDeny [] missing []"},
		{"a deny is all there is to say", sdk.SimulatePrincipalPolicyInput{ActionNames: []string{"s3:GetObject"}, ResourceArns: []string{object},
			ResourcePolicy: aws.String(`{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}}`)},
			"explicitDeny [resource/ResourcePolicy 1:37-1:101] missing []"},
		{"a condition key is missing", sdk.SimulatePrincipalPolicyInput{ActionNames: []string{"s3:PutObject"}, PolicyInputList: []string{conditional}},
			"implicitDeny [] missing [aws:SourceVpce]"},
		{"a condition key is given", sdk.SimulatePrincipalPolicyInput{ActionNames: []string{"s3:PutObject"}, PolicyInputList: []string{conditional},
			ContextEntries: []types.ContextEntry{entry("AWS:sourcevpce", "vpce-1")}},
			"allowed [none/PolicyInputList.1 2:3-2:117] missing []"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := start(t)
			if tt.in.PolicySourceArn == nil {
				tt.in.PolicySourceArn = aws.String(aliceARN)
			}
			out := must(s.as("user/admin").SimulatePrincipalPolicy(t.Context(), &tt.in))(t).EvaluationResults
			if len(out) != 1 {
				t.Fatalf("%d results", len(out))
			}
			r := out[0]
			if got := shown(r.EvalDecision, r.MatchedStatements, r.MissingContextValues); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			if bounded := *tt.in.PolicySourceArn == jobARN; bounded != (r.PermissionsBoundaryDecisionDetail != nil) {
				t.Errorf("the boundary says %+v", r.PermissionsBoundaryDecisionDetail)
			}
			if len(s.asked) != 1 {
				t.Errorf("the simulated call is in the record: %+v", s.asked)
			}
		})
	}
}

// One action on several resources gets one result, as strict as the strictest,
// and the result of each.
func TestSimulateOnSeveralResources(t *testing.T) {
	s := start(t)
	deny := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::data/*"},{"Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::data/secret"}]}`
	out := must(s.as("user/admin").SimulateCustomPolicy(t.Context(), &sdk.SimulateCustomPolicyInput{
		PolicyInputList: []string{deny}, ActionNames: []string{"s3:GetObject", "s3:ListAllMyBuckets"},
		ResourceArns: []string{object, "arn:aws:s3:::data/secret", "arn:aws:s3:::other/k"},
	}))(t).EvaluationResults
	var got []string
	for _, r := range out {
		got = append(got, *r.EvalActionName+" "+string(r.EvalDecision))
		for _, one := range r.ResourceSpecificResults {
			got = append(got, "  "+*one.EvalResourceName+" "+string(one.EvalResourceDecision))
		}
	}
	want := []string{
		"s3:GetObject explicitDeny", "  " + object + " allowed", "  arn:aws:s3:::data/secret explicitDeny", "  arn:aws:s3:::other/k implicitDeny",
		"s3:ListAllMyBuckets implicitDeny", "  " + object + " implicitDeny", "  arn:aws:s3:::data/secret implicitDeny", "  arn:aws:s3:::other/k implicitDeny",
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Error(diff)
	}
	if shown(out[0].EvalDecision, out[0].MatchedStatements, nil) != "explicitDeny [none/PolicyInputList.1 1:106-1:177] missing []" {
		t.Errorf("matched %s", shown(out[0].EvalDecision, out[0].MatchedStatements, nil))
	}
}

// SCPs and other accounts have a say.
func TestSimulateInAnOrganization(t *testing.T) {
	s := start(t)
	if err := s.worlds.Change(func(w *world.World) error {
		w.Organization = &world.Organization{ID: "o-exampleorgid", Management: outside,
			SCPs: map[string]*world.ControlPolicy{"NoS3": {Policy: world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:Get*","Resource":"*"}}`)}},
			Root: &world.Unit{Accounts: map[string]*world.Membership{account: {SCPs: []string{"FullAWSAccess", "NoS3"}}, outside: {}}}}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	out := must(s.as("user/admin").SimulatePrincipalPolicy(t.Context(), &sdk.SimulatePrincipalPolicyInput{
		PolicySourceArn: aws.String(aliceARN), ActionNames: []string{"s3:GetObject", "s3:ListBucket"},
	}))(t).EvaluationResults
	if out[0].EvalDecision != "explicitDeny" || out[0].OrganizationsDecisionDetail.AllowedByOrganizations {
		t.Errorf("s3:GetObject: %+v", out[0])
	}
	if out[1].EvalDecision != "allowed" || !out[1].OrganizationsDecisionDetail.AllowedByOrganizations {
		t.Errorf("s3:ListBucket: %+v", out[1])
	}
	across := must(s.as("user/admin").SimulatePrincipalPolicy(t.Context(), &sdk.SimulatePrincipalPolicyInput{
		PolicySourceArn: aws.String(aliceARN), ActionNames: []string{"s3:ListBucket"}, ResourceArns: []string{"arn:aws:s3:::theirs"}, ResourceOwner: aws.String("arn:aws:iam::" + outside + ":root"),
	}))(t).EvaluationResults[0]
	if across.EvalDecision != "implicitDeny" || across.EvalDecisionDetails["IAM Policy"] != "allowed" {
		t.Errorf("across accounts: %+v", across)
	}
}

func TestSimulationsThatCannotBe(t *testing.T) {
	s := start(t)
	for _, tt := range []struct {
		name, code, message string
		in                  sdk.SimulatePrincipalPolicyInput
	}{
		{"no such principal", "NoSuchEntity", "The user with name none cannot be found.", sdk.SimulatePrincipalPolicyInput{PolicySourceArn: aws.String("arn:aws:iam::111122223333:user/none")}},
		{"no principal", "InvalidInput", "Invalid Entity Arn: arn:aws:s3:::111122223333:bucket", sdk.SimulatePrincipalPolicyInput{PolicySourceArn: aws.String("arn:aws:s3:::111122223333:bucket")}},
		{"no action", "InvalidInput", "Invalid action name: GetObject", sdk.SimulatePrincipalPolicyInput{ActionNames: []string{"GetObject"}}},
		{"no resource", "InvalidInput", "Invalid Entity Arn: data", sdk.SimulatePrincipalPolicyInput{ResourceArns: []string{"data"}}},
		{"two boundaries", "InvalidInput", "PermissionsBoundaryPolicyInputList can contain only one policy", sdk.SimulatePrincipalPolicyInput{PermissionsBoundaryPolicyInputList: []string{allowS3, allowS3}}},
		{"exclusions", "InvalidInput", "denylab does not emulate PolicyExclusionList; simulate custom policies instead.", sdk.SimulatePrincipalPolicyInput{PolicyExclusionList: []types.PolicyIdentifier{&types.PolicyIdentifierMemberPolicyArn{Value: readOnly}}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.in.PolicySourceArn == nil {
				tt.in.PolicySourceArn = aws.String(aliceARN)
			}
			if tt.in.ActionNames == nil {
				tt.in.ActionNames = []string{"s3:GetObject"}
			}
			_, err := s.as("111122223333:root").SimulatePrincipalPolicy(t.Context(), &tt.in)
			wantError(t, err, tt.code, tt.message)
		})
	}
}

func TestContextKeys(t *testing.T) {
	s := start(t)
	text := `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::data/${aws:username}/*",
	 "Condition":{"StringEquals":{"aws:PrincipalTag/team":"${aws:RequestTag/team, 'none'}","s3:prefix":["${*}"]},"Bool":{"AWS:PrincipalTag/TEAM":"true"}}}}`
	got := must(s.as("111122223333:root").GetContextKeysForCustomPolicy(t.Context(), &sdk.GetContextKeysForCustomPolicyInput{PolicyInputList: []string{text}}))(t)
	if diff := cmp.Diff(got.ContextKeyNames, []string{"aws:PrincipalTag/team", "aws:RequestTag/team", "aws:username", "s3:prefix"}); diff != "" {
		t.Error(diff)
	}
	must(s.as("111122223333:root").PutGroupPolicy(t.Context(), &sdk.PutGroupPolicyInput{GroupName: aws.String("team"), PolicyName: aws.String("P"), PolicyDocument: &text}))(t)
	of := must(s.as("111122223333:root").GetContextKeysForPrincipalPolicy(t.Context(), &sdk.GetContextKeysForPrincipalPolicyInput{PolicySourceArn: aws.String(aliceARN)}))(t)
	if diff := cmp.Diff(of.ContextKeyNames, got.ContextKeyNames); diff != "" {
		t.Error(diff)
	}
}
