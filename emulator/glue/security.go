package glue

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"

	"github.com/denylab/denylab/emulator/awsproto"
)

// createSecurityConfiguration is https://docs.aws.amazon.com/glue/latest/webapi/API_CreateSecurityConfiguration.html.
func (r *request) createSecurityConfiguration(in *sdk.CreateSecurityConfigurationInput) (*sdk.CreateSecurityConfigurationOutput, *awsproto.Error) {
	if err := r.allowedAnywhere(); err != nil {
		return nil, err
	}
	name := aws.ToString(in.Name)
	made := types.SecurityConfiguration{Name: in.Name, EncryptionConfiguration: in.EncryptionConfiguration, CreatedTimeStamp: &r.x.Now}
	if !r.h.records.configurations.add(id{r.accountID(), name}, made) {
		return nil, hadConfiguration(name)
	}
	return &sdk.CreateSecurityConfigurationOutput{Name: in.Name, CreatedTimestamp: &r.x.Now}, nil
}

// getSecurityConfiguration is https://docs.aws.amazon.com/glue/latest/webapi/API_GetSecurityConfiguration.html.
func (r *request) getSecurityConfiguration(in *sdk.GetSecurityConfigurationInput) (*sdk.GetSecurityConfigurationOutput, *awsproto.Error) {
	if err := r.allowedAnywhere(); err != nil {
		return nil, err
	}
	had, ok := r.h.records.configurations.get(id{r.accountID(), aws.ToString(in.Name)})
	if !ok {
		return nil, noConfiguration(aws.ToString(in.Name))
	}
	return &sdk.GetSecurityConfigurationOutput{SecurityConfiguration: &had}, nil
}

// getSecurityConfigurations is https://docs.aws.amazon.com/glue/latest/webapi/API_GetSecurityConfigurations.html.
func (r *request) getSecurityConfigurations(in *sdk.GetSecurityConfigurationsInput) (*sdk.GetSecurityConfigurationsOutput, *awsproto.Error) {
	if err := r.allowedAnywhere(); err != nil {
		return nil, err
	}
	list, next, err := paged(r.h.records.configurations.of(r.accountID()), in.NextToken, in.MaxResults, mostJobs)
	if err != nil {
		return nil, err
	}
	return &sdk.GetSecurityConfigurationsOutput{SecurityConfigurations: list, NextToken: next}, nil
}

// deleteSecurityConfiguration is https://docs.aws.amazon.com/glue/latest/webapi/API_DeleteSecurityConfiguration.html.
func (r *request) deleteSecurityConfiguration(in *sdk.DeleteSecurityConfigurationInput) (*sdk.DeleteSecurityConfigurationOutput, *awsproto.Error) {
	if err := r.allowedAnywhere(); err != nil {
		return nil, err
	}
	name := aws.ToString(in.Name)
	if !r.h.records.configurations.remove(id{r.accountID(), name}) {
		return nil, noConfiguration(name)
	}
	return &sdk.DeleteSecurityConfigurationOutput{}, nil
}
