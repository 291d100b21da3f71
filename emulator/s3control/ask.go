package s3control

import (
	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/gate"
	"github.com/denylab/denylab/emulator/world"
	"github.com/denylab/denylab/rego/authz"
)

// ask has a question answered; the error is its refusal.
func (q *request) ask(question gate.Question) error {
	call, decision, err := q.x.Ask(q.r.Context(), question)
	if err != nil || decision.Allowed {
		return err
	}
	return awsproto.Denial(awsproto.S3, call, decision)
}

// allowAccount asks for the operation's action, which is on no resource but
// concerns an account.
func (q *request) allowAccount() error {
	return q.ask(gate.Question{
		Action: q.op.action, Resource: "*", WildcardOnly: true, ResourceAccount: q.account,
		Context: authz.Context{"s3:ResourceAccount": authz.One(q.account)},
	})
}

// allowPoint asks for the operation's action on the access point of the
// request, and returns it; it is nil when it does not exist.
func (q *request) allowPoint() (*world.AccessPoint, error) {
	p, ok := q.x.World.AccessPoint(q.account, q.name)
	if !ok {
		return nil, q.ask(q.question(&world.AccessPoint{Name: q.name}))
	}
	return p, q.ask(q.question(p))
}

// existing is allowPoint for operations that need the access point.
func (q *request) existing() (*world.AccessPoint, error) {
	p, err := q.allowPoint()
	if err == nil && p == nil {
		err = noSuchAccessPoint(q.name)
	}
	return p, err
}

// question asks for the operation's action on an access point that exists or
// is to be made
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html).
func (q *request) question(p *world.AccessPoint) gate.Question {
	arn := p.ARN
	if arn == "" {
		arn = world.AccessPointARN(q.x.Region, q.account, q.name)
	}
	question := gate.Question{
		Action: q.op.action, Resource: arn, ResourceAccount: q.account,
		Context: authz.Context{
			"s3:ResourceAccount":          authz.One(q.account),
			"s3:DataAccessPointAccount":   authz.One(q.account),
			"s3:DataAccessPointArn":       authz.One(arn),
			"s3:AccessPointNetworkOrigin": authz.One(p.NetworkOrigin()),
		},
	}
	if p.Policy != nil {
		question.ResourcePolicy = []authz.Attached{{Name: p.Name, Document: p.Policy.Document}}
	}
	return question
}

// setting asks to set a policy on p: Block Public Access of the access point,
// of its account and of its bucket have a say in that. Where the request comes
// from does not matter.
func (q *request) setting(p *world.AccessPoint, doc *authz.Document) gate.Question {
	question := q.question(p)
	question.S3 = &authz.S3{
		BucketOwner: q.account, Ownership: world.BucketOwnerEnforced, Payer: "BucketOwner",
		PublicAccess: q.publicAccess(p), RequestPolicy: doc,
		AccessPointVPC: p.VPC, SourceVPC: p.VPC,
	}
	if a, ok := q.x.World.Account(q.account); ok {
		question.S3.BucketOwnerCanonicalID = a.CanonicalID
	}
	return question
}

// publicAccess is the strictest of the settings of the access point, its
// account and its bucket, if that is the same account's
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html).
func (q *request) publicAccess(p *world.AccessPoint) authz.PublicAccessBlock {
	var all authz.PublicAccessBlock
	add := func(b *world.PublicAccessBlock) {
		if b != nil {
			all.BlockPublicAcls = all.BlockPublicAcls || b.BlockPublicAcls
			all.IgnorePublicAcls = all.IgnorePublicAcls || b.IgnorePublicAcls
			all.BlockPublicPolicy = all.BlockPublicPolicy || b.BlockPublicPolicy
			all.RestrictPublicBuckets = all.RestrictPublicBuckets || b.RestrictPublicBuckets
		}
	}
	add(p.PublicAccessBlock)
	if a, ok := q.x.World.Account(q.account); ok {
		add(a.PublicAccessBlock)
	}
	if b, ok := q.x.World.Bucket(p.Bucket); ok && b.Account == q.account {
		add(b.PublicAccessBlock)
	}
	return all
}
