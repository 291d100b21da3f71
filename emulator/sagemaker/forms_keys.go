package sagemaker

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"

	"github.com/denylab/denylab/rego/authz"
)

func featureGroupKeys(in *sdk.CreateFeatureGroupInput) authz.Context {
	k := keys{}
	if c := in.OnlineStoreConfig; c != nil {
		k.flag("sagemaker:FeatureGroupEnableOnlineStore", c.EnableOnlineStore)
		if c.SecurityConfig != nil {
			k.key("FeatureGroupOnlineStore", c.SecurityConfig.KmsKeyId)
		}
	}
	if c := in.OfflineStoreConfig; c != nil {
		k.flag("sagemaker:FeatureGroupDisableGlueTableCreation", c.DisableGlueTableCreation)
		if c.S3StorageConfig != nil {
			k.text("sagemaker:FeatureGroupOfflineStoreS3Uri", c.S3StorageConfig.S3Uri)
			k.key("FeatureGroupOfflineStore", c.S3StorageConfig.KmsKeyId)
		}
	}
	return authz.Context(k)
}

// workteamKeys: the type is in the ARN, as private-crowd, public-crowd or
// vendor-crowd.
func workteamKeys(arn *string) authz.Context {
	k := keys{}
	k.text("sagemaker:WorkteamArn", arn)
	_, rest, _ := strings.Cut(aws.ToString(arn), ":workteam/")
	kind, _, _ := strings.Cut(rest, "/")
	k.text("sagemaker:WorkteamType", &kind)
	return authz.Context(k)
}

func labelingKeys(in *sdk.CreateLabelingJobInput) authz.Context {
	k := keys{}
	if in.HumanTaskConfig != nil {
		k = keys(workteamKeys(in.HumanTaskConfig.WorkteamArn))
	}
	if in.OutputConfig != nil {
		k.key("Output", in.OutputConfig.KmsKeyId)
	}
	if a := in.LabelingJobAlgorithmsConfig; a != nil && a.LabelingJobResourceConfig != nil {
		k.key("Volume", a.LabelingJobResourceConfig.VolumeKmsKeyId)
	}
	return authz.Context(k)
}

func monitoringKeys(in *sdk.CreateMonitoringScheduleInput) authz.Context {
	d := monitoringJob(in)
	if d == nil {
		return nil
	}
	k := keys{}
	if d.MonitoringResources != nil && d.MonitoringResources.ClusterConfig != nil {
		k.text("sagemaker:InstanceTypes", aws.String(string(d.MonitoringResources.ClusterConfig.InstanceType)))
		k.key("Volume", d.MonitoringResources.ClusterConfig.VolumeKmsKeyId)
	}
	if d.MonitoringOutputConfig != nil {
		k.key("Output", d.MonitoringOutputConfig.KmsKeyId)
	}
	if d.StoppingCondition != nil {
		k.number("sagemaker:MaxRuntimeInSeconds", d.StoppingCondition.MaxRuntimeInSeconds)
	}
	if c := d.NetworkConfig; c != nil {
		k.vpc(c.VpcConfig)
		k.flag("sagemaker:NetworkIsolation", c.EnableNetworkIsolation)
		k.flag("sagemaker:InterContainerTrafficEncryption", c.EnableInterContainerTrafficEncryption)
	}
	return authz.Context(k)
}
