package pipeline_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/sagemaker/pipeline"
)

// of is a definition of some steps, in its second line, with a parameter P.
func of(steps string) string {
	return `{"Version":"2020-12-01","Parameters":[{"Name":"P","Type":"String","DefaultValue":"x","EnumValues":["x","y"]}],"Steps":[` + "\n" + steps + `]}`
}

func step(name, more string) string {
	return `{"Name":"` + name + `","Type":"Training","Arguments":{}` + more + `}`
}

func TestDefinitionsThatAreWrongSayWhere(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, text, want string }{
		{"nothing", ``, "this is no JSON: it ends too early (line 1, column 1)"},
		{"no object", `[]`, "the definition is no object (line 1, column 1)"},
		{"two objects", `{"Version":"2020-12-01","Steps":[]} {}`, "there is something behind the definition's object (line 1, column 38)"},
		{"a member twice", "{\n \"Version\": \"2020-12-01\",\n \"Version\": \"2020-12-01\"}", "the member 'Version' is there twice (line 3, column 2)"},
		{"no version", `{"Steps":[]}`, "Member 'Version' must not be null (line 1, column 1)"},
		{"another version", `{"Version":"2021-01-01","Steps":[]}`, "Value '2021-01-01' for 'Version' failed to satisfy enum value set: [2020-12-01] (line 1, column 12)"},
		{"no steps", `{"Version":"2020-12-01"}`, "Member 'Steps' must not be null (line 1, column 1)"},
		{"steps that are no list", `{"Version":"2020-12-01","Steps":{}}`, "'Steps' is no list (line 1, column 33)"},
		{"very deep", of(step("A", `,"X":`+strings.Repeat("[", 300)+strings.Repeat("]", 300))), "values stand in each other more than 200 deep"},
		{"a parameter of no type", `{"Version":"2020-12-01","Parameters":[{"Name":"P","Type":"Date"}],"Steps":[]}`, "Value 'Date' for 'Type' failed to satisfy enum value set: [String, Integer, Float, Boolean] (line 1, column 58)"},
		{"a parameter with an impossible default", `{"Version":"2020-12-01","Parameters":[{"Name":"P","Type":"Integer","DefaultValue":"a"}],"Steps":[]}`, "the value 'a' of the parameter P is no Integer (line 1, column 83)"},
		{"a parameter whose default is none of its values", `{"Version":"2020-12-01","Parameters":[{"Name":"P","Type":"String","DefaultValue":"a","EnumValues":["b"]}],"Steps":[]}`, "the value 'a' of the parameter P is none of its EnumValues (line 1, column 82)"},
		{"a parameter twice", `{"Version":"2020-12-01","Parameters":[{"Name":"P","Type":"String"},{"Name":"P","Type":"String"}],"Steps":[]}`, "Duplicate parameter name: P (line 1, column 76)"},
		{"a step twice", of(step("A", "") + `,` + step("A", "")), "Duplicate step name: A (line 2, column 55)"},
		{"a bad name", of(step("A b", "")), "Value 'A b' for 'Name' failed to satisfy regular expression pattern: ^[A-Za-z0-9\\-_]{1,64}$ (line 2, column 9)"},
		{"an unknown type", of(`{"Name":"A","Type":"Cooking"}`), "Value 'Cooking' for 'Type' failed to satisfy enum value set: [AutoML, "},
		{"a type that is not run", of(`{"Name":"A","Type":"EMR"}`), "denylab does not run steps of the type EMR: step A (line 2, column 20)"},
		{"an unknown parameter", of(step("A", `,"X":{"Get":"Parameters.Q"}`)), "the pipeline has no parameter Q (line 2, column 57)"},
		{"an unknown variable", of(step("A", `,"X":{"Get":"Execution.Mood"}`)), "there is no execution variable Mood (line 2, column 57)"},
		{"an unknown step", of(step("A", `,"X":{"Get":"Steps.B.Arn"}`)), "the pipeline has no step B (line 2, column 57)"},
		{"a step without a property", of(step("A", "") + `,` + step("B", `,"X":{"Get":"Steps.A"}`)), "the reference to the step A names no property"},
		{"an unknown property file", of(step("A", "") + `,` + step("B", `,"X":{"Get":"Steps.A.PropertyFiles.F"}`)), "the step A has no property file F"},
		{"no reference", of(step("A", `,"X":{"Get":"Moon.Phase"}`)), "'Moon.Phase' is no reference; write Parameters.NAME, Execution.NAME or Steps.NAME.PROPERTY (line 2, column 57)"},
		{"an open bracket", of(step("A", "") + `,` + step("B", `,"X":{"Get":"Steps.A.Outputs[x"}`)), "the path 'Outputs[x' has no index or quoted name between [ and ]"},
		{"an open quote", of(step("A", "") + `,` + step("B", `,"X":{"Get":"Steps.A.Outputs['x]"}`)), "the path 'Outputs['x]' has an open quote"},
		{"an empty part", of(step("A", "") + `,` + step("B", `,"X":{"Get":"Steps.A.B..C"}`)), "the path 'B..C' has an empty part"},
		{"an unknown function", of(step("A", `,"X":{"Std:Add":{}}`)), "there is no function Std:Add; there are Std:Join and Std:JsonGet"},
		{"a Join of nothing", of(step("A", `,"X":{"Std:Join":{"On":"/"}}`)), "Std:Join has no list of Values"},
		{"a JsonGet of nothing", of(step("A", `,"X":{"Std:JsonGet":{"Path":"a"}}`)), "Std:JsonGet has neither PropertyFile nor S3Uri"},
		{"a JsonGet without a path", of(step("A", `,"X":{"Std:JsonGet":{"S3Uri":"s3://b/k"}}`)), "Std:JsonGet has no Path"},
		{"a dependency on nothing", of(step("A", `,"DependsOn":["B"]`)), "the step A depends on B, which is no step (line 2, column 1)"},
		{"a circle", of(step("A", `,"DependsOn":["B"]`) + `,` + step("B", `,"X":{"Get":"Steps.A.Arn"}`)), "the step A waits for itself, by DependsOn or by what it refers to (line 2, column 9)"},
		{"itself", of(step("A", `,"X":{"Get":"Steps.A.Arn"}`)), "the step A waits for itself"},
		{"a branch that its condition needs", of(`{"Name":"C","Type":"Condition","Arguments":{"Conditions":[{"Type":"Equals","LeftValue":{"Get":"Steps.A.Arn"},"RightValue":1}],"IfSteps":[` + step("A", "") + `]}}`), "the step C waits for itself"},
		{"a condition of nothing", of(`{"Name":"C","Type":"Condition","Arguments":{"IfSteps":[]}}`), "the condition C has no Conditions (line 2, column 1)"},
		{"a condition of no type", of(`{"Name":"C","Type":"Condition","Arguments":{"Conditions":[{"Type":"Near"}]}}`), "Value 'Near' for 'Type' failed to satisfy enum value set: [Equals, "},
		{"half a condition", of(`{"Name":"C","Type":"Condition","Arguments":{"Conditions":[{"Type":"Equals","LeftValue":1}]}}`), "Member 'RightValue' must not be null"},
		{"an In without a list", of(`{"Name":"C","Type":"Condition","Arguments":{"Conditions":[{"Type":"In","QueryValue":1,"Values":1}]}}`), "'Values' is no list"},
		{"a Not of nothing", of(`{"Name":"C","Type":"Condition","Arguments":{"Conditions":[{"Type":"Not"}]}}`), "Member 'Expression' must not be null"},
		{"a retry of nothing", of(step("A", `,"RetryPolicies":[{}]`)), "Member 'ExceptionType' must not be null"},
		{"a retry for a time and a number", of(step("A", `,"RetryPolicies":[{"ExceptionType":[],"MaxAttempts":1,"ExpireAfterMin":1}]`)), "only one of MaxAttempts and ExpireAfterMin may be given"},
		{"a retry of minus one", of(step("A", `,"RetryPolicies":[{"ExceptionType":[],"MaxAttempts":-1}]`)), "'MaxAttempts' is -1, which it cannot be"},
		{"half a property file", of(step("A", `,"PropertyFiles":[{"PropertyFileName":"F"}]`)), "must not be null"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			_, err := pipeline.Parse(tc.text)
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got  %v\nwant %s", err, tc.want)
			}
		})
	}
}

func TestStepsComeAfterWhatTheyNeed(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, steps, want string }{
		{"in the order of the text", step("B", "") + `,` + step("A", ""), "B A"},
		{"by DependsOn", step("B", `,"DependsOn":["A"]`) + `,` + step("C", "") + `,` + step("A", ""), "C A B"},
		{"by a reference", step("B", `,"X":[{"Y":{"Get":"Steps.A.Outputs['x'].Uri"}}]`) + `,` + step("A", ""), "A B"},
		{"by a bracket", step("B", `,"X":{"Get":"Steps.A['x']"}`) + `,` + step("A", ""), "A B"},
		{"in a branch", `{"Name":"C","Type":"Condition","Arguments":{"Conditions":[{"Type":"Equals","LeftValue":{"Get":"Steps.A.Arn"},"RightValue":1}],"ElseSteps":[` + step("E", "") + `],"IfSteps":[` + step("I", "") + `]}},` + step("A", ""), "A C I E"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			d, err := pipeline.Parse(of(tc.steps))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, s := range d.Order() {
				got = append(got, s.Name)
			}
			if diff := cmp.Diff(tc.want, strings.Join(got, " ")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What parses has an order of all its steps, each after those it needs, and is
// evaluated without a panic.
func FuzzParse(f *testing.F) {
	f.Add(of(step("A", `,"X":{"Std:Join":{"On":"-","Values":[{"Get":"Parameters.P"},{"Get":"Execution.PipelineName"},1]}},"CacheConfig":{"Enabled":true}`) + `,` + step("B", `,"DependsOn":["A"],"X":{"Get":"Steps.A.Outputs['x'][0].Uri"}`)))
	f.Add(of(`{"Name":"C","Type":"Condition","Arguments":{"Conditions":[{"Type":"Or","Conditions":[{"Type":"Not","Expression":{"Type":"In","QueryValue":{"Std:JsonGet":{"S3Uri":"s3://b/k","Path":"a.b[0]"}},"Values":[1,"a",true]}}]}],"IfSteps":[` + step("I", `,"RetryPolicies":[{"ExceptionType":["x"],"ExpireAfterMin":5}]`) + `]}}`))
	f.Add(of(step("A", `,"PropertyFiles":[{"PropertyFileName":"F","OutputName":"o","FilePath":"f.json"}]`) + `,` + step("B", `,"X":{"Std:JsonGet":{"PropertyFile":{"Get":"Steps.A.PropertyFiles.F"},"Path":"$.a['b']"}}`)))
	f.Fuzz(func(t *testing.T, text string) {
		d, err := pipeline.Parse(text)
		if err != nil {
			return
		}
		done := map[string]bool{}
		for _, s := range d.Order() {
			for _, name := range s.After {
				if !done[name] {
					t.Fatalf("%s comes before %s", s.Name, name)
				}
			}
			done[s.Name] = true
			_, _ = pipeline.Resolve(s.Arguments, scope{})
			for _, c := range s.Conditions {
				_, _ = c.Holds(scope{})
			}
		}
		if len(done) != len(d.Steps) {
			t.Fatalf("%d of %d steps have a place", len(done), len(d.Steps))
		}
	})
}
