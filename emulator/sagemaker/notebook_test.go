package sagemaker_test

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/denylab/denylab/emulator/world"
)

// notebook is one in a VPC, with a key for its volume.
func notebook() *sdk.CreateNotebookInstanceInput {
	return &sdk.CreateNotebookInstanceInput{
		NotebookInstanceName: aws.String("lab"), RoleArn: aws.String(execARN), InstanceType: types.InstanceTypeMlT3Medium, KmsKeyId: aws.String(keyARN),
		SubnetId: aws.String("subnet-1"), SecurityGroupIds: []string{"sg-1"}, DirectInternetAccess: types.DirectInternetAccessDisabled,
	}
}

func makeStoppedNotebook(ctx context.Context, c *sdk.Client) error {
	in := notebook()
	in.KmsKeyId, in.SubnetId, in.SecurityGroupIds, in.DirectInternetAccess = nil, nil, nil, ""
	if _, err := c.CreateNotebookInstance(ctx, in); err != nil {
		return err
	}
	name := &sdk.DescribeNotebookInstanceInput{NotebookInstanceName: in.NotebookInstanceName}
	for {
		out, err := c.DescribeNotebookInstance(ctx, name)
		if err != nil {
			return err
		}
		if out.NotebookInstanceStatus != types.NotebookInstanceStatusPending {
			break
		}
	}
	_, err := c.StopNotebookInstance(ctx, &sdk.StopNotebookInstanceInput{NotebookInstanceName: in.NotebookInstanceName})
	return err
}

func TestNotebooksStartAsTheirCallerAndTheirRoleMay(t *testing.T) {
	keyRefused := func(action string) want {
		return want{status: "Failed", stage: "volume", action: action, reason: "Unable to use the KMS key of the volume. User: arn:aws:sts::" + owner +
			":assumed-role/Exec/SageMaker is not authorized to perform: " + action + " on resource: " + keyARN + " with an explicit deny in an identity-based policy"}
	}
	for _, tc := range []struct {
		name    string
		world   func(*world.World)
		request func(*sdk.CreateNotebookInstanceInput)
		want    want
	}{
		{name: "all it needs", want: want{status: "InService"}},
		{name: "a key that the role may not describe", world: exec("No", deny("kms:DescribeKey")), want: keyRefused("kms:DescribeKey")},
		{name: "a key that the role may not hand on", world: exec("No", deny("kms:CreateGrant")), want: keyRefused("kms:CreateGrant")},
		{name: "a key that the role may not decrypt with", world: exec("No", deny("kms:Decrypt")), want: keyRefused("kms:Decrypt")},
		{name: "a key that makes no data keys for the role", world: exec("No", deny("kms:GenerateDataKey")), want: keyRefused("kms:GenerateDataKey")},
		{name: "a key that makes no data keys without plaintext", world: exec("No", deny("kms:GenerateDataKeyWithoutPlaintext")), want: keyRefused("kms:GenerateDataKeyWithoutPlaintext")},
		{name: "no key", world: exec("No", deny("kms:*")), request: func(in *sdk.CreateNotebookInstanceInput) { in.KmsKeyId = nil }, want: want{status: "InService"}},
		{name: "a role that may not make interfaces, which is the caller's part", world: exec("No", deny("ec2:*")), want: want{status: "InService"}},
		{name: "logs that cannot be written", world: exec("No", deny("logs:*")), want: want{status: "InService"}},
		{name: "a subnet that is not there", request: func(in *sdk.CreateNotebookInstanceInput) { in.SubnetId = aws.String("subnet-9") },
			want: want{code: "ValidationException", message: "The subnet ID 'subnet-9' does not exist"}},
		{name: "no way out", request: func(in *sdk.CreateNotebookInstanceInput) { in.SubnetId, in.SecurityGroupIds = nil, nil },
			want: want{code: "ValidationException", message: "DirectInternetAccess can be Disabled only with a SubnetId."}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l := start(t, tc.world)
			in := notebook()
			if tc.request != nil {
				tc.request(in)
			}
			c := l.as("role/Admin/ann")
			_, err := c.CreateNotebookInstance(t.Context(), in)
			l.check("notebook-instance/lab", err, tc.want)
			if tc.want.code != "" {
				return
			}
			out, err := c.DescribeNotebookInstance(t.Context(), &sdk.DescribeNotebookInstanceInput{NotebookInstanceName: in.NotebookInstanceName})
			if err != nil || string(out.NotebookInstanceStatus) != tc.want.status || aws.ToString(out.FailureReason) != tc.want.reason {
				t.Errorf("described as %+v %v", out, err)
			}
		})
	}
}

// The reason of a notebook without a network interface has a message that
// sts:DecodeAuthorizationMessage reads.
func TestANotebookWithoutAnInterfaceSaysWhy(t *testing.T) {
	l := start(t, func(w *world.World) {
		w.Accounts[owner].Roles["Caller"] = &world.Role{Policies: map[string]*world.Policy{"Use": world.MustPolicy(
			`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["sagemaker:*","iam:PassRole"],"Resource":"*"}}`)}}
	})
	c := l.as("role/Caller/bob")
	if _, err := c.CreateNotebookInstance(t.Context(), notebook()); err != nil {
		t.Fatal(err)
	}
	card := l.ended("notebook-instance/lab")
	l.calls(card, want{action: "ec2:CreateNetworkInterface"})
	const begin = "Unable to create or start a notebook instance that can access resources in your VPC. Please check if you have ec2:CreateNetworkInterface permission. " +
		"You are not authorized to perform this operation. Encoded authorization failure message: "
	if !strings.HasPrefix(card.Reason, begin) {
		t.Fatalf("reason: %s", card.Reason)
	}
	found := regexp.MustCompile(`message: (\S+) \(Service: AmazonEC2; Status Code: 403; Error Code: UnauthorizedOperation; Request ID: [0-9a-f-]{36}; Proxy: null\)$`).FindStringSubmatch(card.Reason)
	if found == nil {
		t.Fatalf("reason (%d): %s", len(card.Reason), card.Reason)
	}
	client := sts.New(sts.Options{BaseEndpoint: &l.url, Region: "us-east-1", Retryer: aws.NopRetryer{}, Credentials: l.credentials("role/Admin/ann")})
	out, err := client.DecodeAuthorizationMessage(t.Context(), &sts.DecodeAuthorizationMessageInput{EncodedMessage: &found[1]})
	if err != nil || !strings.Contains(*out.DecodedMessage, `"action":"ec2:CreateNetworkInterface"`) {
		t.Errorf("%v %v", out, err)
	}
}

// The caller may limit the permission to what SageMaker does for him, in one VPC.
func TestTheInterfaceOfANotebookIsMadeForItsCaller(t *testing.T) {
	l := start(t, func(w *world.World) {
		w.Accounts[owner].Roles["Caller"] = &world.Role{Policies: map[string]*world.Policy{"Use": world.MustPolicy(`{"Version":"2012-10-17","Statement":[
			{"Effect":"Allow","Action":["sagemaker:*","iam:PassRole"],"Resource":"*"},
			{"Effect":"Allow","Action":"ec2:CreateNetworkInterface","Resource":"*","Condition":{
				"ForAnyValue:StringEquals":{"aws:CalledVia":"sagemaker.amazonaws.com"},"ArnEquals":{"ec2:Vpc":"arn:aws:ec2:us-east-1:` + owner + `:vpc/vpc-1"}}}]}`)}}
	})
	_, err := l.as("role/Caller/bob").CreateNotebookInstance(t.Context(), notebook())
	l.check("notebook-instance/lab", err, want{status: "InService"})
}

// A notebook that failed is started again, stopped, changed and deleted.
func TestNotebooksChangeTheirStatusInOrder(t *testing.T) {
	l := start(t, exec("No", deny("kms:CreateGrant")))
	c, ctx, name := l.as("role/Admin/ann"), t.Context(), aws.String("lab")
	status := func(w types.NotebookInstanceStatus) {
		t.Helper()
		l.ended("notebook-instance/lab")
		out, err := c.DescribeNotebookInstance(ctx, &sdk.DescribeNotebookInstanceInput{NotebookInstanceName: name})
		if err != nil || out.NotebookInstanceStatus != w {
			t.Fatalf("%+v %v, want %s", out, err, w)
		}
	}
	if _, err := c.CreateNotebookInstance(ctx, notebook()); err != nil {
		t.Fatal(err)
	}
	status(types.NotebookInstanceStatusFailed)
	_, err := c.CreateNotebookInstance(ctx, notebook())
	l.refused(err, want{code: "ValidationException", message: "Cannot create a duplicate Notebook Instance (" + jobARN + "notebook-instance/lab)"})
	l.change(func(w *world.World) { delete(w.Accounts[owner].Roles["Exec"].Policies, "No") })
	if _, err := c.StartNotebookInstance(ctx, &sdk.StartNotebookInstanceInput{NotebookInstanceName: name}); err != nil {
		t.Fatal(err)
	}
	status(types.NotebookInstanceStatusInService)
	_, err = c.UpdateNotebookInstance(ctx, &sdk.UpdateNotebookInstanceInput{NotebookInstanceName: name, InstanceType: types.InstanceTypeMlT3Large})
	l.refused(err, want{code: "ValidationException", message: "Status (InService) not in ([Stopped]). Unable to transition to (Updating) for Notebook Instance (" + jobARN + "notebook-instance/lab)"})
	_, err = c.DeleteNotebookInstance(ctx, &sdk.DeleteNotebookInstanceInput{NotebookInstanceName: name})
	l.refused(err, want{code: "ValidationException", message: "Status (InService) not in ([Stopped, Failed]). Unable to transition to (Deleting) for Notebook Instance (" + jobARN + "notebook-instance/lab)"})
	if _, err := c.StopNotebookInstance(ctx, &sdk.StopNotebookInstanceInput{NotebookInstanceName: name}); err != nil {
		t.Fatal(err)
	}
	status(types.NotebookInstanceStatusStopped)
	_, err = c.UpdateNotebookInstance(ctx, &sdk.UpdateNotebookInstanceInput{NotebookInstanceName: name, InstanceType: types.InstanceTypeMlT3Large, LifecycleConfigName: aws.String("setup")})
	if err != nil {
		t.Fatal(err)
	}
	list, err := c.ListNotebookInstances(ctx, &sdk.ListNotebookInstancesInput{StatusEquals: types.NotebookInstanceStatusStopped, NotebookInstanceLifecycleConfigNameContains: aws.String("set")})
	if err != nil || len(list.NotebookInstances) != 1 || list.NotebookInstances[0].InstanceType != types.InstanceTypeMlT3Large {
		t.Errorf("%+v %v", list, err)
	}
	if _, err := c.DeleteNotebookInstance(ctx, &sdk.DeleteNotebookInstanceInput{NotebookInstanceName: name}); err != nil {
		t.Fatal(err)
	}
	_, err = c.DescribeNotebookInstance(ctx, &sdk.DescribeNotebookInstanceInput{NotebookInstanceName: name})
	l.refused(err, want{code: "ValidationException", message: "RecordNotFound"})
}
