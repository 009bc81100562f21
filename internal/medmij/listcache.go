// SPDX-License-Identifier: EUPL-1.2

package medmij

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// A kept list is one file: a first line with the moment at which the server last confirmed
// it, then the list as it came. The lists are public, so they are not sealed.
const cachePrefix = "regie-list-1 "

// Load takes the lists that were kept on disk by an earlier run, so that a restart works
// while the list server is away. Lists that are missing or can't be read are left out;
// their age still counts.
func (l *Lists) Load() error {
	if l.cfg.CacheDir == "" {
		return nil
	}
	var errs []error
	for kind := range listKinds {
		raw, checked, err := l.read(kind)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil && checked.After(l.cfg.Now()) {
			checked = time.Time{} // a clock that ran ahead may not make an old list new
			err = fmt.Errorf("%w: kept in the future", ErrList)
		}
		if err == nil {
			err = l.take(kind, raw, "", checked, false)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("kept list %s: %w", kind, err))
		}
	}
	return errors.Join(errs...)
}

func (l *Lists) cacheFile(kind ListKind) string {
	return filepath.Join(l.cfg.CacheDir, kind.String()+".list")
}

func (l *Lists) read(kind ListKind) ([]byte, time.Time, error) {
	info, err := os.Stat(l.cacheFile(kind))
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("reading kept list: %w", err)
	}
	if info.Size() > maxListBytes+100 {
		return nil, time.Time{}, fmt.Errorf("%w: too large", ErrList)
	}
	b, err := os.ReadFile(l.cacheFile(kind))
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("reading kept list: %w", err)
	}
	line, raw, ok := bytes.Cut(b, []byte("\n"))
	stamp, ok2 := bytes.CutPrefix(line, []byte(cachePrefix))
	checked, err := time.Parse(time.RFC3339, string(stamp))
	if !ok || !ok2 || err != nil {
		return nil, time.Time{}, fmt.Errorf("%w: kept in an unknown form", ErrList)
	}
	return raw, checked, nil
}

// save keeps a list; raw is nil where the server confirmed what we have. A new list is
// written beside its final place and moved there, a confirmed one gets its moment renewed.
func (l *Lists) save(kind ListKind, raw []byte, checked time.Time) error {
	first := cachePrefix + checked.UTC().Format(time.RFC3339) + "\n" // always equally long
	if raw == nil {
		return l.renew(kind, first)
	}
	if err := os.MkdirAll(l.cfg.CacheDir, 0o700); err != nil {
		return fmt.Errorf("making the folder for lists: %w", err)
	}
	f, err := os.CreateTemp(l.cfg.CacheDir, kind.String()+"-*.tmp")
	if err != nil {
		return fmt.Errorf("keeping list: %w", err)
	}
	defer func() { _ = os.Remove(f.Name()) }() // after the rename there is nothing to remove
	_, err1 := f.WriteString(first)
	_, err2 := f.Write(raw)
	err = errors.Join(err1, err2, f.Sync(), f.Close())
	if err != nil {
		return fmt.Errorf("keeping list: %w", err)
	}
	if err := os.Rename(f.Name(), l.cacheFile(kind)); err != nil {
		return fmt.Errorf("keeping list: %w", err)
	}
	return nil
}

func (l *Lists) renew(kind ListKind, first string) error {
	f, err := os.OpenFile(l.cacheFile(kind), os.O_WRONLY, 0)
	if err != nil {
		return fmt.Errorf("renewing kept list: %w", err)
	}
	_, err = f.WriteAt([]byte(first), 0)
	if err := errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("renewing kept list: %w", err)
	}
	return nil
}
