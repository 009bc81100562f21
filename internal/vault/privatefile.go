// SPDX-License-Identifier: EUPL-1.2

package vault

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// writeNew writes a file that must not be there yet.
func writeNew(path string, b []byte) error {
	tmp, err := writeTemp(path, b)
	if err != nil {
		return err
	}
	defer os.Remove(tmp)
	// A link fails where the name is taken, a rename would not; but not every file system has links.
	err = os.Link(tmp, path)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		if _, taken := os.Lstat(path); errors.Is(taken, fs.ErrNotExist) {
			err = os.Rename(tmp, path)
		}
	}
	switch {
	case errors.Is(err, fs.ErrExist):
		return ErrKeyringExists
	case err != nil:
		return fmt.Errorf("writing the keyring: %w", err)
	}
	return syncDir(path)
}

// replace swaps the file for another in one step, so that a crash leaves the old or the new one.
func replace(path string, b []byte) error {
	tmp, err := writeTemp(path, b)
	if err != nil {
		return err
	}
	if err := os.Rename(tmp, path); err != nil {
		os.Remove(tmp)
		return fmt.Errorf("writing the keyring: %w", err)
	}
	return syncDir(path)
}

func writeTemp(path string, b []byte) (name string, err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".keyring-*") // made with mode 0600
	if err != nil {
		return "", fmt.Errorf("writing the keyring: %w", err)
	}
	defer func() {
		if e := f.Close(); err == nil && e != nil {
			err = fmt.Errorf("writing the keyring: %w", e)
		}
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	if _, err := f.Write(b); err != nil {
		return "", fmt.Errorf("writing the keyring: %w", err)
	}
	if err := f.Sync(); err != nil {
		return "", fmt.Errorf("writing the keyring: %w", err)
	}
	return f.Name(), nil
}

func syncDir(path string) error {
	d, err := os.Open(filepath.Dir(path))
	if err != nil {
		return fmt.Errorf("writing the keyring: %w", err)
	}
	defer d.Close()
	if err := d.Sync(); err != nil {
		return fmt.Errorf("writing the keyring: %w", err)
	}
	return nil
}

// readPrivate reads the keyring file, if only its owner can.
func readPrivate(path string) ([]byte, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNoKeyring
	}
	if err != nil {
		return nil, fmt.Errorf("opening the keyring: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("opening the keyring: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, ErrKeyringExposed
	}
	b, err := io.ReadAll(io.LimitReader(f, maxKeyring+1))
	if err != nil {
		return nil, fmt.Errorf("reading the keyring: %w", err)
	}
	if len(b) > maxKeyring {
		return nil, ErrKeyringDamaged
	}
	return b, nil
}
