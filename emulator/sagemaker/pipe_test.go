//go:build unix

package sagemaker_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/world"
)

func TestCodeReadsPipes(t *testing.T) {
	t.Parallel()
	const secret = `{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:GetObject","Resource":"arn:aws:s3:::data/in/deep/b.csv"}}`
	for _, tc := range []struct {
		name, script string
		refused      bool
		wrapped      types.RecordWrapper
		printed      string
		reason       string
		calls        int
	}{
		{name: "an epoch after the other", script: `for epoch in 0 1; do cat "$SM_CHANNEL_TRAIN"_$epoch; done`,
			printed: "1,2\n3,4\n1,2\n3,4\n", calls: 4},
		{name: "a part of one", script: `head -n 1 "$SM_CHANNEL_TRAIN"_0; cat "$SM_CHANNEL_TRAIN"_1`, printed: "1,2\n1,2\n3,4\n", calls: -1},
		{name: "none", script: `test -p "$SM_CHANNEL_TRAIN"_0 && echo idle`, printed: "idle\n"},
		{name: "as records", wrapped: types.RecordWrapperRecordio, script: `od -An -v -tx1 "$SM_CHANNEL_TRAIN"_0 | tr -d ' \n'`,
			printed: "0a23d7ce04000000312c320a" + "0a23d7ce04000000332c340a", calls: 2},
		{name: "that break", refused: true, script: `cat "$SM_CHANNEL_TRAIN"_0 > all; grep -q 3,4 all || { echo "input ends early" > "$SM_OUTPUT_DIR/failure"; exit 3; }`,
			reason: "AlgorithmError: input ends early, exit code: 3", calls: 2},
		{name: "that break unnoticed", refused: true, script: `cat "$SM_CHANNEL_TRAIN"_0`, printed: "1,2\n",
			reason: "AlgorithmError: the pipe of channel train broke: AccessDenied", calls: 2},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			l := start(t, func(w *world.World) {
				w.Images[firstParty] = &world.Image{Command: []string{"sh", "-c", tc.script, "sh"}, Directory: t.TempDir()}
				if tc.refused {
					w.Accounts[owner].Roles["Exec"].Policies["No"] = world.MustPolicy(secret)
				}
			})
			in := training()
			in.InputDataConfig[0].InputMode, in.InputDataConfig[0].RecordWrapperType = types.TrainingInputModePipe, tc.wrapped
			if _, err := l.as("role/Admin/ann").CreateTrainingJob(t.Context(), in); err != nil {
				t.Fatal(err)
			}
			card := l.ended("fraud")
			if !strings.HasPrefix(card.Reason, tc.reason) || (tc.reason == "") != (card.Status == "Completed") {
				t.Errorf("%s: %s\n%s", card.Status, card.Reason, l.printed())
			}
			if got := l.printed(); got != tc.printed {
				t.Errorf("printed %q, want %q", got, tc.printed)
			}
			calls := 0
			for _, c := range card.Calls {
				if c.Stage == "code" && c.Action == "s3:GetObject" {
					calls += c.Count
				}
			}
			if tc.calls >= 0 && calls != tc.calls {
				t.Errorf("%d objects were read, want %d", calls, tc.calls)
			}
		})
	}
}

func TestCodeReadsTheAttributesOfAugmentedManifests(t *testing.T) {
	t.Parallel()
	l := start(t, func(w *world.World) {
		shell(`cat "$SM_CHANNEL_TRAIN"_0`)(w)
		w.Accounts[owner].Buckets["data"].Objects["augmented"] = &world.Object{
			Body: `{"source-ref": "s3://data/in/deep/b.csv", "label": 1, "note": "x"}` + "\n" + `{"source-ref": "s3://data/in/a.csv", "label": 2}` + "\n"}
	})
	in := training()
	c := &in.InputDataConfig[0]
	c.InputMode = types.TrainingInputModePipe
	s := c.DataSource.S3DataSource
	s.S3DataType, s.S3Uri, s.AttributeNames = types.S3DataTypeAugmentedManifestFile, aws.String("s3://data/augmented"), []string{"label", "source-ref"}
	if _, err := l.as("role/Admin/ann").CreateTrainingJob(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	if card := l.ended("fraud"); card.Status != "Completed" || l.printed() != "13,4\n21,2\n" {
		t.Errorf("%s: %s, printed %q", card.Status, card.Reason, l.printed())
	}
}

func TestProcessingCodeReadsPipes(t *testing.T) {
	t.Parallel()
	l := start(t, shell(`cat "$SAGEMAKER_BASE_DIR/processing/input_0"; `+writeOutput))
	in := processing()
	in.ProcessingInputs[0].S3Input.S3InputMode = types.ProcessingS3InputModePipe
	in.ProcessingInputs[0].S3Input.LocalPath = aws.String("/opt/ml/processing/input")
	if _, err := l.as("role/Admin/ann").CreateProcessingJob(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	card := l.ended(*in.ProcessingJobName)
	run, _ := l.Jobs().Run(card.ID)
	if text, _, _, _ := run.Log().From(0); card.Status != "Completed" || string(text) != "1,2\n3,4\n" {
		t.Errorf("%s: %s, printed %q", card.Status, card.Reason, text)
	}
}
