package sagemaker

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
)

const imageKind = "image"

// createImage is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateImage.html.
// The role is used when a version of the image is made.
func (r *request) createImage(in *sdk.CreateImageInput) (*sdk.CreateImageOutput, *awsproto.Error) {
	name, role := aws.ToString(in.ImageName), aws.ToString(in.RoleArn)
	if err := r.authorize(creation{kind: imageKind, name: name, tags: in.Tags, role: role}); err != nil {
		return nil, err
	}
	arn := r.arn(imageKind, name)
	if _, taken := r.h.records.get(arn); taken {
		return nil, exists("Image", arn)
	}
	if err := r.trusted(imageKind, name, notAssumable, role); err != nil {
		return nil, err
	}
	out := &sdk.DescribeImageOutput{ImageArn: &arn, ImageStatus: types.ImageStatusCreated}
	setTimes(out, r.x.Now)
	carry(out, in)
	if !r.h.records.add(&record{kind: imageKind, name: name, account: r.accountID(), arn: arn, tags: tagMap(in.Tags), output: out}) {
		return nil, exists("Image", arn)
	}
	return &sdk.CreateImageOutput{ImageArn: &arn}, nil
}

// updateImage is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateImage.html.
func (r *request) updateImage(in *sdk.UpdateImageInput) (*sdk.UpdateImageOutput, *awsproto.Error) {
	name, arn := aws.ToString(in.ImageName), r.arn(imageKind, aws.ToString(in.ImageName))
	roles := named(in.RoleArn)
	if err := r.allowed(arn, nil); err != nil {
		return nil, err
	}
	if err := r.passRoles(arn, roles...); err != nil {
		return nil, err
	}
	rec, ok := r.h.records.get(arn)
	if !ok {
		return nil, noSuchImage(name)
	}
	if err := r.trusted(imageKind, name, notAssumable, roles...); err != nil {
		return nil, err
	}
	now := r.x.Now
	update(r.h.records, rec, func(out *sdk.DescribeImageOutput) {
		carry(out, in)
		if slices.Contains(in.DeleteProperties, "Description") {
			out.Description = nil
		}
		if slices.Contains(in.DeleteProperties, "DisplayName") {
			out.DisplayName = nil
		}
		out.LastModifiedTime = &now
	})
	return &sdk.UpdateImageOutput{ImageArn: &arn}, nil
}

// named is the role of a request that may do without.
func named(role *string) []string {
	if role == nil {
		return nil
	}
	return []string{*role}
}

// describeImage is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeImage.html.
func (r *request) describeImage(in *sdk.DescribeImageInput) (*sdk.DescribeImageOutput, *awsproto.Error) {
	rec, err := r.image(in.ImageName)
	if err != nil {
		return nil, err
	}
	return output[sdk.DescribeImageOutput](r.h.records, rec), nil
}

// image asks about the operation on an image and finds it.
func (r *request) image(name *string) (*record, *awsproto.Error) {
	return r.findOr(imageKind, aws.ToString(name), noSuchImage(aws.ToString(name)))
}

// listImages is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListImages.html.
func (r *request) listImages(in *sdk.ListImagesInput) (*sdk.ListImagesOutput, *awsproto.Error) {
	q := ordered(in, "CreationTime", "Descending")
	if q.SortBy == "ImageName" {
		q.SortBy = "Name"
	}
	page, err := listed(r, imageKind, q, summary[types.Image, sdk.DescribeImageOutput](r))
	return &sdk.ListImagesOutput{Images: page.items, NextToken: page.next}, err
}

// deleteImage is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteImage.html:
// an image goes with its versions.
func (r *request) deleteImage(in *sdk.DeleteImageInput) (*sdk.DeleteImageOutput, *awsproto.Error) {
	rec, err := r.findOr(imageKind, aws.ToString(in.ImageName), noImageNamed(aws.ToString(in.ImageName)))
	if err != nil {
		return nil, err
	}
	for _, v := range r.versions(rec.arn) {
		if v.shown.ImageVersionStatus == types.ImageVersionStatusCreating {
			return nil, inUse(v.rec.arn, string(v.shown.ImageVersionStatus))
		}
	}
	for _, v := range r.versions(rec.arn) {
		r.h.records.remove(v.rec.arn)
	}
	r.h.records.remove(rec.arn)
	return &sdk.DeleteImageOutput{}, nil
}
