package s3control

import (
	"encoding/xml"

	"github.com/denylab/denylab/emulator/world"
)

// blockXML are the four settings, which may be left out.
type blockXML struct {
	XMLName xml.Name `xml:"PublicAccessBlockConfiguration"`
	Xmlns   string   `xml:"xmlns,attr,omitempty"`
	BlockA  *bool    `xml:"BlockPublicAcls"`
	IgnoreA *bool    `xml:"IgnorePublicAcls"`
	BlockP  *bool    `xml:"BlockPublicPolicy"`
	Limit   *bool    `xml:"RestrictPublicBuckets"`
}

func blockOf(b world.PublicAccessBlock) blockXML {
	return blockXML{BlockA: &b.BlockPublicAcls, IgnoreA: &b.IgnorePublicAcls, BlockP: &b.BlockPublicPolicy, Limit: &b.RestrictPublicBuckets}
}

// settings are those of the document; one that is left out is off.
func (b blockXML) settings() world.PublicAccessBlock {
	on := func(p *bool) bool { return p != nil && *p }
	return world.PublicAccessBlock{
		BlockPublicAcls: on(b.BlockA), IgnorePublicAcls: on(b.IgnoreA),
		BlockPublicPolicy: on(b.BlockP), RestrictPublicBuckets: on(b.Limit),
	}
}

func (q *request) getPublicAccessBlock() error {
	if err := q.allowAccount(); err != nil {
		return err
	}
	a, ok := q.x.World.Account(q.account)
	if !ok || a.PublicAccessBlock == nil {
		return failure(404, "NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found", "AccountId", q.account)
	}
	doc := blockOf(*a.PublicAccessBlock)
	doc.Xmlns = namespace
	return q.reply(doc)
}

func (q *request) putPublicAccessBlock() error {
	if err := q.allowAccount(); err != nil {
		return err
	}
	var doc blockXML
	if err := q.readXML(&doc); err != nil {
		return err
	}
	if doc.BlockA == nil && doc.IgnoreA == nil && doc.BlockP == nil && doc.Limit == nil {
		return failure(400, "InvalidRequest", "Must specify at least one configuration.")
	}
	settings := doc.settings()
	if err := q.change(func(a *world.Account) error { a.PublicAccessBlock = &settings; return nil }); err != nil {
		return err
	}
	return q.ok()
}

func (q *request) deletePublicAccessBlock() error {
	if err := q.allowAccount(); err != nil {
		return err
	}
	if err := q.change(func(a *world.Account) error { a.PublicAccessBlock = nil; return nil }); err != nil {
		return err
	}
	return q.noContent()
}
