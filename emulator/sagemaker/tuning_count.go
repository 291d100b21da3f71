package sagemaker

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"
)

// counts are how many training jobs there are of each kind.
type counts struct {
	completed, inProgress, retryable, failed, stopped int
	succeeded, pending, without                       int
}

func (c *counts) add(s types.HyperParameterTrainingJobSummary) {
	switch s.TrainingJobStatus {
	case types.TrainingJobStatusCompleted:
		c.completed++
	case types.TrainingJobStatusStopped:
		c.stopped++
	default:
		if strings.HasPrefix(aws.ToString(s.FailureReason), "InternalServerError") {
			c.retryable++
		} else {
			c.failed++
		}
	}
	if s.ObjectiveStatus == types.ObjectiveStatusSucceeded {
		c.succeeded++
	} else {
		c.without++
	}
}

func (c *counts) status() *types.TrainingJobStatusCounters {
	return &types.TrainingJobStatusCounters{
		Completed: count(c.completed), InProgress: count(c.inProgress), Stopped: count(c.stopped),
		RetryableError: count(c.retryable), NonRetryableError: count(c.failed),
	}
}

func (c *counts) objective() *types.ObjectiveStatusCounters {
	return &types.ObjectiveStatusCounters{Succeeded: count(c.succeeded), Pending: count(c.pending), Failed: count(c.without)}
}

func count(n int) *int32 { return aws.Int32(int32(n)) }
