package sagemaker_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/world"
)

func TestCodeReadsFastFiles(t *testing.T) {
	t.Parallel()
	const secret = `{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:GetObject","Resource":"arn:aws:s3:::data/in/deep/b.csv"}}`
	for _, tc := range []struct {
		name, script string
		refused      bool
		printed      string
		reason       string
	}{
		{name: "as files", script: `cd "$SM_CHANNEL_TRAIN"; cat a.csv deep/b.csv`, printed: "1,2\n3,4\n"},
		{name: "that it may read", refused: true, script: `cd "$SM_CHANNEL_TRAIN"; ls deep; cat a.csv`, printed: "b.csv\n1,2\n"},
		{name: "that it may not read", refused: true, script: `cat "$SM_CHANNEL_TRAIN/deep/b.csv" 2>/dev/null || exit 4`, reason: "AlgorithmError: , exit code: 4"},
		{name: "when there is no code", refused: true, reason: "AlgorithmError: cannot read the file deep/b.csv of channel train: AccessDenied"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			l := start(t, func(w *world.World) {
				if tc.script != "" {
					shell(tc.script)(w)
				}
				if tc.refused {
					w.Accounts[owner].Roles["Exec"].Policies["No"] = world.MustPolicy(secret)
				}
			})
			in := training()
			in.InputDataConfig[0].InputMode = types.TrainingInputModeFastfile
			if _, err := l.as("role/Admin/ann").CreateTrainingJob(t.Context(), in); err != nil {
				t.Fatal(err)
			}
			card := l.ended("fraud")
			if !strings.HasPrefix(card.Reason, tc.reason) || (tc.reason == "") != (card.Status == "Completed") {
				t.Errorf("%s: %s\n%s", card.Status, card.Reason, l.printed())
			}
			if tc.reason != "" && card.Stage != "code" {
				t.Errorf("failed at stage %s", card.Stage)
			}
			if got := l.printed(); got != tc.printed {
				t.Errorf("printed %q, want %q", got, tc.printed)
			}
		})
	}
}
