package kms_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/kms/types"
	"github.com/google/go-cmp/cmp"

	"github.com/denylab/denylab/emulator/world"
)

// withMany is a service whose key has more of everything than fits a page.
func withMany(t *testing.T) *service {
	t.Helper()
	s := start(t)
	if err := s.worlds.Change(func(w *world.World) error {
		k := w.Accounts[account].Keys[training]
		k.Tags, k.Grants = map[string]string{}, map[string]*world.KeyGrant{}
		for i := range 7 {
			k.Aliases = append(k.Aliases, fmt.Sprintf("alias/many%d", i))
			k.Tags[fmt.Sprintf("tag%d", i)] = ""
			k.Grants[fmt.Sprintf("grant%d", i)] = &world.KeyGrant{Grantee: arn("nobody"), RetiringPrincipal: arn("keeper"), Operations: []string{"Decrypt"}}
			k.Rotations = append(k.Rotations, world.KeyRotation{Date: now.AddDate(0, 0, i-10)})
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return s
}

// Every list comes in pages, each item once and in the same order as on one
// page.
func TestPages(t *testing.T) {
	client := withMany(t).as("user/admin")
	type page struct {
		items []string
		next  *string
		more  bool
	}
	for name, list := range map[string]func(limit *int32, marker *string) (page, error){
		"ListKeys": func(limit *int32, marker *string) (page, error) {
			out, err := client.ListKeys(ctx, &sdk.ListKeysInput{Limit: limit, Marker: marker})
			if err != nil {
				return page{}, err
			}
			p := page{next: out.NextMarker, more: out.Truncated}
			for _, k := range out.Keys {
				p.items = append(p.items, *k.KeyId)
			}
			return p, nil
		},
		"ListAliases": func(limit *int32, marker *string) (page, error) {
			out, err := client.ListAliases(ctx, &sdk.ListAliasesInput{Limit: limit, Marker: marker, KeyId: aws.String(training)})
			if err != nil {
				return page{}, err
			}
			p := page{next: out.NextMarker, more: out.Truncated}
			for _, a := range out.Aliases {
				p.items = append(p.items, *a.AliasName)
			}
			return p, nil
		},
		"ListGrants": func(limit *int32, marker *string) (page, error) {
			out, err := client.ListGrants(ctx, &sdk.ListGrantsInput{Limit: limit, Marker: marker, KeyId: aws.String(training)})
			if err != nil {
				return page{}, err
			}
			return page{grantIDs(out.Grants), out.NextMarker, out.Truncated}, nil
		},
		"ListRetirableGrants": func(limit *int32, marker *string) (page, error) {
			out, err := client.ListRetirableGrants(ctx, &sdk.ListRetirableGrantsInput{Limit: limit, Marker: marker, RetiringPrincipal: aws.String(arn("keeper"))})
			if err != nil {
				return page{}, err
			}
			return page{grantIDs(out.Grants), out.NextMarker, out.Truncated}, nil
		},
		"ListResourceTags": func(limit *int32, marker *string) (page, error) {
			out, err := client.ListResourceTags(ctx, &sdk.ListResourceTagsInput{Limit: limit, Marker: marker, KeyId: aws.String(training)})
			if err != nil {
				return page{}, err
			}
			p := page{next: out.NextMarker, more: out.Truncated}
			for _, tag := range out.Tags {
				p.items = append(p.items, *tag.TagKey)
			}
			return p, nil
		},
		"ListKeyRotations": func(limit *int32, marker *string) (page, error) {
			out, err := client.ListKeyRotations(ctx, &sdk.ListKeyRotationsInput{Limit: limit, Marker: marker, KeyId: aws.String(training)})
			if err != nil {
				return page{}, err
			}
			p := page{next: out.NextMarker, more: out.Truncated}
			for _, r := range out.Rotations {
				p.items = append(p.items, r.RotationDate.String())
			}
			return p, nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			whole := must(list(nil, nil))(t)
			if whole.more || whole.next != nil || len(whole.items) < 7 || !slices.IsSorted(whole.items) {
				t.Fatalf("on one page: %+v", whole)
			}
			var got []string
			var marker *string
			for range 10 {
				p := must(list(aws.Int32(3), marker))(t)
				if len(p.items) > 3 || p.more != (p.next != nil) {
					t.Fatalf("page %+v", p)
				}
				got = append(got, p.items...)
				if marker = p.next; marker == nil {
					break
				}
			}
			if diff := cmp.Diff(whole.items, got); diff != "" {
				t.Errorf("in pages (-want +got):\n%s", diff)
			}
			_, err := list(nil, aws.String("not one!"))
			wantError(t, err, "InvalidMarkerException", "")
			_, err = list(aws.Int32(1001), nil)
			if errorCode(err) != "ValidationException" {
				t.Errorf("a page of 1001: %v", err)
			}
		})
	}
	names := must(client.ListKeyPolicies(ctx, &sdk.ListKeyPoliciesInput{KeyId: aws.String(training), Limit: aws.Int32(1)}))(t)
	if names.Truncated || !cmp.Equal(names.PolicyNames, []string{"default"}) {
		t.Errorf("policies %+v", names)
	}
}

func grantIDs(grants []types.GrantListEntry) (all []string) {
	for _, g := range grants {
		all = append(all, *g.GrantId)
	}
	return all
}
