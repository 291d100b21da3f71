package sagemaker_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/world"
)

// Every operation asks for its own action, on the resource that AWS documents,
// before it says whether that exists
// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html).
func TestOperationsAroundRolesAskForTheirAction(t *testing.T) {
	l := start(t, func(w *world.World) { w.Accounts[owner].Roles["Nobody"] = &world.Role{} })
	c, ctx, id, name := l.as("role/Nobody/eve"), t.Context(), aws.String(domainID), aws.String("x")
	inApp := func(domain string) string { return "app/" + domain + "/x/JupyterLab/x" }
	for _, tc := range []struct {
		action, resource string
		call             func() error
	}{
		{"DescribeDomain", "domain/" + domainID, func() error { return failing(c.DescribeDomain(ctx, &sdk.DescribeDomainInput{DomainId: id})) }},
		{"UpdateDomain", "domain/" + domainID, func() error { return failing(c.UpdateDomain(ctx, &sdk.UpdateDomainInput{DomainId: id})) }},
		{"DeleteDomain", "domain/" + domainID, func() error { return failing(c.DeleteDomain(ctx, &sdk.DeleteDomainInput{DomainId: id})) }},
		{"ListDomains", "", func() error { return failing(c.ListDomains(ctx, &sdk.ListDomainsInput{})) }},
		{"CreateUserProfile", "user-profile/" + domainID + "/x", func() error {
			return failing(c.CreateUserProfile(ctx, &sdk.CreateUserProfileInput{DomainId: id, UserProfileName: name}))
		}},
		{"DescribeUserProfile", "user-profile/" + domainID + "/x", func() error {
			return failing(c.DescribeUserProfile(ctx, &sdk.DescribeUserProfileInput{DomainId: id, UserProfileName: name}))
		}},
		{"UpdateUserProfile", "user-profile/" + domainID + "/x", func() error {
			return failing(c.UpdateUserProfile(ctx, &sdk.UpdateUserProfileInput{DomainId: id, UserProfileName: name}))
		}},
		{"DeleteUserProfile", "user-profile/" + domainID + "/x", func() error {
			return failing(c.DeleteUserProfile(ctx, &sdk.DeleteUserProfileInput{DomainId: id, UserProfileName: name}))
		}},
		{"ListUserProfiles", "", func() error { return failing(c.ListUserProfiles(ctx, &sdk.ListUserProfilesInput{})) }},
		{"CreateSpace", "space/" + domainID + "/x", func() error {
			return failing(c.CreateSpace(ctx, &sdk.CreateSpaceInput{DomainId: id, SpaceName: name}))
		}},
		{"UpdateSpace", "space/" + domainID + "/x", func() error {
			return failing(c.UpdateSpace(ctx, &sdk.UpdateSpaceInput{DomainId: id, SpaceName: name}))
		}},
		{"DeleteSpace", "space/" + domainID + "/x", func() error {
			return failing(c.DeleteSpace(ctx, &sdk.DeleteSpaceInput{DomainId: id, SpaceName: name}))
		}},
		{"ListSpaces", "", func() error { return failing(c.ListSpaces(ctx, &sdk.ListSpacesInput{})) }},
		{"CreateApp", inApp(domainID), func() error {
			return failing(c.CreateApp(ctx, &sdk.CreateAppInput{DomainId: id, UserProfileName: name, AppType: types.AppTypeJupyterLab, AppName: name}))
		}},
		{"DescribeApp", inApp(domainID), func() error {
			return failing(c.DescribeApp(ctx, &sdk.DescribeAppInput{DomainId: id, SpaceName: name, AppType: types.AppTypeJupyterLab, AppName: name}))
		}},
		{"DeleteApp", inApp(domainID), func() error {
			return failing(c.DeleteApp(ctx, &sdk.DeleteAppInput{DomainId: id, UserProfileName: name, AppType: types.AppTypeJupyterLab, AppName: name}))
		}},
		{"ListApps", "", func() error { return failing(c.ListApps(ctx, &sdk.ListAppsInput{})) }},
		{"DescribeImage", "image/x", func() error { return failing(c.DescribeImage(ctx, &sdk.DescribeImageInput{ImageName: name})) }},
		{"UpdateImage", "image/x", func() error { return failing(c.UpdateImage(ctx, &sdk.UpdateImageInput{ImageName: name})) }},
		{"DeleteImage", "image/x", func() error { return failing(c.DeleteImage(ctx, &sdk.DeleteImageInput{ImageName: name})) }},
		{"ListImages", "", func() error { return failing(c.ListImages(ctx, &sdk.ListImagesInput{})) }},
		{"CreateImageVersion", "image/x", func() error {
			return failing(c.CreateImageVersion(ctx, &sdk.CreateImageVersionInput{ImageName: name, BaseImage: aws.String(own), ClientToken: name}))
		}},
		{"DescribeImageVersion", "image-version/x/2", func() error {
			return failing(c.DescribeImageVersion(ctx, &sdk.DescribeImageVersionInput{ImageName: name, Version: aws.Int32(2)}))
		}},
		{"DeleteImageVersion", "image-version/x/2", func() error {
			return failing(c.DeleteImageVersion(ctx, &sdk.DeleteImageVersionInput{ImageName: name, Version: aws.Int32(2)}))
		}},
		{"ListImageVersions", "image/x", func() error { return failing(c.ListImageVersions(ctx, &sdk.ListImageVersionsInput{ImageName: name})) }},
		{"DescribeNotebookInstance", "notebook-instance/x", func() error {
			return failing(c.DescribeNotebookInstance(ctx, &sdk.DescribeNotebookInstanceInput{NotebookInstanceName: name}))
		}},
		{"UpdateNotebookInstance", "notebook-instance/x", func() error {
			return failing(c.UpdateNotebookInstance(ctx, &sdk.UpdateNotebookInstanceInput{NotebookInstanceName: name}))
		}},
		{"StartNotebookInstance", "notebook-instance/x", func() error {
			return failing(c.StartNotebookInstance(ctx, &sdk.StartNotebookInstanceInput{NotebookInstanceName: name}))
		}},
		{"StopNotebookInstance", "notebook-instance/x", func() error {
			return failing(c.StopNotebookInstance(ctx, &sdk.StopNotebookInstanceInput{NotebookInstanceName: name}))
		}},
		{"DeleteNotebookInstance", "notebook-instance/x", func() error {
			return failing(c.DeleteNotebookInstance(ctx, &sdk.DeleteNotebookInstanceInput{NotebookInstanceName: name}))
		}},
		{"ListNotebookInstances", "", func() error { return failing(c.ListNotebookInstances(ctx, &sdk.ListNotebookInstancesInput{})) }},
		{"DescribeAutoMLJob", "automl-job/x", func() error {
			return failing(c.DescribeAutoMLJob(ctx, &sdk.DescribeAutoMLJobInput{AutoMLJobName: name}))
		}},
		{"DescribeAutoMLJobV2", "automl-job/x", func() error {
			return failing(c.DescribeAutoMLJobV2(ctx, &sdk.DescribeAutoMLJobV2Input{AutoMLJobName: name}))
		}},
		{"StopAutoMLJob", "automl-job/x", func() error { return failing(c.StopAutoMLJob(ctx, &sdk.StopAutoMLJobInput{AutoMLJobName: name})) }},
		{"ListAutoMLJobs", "", func() error { return failing(c.ListAutoMLJobs(ctx, &sdk.ListAutoMLJobsInput{})) }},
		{"ListCandidatesForAutoMLJob", "", func() error {
			return failing(c.ListCandidatesForAutoMLJob(ctx, &sdk.ListCandidatesForAutoMLJobInput{AutoMLJobName: name}))
		}},
		{"CreateCompilationJob", "compilation-job/edge", func() error { return failing(c.CreateCompilationJob(ctx, compilation(execARN))) }},
		{"StopCompilationJob", "compilation-job/x", func() error {
			return failing(c.StopCompilationJob(ctx, &sdk.StopCompilationJobInput{CompilationJobName: name}))
		}},
		{"DeleteFeatureGroup", "feature-group/x", func() error {
			return failing(c.DeleteFeatureGroup(ctx, &sdk.DeleteFeatureGroupInput{FeatureGroupName: name}))
		}},
		{"ListMonitoringSchedules", "", func() error { return failing(c.ListMonitoringSchedules(ctx, &sdk.ListMonitoringSchedulesInput{})) }},
		{"RenderUiTemplate", "", func() error { return failing(c.RenderUiTemplate(ctx, template(execARN))) }},
	} {
		t.Run(tc.action, func(t *testing.T) {
			on := ""
			if tc.resource != "" {
				on = " on resource: " + jobARN + tc.resource
			}
			l.refused(tc.call(), want{code: denied, message: "User: arn:aws:sts::" + owner + ":assumed-role/Nobody/eve is not authorized to perform: sagemaker:" +
				tc.action + on + " because no identity-based policy allows the sagemaker:" + tc.action + " action"})
		})
	}
}

func failing[T any](_ T, err error) error { return err }

// The condition keys that AWS documents for a request are there, with the
// request's values.
func TestRequestsAroundRolesHaveTheirConditionKeys(t *testing.T) {
	one := func(key, value string) string { return `{"StringEquals":{"sagemaker:` + key + `":"` + value + `"}}` }
	any1 := func(key, value string) string {
		return `{"ForAnyValue:StringEquals":{"sagemaker:` + key + `":"` + value + `"}}`
	}
	secure := func(in *sdk.CreateAutoMLJobInput) {
		secured(types.AutoMLSecurityConfig{VolumeKmsKeyId: aws.String(keyARN), EnableInterContainerTrafficEncryption: aws.Bool(true),
			VpcConfig: &types.VpcConfig{Subnets: []string{"subnet-1"}, SecurityGroupIds: []string{"sg-1"}}})(in)
		in.OutputDataConfig.KmsKeyId = aws.String(keyARN)
	}
	for _, tc := range []struct {
		action     string
		conditions []string
		call       func(t *testing.T, c *sdk.Client) error
	}{
		{"CreateDomain", []string{one("AuthMode", "IAM"), any1("VpcSubnets", "subnet-1"), one("VolumeKmsKey", keyARN), any1("InstanceTypes", "ml.t3.medium"),
			one("DomainSharingOutputKmsKey", keyARN), any1("VpcSecurityGroupIds", "sg-1"), any1("ImageArns", jobARN+"image/custom")},
			func(t *testing.T, c *sdk.Client) error {
				in := studio()
				in.DefaultUserSettings.SecurityGroups = []string{"sg-1"}
				in.DefaultUserSettings.SharingSettings = &types.SharingSettings{S3KmsKeyId: aws.String(keyARN)}
				in.DefaultUserSettings.JupyterLabAppSettings = &types.JupyterLabAppSettings{DefaultResourceSpec: &types.ResourceSpec{
					InstanceType: types.AppInstanceTypeMlT3Medium, SageMakerImageArn: aws.String(jobARN + "image/custom")}}
				return failing(c.CreateDomain(t.Context(), in))
			}},
		{"CreateNotebookInstance", []string{one("DirectInternetAccess", "Disabled"), one("RootAccess", "Enabled"), one("VolumeKmsKey", keyARN), any1("VpcSubnets", "subnet-1"),
			any1("InstanceTypes", "ml.t3.medium"), one("MinimumInstanceMetadataServiceVersion", "2")},
			func(t *testing.T, c *sdk.Client) error {
				in := notebook()
				in.RootAccess, in.InstanceMetadataServiceConfiguration = types.RootAccessEnabled, &types.InstanceMetadataServiceConfiguration{MinimumInstanceMetadataServiceVersion: aws.String("2")}
				return failing(c.CreateNotebookInstance(t.Context(), in))
			}},
		{"CreateAutoMLJob", []string{one("OutputKmsKey", keyARN), one("VolumeKmsKey", keyARN), any1("VpcSubnets", "subnet-1"), `{"Bool":{"sagemaker:InterContainerTrafficEncryption":"true"}}`},
			func(t *testing.T, c *sdk.Client) error {
				in := automl()
				secure(in)
				return failing(c.CreateAutoMLJob(t.Context(), in))
			}},
		{"CreateFeatureGroup", []string{`{"Bool":{"sagemaker:FeatureGroupEnableOnlineStore":"true"}}`, one("FeatureGroupOnlineStoreKmsKey", keyARN),
			one("FeatureGroupOfflineStoreS3Uri", "s3://data/features"), one("FeatureGroupOfflineStoreKmsKey", keyARN), `{"Bool":{"sagemaker:FeatureGroupDisableGlueTableCreation":"true"}}`},
			func(t *testing.T, c *sdk.Client) error {
				in := featureGroup(execARN)
				in.OnlineStoreConfig = &types.OnlineStoreConfig{EnableOnlineStore: aws.Bool(true), SecurityConfig: &types.OnlineStoreSecurityConfig{KmsKeyId: aws.String(keyARN)}}
				in.OfflineStoreConfig.S3StorageConfig.KmsKeyId, in.OfflineStoreConfig.DisableGlueTableCreation = aws.String(keyARN), aws.Bool(true)
				return failing(c.CreateFeatureGroup(t.Context(), in))
			}},
		{"CreateFlowDefinition", []string{one("WorkteamType", "private-crowd"), `{"ArnEquals":{"sagemaker:WorkteamArn":"` + workteam + `"}}`},
			func(t *testing.T, c *sdk.Client) error {
				return failing(c.CreateFlowDefinition(t.Context(), flow(execARN)))
			}},
		{"CreateLabelingJob", []string{one("WorkteamType", "private-crowd"), one("OutputKmsKey", keyARN)},
			func(t *testing.T, c *sdk.Client) error {
				in := labeling(execARN)
				in.OutputConfig.KmsKeyId = aws.String(keyARN)
				return failing(c.CreateLabelingJob(t.Context(), in))
			}},
		{"CreateMonitoringSchedule", []string{any1("InstanceTypes", "ml.m5.large"), one("VolumeKmsKey", keyARN), one("OutputKmsKey", keyARN), `{"NumericEquals":{"sagemaker:MaxRuntimeInSeconds":"600"}}`,
			any1("VpcSecurityGroupIds", "sg-1"), `{"Bool":{"sagemaker:NetworkIsolation":"true"}}`},
			func(t *testing.T, c *sdk.Client) error {
				in := monitoring(execARN)
				d := in.MonitoringScheduleConfig.MonitoringJobDefinition
				d.MonitoringResources.ClusterConfig.VolumeKmsKeyId, d.MonitoringOutputConfig.KmsKeyId = aws.String(keyARN), aws.String(keyARN)
				d.StoppingCondition = &types.MonitoringStoppingCondition{MaxRuntimeInSeconds: aws.Int32(600)}
				d.NetworkConfig = &types.NetworkConfig{EnableNetworkIsolation: aws.Bool(true), VpcConfig: &types.VpcConfig{Subnets: []string{"subnet-1"}, SecurityGroupIds: []string{"sg-1"}}}
				return failing(c.CreateMonitoringSchedule(t.Context(), in))
			}},
	} {
		for _, condition := range tc.conditions {
			t.Run(tc.action+" "+condition, func(t *testing.T) {
				l := start(t, func(w *world.World) {
					w.Accounts[owner].Roles["Caller"] = &world.Role{Policies: map[string]*world.Policy{"Use": world.MustPolicy(`{"Version":"2012-10-17","Statement":[
						{"Effect":"Allow","Action":"iam:PassRole","Resource":"*"},{"Effect":"Allow","Action":"sagemaker:` + tc.action + `","Resource":"*","Condition":` + condition + `}]}`)}}
				})
				if err := tc.call(t, l.as("role/Caller/bob")); err != nil {
					t.Error(err)
				}
			})
		}
	}
}
