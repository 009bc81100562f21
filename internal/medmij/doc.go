// SPDX-License-Identifier: EUPL-1.2

// Package medmij is Regie's side of the MedMij network: the central lists, the
// authorization of a person at a care provider, tokens, calls for FHIR resources, and the
// chain log. It speaks the agreement of MedMij 2.2 (OAuth 2.0 authorization code, bearer
// tokens, mutual TLS on the back channel).
//
// It knows no pages, no vault and no person: a caller names a provider and gets bytes or a
// *Failure, whose Reason has a text in the catalogue.
//
// Every address comes from the lists; every call goes out through Egress.
package medmij
