package sagemaker

import (
	"net/http"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
)

func failure(code, message string) *awsproto.Error {
	return &awsproto.Error{Status: http.StatusBadRequest, Code: code, Message: message}
}

func validation(message string) *awsproto.Error { return failure("ValidationException", message) }

func internal() *awsproto.Error {
	return &awsproto.Error{Status: http.StatusInternalServerError, Code: "InternalFailure",
		Message: "denylab could not reach a decision; its log has the error."}
}

// Texts that recordings or AWS's pages have.

func crossAccountRole() *awsproto.Error {
	return validation("RoleArn: Cross-account pass role is not allowed.")
}

func notAssumable(role string) *awsproto.Error {
	return validation("Could not assume role " + role + ". Please ensure that the role exists and allows principal '" +
		principal + "' to assume the role.")
}

func noObjects(uri, region, role, bucket string) string {
	return `No S3 objects found under S3 URL "` + uri + `" given in input data source. Please ensure that the bucket exists in the selected region (` +
		region + `), that objects exist under that S3 prefix, and that the role "` + role + `" has "s3:ListBucket" permissions on bucket "` + bucket + `".`
}

func noImage(repository, registry, role string) *awsproto.Error {
	return validation("Access denied for repository: " + repository + " in registry ID: " + registry +
		". Please check if your ECR repository and image exist and role " + role +
		" has proper pull permissions for SageMaker: ecr:BatchCheckLayerAvailability, ecr:BatchGetImage, ecr:GetDownloadUrlForLayer")
}

const (
	hostCannotAssume = "ClientError: TrainingHostAgent Initialization failed:InvalidInputException: SageMaker is unable to perform: sts:AssumeRole on the role. " +
		"Check if you have a trust relationship for 'sagemaker.amazonaws.com' to assume the role."
	downloadForbidden = "ClientError: Data download failed:failed to download data. 403 Forbidden (403): Forbidden"
	uploadDenied      = "ClientError: Artifact upload failed:Error 7: AccessDenied (403): Access Denied"
	noRoute           = "ClientError: Data download failed:Please ensure that the subnet's route table has a route to an S3 VPC endpoint or a NAT device, " +
		"and both the security groups and the subnet's network ACL allow outbound traffic to S3."
	illegalKey = "has an illegal char sub-sequence '//' in it"
)

// channelUnlisted is the reason of a training job that cannot list a channel,
// which it could when it was taken.
func channelUnlisted(uri string) string {
	return "ClientError: Data download failed: Failed to download data. ListObjectsV2 failed for " + uri + ": Unable to execute request to S3"
}

// internalFailure is what a processing job shows whose network interfaces
// cannot be made.
const internalFailure = "InternalServerError: We encountered an internal error.  Please try again."

// inputUnlisted is the reason of a processing job that cannot list its input,
// be it for a permission or for the network.
func inputUnlisted(uri string) string {
	return "ClientError: Failed to download data. ListObjectsV2 failed for " + uri + " nextToken:[null]: Unable to execute request to S3"
}

// These are what the API says instead of ResourceNotFound and ResourceInUse
// about what is hosted.

func couldNotFind(what, arn string) *awsproto.Error {
	return validation("Could not find " + what + ` "` + arn + `".`)
}

func alreadyExists(what, arn string) *awsproto.Error {
	return validation("Cannot create already existing " + what + ` "` + arn + `".`)
}

func inProgress(arn string) *awsproto.Error {
	return validation(`Cannot update in-progress endpoint "` + arn + `".`)
}

func roleInvalid(role string) *awsproto.Error {
	return validation(`The execution role ARN "` + role + `" is invalid. Please ensure that the role exists and that its trust relationship policy allows ` +
		`the action "sts:AssumeRole" for the service principal "` + principal + `".`)
}

func modelDataRefused(uri, role, region string) *awsproto.Error {
	return validation("Could not access model data at " + uri + `. Please ensure that the role "` + role +
		`" exists and that its trust relationship policy allows the action "sts:AssumeRole" for the service principal "` + principal +
		`". Also ensure that the role has "s3:GetObject" permissions and that the object is located in ` + region +
		`. If your Model uses multiple models or uncompressed models, please ensure that the role has "s3:ListBucket" permission.`)
}

// modelUnreachable is the reason of an endpoint that cannot get the data of a
// model's nth container.
func modelUnreachable(n int, uri string) string {
	return `Failed to download model data for container "container_` + itoa(n) + `" from URL: "` + uri +
		`". Please ensure that there is an object located at the URL and that the role passed to CreateModel has permissions to download the object.`
}

// imageUnreachable is the reason of an endpoint that may not pull an image.
func imageUnreachable(action, role, image, variant string) string {
	if action == "ecr:BatchGetImage" {
		return "The role '" + role + "' does not have BatchGetImage permission for the image: '" + image + "'."
	}
	return "Please make sure all images included in the model for the production variant " + variant +
		" exist, and that the execution role used to create the model has permissions to access them."
}

func tuningExists(name string) *awsproto.Error {
	return failure("ResourceInUse", "A hyperparameter tuning job with the name, "+name+", already exists. Choose a different name.")
}

// roleNotAssumed is what CreateDomain says.
func roleNotAssumed(string) *awsproto.Error {
	return validation("SageMaker is unable to perform: sts:AssumeRole on the role. " +
		"Check if you have a trust relationship for 'sagemaker.amazonaws.com' to assume the role.")
}

// notebookInterfaceRefused is the reason of a notebook whose caller may not make
// its network interface: EC2's text as it was recorded, before it named the user,
// with its encoded message and the id of its request. It is not cut at 1,024
// characters: half a message could not be decoded.
func notebookInterfaceRefused(encoded, id string) string {
	return "Unable to create or start a notebook instance that can access resources in your VPC. Please check if you have ec2:CreateNetworkInterface permission. " +
		"You are not authorized to perform this operation. Encoded authorization failure message: " + encoded + " (Service: AmazonEC2; Status Code: 403; Error Code: UnauthorizedOperation; Request ID: " + id + "; Proxy: null)"
}

func jobExists(arn string) *awsproto.Error {
	return failure("ResourceInUse", "Job name must be unique within an AWS account and region, and a job with this name already exists ("+arn+")")
}

// stepsFailed is the reason of an execution of a pipeline.
const stepsFailed = "Step failure: One or multiple steps failed."

// roleInsufficient is the reason of a step that may not be made. A recording
// has it, without the call that was refused: that it is iam:PassRole is
// UNVERIFIED.
const roleInsufficient = "ClientError: the pipeline execution role does not have sufficient permissions to the job."

// invokeFailed is the reason of a step whose call was refused. Recordings have
// it; whether "Error Details" stands before a denial is UNVERIFIED.
func invokeFailed(operation, why string) string {
	return "ClientError: Failed to invoke sagemaker:" + operation + ". Error Details: " + why
}

func badDefinition(why string) *awsproto.Error {
	return validation("Unable to parse pipeline definition. Model Validation failed: " + why)
}

// artifactDenied is the answer to who registers a model without reading it.
func artifactDenied(bucket, key string) *awsproto.Error {
	return validation("Access denied for bucket: " + bucket + ", object key: " + key)
}

// maxReason is the longest failure reason, in characters.
const maxReason = 1024

// algorithmError is the reason of a job whose code failed: the text it left,
// and its exit code.
func algorithmError(text string, code int) string {
	return cut("AlgorithmError: "+cut(text, maxReason)+", exit code: "+itoa(code), maxReason)
}

func cut(text string, most int) string {
	runes := []rune(strings.TrimSpace(text))
	return string(runes[:min(len(runes), most)])
}

// Texts that no page and no recording confirms. UNVERIFIED, every one of them:
// they stand together so that a recording corrects them in one place.

func exists(what, arn string) *awsproto.Error {
	return failure("ResourceInUse", what+" names must be unique within an AWS account and region, and a "+
		strings.ToLower(what)+" with this name already exists ("+arn+")")
}

// notPropagated: a job with trusted identity propagation cannot have it.
func notPropagated(what string) *awsproto.Error {
	return validation(what + " is not supported with trusted identity propagation")
}

// notFound: SageMaker's Describe calls answer ValidationException or
// ResourceNotFound; which one a kind has is in its API page's errors.
func notFound() *awsproto.Error { return failure("ResourceNotFound", "Requested resource not found.") }

func oneAlgorithm() *awsproto.Error {
	return validation("You must specify either TrainingImage or AlgorithmName in AlgorithmSpecification, and not both.")
}

func waitsTooShort() *awsproto.Error {
	return validation("MaxWaitTimeInSeconds must be equal to or greater than MaxRuntimeInSeconds.")
}

func channelTwice(name string) *awsproto.Error {
	return validation("The channel name " + name + " is used more than once.")
}

func notPiped(channel, what string) *awsproto.Error {
	return validation(what + " requires Pipe as the input mode of the channel " + channel + ".")
}

func keyRefused(key, why string) *awsproto.Error {
	return validation("Unable to create a grant on the KMS key " + key + ": " + why)
}

func algorithmRefused(arn, why string) *awsproto.Error {
	return validation("Access denied when describing algorithm " + arn + ": " + why)
}

func networkRefused(why string) *awsproto.Error {
	return validation("Unable to validate the VPC configuration: " + why)
}

func inUse(arn, status string) *awsproto.Error {
	return failure("ResourceInUse", "The resource "+arn+" is in status "+status)
}

func nameTaken(what, name string) *awsproto.Error {
	return failure("ResourceInUse", what+" with name "+name+" already exists")
}

func stillUsed(what, name string) *awsproto.Error {
	return failure("ResourceInUse", "Unable to delete "+what+" "+name+" because other resources are associated with it.")
}

func noDomain(id string) *awsproto.Error { return validation("Domain [" + id + "] does not exist.") }

func noUser(name string) *awsproto.Error {
	return validation("UserProfile [" + name + "] does not exist.")
}

func noSpace(name string) *awsproto.Error { return validation("Space [" + name + "] does not exist.") }

func noRole(domain string) *awsproto.Error {
	return validation("Neither the user profile nor the domain [" + domain + "] has an execution role.")
}

func noSpaceRole(domain string) *awsproto.Error {
	return validation("Domain [" + domain + "] has no execution role in its default space settings, which a shared space needs.")
}

func noOwner(space string) *awsproto.Error {
	return validation("Ownership settings are required for the private space [" + space + "].")
}

func oneOwner() *awsproto.Error {
	return validation("Exactly one of UserProfileName and SpaceName must be specified.")
}

func appCannotAssume() string { return "ClientError: " + roleNotAssumed("").Message }

func appKeyRefused(_, why string) string { return "ClientError: " + why }

func noBaseImage(image string) string {
	return "The base image " + image + " is no image of Amazon ECR."
}

func baseImageRefused(image, why string) string {
	return "Unable to access the base image " + image + ": " + why
}

// noSuchImage and noImageNamed: that the first ends so and the second begins so
// is known of what clients look for.
func noSuchImage(name string) *awsproto.Error {
	return failure("ResourceNotFound", "Image "+name+" does not exist.")
}

func noImageNamed(name string) *awsproto.Error {
	return failure("ResourceNotFound", "No Image with the name "+name+" exists.")
}

func noVersion() *awsproto.Error { return validation("One of Version and Alias must be specified.") }

func duplicateNotebook(arn string) *awsproto.Error {
	return validation("Cannot create a duplicate Notebook Instance (" + arn + ")")
}

func noNotebook() *awsproto.Error { return validation("RecordNotFound") }

func notebookStatus(arn string, was, next types.NotebookInstanceStatus, from []types.NotebookInstanceStatus) *awsproto.Error {
	var names []string
	for _, s := range from {
		names = append(names, string(s))
	}
	return validation("Status (" + string(was) + ") not in ([" + strings.Join(names, ", ") + "]). Unable to transition to (" +
		string(next) + ") for Notebook Instance (" + arn + ")")
}

func subnetRequired() *awsproto.Error {
	return validation("DirectInternetAccess can be Disabled only with a SubnetId.")
}

func notebookKeyRefused(_, why string) string {
	return "Unable to use the KMS key of the volume. " + why
}

func automlNetworkRefused(why string) string {
	return "ClientError: Unable to use the VPC of the job: " + why
}

func automlKeyRefused(key, why string) string {
	return "ClientError: Unable to create a grant on the KMS key " + key + ": " + why
}

func automlRefused(why string) string { return "ClientError: " + why }

func notOfFirstVersion(name string) *awsproto.Error {
	return validation("The AutoML job " + name + " was created with CreateAutoMLJobV2. Use DescribeAutoMLJobV2.")
}

func oneTemplate() *awsproto.Error {
	return validation("One of UiTemplate and HumanTaskUiArn must be specified.")
}

func noSubnet(id string) *awsproto.Error {
	return validation("The subnet ID '" + id + "' does not exist")
}

func notStoppable(what, status string) *awsproto.Error {
	return validation("The request was rejected because the " + what + " is in status " + status)
}

// downloadFailed is the reason of a download that fails for another reason than
// a permission.
func downloadFailed(why string) string { return "ClientError: Data download failed:" + why }

func uploadFailed(why string) string { return "ClientError: Artifact upload failed:" + why }

func checkpointFault(err error) error {
	if forbidden(err) {
		return &fault{stageCheckpoint, "ClientError: Checkpoint upload failed:AccessDenied (403): Access Denied"}
	}
	return &fault{stageCheckpoint, "ClientError: Checkpoint upload failed:" + err.Error()}
}

func interfaceRefused(why string) string {
	return "ClientError: Unable to create network interfaces in the VPC: " + why
}

func pullRefused(why string) string { return "ClientError: Unable to pull the image: " + why }

func notRunnable(why string) string {
	return "InternalServerError: We encountered an internal error. Please try again. (" + why + ")"
}

const inputForbidden = "ClientError: Failed to download data. 403 Forbidden (403): Forbidden"

func inputFailed(why string) string { return "ClientError: Failed to download data. " + why }

// outputFailed is the reason of a processing job whose output cannot be
// uploaded.
func outputFailed(uri string, err error) string {
	if forbidden(err) {
		return "ClientError: Failed to upload output to " + uri + ": AccessDenied (403): Access Denied"
	}
	return "ClientError: Failed to upload output to " + uri + ": " + err.Error()
}

func datasetRefused(why string) string { return "ClientError: Failed to create dataset: " + why }

func noLocalPath(input string) *awsproto.Error {
	return validation("LocalPath is required for the processing input '" + input + "'")
}

func badLocalPath(place string) *awsproto.Error {
	return validation("LocalPath '" + place + "' must begin with " + processingRoot)
}

func oneContainer() *awsproto.Error {
	return validation("Exactly one of PrimaryContainer and Containers must be specified")
}

func roleRequired() *awsproto.Error {
	return validation("ExecutionRoleArn is required for a model with model data")
}

func notUpdatable(arn, status string) *awsproto.Error {
	return validation(`Cannot update endpoint "` + arn + `" in status ` + status + ".")
}

func networkUnreachable(why string) string {
	return "Unable to create network interfaces in the VPC of the model: " + why
}

func volumeUnreachable(key, why string) string {
	return "Unable to create a grant on the KMS key " + key + ": " + why
}

func alarmsUnreachable(role, why string) string {
	return "The role '" + role + "' does not have permission to describe the alarms of the auto-rollback configuration: " + why
}

// allFailed is the reason of a tuning job none of whose training jobs completed.
const allFailed = "All training jobs failed. Please take a look at the training jobs failures to get more details."

func noMetric(jobs int) string {
	return "No objective metrics found after running " + itoa(jobs) + " training jobs. Please ensure that the custom algorithm is emitting " +
		"the objective metric as defined by the regular expression provided."
}

func oneDefinition() *awsproto.Error {
	return validation("Exactly one of TrainingJobDefinition and TrainingJobDefinitions must be specified")
}

func badRange(kind, name, least, most string) *awsproto.Error {
	return validation("The " + kind + " range of the hyperparameter '" + name + "' from '" + least + "' to '" + most + "' is invalid")
}

func noLimit() *awsproto.Error {
	return validation("MaxNumberOfTrainingJobs is required unless the strategy is Grid")
}

func noGrid(name string) *awsproto.Error {
	return validation("The strategy Grid supports categorical hyperparameters only: '" + name + "' is not")
}

// badRequests is the reason of a transform job whose model did not answer 200.
const badRequests = "ClientError: See job logs for more information"

// jobFailed is the reason of a step whose job failed: the job's.
func jobFailed(reason string) string { return reason }

func jobStopped(arn string) string { return "ClientError: The job " + arn + " was stopped." }

func jsonGetFailed(uri string, err error) string {
	if forbidden(err) {
		return "ClientError: Access denied when reading " + uri
	}
	return "ClientError: Unable to read " + uri + ": " + err.Error()
}

func pipelineExists(name string) *awsproto.Error {
	return validation("Pipeline names must be unique within an AWS account and region. Pipeline with name (" + name + ") already exists.")
}

func noPipeline(arn string) *awsproto.Error {
	return failure("ResourceNotFound", "Pipeline '"+arn+"' does not exist.")
}

func noExecution(arn string) *awsproto.Error {
	return failure("ResourceNotFound", "Pipeline execution '"+arn+"' does not exist.")
}

func pipelineRunning(arn string) *awsproto.Error {
	return failure("ConflictException", "Pipeline '"+arn+"' has running executions.")
}

func executionEnded(arn, status string) *awsproto.Error {
	return failure("ConflictException", "Pipeline execution '"+arn+"' is in status "+status+" and cannot be stopped.")
}

func pipelineNotAssumable(role string) *awsproto.Error { return notAssumable(role) }

func oneOfDefinitions() *awsproto.Error {
	return validation("Exactly one of PipelineDefinition and PipelineDefinitionS3Location must be specified")
}

func definitionUnread(bucket, key string, err error) *awsproto.Error {
	return validation("Unable to read the pipeline definition s3://" + bucket + "/" + key + ": " + err.Error())
}

func badParameters(why string) *awsproto.Error {
	return validation("Invalid pipeline parameters: " + why)
}

func oneOfPackageNames() *awsproto.Error {
	return validation("Exactly one of ModelPackageName and ModelPackageGroupName must be specified")
}

func taggedVersion() *awsproto.Error {
	return validation("Tags cannot be given with ModelPackageGroupName: the versions of a group have its tags")
}

func artifactUnread(uri, why string) *awsproto.Error {
	return validation("Could not read the model data at " + uri + ": " + why)
}

func noPackage(arn string) *awsproto.Error {
	return validation("ModelPackage " + arn + " does not exist.")
}

func packageExists(arn string) *awsproto.Error {
	return validation("Model Package already exists: " + arn)
}

func noPackageGroup(arn string) *awsproto.Error {
	return validation("ModelPackageGroup " + arn + " does not exist.")
}

// groupThere is in the answer to who creates a group again.
const groupThere = "Model Package Group already exists"

func packageGroupExists(arn string) *awsproto.Error { return validation(groupThere + ": " + arn) }

func packageGroupInUse(arn string) *awsproto.Error {
	return failure("ConflictException", "Model Package Group "+arn+" still has model packages.")
}
