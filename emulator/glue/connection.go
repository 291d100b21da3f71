package glue

import (
	"maps"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"

	"github.com/denylab/denylab/emulator/awsproto"
)

// catalog is the ARN of the account's data catalog, in which connections are.
func (r *request) catalog() string { return r.arn("catalog") }

func (r *request) connectionARN(name string) string { return r.arn("connection/" + name) }

// createConnection is https://docs.aws.amazon.com/glue/latest/webapi/API_CreateConnection.html.
func (r *request) createConnection(in *sdk.CreateConnectionInput) (*sdk.CreateConnectionOutput, *awsproto.Error) {
	c := in.ConnectionInput
	name := aws.ToString(c.Name)
	if err := r.allowed(requestTags(in.Tags), r.catalog()); err != nil {
		return nil, err
	}
	if err := r.mayTag(r.connectionARN(name), in.Tags); err != nil {
		return nil, err
	}
	made := types.Connection{
		Name: c.Name, Description: c.Description, ConnectionType: c.ConnectionType, MatchCriteria: c.MatchCriteria,
		ConnectionProperties: c.ConnectionProperties, SparkProperties: c.SparkProperties,
		AthenaProperties: c.AthenaProperties, PythonProperties: c.PythonProperties,
		PhysicalConnectionRequirements: c.PhysicalConnectionRequirements,
		CreationTime:                   &r.x.Now, LastUpdatedTime: &r.x.Now, LastUpdatedBy: &r.x.Identity.Principal.Caller.ARN,
		Status: types.ConnectionStatusReady, ConnectionSchemaVersion: aws.Int32(1),
	}
	if !r.h.records.connections.add(id{r.accountID(), name}, made) {
		return nil, hadConnection(name)
	}
	if len(in.Tags) > 0 {
		r.h.records.tag(r.connectionARN(name), func(tags map[string]string) { maps.Copy(tags, in.Tags) })
	}
	return &sdk.CreateConnectionOutput{CreateConnectionStatus: types.ConnectionStatusReady}, nil
}

// getConnection is https://docs.aws.amazon.com/glue/latest/webapi/API_GetConnection.html.
func (r *request) getConnection(in *sdk.GetConnectionInput) (*sdk.GetConnectionOutput, *awsproto.Error) {
	name := aws.ToString(in.Name)
	if err := r.allowed(nil, r.catalog(), r.connectionARN(name)); err != nil {
		return nil, err
	}
	had, ok := r.h.records.connections.get(id{r.accountID(), name})
	if !ok {
		return nil, noConnection(name)
	}
	had = shown(had, in.HidePassword)
	return &sdk.GetConnectionOutput{Connection: &had}, nil
}

// shown is a connection, without its password if that is asked for.
func shown(c types.Connection, hide bool) types.Connection {
	if hide {
		c.ConnectionProperties = maps.Clone(c.ConnectionProperties)
		delete(c.ConnectionProperties, string(types.ConnectionPropertyKeyPassword))
	}
	return c
}

// getConnections is https://docs.aws.amazon.com/glue/latest/webapi/API_GetConnections.html.
func (r *request) getConnections(in *sdk.GetConnectionsInput) (*sdk.GetConnectionsOutput, *awsproto.Error) {
	if err := r.allowed(nil, r.catalog()); err != nil {
		return nil, err
	}
	all := []types.Connection{}
	for _, c := range r.h.records.connections.of(r.accountID()) {
		if matches(c, in.Filter) {
			all = append(all, shown(c, in.HidePassword))
		}
	}
	list, next, err := paged(all, in.NextToken, in.MaxResults, mostJobs)
	if err != nil {
		return nil, err
	}
	return &sdk.GetConnectionsOutput{ConnectionList: list, NextToken: next}, nil
}

func matches(c types.Connection, f *types.GetConnectionsFilter) bool {
	switch {
	case f == nil:
		return true
	case f.ConnectionType != "" && f.ConnectionType != c.ConnectionType:
		return false
	}
	return !slices.ContainsFunc(f.MatchCriteria, func(want string) bool { return !slices.Contains(c.MatchCriteria, want) })
}

// deleteConnection is https://docs.aws.amazon.com/glue/latest/webapi/API_DeleteConnection.html.
func (r *request) deleteConnection(in *sdk.DeleteConnectionInput) (*sdk.DeleteConnectionOutput, *awsproto.Error) {
	name := aws.ToString(in.ConnectionName)
	if err := r.allowed(nil, r.catalog(), r.connectionARN(name)); err != nil {
		return nil, err
	}
	if !r.h.records.connections.remove(id{r.accountID(), name}) {
		return nil, noConnection(name)
	}
	r.h.records.untag(r.connectionARN(name))
	return &sdk.DeleteConnectionOutput{}, nil
}
