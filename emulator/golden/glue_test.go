package golden_test

import "fmt"

// glue is a request to Glue with a JSON body.
func glue(operation, body string) step { return target("glue", "AWSGlue."+operation, body) }

// define makes a Glue job, whose output is encrypted with a key.
func define(role string) step {
	return glue("CreateJob", fmt.Sprintf(`{"Name":"job","Role":%q,"Command":{"Name":"glueetl","ScriptLocation":"s3://input/scripts/orders.py"},`+
		`"DefaultArguments":{"--source":"s3://input/in/","--target":"s3://sse/out/"}}`, role))
}

var startRun = glue("StartJobRun", `{"JobName":"job"}`)

// ran is a run that ends with a message.
func ran(message, role string) provocation {
	return refused("ErrorMessage", message, define(role), startRun, glue("GetJobRuns", `{"JobName":"job"}`))
}

var glueErrors = []provocation{
	refused("AccessDeniedException", "User: <arn> is not authorized to perform: glue:StartJobRun on resource: arn:aws:glue:<r>:<a>:job/<name> because no identity-based policy allows the glue:StartJobRun action",
		startRun.by("user/bob")).where("arn", bob, "r", region, "a", owner, "name", "job"),
	refused("InvalidInputException", "Role <role arn> should be given assume role permissions for Glue Service.", define(roleARN("Job"))).where("role arn", roleARN("Job")),
	refused("EntityNotFoundException", "Failed to start job run due to missing metadata.", startRun),
	ran("LAUNCH ERROR | Error downloading from S3 for bucket: <b>, key: <k>.Access Denied (Service: Amazon S3; Status Code: 403; Please refer logs for details.", roleARN("NoGet")).
		where("b", "input", "k", "scripts/orders.py"),
	ran("An error occurred while calling o<n>.<method>. User: arn:aws:sts::<a>:assumed-role/<role>/GlueJobRunnerSession is not authorized to perform: <action> on resource: <arn> because no identity-based policy allows the <action> action", roleARN("NoKey")).
		where("n", "122", "method", "pyWriteDynamicFrame", "a", owner, "role", "NoKey", "action", "kms:GenerateDataKey", "arn", keyARN),
}
