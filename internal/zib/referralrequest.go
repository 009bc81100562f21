// SPDX-License-Identifier: EUPL-1.2

package zib

// readReferralRequest reads a referral in STU3 (bc-ReferralRequest): to which specialty, why, by whom.
func readReferralRequest(b *B) {
	r := b.Root
	specialty := b.About(r.Get("specialty"))
	what := b.Phrase(r.Get("serviceRequested"))
	switch {
	case !what.Zero():
		b.Titled(T("zib.referral.to", what))
	case !specialty.Zero() && specialty.Readable():
		b.Titled(T("zib.referral.to", specialty))
	}
	b.Titled(T("zib.type.ReferralRequest"))
	b.requestStatus(r.Get("status"))
	b.On(r.Pick("occurrence"), r.Get("authoredOn"))
	b.Relate("zib.procedure.reason", r.Get("reasonReference"))
	b.Add("zib.procedure.reason", r.Get("reasonCode"))
	b.Top()
	b.Add("zib.description", r.Get("description"))
	b.Say("zib.specialty", specialty)
	b.Add("zib.el.type", r.Get("type"))
	b.happened("zib.request.when", r.Pick("occurrence"))
	b.By("zib.request.by", r.Get("requester"))
	b.By("zib.request.performer", r.Get("recipient"))
	b.Add("zib.request.on", r.Get("authoredOn"))
	if p := r.Str("priority"); p != "routine" && p != "normal" {
		b.Add("zib.request.priority", r.Get("priority"))
	}
	b.Skip(r.Get("priority"), r.Get("intent")) // nothing special; said by the kind of item
	b.Relate("zib.request.info", r.Get("supportingInfo"))
	b.Relate("zib.request", r.Get("basedOn"))
	b.Relate("zib.request.replaces", r.Get("replaces"))
	b.Add("zib.remark", r.Get("note"))
	b.contextOf()
}
