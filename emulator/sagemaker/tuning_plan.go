package sagemaker

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/job"
	"github.com/denylab/denylab/rego/authz"
)

// A plan is what one definition of a tuning job's training jobs says.
type plan struct {
	definition types.HyperParameterTrainingJobDefinition
	objective  *types.HyperParameterTuningJobObjective
	dimensions []dimension
	network    job.Network
}

// plansOf are the definitions of a request, with the ranges that they tune: one,
// whose ranges are the job's, or several with their own.
func plansOf(in *sdk.CreateHyperParameterTuningJobInput) ([]*plan, *awsproto.Error) {
	if (in.TrainingJobDefinition == nil) == (len(in.TrainingJobDefinitions) == 0) {
		return nil, oneDefinition()
	}
	c := in.HyperParameterTuningJobConfig
	definitions := in.TrainingJobDefinitions
	if in.TrainingJobDefinition != nil {
		definitions = []types.HyperParameterTrainingJobDefinition{*in.TrainingJobDefinition}
	}
	var plans []*plan
	for _, d := range definitions {
		p := &plan{definition: d, objective: d.TuningObjective}
		ranges := d.HyperParameterRanges
		if p.objective == nil {
			p.objective = c.HyperParameterTuningJobObjective
		}
		if ranges == nil {
			ranges = c.ParameterRanges
		}
		var err *awsproto.Error
		if p.dimensions, err = dimensions(ranges); err != nil {
			return nil, err
		}
		plans = append(plans, p)
	}
	return plans, checkStrategy(c, plans)
}

// checkStrategy: a grid is made of categories, and the other strategies need to
// know when to end.
func checkStrategy(c *types.HyperParameterTuningJobConfig, plans []*plan) *awsproto.Error {
	if c.Strategy != types.HyperParameterTuningJobStrategyTypeGrid {
		if c.ResourceLimits == nil || c.ResourceLimits.MaxNumberOfTrainingJobs == nil {
			return noLimit()
		}
		return nil
	}
	for _, p := range plans {
		for _, d := range p.dimensions {
			if len(d.values) == 0 {
				return noGrid(d.name)
			}
		}
	}
	return nil
}

func (p *plan) role() string { return aws.ToString(p.definition.RoleArn) }

func (p *plan) metric() string {
	if p.objective == nil {
		return ""
	}
	return aws.ToString(p.objective.MetricName)
}

// request is that of one training job.
func (p *plan) request(name string, chosen map[string]string, tags []types.Tag) *sdk.CreateTrainingJobInput {
	d, parameters := p.definition, map[string]string{}
	maps.Copy(parameters, d.StaticHyperParameters)
	maps.Copy(parameters, chosen)
	if p.metric() != "" { // training jobs show it among their hyperparameters
		parameters["_tuning_objective_metric"] = p.metric()
	}
	in := &sdk.CreateTrainingJobInput{
		TrainingJobName: &name, RoleArn: d.RoleArn, HyperParameters: parameters, InputDataConfig: d.InputDataConfig,
		OutputDataConfig: d.OutputDataConfig, ResourceConfig: resourcesOf(d), StoppingCondition: d.StoppingCondition,
		VpcConfig: d.VpcConfig, CheckpointConfig: d.CheckpointConfig, Environment: d.Environment, RetryStrategy: d.RetryStrategy,
		EnableManagedSpotTraining: d.EnableManagedSpotTraining, EnableNetworkIsolation: d.EnableNetworkIsolation,
		EnableInterContainerTrafficEncryption: d.EnableInterContainerTrafficEncryption, Tags: tags,
	}
	if a := d.AlgorithmSpecification; a != nil {
		in.AlgorithmSpecification = &types.AlgorithmSpecification{TrainingInputMode: a.TrainingInputMode,
			TrainingImage: a.TrainingImage, AlgorithmName: a.AlgorithmName, MetricDefinitions: a.MetricDefinitions}
	}
	return in
}

// resourcesOf are a definition's: its own, or the first that tuning may choose.
func resourcesOf(d types.HyperParameterTrainingJobDefinition) *types.ResourceConfig {
	c := d.HyperParameterTuningResourceConfig
	if d.ResourceConfig != nil || c == nil {
		return d.ResourceConfig
	}
	out := &types.ResourceConfig{InstanceType: c.InstanceType, InstanceCount: c.InstanceCount,
		VolumeSizeInGB: c.VolumeSizeInGB, VolumeKmsKeyId: c.VolumeKmsKeyId}
	if len(c.InstanceConfigs) > 0 {
		first := c.InstanceConfigs[0]
		out.InstanceType, out.InstanceCount, out.VolumeSizeInGB = first.InstanceType, first.InstanceCount, first.VolumeSizeInGB
	}
	return out
}

// choose chooses the hyperparameters of the nth job of a plan. Grid goes through
// all combinations; the other strategies draw at random, since nothing here
// learns from what the jobs before have brought.
func (p *plan) choose(n int, grid bool, seed uint64) map[string]string {
	if grid {
		return combination(p.dimensions, n)
	}
	return draw(p.dimensions, rand.New(rand.NewPCG(seed, uint64(n))))
}

// seedOf makes the choices of a job the same whenever it is replayed.
func seedOf(arn string, c *types.HyperParameterTuningJobConfig) uint64 {
	if c.RandomSeed != nil {
		return uint64(*c.RandomSeed)
	}
	sum := sha256.Sum256([]byte(arn))
	return binary.BigEndian.Uint64(sum[:])
}

// childName is TUNING-NNN-HASH.
func childName(tuning, arn string, n int) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", arn, n))
	return fmt.Sprintf("%s-%03d-%s", tuning, n, hex.EncodeToString(sum[:4]))
}

// tuningKeys are those of the training jobs: of a list what any of them has, of
// the others what the first has.
func tuningKeys(plans []*plan) authz.Context {
	k := keys{}
	for _, p := range plans {
		for name, value := range trainingKeys(p.request("", nil, nil)) {
			had, is := k[name]
			switch {
			case !is:
				k[name] = value
			case value.Multi:
				k[name] = authz.Many(united(had.Values, value.Values)...)
			}
		}
		if more := p.mayChoose(); len(more) > 0 {
			k.list("sagemaker:InstanceTypes", united(k["sagemaker:InstanceTypes"].Values, more))
		}
	}
	return authz.Context(k)
}

// mayChoose are the instance types among which tuning chooses.
func (p *plan) mayChoose() []string {
	c := p.definition.HyperParameterTuningResourceConfig
	if c == nil {
		return nil
	}
	var out []string
	for _, i := range c.InstanceConfigs {
		out = append(out, string(i.InstanceType))
	}
	return out
}

// united are the values of two lists, each once, sorted.
func united(a, b []string) []string {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}
