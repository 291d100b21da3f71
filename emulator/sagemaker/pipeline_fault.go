package sagemaker

import "strings"

// createFault and describeFault are how a step fails whose call was refused.
func (s *stepRun) createFault(operation string, err error) error {
	refusal := refusalIn(err)
	switch {
	case refusal == nil:
		return err
	case refusal.Code == "AccessDeniedException" && strings.Contains(refusal.Message, "perform: iam:PassRole on"):
		return &fault{stageOf(s.of), roleInsufficient}
	}
	return &fault{stageOf(s.of), invokeFailed(operation, refusal.Message)}
}

func (s *stepRun) describeFault(operation string, err error) error {
	if refusal := refusalIn(err); refusal != nil {
		return &fault{stageOf(s.of), invokeFailed(operation, refusal.Message)}
	}
	return err
}

// exceptionOf is what retry policies call a refusal
// (https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-retry-policy.html).
func exceptionOf(err error) string {
	refusal := refusalIn(err)
	switch {
	case refusal == nil:
		return ""
	case refusal.Code == "ResourceLimitExceeded":
		return "SageMaker.RESOURCE_LIMIT"
	case refusal.Code == "ThrottlingException":
		return "Step.THROTTLING"
	case refusal.Status >= 500:
		return "Step.SERVICE_FAULT"
	}
	return ""
}

// exceptionIn is what they call the failure of a job.
func exceptionIn(reason string) string {
	switch {
	case strings.HasPrefix(reason, "InternalServerError"):
		return "SageMaker.JOB_INTERNAL_ERROR"
	case strings.HasPrefix(reason, "CapacityError"):
		return "SageMaker.CAPACITY_ERROR"
	}
	return ""
}
