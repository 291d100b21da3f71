package sagemaker

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
)

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
