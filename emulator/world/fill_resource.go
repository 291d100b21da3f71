package world

import (
	"bytes"
	"slices"
	"strings"
	"time"
)

// created is the creation date of what is there when the world begins.
var created = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)

// The values of Bucket.Ownership.
const (
	BucketOwnerEnforced  = "BucketOwnerEnforced"
	BucketOwnerPreferred = "BucketOwnerPreferred"
	ObjectWriter         = "ObjectWriter"
)

// fillBuckets gives buckets what AWS gives one that is created today
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-faq.html).
func (w *World) fillBuckets(a *Account) {
	for name := range a.Buckets {
		b := present(a.Buckets, name)
		b.Name, b.Account = name, a.ID
		w.FillBucket(b)
		if b.ObjectLock != nil {
			setDefault(&b.Versioning, "Enabled")
		}
		if b.Created.IsZero() {
			b.Created = created
		}
		for key := range b.Objects {
			present(b.Objects, key).fill(a.ID)
		}
		for _, u := range b.Uploads {
			u.fill(a.ID)
		}
	}
}

// pattern is what an object described by its size consists of.
const pattern = "denylab object content pattern.\n"

// fill completes an object and its older versions. The bucket's account owns
// what names no other owner.
func (o *Object) fill(account string) {
	setDefault(&o.Owner, account)
	o.fillContent()
	for i := range o.Older {
		if o.Older[i] == nil {
			o.Older[i] = &Object{}
		}
		o.Older[i].fill(account)
	}
}

func (u *Upload) fill(account string) {
	if u == nil {
		return // reported by the check
	}
	setDefault(&u.Initiator, rootARN(account))
	if u.Object == nil {
		u.Object = &Object{}
	}
	setDefault(&u.Object.Owner, account)
	for number := range u.Parts {
		present(u.Parts, number).fill(account)
	}
}

func (o *Object) fillContent() {
	switch {
	case o.Content != nil:
	case o.Body != "":
		o.Content = []byte(o.Body)
	case o.Size > 0:
		o.Content = bytes.Repeat([]byte(pattern), int(o.Size)/len(pattern)+1)[:o.Size]
	}
}

func setDefault(field *string, value string) {
	if *field == "" {
		*field = value
	}
}

// managedAlias begins the aliases of AWS managed keys.
const managedAlias = "alias/aws/"

// fillKeys completes the KMS keys of every account and makes the AWS managed
// key aws/s3 in every Region that is used.
func (w *World) fillKeys() {
	regions := w.regions()
	for _, a := range w.Accounts {
		if a.Keys == nil {
			a.Keys = map[string]*Key{}
		}
		for id := range a.Keys {
			w.fillKey(a, id, present(a.Keys, id))
		}
		for _, region := range regions {
			if a.keyWithAlias(managedAlias+"s3", region) == nil {
				id := uuid("key", a.ID, region, "aws/s3")
				a.Keys[id] = &Key{Aliases: []string{managedAlias + "s3"}, Region: region,
					Description: "Default key that protects my S3 objects when no other key is defined"}
				w.fillKey(a, id, a.Keys[id])
			}
		}
	}
}

func (w *World) fillKey(a *Account, id string, k *Key) {
	k.ID, k.Account = id, a.ID
	setDefault(&k.Region, w.Region)
	setDefault(&k.State, "Enabled")
	setDefault(&k.Spec, SymmetricDefault)
	if usages := keyUsages[k.Spec]; len(usages) > 0 {
		setDefault(&k.Usage, usages[0])
	}
	setTime(&k.Created, created)
	if k.RotationPeriodInDays > 0 {
		setTime(&k.RotatesSince, k.Created)
	}
	k.ARN = "arn:aws:kms:" + k.Region + ":" + a.ID + ":key/" + id
	for _, alias := range k.Aliases {
		if service, ok := strings.CutPrefix(alias, managedAlias); ok && (k.Policy == nil || k.AWSManaged) {
			k.AWSManaged = true
			if k.Policy == nil {
				k.Policy = managedKeyPolicy(service, k.Region, a.ID)
			}
		}
	}
	if k.Policy == nil {
		k.Policy = defaultKeyPolicy(a.ID)
	}
	for grant := range k.Grants {
		g := present(k.Grants, grant)
		setDefault(&g.Token, token("grant", k.ARN, grant))
		setTime(&g.Created, created)
	}
}

func (a *Account) keyWithAlias(alias, region string) *Key {
	for _, id := range sorted(a.Keys) {
		if k := a.Keys[id]; k != nil && k.Region == region && slices.Contains(k.Aliases, alias) {
			return k
		}
	}
	return nil
}
