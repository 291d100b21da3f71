package sagemaker

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"

	"github.com/denylab/denylab/rego/authz"
)

func notebookKeys(in *sdk.CreateNotebookInstanceInput) authz.Context {
	k := keys(updateNotebookKeys(&sdk.UpdateNotebookInstanceInput{
		InstanceType: in.InstanceType, RootAccess: in.RootAccess, AcceleratorTypes: in.AcceleratorTypes,
		LifecycleConfigName: in.LifecycleConfigName, InstanceMetadataServiceConfiguration: in.InstanceMetadataServiceConfiguration,
	}))
	k.text("sagemaker:DirectInternetAccess", aws.String(string(in.DirectInternetAccess)))
	k.key("Volume", in.KmsKeyId)
	k.list("sagemaker:VpcSecurityGroupIds", in.SecurityGroupIds)
	k.list("sagemaker:VpcSubnets", appended(nil, aws.ToString(in.SubnetId)))
	return authz.Context(k)
}

func updateNotebookKeys(in *sdk.UpdateNotebookInstanceInput) authz.Context {
	k := keys{}
	k.list("sagemaker:InstanceTypes", appended(nil, string(in.InstanceType)))
	k.text("sagemaker:RootAccess", aws.String(string(in.RootAccess)))
	var accelerators []string
	for _, a := range in.AcceleratorTypes {
		accelerators = append(accelerators, string(a))
	}
	k.list("sagemaker:AcceleratorTypes", accelerators)
	if c := in.InstanceMetadataServiceConfiguration; c != nil {
		k.text("sagemaker:MinimumInstanceMetadataServiceVersion", c.MinimumInstanceMetadataServiceVersion)
	}
	return authz.Context(k)
}
