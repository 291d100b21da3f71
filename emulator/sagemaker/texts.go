package sagemaker

import (
	"net/http"
	"strings"

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
