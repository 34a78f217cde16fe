package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"slate/engine/diag"
	"slate/engine/ledger"
	"slate/engine/record"
	"slate/engine/report"
	"slate/engine/roster"
	"slate/engine/sqlite"
)

func (a *app) verifyCommand() *cobra.Command {
	var checkpoints, codes []string
	var key, format string
	c := &cobra.Command{
		Use:   "verify ROSTER.db",
		Short: "ten numbered checks of the ledger: nothing added, removed or changed, and what is unproven",
		Long: "The ledger alone cannot show that whoever keeps it did not rewrite the whole of it. Bring along what was kept elsewhere:\n" +
			"--checkpoint a file that another department holds, --code the code on a printed page, --key the public key.\n" +
			"Exit code 0: no check fails; 1: one does.",
		Example: "  slate verify county.db --checkpoint kept/2026-06.checkpoint --key 'slate/…+…+…'",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			opt := ledger.Options{Key: key, Codes: codes}
			for _, file := range checkpoints {
				text, err := os.ReadFile(file)
				if err != nil {
					return err
				}
				opt.Checkpoints = append(opt.Checkpoints, text)
			}
			r, err := a.reading(c, args[0])
			if err != nil {
				return err
			}
			defer r.store.Close()
			opt.Replay = a.replayer(r.store)
			checks, err := ledger.Verify(c.Context(), r.store.Ledger(), opt)
			if err != nil {
				return a.refused(err, r.lang)
			}
			cp, err := r.store.Checkpoint(c.Context())
			if err != nil {
				return a.refused(err, r.lang)
			}
			if format == "json" {
				err = report.WriteLedgerJSON(a.out, checks, cp, r.lang)
			} else {
				err = report.WriteText(a.out, report.LedgerChecks(checks, cp, r.lang))
			}
			if err == nil && slices.ContainsFunc(checks, func(c ledger.Check) bool { return c.Verdict == ledger.Fails }) {
				return errNo
			}
			return err
		},
	}
	c.Flags().StringArrayVar(&checkpoints, "checkpoint", nil, "a checkpoint kept elsewhere; may be given several times")
	c.Flags().StringArrayVar(&codes, "code", nil, "a code from a printed page; may be given several times")
	c.Flags().StringVar(&key, "key", "", "the public key of the ledger, as known from elsewhere")
	formatFlag(c, &format, "text", "json")
	return c
}

// replayer makes recorded runs again from their records, and names what differs.
func (a *app) replayer(store *sqlite.Store) func(context.Context, *ledger.RunManifest) ([]string, error) {
	return func(ctx context.Context, m *ledger.RunManifest) ([]string, error) {
		run, _, err := store.Run(ctx, m.Run)
		if errors.Is(err, sqlite.ErrNoRun) {
			return []string{"the run is not on record"}, nil
		}
		if err != nil {
			return nil, err
		}
		var different []string
		if text, err := record.Canonical(run.Manifest); err != nil || sha256Hex(text) != m.Result {
			different = append(different, "manifest")
		}
		if text, err := record.Canonical(run.Sources); err != nil || sha256Hex(text) != run.Manifest.Sources {
			different = append(different, "sources")
		}
		opened, list, err := run.Open()
		if err != nil || list.HasErrors() {
			return append(different, "rules or records that cannot be read"), nil
		}
		_, compared, err := run.Again(ctx, opened)
		if err != nil {
			return nil, err
		}
		for _, d := range compared.Different {
			different = append(different, strings.Join(append([]string{roster.Mask(d.Person)}, d.Path...), "/"))
		}
		return different, nil
	}
}

func sha256Hex(text []byte) string {
	sum := sha256.Sum256(text)
	return ledger.Hex(sum[:])
}

// secretFlags say how a key is kept.
type secretFlags struct{ passphrase string }

func (s *secretFlags) flags(c *cobra.Command) {
	c.Flags().StringVar(&s.passphrase, "passphrase", "", "a file with the passphrase of the key in its first line; - is standard input")
}

// read returns the passphrase, "" where none is given. It is never an argument, which other users of the machine could see.
func (s *secretFlags) read(a *app) (string, error) {
	if s.passphrase == "" {
		return "", nil
	}
	in := a.in
	if s.passphrase != "-" {
		f, err := os.Open(s.passphrase)
		if err != nil {
			return "", err
		}
		defer f.Close()
		in = f
	}
	text, err := io.ReadAll(io.LimitReader(in, 1<<16))
	if err != nil {
		return "", fmt.Errorf("read the passphrase: %w", err)
	}
	line, _, _ := strings.Cut(string(text), "\n")
	if line = strings.TrimRight(line, "\r"); line == "" {
		return "", errors.New("the passphrase is empty")
	}
	return line, nil
}

func (a *app) checkpointCommand() *cobra.Command {
	var file string
	var secret secretFlags
	c := &cobra.Command{
		Use:   "checkpoint ROSTER.db -o FILE",
		Short: "sign the ledger as it stands, for a second holder; without -o say its size and code",
		Long: "Give the file to somebody else: another department, a notary, a mailbox. With it anybody finds out later whether the ledger\n" +
			"was rewritten or rolled back, even by whoever holds its key.",
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			lang, err := a.language(nil)
			if err != nil {
				return err
			}
			if file == "" {
				return a.pointAt(c.Context(), args[0], lang)
			}
			passphrase, err := secret.read(a)
			if err != nil {
				return err
			}
			store, err := a.change(args[0], lang)
			if err != nil {
				return err
			}
			defer store.Close()
			k, err := a.signingKey(c.Context(), store, args[0], passphrase, lang)
			if err != nil {
				return err
			}
			note, cp, err := store.Sign(c.Context(), k)
			if err != nil {
				return err
			}
			if err := writeResult(file, note); err != nil {
				return err
			}
			return report.WriteText(a.out, report.LedgerPoint(cp, true, file, lang))
		},
	}
	outputFlag(c, &file)
	secret.flags(c)
	return c
}

// pointAt says where a ledger stands, and signs nothing.
func (a *app) pointAt(ctx context.Context, file string, lang diag.Lang) error {
	store, err := sqlite.Open(file, sqlite.ReadOnly)
	if err != nil {
		return a.refused(err, lang)
	}
	defer store.Close()
	cp, err := store.Checkpoint(ctx)
	if err != nil {
		return a.refused(err, lang)
	}
	public, err := store.PublicKey(ctx)
	if err != nil {
		return err
	}
	return report.WriteText(a.out, report.LedgerPoint(cp, public != "", "", lang))
}

func (a *app) proofCommand() *cobra.Command {
	var run int
	var rosterFile, file string
	var who looking
	c := &cobra.Command{
		Use:   "proof PERSON --run N --roster ROSTER.db -o FILE",
		Short: "write one person's result of a recorded run with its proof, which shows nothing of anybody else",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			r, err := a.reading(c, rosterFile)
			if err != nil {
				return err
			}
			defer r.store.Close()
			id, err := a.identified(c, r.store, args[0])
			if err != nil {
				return err
			}
			if err := a.look(c, rosterFile, id, "proof", run, who); err != nil {
				return err
			}
			p, err := r.store.Proof(c.Context(), run, id)
			if err != nil {
				return a.refused(err, r.lang)
			}
			text, err := p.Bytes()
			if err != nil {
				return err
			}
			return a.output(file, "json", func(w io.Writer) error {
				_, err := w.Write(text)
				return err
			})
		},
	}
	c.Flags().IntVar(&run, "run", 0, "number of the run")
	c.Flags().StringVar(&rosterFile, "roster", "", "the roster file")
	who.flags(c)
	outputFlag(c, &file)
	for _, name := range []string{"run", "roster"} {
		c.MarkFlagRequired(name)
	}
	return c
}

func (a *app) verifyProofCommand() *cobra.Command {
	var key, code, page, format string
	c := &cobra.Command{
		Use:   "verify-proof FILE",
		Short: "check one person's proof, without the roster and without a network",
		Long: "Exit code 0: nothing fails; 1: something does. Without --key or --code the proof shows only that it agrees with itself and\n" +
			"with the key it names; compare that key, or the code on a printed page. --page writes a page that does the same in a browser.",
		Args: func(c *cobra.Command, args []string) error {
			if page != "" {
				return cobra.NoArgs(c, args)
			}
			return cobra.ExactArgs(1)(c, args)
		},
		RunE: func(c *cobra.Command, args []string) error {
			lang, err := a.language(nil)
			if err != nil {
				return err
			}
			if page != "" {
				return writeResult(page, ledger.Page)
			}
			text, err := os.ReadFile(args[0])
			if err != nil {
				return err
			}
			p, err := ledger.ParseProof(text)
			if err != nil {
				a.tell(diag.List{diag.New(diag.NotAProof, diag.Span{File: args[0]}, "problem", err.Error())}, nil, lang)
				return errNo
			}
			steps := ledger.CheckProof(p, key, code)
			if format == "json" {
				err = report.WritePersonProofJSON(a.out, steps, p, lang)
			} else {
				err = report.WriteText(a.out, report.PersonProof(steps, p, lang))
			}
			if err == nil && slices.ContainsFunc(steps, func(s ledger.Proven) bool { return s.Verdict == ledger.Fails }) {
				return errNo
			}
			return err
		},
	}
	c.Flags().StringVar(&key, "key", "", "the public key of the ledger, as known from elsewhere")
	c.Flags().StringVar(&code, "code", "", "the code printed on a page made with the same checkpoint")
	c.Flags().StringVar(&page, "page", "", "write the page for browsers to this file")
	formatFlag(c, &format, "text", "json")
	return c
}

func (a *app) keyCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "key",
		Short: "the key that signs the ledger of a roster",
		Long: "The key lies beside the roster, in ROSTER.db.key, readable by its owner alone. With --passphrase it is encrypted, and every\n" +
			"signature takes the passphrase. With --unencrypted each change of the roster is signed by itself and the checkpoint is written\n" +
			"beside it, in ROSTER.db.checkpoint; whoever reads the file can then sign too. Either way a checkpoint held by somebody else\n" +
			"is what shows that the keeper of the key did not rewrite the ledger.",
	}
	c.AddCommand(a.keyNew(), a.keyRotate())
	return c
}

func (a *app) keyNew() *cobra.Command {
	var secret secretFlags
	var by string
	var clear, lost bool
	c := &cobra.Command{
		Use:   "new ROSTER.db --by NAME (--passphrase FILE | --unencrypted)",
		Short: "make the first key of a ledger; with --lost, one in place of a key that is lost",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return a.newKey(c, args[0], by, clear, secret, func(store *sqlite.Store, _ string, _ diag.Lang) (*ledger.Key, error) {
				public, err := store.PublicKey(c.Context())
				if err == nil && public != "" && !lost {
					err = errors.New("the ledger has a key; take slate key rotate, or --lost where the key is lost")
				}
				return nil, err
			})
		},
	}
	c.Flags().BoolVar(&lost, "lost", false, "the key before is lost and cannot sign for this one; verification says so for ever")
	keyFlags(c, &secret, &by, &clear)
	return c
}

func (a *app) keyRotate() *cobra.Command {
	var secret, old secretFlags
	var by string
	var clear bool
	c := &cobra.Command{
		Use:   "rotate ROSTER.db --by NAME (--passphrase FILE | --unencrypted)",
		Short: "replace the key: the old one signs for the new one",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			before, err := old.read(a)
			if err != nil {
				return err
			}
			return a.newKey(c, args[0], by, clear, secret, func(store *sqlite.Store, file string, lang diag.Lang) (*ledger.Key, error) {
				return a.signingKey(c.Context(), store, file, before, lang)
			})
		},
	}
	c.Flags().StringVar(&old.passphrase, "old-passphrase", "", "a file with the passphrase of the key before in its first line")
	keyFlags(c, &secret, &by, &clear)
	return c
}

func keyFlags(c *cobra.Command, secret *secretFlags, by *string, clear *bool) {
	secret.flags(c)
	c.Flags().StringVar(by, "by", "", "the official who makes the key")
	c.Flags().BoolVar(clear, "unencrypted", false, "keep the key readable, so that every change is signed by itself")
	c.MarkFlagsOneRequired("passphrase", "unencrypted")
	c.MarkFlagsMutuallyExclusive("passphrase", "unencrypted")
	c.MarkFlagRequired("by")
}

// newKey makes a key, records it in the ledger with the one before, and puts it in its place. The file comes first under
// another name: a key that the ledger names is never lost to a crash.
func (a *app) newKey(c *cobra.Command, file, by string, clear bool, secret secretFlags, before func(*sqlite.Store, string, diag.Lang) (*ledger.Key, error)) error {
	lang, err := a.language(nil)
	if err != nil {
		return err
	}
	passphrase, err := secret.read(a)
	if err != nil {
		return err
	}
	store, err := a.change(file, lang)
	if err != nil {
		return err
	}
	defer store.Close()
	old, err := before(store, file, lang)
	if err != nil {
		return err
	}
	cp, err := store.Checkpoint(c.Context())
	if err != nil {
		return err
	}
	k, err := ledger.NewKey(rand.Reader, cp.Origin)
	if err != nil {
		return err
	}
	text := k.Text()
	if !clear {
		if text, err = k.Encrypt(passphrase); err != nil {
			return err
		}
	}
	if public, err := store.PublicKey(c.Context()); err != nil {
		return err
	} else if public == "" || old != nil {
		os.Remove(pendingKey(file)) // of an attempt that the ledger knows nothing of: signingKey would have put it in its place
	}
	if err := writeResult(pendingKey(file), text); err != nil {
		return err
	}
	if err := store.NewKey(c.Context(), old, k, a.batch(hand{}).Recorded, by); err != nil {
		return err
	}
	if err := os.Rename(pendingKey(file), keyFile(file)); err != nil {
		return err
	}
	return report.WriteText(a.out, report.KeyMade(k.Public, keyFile(file), cp.Size, !clear, lang))
}

func keyFile(roster string) string    { return roster + ".key" }
func pendingKey(roster string) string { return roster + ".key.new" }

// errNoKey is returned where a ledger has no key beside it.
var errNoKey = errors.New("the ledger has no key; make one with slate key new")

// signingKey reads the key beside a roster, and holds that it is the one that the ledger names.
func (a *app) signingKey(ctx context.Context, store *sqlite.Store, file, passphrase string, lang diag.Lang) (*ledger.Key, error) {
	public, err := store.PublicKey(ctx)
	if err != nil {
		return nil, err
	}
	if public == "" {
		return nil, errNoKey
	}
	for _, name := range []string{keyFile(file), pendingKey(file)} {
		text, err := os.ReadFile(name)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		k, err := ledger.ParseKey(text, passphrase)
		if err != nil && name == keyFile(file) && exists(pendingKey(file)) {
			continue
		}
		if errors.Is(err, ledger.ErrPassphrase) {
			return nil, err
		}
		if err != nil {
			a.tell(diag.List{diag.New(diag.NotAKey, diag.Span{File: name}, "problem", err.Error())}, nil, lang)
			return nil, errUnable
		}
		if k.Public != public {
			continue
		}
		if name == pendingKey(file) { // cut off between the ledger and the rename
			return k, os.Rename(name, keyFile(file))
		}
		return k, nil
	}
	return nil, fmt.Errorf("%s is not the key that the ledger names: %w", keyFile(file), errNoKey)
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

// signed signs the ledgers that the command changed, where the key lies there unencrypted, and writes the checkpoint
// beside the roster. The change is stored by then: what goes wrong here is told and finished by the next command.
func (a *app) signed(ctx context.Context) {
	for _, file := range a.written {
		text, err := os.ReadFile(keyFile(file))
		if err != nil || ledger.IsEncrypted(text) {
			continue
		}
		if err := a.export(ctx, file); err != nil {
			fmt.Fprintln(a.err, "slate: the change is stored; its checkpoint is not written yet: "+diag.Visible(err.Error()))
		}
	}
}

func (a *app) export(ctx context.Context, file string) error {
	lang, err := a.language(nil)
	if err != nil {
		return err
	}
	store, err := sqlite.Open(file, sqlite.ReadWrite)
	if err != nil {
		return err
	}
	defer store.Close()
	k, err := a.signingKey(ctx, store, file, "", lang)
	if err != nil {
		return err
	}
	_, err = store.Export(ctx, k, file+".checkpoint")
	return err
}
