package sagemaker

var pipelineOperations = map[string]operation{
	"CreatePipeline":                         decoded("CreatePipeline", (*request).createPipeline),
	"UpdatePipeline":                         decoded("UpdatePipeline", (*request).updatePipeline),
	"DescribePipeline":                       decoded("DescribePipeline", (*request).describePipeline),
	"DeletePipeline":                         decoded("DeletePipeline", (*request).deletePipeline),
	"ListPipelines":                          decoded("ListPipelines", (*request).listPipelines),
	"StartPipelineExecution":                 decoded("StartPipelineExecution", (*request).startPipelineExecution),
	"StopPipelineExecution":                  decoded("StopPipelineExecution", (*request).stopPipelineExecution),
	"DescribePipelineExecution":              decoded("DescribePipelineExecution", (*request).describePipelineExecution),
	"ListPipelineExecutions":                 decoded("ListPipelineExecutions", (*request).listPipelineExecutions),
	"ListPipelineExecutionSteps":             decoded("ListPipelineExecutionSteps", (*request).listPipelineExecutionSteps),
	"ListPipelineParametersForExecution":     decoded("ListPipelineParametersForExecution", (*request).listPipelineParametersForExecution),
	"DescribePipelineDefinitionForExecution": decoded("DescribePipelineDefinitionForExecution", (*request).describePipelineDefinitionForExecution),
}

// registryOperations are those of the model registry that pipelines need.
var registryOperations = map[string]operation{
	"CreateModelPackageGroup":   decoded("CreateModelPackageGroup", (*request).createModelPackageGroup),
	"DescribeModelPackageGroup": decoded("DescribeModelPackageGroup", (*request).describeModelPackageGroup),
	"DeleteModelPackageGroup":   decoded("DeleteModelPackageGroup", (*request).deleteModelPackageGroup),
	"CreateModelPackage":        decoded("CreateModelPackage", (*request).createModelPackage),
	"DescribeModelPackage":      decoded("DescribeModelPackage", (*request).describeModelPackage),
	"ListModelPackages":         decoded("ListModelPackages", (*request).listModelPackages),
	"DeleteModelPackage":        decoded("DeleteModelPackage", (*request).deleteModelPackage),
}
