package iampolicy_test

import (
	"slices"
	"testing"

	"github.com/denylab/denylab/emulator/iampolicy"
)

func TestUnknownActionsAndWhatWasMeant(t *testing.T) {
	for action, want := range map[string]string{
		"s3:ListObject":               "s3:ListBucket",
		"s3:ListObjectsV2":            "s3:ListBucket",
		"s3:HeadObject":               "s3:GetObject",
		"s3:HeadBucket":               "s3:ListBucket",
		"s3:UploadPart":               "s3:PutObject",
		"s3:GetObjct":                 "s3:GetObject",
		"S3:putobjects":               "s3:PutObject",
		"kms:GenerateDataKeys":        "kms:GenerateDataKey",
		"sagmaker:CreateTrainingJob":  "sagemaker:CreateTrainingJob",
		"sagemaker:CreateTrainingJbo": "sagemaker:CreateTrainingJob",
		"s3:Frobnicate":               "",
		"s3:Lst*":                     "",
	} {
		text := `{"Statement":[{"Effect":"Allow","Action":["s3:GetObject","` + action + `"],"Resource":"*"}]}`
		doc, err := iampolicy.Parse([]byte(text), "")
		if err != nil {
			t.Fatal(err)
		}
		warnings := iampolicy.UnknownActions(doc)
		if len(warnings) != 1 || warnings[0].Action != action || warnings[0].Suggestion != want || warnings[0].Line != 1 {
			t.Errorf("%s: got %+v, want the suggestion %q", action, warnings, want)
		}
	}
}

func TestKnownActionsGetNoWarning(t *testing.T) {
	doc, err := iampolicy.Parse([]byte(`{"Statement":[{"Effect":"Allow","NotAction":["*","*:*","s3:*","s3:Get*","S3:getobject","kms:Re?ncrypt*","sts:AssumeRole"],"Resource":"*"}]}`), "")
	if err != nil {
		t.Fatal(err)
	}
	if w := iampolicy.UnknownActions(doc); len(w) != 0 {
		t.Errorf("got %+v", w)
	}
}

func TestWildcardOnly(t *testing.T) {
	for action, want := range map[string]bool{
		"s3:ListAllMyBuckets": true, "S3:listallmybuckets": true, "sts:GetCallerIdentity": true, "ecr:GetAuthorizationToken": true,
		"s3:GetObject": false, "kms:Decrypt": false, "s3:NoSuchAction": false, "nosuch:Action": false, "": false,
	} {
		if got := iampolicy.WildcardOnly(action); got != want {
			t.Errorf("WildcardOnly(%q) = %v", action, got)
		}
	}
}

func TestServiceData(t *testing.T) {
	if n := len(iampolicy.Services()); n != 456 {
		t.Errorf("%d services", n)
	}
	if actions := iampolicy.Actions("s3"); len(actions) != 180 || !slices.IsSorted(actions) || !slices.Contains(actions, "GetObject") {
		t.Errorf("%d S3 actions", len(actions))
	}
	if iampolicy.Actions("nosuch") != nil {
		t.Error("an unknown service has actions")
	}
	for service, want := range map[string]bool{"s3": true, "KMS": true, "sagemaker": false, "": false} {
		if got := iampolicy.RCPSupports(service); got != want {
			t.Errorf("RCPSupports(%q) = %v", service, got)
		}
	}
}

// TestAWSManagedPolicies reads every one of them: AWS wrote them, so AWS takes
// them.
func TestAWSManagedPolicies(t *testing.T) {
	names := iampolicy.AWSManagedNames()
	if len(names) != 1485 || !slices.IsSorted(names) {
		t.Fatalf("%d policies", len(names))
	}
	for _, arn := range names {
		doc, text, ok := iampolicy.AWSManaged(arn)
		if !ok {
			t.Errorf("%s cannot be read", arn)
			continue
		}
		if problems := iampolicy.Validate(doc, iampolicy.Identity); len(problems) > 0 {
			t.Errorf("%s: %v", arn, problems)
		}
		if again, err := iampolicy.Parse(text, arn); err != nil || len(again.Statements) != len(doc.Statements) {
			t.Errorf("%s: text and document differ", arn)
		}
	}
	first, _, _ := iampolicy.AWSManaged("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess")
	second, _, _ := iampolicy.AWSManaged("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess")
	if first != second || first.Statements[0].Line != 3 {
		t.Errorf("got %p, %p, line %d", first, second, first.Statements[0].Line)
	}
	if _, _, ok := iampolicy.AWSManaged("arn:aws:iam::aws:policy/None"); ok {
		t.Error("found a policy that does not exist")
	}
}

func TestClosest(t *testing.T) {
	for _, c := range []struct{ word, want string }{
		{"Tariner", "Trainer"}, {"TRAINER", "Trainer"}, {"Traner", "Trainer"}, {"data", ""}, {"", ""},
	} {
		got, ok := iampolicy.Closest(c.word, []string{"Trainer", "Reader"})
		if got != c.want || ok != (c.want != "") {
			t.Errorf("Closest(%q) = %q", c.word, got)
		}
	}
}

func BenchmarkFirstAWSManagedPolicy(b *testing.B) {
	for b.Loop() {
		iampolicy.AWSManaged("arn:aws:iam::aws:policy/AmazonSageMakerFullAccess")
	}
}
