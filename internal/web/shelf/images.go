// SPDX-License-Identifier: EUPL-1.2

package shelf

import (
	"regie/internal/record"
	"regie/internal/web/ui"
)

// ImagesHref is where the images of an item are looked at.
func ImagesHref(it *record.Item) string { return "/beelden/" + it.Key.String() }

// ImageTabs lead from the documents to the images and back; none where there are no images.
func ImageTabs(v *Visit, documents int, images []*record.Item, here bool) []ui.Tab {
	if len(images) == 0 {
		return nil
	}
	return []ui.Tab{
		{Href: "/documenten", Text: v.T("images.tab.all"), Count: documents, Current: !here},
		{Href: "/beelden", Text: v.T("images.tab.images"), Count: len(images), Current: here},
	}
}
