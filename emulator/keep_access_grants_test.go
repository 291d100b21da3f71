package emulator_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/s3control"
	"github.com/aws/aws-sdk-go-v2/service/s3control/types"
)

// What was granted is so after a restart: the grant still vends credentials, and
// one that was deleted does not.
func TestAccessGrantsSurviveARestart(t *testing.T) {
	l := keep(t, t.TempDir(), grantsWorld())
	admin := l.control("user/admin")
	wantCode(t, second(admin.CreateAccessGrantsInstance(t.Context(), &s3control.CreateAccessGrantsInstanceInput{AccountId: ptr(owner)})), "")
	wantCode(t, second(admin.CreateAccessGrantsLocation(t.Context(), location("s3://", vendorRole))), "")
	asker := "arn:aws:iam::" + owner + ":user/asker"
	wantCode(t, second(l.grantTo(types.GranteeTypeIam, asker, types.PermissionRead, "data/train/*")), "")
	gone, err := l.grantTo(types.GranteeTypeIam, asker, types.PermissionRead, "data/other/*")
	if err != nil {
		t.Fatal(err)
	}
	wantCode(t, second(admin.DeleteAccessGrant(t.Context(), &s3control.DeleteAccessGrantInput{AccountId: ptr(owner), AccessGrantId: gone.AccessGrantId})), "")

	before := l.Digest()
	l = l.reopen(grantsWorld())
	if l.Digest() != before {
		t.Error("the digest is another one")
	}
	wantCode(t, second(l.control("user/asker").GetDataAccess(t.Context(), data(types.PermissionRead, "s3://data/train/a/*"))), "")
	wantCode(t, second(l.control("user/asker").GetDataAccess(t.Context(), data(types.PermissionRead, "s3://data/other/*"))), "403 AccessDenied")

	if err := l.Reset(); err != nil {
		t.Fatal(err)
	}
	wantCode(t, second(l.control("user/admin").GetAccessGrantsInstance(t.Context(), &s3control.GetAccessGrantsInstanceInput{AccountId: ptr(owner)})), "404 AccessGrantsInstanceNotExistsError")
}
