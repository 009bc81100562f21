// SPDX-License-Identifier: EUPL-1.2

package medmij

import "time"

// The agreement says 60 s for data and 10 s for tokens; the rest is our own prudence.
const (
	perHost = 4 // calls at a time to one host, for all persons of this process together

	resourceTimeout = 65 * time.Second
	tokenTimeout    = 15 * time.Second
	listTimeout     = 60 * time.Second

	// MaxPage is the most that one answer with FHIR may be, in bytes.
	MaxPage = 20 << 20
	// MaxDocument is the most that a document may be: a PDF in base64, inside a resource.
	MaxDocument = 30 << 20
	maxToken    = 64 << 10
)
