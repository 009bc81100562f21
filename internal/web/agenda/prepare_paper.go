// SPDX-License-Identifier: EUPL-1.2

package agenda

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"

	kept "regie/internal/diary"
	"regie/internal/paper"
	"regie/internal/web/diary"
	"regie/internal/web/route"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
)

// told is what the diary has since then: complaints, each with how often and how strong it was, medicines
// that were skipped, and, where the person takes those along, the notes.
func (p Pages) told(v *shelf.Visit, since time.Time, notes bool) (complaints, entries []said, err error) {
	if p.Diaries == nil {
		return nil, nil, nil
	}
	all, err := p.Diaries.Between(v.Context(), v.Session.Vault, since.Format(time.DateOnly), v.Now.Format(time.DateOnly))
	if err != nil {
		return nil, nil, problem("preparing a visit", err)
	}
	type times struct {
		word, last     string
		scale          kept.Scale
		n, least, most int
	}
	var sums []*times
	sum := func(c kept.Complaint, day string) {
		i := slices.IndexFunc(sums, func(t *times) bool { return t.scale == c.Scale && strings.EqualFold(t.word, c.Word) })
		if i < 0 { // the latest comes first
			i = len(sums)
			sums = append(sums, &times{word: c.Word, scale: c.Scale, last: day, least: c.Strength, most: c.Strength})
		}
		t := sums[i]
		t.n, t.least, t.most = t.n+1, min(t.least, c.Strength), max(t.most, c.Strength)
	}
	skipped := map[string]int{}
	var names []string
	for _, e := range all {
		for _, c := range e.Complaints {
			if c.Scale != kept.Had || c.Strength > 0 {
				sum(c, e.Day)
			}
		}
		if e.Dose != nil && e.Dose.Skipped {
			if skipped[e.Dose.Name]++; skipped[e.Dose.Name] == 1 {
				names = append(names, e.Dose.Name)
			}
		}
		if notes && e.Text != "" && len(entries) < mostEntries {
			entries = append(entries, said{title: day(v.Request, e.Day), text: e.Text, href: "/dagboek/" + e.Key.String()})
		}
	}
	slices.SortStableFunc(sums, func(a, b *times) int { return cmp.Compare(b.n, a.n) })
	for _, t := range sums[:min(len(sums), mostComplaints)] {
		key := "prepare.complaint"
		switch {
		case t.scale == kept.Had:
			key = "prepare.complaint.had"
		case t.least == t.most:
			key = "prepare.complaint.same"
		}
		how := func(n int) string { return diary.StrengthText(v.Lang, t.scale, n) }
		complaints = append(complaints, said{title: t.word, text: v.T(key, "n", t.n, "least", how(t.least), "most", how(t.most), "day", day(v.Request, t.last))})
	}
	for _, name := range names {
		complaints = append(complaints, said{title: name, text: v.T("prepare.skipped", "n", skipped[name])})
	}
	return complaints, entries, nil
}

// PaperPrepare gives the preparation as a document.
func (p Pages) PaperPrepare() route.Handler {
	return shelf.Open(p.Keeper, func(w http.ResponseWriter, v *shelf.Visit) error {
		x, err := p.prepared(v)
		if err != nil {
			return err
		}
		d := shelf.NewPaper(v, v.T("prepare.title"))
		add := func(b ...paper.Block) { d.Blocks = append(d.Blocks, b...) }
		add(paper.Para{Text: strings.Trim(x.title+"\n"+x.when+"\n"+x.place, "\n"), Bold: true})
		add(paper.Heading{Level: 2, Text: v.T("prepare.questions")})
		if len(x.questions) > 0 {
			add(paper.List{Items: x.questions})
		} else {
			add(paper.Para{Text: v.T("prepare.questions.none")})
		}
		part := func(title string, all []said) {
			if len(all) == 0 {
				return
			}
			var items []string
			for _, s := range all {
				items = append(items, strings.TrimSuffix(s.title+": "+s.text, ": "))
			}
			add(paper.Heading{Level: 2, Text: title}, paper.List{Items: items})
		}
		add(paper.Para{Text: v.T("prepare.since.said", "day", x.sinceSaid), Small: true})
		part(v.T("prepare.complaints"), x.complaints)
		part(v.T("prepare.entries"), x.entries)
		part(v.T("prepare.measured"), x.measured)
		part(v.T("prepare.results"), x.results)
		if x.moreResults > 0 {
			add(paper.Para{Text: v.T("prepare.results.more", "n", x.moreResults), Small: true})
		}
		part(v.T("prepare.medicines"), x.medicines)
		add(paper.Para{Text: v.T("prepare.own", "day", ui.Day(v.Lang, v.Now, ui.ToDay)), Small: true})
		return shelf.SendPaper(w, v, d)
	})
}
