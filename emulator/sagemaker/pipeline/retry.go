package pipeline

import "slices"

// A RetryPolicy says after which failures a step is tried again
// (https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-retry-policy.html).
type RetryPolicy struct {
	// Exceptions are names such as SageMaker.JOB_INTERNAL_ERROR.
	Exceptions []string
	// Attempts is how often it is tried again.
	Attempts int
}

const (
	defaultAttempts, maxAttempts = 5, 20
	defaultInterval, defaultRate = 1, 2 // seconds; each waits that often as long as the one before
)

func (p *parser) retries(n *node, s *Step) error {
	all, err := p.list(n, "RetryPolicies")
	if err != nil {
		return err
	}
	for _, item := range all {
		o, err := p.object(item, "a retry policy")
		if err != nil {
			return err
		}
		r, err := p.retry(item, o)
		if err != nil {
			return err
		}
		s.Retries = append(s.Retries, r)
	}
	return nil
}

func (p *parser) retry(n *node, o *object) (r RetryPolicy, err error) {
	types := o.members["ExceptionType"]
	if types == nil {
		return r, p.fail(n, "Member 'ExceptionType' must not be null")
	}
	if r.Exceptions, err = p.texts(types, "ExceptionType"); err != nil {
		return r, err
	}
	var interval, rate, attempts, minutes float64
	for _, f := range []struct {
		name      string
		to        *float64
		otherwise float64
	}{{"IntervalSeconds", &interval, defaultInterval}, {"BackoffRate", &rate, defaultRate},
		{"MaxAttempts", &attempts, defaultAttempts}, {"ExpireAfterMin", &minutes, 0}} {
		if *f.to, err = p.number(o, f.name, f.otherwise); err != nil {
			return r, err
		}
	}
	if o.members["MaxAttempts"] != nil && minutes > 0 {
		return r, p.fail(n, "only one of MaxAttempts and ExpireAfterMin may be given")
	}
	r.Attempts = int(min(attempts, maxAttempts))
	if minutes > 0 {
		r.Attempts = within(minutes*60, interval, rate)
	}
	return r, nil
}

// within is how many attempts fit into a time, all in seconds: the lab does not
// wait, so that no clock decides it.
func within(limit, interval, rate float64) int {
	n, waited := 0, 0.0
	for n < maxAttempts && waited+interval <= limit {
		waited += interval
		interval *= rate
		n++
	}
	return n
}

// Attempts is how often a step is tried again after an exception.
func (s *Step) Attempts(exception string) int {
	for _, r := range s.Retries {
		if slices.Contains(r.Exceptions, exception) {
			return r.Attempts
		}
	}
	return 0
}
