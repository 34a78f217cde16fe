package ledger

import (
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// Tree is the stored hashes of a Merkle tree by their index (tlog.StoredHashIndex), from which its root and every proof
// are made without the leaves. The zero value is the empty tree.
type Tree struct {
	Hashes []Hash
	Size   int64 // leaves
}

// Append adds a leaf and returns the hashes that came with it.
func (t *Tree) Append(leaf []byte) ([]Hash, error) {
	added, err := tlog.StoredHashes(t.Size, leaf, t)
	if err != nil {
		return nil, fmt.Errorf("extend the tree: %w", err)
	}
	t.Hashes = append(t.Hashes, added...)
	t.Size++
	return added, nil
}

// AppendHash adds a leaf of which only the hash is known.
func (t *Tree) AppendHash(leaf Hash) error {
	added, err := tlog.StoredHashesForRecordHash(t.Size, leaf, t)
	if err != nil {
		return fmt.Errorf("extend the tree: %w", err)
	}
	t.Hashes = append(t.Hashes, added...)
	t.Size++
	return nil
}

// ReadHashes returns stored hashes; it makes a Tree a tlog.HashReader.
func (t *Tree) ReadHashes(indexes []int64) ([]Hash, error) {
	out := make([]Hash, len(indexes))
	for i, x := range indexes {
		if x < 0 || x >= int64(len(t.Hashes)) {
			return nil, fmt.Errorf("the tree has no hash %d", x)
		}
		out[i] = t.Hashes[x]
	}
	return out, nil
}

// Root returns the root of the first size leaves. That of no leaves is the SHA-256 of nothing.
func (t *Tree) Root(size int64) (Hash, error) { return tlog.TreeHash(size, t) }

// Grow makes the tree of leaves.
func Grow(leaves [][]byte) (*Tree, error) {
	t := &Tree{Hashes: make([]Hash, 0, 2*len(leaves))}
	for _, leaf := range leaves {
		if _, err := t.Append(leaf); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// Root returns the root of the tree of leaves.
func Root(leaves [][]byte) (Hash, error) {
	t, err := Grow(leaves)
	if err != nil {
		return Hash{}, err
	}
	return t.Root(t.Size)
}

// HashReader gives the stored hashes of a tree by their numbers, as tlog numbers them.
type HashReader = tlog.HashReader

// HashCount returns how many stored hashes a tree of size leaves has.
func HashCount(size int64) int64 { return tlog.StoredHashCount(size) }

// Extend returns the hashes to store when leaf number size is put behind the first size leaves. They are numbered from
// HashCount(size).
func Extend(size int64, leaf []byte, r HashReader) ([]Hash, error) {
	return tlog.StoredHashes(size, leaf, r)
}

// CheckExtended returns an error unless the stored tree of size+1 leaves is the one of size leaves with leaf behind them:
// a consistency proof from old to new, and an inclusion proof of the leaf.
func CheckExtended(size int64, leaf []byte, r HashReader) error {
	root, err := tlog.TreeHash(size+1, r)
	if err != nil {
		return err
	}
	if size > 0 {
		old, err := tlog.TreeHash(size, r)
		if err != nil {
			return err
		}
		proof, err := tlog.ProveTree(size+1, size, r)
		if err != nil {
			return err
		}
		if err := tlog.CheckTree(proof, size+1, root, size, old); err != nil {
			return err
		}
	}
	proof, err := tlog.ProveRecord(size+1, size, r)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(proof, size+1, root, size, tlog.RecordHash(leaf))
}

// TreeRoot returns the root of the first size leaves of a stored tree.
func TreeRoot(size int64, r HashReader) (Hash, error) { return tlog.TreeHash(size, r) }
