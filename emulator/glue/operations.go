package glue

import (
	"sync"

	"github.com/denylab/denylab/emulator/awsproto"
)

type operation = awsproto.JSONOperation[*request]

// decoded is the operation that run answers.
func decoded[In, Out any](name string, run func(*request, *In) (*Out, *awsproto.Error)) operation {
	return awsproto.JSONDecoded(model, name, run)
}

// service is the table of everything this package answers
// (https://docs.aws.amazon.com/glue/latest/webapi/API_Operations.html).
var service = sync.OnceValue(func() *awsproto.JSONService[*request] {
	return &awsproto.JSONService[*request]{
		Name: "Glue", Target: "AWSGlue.", Text: "Message", Model: model,
		Operations: map[string]operation{
			"CreateJob":    decoded("CreateJob", (*request).createJob),
			"UpdateJob":    decoded("UpdateJob", (*request).updateJob),
			"DeleteJob":    decoded("DeleteJob", (*request).deleteJob),
			"GetJob":       decoded("GetJob", (*request).getJob),
			"GetJobs":      decoded("GetJobs", (*request).getJobs),
			"ListJobs":     decoded("ListJobs", (*request).listJobs),
			"BatchGetJobs": decoded("BatchGetJobs", (*request).batchGetJobs),

			"StartJobRun":     decoded("StartJobRun", (*request).startJobRun),
			"GetJobRun":       decoded("GetJobRun", (*request).getJobRun),
			"GetJobRuns":      decoded("GetJobRuns", (*request).getJobRuns),
			"BatchStopJobRun": decoded("BatchStopJobRun", (*request).batchStopJobRun),

			"CreateConnection": decoded("CreateConnection", (*request).createConnection),
			"GetConnection":    decoded("GetConnection", (*request).getConnection),
			"GetConnections":   decoded("GetConnections", (*request).getConnections),
			"DeleteConnection": decoded("DeleteConnection", (*request).deleteConnection),

			"CreateSecurityConfiguration": decoded("CreateSecurityConfiguration", (*request).createSecurityConfiguration),
			"GetSecurityConfiguration":    decoded("GetSecurityConfiguration", (*request).getSecurityConfiguration),
			"GetSecurityConfigurations":   decoded("GetSecurityConfigurations", (*request).getSecurityConfigurations),
			"DeleteSecurityConfiguration": decoded("DeleteSecurityConfiguration", (*request).deleteSecurityConfiguration),

			"TagResource":   decoded("TagResource", (*request).tagResource),
			"UntagResource": decoded("UntagResource", (*request).untagResource),
			"GetTags":       decoded("GetTags", (*request).getTags),
		},
	}
})

// Operations are those of the service's API.
func (*Handler) Operations() []awsproto.Operation {
	return awsproto.Operations(service().Operations, model().Operations())
}
