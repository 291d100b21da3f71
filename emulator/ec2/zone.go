package ec2

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/denylab/denylab/emulator/awsproto"
)

// zones are the Availability Zones of a Region: three, of which every Region
// has at least as many.
func zones(region string) []string { return []string{region + "a", region + "b", region + "c"} }

// zoneID is the id of a zone: use1-az1 for us-east-1a. On AWS the letters of
// each account stand for other ids
// (https://docs.aws.amazon.com/ram/latest/userguide/working-with-az-ids.html).
func zoneID(zone string) string {
	if zone == "" {
		return ""
	}
	region, letter := zone[:len(zone)-1], zone[len(zone)-1]
	var short strings.Builder
	for _, part := range strings.Split(region, "-") {
		switch {
		case short.Len() == 0, part >= "0" && part <= "99":
			short.WriteString(part)
		case strings.HasPrefix(part, "north") && len(part) > 5, strings.HasPrefix(part, "south") && len(part) > 5:
			short.WriteString(part[:1] + part[5:6])
		case part != "":
			short.WriteString(part[:1])
		}
	}
	return short.String() + "-az" + string(letter-'a'+'1')
}

// zone is the Availability Zone that a request names, by name or id; the first
// when it names none.
func (r *request) zone(name, id *string) (string, *awsproto.Error) {
	known := zones(r.x.Region)
	switch {
	case name != nil && !slices.Contains(known, *name):
		return "", invalidValue(*name, "availabilityZone", "Subnets can currently only be created in the following availability zones: "+strings.Join(known, ", ")+".")
	case name != nil:
		return *name, nil
	case id != nil:
		for _, z := range known {
			if zoneID(z) == *id {
				return z, nil
			}
		}
		return "", invalidValue(*id, "availabilityZoneId", "") // [U]
	}
	return known[0], nil
}

var zoneLister = lister[string]{
	kind: "zone", id: func(zone string) string { return zone },
	fields: map[string]func(string) []string{
		"zone-name":     one,
		"zone-id":       func(zone string) []string { return one(zoneID(zone)) },
		"region-name":   func(zone string) []string { return one(zone[:len(zone)-1]) },
		"state":         func(string) []string { return one("available") },
		"zone-type":     func(string) []string { return one("availability-zone") },
		"opt-in-status": func(string) []string { return one("opt-in-not-required") },
		"group-name":    func(zone string) []string { return one(zone[:len(zone)-1]) },
	},
}

// describeAvailabilityZones is
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAvailabilityZones.html.
func (r *request) describeAvailabilityZones(in *sdk.DescribeAvailabilityZonesInput) (*sdk.DescribeAvailabilityZonesOutput, *awsproto.Error) {
	if err := r.permitAll(); err != nil {
		return nil, err
	}
	names := slices.Clone(in.ZoneNames)
	for _, id := range in.ZoneIds {
		i := slices.IndexFunc(zones(r.x.Region), func(z string) bool { return zoneID(z) == id })
		if i < 0 {
			return nil, notFound["zone"](id)
		}
		names = append(names, zones(r.x.Region)[i])
	}
	page, _, err := zoneLister.list(zones(r.x.Region), search{ids: names, filters: in.Filters})
	out := &sdk.DescribeAvailabilityZonesOutput{AvailabilityZones: []types.AvailabilityZone{}}
	for _, z := range page {
		out.AvailabilityZones = append(out.AvailabilityZones, types.AvailabilityZone{
			ZoneName: aws.String(z), ZoneId: aws.String(zoneID(z)), RegionName: aws.String(r.x.Region), GroupName: aws.String(r.x.Region),
			NetworkBorderGroup: aws.String(r.x.Region), State: types.AvailabilityZoneStateAvailable, ZoneType: aws.String("availability-zone"),
			OptInStatus: types.AvailabilityZoneOptInStatusOptInNotRequired, Messages: []types.AvailabilityZoneMessage{},
		})
	}
	return out, err
}

var regionLister = lister[string]{
	kind: "region", id: func(region string) string { return region },
	fields: map[string]func(string) []string{
		"region-name":   one,
		"endpoint":      func(region string) []string { return one("ec2." + region + ".amazonaws.com") },
		"opt-in-status": func(string) []string { return one("opt-in-not-required") },
	},
}

// describeRegions is
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html:
// the one Region that the world is in.
func (r *request) describeRegions(in *sdk.DescribeRegionsInput) (*sdk.DescribeRegionsOutput, *awsproto.Error) {
	if err := r.permitAll(); err != nil {
		return nil, err
	}
	page, _, err := regionLister.list([]string{r.x.Region}, search{ids: in.RegionNames, filters: in.Filters})
	out := &sdk.DescribeRegionsOutput{Regions: []types.Region{}}
	for _, region := range page {
		out.Regions = append(out.Regions, types.Region{RegionName: aws.String(region),
			Endpoint: aws.String("ec2." + region + ".amazonaws.com"), OptInStatus: aws.String("opt-in-not-required")})
	}
	return out, err
}
