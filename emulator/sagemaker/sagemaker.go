// Package sagemaker answers Amazon SageMaker requests (JSON 1.1) and runs the
// jobs that they create: each stage calls S3, KMS and the others with the
// execution role, and what is refused fails the job as SageMaker fails it.
// Endpoints come into service, and answer no invocations; models answer
// transform jobs.
//
// Compilation and labeling jobs, feature groups, flow definitions and monitoring
// schedules are authorized, checked and kept, and nothing runs behind them
// (form.go): a compilation job is in progress until it is stopped, a labeling
// job until somebody would label.
//
// The texts that AWS documents stand in texts.go, those that are guesses in
// texts_unverified.go.
package sagemaker

import (
	"context"
	_ "embed" // the table beside this file
	"net/http"
	"sync"

	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/caller"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/job"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// Options configure a Handler.
type Options struct {
	// Agent is the lab that jobs call, Board where they are posted.
	Agent job.Agent
	Board *job.Board
	// AllowExec lets jobs run the commands and container images that the
	// world's image map names.
	AllowExec bool
	// Seed makes the encoded messages of EC2's refusals (package authmessage).
	Seed string
}

// A Handler serves Amazon SageMaker. What it makes lives in memory.
type Handler struct {
	Options
	records *records
	// operations are what the service answers, which pipelines call.
	operations map[string]operation
}

var _ gate.Handler = (*Handler)(nil)

// New returns a handler without jobs.
func New(o Options) *Handler {
	return &Handler{Options: o, records: newRecords(), operations: service().Operations}
}

//go:embed model/operations.tsv
var operationsTable string

// model is AWS's own of the service. The table is a part of the program, whose
// tests read it: it cannot be wrong here.
var model = sync.OnceValue(func() *awsproto.Model {
	m, err := awsproto.ParseModel(operationsTable)
	if err != nil {
		panic("sagemaker: operations.tsv: " + err.Error())
	}
	m.Code, m.Values = "ValidationException", true
	m.Unions = awsproto.Union[types.AutoMLProblemTypeConfig](awsproto.Unions{},
		&types.AutoMLProblemTypeConfigMemberImageClassificationJobConfig{},
		&types.AutoMLProblemTypeConfigMemberTabularJobConfig{},
		&types.AutoMLProblemTypeConfigMemberTextClassificationJobConfig{},
		&types.AutoMLProblemTypeConfigMemberTextGenerationJobConfig{},
		&types.AutoMLProblemTypeConfigMemberTimeSeriesForecastingJobConfig{})
	return m
})

// Serve implements gate.Handler.
func (h *Handler) Serve(w http.ResponseWriter, r *http.Request, x *gate.Exchange) {
	name, op, body, failure := service().Read(r)
	x.Operation = name
	var output any
	switch {
	case failure != nil:
	case x.Identity.Principal.Caller.Kind == authz.Anonymous:
		failure = caller.MissingToken("sagemaker")
	default:
		output, failure = op(&request{h: h, ctx: r.Context(), x: x}, body)
	}
	service().Answer(w, x.IDs, output, failure)
}

// Refuse implements gate.Handler.
func (h *Handler) Refuse(w http.ResponseWriter, _ *http.Request, ids awsproto.IDs, err *awsproto.Error) {
	awsproto.WriteJSONError(w, ids, err)
}

// Reset forgets everything that was made. The board must be clear.
func (h *Handler) Reset() { h.records.reset() }

// Digest is a hash over everything that was made.
func (h *Handler) Digest() string { return h.records.digest() }

// A request is one SageMaker request being answered.
type request struct {
	h   *Handler
	ctx context.Context
	x   *gate.Exchange
}

func (r *request) accountID() string { return r.x.Identity.Principal.Caller.Account }

func (r *request) world() *world.World { return r.x.World }
