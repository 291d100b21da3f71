package golden_test

import (
	"fmt"
	"strings"

	"github.com/denylab/denylab/emulator/world"
)

// Images: one that runs well, one whose program fails, one of the account.
const (
	ready   = "683313688378.dkr.ecr.us-east-1.amazonaws.com/ready:1"
	failing = "683313688378.dkr.ecr.us-east-1.amazonaws.com/failing:1"
	private = owner + ".dkr.ecr.us-east-1.amazonaws.com/team/model:1"
)

// addJobs adds what jobs need: roles that lack one permission each, users who may
// create jobs, images, and a network without a way out.
func addJobs(w *world.World) {
	a := w.Accounts[owner]
	trust := world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":["sagemaker.amazonaws.com","glue.amazonaws.com"]}}}`)
	for name, lacks := range map[string]string{
		"Exec": "iam:Nothing", "NoGet": "s3:GetObject", "NoPut": "s3:PutObject", "NoList": "s3:ListBucket", "NoPull": "ecr:BatchGetImage", "NoPass": "iam:PassRole", "NoKey": "kms:GenerateDataKey",
	} {
		a.Roles[name] = &world.Role{Trust: trust, Policies: inline(document(`{"Effect":"Allow","NotAction":"` + lacks + `","Resource":"*"}`))}
	}
	// What the request is checked for does not say where; this is refused there.
	a.Roles["NoInterface"] = &world.Role{Trust: trust, Policies: inline(document(statement("Allow", "*", "*"), statement("Deny", "ec2:CreateNetworkInterface", "arn:aws:ec2:*:*:subnet/*")))}
	w.Accounts[other].Roles = map[string]*world.Role{"Exec": {Trust: trust}}
	create := statement("Allow", "sagemaker:CreateTrainingJob", "*")
	a.Users["trainer"] = &world.User{Policies: inline(document(create))}
	a.Users["passer"] = &world.User{Policies: inline(document(create, statement("Allow", "iam:PassRole", "*")))}
	a.Buckets["input"] = &world.Bucket{Objects: map[string]*world.Object{"in/a.csv": {Body: "1,2"}, "in/model.tar.gz": {Body: "not read"}, "odd//b.csv": {Body: "3,4"}, "scripts/orders.py": {Body: "print()"}}}
	a.Repositories = map[string]*world.Repository{"team/model": {}}
	a.VPCs = map[string]*world.VPC{"vpc-1": {
		Subnets:        map[string]*world.Subnet{"subnet-1": {CIDR: "10.0.0.0/24"}},
		SecurityGroups: map[string]*world.SecurityGroup{"sg-1": {Name: "jobs"}},
	}, "vpc-2": { // lists nothing, which only a job in it notices
		Subnets:        map[string]*world.Subnet{"subnet-2": {CIDR: "10.0.0.0/24"}},
		SecurityGroups: map[string]*world.SecurityGroup{"sg-2": {Name: "jobs"}},
		Endpoints: map[string]*world.Endpoint{"vpce-2": {Service: "s3", Type: world.Gateway,
			Policy: document(`{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}`)}},
	}}
	w.Images = map[string]*world.Image{ready: {Program: []string{"print done"}}, failing: {Program: []string{"fail it went wrong"}}}
}

// sagemaker is a request to SageMaker with a JSON body.
func sagemaker(operation, body string) step {
	return target("sagemaker", "SageMaker."+operation, body)
}

func roleARN(name string) string { return "arn:aws:iam::" + owner + ":role/" + name }

const inVPC = `"VpcConfig":{"Subnets":["subnet-1"],"SecurityGroupIds":["sg-1"]}`

// train makes a training job; more are further members of the request.
func train(role, image, input string, more ...string) step {
	return sagemaker("CreateTrainingJob", fmt.Sprintf(`{"TrainingJobName":"job","RoleArn":%q,"AlgorithmSpecification":{"TrainingImage":%q,"TrainingInputMode":"File"},`+
		`"InputDataConfig":[{"ChannelName":"train","DataSource":{"S3DataSource":{"S3DataType":"S3Prefix","S3Uri":%q}}}],"OutputDataConfig":{"S3OutputPath":"s3://input/out"},`+
		`"ResourceConfig":{"InstanceType":"ml.m5.large","InstanceCount":1,"VolumeSizeInGB":1},"StoppingCondition":{"MaxRuntimeInSeconds":60}%s}`,
		role, image, input, strings.Join(append([]string{""}, more...), ",")))
}

// process makes a processing job.
func process(role string, more ...string) step {
	return sagemaker("CreateProcessingJob", fmt.Sprintf(`{"ProcessingJobName":"job","RoleArn":%q,"AppSpecification":{"ImageUri":%q},`+
		`"ProcessingInputs":[{"InputName":"in","S3Input":{"S3Uri":"s3://input/in/","S3DataType":"S3Prefix","S3InputMode":"File","LocalPath":"/opt/ml/processing/input"}}],`+
		`"ProcessingResources":{"ClusterConfig":{"InstanceType":"ml.m5.large","InstanceCount":1,"VolumeSizeInGB":1}}%s}`, role, ready, strings.Join(append([]string{""}, more...), ",")))
}

func model(role, image string) step {
	return sagemaker("CreateModel", fmt.Sprintf(`{"ModelName":"model","ExecutionRoleArn":%q,"PrimaryContainer":{"Image":%q,"ModelDataUrl":"s3://input/in/model.tar.gz"}}`, role, image))
}

// ended is a job that ends with a reason, which its description has.
func ended(reason string, kind string, create step) provocation {
	return refused("FailureReason", reason, create, sagemaker("Describe"+kind+"Job", fmt.Sprintf(`{"%sJobName":"job"}`, kind)))
}
