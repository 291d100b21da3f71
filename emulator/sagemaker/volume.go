package sagemaker

import (
	"context"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/kms"
	"github.com/denylab/denylab/rego/authz"
)

// via is the service that KMS sees SageMaker as.
const via = "sagemaker.amazonaws.com"

// checkVolume refuses a request whose key for the storage volume the role may
// not hand on: SageMaker makes a grant on it for EC2's volumes
// (https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html).
func (w *worker) checkVolume(ctx context.Context, key string) *awsproto.Error {
	if key == "" {
		return nil
	}
	refused, err := w.useKey(ctx, stageVolume, key, "kms:DescribeKey", "kms:CreateGrant")
	switch {
	case err != nil:
		return internal()
	case refused != nil:
		return keyRefused(key, refused.Message)
	}
	return nil
}

// useKey asks about actions on a key and returns the first refusal.
func (w *worker) useKey(ctx context.Context, stage, key string, actions ...string) (*awsproto.Error, error) {
	var first *awsproto.Error
	for _, action := range actions {
		_, operation := split(action)
		_, err := w.Do(stage, "kms", operation, func(x *gate.Exchange) *awsproto.Error {
			refusal := useOnce(ctx, x, key, action)
			if first == nil {
				first = refusal
			}
			return refusal
		})
		if err != nil {
			return nil, err
		}
	}
	return first, nil
}

func useOnce(ctx context.Context, x *gate.Exchange, key, action string) *awsproto.Error {
	named, refusal := kms.Find(x, awsproto.JSON, key)
	if refusal != nil {
		return refusal
	}
	use := kms.Use{Named: named, Action: action, Via: via, Context: authz.Context{}}
	if action == "kms:CreateGrant" {
		use.Context["kms:GrantIsForAWSResource"] = authz.One("true")
		use.Context["kms:GrantOperations"] = authz.Many("Decrypt", "GenerateDataKeyWithoutPlaintext")
	}
	return kms.Check(ctx, x, awsproto.JSON, use)
}
