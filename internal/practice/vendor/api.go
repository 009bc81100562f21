// SPDX-License-Identifier: EUPL-1.2

package vendor

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// called wraps a call of the interface: it reads the form, lets go wrong what should, and answers
// as the interface does, always with status 200.
func (v *Vendor) called(do func(form url.Values, token string) (any, *refusal)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
		if err := r.ParseForm(); err != nil || r.URL.RawQuery != "" {
			http.Error(w, "form", http.StatusBadRequest)
			return
		}
		action := r.PostForm.Get("action")
		if v.cfg.Observe != nil {
			v.cfg.Observe(Exchange{r.URL.Path, action})
		}
		f, wrong := v.take(action)
		if wrong && v.spoil(w, r, f) {
			return
		}
		v.mu.Lock()
		body, no := do(r.PostForm, strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "))
		v.mu.Unlock()
		out := map[string]any{"status": statusOK, "body": body}
		if no != nil {
			b := map[string]any{}
			if no.wait > 0 {
				b["wait_seconds"] = no.wait
			}
			out = map[string]any{"status": no.status, "body": b, "error": no.text}
		}
		b, err := json.Marshal(out)
		if err != nil {
			http.Error(w, "json", http.StatusInternalServerError)
			return
		}
		if wrong {
			v.after(w, f, b)
			return
		}
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		_, _ = w.Write(b)
	}
}

// since reads how far back a call asks: lastupdate, or days.
func (v *Vendor) since(form url.Values) (changed int64, from, to time.Time, ok bool) {
	to = v.cfg.Now().Add(24 * time.Hour)
	if s := form.Get("lastupdate"); s != "" {
		n, err := strconv.ParseInt(s, 10, 64)
		return n, from, to, err == nil && form.Get("startdateymd") == ""
	}
	if s := form.Get("startdateymd"); s != "" {
		a, err1 := time.ParseInLocation(dayFormat, s, v.zone)
		b, err2 := time.ParseInLocation(dayFormat, form.Get("enddateymd"), v.zone)
		return 0, a, b.AddDate(0, 0, 1), err1 == nil && err2 == nil
	}
	return 0, from, to, form.Get("action") == "getmeas" || form.Get("action") == "list"
}

// page cuts a page out of a list.
func page[T any](v *Vendor, form url.Values, all []T) (part []T, more bool, offset int) {
	at, _ := strconv.Atoi(form.Get("offset"))
	at = min(max(at, 0), len(all))
	end := min(at+v.cfg.PageSize, len(all))
	return all[at:end], end < len(all), end
}

func (v *Vendor) measure(form url.Values, token string) (any, *refusal) {
	account, no := v.account(token)
	if no != nil {
		return nil, no
	}
	changed, _, _, ok := v.since(form)
	if form.Get("action") != "getmeas" || !ok {
		return nil, &refusal{status: statusParams, text: "Invalid Params"}
	}
	var types []int
	for s := range strings.SplitSeq(form.Get("meastypes"), ",") {
		if n, err := strconv.Atoi(s); err == nil {
			types = append(types, n)
		}
	}
	all := v.groups(account, changed, types)
	part, more, offset := page(v, form, all)
	body := map[string]any{"updatetime": v.cfg.Now().Unix(), "timezone": zoneName, "measuregrps": part}
	if more {
		body["more"], body["offset"] = 1, offset // a number here, a truth value elsewhere
	}
	return body, nil
}

func (v *Vendor) activity(form url.Values, token string) (any, *refusal) {
	account, no := v.account(token)
	if no != nil {
		return nil, no
	}
	changed, from, to, ok := v.since(form)
	if form.Get("action") != "getactivity" || !ok {
		return nil, &refusal{status: statusParams, text: "Invalid Params"}
	}
	part, more, offset := page(v, form, v.days(account, changed, from, to))
	return map[string]any{"activities": part, "more": more, "offset": offset}, nil
}

func (v *Vendor) sleep(form url.Values, token string) (any, *refusal) {
	account, no := v.account(token)
	if no != nil {
		return nil, no
	}
	changed, from, to, ok := v.since(form)
	if form.Get("action") != "getsummary" || !ok {
		return nil, &refusal{status: statusParams, text: "Invalid Params"}
	}
	part, more, offset := page(v, form, v.nights(account, changed, from, to))
	return map[string]any{"series": part, "more": more, "offset": offset}, nil
}

func (v *Vendor) heart(form url.Values, token string) (any, *refusal) {
	account, no := v.account(token)
	if no != nil {
		return nil, no
	}
	switch form.Get("action") {
	case "list":
		start, _ := strconv.ParseInt(form.Get("startdate"), 10, 64)
		part, more, offset := page(v, form, v.recordings(account, start))
		return map[string]any{"series": part, "more": more, "offset": offset}, nil
	case "get":
		id, _ := strconv.ParseInt(form.Get("signalid"), 10, 64)
		if account != Anna || id <= 0 {
			return nil, &refusal{status: statusParams, text: "Invalid Params: signalid"}
		}
		return map[string]any{"signal": curve(id), "sampling_frequency": 300, "wearposition": 1}, nil
	}
	return nil, &refusal{status: statusParams, text: "Invalid Params"}
}
