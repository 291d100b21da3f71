package sagemaker

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"
)

func TestAMetricIsItsLastValue(t *testing.T) {
	for _, tc := range []struct {
		name, regex, log string
		want             float32
		found            bool
		unread           int
	}{
		{name: "the last one", regex: `auc=(\S+);`, log: "auc=0.5; loss=3\nauc=0.75; loss=2\n", want: 0.75, found: true},
		{name: "an exponent", regex: `loss: ([0-9.e+-]+)`, log: "loss: 1.5e-3\r\n", want: 0.0015, found: true},
		{name: "none", regex: `auc=(.*)`, log: "loss=1\n"},
		{name: "no number", regex: `auc=(.*)`, log: "auc=good\n"},
		{name: "no number after one", regex: `auc=(.*)`, log: "auc=1\nauc=none\n", want: 1, found: true},
		{name: "no group", regex: `auc=.*`, log: "auc=1\n"},
		{name: "one line at a time", regex: `(?s)auc.*?(\d)`, log: "auc\n7\n"},
		{name: "look-around", regex: `(?<=auc=)(\d)`, log: "auc=1\n", unread: 1},
	} {
		found, unread := finalMetrics([]types.MetricDefinition{{Name: aws.String("m"), Regex: &tc.regex}}, tc.log, time.Time{})
		value, ok := metricOf(found, "m")
		if value != tc.want || ok != tc.found || len(unread) != tc.unread {
			t.Errorf("%s: %v %v, unread %v", tc.name, value, ok, unread)
		}
	}
}

func FuzzFinalMetrics(f *testing.F) {
	f.Add(`auc=(\S+)`, "auc=1\n")
	f.Add(`(`, "x")
	f.Fuzz(func(t *testing.T, regex, log string) {
		found, unread := finalMetrics([]types.MetricDefinition{{Name: aws.String("m"), Regex: &regex}}, log, time.Time{})
		if len(found)+len(unread) > 1 {
			t.Errorf("one metric was found %d times", len(found)+len(unread))
		}
	})
}
