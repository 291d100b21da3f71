// Package pipeline reads the definitions of SageMaker Pipelines, schema version
// 2020-12-01, and says what their expressions mean. It knows nothing of the jobs
// that the steps create.
//
// The format is described by the schema that the SageMaker guide links
// (https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-pipeline.html).
package pipeline

// Version is the only version of the schema.
const Version = "2020-12-01"

// A Definition is a pipeline's.
type Definition struct {
	Parameters []Parameter
	// Steps are all steps, those in the branches of conditions included, in the
	// order of the text.
	Steps []*Step
}

// A Parameter is a value that an execution may be given.
type Parameter struct {
	// Name and Type: String, Integer, Float or Boolean.
	Name, Type string
	// Default is nil for a parameter that every execution must be given.
	Default any
	// Enum are the values it may have; empty for all.
	Enum []any
}

// A Step is one step of a pipeline.
type Step struct {
	Name, Type, DisplayName, Description string
	// Arguments are those of the API request that the step makes, expressions
	// unresolved, numbers as json.Number; the step's own of its type.
	Arguments map[string]any
	// Members are what else the definition says of the step, such as the
	// CheckType of a QualityCheck.
	Members       map[string]any
	PropertyFiles []PropertyFile
	Retries       []RetryPolicy
	// Conditions are those of a Condition step: all of them must hold.
	Conditions []Condition
	// Branch is the condition in whose branch the step stands; nil at the top.
	Branch *Branch
	// After are the names of the steps that must have succeeded before.
	After []string
	// refers are the properties that it refers to: STEP.PROPERTY.
	refers []string
}

// A Branch is one of a condition's two.
type Branch struct {
	// Step is the name of the condition, Holds which of its branches.
	Step  string
	Holds bool
}

// A PropertyFile is a JSON file that a processing job writes and conditions
// read.
type PropertyFile struct {
	Name string
	// Output is the name of the job's output, Path the file below it.
	Output, Path string
}

// Step finds a step by its name.
func (d *Definition) Step(name string) (*Step, bool) {
	for _, s := range d.Steps {
		if s.Name == name {
			return s, true
		}
	}
	return nil, false
}

// PropertyFile finds a step's property file by its name.
func (s *Step) PropertyFile(name string) (PropertyFile, bool) {
	for _, f := range s.PropertyFiles {
		if f.Name == name {
			return f, true
		}
	}
	return PropertyFile{}, false
}

// stepTypes are the types of steps, and whether a lab runs them.
var stepTypes = map[string]bool{
	"Training": true, "Processing": true, "Transform": true, "Tuning": true, "AutoML": true, "Model": true,
	"RegisterModel": true, "ClarifyCheck": true, "QualityCheck": true, "Condition": true, "Fail": true,
	"Lambda": false, "Callback": false, "EMR": false, "EMRServerless": false, "ForEach": false, "Endpoint": false, "EndpointConfig": false,
}
