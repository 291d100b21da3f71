package world

import "slices"

// BucketDefaults are what a bucket gets that does not say otherwise. Before
// April 2023 AWS gave new buckets ObjectWriter and no public access block:
// neither configuration was there to be read.
type BucketDefaults struct {
	// Ownership is BucketOwnerEnforced (default), BucketOwnerPreferred or
	// ObjectWriter.
	Ownership string `yaml:"ownership,omitempty"`
	// PublicAccessBlock absent means all four on.
	PublicAccessBlock *PublicAccessBlock `yaml:"publicAccessBlock,omitempty"`
	// BlockedEncryptionTypes is [SSE-C] (default), or [NONE] as before April
	// 2026.
	BlockedEncryptionTypes []string `yaml:"blockedEncryptionTypes,omitempty"`
}

// FillBucket gives b the world's settings for what it leaves open.
func (w *World) FillBucket(b *Bucket) {
	defaults := BucketDefaults{}
	if w.BucketDefaults != nil {
		defaults = *w.BucketDefaults
	}
	setDefault(&b.Region, w.Region)
	if b.Ownership == "" {
		b.Ownership = defaults.Ownership
		b.OwnershipDeleted = defaults.Ownership == ObjectWriter
	}
	setDefault(&b.Ownership, BucketOwnerEnforced)
	if b.PublicAccessBlock == nil && defaults.PublicAccessBlock != nil {
		p := *defaults.PublicAccessBlock
		b.PublicAccessBlock = &p
		b.PublicAccessBlockDeleted = p == PublicAccessBlock{}
	}
	if b.PublicAccessBlock == nil {
		b.PublicAccessBlock = &PublicAccessBlock{true, true, true, true}
	}
	if len(b.BlockedEncryptionTypes) == 0 {
		b.BlockedEncryptionTypes = slices.Clone(defaults.BlockedEncryptionTypes)
	}
	if len(b.BlockedEncryptionTypes) == 0 {
		b.BlockedEncryptionTypes = []string{BlockedSSEC}
	}
	if b.Encryption == nil {
		b.Encryption = &Encryption{Algorithm: "AES256"}
	}
}
