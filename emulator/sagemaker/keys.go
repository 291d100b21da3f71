package sagemaker

import (
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/rego/authz"
)

// keys collects the condition keys of a request
// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html).
// A key whose member is absent is absent.
type keys authz.Context

func (k keys) text(name string, value *string) {
	if aws.ToString(value) != "" {
		k[name] = authz.One(*value)
	}
}

func (k keys) flag(name string, value *bool) {
	if value != nil {
		k[name] = authz.One(strconv.FormatBool(*value))
	}
}

func (k keys) number(name string, value *int32) {
	if value != nil {
		k[name] = authz.One(strconv.Itoa(int(*value)))
	}
}

func (k keys) list(name string, values []string) {
	if len(values) > 0 {
		k[name] = authz.Many(values...)
	}
}

func (k keys) vpc(c *types.VpcConfig) {
	if c != nil {
		k.list("sagemaker:VpcSubnets", c.Subnets)
		k.list("sagemaker:VpcSecurityGroupIds", c.SecurityGroupIds)
	}
}

// key is a KMS key, which policies name by either of two condition keys.
func (k keys) key(use string, value *string) {
	k.text("sagemaker:"+use+"KmsKey", value)
	k.text("sagemaker:"+use+"KmsKeyArn", value)
}

func trainingKeys(in *sdk.CreateTrainingJobInput) authz.Context {
	k := keys{}
	if c := in.ResourceConfig; c != nil {
		k.list("sagemaker:InstanceTypes", instanceTypes(c))
		k.key("Volume", c.VolumeKmsKeyId)
		k.number("sagemaker:KeepAlivePeriod", c.KeepAlivePeriodInSeconds)
	}
	if c := in.OutputDataConfig; c != nil {
		k.key("Output", c.KmsKeyId)
	}
	if c := in.StoppingCondition; c != nil {
		k.number("sagemaker:MaxRuntimeInSeconds", c.MaxRuntimeInSeconds)
	}
	if c := in.RemoteDebugConfig; c != nil {
		k.flag("sagemaker:EnableRemoteDebug", c.EnableRemoteDebug)
	}
	k.vpc(in.VpcConfig)
	k.flag("sagemaker:NetworkIsolation", in.EnableNetworkIsolation)
	k.flag("sagemaker:InterContainerTrafficEncryption", in.EnableInterContainerTrafficEncryption)
	k.fileSystems(in.InputDataConfig)
	return authz.Context(k)
}

func instanceTypes(c *types.ResourceConfig) []string {
	var out []string
	if c.InstanceType != "" {
		out = append(out, string(c.InstanceType))
	}
	for _, g := range c.InstanceGroups {
		out = append(out, string(g.InstanceType))
	}
	return out
}

func (k keys) fileSystems(channels []types.Channel) {
	for _, c := range channels {
		if c.DataSource == nil || c.DataSource.FileSystemDataSource == nil {
			continue
		}
		f := c.DataSource.FileSystemDataSource
		k.text("sagemaker:FileSystemId", f.FileSystemId)
		k.text("sagemaker:FileSystemDirectoryPath", f.DirectoryPath)
		k.text("sagemaker:FileSystemType", aws.String(string(f.FileSystemType)))
		k.text("sagemaker:FileSystemAccessMode", aws.String(string(f.FileSystemAccessMode)))
	}
}
