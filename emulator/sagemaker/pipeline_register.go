package sagemaker

import (
	"maps"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/sagemaker/pipeline"
)

// register registers a model: its group is created in every execution, and that
// it exists already is no failure. The versions in a group have no tags of their
// own, so that the group has the pipeline's.
func (s *stepRun) register() error {
	resolved, err := pipeline.Resolve(s.of.Arguments, s)
	if err != nil {
		return err
	}
	in := maps.Clone(resolved.(map[string]any)) // as the arguments are
	if group := text(in, "ModelPackageGroupName"); group != "" {
		if err := s.group(group, in["Tags"]); err != nil {
			return err
		}
		delete(in, "Tags")
		delete(in, "ModelPackageName")
	} else {
		in["ModelPackageName"] = s.jobName(text(s.of.Arguments, "ModelPackageName"), 63, 0)
		in["Tags"] = s.tagged(in["Tags"])
	}
	out, err := s.call("CreateModelPackage", in)
	if err != nil {
		return s.createFault("CreateModelPackage", err)
	}
	arn := text(out, "ModelPackageArn")
	s.shows(&types.PipelineExecutionStepMetadata{RegisterModel: &types.RegisterModelStepMetadata{Arn: &arn}})
	made, err := s.call("DescribeModelPackage", map[string]any{"ModelPackageName": arn})
	if err != nil {
		return s.describeFault("DescribeModelPackage", err)
	}
	s.made[s.of.Name] = made
	return nil
}

func (s *stepRun) group(name string, tags any) error {
	_, err := s.call("CreateModelPackageGroup", map[string]any{"ModelPackageGroupName": name, "Tags": s.tagged(tags)})
	if refusal := refusalIn(err); refusal != nil && strings.Contains(refusal.Message, groupThere) {
		return nil
	}
	if err != nil {
		return s.createFault("CreateModelPackageGroup", err)
	}
	return nil
}
