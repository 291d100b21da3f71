package scenarios

import (
	"fmt"
	"strings"
)

// compare lists where what came back differs from what was wanted, in the
// order of Want's fields; nil when it is met. A nil Want wants success.
func compare(want *Want, got *StepResult) []string {
	if want == nil {
		want = &Want{}
	}
	if *want == (Want{}) {
		if got.Status >= 200 && got.Status < 300 {
			return got.jobFailure()
		}
		return []string{fmt.Sprintf("want success, got %s", got.outcome())}
	}
	var out []string
	differ := func(field string, want, got any) {
		out = append(out, fmt.Sprintf("%s: want %v, got %v", field, want, got))
	}
	if want.Status != 0 && want.Status != got.Status {
		differ("status", want.Status, got.outcome())
	}
	for _, f := range []struct{ name, want, got string }{
		{"code", want.Code, got.Code},
		{"message", want.Message, messageOf(want, got)},
		{"action", want.Action, got.Action},
		{"resource", want.Resource, got.Resource},
		{"layer", string(want.Layer), string(got.Layer)},
		{"verdict", string(want.Verdict), string(got.Verdict)},
		{"statement", want.Statement, got.Statement},
		{"policy", want.Policy, got.Policy},
	} {
		if f.want != "" && f.want != f.got {
			differ(f.name, quoted(f.want), quoted(f.got))
		}
	}
	return append(out, compareJob(want.Job, got.Job)...)
}

// messageOf is the message to compare: EC2's is wanted without its encoded part.
func messageOf(want *Want, got *StepResult) string {
	if strings.Contains(want.Message, beforeEncoded) {
		return got.Message
	}
	message, _, _ := strings.Cut(got.Message, beforeEncoded)
	return message
}

// beforeIDs stands, in what the AWS SDK for Java prints of a refusal, before the
// ids of the request.
const beforeIDs = "; Request ID: "

// reasonOf is the reason to compare: without the ids of a request, unless they
// are wanted.
func reasonOf(want *JobWant, got *JobResult) string {
	if strings.Contains(want.Reason, beforeIDs) {
		return got.Reason
	}
	reason, _, _ := strings.Cut(got.Reason, beforeIDs)
	return reason
}

// jobFailure is the problem of a step that wants success whose job failed.
func (r *StepResult) jobFailure() []string {
	if r.Job == nil || !failedStatus(r.Job.Status) {
		return nil
	}
	return []string{fmt.Sprintf("want success, but the job is %s: %s", r.Job.Status, r.Job.Reason)}
}

func compareJob(want *JobWant, got *JobResult) []string {
	switch {
	case want == nil:
		return nil
	case got == nil:
		return []string{"want a job, but none was taken"}
	}
	var out []string
	for _, f := range []struct{ name, want, got string }{
		{"job status", want.Status, got.Status}, {"job stage", want.Stage, got.Stage}, {"job reason", want.Reason, reasonOf(want, got)},
	} {
		if f.want != "" && f.want != f.got {
			out = append(out, fmt.Sprintf("%s: want %s, got %s", f.name, quoted(f.want), quoted(f.got)))
		}
	}
	notes := strings.Join(got.Notes, "; ")
	if !strings.Contains(notes, want.Note) {
		out = append(out, fmt.Sprintf("job note: want %s, got %s", quoted(want.Note), quoted(notes)))
	}
	if want.Clean && notes != "" {
		out = append(out, fmt.Sprintf("job note: want nothing, got %q", notes))
	}
	return out
}

func quoted(s string) string {
	if s == "" {
		return "nothing"
	}
	return fmt.Sprintf("%q", s)
}

// outcome is the answer in one line.
func (r *StepResult) outcome() string {
	if r.Code == "" {
		return fmt.Sprint(r.Status)
	}
	return fmt.Sprintf("%d %s: %s", r.Status, r.Code, r.Message)
}
