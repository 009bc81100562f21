// SPDX-License-Identifier: EUPL-1.2

// Package zib turns a FHIR resource into a care item: what a person reads about one care
// information building block (zib), in plain words, without ids and codes.
//
// The package does no I/O. An Item holds no sentence of ours: it holds catalogue keys, codes
// with the provider's words, and literal values, so that one stored item can be shown in every
// language. View makes it readable; AppendItems and OpenPack store it.
//
// # How to write a reader
//
// A reader is one function on a B and one line in a table (blocks_*.go). It names what a person
// wants to read, in that order; finish adds everything that no verb took, so a reader can forget
// an element, but can not lose one. bloodpressure.go is a good example.
//
//	func readThing(b *B) {
//		r := b.Root
//		b.Titled(b.About(r.Get("code")))                  // main concept and title
//		b.On(r.Pick("performed"), r.Get("date"))          // the first that is there
//		b.State(r.Get("status"), r.Get("clinicalStatus")) // words and marks (stopped, refuted…)
//		b.Add("zib.bodysite", r.Get("bodySite"))          // any data type, one or many
//		b.Top()                                           // the fact that was added last is for the card
//		b.By("zib.performer", r.Get("performer"))         // people: also the source line
//		b.Relate("zib.visit", r.Get("context"))           // name and link of another item
//		b.Skip(r.Get("category"))                         // with the reason in a comment
//	}
//
// The verbs take nodes that may not exist, mark what they say as read, and say nothing for
// "unknown". Labels are catalogue keys, written in full. STU3 and R4 usually fit in one reader:
// give a verb the node of both; B.V3 tells them apart where they differ in meaning.
//
//	node      r.Get("a"), r.Path("a", "b"), r.Pick("value") for value[x], r.Each("x"), r.Ext(url), r.ExtValue(url)
//	phrase    b.Phrase(n), b.Concept(n), b.HumanName(n), b.Address(n), b.Telecom(n), b.Annotation(n), b.Dosage(n), b.Timing(n)
//	          T(key, args…), Say(text), Coded(system, code, display), Num, Date, Period, Amount, List, And, Sub
//	add       b.Add(key, nodes…), b.AddAs(label, nodes…), b.Say(key, phrase), b.Put(label, values…), b.Under(heading)
//	results   b.Measured(label, n) for value[x] with range and interpretation, b.components(), b.observed()
//	refer     b.Resolve(ref) the resource, b.Read(ref) its item, b.By, b.Relate
//	marks     b.Flag(MarkNotDone); b.State sets those of a status by itself
//
// An extension that a verb read by its value is marked with r.Ext(url).UseAll(). Own words for
// codes go into words/*.tsv (system, code, Dutch, English; "-" for a code that is never shown);
// names.tsv has whole displays and names of tests that mean one thing in whatever table;
// systems.go has the short names of code systems. Words for elements that finish shows are the
// keys zib.el.* and zib.ext.* of the catalogue.
package zib
