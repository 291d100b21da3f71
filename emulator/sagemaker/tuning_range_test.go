package sagemaker

import (
	"math"
	"strconv"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"
	"github.com/google/go-cmp/cmp"
)

func integerRange(least, most string, scale types.HyperParameterScalingType) *types.ParameterRanges {
	return &types.ParameterRanges{IntegerParameterRanges: []types.IntegerParameterRange{
		{Name: aws.String("n"), MinValue: &least, MaxValue: &most, ScalingType: scale}}}
}

func continuousRange(least, most string, scale types.HyperParameterScalingType) *types.ParameterRanges {
	return &types.ParameterRanges{ContinuousParameterRanges: []types.ContinuousParameterRange{
		{Name: aws.String("n"), MinValue: &least, MaxValue: &most, ScalingType: scale}}}
}

func TestValuesLieInTheirRange(t *testing.T) {
	for _, tc := range []struct {
		name   string
		ranges *types.ParameterRanges
		want   []string // at 0, a half and just below 1
	}{
		{"integers", integerRange("1", "10", types.HyperParameterScalingTypeLinear), []string{"1", "6", "10"}},
		{"one integer", integerRange("5", "5", types.HyperParameterScalingTypeAuto), []string{"5", "5", "5"}},
		{"integers by their logarithm", integerRange("1", "1000", types.HyperParameterScalingTypeLogarithmic), []string{"1", "31", "1000"}},
		{"negative integers", integerRange("-3", "-1", ""), []string{"-3", "-2", "-1"}},
		{"all integers", integerRange("-9223372036854775808", "9223372036854775807", ""), []string{"-9223372036854775808", "0", "9223372036854775807"}},
		{"numbers", continuousRange("0", "4", types.HyperParameterScalingTypeLinear), []string{"0", "2", "4"}},
		{"numbers by their logarithm", continuousRange("1e-4", "1", types.HyperParameterScalingTypeLogarithmic), []string{"0.0001", "0.01", "1"}},
		{"numbers near 1", continuousRange("0.9", "0.999", types.HyperParameterScalingTypeReverseLogarithmic), []string{"0.9", "0.99", "0.999"}},
		{"categories", &types.ParameterRanges{CategoricalParameterRanges: []types.CategoricalParameterRange{
			{Name: aws.String("n"), Values: []string{"a", "b", "c"}}}}, []string{"a", "b", "c"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			all, err := dimensions(tc.ranges)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, part := range []float64{0, 0.5, math.Nextafter(1, 0)} {
				got = append(got, all[0].at(part))
			}
			if diff := cmp.Diff(tc.want, got, cmp.Comparer(near)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// near compares numbers as far as their arithmetic is the same on all machines.
func near(a, b string) bool {
	x, notX := strconv.ParseFloat(a, 64)
	y, notY := strconv.ParseFloat(b, 64)
	if notX != nil || notY != nil {
		return a == b
	}
	return math.Abs(x-y) <= 1e-9*max(math.Abs(x), math.Abs(y))
}

func TestARangeThatIsNoneIsRefused(t *testing.T) {
	for _, r := range []*types.ParameterRanges{
		integerRange("2", "1", ""), integerRange("1.5", "2", ""), integerRange("", "2", ""), integerRange("0", "2", types.HyperParameterScalingTypeLogarithmic),
		continuousRange("b", "1", ""), continuousRange("NaN", "1", ""), continuousRange("0", "Inf", ""), continuousRange("-1.7e308", "1.7e308", ""),
		continuousRange("0", "1", types.HyperParameterScalingTypeReverseLogarithmic),
	} {
		if all, err := dimensions(r); err == nil {
			t.Errorf("%+v is taken: %v", r, all)
		} else if err.Code != "ValidationException" {
			t.Errorf("%s: %s", err.Code, err.Message)
		}
	}
}

func TestAGridHasEveryCombinationOnce(t *testing.T) {
	all, err := dimensions(&types.ParameterRanges{CategoricalParameterRanges: []types.CategoricalParameterRange{
		{Name: aws.String("b"), Values: []string{"x", "y"}}, {Name: aws.String("a"), Values: []string{"1", "2", "3"}}}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for n := range combinations(all) {
		c := combination(all, n)
		got = append(got, c["a"]+c["b"])
	}
	if diff := cmp.Diff([]string{"1x", "1y", "2x", "2y", "3x", "3y"}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func FuzzRange(f *testing.F) {
	f.Add("1", "10", "Linear", 0.5)
	f.Add("-9223372036854775808", "9223372036854775807", "Auto", 0.99)
	f.Add("1e-300", "1e300", "Logarithmic", 0.1)
	f.Add("0", "0.9999999999999999", "ReverseLogarithmic", 0.9)
	f.Fuzz(func(t *testing.T, least, most, scale string, part float64) {
		if !(part >= 0 && part < 1) {
			return
		}
		for _, r := range []*types.ParameterRanges{
			integerRange(least, most, types.HyperParameterScalingType(scale)), continuousRange(least, most, types.HyperParameterScalingType(scale)),
		} {
			all, err := dimensions(r)
			if err != nil {
				continue
			}
			text := all[0].at(part)
			value, bad := strconv.ParseFloat(text, 64)
			low, _ := strconv.ParseFloat(least, 64)
			high, _ := strconv.ParseFloat(most, 64)
			if bad != nil || !(low <= value && value <= high) {
				t.Errorf("%s in [%s, %s] by %s at %v", text, least, most, scale, part)
			}
		}
	})
}
