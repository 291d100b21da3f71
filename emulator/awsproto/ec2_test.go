package awsproto_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/rego/authz"
)

// An ec2Shape is an input and output whose members are called otherwise on the
// wire.
type ec2Shape struct {
	VpcId          *string
	Kind           color
	Kinds          []color
	Count          *int32
	Made           *time.Time
	Filters        []ec2Filter
	SubnetIds      []string
	Enabled        *ec2Filter
	ResultMetadata string
}

type ec2Filter struct {
	Name   *string
	Values []string
}

const ec2Table = `# a comment
CreateThing
DescribeThings
ec2Shape	VpcId	VpcId	vpcId	required
ec2Shape	Kind	KindOf	kind		red blue
ec2Shape	Kinds	Kind	kindSet		red blue
ec2Shape	Count	Count	count
ec2Shape	Made	Made	made
ec2Shape	Filters	Filter	filterSet
ec2Shape	SubnetIds	SubnetId	subnetIdSet
ec2Shape	Enabled	Enabled	enabled
ec2Filter	Name	Name	name
ec2Filter	Values	Value	valueSet
`

func ec2Model(t testing.TB) *awsproto.EC2Model {
	t.Helper()
	m, err := awsproto.ParseEC2Model(ec2Table)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestDecodeEC2(t *testing.T) {
	for query, want := range map[string]ec2Shape{
		"VpcId=v": {VpcId: ptr("v")},
		"VpcId=v&Action=CreateThing&Version=2016-11-15&DryRun=true&X-Amz-Date=x": {VpcId: ptr("v")},
		"VpcId=v&KindOf=red&Count=3&Made=2026-01-02T03:04:05Z":                   {VpcId: ptr("v"), Kind: "red", Count: ptr(int32(3)), Made: ptr(time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC))},
		"VpcId=v&SubnetId.2=b&SubnetId.10=c&Kind.1=blue":                         {VpcId: ptr("v"), SubnetIds: []string{"b", "c"}, Kinds: []color{"blue"}},
		"VpcId=v&Filter.1.Name=n&Filter.1.Value.1=x&Filter.2.Name=m":             {VpcId: ptr("v"), Filters: []ec2Filter{{ptr("n"), []string{"x"}}, {Name: ptr("m")}}},
		"VpcId=v&Enabled.Name=n":                                                 {VpcId: ptr("v"), Enabled: &ec2Filter{Name: ptr("n")}},
	} {
		var got ec2Shape
		if err := awsproto.DecodeEC2(ec2Model(t), form(t, query), &got); err != nil {
			t.Errorf("%s: %v", query, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: want -, got +\n%s", query, diff)
		}
	}
}

func TestDecodeEC2Refuses(t *testing.T) {
	for query, want := range map[string]string{
		"":                                  "MissingParameter: The request must contain the parameter VpcId",
		"VpcId=v&Colour=red":                "UnknownParameter: The parameter Colour is not recognized",
		"VpcId=v&Filter.1.Names=n":          "UnknownParameter: The parameter Filter.1.Names is not recognized",
		"VpcId=v&SubnetId.member.1=s":       "UnknownParameter: The parameter SubnetId.member.1 is not recognized",
		"VpcId=v&KindOf=green":              "InvalidParameterValue: Value (green) for parameter KindOf is invalid.",
		"VpcId=v&Kind.1=red&Kind.2=green":   "InvalidParameterValue: Value (green) for parameter Kind.2 is invalid.",
		"VpcId=v&Count=many":                "InvalidParameterValue: Value (many) for parameter Count is invalid.",
		"VpcId=v&Filter.1.Name=n&Made=2026": "InvalidParameterValue: Value (2026) for parameter Made is invalid.",
	} {
		err := awsproto.DecodeEC2(ec2Model(t), form(t, query), new(ec2Shape))
		if err == nil || err.Error() != want || err.Status != 400 {
			t.Errorf("%s: %v, want %s", query, err, want)
		}
	}
}

func TestWriteEC2Output(t *testing.T) {
	for name, tt := range map[string]struct {
		output any
		want   string
	}{
		"members": {&ec2Shape{VpcId: ptr("a<b"), Kind: "red", Made: ptr(time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)), SubnetIds: []string{}, ResultMetadata: "x",
			Filters: []ec2Filter{{ptr("n"), []string{"x", "y"}}}},
			"<vpcId>a&lt;b</vpcId><kind>red</kind><made>2026-01-02T03:04:05.000Z</made><filterSet><item><name>n</name>" +
				"<valueSet><item>x</item><item>y</item></valueSet></item></filterSet><subnetIdSet></subnetIdSet>"},
		"nothing": {&struct{}{}, "<return>true</return>"},
	} {
		w := httptest.NewRecorder()
		awsproto.WriteEC2Output(w, awsproto.IDs{RequestID: "11111111-2222-4333-8444-555555555555"}, ec2Model(t), "CreateThing", tt.output)
		want := `<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<CreateThingResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">` +
			"<requestId>11111111-2222-4333-8444-555555555555</requestId>" + tt.want + "</CreateThingResponse>"
		if diff := cmp.Diff(want, w.Body.String()); diff != "" {
			t.Errorf("%s: want -, got +\n%s", name, diff)
		}
	}
}

func TestWriteEC2Error(t *testing.T) {
	w := httptest.NewRecorder()
	awsproto.WriteEC2Error(w, awsproto.IDs{RequestID: "11111111-2222-4333-8444-555555555555"}, &awsproto.Error{Status: 400, Code: "InvalidVpcID.NotFound", Message: "a & b"})
	want := `<?xml version="1.0" encoding="UTF-8"?>` + "\n" + "<Response><Errors><Error><Code>InvalidVpcID.NotFound</Code><Message>a &amp; b</Message></Error></Errors>" +
		"<RequestID>11111111-2222-4333-8444-555555555555</RequestID></Response>"
	if diff := cmp.Diff(want, w.Body.String()); diff != "" || w.Code != 400 {
		t.Errorf("%d, want -, got +\n%s", w.Code, diff)
	}
}

func TestEC2ModelRefusesRowsThatAreNone(t *testing.T) {
	for _, table := range []string{"CreateThing\nType\tMember", strings.Repeat("a\t", 6) + "b"} {
		if _, err := awsproto.ParseEC2Model(table); err == nil {
			t.Errorf("%q is taken", table)
		}
	}
}

// The form that was recorded: denial-texts A.1.
func TestEC2DenialHasTheEncodedMessage(t *testing.T) {
	call := aCall("ec2:CreateVpcEndpoint", "arn:aws:ec2:us-east-1:111122223333:vpc-endpoint/*")
	d := authz.Decision{Layer: authz.IdentityPolicy, Verdict: authz.ImplicitDeny}
	want := "You are not authorized to perform this operation. User: " + user + " is not authorized to perform: ec2:CreateVpcEndpoint on resource: " +
		"arn:aws:ec2:us-east-1:111122223333:vpc-endpoint/* because no identity-based policy allows the ec2:CreateVpcEndpoint action"
	for encoded, end := range map[string]string{"": "", "blob": ". Encoded authorization failure message: blob"} {
		err := awsproto.EC2Denial(call, d, encoded)
		if err.Status != 403 || err.Code != "UnauthorizedOperation" || err.Message != want+end {
			t.Errorf("%d %v", err.Status, err)
		}
	}
}

// No form makes the decoder panic, or members beyond what the form has.
func FuzzDecodeEC2(f *testing.F) {
	f.Add("VpcId=v&Filter.1.Name=n&Filter.1.Value.1=x&KindOf=red&Made=2026-01-02T03:04:05Z&Enabled.Name=n")
	f.Add("VpcId=v&SubnetId.99999999999999999999=a&SubnetId.-1=b&SubnetId.1=&Filter.1=")
	f.Fuzz(func(t *testing.T, body string) {
		sent, err := awsproto.ReadForm(httptest.NewRequest("POST", "/", strings.NewReader(body)))
		if err != nil {
			return
		}
		var got ec2Shape
		if err := awsproto.DecodeEC2(ec2Model(t), sent, &got); err != nil {
			if err.Status != 400 || err.Code == "" {
				t.Errorf("%q: %d %v", body, err.Status, err)
			}
			return
		}
		if most := strings.Count(body, "=") + strings.Count(body, "&") + 1; len(got.Filters) > most || len(got.SubnetIds) > most {
			t.Errorf("%q has %d filters and %d subnets", body, len(got.Filters), len(got.SubnetIds))
		}
	})
}
