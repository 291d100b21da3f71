package scenarios

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker"
)

func sagemakerClient(c *connection) *sagemaker.Client {
	return sagemaker.New(sagemaker.Options{
		BaseEndpoint: &c.endpoint, Region: c.region, Credentials: c.credentials,
		HTTPClient: c.recorder, Retryer: aws.NopRetryer{}, HTTPSignerV4: newSigner(c.now, false),
	})
}

var sagemakerOperations = []operation{
	method("sagemaker", "CreateTrainingJob", sagemakerClient, (*sagemaker.Client).CreateTrainingJob),
	method("sagemaker", "DescribeTrainingJob", sagemakerClient, (*sagemaker.Client).DescribeTrainingJob),
	method("sagemaker", "ListTrainingJobs", sagemakerClient, (*sagemaker.Client).ListTrainingJobs),
	method("sagemaker", "StopTrainingJob", sagemakerClient, (*sagemaker.Client).StopTrainingJob),
	method("sagemaker", "DeleteTrainingJob", sagemakerClient, (*sagemaker.Client).DeleteTrainingJob),
	method("sagemaker", "CreateProcessingJob", sagemakerClient, (*sagemaker.Client).CreateProcessingJob),
	method("sagemaker", "DescribeProcessingJob", sagemakerClient, (*sagemaker.Client).DescribeProcessingJob),
	method("sagemaker", "ListProcessingJobs", sagemakerClient, (*sagemaker.Client).ListProcessingJobs),
	method("sagemaker", "StopProcessingJob", sagemakerClient, (*sagemaker.Client).StopProcessingJob),
	method("sagemaker", "AddTags", sagemakerClient, (*sagemaker.Client).AddTags),
	method("sagemaker", "ListTags", sagemakerClient, (*sagemaker.Client).ListTags),
	method("sagemaker", "DeleteTags", sagemakerClient, (*sagemaker.Client).DeleteTags),
}
