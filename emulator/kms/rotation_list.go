package kms

import (
	"strconv"

	"github.com/denylab/denylab/emulator/awsproto"
	"github.com/denylab/denylab/emulator/world"
)

type listRotationsInput struct {
	KeyId              string
	IncludeKeyMaterial string
	pageInput
}

type rotationList struct {
	Rotations []rotationEntry
	pageOutput
}

type rotationEntry struct {
	number           int // of the material
	KeyId            string
	KeyMaterialId    string
	KeyMaterialState string
	RotationDate     *epoch `json:",omitempty"`
	RotationType     string `json:",omitempty"`
}

// listKeyRotations is https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeyRotations.html.
// The first material, which no rotation has made, is listed on demand only.
func (r *request) listKeyRotations(in *listRotationsInput) (any, *awsproto.Error) {
	var c awsproto.Constraints
	if in.IncludeKeyMaterial != "" {
		c.OneOf("includeKeyMaterial", in.IncludeKeyMaterial, "ALL_KEY_MATERIAL", "ROTATIONS_ONLY")
	}
	in.check(&c, 1000)
	if err := c.Err("ValidationException"); err != nil {
		return nil, err
	}
	named, err := r.managed("kms:ListKeyRotations", in.KeyId, nil)
	switch {
	case err != nil:
		return nil, err
	case !named.Key.Symmetric():
		return nil, neverRotates()
	}
	all := r.rotationEntries(named.Key)
	if in.IncludeKeyMaterial != "ALL_KEY_MATERIAL" {
		all = all[1:]
	}
	shown, page, err := paged(in.pageInput, 100, all, func(e rotationEntry) string { return padded(e.number) })
	return rotationList{shown, page}, err
}

// rotationEntries describes all materials of a key, the first one first.
func (r *request) rotationEntries(key *world.Key) []rotationEntry {
	past := rotations(key, r.x.Now)
	all := make([]rotationEntry, len(past)+1)
	for i := range all {
		all[i] = rotationEntry{number: i, KeyId: key.ARN, KeyMaterialId: r.h.materialID(key, uint32(i)), KeyMaterialState: "NON_CURRENT"}
		if i > 0 {
			all[i].RotationDate, all[i].RotationType = epochOf(past[i-1].Date), "AUTOMATIC"
			if past[i-1].OnDemand {
				all[i].RotationType = "ON_DEMAND"
			}
		}
	}
	all[len(past)].KeyMaterialState = "CURRENT"
	return all
}

// padded is a number in a form that sorts.
func padded(n int) string {
	s := strconv.Itoa(n)
	return "000000"[min(len(s), 6):] + s
}
