package diag

// HintKey names a piece of advice. Its arguments are the placeholders of its sentence in
// catalogue.go.
type HintKey string

// The pieces of advice. A problem without one of them has the advice of its code.
const (
	// DidYouMean offers the nearest name (name).
	DidYouMean HintKey = "did_you_mean"
	// QuoteIt shows the value in quotes (text).
	QuoteIt HintKey = "quote_it"
	// SaveAsUTF8 says how to change a file's encoding.
	SaveAsUTF8 HintKey = "save_as_utf8"
	// UsePlain gives the plain character for a full-width one (char).
	UsePlain HintKey = "use_plain"
	// QuoteDate shows the date in quotes (text).
	QuoteDate HintKey = "quote_date"
	// WritePlainNumber shows the number as a plain decimal (text).
	WritePlainNumber HintKey = "plain_number"
	// DeclareIt says where an unknown name would be declared (name).
	DeclareIt HintKey = "declare_it"
	// SameUnit asks for one unit on both sides.
	SameUnit HintKey = "same_unit"
	// SplitFile says how a rule file is divided.
	SplitFile HintKey = "split_file"
	// AddRow says how a parameter comes into force.
	AddRow HintKey = "add_row"
	// UseShare shows how a percentage of a list is written.
	UseShare HintKey = "use_share"
	// SeeManual names a section of the manual (section).
	SeeManual HintKey = "see_manual"
	// KeepFirst says to remove a repetition.
	KeepFirst HintKey = "keep_first"
	// StoreAsText says how a spreadsheet keeps long numbers whole.
	StoreAsText HintKey = "store_as_text"
	// OneOfThese lists what may stand there (list).
	OneOfThese HintKey = "one_of_these"
	// RemoveIt says to remove what nothing needs.
	RemoveIt HintKey = "remove_it"
	// GiveReason asks for a reason.
	GiveReason HintKey = "give_reason"
	// LeaveEmpty says how a cell tells that nothing is known.
	LeaveEmpty HintKey = "leave_empty"
	// CallLike shows how a function is called (form).
	CallLike HintKey = "call_like"
)
