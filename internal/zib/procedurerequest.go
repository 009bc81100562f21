// SPDX-License-Identifier: EUPL-1.2

package zib

import "regie/internal/fhir"

// readProcedureRequest reads zib-ProcedureRequest (STU3), nl-core-Procedure-request (R4) and every
// other ServiceRequest: care that was asked for or planned.
func readProcedureRequest(b *B) {
	r := b.Root
	code := r.Get("code")
	code.Ext("iso21090-nullFlavor").UseAll() // the text says what it is
	b.Titled(b.plain(code))
	b.requestStatus(r.Get("status"))
	b.Relate("zib.procedure.reason", r.Get("reasonReference"))
	b.Add("zib.procedure.reason", r.Get("reasonCode"))
	b.Top()
	b.Say("zib.bodysite", b.Site(r.Get("bodySite")))
	b.happened("zib.request.when", r.Pick("occurrence"))
	b.Add("zib.request.details", r.Get("orderDetail"))
	b.Add("zib.request.quantity", r.Pick("quantity"))
	b.Add("zib.med.asneeded", r.Pick("asNeeded"))
	if p := r.Str("priority"); p != "routine" && p != "normal" {
		b.Add("zib.request.priority", r.Get("priority"))
	}
	b.Skip(r.Get("priority")) // nothing special
	b.extAdd("zib.procedure.method", r, "method", "proceduremethod")
	b.Add("zib.el.type", r.Get("category"))
	b.Add("zib.request.instruction", r.Get("patientInstruction"))
	b.Add("zib.remark", r.Get("note"))
	b.asked()
	b.Relate("zib.specimen", r.Get("specimen"))
	b.Relate("zib.request.info", r.Get("supportingInfo"))
	b.Relate("zib.request", r.Get("basedOn"))
	b.Relate("zib.request.replaces", r.Get("replaces"))
	b.contextOf()
	if r.Str("doNotPerform") == "true" {
		b.Flag(MarkNotDone)
		b.Say("zib.request.not", T("zib.yes"))
	}
	b.Skip(r.Get("doNotPerform"), r.Get("intent")) // said by the mark, by the kind of item
}

// asked adds by whom, to whom and when something was asked.
func (b *B) asked() {
	r := b.Root
	b.By("zib.request.by", r.Get("requester"))
	b.By("zib.request.performer", r.Get("performer"))
	b.Add("zib.request.performer", r.Get("performerType"))
	b.Add("zib.procedure.where", r.Get("locationReference"), r.Get("locationCode"))
	b.On(r.Get("authoredOn"))
	b.Add("zib.request.on", r.Get("authoredOn"))
}

// requestStatus says how far a request is. "Active" only means that it was asked; a request that is
// not done, nor called off, is marked as planned.
func (b *B) requestStatus(n fhir.Node) {
	code := n.Value()
	switch {
	case code == "active" && !codeSpecification(n).Ok(), code == "", code == "unknown":
		b.take(n)
		b.Status = T("zib.request.status")
	default:
		b.State(n)
	}
	switch code {
	case "completed", "revoked", "cancelled", "entered-in-error", "suspended", "on-hold":
	default:
		b.Flag(MarkPlanned)
	}
}
