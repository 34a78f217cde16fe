package ledger

// What says what a check found. Words are put on it elsewhere.
type What uint8

// What the checks find; in brackets the check, and what N and Text of the detail are.
const (
	_                What = iota
	BadKey                // [1] entry N introduces a key and is not signed as it says; Text: why
	KeyUnvouched          // [1] from entry N on a key signs that the one before does not vouch for
	NoKey                 // [1] the ledger has no key
	OtherKey              // [1] the key known from elsewhere, Text, does not vouch for the one in force
	OwnKey                // [1] the key is taken from the ledger itself, Text
	Unsigned              // [1] the last N entries are not signed yet
	BadCheckpoint         // [1, 5] no checkpoint; Text: why
	OtherLedger           // [1, 5] the checkpoint of size N is of the ledger Text
	BadSignature          // [1, 5] the checkpoint of size N is not signed by the key in force; Text: why
	TreeDiffers           // [2] the stored tree is not that of the entries
	Disagree              // [2] the two implementations give different roots
	RolledBack            // [2, 5] the checkpoint has N entries, the ledger Text
	Rewritten             // [2, 5] the first N entries are not those of the checkpoint
	BadForm               // [3] entry N; Text: why
	Broken                // [4] entry N does not follow the one before
	NoOutside             // [5] nothing from elsewhere was brought along
	NoCode                // [5] Text is no code
	CodeUnknown           // [5] the ledger never had the code Text
	CodeFound             // [5] the code Text is that of the first N entries
	Damaged               // [6] what the store finds wrong with its rows: Text
	NotSealed             // [6] batch N is in no entry
	SealedTwice           // [6] entry N seals batch Text again
	BatchDiffers          // [6] the record of batch N is not the one sealed
	RowsDiffer            // [6] the rows of batch N are not those sealed; Text: how many there are and were
	BatchMissing          // [6] batch N is sealed and gone
	BadManifest           // [7, 8] entry N is of a run and cannot be read; Text: why
	NoRules               // [7] the rule file Text of the run in entry N is not held
	RulesDiffer           // [7] the rule file Text of the run in entry N is not the one sealed
	RunTwice              // [8] entry N has the number Text of an earlier run
	NoResults             // [8] the results of run Text in entry N are not held
	ResultDiffers         // [8] leaf Text of the run in entry N does not follow from its record and salt
	ResultsDiffer         // [8] the results of run Text in entry N are not those sealed
	NotReplayed           // [8] run Text in entry N was not evaluated again
	ReplayDiffers         // [8] the run in entry N, evaluated again, differs: Text
	ApprovesNothing       // [9] entry N approves run Text, which is not before it
	ApprovedByRunner      // [9] entry N approves run Text and is by who ran it
	Proposal              // [9] run Text in entry N has no approval
	RemovedDiffers        // [10] what entry N says is removed is not what is; Text: the key
	RemovedSilently       // [10] Text things are removed under entry N, which does not say so
	LastWhat              // one behind the last
)
