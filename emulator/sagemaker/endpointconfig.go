package sagemaker

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/rego/authz"
)

const (
	endpointConfig     = "endpoint-config"
	endpointConfigName = "endpoint configuration" // in texts
)

// createEndpointConfig is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html.
// Its models must exist; nothing of them is looked at.
func (r *request) createEndpointConfig(in *sdk.CreateEndpointConfigInput) (*sdk.CreateEndpointConfigOutput, *awsproto.Error) {
	name := aws.ToString(in.EndpointConfigName)
	err := r.authorize(creation{kind: endpointConfig, name: name, tags: in.Tags, role: aws.ToString(in.ExecutionRoleArn), keys: r.endpointConfigKeys(in)})
	if err != nil {
		return nil, err
	}
	arn := r.arn(endpointConfig, name)
	for _, v := range slices.Concat(in.ProductionVariants, in.ShadowProductionVariants) {
		if aws.ToString(v.ModelName) == "" {
			continue // inference components bring theirs
		}
		if _, err := r.modelNamed(v.ModelName); err != nil {
			return nil, err
		}
	}
	rec := &record{kind: endpointConfig, name: name, account: r.accountID(), arn: arn, tags: tagMap(in.Tags), output: &sdk.DescribeEndpointConfigOutput{
		EndpointConfigName: in.EndpointConfigName, EndpointConfigArn: &arn, CreationTime: &r.x.Now,
		ProductionVariants: in.ProductionVariants, ShadowProductionVariants: in.ShadowProductionVariants,
		AsyncInferenceConfig: in.AsyncInferenceConfig, DataCaptureConfig: in.DataCaptureConfig,
		EnableNetworkIsolation: in.EnableNetworkIsolation, ExecutionRoleArn: in.ExecutionRoleArn,
		ExplainerConfig: in.ExplainerConfig, KmsKeyId: in.KmsKeyId, MetricsConfig: in.MetricsConfig, VpcConfig: in.VpcConfig,
	}}
	if !r.h.records.add(rec) {
		return nil, alreadyExists(endpointConfigName, arn)
	}
	return &sdk.CreateEndpointConfigOutput{EndpointConfigArn: &arn}, nil
}

func (r *request) findEndpointConfig(name *string) (*record, *awsproto.Error) {
	arn := r.arn(endpointConfig, aws.ToString(name))
	return r.findOr(endpointConfig, aws.ToString(name), couldNotFind(endpointConfigName, arn))
}

// describeEndpointConfig is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeEndpointConfig.html.
func (r *request) describeEndpointConfig(in *sdk.DescribeEndpointConfigInput) (*sdk.DescribeEndpointConfigOutput, *awsproto.Error) {
	rec, err := r.findEndpointConfig(in.EndpointConfigName)
	if err != nil {
		return nil, err
	}
	return output[sdk.DescribeEndpointConfigOutput](r.h.records, rec), nil
}

// listEndpointConfigs is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListEndpointConfigs.html.
func (r *request) listEndpointConfigs(in *sdk.ListEndpointConfigsInput) (*sdk.ListEndpointConfigsOutput, *awsproto.Error) {
	page, err := listed(r, endpointConfig, in, func(rec *record) types.EndpointConfigSummary {
		out := output[sdk.DescribeEndpointConfigOutput](r.h.records, rec)
		return types.EndpointConfigSummary{
			EndpointConfigName: out.EndpointConfigName, EndpointConfigArn: out.EndpointConfigArn, CreationTime: out.CreationTime,
		}
	})
	if err != nil {
		return nil, err
	}
	return &sdk.ListEndpointConfigsOutput{EndpointConfigs: page.items, NextToken: page.next}, nil
}

// deleteEndpointConfig is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteEndpointConfig.html.
// That an endpoint uses it keeps nobody from deleting it.
func (r *request) deleteEndpointConfig(in *sdk.DeleteEndpointConfigInput) (*struct{}, *awsproto.Error) {
	rec, err := r.findEndpointConfig(in.EndpointConfigName)
	if err != nil {
		return nil, err
	}
	r.h.records.remove(rec.arn)
	return &struct{}{}, nil
}

func (r *request) endpointConfigKeys(in *sdk.CreateEndpointConfigInput) authz.Context {
	k := keys{}
	var instances, accelerators, models, memory, concurrency []string
	for _, v := range slices.Concat(in.ProductionVariants, in.ShadowProductionVariants) {
		instances = appended(instances, string(v.InstanceType))
		accelerators = appended(accelerators, string(v.AcceleratorType))
		if name := aws.ToString(v.ModelName); name != "" {
			models = append(models, r.arn(hostedModel, name))
		}
		if s := v.ServerlessConfig; s != nil {
			memory = append(memory, itoa(int(aws.ToInt32(s.MemorySizeInMB))))
			concurrency = append(concurrency, itoa(int(aws.ToInt32(s.MaxConcurrency))))
		}
	}
	k.list("sagemaker:InstanceTypes", instances)
	k.list("sagemaker:AcceleratorTypes", accelerators)
	k.list("sagemaker:ModelArn", models)
	k.list("sagemaker:ServerlessMemorySize", memory)
	k.list("sagemaker:ServerlessMaxConcurrency", concurrency)
	k.key("Volume", in.KmsKeyId)
	k.vpc(in.VpcConfig)
	k.flag("sagemaker:NetworkIsolation", in.EnableNetworkIsolation)
	return authz.Context(k)
}

func appended(all []string, value string) []string {
	if value == "" {
		return all
	}
	return append(all, value)
}
