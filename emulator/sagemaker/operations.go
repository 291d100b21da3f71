package sagemaker

import (
	"sync"

	"github.com/denylab/denylab/emulator/awsproto"
)

type operation = awsproto.JSONOperation[*request]

// decoded is the operation that run answers.
func decoded[In, Out any](name string, run func(*request, *In) (*Out, *awsproto.Error)) operation {
	return awsproto.JSONDecoded(model, name, run)
}

// service is the table of everything this package answers
// (https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Operations_Amazon_SageMaker_Service.html).
var service = sync.OnceValue(func() *awsproto.JSONService[*request] {
	return &awsproto.JSONService[*request]{
		Name: "SageMaker", Target: "SageMaker.", Model: model,
		Operations: joined(trainingOperations, processingOperations, transformOperations,
			hostingOperations, tuningOperations, tagOperations,
			studioOperations, imageOperations, notebookOperations, automlOperations, formOperations,
			pipelineOperations, registryOperations),
	}
})

var trainingOperations = map[string]operation{
	"CreateTrainingJob":   decoded("CreateTrainingJob", (*request).createTrainingJob),
	"DescribeTrainingJob": decoded("DescribeTrainingJob", (*request).describeTrainingJob),
	"ListTrainingJobs":    decoded("ListTrainingJobs", (*request).listTrainingJobs),
	"StopTrainingJob":     decoded("StopTrainingJob", (*request).stopTrainingJob),
	"DeleteTrainingJob":   decoded("DeleteTrainingJob", (*request).deleteTrainingJob),
}

var processingOperations = map[string]operation{
	"CreateProcessingJob":   decoded("CreateProcessingJob", (*request).createProcessingJob),
	"DescribeProcessingJob": decoded("DescribeProcessingJob", (*request).describeProcessingJob),
	"ListProcessingJobs":    decoded("ListProcessingJobs", (*request).listProcessingJobs),
	"StopProcessingJob":     decoded("StopProcessingJob", (*request).stopProcessingJob),
}

var transformOperations = map[string]operation{
	"CreateTransformJob":   decoded("CreateTransformJob", (*request).createTransformJob),
	"DescribeTransformJob": decoded("DescribeTransformJob", (*request).describeTransformJob),
	"ListTransformJobs":    decoded("ListTransformJobs", (*request).listTransformJobs),
	"StopTransformJob":     decoded("StopTransformJob", (*request).stopTransformJob),
}

var hostingOperations = map[string]operation{
	"CreateModel":            decoded("CreateModel", (*request).createModel),
	"DescribeModel":          decoded("DescribeModel", (*request).describeModel),
	"ListModels":             decoded("ListModels", (*request).listModels),
	"DeleteModel":            decoded("DeleteModel", (*request).deleteModel),
	"CreateEndpointConfig":   decoded("CreateEndpointConfig", (*request).createEndpointConfig),
	"DescribeEndpointConfig": decoded("DescribeEndpointConfig", (*request).describeEndpointConfig),
	"ListEndpointConfigs":    decoded("ListEndpointConfigs", (*request).listEndpointConfigs),
	"DeleteEndpointConfig":   decoded("DeleteEndpointConfig", (*request).deleteEndpointConfig),
	"CreateEndpoint":         decoded("CreateEndpoint", (*request).createEndpoint),
	"DescribeEndpoint":       decoded("DescribeEndpoint", (*request).describeEndpoint),
	"ListEndpoints":          decoded("ListEndpoints", (*request).listEndpoints),
	"UpdateEndpoint":         decoded("UpdateEndpoint", (*request).updateEndpoint),
	"DeleteEndpoint":         decoded("DeleteEndpoint", (*request).deleteEndpoint),
}

var tuningOperations = map[string]operation{
	"CreateHyperParameterTuningJob":              decoded("CreateHyperParameterTuningJob", (*request).createHyperParameterTuningJob),
	"DescribeHyperParameterTuningJob":            decoded("DescribeHyperParameterTuningJob", (*request).describeHyperParameterTuningJob),
	"ListHyperParameterTuningJobs":               decoded("ListHyperParameterTuningJobs", (*request).listHyperParameterTuningJobs),
	"StopHyperParameterTuningJob":                decoded("StopHyperParameterTuningJob", (*request).stopHyperParameterTuningJob),
	"ListTrainingJobsForHyperParameterTuningJob": decoded("ListTrainingJobsForHyperParameterTuningJob", (*request).listTrainingJobsForHyperParameterTuningJob),
}

var tagOperations = map[string]operation{
	"AddTags":    decoded("AddTags", (*request).addTags),
	"ListTags":   decoded("ListTags", (*request).listTags),
	"DeleteTags": decoded("DeleteTags", (*request).deleteTags),
}

func joined(all ...map[string]operation) map[string]operation {
	out := map[string]operation{}
	for _, some := range all {
		for name, op := range some {
			out[name] = op
		}
	}
	return out
}

// Operations are those of the service's API.
func (*Handler) Operations() []awsproto.Operation {
	return awsproto.Operations(service().Operations, model().Operations())
}
