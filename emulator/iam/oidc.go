package iam

import (
	"net/url"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

// Quotas of an OIDC provider
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
const (
	maxClientIDs   = 100
	maxThumbprints = 5
)

const oidcProvider kind = "oidc-provider"

func noSuchProvider(arn string) *awsproto.Error {
	return noSuchEntity("OpenIDConnect Provider not found for arn %s", arn)
}

// providerOf is the provider with an ARN, in an account.
func providerOf(a *world.Account, arn string) (*world.OIDCProvider, *awsproto.Error) {
	_, name, _ := strings.Cut(arn, ":oidc-provider/")
	if p := a.OIDCProviders[name]; p != nil && p.ARN == arn {
		return p, nil
	}
	return nil, noSuchProvider(arn)
}

func (r *request) providerTarget(arn string) (target, *awsproto.Error) {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 || parts[0] != "arn" || !strings.HasPrefix(parts[5], "oidc-provider/") {
		return target{}, malformedARN()
	}
	t := target{arn: arn, account: parts[4], shown: arn}
	if p, err := providerOf(r.account(), arn); err == nil {
		t.keys = resourceTags(p.Tags)
	}
	return t, nil
}

func providerTags(arn string) tagged {
	return tagged{
		target: func(r *request) (target, *awsproto.Error) { return r.providerTarget(arn) },
		tags: func(a *world.Account) (*map[string]string, *awsproto.Error) {
			p, err := providerOf(a, arn)
			if err != nil {
				return nil, err
			}
			return &p.Tags, nil
		},
	}
}

// createOIDCProvider is
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html.
// Nobody looks at the provider's certificate: a lab has no way to it.
func (r *request) createOIDCProvider(in *sdk.CreateOpenIDConnectProviderInput) (*sdk.CreateOpenIDConnectProviderOutput, *awsproto.Error) {
	issuer, err := url.Parse(*in.Url)
	if err != nil || issuer.Scheme != "https" || issuer.Host == "" || issuer.RawQuery != "" {
		return nil, validation("Invalid Open ID Connect Provider URL")
	}
	tags, failure := tagsOf(in.Tags)
	if failure != nil {
		return nil, failure
	}
	name := strings.TrimPrefix(*in.Url, "https://")
	t := r.created(oidcProvider, "/", name)
	if failure := r.allowedToCreate(t, "iam:TagOpenIDConnectProvider", tags, nil); failure != nil {
		return nil, failure
	}
	failure = r.change(func(a *world.Account) *awsproto.Error {
		switch {
		case a.OIDCProviders[name] != nil:
			return alreadyExists("Provider with url %s already exists.", *in.Url)
		case len(in.ClientIDList) > maxClientIDs:
			return overQuota("ClientIdsPerOpenIdConnectProvider", maxClientIDs)
		case len(in.ThumbprintList) > maxThumbprints:
			return invalidInput("Thumbprint list must contain fewer than %d entries.", maxThumbprints)
		}
		a.OIDCProviders[name] = &world.OIDCProvider{ClientIDs: in.ClientIDList, Thumbprints: in.ThumbprintList, Tags: tags, Created: r.x.Now}
		return nil
	})
	if failure != nil {
		return nil, failure
	}
	return &sdk.CreateOpenIDConnectProviderOutput{OpenIDConnectProviderArn: &t.arn, Tags: tagList(tags)}, nil
}

// getOIDCProvider is
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetOpenIDConnectProvider.html.
func (r *request) getOIDCProvider(in *sdk.GetOpenIDConnectProviderInput) (*sdk.GetOpenIDConnectProviderOutput, *awsproto.Error) {
	t, err := r.providerTarget(*in.OpenIDConnectProviderArn)
	if err != nil {
		return nil, err
	}
	if err := r.allowed(t, nil); err != nil {
		return nil, err
	}
	p, err := providerOf(r.account(), *in.OpenIDConnectProviderArn)
	if err != nil {
		return nil, err
	}
	return &sdk.GetOpenIDConnectProviderOutput{
		Url: &p.URL, ClientIDList: present(p.ClientIDs), ThumbprintList: present(p.Thumbprints), CreateDate: &p.Created, Tags: tagList(p.Tags),
	}, nil
}

// present is a list that is answered even when it is empty.
func present(list []string) []string { return append([]string{}, list...) }

// listOIDCProviders is
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListOpenIDConnectProviders.html.
func (r *request) listOIDCProviders(*sdk.ListOpenIDConnectProvidersInput) (*sdk.ListOpenIDConnectProvidersOutput, *awsproto.Error) {
	if err := r.allowed(everything(r.arn(oidcProvider, "/", "*")), nil); err != nil {
		return nil, err
	}
	out := &sdk.ListOpenIDConnectProvidersOutput{OpenIDConnectProviderList: []types.OpenIDConnectProviderListEntry{}}
	var arns []string
	for _, p := range r.account().OIDCProviders {
		arns = append(arns, p.ARN)
	}
	slices.Sort(arns)
	for _, arn := range arns {
		out.OpenIDConnectProviderList = append(out.OpenIDConnectProviderList, types.OpenIDConnectProviderListEntry{Arn: aws.String(arn)})
	}
	return out, nil
}

// deleteOIDCProvider is
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteOpenIDConnectProvider.html.
func (r *request) deleteOIDCProvider(in *sdk.DeleteOpenIDConnectProviderInput) *awsproto.Error {
	return r.editProvider(*in.OpenIDConnectProviderArn, func(a *world.Account, p *world.OIDCProvider) *awsproto.Error {
		delete(a.OIDCProviders, p.URL)
		return nil
	})
}

// addClientID is
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddClientIDToOpenIDConnectProvider.html.
// To add one that is there is no error.
func (r *request) addClientID(in *sdk.AddClientIDToOpenIDConnectProviderInput) *awsproto.Error {
	return r.editProvider(*in.OpenIDConnectProviderArn, func(_ *world.Account, p *world.OIDCProvider) *awsproto.Error {
		switch {
		case slices.Contains(p.ClientIDs, *in.ClientID):
		case len(p.ClientIDs) >= maxClientIDs:
			return overQuota("ClientIdsPerOpenIdConnectProvider", maxClientIDs)
		default:
			p.ClientIDs = append(p.ClientIDs, *in.ClientID)
		}
		return nil
	})
}

// removeClientID is
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveClientIDFromOpenIDConnectProvider.html.
// To remove one that is not there is no error.
func (r *request) removeClientID(in *sdk.RemoveClientIDFromOpenIDConnectProviderInput) *awsproto.Error {
	return r.editProvider(*in.OpenIDConnectProviderArn, func(_ *world.Account, p *world.OIDCProvider) *awsproto.Error {
		p.ClientIDs = slices.DeleteFunc(p.ClientIDs, func(id string) bool { return id == *in.ClientID })
		return nil
	})
}

// updateThumbprints is
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateOpenIDConnectProviderThumbprint.html.
func (r *request) updateThumbprints(in *sdk.UpdateOpenIDConnectProviderThumbprintInput) *awsproto.Error {
	return r.editProvider(*in.OpenIDConnectProviderArn, func(_ *world.Account, p *world.OIDCProvider) *awsproto.Error {
		if len(in.ThumbprintList) > maxThumbprints {
			return invalidInput("Thumbprint list must contain fewer than %d entries.", maxThumbprints)
		}
		p.Thumbprints = in.ThumbprintList
		return nil
	})
}

func (r *request) editProvider(arn string, edit func(*world.Account, *world.OIDCProvider) *awsproto.Error) *awsproto.Error {
	t, err := r.providerTarget(arn)
	if err != nil {
		return err
	}
	if err := r.allowed(t, nil); err != nil {
		return err
	}
	return r.change(func(a *world.Account) *awsproto.Error {
		p, err := providerOf(a, arn)
		if err != nil {
			return err
		}
		return edit(a, p)
	})
}
