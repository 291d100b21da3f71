package sagemaker

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/sagemaker/pipeline"
)

// complete is what later steps may refer to of a step that succeeded: what
// Describe shows, of a tuning job its training jobs, of a check its baselines.
func (s *stepRun) complete(k stepKind, shown map[string]any) (any, error) {
	switch s.of.Type {
	case "ClarifyCheck", "QualityCheck":
		for name, value := range s.baselines(shown) {
			shown[name] = value
		}
		s.checked(shown)
		s.Hide("the lab does not look for violations in what the check " + s.of.Name + " found")
	case "Tuning":
		if s.wantsSummaries() {
			return shown, s.summaries(k, shown)
		}
	}
	return shown, nil
}

// baselines are the properties of a check: those that its job has calculated,
// and those that drift was measured against, which are the supplied ones if
// there are any
// (https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-quality-clarify-baseline-lifecycle.html).
func (s *stepRun) baselines(shown map[string]any) map[string]any {
	uri := "s3://"
	if found, ok := pipeline.Property(shown, "ProcessingOutputConfig.Outputs[0].S3Output.S3Uri"); ok {
		uri, _ = found.(string)
	}
	out := map[string]any{}
	for _, b := range []struct{ kind, file string }{{"Statistics", "statistics.json"}, {"Constraints", "constraints.json"}} {
		calculated := strings.TrimSuffix(uri, "/") + "/" + b.file
		out["CalculatedBaseline"+b.kind], out["BaselineUsedForDriftCheck"+b.kind] = calculated, calculated
		supplied, err := pipeline.Resolve(s.of.Members["SuppliedBaseline"+b.kind], s)
		if given, ok := supplied.(string); ok && err == nil {
			out["BaselineUsedForDriftCheck"+b.kind] = given
		}
	}
	return out
}

// checked shows the baselines in the list of steps.
func (s *stepRun) checked(made map[string]any) {
	update(s.h.records, s.rec, func(out *types.PipelineExecutionStep) {
		m := *out.Metadata
		if q := m.QualityCheck; q != nil {
			next := *q
			next.CalculatedBaselineConstraints, next.CalculatedBaselineStatistics = said(text(made, "CalculatedBaselineConstraints")), said(text(made, "CalculatedBaselineStatistics"))
			next.BaselineUsedForDriftCheckConstraints, next.BaselineUsedForDriftCheckStatistics = said(text(made, "BaselineUsedForDriftCheckConstraints")), said(text(made, "BaselineUsedForDriftCheckStatistics"))
			m.QualityCheck = &next
		}
		if c := m.ClarifyCheck; c != nil {
			next := *c
			next.CalculatedBaselineConstraints, next.BaselineUsedForDriftCheckConstraints = said(text(made, "CalculatedBaselineConstraints")), said(text(made, "BaselineUsedForDriftCheckConstraints"))
			m.ClarifyCheck = &next
		}
		out.Metadata = &m
	})
}

func qualityShown(s *stepRun, arn string) *types.PipelineExecutionStepMetadata {
	return &types.PipelineExecutionStepMetadata{QualityCheck: &types.QualityCheckStepMetadata{
		CheckJobArn: &arn, CheckType: said(text(s.of.Members, "CheckType")), ModelPackageGroupName: s.own("ModelPackageGroupName"),
		SkipCheck: s.flag("SkipCheck"), RegisterNewBaseline: s.flag("RegisterNewBaseline"),
	}}
}

func clarifyShown(s *stepRun, arn string) *types.PipelineExecutionStepMetadata {
	return &types.PipelineExecutionStepMetadata{ClarifyCheck: &types.ClarifyCheckStepMetadata{
		CheckJobArn: &arn, CheckType: said(text(s.of.Members, "CheckType")), ModelPackageGroupName: s.own("ModelPackageGroupName"),
		SkipCheck: s.flag("SkipCheck"), RegisterNewBaseline: s.flag("RegisterNewBaseline"),
	}}
}

// own and flag are what the step says of itself beside its arguments.
func (s *stepRun) own(name string) *string {
	v, _ := pipeline.Resolve(s.of.Members[name], s)
	given, _ := v.(string)
	return said(given)
}

func (s *stepRun) flag(name string) *bool {
	v, _ := pipeline.Resolve(s.of.Members[name], s)
	given, _ := v.(bool)
	return aws.Bool(given)
}

// wantsSummaries: another step refers to the training jobs of this one, as
// TuningStep.get_top_model_s3_uri of the Python SDK does.
func (s *stepRun) wantsSummaries() bool { return s.def.Refers(s.of.Name, "TrainingJobSummaries") }

// summaries asks for the training jobs, best first.
func (s *stepRun) summaries(k stepKind, shown map[string]any) error {
	const operation = "ListTrainingJobsForHyperParameterTuningJob"
	out, err := s.call(operation, map[string]any{k.name: s.name, "SortBy": "FinalObjectiveMetricValue"})
	if err != nil {
		return s.describeFault(operation, err)
	}
	shown["TrainingJobSummaries"] = out["TrainingJobSummaries"]
	return nil
}
