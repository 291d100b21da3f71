package glue_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"
	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/job"
	"github.com/denylab/denylab/emulator/world"
)

// ids are those of a request in a message.
var ids = regexp.MustCompile(`Request ID: [0-9A-Z]{16}; S3 Extended Request ID: [0-9A-Za-z+/=]{20,}; `)

// sent is what S3 answers to the runs of these tests, as messages have it.
func sent(text string) string {
	return text + " (Service: Amazon S3; Status Code: 403; Error Code: AccessDenied; IDS; Proxy: null)"
}

const session = "User: arn:aws:sts::111122223333:assumed-role/Exec/GlueJobRunnerSession is not authorized to perform: "

// inVPC makes a job with a connection.
func inVPC(in *sdk.CreateJobInput) {
	in.Connections = &types.ConnectionsList{Connections: []string{"network"}}
}

func with(argument, value string) func(*sdk.CreateJobInput) {
	return func(in *sdk.CreateJobInput) { in.DefaultArguments[argument] = value }
}

func bucket(name string, change func(*world.Bucket)) func(*world.World) {
	return func(w *world.World) { change(w.Accounts[owner].Buckets[name]) }
}

func TestRunsThatFail(t *testing.T) {
	t.Parallel()
	launch := "LAUNCH ERROR | Error downloading from S3 for bucket: code, key: scripts/orders.py.Access Denied (Service: Amazon S3; Status Code: 403; Please refer logs for details."
	for _, tc := range []struct {
		name, stage, message, action string
		world                        func(*world.World)
		input                        func(*sdk.CreateJobInput)
	}{
		{name: "the role may not read the script", stage: "launch", message: launch, action: "s3:GetObject",
			world: role("Exec", world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:GetObject","Resource":"arn:aws:s3:::code/*"}}`))},
		{name: "there is no script", stage: "launch", message: "LAUNCH ERROR | Error downloading from S3 for bucket: code, key: none.py.The specified key does not exist. (Service: Amazon S3; Status Code: 404; Please refer logs for details.",
			input: func(in *sdk.CreateJobInput) { in.Command.ScriptLocation = aws.String("s3://code/none.py") }},
		{name: "the script is nowhere", stage: "launch", message: "LAUNCH ERROR | The script location 'orders.py' is not an S3 URI. Please refer logs for details.",
			input: func(in *sdk.CreateJobInput) { in.Command.ScriptLocation = aws.String("orders.py") }},
		{name: "the role may not read a library", stage: "launch", action: "s3:GetObject", message: session + `s3:GetObject on resource: "arn:aws:s3:::code/lib/tools.py" with an explicit deny in an identity-based policy`,
			world: role("Exec", world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:GetObject","Resource":"arn:aws:s3:::code/lib/*"}}`)),
			input: with("--extra-py-files", "s3://code/lib/tools.py")},
		{name: "the role may not list the source", stage: "source", action: "s3:ListBucket", world: role("Exec", deny("s3:ListBucket")),
			message: "An error occurred while calling o94.getDynamicFrame. " + sent(session+`s3:ListBucket on resource: "arn:aws:s3:::data" with an explicit deny in an identity-based policy`)},
		{name: "the role may not read the source", stage: "source", action: "s3:GetObject",
			world:   role("Exec", world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:GetObject","Resource":"arn:aws:s3:::data/in/deep/*"}}`)),
			message: "An error occurred while calling o104.count. " + sent(session+`s3:GetObject on resource: "arn:aws:s3:::data/in/deep/b.csv" with an explicit deny in an identity-based policy`)},
		{name: "the role may not write the target", stage: "target", action: "s3:PutObject", world: role("Exec", deny("s3:PutObject")),
			message: "An error occurred while calling o122.pyWriteDynamicFrame. " + sent(session+`s3:PutObject on resource: "arn:aws:s3:::out/orders/_temporary_$folder$" with an explicit deny in an identity-based policy`)},
		{name: "the role may not remove its folder", stage: "target", action: "s3:DeleteObject", world: role("Exec", deny("s3:DeleteObject")),
			message: "An error occurred while calling o122.pyWriteDynamicFrame. " + sent(session+`s3:DeleteObject on resource: "arn:aws:s3:::out/orders/_temporary_$folder$" with an explicit deny in an identity-based policy`)},
		{name: "the bucket is another one's who lets requesters pay", stage: "source", action: "s3:ListBucket",
			world: func(w *world.World) {
				delete(w.Accounts[owner].Buckets, "data")
				w.Accounts[foreign].Buckets = map[string]*world.Bucket{"data": paid()}
			},
			message: "An error occurred while calling o94.getDynamicFrame. " + sent("Access Denied")},
		{name: "the bucket wants an ACL", stage: "target", action: "s3:PutObject",
			world: bucket("out", func(b *world.Bucket) {
				b.Policy = world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Sid":"Owned","Effect":"Deny","Principal":"*","Action":"s3:PutObject","Resource":"arn:aws:s3:::out/*","Condition":{"StringNotEquals":{"s3:x-amz-acl":"bucket-owner-full-control"}}}}`)
			}),
			message: "An error occurred while calling o122.pyWriteDynamicFrame. " + sent(session+`s3:PutObject on resource: "arn:aws:s3:::out/orders/_temporary_$folder$" with an explicit deny in a resource-based policy`)},
		{name: "the role may not set the ACL", stage: "target", action: "s3:PutObjectAcl", world: role("Exec", deny("s3:PutObjectAcl")),
			input:   with("--conf", "spark.hadoop.fs.s3.maxRetries=3 --conf spark.hadoop.fs.s3.canned.acl=BucketOwnerFullControl"),
			message: "An error occurred while calling o122.pyWriteDynamicFrame. " + sent(session+`s3:PutObjectAcl on resource: "arn:aws:s3:::out/orders/_temporary_$folder$" with an explicit deny in an identity-based policy`)},
		{name: "the target is nowhere", stage: "code", input: with("--target", "hdfs:///orders"), message: "IllegalArgumentException: the value 'hdfs:///orders' of --target is not an S3 URI"},
		{name: "the role may not read the connection", stage: "network", action: "glue:GetConnection", world: role("Exec", deny("glue:GetConnection")), input: inVPC,
			message: session + "glue:GetConnection on resource: arn:aws:glue:us-east-1:111122223333:catalog with an explicit deny in an identity-based policy"},
		{name: "there is no connection", stage: "network", input: func(in *sdk.CreateJobInput) {
			in.Connections = &types.ConnectionsList{Connections: []string{"none"}}
		}, message: "Connection none does not exist."},
		{name: "the role may not see endpoints", stage: "network", action: "ec2:DescribeVpcEndpoints", world: role("Exec", deny("ec2:DescribeVpcEndpoints")), input: inVPC,
			message: "DescribeVpcEndpoints action is unauthorized. unable to validate VPC ID vpc-1"},
		{name: "the role may not see routes", stage: "network", action: "ec2:DescribeRouteTables", world: role("Exec", deny("ec2:DescribeRouteTables")), input: inVPC,
			message: "DescribeRouteTables action is unauthorized. unable to validate subnet id: subnet-1 in VPC id: vpc-1"},
		{name: "the role may not see subnets", stage: "network", action: "ec2:DescribeSubnets", world: role("Exec", deny("ec2:DescribeSubnets")), input: inVPC, message: "Failed to call ec2:DescribeSubnets"},
		{name: "the role may make no interface", stage: "network", action: "ec2:CreateNetworkInterface", world: role("Exec", deny("ec2:CreateNetworkInterface")), input: inVPC,
			message: "Failed to create network interfaces for the connection: " + session + "ec2:CreateNetworkInterface on resource: arn:aws:ec2:us-east-1:111122223333:network-interface/* with an explicit deny in an identity-based policy"},
		{name: "the VPC has no way to S3", stage: "network", input: inVPC, world: func(w *world.World) { w.Accounts[owner].VPCs["vpc-1"].Endpoints = nil },
			message: "VPC S3 endpoint validation failed for SubnetId: subnet-1. VPC: vpc-1. Reason: Could not find S3 endpoint or NAT gateway for subnetId: subnet-1 in Vpc vpc-1"},
		{name: "the endpoint lets nobody read the script", stage: "launch", action: "s3:GetObject", input: inVPC, message: launch,
			world: endpoint(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":["arn:aws:s3:::data*","arn:aws:s3:::out*"]}}`)},
		{name: "the endpoint lets nobody write", stage: "target", action: "s3:PutObject", input: inVPC,
			world:   endpoint(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":["s3:Get*","s3:List*"],"Resource":"*"}}`),
			message: "An error occurred while calling o122.pyWriteDynamicFrame. " + sent(session+`s3:PutObject on resource: "arn:aws:s3:::out/orders/_temporary_$folder$" because no VPC endpoint policy allows the s3:PutObject action`)},
		{name: "the security configuration is gone", stage: "launch", input: func(in *sdk.CreateJobInput) { in.SecurityConfiguration = aws.String("none") }, message: "Security configuration none does not exist."},
		{name: "the key may not be used", stage: "target", action: "kms:GenerateDataKey", world: role("Exec", deny("kms:GenerateDataKey")),
			input:   func(in *sdk.CreateJobInput) { in.SecurityConfiguration = aws.String("encrypted") },
			message: "An error occurred while calling o122.pyWriteDynamicFrame. " + sent(session+`kms:GenerateDataKey on resource: `+keyARN+` with an explicit deny in an identity-based policy`)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			l := start(t, tc.world)
			l.connect("network", "subnet-1")
			l.encrypts()
			in := etl()
			if tc.input != nil {
				tc.input(in)
			}
			l.must(in)
			run, card := l.ran(&sdk.StartJobRunInput{})
			message := ids.ReplaceAllString(aws.ToString(run.ErrorMessage), "IDS; ")
			if run.JobRunState != types.JobRunStateFailed || message != tc.message {
				t.Errorf("%s %s\nwant %s", run.JobRunState, message, tc.message)
			}
			if card.Stage != tc.stage || card.Status != "FAILED" || card.Reason != *run.ErrorMessage {
				t.Errorf("the card is %+v, want stage %s", card, tc.stage)
			}
			if action := l.refusedAction(); action != tc.action {
				t.Errorf("the rules refused %q, want %q", action, tc.action)
			}
			if tc.action != "" && card.Refused == "" {
				t.Error("the card does not say which call was refused")
			}
		})
	}
}

func paid() *world.Bucket {
	return &world.Bucket{RequesterPays: true, Objects: map[string]*world.Object{"in/a.csv": {Body: "1,2\n"}},
		Policy: world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"s3:*","Resource":["arn:aws:s3:::data","arn:aws:s3:::data/*"]}}`)}
}

func endpoint(policy string) func(*world.World) {
	return func(w *world.World) {
		w.Accounts[owner].VPCs["vpc-1"].Endpoints["vpce-1"].Policy = world.MustPolicy(policy)
	}
}

// encrypts makes a security configuration.
func (l *lab) encrypts() {
	l.t.Helper()
	_, err := l.as(admin).CreateSecurityConfiguration(l.t.Context(), &sdk.CreateSecurityConfigurationInput{Name: aws.String("encrypted"),
		EncryptionConfiguration: &types.EncryptionConfiguration{S3Encryption: []types.S3Encryption{{S3EncryptionMode: types.S3EncryptionModeSsekms, KmsKeyArn: aws.String(keyARN)}}}})
	if err != nil {
		l.t.Fatal(err)
	}
}

func TestRunsReadAndWrite(t *testing.T) {
	t.Parallel()
	l := start(t, nil)
	l.connect("network", "subnet-1")
	in := etl()
	inVPC(in)
	l.must(in)
	run, card := l.ran(&sdk.StartJobRunInput{})
	if run.JobRunState != types.JobRunStateSucceeded || run.ErrorMessage != nil || run.CompletedOn == nil || *run.LogGroupName != "/aws-glue/jobs" {
		t.Errorf("the run is %+v", run)
	}
	if !regexp.MustCompile(`^jr_[0-9a-f]{64}$`).MatchString(*run.Id) {
		t.Errorf("the id is %s", *run.Id)
	}
	if diff := cmp.Diff(map[string]string{"orders/run-1772366400000-part-r-00000": "1,2\n3,4\n"}, l.bodies("out")); diff != "" {
		t.Error(diff)
	}
	var calls []string
	for _, c := range card.Calls {
		calls = append(calls, c.Stage+" "+c.Action)
	}
	want := "request glue:StartJobRun, role sts:AssumeRole, network glue:GetConnection, network ec2:DescribeSubnets, network ec2:DescribeSecurityGroups, " +
		"network ec2:DescribeVpcEndpoints, network ec2:DescribeRouteTables, network ec2:CreateNetworkInterface, network ec2:CreateTags, " +
		"logs logs:CreateLogGroup, logs logs:CreateLogStream, logs logs:PutLogEvents, launch s3:GetObject, source s3:ListBucket, source s3:GetObject, " +
		"target s3:ListBucket, target s3:PutObject, target s3:DeleteObject"
	if diff := cmp.Diff(strings.Split(want, ", "), calls); diff != "" {
		t.Error(diff)
	}
	if card.Role != "arn:aws:sts::111122223333:assumed-role/Exec/GlueJobRunnerSession" {
		t.Errorf("the role is %s", card.Role)
	}
}

func TestSettingsOfTheFileSystem(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name  string
		world func(*world.World)
		input func(*sdk.CreateJobInput)
	}{
		{"the requester pays, as Spark is told", func(w *world.World) {
			delete(w.Accounts[owner].Buckets, "data")
			w.Accounts[foreign].Buckets = map[string]*world.Bucket{"data": paid()}
		}, with("--conf", "spark.hadoop.fs.s3.useRequesterPaysHeader=true")},
		{"the requester pays, as the script would say", func(w *world.World) {
			delete(w.Accounts[owner].Buckets, "data")
			w.Accounts[foreign].Buckets = map[string]*world.Bucket{"data": paid()}
		}, with("--fs.s3.useRequesterPaysHeader", "true")},
		{"a canned ACL", bucket("out", func(b *world.Bucket) {
			b.Policy = world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"s3:PutObject","Resource":"arn:aws:s3:::out/*","Condition":{"StringNotEquals":{"s3:x-amz-acl":"bucket-owner-full-control"}}}}`)
		}), with("--conf", "spark.hadoop.fs.s3.canned.acl=BucketOwnerFullControl")},
		{"a key", bucket("out", func(b *world.Bucket) {
			b.Policy = world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"s3:PutObject","Resource":"arn:aws:s3:::out/*","Condition":{"StringNotEquals":{"s3:x-amz-server-side-encryption-aws-kms-key-id":"` + keyARN + `"}}}}`)
		}), func(in *sdk.CreateJobInput) { in.SecurityConfiguration = aws.String("encrypted") }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			l := start(t, tc.world)
			l.encrypts()
			in := etl()
			tc.input(in)
			l.must(in)
			if run, _ := l.ran(&sdk.StartJobRunInput{}); run.JobRunState != types.JobRunStateSucceeded {
				t.Errorf("%s: %s", run.JobRunState, aws.ToString(run.ErrorMessage))
			}
		})
	}
}

func TestUseIsToldOfFlexibleAndScalingRuns(t *testing.T) {
	t.Parallel()
	l := start(t, nil)
	l.must(etl())
	for _, tc := range []struct {
		in   *sdk.StartJobRunInput
		told bool
	}{
		{&sdk.StartJobRunInput{}, false},
		{&sdk.StartJobRunInput{ExecutionClass: types.ExecutionClassFlex}, true},
		{&sdk.StartJobRunInput{Arguments: map[string]string{"--enable-auto-scaling": "true"}}, true},
	} {
		if run, _ := l.ran(tc.in); (run.DPUSeconds != nil) != tc.told {
			t.Errorf("class %q, arguments %v: %v", tc.in.ExecutionClass, tc.in.Arguments, run.DPUSeconds)
		}
	}
}

func TestASessionPolicyLimitsARun(t *testing.T) {
	t.Parallel()
	l := start(t, nil)
	l.must(etl())
	run, card := l.ran(&sdk.StartJobRunInput{ExecutionRoleSessionPolicy: aws.String(
		`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:Get*","s3:List*","logs:*"],"Resource":"*"}}`)})
	want := "An error occurred while calling o122.pyWriteDynamicFrame. " + sent(session+`s3:PutObject on resource: "arn:aws:s3:::out/orders/_temporary_$folder$" because no session policy allows the s3:PutObject action`)
	if got := ids.ReplaceAllString(aws.ToString(run.ErrorMessage), "IDS; "); got != want || card.Stage != "target" {
		t.Errorf("%s at %s\nwant %s", got, card.Stage, want)
	}
	_, err := l.as(admin).StartJobRun(t.Context(), &sdk.StartJobRunInput{JobName: aws.String("orders"), ExecutionRoleSessionPolicy: aws.String(`{"Statement":7}`)})
	if got, _ := code(err); got != "InvalidInputException" {
		t.Errorf("a policy that is none: %v", err)
	}
}

// What Glue does itself and what the script does are told apart by condition
// keys.
func TestSessionsHaveTheirKeys(t *testing.T) {
	t.Parallel()
	unless := func(actions, key string) func(*world.World) {
		return role("Exec", world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":["`+strings.ReplaceAll(actions, " ", `","`)+
			`"],"Resource":"*","Condition":{"StringNotEquals":{"`+key+`":"glue.amazonaws.com"}}}}`))
	}
	for _, tc := range []struct {
		name  string
		world func(*world.World)
		stage string // that fails
	}{
		{"Glue makes the network interface", unless("ec2:* glue:GetConnection", "glue:RoleAssumedBy"), ""},
		{"which is no call of the script", unless("ec2:*", "glue:CredentialIssuingService"), "network"},
		{"the hosts get the script, and the script the data", unless("s3:* logs:*", "glue:CredentialIssuingService"), ""},
		{"which are no calls of Glue's", unless("s3:*", "glue:RoleAssumedBy"), "launch"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			l := start(t, tc.world)
			l.connect("network", "subnet-1")
			in := etl()
			inVPC(in)
			l.must(in)
			if run, card := l.ran(&sdk.StartJobRunInput{}); card.Stage != tc.stage || len(card.Notes) != 0 {
				t.Errorf("at %q: %s, notes %q", card.Stage, aws.ToString(run.ErrorMessage), card.Notes)
			}
		})
	}
}

// What fails silently is not shown by Glue; the lab notes it.
func TestRunsGoOnWithoutLogs(t *testing.T) {
	t.Parallel()
	l := start(t, role("Exec", deny("logs:PutLogEvents cloudwatch:PutMetricData")))
	in := etl()
	in.DefaultArguments["--enable-metrics"] = "true"
	l.must(in)
	run, card := l.ran(&sdk.StartJobRunInput{})
	if run.JobRunState != types.JobRunStateSucceeded || len(card.Notes) != 2 {
		t.Errorf("%s with notes %q", run.JobRunState, card.Notes)
	}
}

func TestRolesThatLoseTheirTrust(t *testing.T) {
	t.Parallel()
	l := start(t, nil)
	l.must(etl())
	err := l.Change(func(w *world.World) error {
		w.Accounts[owner].Roles["Exec"].Trust = world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"sagemaker.amazonaws.com"},"Action":"sts:AssumeRole"}}`)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	run, card := l.ran(&sdk.StartJobRunInput{})
	if want := "Service is unable to assume provided role. Please verify role's TrustPolicy"; aws.ToString(run.ErrorMessage) != want || card.Stage != "role" {
		t.Errorf("%s: %s", card.Stage, aws.ToString(run.ErrorMessage))
	}
}

func TestRunsAreRepeated(t *testing.T) {
	t.Parallel()
	l := start(t, role("Exec", deny("s3:PutObject")))
	in := etl()
	in.MaxRetries = 2
	l.must(in)
	first, _ := l.ran(&sdk.StartJobRunInput{})
	all, err := l.as(admin).GetJobRuns(t.Context(), &sdk.GetJobRunsInput{JobName: aws.String("orders")})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, run := range all.JobRuns {
		got = append(got, strings.TrimPrefix(*run.Id, *first.Id)+" "+string(run.JobRunState))
	}
	if diff := cmp.Diff([]string{"_attempt_2 FAILED", "_attempt_1 FAILED", " FAILED"}, got); diff != "" {
		t.Error(diff)
	}
	newest, _ := l.Jobs().Run("orders")
	if newest.ID != job.ID(owner, "job-run", "orders/"+*first.Id+"_attempt_2") {
		t.Errorf("the newest run is %s", newest.ID)
	}
}
