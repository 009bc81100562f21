// SPDX-License-Identifier: EUPL-1.2

package dossier

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"regie/internal/record"
	"regie/internal/web/shelf"
	"regie/internal/web/ui"
	"regie/internal/zib"
)

// newsList is what is new, by provider.
type newsList struct {
	first     bool
	providers []newsOf
	missing   shelf.Missing
}

type newsOf struct {
	id, name                        string
	all                             string // address of all that is new of this provider
	fresh, gone                     []ui.ItemProps
	changed                         []changedItem
	nFresh, nChanged, nGone, hidden int
}

type changedItem struct {
	card    ui.ItemProps
	changes []change
}

// change is a fact that says something else than before. One of the two may be empty.
type change struct{ label, was, now string }

// newsShown is how many items of a sort the page shows of a provider; the timeline has all.
const newsShown = 20

func (p Pages) news(w http.ResponseWriter, v *shelf.Visit) error {
	out := newsList{first: v.Seen.First(), missing: shelf.MissingOf(v)}
	for _, n := range v.Dossier.News(v.Seen) {
		o := newsOf{
			id: "bij-" + n.Provider.Key.String(), name: shelf.NameOf(v, n.Provider), nFresh: n.New, nChanged: n.Changed, nGone: n.Gone,
			all:   "/tijdlijn" + shelf.Query(record.Filter{Provider: n.Provider.Key, New: v.Seen}, 1),
			fresh: shelf.Cards(v, n.NewItems[:min(len(n.NewItems), newsShown)], true),
			gone:  shelf.Cards(v, n.GoneItems[:min(len(n.GoneItems), newsShown)], true),
		}
		for _, it := range n.ChangedItems[:min(len(n.ChangedItems), newsShown)] {
			c := changedItem{card: shelf.Card(v, it, true)}
			var err error
			if c.changes, err = p.changes(v.Context(), v, it); err != nil {
				return err
			}
			o.changed = append(o.changed, c)
		}
		o.hidden = n.New + n.Changed - len(o.fresh) - len(o.changed)
		out.providers = append(out.providers, o)
	}
	return v.Render(w, http.StatusOK, newsPage(out))
}

// changes tells in words what an item says now that it did not say before.
func (p Pages) changes(ctx context.Context, v *shelf.Visit, it *record.Item) ([]change, error) {
	was, err := p.Keeper.Former(ctx, v.Session.Vault, it, v.Seen)
	if errors.Is(err, record.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	now, err := it.Care()
	if err != nil {
		return nil, err
	}
	return differences(v, was.View(v.Lang), now.View(v.Lang)), nil
}

// differences compares what is read of two contents, line by line.
func differences(v *shelf.Visit, was, now zib.View) []change {
	var out []change
	add := func(label, a, b string) {
		if a != b {
			out = append(out, change{label, shelf.Shorten(a), shelf.Shorten(b)})
		}
	}
	add(v.T("find.change.name"), was.Title, now.Title)
	add(v.T("find.change.date"), was.Date, now.Date)
	add(v.T("find.change.status"), was.Status, now.Status)
	add(v.T("find.change.marks"), marksText(was), marksText(now))
	before := map[string]string{}
	for _, f := range was.Facts {
		before[f.Group+"\x00"+f.Label] = said(f)
	}
	for _, f := range now.Facts {
		k := f.Group + "\x00" + f.Label
		add(f.Label, before[k], said(f))
		delete(before, k)
	}
	for _, f := range was.Facts { // in the order in which they stood
		if s, gone := before[f.Group+"\x00"+f.Label]; gone {
			add(f.Label, s, "")
		}
	}
	// A title or a date is a fact too: it is told once.
	seen := map[string]bool{}
	kept := out[:0]
	for _, c := range out {
		if k := c.was + "\x00" + c.now; !seen[k] {
			seen[k] = true
			kept = append(kept, c)
		}
	}
	return kept
}

func said(f zib.FactView) string {
	if f.Flag != "" {
		return f.Text + " (" + lowerFirst(f.Flag) + ")"
	}
	return f.Text
}

func marksText(v zib.View) string {
	var out []string
	for _, m := range v.Marks {
		out = append(out, m.Text)
	}
	return strings.Join(out, ", ")
}
