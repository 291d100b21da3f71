package sagemaker

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
)

func (r *request) findModel(name *string) (*record, *awsproto.Error) {
	return r.findOr(hostedModel, aws.ToString(name), couldNotFind("model", r.arn(hostedModel, aws.ToString(name))))
}

// modelNamed is a model that another request names, whose caller needs no
// permission on it.
func (r *request) modelNamed(name *string) (*sdk.DescribeModelOutput, *awsproto.Error) {
	arn := r.arn(hostedModel, aws.ToString(name))
	rec, ok := r.h.records.get(arn)
	if !ok {
		return nil, couldNotFind("model", arn)
	}
	return output[sdk.DescribeModelOutput](r.h.records, rec), nil
}

// describeModel is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeModel.html.
func (r *request) describeModel(in *sdk.DescribeModelInput) (*sdk.DescribeModelOutput, *awsproto.Error) {
	rec, err := r.findModel(in.ModelName)
	if err != nil {
		return nil, err
	}
	return output[sdk.DescribeModelOutput](r.h.records, rec), nil
}

// listModels is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListModels.html.
func (r *request) listModels(in *sdk.ListModelsInput) (*sdk.ListModelsOutput, *awsproto.Error) {
	page, err := listed(r, hostedModel, in, func(rec *record) types.ModelSummary {
		out := output[sdk.DescribeModelOutput](r.h.records, rec)
		return types.ModelSummary{ModelName: out.ModelName, ModelArn: out.ModelArn, CreationTime: out.CreationTime}
	})
	if err != nil {
		return nil, err
	}
	return &sdk.ListModelsOutput{Models: page.items, NextToken: page.next}, nil
}

// deleteModel is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteModel.html.
func (r *request) deleteModel(in *sdk.DeleteModelInput) (*struct{}, *awsproto.Error) {
	rec, err := r.findModel(in.ModelName)
	if err != nil {
		return nil, err
	}
	r.h.records.remove(rec.arn)
	return &struct{}{}, nil
}
