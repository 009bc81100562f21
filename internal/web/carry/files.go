// SPDX-License-Identifier: EUPL-1.2

package carry

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"

	goods "regie/internal/carry"
	"regie/internal/web/route"
	"regie/internal/web/ui"
)

// fileRow is a file that was added.
type fileRow struct {
	id, title, text string
	half            bool
}

func rowOf(r *route.Request, i goods.Import) fileRow {
	return fileRow{
		id: i.ID, title: cmp.Or(i.Name, i.Title, r.T("samples.file.noname")), half: !i.Done,
		text: r.T("measure.format."+i.Format) + ". " + r.T("carry.files.row", "n", i.New, "when", ui.Day(r.Lang, i.At.In(r.Now.Location()), ui.ToMinute)),
	}
}

// Files lists the files that were added, so that they can be undone.
func (p Pages) Files(w http.ResponseWriter, r *route.Request) error {
	all, err := p.Kit.Imports(r.Context(), r.Session.Vault)
	if err != nil {
		return fmt.Errorf("listing files: %w", err)
	}
	var rows []fileRow
	for _, i := range all {
		rows = append(rows, rowOf(r, i))
	}
	return r.Render(w, http.StatusOK, filesPage(rows))
}

// AskUndo asks whether a file must be undone.
func (p Pages) AskUndo(w http.ResponseWriter, r *route.Request) error {
	all, err := p.Kit.Imports(r.Context(), r.Session.Vault)
	if err != nil {
		return fmt.Errorf("asking to undo: %w", err)
	}
	i := slices.IndexFunc(all, func(i goods.Import) bool { return i.ID == r.PathValue("id") })
	if i < 0 {
		return route.NotFound()
	}
	return r.Render(w, http.StatusOK, undoPage(rowOf(r, all[i])))
}

// Whole tells where a file is undone that brought, among more, an import of measurements; "" where
// there is none.
func (p Pages) Whole(r *route.Request, number uint64) (string, error) {
	all, err := p.Kit.Imports(r.Context(), r.Session.Vault)
	if err != nil {
		return "", fmt.Errorf("finding a file: %w", err)
	}
	i := slices.IndexFunc(all, func(i goods.Import) bool { return i.Measure == number })
	if number == 0 || i < 0 {
		return "", nil
	}
	return filesHref + "/" + all[i].ID + "/ongedaan", nil
}

// Undo takes out what a file brought.
func (p Pages) Undo(w http.ResponseWriter, r *route.Request) error {
	if err := p.Kit.Undo(r.Context(), r.Session.Vault, r.PathValue("id")); err != nil {
		return missing(err)
	}
	return r.RedirectFlash(w, filesHref, ui.Good, "carry.files.undone")
}
