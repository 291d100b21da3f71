package sagemaker

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
)

// contradiction is what the members of a request say against each other, which
// the API's model cannot know; nil when they do not
// (https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AlgorithmSpecification.html,
// API_S3DataSource.html and API_StoppingCondition.html).
func contradiction(in *sdk.CreateTrainingJobInput) *awsproto.Error {
	if a := in.AlgorithmSpecification; a != nil && (a.TrainingImage == nil) == (a.AlgorithmName == nil) {
		return oneAlgorithm()
	}
	if c := in.StoppingCondition; c != nil && c.MaxWaitTimeInSeconds != nil && aws.ToInt32(c.MaxRuntimeInSeconds) > *c.MaxWaitTimeInSeconds {
		return waitsTooShort()
	}
	return channelContradiction(in)
}

func channelContradiction(in *sdk.CreateTrainingJobInput) *awsproto.Error {
	had := map[string]bool{}
	for _, c := range in.InputDataConfig {
		name, source := aws.ToString(c.ChannelName), channelSource(c)
		piped := inputMode(in, c) == types.TrainingInputModePipe
		switch {
		case had[name]:
			return channelTwice(name)
		case source != nil && source.S3DataType == types.S3DataTypeAugmentedManifestFile && !piped:
			return notPiped(name, "AugmentedManifestFile")
		case c.RecordWrapperType == types.RecordWrapperRecordio && !piped:
			return notPiped(name, "RecordIO")
		}
		had[name] = true
	}
	return nil
}
