package sagemaker

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
)

const versionKind = "image-version"

// A numbered is a version of an image with its record.
type numbered struct {
	rec   *record
	shown *sdk.DescribeImageVersionOutput
}

// versions are those of an image, in the order in which they were made.
func (r *request) versions(imageARN string) []numbered {
	var out []numbered
	for _, rec := range r.h.records.of(r.accountID(), versionKind) {
		v := output[sdk.DescribeImageVersionOutput](r.h.records, rec)
		if aws.ToString(v.ImageArn) == imageARN {
			out = append(out, numbered{rec, v})
		}
	}
	return out
}

// createImageVersion is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateImageVersion.html.
// The image's role pulls the base image; a version that it may not pull is
// there, and has failed.
func (r *request) createImageVersion(in *sdk.CreateImageVersionInput) (*sdk.CreateImageVersionOutput, *awsproto.Error) {
	image, err := r.image(in.ImageName)
	if err != nil {
		return nil, err
	}
	number := int32(1)
	if all := r.versions(image.arn); len(all) > 0 {
		number = aws.ToInt32(all[len(all)-1].shown.Version) + 1
	}
	role := aws.ToString(output[sdk.DescribeImageOutput](r.h.records, image).RoleArn)
	w := r.unassumed(versionKind, image.name+"/"+itoa(int(number)), role)
	out := &sdk.DescribeImageVersionOutput{
		ImageArn: &image.arn, ImageVersionArn: &w.arn, Version: &number, ContainerImage: in.BaseImage,
		ImageVersionStatus: types.ImageVersionStatusCreating,
	}
	setTimes(out, r.x.Now)
	carry(out, in)
	rec := &record{kind: versionKind, name: image.name + "/" + itoa(int(number)), account: w.account, arn: w.arn, output: out, run: w.Run}
	if !r.h.records.add(rec) {
		return nil, inUse(image.arn, string(types.ImageStatusUpdating))
	}
	w.Requested(r.x)
	r.h.Board.Start(w.Run, w.imageVersion(rec, aws.ToString(in.BaseImage)))
	return &sdk.CreateImageVersionOutput{ImageVersionArn: &w.arn}, nil
}

func (w *worker) imageVersion(rec *record, base string) func(context.Context) {
	t := &task{running: running{worker: w, rec: rec}, begun: string(types.ImageVersionStatusCreating),
		good: string(types.ImageVersionStatusCreated), bad: string(types.ImageVersionStatusCreateFailed)}
	t.stages = []func(context.Context) error{
		w.assuming(notAssumable(w.role).Message), func(ctx context.Context) error { return w.pullBase(ctx, base) },
	}
	t.enter = func(status, reason string) {
		update(w.h.records, rec, func(out *sdk.DescribeImageVersionOutput) {
			out.ImageVersionStatus = types.ImageVersionStatus(status)
			if reason != "" {
				out.FailureReason = &reason
			}
		})
	}
	return t.run
}

// pullBase asks for the two actions that a role of an image needs
// (https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html#sagemaker-roles-createimage-perms).
func (w *worker) pullBase(ctx context.Context, base string) error {
	i, ok := parseImage(base)
	switch {
	case !ok:
		return &fault{stagePull, noBaseImage(base)}
	case w.Agent.World().Accounts[i.registry] == nil:
		return nil // an image of AWS's
	}
	for _, action := range []string{"ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"} {
		_, operation := split(action)
		refusal, err := w.Ask(ctx, stagePull, "ecr", operation, i.question(w.Agent.World(), action))
		if err != nil {
			return err
		}
		if refusal != nil {
			return &fault{stagePull, baseImageRefused(base, refusal.Message)}
		}
	}
	return nil
}

// version finds a version of an image: the one that a request names, else the
// newest. Aliases are not kept: none is found by one.
func (r *request) version(image *string, number *int32, alias *string) (*record, *awsproto.Error) {
	which := aws.ToString(alias)
	switch all := r.versions(r.arn(imageKind, aws.ToString(image))); {
	case number != nil:
		which = itoa(int(*number))
	case alias == nil && len(all) > 0:
		which = itoa(int(aws.ToInt32(all[len(all)-1].shown.Version)))
	}
	return r.find(versionKind, aws.ToString(image)+"/"+which)
}

// describeImageVersion is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeImageVersion.html.
func (r *request) describeImageVersion(in *sdk.DescribeImageVersionInput) (*sdk.DescribeImageVersionOutput, *awsproto.Error) {
	rec, err := r.version(in.ImageName, in.Version, in.Alias)
	if err != nil {
		return nil, err
	}
	return output[sdk.DescribeImageVersionOutput](r.h.records, rec), nil
}

// listImageVersions is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListImageVersions.html.
func (r *request) listImageVersions(in *sdk.ListImageVersionsInput) (*sdk.ListImageVersionsOutput, *awsproto.Error) {
	image, err := r.image(in.ImageName)
	if err != nil {
		return nil, err
	}
	var all []*record
	for _, v := range r.versions(image.arn) {
		all = append(all, v.rec)
	}
	q := ordered(in, "CreationTime", "Descending")
	if strings.EqualFold(q.SortBy, "Version") {
		q.SortBy = "CreationTime" // numbers are in the order of time
	}
	page, err := paged(all, q, summary[types.ImageVersion, sdk.DescribeImageVersionOutput](r))
	return &sdk.ListImageVersionsOutput{ImageVersions: page.items, NextToken: page.next}, err
}

// deleteImageVersion is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteImageVersion.html.
func (r *request) deleteImageVersion(in *sdk.DeleteImageVersionInput) (*sdk.DeleteImageVersionOutput, *awsproto.Error) {
	if in.Version == nil && in.Alias == nil {
		return nil, noVersion()
	}
	rec, err := r.version(in.ImageName, in.Version, in.Alias)
	if err != nil {
		return nil, err
	}
	if s := output[sdk.DescribeImageVersionOutput](r.h.records, rec).ImageVersionStatus; s == types.ImageVersionStatusCreating {
		return nil, inUse(rec.arn, string(s))
	}
	r.h.records.remove(rec.arn)
	return &sdk.DeleteImageVersionOutput{}, nil
}
