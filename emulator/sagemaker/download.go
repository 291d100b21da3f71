package sagemaker

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"path"
	"path/filepath"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/job"
)

// download brings the channels in File mode to the hosts. Those of the other
// modes are read while the code runs.
func (t *training) download(ctx context.Context) error {
	t.becomes(types.SecondaryStatusDownloading, "Downloading input data")
	for _, c := range t.in.InputDataConfig {
		if channelSource(c) == nil || t.mode(c) == types.TrainingInputModePipe {
			continue
		}
		arrive := t.channel
		if t.mode(c) == types.TrainingInputModeFastfile {
			arrive = t.listFast
		}
		if err := arrive(ctx, stageDownload, c); err != nil {
			return downloadFault(err, stageDownload)
		}
	}
	return nil
}

// mode is a channel's input mode: its own, or the algorithm's.
func (t *training) mode(c types.Channel) types.TrainingInputMode { return inputMode(t.in, c) }

func inputMode(in *sdk.CreateTrainingJobInput, c types.Channel) types.TrainingInputMode {
	if c.InputMode != "" || in.AlgorithmSpecification == nil {
		return c.InputMode
	}
	return in.AlgorithmSpecification.TrainingInputMode
}

// downloadFault is what SageMaker shows of a download that failed.
func downloadFault(err error, stage string) error {
	var refusal *job.Refusal
	var list *unlisted
	switch {
	case errors.Is(err, job.ErrNoRoute):
		return &fault{stage, noRoute}
	case forbidden(err) && errors.As(err, &list):
		return &fault{stage, channelUnlisted(list.at.String())}
	case forbidden(err):
		return &fault{stage, downloadForbidden}
	case errors.As(err, &refusal):
		return &fault{stage, downloadFailed(refusal.Code + ": " + refusal.Message)}
	default:
		return &fault{stage, downloadFailed("Failed to download data. " + err.Error())}
	}
}

// channel downloads one channel into its directory.
func (t *training) channel(ctx context.Context, stage string, c types.Channel) error {
	source := channelSource(c)
	t.borrow(ctx, stage, aws.ToString(source.S3Uri), "READ")
	dir := filepath.Join(t.root, "input", "data", aws.ToString(c.ChannelName))
	return t.fetch(ctx, stage, source.S3DataType, aws.ToString(source.S3Uri), dir)
}

// A source is an object of a channel and the file it becomes, or what a
// manifest has itself.
type source struct {
	at     job.URI
	name   string
	inline []byte
}

// objects are those of a channel: what is below a prefix, or what a manifest
// lists (https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3DataSource.html);
// of an augmented one these attributes, or without any all that name objects.
func (w *worker) objects(ctx context.Context, stage string, kind types.S3DataType, at job.URI, attributes ...string) ([]source, error) {
	switch kind {
	case types.S3DataTypeManifestFile:
		return w.manifest(ctx, stage, at)
	case types.S3DataTypeAugmentedManifestFile:
		return w.augmented(ctx, stage, at, attributes)
	}
	keys, err := w.List(ctx, stage, at, 0)
	if err != nil {
		return nil, err
	}
	var out []source
	for _, key := range keys {
		out = append(out, source{at: job.URI{Bucket: at.Bucket, Key: key}, name: job.Name(key, at.Key)})
	}
	return out, nil
}

// manifest reads a list of a prefix object and of keys below it.
func (w *worker) manifest(ctx context.Context, stage string, at job.URI) ([]source, error) {
	text, err := w.read(ctx, stage, at)
	if err != nil {
		return nil, err
	}
	var items []json.RawMessage
	var head struct{ Prefix string }
	if err := json.Unmarshal(text, &items); err != nil || len(items) == 0 || json.Unmarshal(items[0], &head) != nil {
		return nil, errors.New("the manifest " + at.String() + " is no list that begins with a prefix")
	}
	prefix, ok := job.ParseURI(head.Prefix)
	if !ok {
		return nil, errors.New("the manifest " + at.String() + " has the prefix " + head.Prefix + ", which is no S3 URI")
	}
	var out []source
	for _, item := range items[1:] {
		var key string
		if err := json.Unmarshal(item, &key); err != nil {
			return nil, errors.New("the manifest " + at.String() + " lists " + string(item) + ", which is no string")
		}
		out = append(out, source{at: job.URI{Bucket: prefix.Bucket, Key: prefix.Key + key}, name: key})
	}
	return out, nil
}

// augmented reads a file of JSON lines, whose attributes that end with -ref
// name objects; what others have is in the line itself.
func (w *worker) augmented(ctx context.Context, stage string, at job.URI, names []string) ([]source, error) {
	text, err := w.read(ctx, stage, at)
	if err != nil {
		return nil, err
	}
	var out []source
	for line := range strings.Lines(string(text)) {
		var attributes map[string]json.RawMessage
		if strings.TrimSpace(line) == "" {
			continue
		}
		if err := json.Unmarshal([]byte(line), &attributes); err != nil {
			return nil, errors.New("the augmented manifest " + at.String() + " has a line that is no JSON object")
		}
		out = append(out, sourcesOf(attributes, names)...)
	}
	return out, nil
}

// sourcesOf are the attributes of a line: the named ones, else the references.
func sourcesOf(attributes map[string]json.RawMessage, names []string) []source {
	asked := names
	if len(names) == 0 {
		asked = sortedIDs(attributes)
	}
	var out []source
	for _, name := range asked {
		var uri string
		isText := json.Unmarshal(attributes[name], &uri) == nil
		if of, ok := job.ParseURI(uri); isText && ok && strings.HasSuffix(name, "-ref") {
			out = append(out, source{at: of, name: path.Base(of.Key)})
		} else if value := attributes[name]; len(names) > 0 && value != nil {
			out = append(out, source{inline: value})
		}
	}
	return out
}

// maxManifest is the largest manifest that is read, in bytes.
const maxManifest = 64 << 20

func (w *worker) read(ctx context.Context, stage string, at job.URI) ([]byte, error) {
	body, err := w.Open(ctx, stage, at)
	if err != nil {
		return nil, err
	}
	defer body.Close()
	return io.ReadAll(io.LimitReader(body, maxManifest))
}
