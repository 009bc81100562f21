// SPDX-License-Identifier: EUPL-1.2

package zib

import "regie/internal/fhir"

// readTask reads the tasks of questionnaires, referrals, handovers and modules: what somebody is
// asked to do, by whom, and how far it is.
func readTask(b *B) {
	r := b.Root
	code := b.About(r.Get("code"))
	form := false
	for c := range r.Path("code", "coding").All() {
		form = form || c.Str("code") == "74468-0"
	}
	switch {
	case form:
		b.Category = CategoryDocuments
	case isCoded(r.Get("code"), "snomed", "3457005") || isCoded(r.Get("code"), "snomed", "308292007"):
		b.Category = CategoryVisits
	}
	b.Named(r.Get("description"))
	about, _ := b.reference(r.Get("focus"))
	if !code.Zero() && code.Readable() && !form {
		b.Titled(code)
	}
	b.Titled(about)
	b.Titled(T("zib.type.Task"))
	b.On(r.Get("authoredOn"), r.Get("executionPeriod"), r.Get("lastModified"))
	b.State(r.Get("status"), r.Get("businessStatus"))
	b.requested(r.Get("status"))
	b.Add("zib.goal.whystatus", r.Get("statusReason"))
	b.Relate("zib.about", r.Get("focus"))
	b.Top()
	if !code.Equal(b.Title) {
		b.Say("zib.el.type", code)
	}
	b.taskParts("zib.task.input", r.Get("input"))
	b.taskParts("zib.task.output", r.Get("output"))
	b.By("zib.request.by", r.Get("requester"))
	b.By("zib.request.performer", r.Get("owner"))
	b.Add("zib.request.performer", r.Get("performerType"))
	b.Add("zib.request.on", r.Get("authoredOn"))
	b.Add("zib.task.period", r.Get("executionPeriod"), r.Path("restriction", "period"))
	b.Add("zib.task.changed", r.Get("lastModified"))
	b.Relate("zib.reason", r.Get("reasonReference"))
	b.Add("zib.reason", r.Get("reasonCode"), r.Get("reason"))
	b.Relate("zib.request", r.Get("basedOn"))
	b.Relate("zib.partof", r.Get("partOf"))
	if p := r.Str("priority"); p != "routine" && p != "normal" {
		b.Add("zib.request.priority", r.Get("priority"))
	}
	b.Add("zib.remark", r.Get("note"))
	b.contextOf()
	// The person; nothing special; said by the kind of item; the description of the form, for software.
	b.Skip(r.Get("for"), r.Get("priority"), r.Get("intent"), r.Get("definitionReference"), r.Get("definitionUri"), r.Get("instantiatesUri"), r.Get("instantiatesCanonical"))
	for _, url := range [...]string{"instantiates", "KT2EndpointExtension"} { // which module opens it
		r.Ext(url).UseAll()
	}
	for x := range extsOf(r, "instantiates") {
		x.UseAll()
	}
}

// requested marks what is still to be done.
func (b *B) requested(n fhir.Node) {
	switch n.Value() {
	case "requested", "received", "accepted", "ready":
		b.Flag(MarkPlanned)
	}
}

// taskParts reads what goes with a task: its kind is the label where it is in words of the person.
func (b *B) taskParts(label string, list fhir.Node) {
	for x := range list.All() {
		x.Use()
		v := x.Pick("value")
		kind := b.Phrase(x.Get("type"))
		if v.Get("reference").Ok() || v.Get("identifier").Ok() {
			if refersTo(v, "Patient") {
				b.Skip(x) // the person
				continue
			}
			p, ref := b.reference(v)
			if p.Zero() {
				p = kind
			} else if kind.Readable() && !isTypeName(kind.Text) && kind.Code != "" && kind.System != "name" {
				p = List(": ", kind, p)
			}
			if ref != nil {
				b.Links = append(b.Links, Link{Label: T(label), To: *ref})
			}
			if !p.Zero() {
				b.Put(T(label), Value{Phrase: &p, Ref: ref})
			}
			continue
		}
		if kind.Zero() || !kind.Readable() || isTypeName(kind.Text) {
			kind = T(label)
		}
		b.AddAs(kind, v)
	}
}
