package sagemaker

import (
	"context"
	"path/filepath"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/job"
)

// connect puts a worker into the VPC of a model: the parts of the VPC are looked
// at, and network interfaces made in it. extra are looked at besides what every
// job looks at.
func (r *running) connect(ctx context.Context, c *types.VpcConfig, extra ...string) error {
	if c == nil {
		r.Network = job.Network{}
		return nil
	}
	network, missing := networkOf(r.Agent.World(), r.account, c.Subnets)
	if missing != "" {
		return &fault{stageNetwork, networkUnreachable("the subnet ID '" + missing + "' does not exist")}
	}
	for _, action := range append(append([]string{}, inspectActions...), extra...) {
		refused, err := r.may(ctx, stageNetwork, action, "*", "", nil)
		if err != nil {
			return err
		}
		if refused != "" {
			return &fault{stageNetwork, networkUnreachable(refused)}
		}
	}
	r.Network = network
	return r.attach(ctx, c, networkUnreachable)
}

// loadModel downloads the data of a model's containers.
func (r *running) loadModel(ctx context.Context, m *sdk.DescribeModelOutput) error {
	for i, c := range containersOf(m.PrimaryContainer, m.Containers) {
		dir := filepath.Join(r.containerRoot(i), "model")
		for _, d := range modelData(c) {
			if err := r.loadData(ctx, d, c.Mode == types.ContainerModeMultiModel, dir); err != nil {
				return &fault{stageDownload, modelUnreachable(i+1, d.uri)}
			}
		}
	}
	return nil
}

// containerRoot is /opt/ml of a model's nth container, from 0.
func (r *running) containerRoot(n int) string { return filepath.Join(r.root, "container_"+itoa(n+1)) }

// loadData downloads one part of a model. The models of a multi-model endpoint
// are loaded when they are invoked: its prefix is listed only.
func (r *running) loadData(ctx context.Context, d modelPlace, later bool, dir string) error {
	switch at, ok := job.ParseURI(d.uri); {
	case !ok || d.prefix && !later:
		return r.fetch(ctx, stageDownload, types.S3DataTypeS3Prefix, d.uri, dir)
	case later:
		_, err := r.List(ctx, stageDownload, at, 1)
		return err
	default:
		name := filepath.Base(at.Key)
		if err := r.Download(ctx, stageDownload, at, dir, name); err != nil {
			return err
		}
		return unpack(dir, name)
	}
}

// images are those of a model's containers.
func images(m *sdk.DescribeModelOutput) []string {
	var out []string
	for _, c := range containersOf(m.PrimaryContainer, m.Containers) {
		if image := aws.ToString(c.Image); image != "" {
			out = append(out, image)
		}
	}
	return out
}
