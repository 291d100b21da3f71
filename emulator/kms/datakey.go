package kms

import (
	"github.com/denylab/denylab/emulator/awsproto"
)

type dataKeyInput struct {
	KeyId             string
	KeySpec           string
	NumberOfBytes     *int
	EncryptionContext map[string]string
	GrantTokens       []string
	DryRun            bool
}

type dataKeyOutput struct {
	CiphertextBlob []byte
	Plaintext      []byte `json:",omitempty"`
	KeyId          string
	KeyMaterialId  string `json:",omitempty"`
}

// generateDataKey is https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html.
func (r *request) generateDataKey(in *dataKeyInput) (any, *awsproto.Error) {
	return r.dataKey("kms:GenerateDataKey", in)
}

// generateDataKeyWithoutPlaintext is
// https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKeyWithoutPlaintext.html.
func (r *request) generateDataKeyWithoutPlaintext(in *dataKeyInput) (any, *awsproto.Error) {
	out, err := r.dataKey("kms:GenerateDataKeyWithoutPlaintext", in)
	if err != nil {
		return nil, err
	}
	out.Plaintext = nil
	return out, nil
}

func (r *request) dataKey(action string, in *dataKeyInput) (*dataKeyOutput, *awsproto.Error) {
	size, err := dataKeySize(in)
	if err != nil {
		return nil, err
	}
	key, err := r.use(in.KeyId, Use{Action: action, EncryptionContext: in.EncryptionContext, GrantTokens: in.GrantTokens}, in.DryRun)
	if err != nil {
		return nil, err
	}
	plaintext := r.h.random(size, key.ARN, "data key", r.x.IDs.RequestID)
	blob, id := r.seal(key, plaintext, in.EncryptionContext)
	return &dataKeyOutput{blob, plaintext, key.ARN, id}, nil
}

// dataKeySize is the number of bytes that the input asks for, in one of two
// ways.
func dataKeySize(in *dataKeyInput) (int, *awsproto.Error) {
	var c awsproto.Constraints
	keyID(&c, in.KeyId)
	if in.NumberOfBytes != nil {
		c.Range("numberOfBytes", *in.NumberOfBytes, 1, 1024)
	}
	if in.KeySpec != "" {
		c.OneOf("keySpec", in.KeySpec, "AES_256", "AES_128")
	}
	if err := c.Err("ValidationException"); err != nil {
		return 0, err
	}
	switch {
	case (in.NumberOfBytes != nil) == (in.KeySpec != ""):
		return 0, sizeOrSpec()
	case in.NumberOfBytes != nil:
		return *in.NumberOfBytes, nil
	case in.KeySpec == "AES_128":
		return 16, nil
	default:
		return 32, nil
	}
}

type randomInput struct{ NumberOfBytes *int }

type randomOutput struct{ Plaintext []byte }

// generateRandom is https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateRandom.html.
func (r *request) generateRandom(in *randomInput) (any, *awsproto.Error) {
	if in.NumberOfBytes == nil {
		return nil, validation("NumberOfBytes is required.")
	}
	var c awsproto.Constraints
	c.Range("numberOfBytes", *in.NumberOfBytes, 1, 1024)
	if err := c.Err("ValidationException"); err != nil {
		return nil, err
	}
	if err := r.general("kms:GenerateRandom", nil); err != nil {
		return nil, err
	}
	return randomOutput{r.h.random(*in.NumberOfBytes, "", "random", r.x.IDs.RequestID)}, nil
}
