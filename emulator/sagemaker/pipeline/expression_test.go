package pipeline_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/sagemaker/pipeline"
)

// scope has one of everything.
type scope struct{}

func (scope) Parameter(string) any      { return json.Number("5") }
func (scope) Execution(name string) any { return "the " + name }
func (scope) Properties(string) (any, error) {
	return map[string]any{"Arn": "arn:a", "Outputs": []any{
		map[string]any{"OutputName": "train", "S3Output": map[string]any{"S3Uri": "s3://b/train"}},
		map[string]any{"OutputName": "test", "S3Output": map[string]any{"S3Uri": "s3://b/test"}},
	}}, nil
}
func (scope) File(step, name string) ([]byte, error) {
	return []byte(`{"file":"` + step + "/" + name + `","metrics":{"auc":0.9,"by day":[{"auc":0.8},{"auc":0.7}]}}`), nil
}
func (scope) Object(uri string) ([]byte, error) {
	if uri != "s3://b/k" {
		return nil, errors.New("no " + uri)
	}
	return []byte(`{"n":1}`), nil
}

func plain(t *testing.T, text string) any {
	t.Helper()
	in := json.NewDecoder(strings.NewReader(text))
	in.UseNumber()
	var v any
	if err := in.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestExpressionsMeanWhatTheyReferTo(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, expression, want string }{
		{"a literal", `{"a":[1,"b",true,null]}`, `{"a":[1,"b",true,null]}`},
		{"a parameter keeps its type", `{"n":{"Get":"Parameters.N"}}`, `{"n":5}`},
		{"an execution variable", `{"Get":"Execution.PipelineName"}`, `"the PipelineName"`},
		{"a property", `{"Get":"Steps.A.Arn"}`, `"arn:a"`},
		{"an item by its name", `{"Get":"Steps.A.Outputs['test'].S3Output.S3Uri"}`, `"s3://b/test"`},
		{"an item by its number", `{"Get":"Steps.A.Outputs[0].S3Output.S3Uri"}`, `"s3://b/train"`},
		{"a Join of all of them", `{"Std:Join":{"On":"/","Values":["a",{"Get":"Parameters.N"},{"Get":"Steps.A.Arn"},true,1.50]}}`, `"a/5/arn:a/true/1.50"`},
		{"a Join in a Join", `{"Std:Join":{"On":"","Values":[{"Std:Join":{"On":"-","Values":["a","b"]}},"c"]}}`, `"a-bc"`},
		{"a property file", `{"Std:JsonGet":{"PropertyFile":{"Get":"Steps.A.PropertyFiles.F"},"Path":"metrics.auc"}}`, `0.9`},
		{"a deep path", `{"Std:JsonGet":{"PropertyFile":{"Get":"Steps.A.PropertyFiles.F"},"Path":"$.metrics['by day'][1].auc"}}`, `0.7`},
		{"which file", `{"Std:JsonGet":{"PropertyFile":{"Get":"Steps.A.PropertyFiles.F"},"Path":"file"}}`, `"A/F"`},
		{"an object", `{"Std:JsonGet":{"S3Uri":{"Std:Join":{"On":"","Values":["s3://","b/k"]}},"Path":"n"}}`, `1`},
		{"what looks like a reference in data", `{"Get":{"a":1}}`, `{"Get":{"a":1}}`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			got, err := pipeline.Resolve(plain(t, tc.expression), scope{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(plain(t, tc.want), got); diff != "" {
				t.Errorf("want -, got +\n%s", diff)
			}
		})
	}
}

func TestExpressionsWithoutAValueAreErrors(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ expression, want string }{
		{`{"Get":"Steps.A.Name"}`, "the step A has no property Name"},
		{`{"Get":"Steps.A.Outputs['none'].S3Output"}`, "the step A has no property Outputs['none'].S3Output"},
		{`{"Get":"Steps.A.Outputs[2]"}`, "the step A has no property Outputs[2]"},
		{`{"Std:JsonGet":{"S3Uri":"s3://b/k","Path":"m"}}`, "s3://b/k has nothing at the path m"},
		{`[{"Std:JsonGet":{"S3Uri":"s3://b/none","Path":"m"}}]`, "no s3://b/none"},
	} {
		_, err := pipeline.Resolve(plain(t, tc.expression), scope{})
		if err == nil || err.Error() != tc.want {
			t.Errorf("%s: got %v, want %s", tc.expression, err, tc.want)
		}
	}
	if _, err := pipeline.Look([]byte("auc: 1"), "F", "auc"); err == nil || !strings.HasPrefix(err.Error(), "F is no JSON: ") {
		t.Errorf("%v", err)
	}
}

func TestConditionsHold(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ condition, want string }{
		{`{"Type":"Equals","LeftValue":{"Get":"Parameters.P"},"RightValue":5.0}`, "true"},
		{`{"Type":"Equals","LeftValue":"a","RightValue":"b"}`, "false"},
		{`{"Type":"Equals","LeftValue":true,"RightValue":true}`, "true"},
		{`{"Type":"Equals","LeftValue":"5","RightValue":5}`, "false"},
		{`{"Type":"GreaterThan","LeftValue":10,"RightValue":9}`, "true"},
		{`{"Type":"GreaterThan","LeftValue":9,"RightValue":9}`, "false"},
		{`{"Type":"GreaterThanOrEqualTo","LeftValue":9,"RightValue":9}`, "true"},
		{`{"Type":"LessThan","LeftValue":0.1,"RightValue":1e-1}`, "false"},
		{`{"Type":"LessThanOrEqualTo","LeftValue":0.1,"RightValue":1e-1}`, "true"},
		{`{"Type":"LessThan","LeftValue":"2026-01-01","RightValue":"2026-02-01"}`, "true"},
		{`{"Type":"LessThan","LeftValue":"a","RightValue":1}`, "LessThan cannot compare a with 1"},
		{`{"Type":"In","QueryValue":{"Get":"Parameters.P"},"Values":["5",4,5]}`, "true"},
		{`{"Type":"In","QueryValue":"z","Values":["x","y"]}`, "false"},
		{`{"Type":"Not","Expression":{"Type":"Equals","LeftValue":1,"RightValue":1}}`, "false"},
		{`{"Type":"Or","Conditions":[{"Type":"Equals","LeftValue":1,"RightValue":2},{"Type":"Equals","LeftValue":1,"RightValue":1}]}`, "true"},
		{`{"Type":"Or","Conditions":[{"Type":"Equals","LeftValue":1,"RightValue":2}]}`, "false"},
		{`{"Type":"Equals","LeftValue":{"Std:JsonGet":{"S3Uri":"s3://b/none","Path":"m"}},"RightValue":2}`, "no s3://b/none"},
	} {
		d, err := pipeline.Parse(of(`{"Name":"C","Type":"Condition","Arguments":{"Conditions":[` + tc.condition + `]}}`))
		if err != nil {
			t.Fatal(err)
		}
		got := "false"
		holds, err := d.Steps[0].Conditions[0].Holds(scope{})
		if err != nil {
			got = err.Error()
		} else if holds {
			got = "true"
		}
		if got != tc.want {
			t.Errorf("%s: got %s, want %s", tc.condition, got, tc.want)
		}
	}
}

func TestParametersAreOfTheirType(t *testing.T) {
	t.Parallel()
	d, err := pipeline.Parse(`{"Version":"2020-12-01","Steps":[],"Parameters":[{"Name":"S","Type":"String","EnumValues":["a","b"]},
		{"Name":"I","Type":"Integer","DefaultValue":3},{"Name":"F","Type":"Float","DefaultValue":0.5},{"Name":"B","Type":"Boolean","DefaultValue":false}]}`)
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		given map[string]string
		want  string
	}{
		{map[string]string{"S": "a"}, `{"B":false,"F":0.5,"I":3,"S":"a"}`},
		{map[string]string{"S": "b", "I": "4", "F": "1", "B": "True"}, `{"B":true,"F":1,"I":4,"S":"b"}`},
		{nil, "the parameter S has no default and was given no value"},
		{map[string]string{"S": "c"}, "the value 'c' of the parameter S is none of its EnumValues"},
		{map[string]string{"S": "a", "I": "4.5"}, "the value '4.5' of the parameter I is no Integer"},
		{map[string]string{"S": "a", "F": "NaN"}, "the value 'NaN' of the parameter F is no Float"},
		{map[string]string{"S": "a", "B": "maybe"}, "the value 'maybe' of the parameter B is no Boolean"},
		{map[string]string{"S": "a", "T": "b"}, "the pipeline has no parameter T"},
	} {
		values, err := d.Values(tc.given)
		text, _ := json.Marshal(values)
		if got := string(text); err == nil && got != tc.want || err != nil && err.Error() != tc.want {
			t.Errorf("%v: got %s %v, want %s", tc.given, got, err, tc.want)
		}
	}
}

func TestNamesOfJobs(t *testing.T) {
	t.Parallel()
	const arn = "arn:aws:sagemaker:us-east-1:111122223333:pipeline/p/execution/abcdef123456"
	for _, tc := range []struct {
		name pipeline.JobName
		want string
	}{
		{pipeline.JobName{Step: "Train", Longest: 63}, "pipelines-abcdef123456-Train-TOKEN"},
		{pipeline.JobName{Step: "Train", Longest: 63, Failures: 2}, "pipelines-abcdef123456-Train-TOKEN-2"},
		{pipeline.JobName{Step: "EvaluateTheCustomModelAgain", Longest: 63}, "pipelines-abcdef123456-EvaluateTheCustomMod-TOKEN"},
		{pipeline.JobName{Step: "of_two_words", Longest: 63}, "pipelines-abcdef123456-of-two-words-TOKEN"},
		{pipeline.JobName{Step: "Train", Longest: 63, Prefix: "mine"}, "mine-abcdef123456-TOKEN"},
		{pipeline.JobName{Step: "Train", Longest: 63, Prefix: "mine", Failures: 1}, "mine-abcdef123456-TOKEN-1"},
		{pipeline.JobName{Step: "HyperSearch", Longest: 32}, "abcdef123456-HyperSe-TOKEN"},
		{pipeline.JobName{Step: "HyperSearch", Longest: 32, Failures: 1}, "abcdef123456-HyperS-TOKEN-1"},
		{pipeline.JobName{Step: "HyperSearch", Longest: 32, Prefix: "mine"}, "mine-abcdef123456-TOKEN"},
	} {
		tc.name.ExecutionARN = arn
		got := tc.name.String()
		before, after, ok := strings.Cut(tc.want, "TOKEN")
		token := strings.TrimSuffix(strings.TrimPrefix(got, before), after)
		if !ok || len(token) != 10 || before+token+after != got || tc.name.Prefix == "" && len(got) > tc.name.Longest {
			t.Errorf("got %s, want %s", got, tc.want)
		}
	}
	first, second := pipeline.ExecutionID(arn, 1), pipeline.ExecutionID(arn, 2)
	if len(first) != 12 || first == second || first != pipeline.ExecutionID(arn, 1) {
		t.Errorf("%s %s", first, second)
	}
	if got := pipeline.SessionName("abcdef123456", "RegisterChallenger-RegisterModel"); got != "sagemaker-pipeline-abcdef123456-RegisterChallenger-R" {
		t.Errorf("%s", got)
	}
}
