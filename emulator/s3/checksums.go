package s3

import "github.com/denylab/denylab/emulator/s3/index"

// checksumsXML are the checksum elements that objects and parts share.
type checksumsXML struct {
	CRC32     string `xml:"ChecksumCRC32,omitempty"`
	CRC32C    string `xml:"ChecksumCRC32C,omitempty"`
	CRC64NVME string `xml:"ChecksumCRC64NVME,omitempty"`
	SHA1      string `xml:"ChecksumSHA1,omitempty"`
	SHA256    string `xml:"ChecksumSHA256,omitempty"`
}

// of is the checksum of one algorithm.
func (c *checksumsXML) of(algorithm string) string {
	if p := c.field(algorithm); p != nil {
		return *p
	}
	return ""
}

// other is an algorithm that there is a checksum of although there is none of
// algorithm's; "" when there is none.
func (c *checksumsXML) other(algorithm string) string {
	for _, name := range []string{"CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"} {
		if c.of(algorithm) == "" && c.of(name) != "" {
			return name
		}
	}
	return ""
}

func (c *checksumsXML) field(algorithm string) *string {
	switch algorithm {
	case "CRC32":
		return &c.CRC32
	case "CRC32C":
		return &c.CRC32C
	case "CRC64NVME":
		return &c.CRC64NVME
	case "SHA1":
		return &c.SHA1
	case "SHA256":
		return &c.SHA256
	}
	return nil
}

func checksums(c index.Checksum) checksumsXML {
	var x checksumsXML
	if p := x.field(c.Algorithm); p != nil {
		*p = c.Value
	}
	return x
}
