package glue_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"
	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/world"
)

func TestJobsThatAreRefused(t *testing.T) {
	t.Parallel()
	const nobody = "role/Nobody/ann"
	for _, tc := range []struct {
		name   string
		as     string
		world  func(*world.World)
		input  func(*sdk.CreateJobInput)
		code   string
		text   string
		action string // of the call that was refused, if any was
	}{
		{name: "the caller may not create", as: nobody, world: func(w *world.World) { w.Accounts[owner].Roles["Nobody"] = &world.Role{} },
			code: "AccessDeniedException", action: "glue:CreateJob",
			text: "User: arn:aws:sts::111122223333:assumed-role/Nobody/ann is not authorized to perform: glue:CreateJob on resource: arn:aws:glue:us-east-1:111122223333:job/orders because no identity-based policy allows the glue:CreateJob action"},
		{name: "the caller may not tag", world: role("Admin", deny("glue:TagResource")), input: func(in *sdk.CreateJobInput) { in.Tags = map[string]string{"team": "orders"} },
			code: "AccessDeniedException", text: "glue:TagResource", action: "glue:TagResource"},
		{name: "the caller may not pass the role", world: role("Admin", deny("iam:PassRole")),
			code: "AccessDeniedException", action: "iam:PassRole", text: "is not authorized to perform: iam:PassRole on resource: arn:aws:iam::111122223333:role/Exec with an explicit deny"},
		{name: "the role may be passed to another service only",
			world: role("Admin", world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"iam:PassRole","Resource":"*","Condition":{"StringNotEquals":{"iam:PassedToService":"sagemaker.amazonaws.com"}}}}`)),
			code:  "AccessDeniedException", text: "iam:PassRole", action: "iam:PassRole"},
		{name: "the role is another account's", input: func(in *sdk.CreateJobInput) { in.Role = aws.String("arn:aws:iam::444455556666:role/Elsewhere") },
			code: "AccessDeniedException", text: "Cross-account pass role is not allowed."},
		{name: "the role does not trust Glue", input: func(in *sdk.CreateJobInput) { in.Role = aws.String("Other") }, action: "sts:AssumeRole",
			code: "InvalidInputException", text: "Role arn:aws:iam::111122223333:role/Other should be given assume role permissions for Glue Service."},
		{name: "there is no role", input: func(in *sdk.CreateJobInput) { in.Role = aws.String("Nobody") },
			code: "InvalidInputException", text: "Role arn:aws:iam::111122223333:role/Nobody should be given assume role permissions for Glue Service."},
		{name: "the command is none", input: func(in *sdk.CreateJobInput) { in.Command.Name = aws.String("spark") },
			code: "InvalidInputException", text: "spark"},
		{name: "the version is none", input: func(in *sdk.CreateJobInput) { in.GlueVersion = aws.String("four") },
			code: "InvalidInputException", text: "1 validation error detected: Value 'four' at 'glueVersion' failed to satisfy constraint"},
		{name: "a condition asks for another subnet", action: "glue:CreateJob",
			world: role("Admin", world.MustPolicy(`{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"glue:CreateJob","Resource":"*","Condition":{"ForAnyValue:StringNotEquals":{"glue:SubnetIds":"subnet-2"}}}}`)),
			input: func(in *sdk.CreateJobInput) {
				in.Connections = &types.ConnectionsList{Connections: []string{"network"}}
			},
			code: "AccessDeniedException", text: "glue:CreateJob"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			l := start(t, tc.world)
			l.connect("network", "subnet-1")
			in := etl()
			if tc.input != nil {
				tc.input(in)
			}
			as := tc.as
			if as == "" {
				as = admin
			}
			client := l.as(as)
			before := l.Digest()
			_, err := client.CreateJob(t.Context(), in)
			got, text := code(err)
			if got != tc.code || !strings.Contains(text, tc.text) {
				t.Errorf("%s: %s\nwant %s with %q", got, text, tc.code, tc.text)
			}
			if action := l.refusedAction(); action != tc.action {
				t.Errorf("the rules refused %q, want %q", action, tc.action)
			}
			if l.Digest() != before {
				t.Error("a refused request changed the lab")
			}
		})
	}
}

func TestUpdatesThatAreRefused(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, job, role, code, action string
		world                         func(*world.World)
	}{
		{"the caller may not update", "orders", "Exec", "AccessDeniedException", "glue:UpdateJob", role("Other", deny("glue:UpdateJob"))},
		{"the caller may not pass the role", "orders", "Exec", "AccessDeniedException", "iam:PassRole", role("Other", deny("iam:PassRole"))},
		{"the role does not trust Glue", "orders", "Other", "InvalidInputException", "sts:AssumeRole", nil},
		{"there is no job", "none", "Exec", "EntityNotFoundException", "", nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			l := start(t, tc.world)
			l.must(etl())
			client := l.as("role/Other/ann")
			before := l.Digest()
			_, err := client.UpdateJob(t.Context(), &sdk.UpdateJobInput{JobName: &tc.job, JobUpdate: &types.JobUpdate{Role: &tc.role, Command: etl().Command}})
			if got, text := code(err); got != tc.code {
				t.Errorf("%s: %s", got, text)
			}
			if action := l.refusedAction(); action != tc.action {
				t.Errorf("the rules refused %q, want %q", action, tc.action)
			}
			if l.Digest() != before {
				t.Error("a refused request changed the lab")
			}
		})
	}
}

// connect makes a connection with a subnet.
func (l *lab) connect(name, subnet string) {
	l.t.Helper()
	_, err := l.as(admin).CreateConnection(l.t.Context(), &sdk.CreateConnectionInput{ConnectionInput: &types.ConnectionInput{
		Name: &name, ConnectionType: types.ConnectionTypeNetwork, ConnectionProperties: map[string]string{"PASSWORD": "secret"},
		PhysicalConnectionRequirements: &types.PhysicalConnectionRequirements{SubnetId: &subnet, SecurityGroupIdList: []string{"sg-1"}},
	}})
	if err != nil {
		l.t.Fatal(err)
	}
}

func TestJobsAreKept(t *testing.T) {
	t.Parallel()
	l := start(t, nil)
	client, ctx := l.as(admin), t.Context()
	in := etl()
	in.Tags = map[string]string{"team": "orders"}
	l.must(in)
	l.must(in) // the same again is no error
	in.GlueVersion = aws.String("5.0")
	if _, err := client.CreateJob(ctx, in); true {
		if got, text := code(err); got != "IdempotentParameterMismatchException" {
			t.Errorf("another job of the name: %s %s", got, text)
		}
	}
	other := etl()
	other.Name, other.Role = aws.String("refunds"), aws.String("Exec") // by name
	l.must(other)

	got, err := client.GetJob(ctx, &sdk.GetJobInput{JobName: aws.String("orders")})
	if err != nil {
		t.Fatal(err)
	}
	j := got.Job
	if *j.Role != execARN || *j.GlueVersion != "4.0" || *j.Timeout != 2880 || *j.MaxCapacity != 10 ||
		j.ExecutionProperty.MaxConcurrentRuns != 1 || j.CreatedOn == nil {
		t.Errorf("the job is %+v", j)
	}
	_, err = client.UpdateJob(ctx, &sdk.UpdateJobInput{JobName: aws.String("orders"), JobUpdate: &types.JobUpdate{
		Command: j.Command, Role: j.Role, GlueVersion: aws.String("5.0"), WorkerType: types.WorkerTypeG2x, NumberOfWorkers: aws.Int32(4)}})
	if err != nil {
		t.Fatal(err)
	}
	if got, err = client.GetJob(ctx, &sdk.GetJobInput{JobName: aws.String("orders")}); err != nil {
		t.Fatal(err)
	}
	if j := got.Job; *j.GlueVersion != "5.0" || *j.MaxCapacity != 8 || j.DefaultArguments != nil || *j.Timeout != 480 {
		t.Errorf("the updated job is %+v", j)
	}
	for tags, want := range map[string]string{"": "orders refunds", "team": "orders"} {
		list := &sdk.ListJobsInput{}
		if tags != "" {
			list.Tags = map[string]string{tags: "orders"}
		}
		names, err := client.ListJobs(ctx, list)
		if err != nil || strings.Join(names.JobNames, " ") != want {
			t.Errorf("the jobs with tag %q are %v %v, want %s", tags, names, err, want)
		}
	}
	batch, err := client.BatchGetJobs(ctx, &sdk.BatchGetJobsInput{JobNames: []string{"refunds", "none"}})
	if err != nil || len(batch.Jobs) != 1 || !cmp.Equal(batch.JobsNotFound, []string{"none"}) {
		t.Errorf("the batch is %+v %v", batch, err)
	}
	for range 2 { // the second time it is not there, which is no error
		if _, err := client.DeleteJob(ctx, &sdk.DeleteJobInput{JobName: aws.String("orders")}); err != nil {
			t.Error(err)
		}
	}
	_, err = client.GetJob(ctx, &sdk.GetJobInput{JobName: aws.String("orders")})
	if got, text := code(err); got != "EntityNotFoundException" || text != "Job with name: orders not found." {
		t.Errorf("a deleted job: %s %s", got, text)
	}
}

func TestJobsComeInPages(t *testing.T) {
	t.Parallel()
	l := start(t, nil)
	for _, name := range []string{"a", "b", "c"} {
		in := etl()
		in.Name = &name
		l.must(in)
	}
	pages := sdk.NewGetJobsPaginator(l.as(admin), &sdk.GetJobsInput{MaxResults: aws.Int32(2)})
	var names []string
	for pages.HasMorePages() {
		page, err := pages.NextPage(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, j := range page.Jobs {
			names = append(names, *j.Name)
		}
	}
	if strings.Join(names, " ") != "a b c" {
		t.Errorf("the jobs are %v", names)
	}
	_, err := l.as(admin).GetJobs(t.Context(), &sdk.GetJobsInput{NextToken: aws.String("mine")})
	if got, text := code(err); got != "InvalidInputException" {
		t.Errorf("a made-up token: %s %s", got, text)
	}
}

func TestBatchesLeaveOutWhatIsDenied(t *testing.T) {
	t.Parallel()
	l := start(t, func(w *world.World) {
		w.Accounts[owner].Roles["Reader"] = &world.Role{Policies: map[string]*world.Policy{"One": world.MustPolicy(
			`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"glue:BatchGetJobs","Resource":"arn:aws:glue:*:*:job/mine"}}`)}}
	})
	for _, name := range []string{"mine", "theirs"} {
		in := etl()
		in.Name = &name
		l.must(in)
	}
	client := l.as("role/Reader/ann")
	some, err := client.BatchGetJobs(t.Context(), &sdk.BatchGetJobsInput{JobNames: []string{"mine", "theirs"}})
	if err != nil || len(some.Jobs) != 1 || !cmp.Equal(some.JobsNotFound, []string{"theirs"}) {
		t.Errorf("the batch is %+v %v", some, err)
	}
	_, err = client.BatchGetJobs(t.Context(), &sdk.BatchGetJobsInput{JobNames: []string{"theirs"}})
	if got, text := code(err); got != "AccessDeniedException" || text != "No access to any requested resource." {
		t.Errorf("nothing may be read: %s %s", got, text)
	}
}
