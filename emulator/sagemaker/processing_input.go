package sagemaker

import (
	"context"
	"errors"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/job"
)

// inputs brings what the job reads to the hosts, the code included. What is
// piped is read while the code runs.
func (p *processing) inputs(ctx context.Context) error {
	for _, i := range p.in.ProcessingInputs {
		if err := p.input(ctx, i); err != nil {
			return inputFault(err)
		}
	}
	return nil
}

func (p *processing) input(ctx context.Context, i types.ProcessingInput) error {
	switch {
	case aws.ToBool(i.AppManaged):
		return nil
	case i.DatasetDefinition != nil:
		return p.dataset(ctx, i.DatasetDefinition)
	case i.S3Input == nil || i.S3Input.S3InputMode == types.ProcessingS3InputModePipe:
		return nil
	}
	s := i.S3Input
	p.borrow(ctx, stageDownload, aws.ToString(s.S3Uri), "READ")
	return p.fetch(ctx, stageDownload, types.S3DataType(s.S3DataType), aws.ToString(s.S3Uri), p.local(aws.ToString(s.LocalPath)))
}

// inputFault is what SageMaker shows of input that failed.
func inputFault(err error) error {
	var f *fault
	var list *unlisted
	var refusal *job.Refusal
	switch {
	case errors.As(err, &f):
		return err
	case errors.As(err, &list):
		return &fault{stageDownload, inputUnlisted(list.at.String())}
	case forbidden(err):
		return &fault{stageDownload, inputForbidden}
	case errors.As(err, &refusal):
		return &fault{stageDownload, inputFailed(refusal.Code + ": " + refusal.Message)}
	default:
		return &fault{stageDownload, inputFailed(err.Error())}
	}
}

// broke is what a processing job shows of a pipe that broke (UNVERIFIED).
func (p *processing) broke(err error) error {
	p.message = cut(err.Error(), maxReason)
	return &fault{job.StageCode, algorithmError("", 1)}
}

// dataset has a query of Amazon Athena or Amazon Redshift answered into S3 and
// downloads what is there. The lab has no tables: the answer is empty.
func (p *processing) dataset(ctx context.Context, d *types.DatasetDefinition) error {
	uri := ""
	var calls []use
	switch {
	case d.AthenaDatasetDefinition != nil:
		uri, calls = aws.ToString(d.AthenaDatasetDefinition.OutputS3Uri), p.athena(d.AthenaDatasetDefinition)
	case d.RedshiftDatasetDefinition != nil:
		uri, calls = aws.ToString(d.RedshiftDatasetDefinition.OutputS3Uri), p.redshift(d.RedshiftDatasetDefinition)
	default:
		return nil
	}
	for _, c := range calls {
		refused, err := p.may(ctx, stageDataset, c.action, c.resource, p.account, nil)
		if err != nil {
			return err
		}
		if refused != "" {
			return &fault{stageDataset, datasetRefused(refused)}
		}
	}
	return p.answer(ctx, d, uri)
}

// answer writes the result of Athena's query, which Athena does with the rights
// of who asked, and downloads it. Redshift unloads with the cluster's role.
func (p *processing) answer(ctx context.Context, d *types.DatasetDefinition, uri string) error {
	at, ok := job.ParseURI(uri)
	if !ok {
		return errors.New("invalid S3 URI " + uri)
	}
	if a := d.AthenaDatasetDefinition; a != nil {
		with := job.Encryption{KMSKey: aws.ToString(a.KmsKeyId)}
		if err := p.Upload(ctx, stageDataset, at.Below(p.rec.name+".metadata"), strings.NewReader(""), with); err != nil {
			return &fault{stageDataset, datasetRefused(err.Error())}
		}
	}
	return p.fetch(ctx, stageDownload, types.S3DataTypeS3Prefix, uri, p.local(aws.ToString(d.LocalPath)))
}

// A use is an action on a resource.
type use struct{ action, resource string }

// athena are the calls of a query
// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonathena.html);
// that there are no others is UNVERIFIED.
func (p *processing) athena(a *types.AthenaDatasetDefinition) []use {
	group := aws.ToString(a.WorkGroup)
	if group == "" {
		group = "primary"
	}
	arn := "arn:aws:athena:" + p.region + ":" + p.account + ":workgroup/" + group
	return []use{{"athena:StartQueryExecution", arn}, {"athena:GetQueryExecution", arn}}
}

// redshift are the calls of a query
// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonredshift.html);
// that there are no others is UNVERIFIED.
func (p *processing) redshift(d *types.RedshiftDatasetDefinition) []use {
	base, cluster := "arn:aws:redshift:"+p.region+":"+p.account+":", aws.ToString(d.ClusterId)
	return []use{
		{"redshift:DescribeClusters", base + "cluster:" + cluster},
		{"redshift:GetClusterCredentials", base + "dbuser:" + cluster + "/" + aws.ToString(d.DbUser)},
	}
}
