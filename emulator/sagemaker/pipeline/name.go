package pipeline

import (
	"crypto/sha256"
	"strconv"
	"strings"
)

const (
	lower = "abcdefghijklmnopqrstuvwxyz0123456789"
	mixed = "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + lower
)

// drawn are n characters of an alphabet that follow from a text.
func drawn(alphabet string, n int, from string) string {
	sum := sha256.Sum256([]byte(from))
	out := make([]byte, n)
	for i := range out {
		out[i] = alphabet[int(sum[i])%len(alphabet)]
	}
	return string(out)
}

// ExecutionID is the id of a pipeline's nth execution: 12 characters. It follows
// from both, so that every client builds the same world.
func ExecutionID(pipelineARN string, n int) string {
	return drawn(lower, 12, pipelineARN+" "+strconv.Itoa(n))
}

// A JobName has the parts of the name of a step's job.
type JobName struct {
	// Prefix is the definition's own base name; empty for the default.
	Prefix string
	// Execution is the ARN of the execution, Step the name of the step.
	ExecutionARN, Step string
	// Failures is how often the step has failed before.
	Failures int
	// Longest is how long the name may be: 63, or 32 for tuning and AutoML jobs.
	Longest int
}

// shownOfStep is how much of a step's name is in the name of its job, and in
// the name of the session that creates it.
const shownOfStep = 20

// shownShort is how much of it the short names have.
const shownShort = 7

// String is pipelines-EXECUTION-STEP-TOKEN, or PREFIX-EXECUTION-TOKEN, and the
// number of failures behind it once there is one
// (https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-access.html).
// Recorded names of first attempts have no number. The form of the short names
// of tuning and AutoML jobs, and what becomes of an underscore, which names of
// jobs cannot have, are UNVERIFIED.
func (n JobName) String() string {
	_, id, _ := strings.Cut(n.ExecutionARN, "/execution/")
	end := "-" + id + "-" + drawn(mixed, 10, n.ExecutionARN+" "+n.Step)
	failures := ""
	if n.Failures > 0 {
		failures = "-" + strconv.Itoa(n.Failures)
	}
	step := strings.ReplaceAll(n.Step, "_", "-")
	token := end[len(end)-11:]
	switch {
	case n.Prefix != "":
		return n.Prefix + end + failures
	case n.Longest < 63:
		room := n.Longest - len(id) - 1 - len(token) - len(failures)
		return id + "-" + step[:min(len(step), room, shownShort)] + token + failures
	}
	return "pipelines-" + id + "-" + step[:min(len(step), shownOfStep)] + token + failures
}

// SessionName is that of the session in which a step's calls are made.
func SessionName(executionID, step string) string {
	return "sagemaker-pipeline-" + executionID + "-" + step[:min(len(step), shownOfStep)]
}
