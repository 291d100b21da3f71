package sagemaker

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/rego/authz"
)

const endpoint = "endpoint"

// createEndpoint is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html.
// It names no role: each model is deployed with its own.
func (r *request) createEndpoint(in *sdk.CreateEndpointInput) (*sdk.CreateEndpointOutput, *awsproto.Error) {
	name := aws.ToString(in.EndpointName)
	if err := r.authorize(creation{kind: endpoint, name: name, tags: in.Tags}); err != nil {
		return nil, err
	}
	if err := r.allowed(r.arn(endpointConfig, aws.ToString(in.EndpointConfigName)), requestTags(in.Tags)); err != nil {
		return nil, err
	}
	arn := r.arn(endpoint, name)
	if _, taken := r.h.records.get(arn); taken {
		return nil, alreadyExists("endpoint", arn)
	}
	d, err := r.deployment(name, in.EndpointConfigName, in.DeploymentConfig)
	if err != nil {
		return nil, err
	}
	d.rec = &record{kind: endpoint, name: name, account: r.accountID(), arn: arn, tags: tagMap(in.Tags), run: d.Run,
		output: &sdk.DescribeEndpointOutput{
			EndpointName: in.EndpointName, EndpointArn: &arn, EndpointConfigName: in.EndpointConfigName,
			EndpointStatus: types.EndpointStatusCreating, CreationTime: &r.x.Now, LastModifiedTime: &r.x.Now,
		}}
	if !r.h.records.add(d.rec) {
		return nil, alreadyExists("endpoint", arn)
	}
	d.show(string(types.EndpointStatusCreating), "")
	r.h.Board.Start(d.Run, d.run)
	return &sdk.CreateEndpointOutput{EndpointArn: &arn}, nil
}

// updateEndpoint is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateEndpoint.html.
func (r *request) updateEndpoint(in *sdk.UpdateEndpointInput) (*sdk.UpdateEndpointOutput, *awsproto.Error) {
	name := aws.ToString(in.EndpointName)
	rec, err := r.findEndpoint(in.EndpointName)
	if err != nil {
		return nil, err
	}
	if err := r.allowed(r.arn(endpointConfig, aws.ToString(in.EndpointConfigName)), authz.Context{}); err != nil {
		return nil, err
	}
	guard := in.DeploymentConfig
	if guard == nil && aws.ToBool(in.RetainDeploymentConfig) {
		guard = output[sdk.DescribeEndpointOutput](r.h.records, rec).LastDeploymentConfig
	}
	d, err := r.deployment(name, in.EndpointConfigName, guard)
	if err != nil {
		return nil, err
	}
	d.rec = rec
	if err := r.enterUpdating(rec); err != nil {
		return nil, err
	}
	d.show(string(types.EndpointStatusUpdating), "")
	r.h.Board.Start(d.Run, d.run)
	return &sdk.UpdateEndpointOutput{EndpointArn: &rec.arn}, nil
}

// enterUpdating is refused while the endpoint is not in service.
func (r *request) enterUpdating(rec *record) *awsproto.Error {
	was, now := types.EndpointStatus(""), r.x.Now
	update(r.h.records, rec, func(out *sdk.DescribeEndpointOutput) {
		was = out.EndpointStatus
		if was == types.EndpointStatusInService {
			out.EndpointStatus, out.LastModifiedTime = types.EndpointStatusUpdating, &now
		}
	})
	switch was {
	case types.EndpointStatusInService:
		return nil
	case types.EndpointStatusCreating, types.EndpointStatusUpdating:
		return inProgress(rec.arn)
	}
	return notUpdatable(rec.arn, string(was))
}

func (r *request) findEndpoint(name *string) (*record, *awsproto.Error) {
	return r.findOr(endpoint, aws.ToString(name), couldNotFind("endpoint", r.arn(endpoint, aws.ToString(name))))
}

// deployment finds out what is to be deployed. The roles of all models must
// trust SageMaker now.
func (r *request) deployment(name string, config *string, guard *types.DeploymentConfig) (*deployment, *awsproto.Error) {
	arn := r.arn(endpointConfig, aws.ToString(config))
	rec, ok := r.h.records.get(arn)
	if !ok {
		return nil, couldNotFind(endpointConfigName, arn)
	}
	d := &deployment{config: output[sdk.DescribeEndpointConfigOutput](r.h.records, rec), guard: guard}
	d.worker = r.unassumed(endpoint, name, "")
	d.Requested(r.x)
	for _, v := range d.variants() {
		p, err := r.part(v, d.config)
		if err != nil {
			return nil, err
		}
		if p.role != "" {
			err = d.takeOn(r.ctx, p.role, roleInvalid(p.role))
			r.x.Made = d.Made()
		}
		if err != nil {
			return nil, err
		}
		d.parts = append(d.parts, p)
	}
	return d, nil
}

// part is what a variant deploys: its model, with the model's role. A variant
// without a model has the configuration's role.
func (r *request) part(v types.ProductionVariant, c *sdk.DescribeEndpointConfigOutput) (part, *awsproto.Error) {
	p := part{variant: v, role: aws.ToString(c.ExecutionRoleArn), model: &sdk.DescribeModelOutput{VpcConfig: c.VpcConfig}}
	if aws.ToString(v.ModelName) == "" {
		return p, nil
	}
	model, err := r.modelNamed(v.ModelName)
	if err != nil {
		return p, err
	}
	p.model, p.role = model, aws.ToString(model.ExecutionRoleArn)
	return p, nil
}
