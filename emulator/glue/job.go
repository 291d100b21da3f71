package glue

import (
	"maps"
	"reflect"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/rego/authz"
)

// createJob is https://docs.aws.amazon.com/glue/latest/webapi/API_CreateJob.html.
// The same job again is answered as the first time.
func (r *request) createJob(in *sdk.CreateJobInput) (*sdk.CreateJobOutput, *awsproto.Error) {
	name, made := aws.ToString(in.Name), defined(in.Name, in)
	keys := requestTags(in.Tags)
	maps.Copy(keys, r.networkKeys(in.Connections))
	if err := r.allowed(keys, r.jobARN(name)); err != nil {
		return nil, err
	}
	if err := r.mayTag(r.jobARN(name), in.Tags); err != nil {
		return nil, err
	}
	if err := r.checkJob(name, &made); err != nil {
		return nil, err
	}
	made.CreatedOn, made.LastModifiedOn = &r.x.Now, &r.x.Now
	if !r.h.records.jobs.add(id{r.accountID(), name}, made) {
		return r.again(name, &made)
	}
	if len(in.Tags) > 0 {
		r.h.records.tag(r.jobARN(name), func(tags map[string]string) { maps.Copy(tags, in.Tags) })
	}
	return &sdk.CreateJobOutput{Name: in.Name}, nil
}

// again is the answer to a request for a job that is there.
func (r *request) again(name string, made *types.Job) (*sdk.CreateJobOutput, *awsproto.Error) {
	had, _ := r.h.records.jobs.get(id{r.accountID(), name})
	made.CreatedOn, made.LastModifiedOn = had.CreatedOn, had.LastModifiedOn
	if !reflect.DeepEqual(had, *made) {
		return nil, otherConfiguration(name)
	}
	return &sdk.CreateJobOutput{Name: &name}, nil
}

// updateJob is https://docs.aws.amazon.com/glue/latest/webapi/API_UpdateJob.html:
// the definition is replaced whole. A role that is not named stays.
func (r *request) updateJob(in *sdk.UpdateJobInput) (*sdk.UpdateJobOutput, *awsproto.Error) {
	name, next := aws.ToString(in.JobName), defined(in.JobName, in.JobUpdate)
	if err := r.allowed(r.networkKeys(next.Connections), r.jobARN(name)); err != nil {
		return nil, err
	}
	had, ok := r.h.records.jobs.get(id{r.accountID(), name})
	if !ok {
		return nil, noJob(name)
	}
	if next.Role == nil {
		next.Role = had.Role
	}
	if err := r.checkJob(name, &next); err != nil {
		return nil, err
	}
	next.CreatedOn, next.LastModifiedOn = had.CreatedOn, &r.x.Now
	r.h.records.jobs.change(id{r.accountID(), name}, func(j *types.Job) { *j = next })
	return &sdk.UpdateJobOutput{JobName: in.JobName}, nil
}

// deleteJob is https://docs.aws.amazon.com/glue/latest/webapi/API_DeleteJob.html:
// a job that is not there is no error. Its runs stay.
func (r *request) deleteJob(in *sdk.DeleteJobInput) (*sdk.DeleteJobOutput, *awsproto.Error) {
	name := aws.ToString(in.JobName)
	if err := r.allowed(nil, r.jobARN(name)); err != nil {
		return nil, err
	}
	if r.h.records.jobs.remove(id{r.accountID(), name}) {
		r.h.records.untag(r.jobARN(name))
	}
	return &sdk.DeleteJobOutput{JobName: in.JobName}, nil
}

// checkJob asks whether the caller may pass the job's role, and whether it
// trusts Glue
// (https://docs.aws.amazon.com/glue/latest/dg/glue-troubleshooting-errors.html#error-assume-role-user-policy).
func (r *request) checkJob(name string, j *types.Job) *awsproto.Error {
	role := r.roleARN(aws.ToString(j.Role))
	if err := r.passRole(role, r.jobARN(name)); err != nil {
		return err
	}
	if command := aws.ToString(commandName(j)); !slices.Contains(commands, command) {
		return noCommand(command)
	}
	return r.checkTrust(name, role)
}

// commands are the kinds of jobs
// (https://docs.aws.amazon.com/glue/latest/webapi/API_JobCommand.html).
var commands = []string{"glueetl", "gluestreaming", "pythonshell", "glueray"}

func commandName(j *types.Job) *string {
	if j.Command == nil {
		return nil
	}
	return j.Command.Name
}

// networkKeys are the condition keys of a job that has connections with a VPC
// (https://docs.aws.amazon.com/glue/latest/dg/using-identity-based-policies.html).
func (r *request) networkKeys(c *types.ConnectionsList) authz.Context {
	if c == nil {
		return nil
	}
	var vpcs, subnets, groups []string
	for _, name := range c.Connections {
		had, ok := r.h.records.connections.get(id{r.accountID(), name})
		if !ok || had.PhysicalConnectionRequirements == nil {
			continue
		}
		p := had.PhysicalConnectionRequirements
		groups = append(groups, p.SecurityGroupIdList...)
		if subnet := aws.ToString(p.SubnetId); subnet != "" {
			subnets = append(subnets, subnet)
			vpcs = append(vpcs, vpcOf(r.world(), r.accountID(), subnet)...)
		}
	}
	out := authz.Context{}
	for key, values := range map[string][]string{"glue:VpcIds": vpcs, "glue:SubnetIds": subnets, "glue:SecurityGroupIds": groups} {
		if len(values) > 0 {
			out[key] = authz.Many(values...)
		}
	}
	return out
}

// longest is a timeout as a duration.
func longest(minutes *int32) time.Duration { return time.Duration(aws.ToInt32(minutes)) * time.Minute }
