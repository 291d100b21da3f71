package glue

import (
	"net/http"
	"strconv"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/job"
)

func failure(code, message string) *awsproto.Error {
	return &awsproto.Error{Status: http.StatusBadRequest, Code: code, Message: message}
}

func invalid(message string) *awsproto.Error { return failure("InvalidInputException", message) }

func notFound(message string) *awsproto.Error { return failure("EntityNotFoundException", message) }

func internal() *awsproto.Error {
	return &awsproto.Error{Status: http.StatusInternalServerError, Code: "InternalServiceException",
		Message: "denylab could not reach a decision; its log has the error."}
}

// Texts that recordings or AWS's pages have.

func notAssumable(role string) *awsproto.Error {
	return invalid("Role " + role + " should be given assume role permissions for Glue Service.")
}

func noMetadata() *awsproto.Error {
	return notFound("Failed to start job run due to missing metadata.")
}

func noJob(name string) *awsproto.Error { return notFound("Job with name: " + name + " not found.") }

func tooManyRuns(name string) *awsproto.Error {
	return failure("ConcurrentRunsExceededException", "Concurrent runs exceeded for "+name)
}

func noneAccessible() *awsproto.Error {
	return failure("AccessDeniedException", "No access to any requested resource.")
}

// launchFailed is the message of a run whose script cannot be downloaded. It
// says Access Denied whatever S3 says.
func launchFailed(at job.URI, why string, status int) string {
	return "LAUNCH ERROR | Error downloading from S3 for bucket: " + at.Bucket + ", key: " + at.Key + "." + why +
		" (Service: Amazon S3; Status Code: " + strconv.Itoa(status) + "; Please refer logs for details."
}

// calling is the message of a run that fails in a call from Python to Spark.
func calling(method, why string) string {
	return "An error occurred while calling " + method + ". " + why
}

// rendered is an answer of S3 as the AWS SDK for Java prints it.
func rendered(r *job.Refusal) string {
	return r.Message + " (Service: Amazon S3; Status Code: " + strconv.Itoa(r.Status) + "; Error Code: " + r.Code +
		"; Request ID: " + r.RequestID + "; S3 Extended Request ID: " + r.HostID + "; Proxy: null)"
}

// What https://docs.aws.amazon.com/glue/latest/dg/glue-troubleshooting-errors.html
// has of connections.

func endpointsUnseen(vpc string) string {
	return "DescribeVpcEndpoints action is unauthorized. unable to validate VPC ID " + vpc
}

func routesUnseen(vpc, subnet string) string {
	return "DescribeRouteTables action is unauthorized. unable to validate subnet id: " + subnet + " in VPC id: " + vpc
}

func failedToCall(action string) string { return "Failed to call " + action }

func noWayToS3(vpc, subnet string) string {
	return "VPC S3 endpoint validation failed for SubnetId: " + subnet + ". VPC: " + vpc +
		". Reason: Could not find S3 endpoint or NAT gateway for subnetId: " + subnet + " in Vpc " + vpc
}

// exited is the message of a Python shell run whose program ends badly without
// an exception.
func exited(code int) string { return "Command failed with exit code " + strconv.Itoa(code) }
