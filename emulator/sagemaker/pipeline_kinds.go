package sagemaker

import "github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

// A stepKind is how steps of a type make what they are for.
type stepKind struct {
	create, describe, stop string // operations
	// name is the member of the requests that has the job's name, longest how
	// long it may be.
	name    string
	longest int
	// arn is the member of the answer that has the ARN.
	arn string
	// status and reason are members of what Describe answers; empty for what is
	// no job and there at once.
	status, reason string
	// role is the member that has the role, inside the members of within, if
	// any: a structure, or a list of them. Without a role it is the pipeline's.
	role   string
	within []string
	// shown is what the list of steps shows.
	shown func(s *stepRun, arn string) *types.PipelineExecutionStepMetadata
}

// stepKinds are the types of steps that create one thing
// (https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html).
var stepKinds = map[string]stepKind{
	"Training": {
		create: "CreateTrainingJob", describe: "DescribeTrainingJob", stop: "StopTrainingJob", name: "TrainingJobName", longest: 63,
		arn: "TrainingJobArn", status: "TrainingJobStatus", reason: "FailureReason", role: "RoleArn",
		shown: func(_ *stepRun, arn string) *types.PipelineExecutionStepMetadata {
			return &types.PipelineExecutionStepMetadata{TrainingJob: &types.TrainingJobStepMetadata{Arn: &arn}}
		},
	},
	"Processing":   processingKind(processingShown),
	"ClarifyCheck": processingKind(clarifyShown),
	"QualityCheck": processingKind(qualityShown),
	"Transform": {
		create: "CreateTransformJob", describe: "DescribeTransformJob", stop: "StopTransformJob", name: "TransformJobName", longest: 63,
		arn: "TransformJobArn", status: "TransformJobStatus", reason: "FailureReason",
		shown: func(_ *stepRun, arn string) *types.PipelineExecutionStepMetadata {
			return &types.PipelineExecutionStepMetadata{TransformJob: &types.TransformJobStepMetadata{Arn: &arn}}
		},
	},
	"Tuning": {
		create: "CreateHyperParameterTuningJob", describe: "DescribeHyperParameterTuningJob", stop: "StopHyperParameterTuningJob",
		name: "HyperParameterTuningJobName", longest: 32, arn: "HyperParameterTuningJobArn",
		status: "HyperParameterTuningJobStatus", reason: "FailureReason",
		role: "RoleArn", within: []string{"TrainingJobDefinition", "TrainingJobDefinitions"},
		shown: func(_ *stepRun, arn string) *types.PipelineExecutionStepMetadata {
			return &types.PipelineExecutionStepMetadata{TuningJob: &types.TuningJobStepMetaData{Arn: &arn}}
		},
	},
	"AutoML":   automlKind("CreateAutoMLJob", "DescribeAutoMLJob"),
	"AutoMLV2": automlKind("CreateAutoMLJobV2", "DescribeAutoMLJobV2"),
	"Model": {
		create: "CreateModel", describe: "DescribeModel", name: "ModelName", longest: 63, arn: "ModelArn", role: "ExecutionRoleArn",
		shown: func(_ *stepRun, arn string) *types.PipelineExecutionStepMetadata {
			return &types.PipelineExecutionStepMetadata{Model: &types.ModelStepMetadata{Arn: &arn}}
		},
	},
}

func processingKind(shown func(*stepRun, string) *types.PipelineExecutionStepMetadata) stepKind {
	return stepKind{
		create: "CreateProcessingJob", describe: "DescribeProcessingJob", stop: "StopProcessingJob", name: "ProcessingJobName", longest: 63,
		arn: "ProcessingJobArn", status: "ProcessingJobStatus", reason: "FailureReason", role: "RoleArn", shown: shown,
	}
}

func automlKind(create, describe string) stepKind {
	return stepKind{
		create: create, describe: describe, stop: "StopAutoMLJob", name: "AutoMLJobName", longest: 32,
		arn: "AutoMLJobArn", status: "AutoMLJobStatus", reason: "FailureReason", role: "RoleArn",
		shown: func(_ *stepRun, arn string) *types.PipelineExecutionStepMetadata {
			return &types.PipelineExecutionStepMetadata{AutoMLJob: &types.AutoMLJobStepMetadata{Arn: &arn}}
		},
	}
}

func processingShown(_ *stepRun, arn string) *types.PipelineExecutionStepMetadata {
	return &types.PipelineExecutionStepMetadata{ProcessingJob: &types.ProcessingJobStepMetadata{Arn: &arn}}
}

// kindOf is how a step makes what it is for: which version of AutoML a step
// asks for is in its arguments alone.
func kindOf(stepType string, arguments map[string]any) stepKind {
	if _, v2 := arguments["AutoMLJobInputDataConfig"]; v2 && stepType == "AutoML" {
		return stepKinds["AutoMLV2"]
	}
	return stepKinds[stepType]
}
