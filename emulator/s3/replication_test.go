package s3_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/world"
)

// Replication runs as a role, which whoever sets it up must be allowed to pass
// on.
func TestReplicationPassesARole(t *testing.T) {
	w := testWorld()
	w.Accounts[owner].Buckets["copies"] = &world.Bucket{Versioning: "Enabled"}
	w.Accounts[owner].Roles = map[string]*world.Role{"Replicator": {}}
	w.Accounts[owner].Users["passer"] = user(allow("s3:*", "*"), allow("iam:PassRole", "arn:aws:iam::"+owner+":role/Replicator"))
	l := start(t, w)
	role := "arn:aws:iam::" + owner + ":role/Replicator"
	replicate := func(who, from, to string) error {
		_, err := l.as(who).PutBucketReplication(ctx, &awss3.PutBucketReplicationInput{Bucket: &from, ReplicationConfiguration: &types.ReplicationConfiguration{Role: &role,
			Rules: []types.ReplicationRule{{ID: aws.String("all"), Status: "Enabled", Priority: aws.Int32(1), Filter: &types.ReplicationRuleFilter{Prefix: aws.String("")},
				DeleteMarkerReplication: &types.DeleteMarkerReplication{Status: "Disabled"}, Destination: &types.Destination{Bucket: aws.String("arn:aws:s3:::" + to)}}}}})
		return err
	}
	get := func() error {
		return second(l.as("user/passer").GetBucketReplication(ctx, &awss3.GetBucketReplicationInput{Bucket: aws.String("vers")}))
	}
	wantCode(t, get(), "404 ReplicationConfigurationNotFoundError")
	wantCode(t, replicate("user/passer", "data", "copies"), "400 InvalidRequest")
	wantCode(t, replicate("user/passer", "vers", "data"), "400 InvalidRequest")
	wantCode(t, replicate("user/passer", "vers", "nowhere"), "400 InvalidRequest")
	asked := l.asks(func() { wantCode(t, replicate("user/alice", "vers", "copies"), "403 AccessDenied") })
	if want := []string{"s3:PutReplicationConfiguration arn:aws:s3:::vers allowed", "iam:PassRole " + role + " refused"}; !cmp.Equal(asked, want) {
		t.Errorf("asked %q", asked)
	}
	if got := l.lastContext("iam:PassRole")["iam:PassedToService"].Values; !cmp.Equal(got, []string{"s3.amazonaws.com"}) {
		t.Errorf("passed to %q", got)
	}
	wantCode(t, get(), "404 ReplicationConfigurationNotFoundError")
	wantCode(t, replicate("user/passer", "vers", "copies"), "")
	wantCode(t, get(), "")
	wantCode(t, second(l.as("user/passer").DeleteBucketReplication(ctx, &awss3.DeleteBucketReplicationInput{Bucket: aws.String("vers")})), "")
	wantCode(t, get(), "404 ReplicationConfigurationNotFoundError")
}
