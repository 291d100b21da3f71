package glue

import (
	"cmp"
	"reflect"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"
)

// defined is the job that a request defines: a *CreateJobInput or a *JobUpdate,
// whose members are called as the job's, with the defaults of
// https://docs.aws.amazon.com/glue/latest/webapi/API_CreateJob.html.
func defined(name *string, by any) types.Job {
	var j types.Job
	to, from := reflect.ValueOf(&j).Elem(), reflect.ValueOf(by).Elem()
	for i := range from.NumField() {
		field := from.Type().Field(i)
		if of := to.FieldByName(field.Name); field.IsExported() && of.IsValid() && of.Type() == field.Type {
			of.Set(from.Field(i))
		}
	}
	j.Name = name
	return withDefaults(j)
}

func withDefaults(j types.Job) types.Job {
	j.JobMode = cmp.Or(j.JobMode, types.JobModeScript)
	if j.ExecutionProperty == nil || j.ExecutionProperty.MaxConcurrentRuns == 0 {
		j.ExecutionProperty = &types.ExecutionProperty{MaxConcurrentRuns: 1}
	}
	j.Timeout = timeout(j.Timeout, aws.ToString(j.GlueVersion))
	if j.MaxCapacity == nil {
		j.MaxCapacity = capacity(&j)
	}
	allocate(&j)
	return j
}

// timeout is how long a run may last, in minutes
// (https://docs.aws.amazon.com/glue/latest/webapi/API_Job.html).
func timeout(given *int32, version string) *int32 {
	switch {
	case given != nil:
		return given
	case version >= "5":
		return aws.Int32(480)
	default:
		return aws.Int32(2880)
	}
}
