package sqlite

import "syscall"

// remote reports whether a file is on a network drive, by the type of its file system (statfs(2)). It is a variable so
// that a test can put any folder on one.
var remote = func(path string) bool {
	var fs syscall.Statfs_t
	if syscall.Statfs(path, &fs) != nil {
		return false
	}
	switch uint32(fs.Type) {
	case 0x6969, 0x517B, 0xFF534D42, 0xFE534D42, 0x01021997, 0x65735546, 0x5346414F: // NFS, SMB, CIFS, SMB2, 9P, FUSE, AFS
		return true
	}
	return false
}
