package sagemaker_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

func endpointConfig() *sdk.CreateEndpointConfigInput {
	return &sdk.CreateEndpointConfigInput{EndpointConfigName: aws.String("blue"), ProductionVariants: []types.ProductionVariant{{
		VariantName: aws.String("all"), ModelName: aws.String("churn"), InitialInstanceCount: aws.Int32(1), InstanceType: types.ProductionVariantInstanceTypeMlM5Large,
	}}}
}

var alarmed = &types.DeploymentConfig{
	AutoRollbackConfiguration: &types.AutoRollbackConfig{Alarms: []types.Alarm{{AlarmName: aws.String("5xx")}}},
	BlueGreenUpdatePolicy:     &types.BlueGreenUpdatePolicy{TrafficRoutingConfiguration: &types.TrafficRoutingConfig{Type: types.TrafficRoutingConfigTypeAllAtOnce, WaitIntervalInSeconds: aws.Int32(0)}},
}

// configured has a model and an endpoint configuration.
func (l *lab) configured(m *sdk.CreateModelInput, config *sdk.CreateEndpointConfigInput) *sdk.Client {
	l.t.Helper()
	c := l.as("role/Admin/ann")
	if _, err := c.CreateModel(l.t.Context(), m); err != nil {
		l.t.Fatal(err)
	}
	if _, err := c.CreateEndpointConfig(l.t.Context(), config); err != nil {
		l.t.Fatal(err)
	}
	return c
}

func TestEndpointsComeIntoServiceIfTheRoleOfTheirModelMay(t *testing.T) {
	const (
		role     = "User: arn:aws:sts::" + owner + ":assumed-role/Exec/SageMaker is not authorized to perform: "
		admin    = "User: arn:aws:sts::" + owner + ":assumed-role/Admin/ann is not authorized to perform: "
		denies   = " with an explicit deny in an identity-based policy"
		network  = "Unable to create network interfaces in the VPC of the model: "
		alarmARN = "arn:aws:cloudwatch:us-east-1:" + owner + ":alarm:5xx"
	)
	inService := want{status: "InService"}
	useImage := func(uri string) func(*sdk.CreateModelInput) {
		return func(in *sdk.CreateModelInput) { in.PrimaryContainer.Image = aws.String(uri) }
	}
	openRepository := func(w *world.World) {
		w.Accounts[foreign].Repositories["shared"].Policy = world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"` + execARN + `"},"Action":["ecr:BatchGetImage","ecr:GetDownloadUrlForLayer","ecr:BatchCheckLayerAvailability"]}}`)
	}
	for _, tc := range []struct {
		name   string
		model  func(*sdk.CreateModelInput)
		config func(*sdk.CreateEndpointConfigInput)
		guard  *types.DeploymentConfig
		before func(*world.World)
		world  func(*world.World)
		want   want
	}{
		{name: "all it needs", want: inService},
		{name: "the caller may not create", world: adminMayNot("sagemaker:CreateEndpoint"),
			want: want{code: denied, message: admin + "sagemaker:CreateEndpoint on resource: " + jobARN + "endpoint/live" + denies}},
		{name: "the caller may not use the configuration", world: func(w *world.World) {
			w.Accounts[owner].Roles["Admin"].Policies["No"] = world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"sagemaker:CreateEndpoint","Resource":"arn:aws:sagemaker:*:*:endpoint-config/blue"}}`)
		}, want: want{code: denied, message: admin + "sagemaker:CreateEndpoint on resource: " + jobARN + "endpoint-config/blue" + denies}},
		{name: "the role no longer trusts SageMaker", world: func(w *world.World) { w.Accounts[owner].Roles["Exec"].Trust = nil },
			want: want{code: "ValidationException", message: `The execution role ARN "` + execARN + `" is invalid. Please ensure that the role exists and that its trust relationship policy allows the action "sts:AssumeRole" for the service principal "sagemaker.amazonaws.com".`}},
		{name: "a model that can no longer be read", world: exec("No", deny("s3:GetObject")), want: want{status: "Failed", stage: "download", action: "s3:GetObject",
			reason: `Failed to download model data for container "container_1" from URL: "` + modelURL + `". Please ensure that there is an object located at the URL and that the role passed to CreateModel has permissions to download the object.`}},
		{name: "a model whose key the role may not use", before: encryptedModel, world: exec("No", deny("kms:Decrypt")), want: want{status: "Failed", stage: "download", action: "kms:Decrypt",
			reason: `Failed to download model data for container "container_1" from URL: "` + modelURL + `". Please ensure that there is an object located at the URL and that the role passed to CreateModel has permissions to download the object.`}},
		{name: "several models are loaded when they are asked", model: func(in *sdk.CreateModelInput) {
			in.PrimaryContainer.Mode, in.PrimaryContainer.ModelDataUrl = types.ContainerModeMultiModel, aws.String("s3://data/many/")
		}, world: exec("No", deny("s3:GetObject")), want: inService},
		{name: "an image that the role may not get", model: useImage(own), world: exec("No", deny("ecr:BatchGetImage")), want: want{status: "Failed", stage: "pull", action: "ecr:BatchGetImage",
			reason: "The role '" + execARN + "' does not have BatchGetImage permission for the image: '" + own + "'."}},
		{name: "an image whose layers the role may not get", model: useImage(own), world: exec("No", deny("ecr:GetDownloadUrlForLayer")), want: want{status: "Failed", stage: "pull", action: "ecr:GetDownloadUrlForLayer",
			reason: "Please make sure all images included in the model for the production variant all exist, and that the execution role used to create the model has permissions to access them."}},
		{name: "an image of another account", model: useImage(theirs), want: want{status: "Failed", stage: "pull", action: "ecr:BatchGetImage", layer: authz.ResourcePolicy,
			reason: "The role '" + execARN + "' does not have BatchGetImage permission for the image: '" + theirs + "'."}},
		{name: "an image of another account that lets the role", model: useImage(theirs), world: openRepository, want: inService},
		{name: "a VPC", model: modelInVPC, want: inService},
		{name: "a VPC whose endpoints the role may not look at", model: modelInVPC, world: exec("No", deny("ec2:DescribeVpcEndpoints")),
			want: want{status: "Failed", stage: "network", action: "ec2:DescribeVpcEndpoints", reason: network + role + "ec2:DescribeVpcEndpoints" + denies}},
		{name: "a VPC in which the role may make no interface", model: modelInVPC, world: exec("No", deny("ec2:CreateNetworkInterface")),
			want: want{status: "Failed", stage: "interface", action: "ec2:CreateNetworkInterface", reason: network + role + "ec2:CreateNetworkInterface on resource: arn:aws:ec2:us-east-1:" + owner + ":network-interface/*" + denies}},
		{name: "a VPC endpoint that cuts the model off", model: modelInVPC, world: func(w *world.World) {
			w.Accounts[owner].VPCs["vpc-1"].Endpoints["vpce-1"].Policy = world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::out/*"}}`)
		}, want: want{status: "Failed", stage: "download", action: "s3:GetObject", layer: authz.VPCEndpointPolicy,
			reason: `Failed to download model data for container "container_1" from URL: "` + modelURL + `". Please ensure that there is an object located at the URL and that the role passed to CreateModel has permissions to download the object.`}},
		{name: "a key for the storage that the role may not hand on", config: func(in *sdk.CreateEndpointConfigInput) { in.KmsKeyId = aws.String(keyARN) }, world: exec("No", deny("kms:CreateGrant")),
			want: want{status: "Failed", stage: "volume", action: "kms:CreateGrant", reason: "Unable to create a grant on the KMS key " + keyARN + ": " + role + "kms:CreateGrant on resource: " + keyARN + denies}},
		{name: "alarms that the role may not describe", guard: alarmed, world: exec("No", deny("cloudwatch:DescribeAlarms")),
			want: want{status: "Failed", stage: "alarms", action: "cloudwatch:DescribeAlarms",
				reason: "The role '" + execARN + "' does not have permission to describe the alarms of the auto-rollback configuration: " + role + "cloudwatch:DescribeAlarms on resource: " + alarmARN + denies}},
		{name: "alarms that nobody named", world: exec("No", deny("cloudwatch:DescribeAlarms")), want: inService},
		{name: "alarms", guard: alarmed, want: inService},
		{name: "logs that cannot be written", world: exec("No", deny("logs:*")), want: inService},
		{name: "a variant without a model", config: func(in *sdk.CreateEndpointConfigInput) {
			in.ProductionVariants[0].ModelName, in.ExecutionRoleArn = nil, aws.String(execARN)
		}, world: exec("No", deny("s3:*")), want: inService},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l := start(t, tc.before)
			m, config := model(), endpointConfig()
			if tc.model != nil {
				tc.model(m)
			}
			if tc.config != nil {
				tc.config(config)
			}
			c := l.configured(m, config)
			l.later(tc.world)
			l.mark()
			_, err := c.CreateEndpoint(t.Context(), &sdk.CreateEndpointInput{EndpointName: aws.String("live"), EndpointConfigName: aws.String("blue"), DeploymentConfig: tc.guard})
			l.check("endpoint/live", err, tc.want)
			if tc.want.code != "" {
				return
			}
			out, err := c.DescribeEndpoint(t.Context(), &sdk.DescribeEndpointInput{EndpointName: aws.String("live")})
			if err != nil || string(out.EndpointStatus) != tc.want.status || aws.ToString(out.FailureReason) != tc.want.reason {
				t.Errorf("described as %v: %s, %v", out.EndpointStatus, aws.ToString(out.FailureReason), err)
			}
			if len(out.ProductionVariants) != map[string]int{"InService": 1}[tc.want.status] {
				t.Errorf("variants: %v", out.ProductionVariants)
			}
		})
	}
}

// Each model is deployed with the role that it was created with.
func TestEveryVariantHasTheRoleOfItsModel(t *testing.T) {
	l := start(t, func(w *world.World) {
		w.Accounts[owner].Roles["Second"] = &world.Role{Trust: trustSageMaker, Policies: map[string]*world.Policy{"All": anything}}
	})
	c := l.as("role/Admin/ann")
	second := model()
	second.ModelName, second.ExecutionRoleArn = aws.String("second"), aws.String("arn:aws:iam::"+owner+":role/Second")
	if _, err := c.CreateModel(t.Context(), second); err != nil {
		t.Fatal(err)
	}
	config := endpointConfig()
	shadow := config.ProductionVariants[0]
	shadow.VariantName, shadow.ModelName = aws.String("shadow"), aws.String("second")
	config.ShadowProductionVariants = []types.ProductionVariant{shadow}
	l.configured(model(), config)
	l.later(func(w *world.World) { w.Accounts[owner].Roles["Second"].Policies["No"] = deny("s3:GetObject") })
	_, err := c.CreateEndpoint(t.Context(), &sdk.CreateEndpointInput{EndpointName: aws.String("live"), EndpointConfigName: aws.String("blue")})
	l.check("endpoint/live", err, want{status: "Failed", stage: "download", action: "s3:GetObject",
		reason: `Failed to download model data for container "container_1" from URL: "` + modelURL + `". Please ensure that there is an object located at the URL and that the role passed to CreateModel has permissions to download the object.`})
	card := l.ended("endpoint/live")
	if got := card.Calls[len(card.Calls)-1].Principal; got != "arn:aws:sts::"+owner+":assumed-role/Second/SageMaker" {
		t.Errorf("the call was made by %s", got)
	}
}

func TestAnUpdateDeploysTheOtherConfiguration(t *testing.T) {
	l := start(t, nil)
	c := l.configured(model(), endpointConfig())
	update := &sdk.UpdateEndpointInput{EndpointName: aws.String("live"), EndpointConfigName: aws.String("green"), DeploymentConfig: alarmed}
	_, err := c.UpdateEndpoint(t.Context(), update)
	l.refused(err, want{code: "ValidationException", message: `Could not find endpoint "` + jobARN + `endpoint/live".`})
	_, err = c.CreateEndpoint(t.Context(), &sdk.CreateEndpointInput{EndpointName: aws.String("live"), EndpointConfigName: aws.String("green")})
	l.refused(err, want{code: "ValidationException", message: `Could not find endpoint configuration "` + jobARN + `endpoint-config/green".`})
	create := &sdk.CreateEndpointInput{EndpointName: aws.String("live"), EndpointConfigName: aws.String("blue"), Tags: []types.Tag{{Key: aws.String("team"), Value: aws.String("ml")}}}
	_, err = c.CreateEndpoint(t.Context(), create)
	l.check("endpoint/live", err, want{status: "InService"})
	_, err = c.CreateEndpoint(t.Context(), create)
	l.refused(err, want{code: "ValidationException", message: `Cannot create already existing endpoint "` + jobARN + `endpoint/live".`})
	_, err = c.UpdateEndpoint(t.Context(), update)
	l.refused(err, want{code: "ValidationException", message: `Could not find endpoint configuration "` + jobARN + `endpoint-config/green".`})
	green := endpointConfig()
	green.EndpointConfigName = aws.String("green")
	if _, err := c.CreateEndpointConfig(t.Context(), green); err != nil {
		t.Fatal(err)
	}
	_, err = c.UpdateEndpoint(t.Context(), update)
	l.check("endpoint/live", err, want{status: "InService"})
	out, err := c.DescribeEndpoint(t.Context(), &sdk.DescribeEndpointInput{EndpointName: aws.String("live")})
	if err != nil || *out.EndpointConfigName != "green" || out.LastDeploymentConfig == nil {
		t.Errorf("described as %+v, %v", out, err)
	}

	l.later(exec("No", deny("cloudwatch:DescribeAlarms")))
	_, err = c.UpdateEndpoint(t.Context(), &sdk.UpdateEndpointInput{EndpointName: aws.String("live"), EndpointConfigName: aws.String("blue"), RetainDeploymentConfig: aws.Bool(true)})
	l.check("endpoint/live", err, want{status: "Failed", stage: "alarms", action: "cloudwatch:DescribeAlarms",
		reason: "The role '" + execARN + "' does not have permission to describe the alarms of the auto-rollback configuration: User: arn:aws:sts::" + owner + ":assumed-role/Exec/SageMaker is not authorized to perform: cloudwatch:DescribeAlarms on resource: arn:aws:cloudwatch:us-east-1:" + owner + ":alarm:5xx with an explicit deny in an identity-based policy"})
	_, err = c.UpdateEndpoint(t.Context(), update)
	l.refused(err, want{code: "ValidationException", message: `Cannot update endpoint "` + jobARN + `endpoint/live" in status Failed.`})
}

func TestEndpointsAndTheirConfigurationsAreListedAndDeleted(t *testing.T) {
	l := start(t, nil)
	c := l.as("role/Admin/ann")
	_, err := c.CreateEndpointConfig(t.Context(), endpointConfig())
	l.refused(err, want{code: "ValidationException", message: `Could not find model "` + jobARN + `model/churn".`})
	l.configured(model(), endpointConfig())
	_, err = c.CreateEndpointConfig(t.Context(), endpointConfig())
	l.refused(err, want{code: "ValidationException", message: `Cannot create already existing endpoint configuration "` + jobARN + `endpoint-config/blue".`})
	_, err = c.CreateEndpoint(t.Context(), &sdk.CreateEndpointInput{EndpointName: aws.String("live"), EndpointConfigName: aws.String("blue")})
	l.check("endpoint/live", err, want{status: "InService"})
	configs, err := c.ListEndpointConfigs(t.Context(), &sdk.ListEndpointConfigsInput{})
	if err != nil || len(configs.EndpointConfigs) != 1 {
		t.Errorf("configurations: %v %v", configs, err)
	}
	endpoints, err := c.ListEndpoints(t.Context(), &sdk.ListEndpointsInput{StatusEquals: types.EndpointStatusInService})
	if err != nil || len(endpoints.Endpoints) != 1 {
		t.Errorf("endpoints: %v %v", endpoints, err)
	}
	if _, err := c.DeleteEndpointConfig(t.Context(), &sdk.DeleteEndpointConfigInput{EndpointConfigName: aws.String("blue")}); err != nil {
		t.Error(err)
	}
	_, err = c.DescribeEndpointConfig(t.Context(), &sdk.DescribeEndpointConfigInput{EndpointConfigName: aws.String("blue")})
	l.refused(err, want{code: "ValidationException", message: `Could not find endpoint configuration "` + jobARN + `endpoint-config/blue".`})
	if _, err := c.DeleteEndpoint(t.Context(), &sdk.DeleteEndpointInput{EndpointName: aws.String("live")}); err != nil {
		t.Error(err)
	}
	_, err = c.DeleteEndpoint(t.Context(), &sdk.DeleteEndpointInput{EndpointName: aws.String("live")})
	l.refused(err, want{code: "ValidationException", message: `Could not find endpoint "` + jobARN + `endpoint/live".`})
}

func TestConditionsOnAnEndpointConfigurationSeeItsModelsAndInstances(t *testing.T) {
	for _, tc := range []struct {
		key, value string
		refused    bool
	}{
		{"sagemaker:ModelArn", jobARN + "model/churn", true},
		{"sagemaker:ModelArn", jobARN + "model/other", false},
		{"sagemaker:InstanceTypes", "ml.m5.large", true},
		{"sagemaker:VolumeKmsKey", keyARN, true},
	} {
		l := start(t, nil)
		if _, err := l.as("role/Admin/ann").CreateModel(t.Context(), model()); err != nil {
			t.Fatal(err)
		}
		l.later(func(w *world.World) {
			w.Accounts[owner].Roles["Admin"].Policies["No"] = world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"sagemaker:CreateEndpointConfig","Resource":"*",
				"Condition":{"ForAnyValue:StringEquals":{"` + tc.key + `":"` + tc.value + `"}}}}`)
		})
		in := endpointConfig()
		in.KmsKeyId = aws.String(keyARN)
		_, err := l.as("role/Admin/ann").CreateEndpointConfig(t.Context(), in)
		if refused := err != nil; refused != tc.refused {
			t.Errorf("%s %s: %v", tc.key, tc.value, err)
		}
	}
}
