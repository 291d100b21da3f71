package ec2

import (
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// describeVpcAttribute is
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcAttribute.html.
func (r *request) describeVpcAttribute(in *sdk.DescribeVpcAttributeInput) (*sdk.DescribeVpcAttributeOutput, *awsproto.Error) {
	on, v, missing := r.vpc(*in.VpcId)
	if err := r.permit(ask{on: on}); err != nil {
		return nil, err
	}
	if missing != nil {
		return nil, missing
	}
	out := &sdk.DescribeVpcAttributeOutput{VpcId: in.VpcId}
	switch in.Attribute {
	case types.VpcAttributeNameEnableDnsSupport:
		out.EnableDnsSupport = boolean(!v.NoDNSSupport)
	case types.VpcAttributeNameEnableDnsHostnames:
		out.EnableDnsHostnames = boolean(v.DNSHostnames)
	case types.VpcAttributeNameEnableNetworkAddressUsageMetrics:
		out.EnableNetworkAddressUsageMetrics = boolean(v.NetworkAddressUsageMetrics)
	}
	return out, nil
}

func boolean(b bool) *types.AttributeBooleanValue {
	return &types.AttributeBooleanValue{Value: aws.Bool(b)}
}

// modifyVpcAttribute is
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcAttribute.html:
// one attribute at a time.
func (r *request) modifyVpcAttribute(in *sdk.ModifyVpcAttributeInput) (*sdk.ModifyVpcAttributeOutput, *awsproto.Error) {
	edits := []attributeEdit[*world.VPC]{
		{"EnableDnsSupport", in.EnableDnsSupport, func(v *world.VPC, on bool) { v.NoDNSSupport = !on }},
		{"EnableDnsHostnames", in.EnableDnsHostnames, func(v *world.VPC, on bool) { v.DNSHostnames = on }},
		{"EnableNetworkAddressUsageMetrics", in.EnableNetworkAddressUsageMetrics, func(v *world.VPC, on bool) { v.NetworkAddressUsageMetrics = on }},
	}
	edit, err := theOne(edits)
	if err != nil {
		return nil, err
	}
	on, _, missing := r.vpc(*in.VpcId)
	if err := r.permit(ask{on: on, keys: edit.keys()}); err != nil {
		return nil, err
	}
	if missing != nil {
		return nil, missing
	}
	return &sdk.ModifyVpcAttributeOutput{}, r.change(func(a *world.Account) *awsproto.Error {
		v, err := vpcIn(a, *in.VpcId)
		if err == nil {
			edit.set(v, *edit.to.Value)
		}
		return err
	})
}

// An attributeEdit sets an attribute, if the request has it.
type attributeEdit[T any] struct {
	name string
	to   *types.AttributeBooleanValue
	set  func(T, bool)
}

func (e attributeEdit[T]) keys() authz.Context {
	return authz.Context{"ec2:Attribute": authz.One(e.name), "ec2:Attribute/" + e.name: authz.One(strconv.FormatBool(*e.to.Value))}
}

// theOne is the attribute that a request is about.
func theOne[T any](edits []attributeEdit[T]) (attributeEdit[T], *awsproto.Error) {
	var found []attributeEdit[T]
	for _, e := range edits {
		if e.to != nil && e.to.Value != nil {
			found = append(found, e)
		}
	}
	switch len(found) {
	case 0:
		return attributeEdit[T]{}, combination("No attributes specified.")
	case 1:
		return found[0], nil
	}
	return attributeEdit[T]{}, combination("Fields for multiple attribute types specified: %s, %s", found[0].name, found[1].name) // [U]
}
