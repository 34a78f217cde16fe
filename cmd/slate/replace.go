package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
)

// replaceFile puts new bytes in the place of a user's file, all of them or none: they are written beside it and then take its name. was is
// what the file was read as; where it has changed since, it stays.
func replaceFile(name string, was, data []byte) error {
	name, err := filepath.EvalSymlinks(name)
	if err != nil {
		return err
	}
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	if now, err := os.ReadFile(name); err != nil || !bytes.Equal(now, was) {
		return fmt.Errorf("%s has changed meanwhile; try again", name)
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".slate-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // gone already where it took the name
	_, err = f.Write(data)
	if err == nil {
		err = f.Chmod(info.Mode().Perm())
	}
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}
