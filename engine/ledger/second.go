package ledger

import (
	"errors"

	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
)

// The second implementation of the tree, by other people than the first. Verify and CheckProof ask both, and believe
// neither where they differ.

// errDiffer is returned where the two implementations do not agree.
var errDiffer = errors.New("the two implementations of the tree differ")

var ranges = compact.RangeFactory{Hash: rfc6962.DefaultHasher.HashChildren}

// secondRoot returns the root of the tree of leaf hashes.
func secondRoot(leaves []Hash) (Hash, error) {
	r := ranges.NewEmptyRange(0)
	for i := range leaves {
		if err := r.Append(leaves[i][:], nil); err != nil {
			return Hash{}, err
		}
	}
	if len(leaves) == 0 {
		return Hash(rfc6962.DefaultHasher.EmptyRoot()), nil
	}
	root, err := r.GetRootHash(nil)
	if err != nil {
		return Hash{}, err
	}
	return Hash(root), nil
}

func secondInclusion(index, size int64, leaf Hash, path []Hash, root Hash) error {
	return proof.VerifyInclusion(rfc6962.DefaultHasher, uint64(index), uint64(size), leaf[:], byteSlices(path), root[:])
}

func secondConsistency(old, size int64, path []Hash, oldRoot, root Hash) error {
	return proof.VerifyConsistency(rfc6962.DefaultHasher, uint64(old), uint64(size), byteSlices(path), oldRoot[:], root[:])
}

func byteSlices(path []Hash) [][]byte {
	out := make([][]byte, len(path))
	for i := range path {
		out[i] = path[i][:]
	}
	return out
}
