package sagemaker

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
)

const appKind = "app"

// appName is the name of an app, as ARNs have it: who or what runs it, its type
// and its own.
func appName(domain, user, space *string, kind types.AppType, name *string) string {
	owner := aws.ToString(user)
	if owner == "" {
		owner = aws.ToString(space)
	}
	return strings.Join([]string{aws.ToString(domain), owner, string(kind), aws.ToString(name)}, "/")
}

// createApp is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateApp.html.
// The app is taken, and fails when its role may not use the domain's key. What
// runs in it is what the customer calls with its role.
func (r *request) createApp(in *sdk.CreateAppInput) (*sdk.CreateAppOutput, *awsproto.Error) {
	name := appName(in.DomainId, in.UserProfileName, in.SpaceName, in.AppType, in.AppName)
	at, missing := r.place(in.DomainId, in.UserProfileName, in.SpaceName)
	err := r.authorize(creation{kind: appKind, name: name, tags: in.Tags, keys: r.appKeys(at, in.ResourceSpec)})
	switch {
	case err != nil:
		return nil, err
	case missing != nil:
		return nil, missing
	case at.keyRole() == "":
		return nil, noRole(aws.ToString(in.DomainId))
	}
	w := r.unassumed(appKind, name, at.keyRole())
	out := &sdk.DescribeAppOutput{AppArn: &w.arn, Status: types.AppStatusPending}
	setTimes(out, r.x.Now)
	carry(out, in)
	rec := &record{kind: appKind, name: name, account: w.account, arn: w.arn, tags: tagMap(in.Tags), output: out, run: w.Run}
	if had, ok := r.h.records.get(w.arn); ok && r.gone(had) {
		r.h.records.remove(w.arn)
	}
	if !r.h.records.add(rec) {
		return nil, nameTaken("App", aws.ToString(in.AppName))
	}
	w.Requested(r.x)
	r.h.Board.Start(w.Run, w.app(rec, aws.ToString(at.domain.KmsKeyId)))
	return &sdk.CreateAppOutput{AppArn: &w.arn}, nil
}

// app starts an app: its storage is encrypted with the key of the domain, on
// which SageMaker makes a grant.
func (w *worker) app(rec *record, key string) func(context.Context) {
	t := &task{running: running{worker: w, rec: rec},
		begun: string(types.AppStatusPending), good: string(types.AppStatusInService), bad: string(types.AppStatusFailed)}
	t.stages = []func(context.Context) error{
		w.assuming(appCannotAssume()), w.useVolume(key, appKeyRefused, "kms:DescribeKey", "kms:CreateGrant"),
	}
	t.enter = func(status, reason string) {
		update(w.h.records, rec, func(out *sdk.DescribeAppOutput) {
			out.Status = types.AppStatus(status)
			if reason != "" {
				out.FailureReason = &reason
			}
		})
	}
	return t.run
}

// place finds where an app is to run, or is.
func (r *request) place(domain, user, space *string) (place, *awsproto.Error) {
	var at place
	var ok bool
	if at.domain, ok = r.domain(domain); !ok {
		return at, noDomain(aws.ToString(domain))
	}
	switch {
	case (user == nil) == (space == nil):
		return at, oneOwner()
	case space == nil:
		at.user, ok = r.user(domain, user)
		return at, unless(ok, noUser(aws.ToString(user)))
	}
	if at.space, ok = r.space(domain, space); !ok {
		return at, noSpace(aws.ToString(space))
	}
	if private(at.space.SpaceSharingSettings) {
		owner := at.space.OwnershipSettings.OwnerUserProfileName
		at.user, ok = r.user(domain, owner)
		return at, unless(ok, noUser(aws.ToString(owner)))
	}
	return at, nil
}

func unless(ok bool, err *awsproto.Error) *awsproto.Error {
	if ok {
		return nil
	}
	return err
}

// describeApp is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeApp.html.
func (r *request) describeApp(in *sdk.DescribeAppInput) (*sdk.DescribeAppOutput, *awsproto.Error) {
	return describe[sdk.DescribeAppOutput](r, appKind, appName(in.DomainId, in.UserProfileName, in.SpaceName, in.AppType, in.AppName))
}

// deleteApp is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteApp.html.
func (r *request) deleteApp(in *sdk.DeleteAppInput) (*struct{}, *awsproto.Error) {
	arn := r.arn(appKind, appName(in.DomainId, in.UserProfileName, in.SpaceName, in.AppType, in.AppName))
	at, _ := r.place(in.DomainId, in.UserProfileName, in.SpaceName)
	if err := r.allowed(arn, r.appKeys(at, nil)); err != nil {
		return nil, err
	}
	rec, ok := r.h.records.get(arn)
	if !ok || r.gone(rec) {
		return nil, notFound()
	}
	if s := output[sdk.DescribeAppOutput](r.h.records, rec).Status; s == types.AppStatusPending {
		return nil, inUse(arn, string(s))
	}
	update(r.h.records, rec, func(out *sdk.DescribeAppOutput) { out.Status = types.AppStatusDeleted })
	return &struct{}{}, nil
}
