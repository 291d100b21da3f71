package golden_test

const noObjects = `No S3 objects found under S3 URL "s3://<b>/<p>" given in input data source. Please ensure that the bucket exists in the selected region (<r>), that objects exist under that S3 prefix, and that the role "<role arn>" has "s3:ListBucket" permissions on bucket "<b>".`

var sagemakerErrors = []provocation{
	refused("AccessDeniedException", "User: <arn> is not authorized to perform: sagemaker:CreateTrainingJob on resource: arn:aws:sagemaker:<r>:<a>:training-job/<name> because no identity-based policy allows the sagemaker:CreateTrainingJob action",
		train(roleARN("Exec"), ready, "s3://input/in/").by("user/bob")).where("arn", bob, "r", region, "a", owner, "name", "job"),
	refused("AccessDeniedException", "User: <arn> is not authorized to perform: iam:PassRole on resource: <role arn> because no identity-based policy allows the iam:PassRole action",
		train(roleARN("Exec"), ready, "s3://input/in/").by("user/trainer")).where("arn", "arn:aws:iam::"+owner+":user/trainer", "role arn", roleARN("Exec")),
	refused("AccessDeniedException", "User: <arn> is not authorized to perform: sagemaker:AddTags on resource: <job arn> because no identity-based policy allows the sagemaker:AddTags action",
		train(roleARN("Exec"), ready, "s3://input/in/", `"Tags":[{"Key":"a","Value":"b"}]`).by("user/passer")).
		where("arn", "arn:aws:iam::"+owner+":user/passer", "job arn", "arn:aws:sagemaker:"+region+":"+owner+":training-job/job"),
	refused("ValidationException", "Could not assume role <role arn>. Please ensure that the role exists and allows principal 'sagemaker.amazonaws.com' to assume the role.",
		train(roleARN("Job"), ready, "s3://input/in/")).where("role arn", roleARN("Job")),
	refused("ValidationException", noObjects, train(roleARN("Exec"), ready, "s3://input/none/")).where("b", "input", "p", "none/", "r", region, "role arn", roleARN("Exec")),
	refused("ValidationException", noObjects, train(roleARN("NoList"), ready, "s3://input/in/")).where("b", "input", "p", "in/", "r", region, "role arn", roleARN("NoList")),
	refused("ValidationException", "Access denied for repository: <repo> in registry ID: <acct>. Please check if your ECR repository and image exist and role <role arn> has proper pull permissions for SageMaker: ecr:BatchCheckLayerAvailability, ecr:BatchGetImage, ecr:GetDownloadUrlForLayer",
		train(roleARN("NoPull"), private, "s3://input/in/")).where("repo", "team/model", "acct", owner, "role arn", roleARN("NoPull")),
	refused("ValidationException", "RoleArn: Cross-account pass role is not allowed.", train("arn:aws:iam::"+other+":role/Exec", ready, "s3://input/in/")),
	refused("ValidationException", `Could not access model data at s3://<b>/<k>. Please ensure that the role "<role arn>" exists and that its trust relationship policy allows the action "sts:AssumeRole" for the service principal "sagemaker.amazonaws.com". Also ensure that the role has "s3:GetObject" permissions and that the object is located in <region>. If your Model uses multiple models or uncompressed models, please ensure that the role has "s3:ListBucket" permission.`,
		model(roleARN("NoGet"), ready)).where("b", "input", "k", "in/model.tar.gz", "role arn", roleARN("NoGet")),
	refused("ValidationException", `The execution role ARN "<role arn>" is invalid. Please ensure that the role exists and that its trust relationship policy allows the action "sts:AssumeRole" for the service principal "sagemaker.amazonaws.com".`,
		model(roleARN("Job"), ready)).where("role arn", roleARN("Job")),
	refused("ValidationException", "SageMaker is unable to perform: sts:AssumeRole on the role. Check if you have a trust relationship for 'sagemaker.amazonaws.com' to assume the role.",
		sagemaker("CreateDomain", `{"DomainName":"studio","AuthMode":"IAM","VpcId":"vpc-1","SubnetIds":["subnet-1"],"DefaultUserSettings":{"ExecutionRole":"`+roleARN("Job")+`"}}`)),
	refused("FailureReason", "The role '<role arn>' does not have BatchGetImage permission for the image: '<image>'.",
		model(roleARN("NoPull"), private), sagemaker("CreateEndpointConfig", `{"EndpointConfigName":"config","ProductionVariants":[{"VariantName":"all","ModelName":"model","InitialInstanceCount":1,"InstanceType":"ml.m5.large"}]}`),
		sagemaker("CreateEndpoint", `{"EndpointName":"endpoint","EndpointConfigName":"config"}`), sagemaker("DescribeEndpoint", `{"EndpointName":"endpoint"}`)).
		where("role arn", roleARN("NoPull"), "image", private),

	ended("ClientError: Data download failed:failed to download data. 403 Forbidden (403): Forbidden", "Training", train(roleARN("NoGet"), ready, "s3://input/in/")),
	ended("ClientError: Data download failed:Please ensure that the subnet's route table has a route to an S3 VPC endpoint or a NAT device, and both the security groups and the subnet's network ACL allow outbound traffic to S3.",
		"Training", train(roleARN("Exec"), ready, "s3://input/in/", inVPC)),
	ended("ClientError: Data download failed: Failed to download data. ListObjectsV2 failed for s3://<b>/<p>: Unable to execute request to S3",
		"Training", train(roleARN("Exec"), ready, "s3://input/in/", `"VpcConfig":{"Subnets":["subnet-2"],"SecurityGroupIds":["sg-2"]}`)).where("b", "input", "p", "in/"),
	ended("ClientError: Data download failed:Failed to download data. S3 key: s3://<b>/<k> has an illegal char sub-sequence '//' in it",
		"Training", train(roleARN("Exec"), ready, "s3://input/odd")).where("b", "input", "k", "odd//b.csv"),
	ended("ClientError: Artifact upload failed:Error 7: AccessDenied (403): Access Denied", "Training", train(roleARN("NoPut"), ready, "s3://input/in/")),
	ended("AlgorithmError: <first 1024 chars of /opt/ml/output/failure>, exit code: 1", "Training", train(roleARN("Exec"), failing, "s3://input/in/")).
		where("first 1024 chars of /opt/ml/output/failure", "it went wrong"),
	ended("ClientError: Failed to download data. ListObjectsV2 failed for s3://<b>/<p> nextToken:[null]: Unable to execute request to S3",
		"Processing", process(roleARN("NoList"))).where("b", "input", "p", "in/"),
	ended("InternalServerError: We encountered an internal error.  Please try again.", "Processing", process(roleARN("NoInterface"), `"NetworkConfig":{`+inVPC+`}`)),

	refused("StepFailureReason", "ClientError: the pipeline execution role does not have sufficient permissions to the job.",
		sagemaker("CreatePipeline", `{"PipelineName":"flow","ClientRequestToken":"00000000000000000000000000000000","RoleArn":"`+roleARN("NoPass")+
			`","PipelineDefinition":"{\"Version\":\"2020-12-01\",\"Steps\":[{\"Name\":\"Model\",\"Type\":\"Model\",\"Arguments\":{\"PrimaryContainer\":{\"Image\":\"i\"}}}]}"}`),
		sagemaker("StartPipelineExecution", `{"PipelineName":"flow","ClientRequestToken":"00000000000000000000000000000000"}`).keeping("PipelineExecutionArn"),
		sagemaker("ListPipelineExecutionSteps", `{"PipelineExecutionArn":"{PipelineExecutionArn}"}`)),
}

var organizationsErrors = []provocation{
	refused("MalformedPolicyDocumentException", "The provided policy document does not meet the requirements of the specified policy type.",
		target("organizations", "AWSOrganizationsV20161128.CreatePolicy",
			`{"Name":"p","Description":"","Type":"SERVICE_CONTROL_POLICY","Content":`+quoted(toOther("s3:*", "*"))+`}`)),
}
