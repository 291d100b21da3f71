package glue

//lint:file-ignore SA1019 AWS still takes and answers AllocatedCapacity, which MaxCapacity has replaced.

import (
	"cmp"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"
)

// units are how many data processing units a worker has
// (https://docs.aws.amazon.com/glue/latest/dg/worker-types.html).
var units = map[types.WorkerType]float64{
	types.WorkerTypeG025x: 0.25, types.WorkerTypeG1x: 1, types.WorkerTypeG2x: 2, types.WorkerTypeG4x: 4,
	types.WorkerTypeG8x: 8, types.WorkerTypeZ2x: 2, types.WorkerTypeStandard: 1,
}

// capacity is how many data processing units a job has that does not say.
func capacity(j *types.Job) *float64 {
	switch {
	case j.NumberOfWorkers != nil:
		return aws.Float64(float64(*j.NumberOfWorkers) * cmp.Or(units[j.WorkerType], 1))
	case j.AllocatedCapacity > 0:
		return aws.Float64(float64(j.AllocatedCapacity))
	case aws.ToString(commandName(j)) == "pythonshell":
		return aws.Float64(0.0625)
	default:
		return aws.Float64(10)
	}
}

func allocate(j *types.Job) { j.AllocatedCapacity = int32(*j.MaxCapacity) }

func allocateRun(run *types.JobRun) { run.AllocatedCapacity = int32(aws.ToFloat64(run.MaxCapacity)) }
