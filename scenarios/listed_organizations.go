package scenarios

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
)

func organizationsClient(c *connection) *organizations.Client {
	return organizations.New(organizations.Options{
		BaseEndpoint: &c.endpoint, Region: c.region, Credentials: c.credentials,
		HTTPClient: c.recorder, Retryer: aws.NopRetryer{}, HTTPSignerV4: newSigner(c.now, false),
	})
}

var organizationsOperations = []operation{
	method("organizations", "DescribeOrganization", organizationsClient, (*organizations.Client).DescribeOrganization),
}
