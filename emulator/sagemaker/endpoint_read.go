package sagemaker

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
)

// describeEndpoint is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeEndpoint.html.
func (r *request) describeEndpoint(in *sdk.DescribeEndpointInput) (*sdk.DescribeEndpointOutput, *awsproto.Error) {
	rec, err := r.findEndpoint(in.EndpointName)
	if err != nil {
		return nil, err
	}
	return output[sdk.DescribeEndpointOutput](r.h.records, rec), nil
}

// listEndpoints is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListEndpoints.html.
func (r *request) listEndpoints(in *sdk.ListEndpointsInput) (*sdk.ListEndpointsOutput, *awsproto.Error) {
	page, err := listed(r, endpoint, in, func(rec *record) types.EndpointSummary {
		out := output[sdk.DescribeEndpointOutput](r.h.records, rec)
		return types.EndpointSummary{
			EndpointName: out.EndpointName, EndpointArn: out.EndpointArn, CreationTime: out.CreationTime,
			LastModifiedTime: out.LastModifiedTime, EndpointStatus: out.EndpointStatus,
		}
	})
	if err != nil {
		return nil, err
	}
	return &sdk.ListEndpointsOutput{Endpoints: page.items, NextToken: page.next}, nil
}

// deleteEndpoint is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteEndpoint.html.
func (r *request) deleteEndpoint(in *sdk.DeleteEndpointInput) (*struct{}, *awsproto.Error) {
	rec, err := r.findEndpoint(in.EndpointName)
	if err != nil {
		return nil, err
	}
	switch output[sdk.DescribeEndpointOutput](r.h.records, rec).EndpointStatus {
	case types.EndpointStatusCreating, types.EndpointStatusUpdating:
		return nil, inProgress(rec.arn)
	}
	r.h.records.remove(rec.arn)
	return &struct{}{}, nil
}

// deployed are variants in service.
func (d *deployment) deployed(parts []part) []types.ProductionVariantSummary {
	var out []types.ProductionVariantSummary
	now := d.Agent.Now()
	for _, p := range parts {
		s := types.ProductionVariantSummary{
			VariantName:   p.variant.VariantName,
			CurrentWeight: weightOf(p.variant), DesiredWeight: weightOf(p.variant),
			CurrentInstanceCount: p.variant.InitialInstanceCount, DesiredInstanceCount: p.variant.InitialInstanceCount,
			CurrentServerlessConfig: p.variant.ServerlessConfig, RoutingConfig: p.variant.RoutingConfig,
			ManagedInstanceScaling: p.variant.ManagedInstanceScaling,
		}
		for _, image := range images(p.model) {
			s.DeployedImages = append(s.DeployedImages, types.DeployedImage{
				SpecifiedImage: aws.String(image), ResolvedImage: aws.String(image), ResolutionTime: &now,
			})
		}
		out = append(out, s)
	}
	return out
}

// weightOf is a variant's share of the traffic, before it is compared with the
// others'.
func weightOf(v types.ProductionVariant) *float32 {
	if v.InitialVariantWeight == nil {
		return aws.Float32(1)
	}
	return v.InitialVariantWeight
}

// captured is what an endpoint tells of how its requests are captured.
func captured(c *types.DataCaptureConfig) *types.DataCaptureConfigSummary {
	if c == nil {
		return nil
	}
	status := types.CaptureStatusStopped
	if aws.ToBool(c.EnableCapture) {
		status = types.CaptureStatusStarted
	}
	return &types.DataCaptureConfigSummary{
		EnableCapture: c.EnableCapture, CaptureStatus: status, CurrentSamplingPercentage: c.InitialSamplingPercentage,
		DestinationS3Uri: c.DestinationS3Uri, KmsKeyId: c.KmsKeyId,
	}
}
