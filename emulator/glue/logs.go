package glue

import "context"

// logGroup begins the log groups of a run
// (https://docs.aws.amazon.com/glue/latest/dg/monitor-continuous-logging.html).
const logGroup = "/aws-glue/jobs"

// logs asks whether the role may write the run's logs and metrics. The run goes
// on without: they are missing in CloudWatch (UNVERIFIED that nothing else shows
// it).
func (e *execution) logs(ctx context.Context) error {
	group := "arn:aws:logs:" + e.region + ":" + e.account + ":log-group:" + logGroup + "/output"
	stream := group + ":log-stream:" + *e.run.Id
	for _, c := range []struct{ action, resource string }{
		{"logs:CreateLogGroup", group}, {"logs:CreateLogStream", group}, {"logs:PutLogEvents", stream},
	} {
		if err := e.silently(ctx, c.action, c.resource, "logs are missing in CloudWatch: "); err != nil {
			return err
		}
	}
	if _, on := e.arguments["--enable-metrics"]; !on {
		return nil
	}
	return e.silently(ctx, "cloudwatch:PutMetricData", "*", "metrics are missing: ")
}

func (e *execution) silently(ctx context.Context, action, resource, note string) error {
	refused, err := e.may(ctx, stageLogs, action, resource, nil)
	if refused != "" {
		e.Hide(note + refused)
	}
	return err
}
