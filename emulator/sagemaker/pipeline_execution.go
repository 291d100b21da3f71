package sagemaker

import (
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/sagemaker/pipeline"
)

const executionKind = "pipeline-execution"

// An execution is what is kept of an execution of a pipeline.
type execution struct {
	Shown sdk.DescribePipelineExecutionOutput
	// Definition is the pipeline's when the execution began, Parameters are those
	// that it was given.
	Definition string
	Parameters []types.Parameter
}

// A start is an execution that is about to begin.
type start struct {
	of     *record
	role   string
	def    *pipeline.Definition
	values map[string]any
	made   *execution
}

// startPipelineExecution is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_StartPipelineExecution.html.
// That a role which does not trust SageMaker is refused with the request, and not
// when the first step runs, is UNVERIFIED.
func (r *request) startPipelineExecution(in *sdk.StartPipelineExecutionInput) (*sdk.StartPipelineExecutionOutput, *awsproto.Error) {
	rec, err := r.pipelineNamed(in.PipelineName, versionKeys(in.PipelineVersionId))
	if err != nil {
		return nil, err
	}
	if in.RoleArn != nil {
		if err := r.passRole(*in.RoleArn, rec.arn); err != nil {
			return nil, err
		}
	}
	if what := unsupportedStart(in); what != "" {
		return nil, awsproto.NotEmulated("SageMaker", "StartPipelineExecution with "+what)
	}
	s, err := r.prepare(rec, in)
	if err != nil {
		return nil, err
	}
	r.h.records.numbering.Lock()
	defer r.h.records.numbering.Unlock()
	for _, had := range r.h.executions(rec) {
		if had.token == aws.ToString(in.ClientRequestToken) {
			return &sdk.StartPipelineExecutionOutput{PipelineExecutionArn: &had.arn}, nil
		}
	}
	return r.begin(s, aws.ToString(in.ClientRequestToken))
}

func unsupportedStart(in *sdk.StartPipelineExecutionInput) string {
	switch {
	case in.SelectiveExecutionConfig != nil:
		return "SelectiveExecutionConfig"
	case in.PipelineVersionId != nil || in.PipelineVersionAlias != nil:
		return "a version of a pipeline"
	case in.MlflowExperimentName != nil:
		return "MlflowExperimentName"
	}
	return ""
}

// prepare finds out what the execution is to do.
func (r *request) prepare(rec *record, in *sdk.StartPipelineExecutionInput) (*start, *awsproto.Error) {
	p := output[sdk.DescribePipelineOutput](r.h.records, rec)
	s := &start{of: rec, role: aws.ToString(p.RoleArn)}
	if in.RoleArn != nil {
		s.role = *in.RoleArn
	}
	var bad error
	if s.def, bad = pipeline.Parse(aws.ToString(p.PipelineDefinition)); bad != nil {
		return nil, badDefinition(bad.Error())
	}
	given := map[string]string{}
	for _, v := range in.PipelineParameters {
		given[aws.ToString(v.Name)] = aws.ToString(v.Value)
	}
	if s.values, bad = s.def.Values(given); bad != nil {
		return nil, badParameters(bad.Error())
	}
	by := r.maker()
	s.made = &execution{Definition: aws.ToString(p.PipelineDefinition), Parameters: in.PipelineParameters, Shown: sdk.DescribePipelineExecutionOutput{
		PipelineArn: &rec.arn, PipelineExecutionDescription: in.PipelineExecutionDescription,
		PipelineExecutionDisplayName: displayName(in.PipelineExecutionDisplayName, "execution-"+strconv.FormatInt(r.x.Now.UnixMilli(), 10)),
		PipelineExecutionStatus:      types.PipelineExecutionStatusExecuting, RoleArn: &s.role,
		ParallelismConfiguration: in.ParallelismConfiguration, CreationTime: &r.x.Now, LastModifiedTime: &r.x.Now, CreatedBy: by, LastModifiedBy: by,
	}}
	return s, nil
}

// begin begins the execution with the next number; the caller holds numbering.
func (r *request) begin(s *start, token string) (*sdk.StartPipelineExecutionOutput, *awsproto.Error) {
	id := pipeline.ExecutionID(s.of.arn, r.h.records.count(s.of.arn)+1)
	arn := s.of.arn + "/execution/" + id
	w, err := r.workerOn(executionKind, s.of.name+"/"+id, arn, s.role, pipelineNotAssumable(s.role))
	if err != nil {
		return nil, err
	}
	s.made.Shown.PipelineExecutionArn = &arn
	rec := &record{kind: executionKind, name: id, account: w.account, arn: arn, token: token, output: s.made, run: w.Run}
	if !r.h.records.addCounted(s.of.arn, rec) {
		return nil, internal() // a number is not used twice
	}
	update(r.h.records, s.of, func(out *sdk.DescribePipelineOutput) { out.LastRunTime = &r.x.Now })
	p := newPipelineRun(w, rec, s)
	w.h.Board.Start(w.Run, p.run)
	return &sdk.StartPipelineExecutionOutput{PipelineExecutionArn: &arn}, nil
}

// executions are those of a pipeline, oldest first.
func (h *Handler) executions(of *record) []*record {
	var out []*record
	for _, e := range h.records.of(of.account, executionKind) {
		if strings.HasPrefix(e.arn, of.arn+"/execution/") {
			out = append(out, e)
		}
	}
	return out
}

// stopPipelineExecution is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_StopPipelineExecution.html.
func (r *request) stopPipelineExecution(in *sdk.StopPipelineExecutionInput) (*sdk.StopPipelineExecutionOutput, *awsproto.Error) {
	rec, err := r.execution(in.PipelineExecutionArn)
	if err != nil {
		return nil, err
	}
	var was types.PipelineExecutionStatus
	update(r.h.records, rec, func(e *execution) {
		was = e.Shown.PipelineExecutionStatus
		if was == types.PipelineExecutionStatusExecuting {
			e.Shown.PipelineExecutionStatus, e.Shown.LastModifiedTime = types.PipelineExecutionStatusStopping, &r.x.Now
		}
	})
	if was != types.PipelineExecutionStatusExecuting {
		return nil, executionEnded(rec.arn, string(was))
	}
	r.h.Board.Stop(rec.run.ID)
	return &sdk.StopPipelineExecutionOutput{PipelineExecutionArn: &rec.arn}, nil
}
