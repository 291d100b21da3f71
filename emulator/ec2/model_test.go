package ec2

import (
	"bufio"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
)

// rows are the columns of a table beside this file.
func rows(t *testing.T, name string) [][]string {
	t.Helper()
	f, err := os.Open("model/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out [][]string
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if line := lines.Text(); !strings.HasPrefix(line, "#") {
			out = append(out, strings.Split(line, "\t"))
		}
	}
	return out
}

// Of what is answered, the tables have everything: the members of input and
// output, and the condition keys.
func TestTheTablesKnowWhatIsAnswered(t *testing.T) {
	types, keys := map[string]bool{}, map[string]bool{}
	for _, row := range rows(t, "operations.tsv") {
		types[row[0]] = true
	}
	for _, row := range rows(t, "keys.tsv") {
		keys[row[0]] = true
	}
	for _, row := range rows(t, "answered.txt") {
		if operations[row[0]] == nil {
			t.Errorf("answered.txt has %s", row[0])
		}
	}
	for name := range operations {
		if !types[name+"Input"] || !keys[name] {
			t.Errorf("%s: in operations.tsv %v, in keys.tsv %v", name, types[name+"Input"], keys[name])
		}
	}
	if !model().Has("RunInstances") || operations["RunInstances"] != nil {
		t.Error("an operation that is not emulated is not known")
	}
}

// The SDK calls the types and members of the table what the table does; what it
// has in addition is newer than the table, and left out.
func TestTheTablesHaveTheNamesOfTheSDK(t *testing.T) {
	members := map[string][]string{}
	for _, row := range rows(t, "operations.tsv") {
		if len(row) > 1 {
			members[row[0]] = append(members[row[0]], row[1])
		}
	}
	seen := map[reflect.Type]bool{}
	var walk func(reflect.Type)
	walk = func(of reflect.Type) {
		for of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice {
			of = of.Elem()
		}
		if of.Kind() != reflect.Struct || of.PkgPath() == "time" || seen[of] {
			return
		}
		seen[of] = true
		for _, name := range members[of.Name()] {
			if _, ok := of.FieldByName(name); !ok {
				t.Errorf("%s has no member %s", of.Name(), name)
			}
		}
		for i := range of.NumField() {
			if f := of.Field(i); f.IsExported() && slices.Contains(members[of.Name()], f.Name) {
				walk(f.Type)
			}
		}
	}
	for _, shape := range []any{
		sdk.CreateVpcEndpointInput{}, sdk.CreateVpcEndpointOutput{}, sdk.ModifyVpcEndpointInput{}, sdk.DeleteVpcEndpointsOutput{},
		sdk.DescribeVpcEndpointsInput{}, sdk.DescribeVpcEndpointsOutput{}, sdk.DescribeVpcEndpointServicesOutput{}, sdk.DescribePrefixListsOutput{},
		sdk.DescribeVpcsOutput{}, sdk.DescribeVpcAttributeOutput{}, sdk.DescribeSubnetsOutput{}, sdk.DescribeSecurityGroupsOutput{},
		sdk.DescribeSecurityGroupRulesOutput{}, sdk.DescribeRouteTablesOutput{}, sdk.DescribeNetworkInterfacesOutput{}, sdk.DescribeNetworkAclsOutput{},
		sdk.DescribeDhcpOptionsOutput{}, sdk.DescribeTagsOutput{}, sdk.DescribeInternetGatewaysOutput{}, sdk.DescribeAvailabilityZonesOutput{},
		sdk.DescribeRegionsOutput{}, sdk.DescribeNetworkInterfacePermissionsOutput{}, sdk.DescribeAccountAttributesOutput{},
		sdk.AuthorizeSecurityGroupIngressInput{}, sdk.AuthorizeSecurityGroupEgressInput{}, sdk.CreateNetworkInterfaceInput{}, sdk.CreateRouteInput{},
	} {
		walk(reflect.TypeOf(shape))
		if len(members[reflect.TypeOf(shape).Name()]) == 0 {
			t.Errorf("%T has no members in the table", shape)
		}
	}
}

func TestFiltersHaveWildcards(t *testing.T) {
	for _, tt := range []struct {
		pattern, value string
		want           bool
	}{
		{"abc", "abc", true}, {"a*", "abc", true}, {"*", "", true}, {"a?c", "abc", true}, {"a?c", "ac", false},
		{`a\*`, "a*", true}, {`a\*`, "ab", false}, {"a.c", "abc", false}, {"ABC", "abc", false}, {"*a*b*", "xaybz", true}, {"(", "(", true},
	} {
		if got := matches(tt.pattern, tt.value); got != tt.want {
			t.Errorf("%q matches %q: %v", tt.pattern, tt.value, got)
		}
	}
}

func TestZonesHaveIds(t *testing.T) {
	for zone, want := range map[string]string{
		"us-east-1a": "use1-az1", "eu-west-3c": "euw3-az3", "ap-northeast-1b": "apne1-az2", "ap-southeast-2a": "apse2-az1", "us-gov-west-1a": "usgw1-az1", "": "",
	} {
		if got := zoneID(zone); got != want {
			t.Errorf("%s is %s, want %s", zone, got, want)
		}
	}
}
