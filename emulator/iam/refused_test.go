package iam_test

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/smithy-go"

	"github.com/denylab/denylab/emulator/iampolicy"
)

// sample are values for the members of inputs, by name.
var sample = map[string]any{
	"AccessKeyId": aliceKey, "AccountAlias": "lab", "ActionNames": []string{"s3:GetObject"}, "AssumeRolePolicyDocument": trustMe,
	"AWSServiceName": "sagemaker.amazonaws.com", "ClientID": "app", "DeletionTaskId": "task/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch/1",
	"Description": "what for", "GroupName": "team", "InstanceProfileName": "Web", "OpenIDConnectProviderArn": provider,
	"PermissionsBoundary": readOnly, "PolicyArn": mine, "PolicyDocument": allowS3, "PolicyInputList": []string{allowS3}, "PolicyName": "Read",
	"PolicySourceArn": "arn:aws:iam::111122223333:user/ml/alice", "RoleName": "Job", "Status": types.StatusTypeInactive,
	"TagKeys": []string{"team"}, "Tags": []types.Tag{{Key: aws.String("team"), Value: aws.String("ops")}},
	"ThumbprintList": []string{strings.Repeat("ab", 20)}, "Url": "https://example.com", "UserName": "alice", "VersionId": "v1",
}

// An operation is one of the SDK's, with an input that AWS takes.
type operation struct {
	name  string
	input reflect.Value
}

// operations are all of the SDK.
func operations() []operation {
	var all []operation
	client := reflect.TypeFor[*sdk.Client]()
	for i := range client.NumMethod() {
		m := client.Method(i)
		if m.Type.NumIn() != 4 || m.Type.In(2).Elem().Name() != m.Name+"Input" {
			continue
		}
		in := reflect.New(m.Type.In(2).Elem())
		for f := range in.Elem().NumField() {
			field, value := in.Elem().Field(f), reflect.ValueOf(sample[in.Elem().Type().Field(f).Name])
			switch {
			case !field.CanSet():
			case value.IsValid() && value.Type().AssignableTo(field.Type()):
				field.Set(value)
			case value.IsValid() && field.Kind() == reflect.Pointer && value.Type().AssignableTo(field.Type().Elem()):
				field.Set(reflect.New(field.Type().Elem()))
				field.Elem().Set(value)
			}
		}
		all = append(all, operation{m.Name, in})
	}
	return all
}

func (o operation) send(ctx context.Context, c *sdk.Client) error {
	out := reflect.ValueOf(c).MethodByName(o.name).Call([]reflect.Value{reflect.ValueOf(ctx), o.input})
	err, _ := out[1].Interface().(error)
	return err
}

func codeOf(err error) string {
	var api smithy.APIError
	if errors.As(err, &api) {
		return api.ErrorCode()
	}
	return ""
}

// emulated are the operations that are more than a refusal by name.
func emulated(t *testing.T) []operation {
	t.Helper()
	s := start(t)
	var all []operation
	for _, o := range operations() {
		err := o.send(t.Context(), s.as("user/nobody"))
		var invalid smithy.InvalidParamsError
		if codeOf(err) != "NotImplemented" && !errors.As(err, &invalid) {
			all = append(all, o)
		}
	}
	if len(all) < 90 {
		t.Fatalf("only %d operations are emulated", len(all))
	}
	return all
}

// A refused operation changes nothing, whichever it is.
func TestARefusedOperationChangesNothing(t *testing.T) {
	s := start(t)
	before := s.worlds.Load().Digest()
	for _, o := range emulated(t) {
		t.Run(o.name, func(t *testing.T) {
			err := o.send(t.Context(), s.as("user/nobody"))
			if codeOf(err) != "AccessDenied" || len(s.asked) != 1 || s.asked[0].Decision.Allowed {
				t.Errorf("got %v after %d questions, want AccessDenied after one", err, len(s.asked))
			}
			if !strings.Contains(err.Error(), "User: arn:aws:iam::111122223333:user/nobody is not authorized to perform: iam:"+o.name+" on resource: ") {
				t.Errorf("got %v", err)
			}
			if s.worlds.Load().Digest() != before {
				t.Fatal("the world has changed")
			}
		})
	}
}

// Every operation asks about actions that AWS has, on resources that these
// actions have.
func TestEveryOperationAsksAboutItsAction(t *testing.T) {
	known := iampolicy.Actions("iam")
	for _, o := range emulated(t) {
		t.Run(o.name, func(t *testing.T) {
			s := start(t)
			err := o.send(t.Context(), s.as("user/admin"))
			if codeOf(err) == "AccessDenied" || codeOf(err) == "ServiceFailure" {
				t.Errorf("the administrator got %v", err)
			}
			if len(s.asked) == 0 || s.asked[0].Call.Action != "iam:"+o.name {
				t.Fatalf("asked %+v first", s.asked)
			}
			for _, a := range s.asked {
				if !slices.Contains(known, strings.TrimPrefix(a.Call.Action, "iam:")) {
					t.Errorf("%s is no action", a.Call.Action)
				}
				if a.Call.WildcardOnly != iampolicy.WildcardOnly(a.Call.Action) {
					t.Errorf("%s is asked about on %s", a.Call.Action, a.Call.Resource)
				}
				if a.Call.Context["aws:RequestedRegion"].Values[0] != "us-east-1" {
					t.Errorf("the Region is %v", a.Call.Context["aws:RequestedRegion"])
				}
			}
		})
	}
}

// Permissions in another account are of no use: every operation is about the
// caller's own.
func TestOtherAccountsAreOutOfReach(t *testing.T) {
	s := start(t)
	guest := s.as("444455556666:user/guest")
	_, err := guest.GetPolicy(t.Context(), &sdk.GetPolicyInput{PolicyArn: aws.String(mine)})
	if codeOf(err) != "AccessDenied" {
		t.Errorf("got %v", err)
	}
	_, err = guest.GetRole(t.Context(), &sdk.GetRoleInput{RoleName: aws.String("Job")})
	wantError(t, err, "NoSuchEntity", "The role with name Job cannot be found.")
}
