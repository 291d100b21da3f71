package main

import (
	"errors"

	"github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"
)

// autoMLV2 is the input of CreateAutoMLJobV2 for encoding/json, which knows no
// unions: the member of the union that is set is a field.
type autoMLV2 struct {
	sagemaker.CreateAutoMLJobV2Input
	AutoMLProblemTypeConfig *struct {
		ImageClassificationJobConfig   *types.ImageClassificationJobConfig
		TabularJobConfig               *types.TabularJobConfig
		TextClassificationJobConfig    *types.TextClassificationJobConfig
		TextGenerationJobConfig        *types.TextGenerationJobConfig
		TimeSeriesForecastingJobConfig *types.TimeSeriesForecastingJobConfig
	}
}

// plain is the SDK's own. The error is that of several members, which clients
// of AWS refuse: the skeleton that aws writes has them all.
func (in *autoMLV2) plain() (*sagemaker.CreateAutoMLJobV2Input, error) {
	var set []types.AutoMLProblemTypeConfig
	if c := in.AutoMLProblemTypeConfig; c != nil {
		if c.ImageClassificationJobConfig != nil {
			set = append(set, &types.AutoMLProblemTypeConfigMemberImageClassificationJobConfig{Value: *c.ImageClassificationJobConfig})
		}
		if c.TabularJobConfig != nil {
			set = append(set, &types.AutoMLProblemTypeConfigMemberTabularJobConfig{Value: *c.TabularJobConfig})
		}
		if c.TextClassificationJobConfig != nil {
			set = append(set, &types.AutoMLProblemTypeConfigMemberTextClassificationJobConfig{Value: *c.TextClassificationJobConfig})
		}
		if c.TextGenerationJobConfig != nil {
			set = append(set, &types.AutoMLProblemTypeConfigMemberTextGenerationJobConfig{Value: *c.TextGenerationJobConfig})
		}
		if c.TimeSeriesForecastingJobConfig != nil {
			set = append(set, &types.AutoMLProblemTypeConfigMemberTimeSeriesForecastingJobConfig{Value: *c.TimeSeriesForecastingJobConfig})
		}
	}
	if len(set) > 1 {
		return nil, errors.New("AutoMLProblemTypeConfig is a union and has more than one member: keep one")
	}
	if len(set) == 1 {
		in.CreateAutoMLJobV2Input.AutoMLProblemTypeConfig = set[0]
	}
	return &in.CreateAutoMLJobV2Input, nil
}
