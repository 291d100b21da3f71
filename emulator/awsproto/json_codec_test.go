package awsproto_test

import (
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/denylab/denylab/emulator/awsproto"
)

var unions = awsproto.Union[types.AutoMLProblemTypeConfig](awsproto.Unions{},
	&types.AutoMLProblemTypeConfigMemberTabularJobConfig{}, &types.AutoMLProblemTypeConfigMemberTextClassificationJobConfig{})

func TestJSONInputsAreDecodedIntoTheSDKsTypes(t *testing.T) {
	const body = `{"TrainingJobName": "fraud", "Unknown": {"a": 1}, "RoleArn": null,
		"HyperParameters": {"epochs": "3"}, "EnableNetworkIsolation": true,
		"InputDataConfig": [{"ChannelName": "train", "DataSource": {"S3DataSource": {"S3Uri": "s3://b/p", "S3DataType": "S3Prefix"}}}],
		"ResourceConfig": {"InstanceCount": 2, "VolumeSizeInGB": 30}}`
	want := &sagemaker.CreateTrainingJobInput{
		TrainingJobName: aws.String("fraud"), HyperParameters: map[string]string{"epochs": "3"}, EnableNetworkIsolation: aws.Bool(true),
		InputDataConfig: []types.Channel{{ChannelName: aws.String("train"), DataSource: &types.DataSource{
			S3DataSource: &types.S3DataSource{S3Uri: aws.String("s3://b/p"), S3DataType: types.S3DataTypeS3Prefix}}}},
		ResourceConfig: &types.ResourceConfig{InstanceCount: aws.Int32(2), VolumeSizeInGB: aws.Int32(30)},
	}
	got := new(sagemaker.CreateTrainingJobInput)
	if err := awsproto.DecodeJSONInput([]byte(body), got, nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(sagemaker.CreateTrainingJobInput{}, types.Channel{}, types.DataSource{}, types.S3DataSource{}, types.ResourceConfig{})); diff != "" {
		t.Errorf("want -, got +\n%s", diff)
	}
}

func TestUnionsGoBothWays(t *testing.T) {
	const body = `{"AutoMLProblemTypeConfig":{"TabularJobConfig":{"TargetAttributeName":"label"}}}`
	in := new(sagemaker.CreateAutoMLJobV2Input)
	if err := awsproto.DecodeJSONInput([]byte(body), in, unions); err != nil {
		t.Fatal(err)
	}
	tabular, ok := in.AutoMLProblemTypeConfig.(*types.AutoMLProblemTypeConfigMemberTabularJobConfig)
	if !ok || aws.ToString(tabular.Value.TargetAttributeName) != "label" {
		t.Fatalf("%+v", in.AutoMLProblemTypeConfig)
	}
	text, err := awsproto.EncodeJSONOutput(in)
	if err != nil || string(text) != body {
		t.Errorf("%s (%v), want %s", text, err, body)
	}
}

func TestJSONInputsOfTheWrongTypeAreSerializationErrors(t *testing.T) {
	for _, tc := range []struct{ name, body, want string }{
		{"no JSON", `{"TrainingJobName"`, "unexpected EOF"},
		{"two objects", `{} {}`, "behind"},
		{"no object", `[]`, "[] is not an object: the request"},
		{"a number for a string", `{"TrainingJobName": 7}`, "7 is not a string: TrainingJobName"},
		{"a string for a number", `{"ResourceConfig": {"InstanceCount": "2"}}`, `"2" is not a whole number: ResourceConfig.InstanceCount`},
		{"a fraction for a whole number", `{"ResourceConfig": {"InstanceCount": 2.5}}`, "2.5 is not a whole number"},
		{"a number out of range", `{"ResourceConfig": {"InstanceCount": 4294967296}}`, "4294967296 is not a whole number"},
		{"a string for a boolean", `{"EnableNetworkIsolation": "true"}`, "is not a boolean"},
		{"an object for a list", `{"InputDataConfig": {}}`, "{} is not a list: InputDataConfig"},
		{"a list for a map", `{"HyperParameters": []}`, "[] is not an object: HyperParameters"},
		{"deep in a list", `{"InputDataConfig": [{}, {"ChannelName": false}]}`, "false is not a string: InputDataConfig[1].ChannelName"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			err := awsproto.DecodeJSONInput([]byte(tc.body), new(sagemaker.CreateTrainingJobInput), unions)
			if err == nil || err.Code != "SerializationException" || err.Status != 400 || !strings.Contains(err.Message, tc.want) {
				t.Errorf("%+v, want a SerializationException with %q", err, tc.want)
			}
		})
	}
	err := awsproto.DecodeJSONInput([]byte(`{"AutoMLProblemTypeConfig": {"Nothing": {}}}`), new(sagemaker.CreateAutoMLJobV2Input), unions)
	if err == nil || !strings.Contains(err.Message, "has no member Nothing") {
		t.Errorf("%+v", err)
	}
}

func TestTimestampsAreSecondsOnTheWire(t *testing.T) {
	at := time.Date(2026, 3, 1, 12, 0, 0, 250e6, time.UTC)
	w := httptest.NewRecorder()
	if err := awsproto.WriteJSONOutput(w, awsproto.IDs{RequestID: "r"}, &sagemaker.DescribeTrainingJobOutput{CreationTime: &at, BillableTimeInSeconds: aws.Int32(0)}); err != nil {
		t.Fatal(err)
	}
	if got := w.Body.String(); got != `{"BillableTimeInSeconds":0,"CreationTime":1772366400.25}` {
		t.Errorf("%s", got)
	}
	in := new(sagemaker.ListTrainingJobsInput)
	if err := awsproto.DecodeJSONInput([]byte(`{"CreationTimeAfter": 1772366400.25}`), in, nil); err != nil || !in.CreationTimeAfter.Equal(at) {
		t.Errorf("%v %v, want %v", err, in.CreationTimeAfter, at)
	}
}

func TestAnOperationWithoutOutputHasAnEmptyBody(t *testing.T) {
	w := httptest.NewRecorder()
	if err := awsproto.WriteJSONOutput(w, awsproto.IDs{}, &struct{}{}); err != nil || w.Body.Len() != 0 {
		t.Errorf("%v %q", err, w.Body)
	}
}

// Whatever decodes is written, and decodes to the same again.
func FuzzDecodeJSONInput(f *testing.F) {
	f.Add([]byte(`{"TrainingJobName": "fraud", "InputDataConfig": [{"ChannelName": "x"}], "HyperParameters": {"a": "b"}, "ResourceConfig": {"InstanceCount": 1}}`))
	f.Add([]byte(`{"VpcConfig": {"Subnets": [null, "s"]}, "Tags": []}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		in := new(sagemaker.CreateTrainingJobInput)
		if err := awsproto.DecodeJSONInput(body, in, unions); err != nil {
			return
		}
		text, err := awsproto.EncodeJSONOutput(in)
		if err != nil || !json.Valid(text) {
			t.Fatalf("%q was written as %q: %v", body, text, err)
		}
		again := new(sagemaker.CreateTrainingJobInput)
		if err := awsproto.DecodeJSONInput(text, again, unions); err != nil {
			t.Fatalf("%q was written as %q: %v", body, text, err)
		}
		second, _ := awsproto.EncodeJSONOutput(again)
		if string(second) != string(text) {
			t.Errorf("%q, then %q", text, second)
		}
	})
}
