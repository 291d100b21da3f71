package sagemaker

import "context"

// writeLogs asks whether the role may write a job's logs. The job goes on
// without: its logs are missing in CloudWatch (UNVERIFIED that nothing else
// shows it).
func (w *worker) writeLogs(ctx context.Context, group string) error {
	base := "arn:aws:logs:" + w.region + ":" + w.account + ":log-group:" + group
	stream := base + ":log-stream:" + w.Card().Name + "/algo-1-" + itoa(int(w.Agent.Now().Unix()))
	hidden := false
	for _, c := range []struct{ action, resource string }{
		{"logs:CreateLogGroup", base}, {"logs:DescribeLogStreams", base},
		{"logs:CreateLogStream", base}, {"logs:PutLogEvents", stream},
	} {
		refused, err := w.may(ctx, stageLogs, c.action, c.resource, w.account, nil)
		if err != nil {
			return err
		}
		if refused != "" && !hidden {
			w.Hide("logs are missing in CloudWatch: " + refused)
			hidden = true
		}
	}
	return nil
}
