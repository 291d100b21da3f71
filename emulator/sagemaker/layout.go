package sagemaker

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"
)

// layOut makes the directories and files that a training container finds under
// /opt/ml
// (https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-algo-running-container.html).
func (t *training) layOut() error {
	for _, dir := range []string{"input/config", "input/data", "model", "output/data", "checkpoints", "code"} {
		if err := os.MkdirAll(filepath.Join(t.root, filepath.FromSlash(dir)), 0o777); err != nil {
			return err
		}
	}
	for name, value := range map[string]any{
		"hyperparameters.json": t.hyperParameters(), "resourceconfig.json": resourceConfig(), "inputdataconfig.json": t.inputConfig(),
	} {
		text, err := json.MarshalIndent(value, "", "  ")
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(t.root, "input", "config", name), append(text, '\n'), 0o666); err != nil {
			return err
		}
	}
	return nil
}

func (t *training) hyperParameters() map[string]string {
	if t.in.HyperParameters == nil {
		return map[string]string{}
	}
	return t.in.HyperParameters
}

// host is the one host of a job: the lab has one whatever the request says.
const host = "algo-1"

func resourceConfig() map[string]any {
	return map[string]any{
		"current_host": host, "hosts": []string{host}, "network_interface_name": "eth0",
		"current_instance_type": "local", "current_group_name": "homogeneousCluster",
		"instance_groups": []map[string]any{{"instance_group_name": "homogeneousCluster", "instance_type": "local", "hosts": []string{host}}},
	}
}

func (t *training) inputConfig() map[string]any {
	out := map[string]any{}
	for _, c := range t.in.InputDataConfig {
		mode := t.mode(c)
		if mode == "" {
			mode = types.TrainingInputModeFile
		}
		entry := map[string]any{"TrainingInputMode": string(mode), "S3DistributionType": "FullyReplicated", "RecordWrapperType": "None"}
		if s3 := channelSource(c); s3 != nil && s3.S3DataDistributionType != "" {
			entry["S3DistributionType"] = string(s3.S3DataDistributionType)
		}
		if c.RecordWrapperType != "" {
			entry["RecordWrapperType"] = string(c.RecordWrapperType)
		}
		out[aws.ToString(c.ChannelName)] = entry
	}
	return out
}

// environ are the settings of the container besides those of AWS. A program
// that runs without a container finds /opt/ml where SAGEMAKER_BASE_DIR says, as
// the SageMaker Training Toolkit does.
func (t *training) environ() []string {
	root := mount
	if image := imageOf(t.Agent.World(), t.image()); image == nil || image.Docker == "" {
		root = t.root
	}
	var channels []string
	env := []string{
		"SAGEMAKER_BASE_DIR=" + root, "TRAINING_JOB_NAME=" + aws.ToString(t.in.TrainingJobName), "TRAINING_JOB_ARN=" + t.arn,
		"SAGEMAKER_REGION=" + t.region, "PYTHONUNBUFFERED=1",
		"SM_INPUT_DIR=" + root + "/input", "SM_INPUT_CONFIG_DIR=" + root + "/input/config", "SM_MODEL_DIR=" + root + "/model",
		"SM_OUTPUT_DIR=" + root + "/output", "SM_OUTPUT_DATA_DIR=" + root + "/output/data", "SM_CHECKPOINT_DIR=" + root + "/checkpoints",
		"SM_CURRENT_HOST=" + host, `SM_HOSTS=["` + host + `"]`, "SM_NUM_GPUS=0",
	}
	for _, c := range t.in.InputDataConfig {
		name := aws.ToString(c.ChannelName)
		channels = append(channels, name)
		env = append(env, "SM_CHANNEL_"+strings.ToUpper(name)+"="+root+"/input/data/"+name)
	}
	env = append(env, "SM_CHANNELS="+asJSON(channels), "SM_HPS="+asJSON(t.hyperParameters()))
	for _, name := range sortedIDs(t.in.HyperParameters) {
		env = append(env, "SM_HP_"+strings.ToUpper(name)+"="+t.in.HyperParameters[name])
	}
	return env
}

// settings are a request's environment, NAME=VALUE, sorted.
func settings(env map[string]string) []string {
	var out []string
	for _, name := range sortedIDs(env) {
		out = append(out, name+"="+env[name])
	}
	return out
}

// asJSON is a list or a map of text as JSON, which always encodes.
func asJSON(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(text)
}
