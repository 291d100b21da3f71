package sagemaker

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"
)

// finalMetrics are the last values of metrics in what a job's code printed: of
// each line that the metric's regular expression matches, the first group
// (https://docs.aws.amazon.com/sagemaker/latest/dg/define-train-metrics.html).
// unread are the metrics whose expression this program cannot compile: RE2 has
// no look-around.
func finalMetrics(definitions []types.MetricDefinition, log string, at time.Time) (found []types.MetricData, unread []string) {
	for _, d := range definitions {
		name := aws.ToString(d.Name)
		expression, err := regexp.Compile(aws.ToString(d.Regex))
		if err != nil {
			unread = append(unread, name)
			continue
		}
		if value, ok := lastValue(expression, log); ok {
			found = append(found, types.MetricData{MetricName: aws.String(name), Value: &value, Timestamp: &at})
		}
	}
	return found, unread
}

func lastValue(expression *regexp.Regexp, log string) (value float32, ok bool) {
	for line := range strings.Lines(log) {
		m := expression.FindStringSubmatch(strings.TrimRight(line, "\r\n"))
		if len(m) < 2 {
			continue
		}
		if v, err := strconv.ParseFloat(strings.TrimSpace(m[1]), 32); err == nil {
			value, ok = float32(v), true
		}
	}
	return value, ok
}

// metricOf is the value of one metric among several.
func metricOf(all []types.MetricData, name string) (float32, bool) {
	for _, m := range all {
		if aws.ToString(m.MetricName) == name {
			return aws.ToFloat32(m.Value), true
		}
	}
	return 0, false
}
