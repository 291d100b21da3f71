package sagemaker

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/job"
)

const domainKind = "domain"

// createDomain is https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateDomain.html.
// The key of KmsKeyId is not looked at: whether the roles may use it is found
// out by CreateApp
// (https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html#sagemaker-roles-createdomain-perms).
// A domain is in service at once.
func (r *request) createDomain(in *sdk.CreateDomainInput) (*sdk.CreateDomainOutput, *awsproto.Error) {
	id := r.domainID(aws.ToString(in.DomainName))
	arn, roles := r.arn(domainKind, id), settingsRoles(in.DefaultUserSettings, in.DefaultSpaceSettings)
	if err := r.authorize(creation{kind: domainKind, name: id, tags: in.Tags, keys: domainKeys(in)}); err != nil {
		return nil, err
	}
	if err := r.passRoles(arn, roles...); err != nil {
		return nil, err
	}
	if err := r.checkDomain(in); err != nil {
		return nil, err
	}
	if err := r.trusted(domainKind, id, roleNotAssumed, roles...); err != nil {
		return nil, err
	}
	out := r.domainOutput(id, in)
	if !r.h.records.add(&record{kind: domainKind, name: id, account: r.accountID(), arn: arn, tags: tagMap(in.Tags), output: out}) {
		return nil, nameTaken("Domain", aws.ToString(in.DomainName))
	}
	return &sdk.CreateDomainOutput{DomainArn: out.DomainArn, DomainId: out.DomainId, Url: out.Url}, nil
}

// checkDomain refuses a name that is taken and subnets that do not exist.
func (r *request) checkDomain(in *sdk.CreateDomainInput) *awsproto.Error {
	for _, rec := range r.h.records.of(r.accountID(), domainKind) {
		if aws.ToString(output[sdk.DescribeDomainOutput](r.h.records, rec).DomainName) == aws.ToString(in.DomainName) {
			return nameTaken("Domain", aws.ToString(in.DomainName))
		}
	}
	return r.checkSubnets(in.SubnetIds)
}

func (r *request) checkSubnets(ids []string) *awsproto.Error {
	for _, id := range ids {
		if job.VPCOf(r.world().Accounts[r.accountID()], id) == nil {
			return noSubnet(id)
		}
	}
	return nil
}

func (r *request) domainOutput(id string, in *sdk.CreateDomainInput) *sdk.DescribeDomainOutput {
	out := &sdk.DescribeDomainOutput{
		DomainArn: aws.String(r.arn(domainKind, id)), DomainId: &id, Status: types.DomainStatusInService,
		Url:                 aws.String("https://" + id + ".studio." + r.x.Region + ".sagemaker.aws"),
		HomeEfsFileSystemId: aws.String("fs-" + digits(17, r.accountID(), id)), AppNetworkAccessType: types.AppNetworkAccessTypePublicInternetOnly,
	}
	setTimes(out, r.x.Now)
	carry(out, in)
	return out
}

// domainID is the first free id for a domain's name: ids follow from what is
// made.
func (r *request) domainID(name string) string {
	for n := 0; ; n++ {
		id := "d-" + digits(12, r.accountID(), r.x.Region, name, strconv.Itoa(n))
		if _, taken := r.h.records.get(r.arn(domainKind, id)); !taken {
			return id
		}
	}
}

// digits are some of a hash, in hexadecimal.
func digits(n int, of ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(of, "\x00")))
	return hex.EncodeToString(sum[:])[:n]
}

// settingsRoles are the execution roles that settings name, each once.
func settingsRoles(user *types.UserSettings, space *types.DefaultSpaceSettings) []string {
	var roles []string
	if user != nil && user.ExecutionRole != nil {
		roles = append(roles, *user.ExecutionRole)
	}
	if space != nil && space.ExecutionRole != nil && !slices.Contains(roles, *space.ExecutionRole) {
		roles = append(roles, *space.ExecutionRole)
	}
	return roles
}
