package glue

import "github.com/denylab/denylab/emulator/awsproto"

// Texts that no page and no recording confirms. UNVERIFIED, every one of them:
// they stand together so that a recording corrects them in one place. The same
// goes for the numbers of Spark's objects, which follow from a script.
const (
	readMethod  = "o94.getDynamicFrame"
	countMethod = "o104.count"
	writeMethod = "o122.pyWriteDynamicFrame" // recorded once

	scriptMissing = "The specified key does not exist."
)

// roleUnusable is the message of a run whose role does not trust Glue any more;
// that of crawlers is known.
const roleUnusable = "Service is unable to assume provided role. Please verify role's TrustPolicy"

func crossAccountRole() *awsproto.Error {
	return failure("AccessDeniedException", "Cross-account pass role is not allowed.")
}

func otherConfiguration(name string) *awsproto.Error {
	return failure("IdempotentParameterMismatchException", "Job with name '"+name+"' already submitted with different configuration")
}

func noRun(name string) *awsproto.Error {
	return notFound("Job run with id: " + name + " not found.")
}

func noConnection(name string) *awsproto.Error { return notFound("Connection " + name + " not found.") }

func hadConnection(name string) *awsproto.Error {
	return failure("AlreadyExistsException", "Connection "+name+" already exists.")
}

func noConfiguration(name string) *awsproto.Error {
	return notFound("Security Configuration with name: " + name + " not found.")
}

func hadConfiguration(name string) *awsproto.Error {
	return failure("AlreadyExistsException", "Security Configuration with name: "+name+" already exists.")
}

func noResource(arn string) *awsproto.Error { return notFound("Resource " + arn + " not found.") }

func noCommand(name string) *awsproto.Error {
	return invalid("Unknown command name '" + name + "'. The command must be one of glueetl, gluestreaming, pythonshell and glueray.")
}

func badToken() *awsproto.Error { return invalid("Invalid NextToken.") }

func badSessionPolicy(why string) *awsproto.Error {
	return invalid("ExecutionRoleSessionPolicy is not a valid policy document: " + why)
}

func notStoppable(state string) string {
	return "The job run is in state " + state + " and cannot be stopped."
}

func noScript(location string) string {
	return "LAUNCH ERROR | The script location '" + location + "' is not an S3 URI. Please refer logs for details."
}

func connectionUnknown(name string) string { return "Connection " + name + " does not exist." }

func configurationUnknown(name string) string {
	return "Security configuration " + name + " does not exist."
}

func noSubnet(subnet string) string {
	return "The subnet ID '" + subnet + "' does not exist"
}

func interfaceRefused(why string) string {
	return "Failed to create network interfaces for the connection: " + why
}

func notRunnable(why string) string {
	return "Internal service exception. (" + why + ")"
}

func badLocation(argument, location string) string {
	return "IllegalArgumentException: the value '" + location + "' of " + argument + " is not an S3 URI"
}
