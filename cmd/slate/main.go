// Command slate ranks candidates by rule files, and explains every place.
//
// Results go to standard output, talk to standard error. The exit code is 0 when a command did what it
// was asked, 1 when its answer is no (a rule file has errors, a case failed), 2 when it could not do it.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"

	"github.com/spf13/cobra"

	"slate/engine/diag"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := run(ctx, os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// The exit codes.
const (
	done   = 0
	answer = 1
	unable = 2
)

// Errors that end a command after everything has been said.
var (
	errNo     = errors.New("the answer is no")
	errUnable = errors.New("it could not be done")
)

// version is the version of the program, also of its output.
const version = "0.1.0"

// app is what commands share: where to read and write, and the language.
type app struct {
	in       io.Reader
	out, err io.Writer
	env      func(string) string
	now      func() time.Time // for the record only: no result depends on it
	lang     string           // of --lang, "" where not given

	returned     string   // of --return: the file for a table with its mistakes marked
	written      []string // roster files that the command opened to change
	problemsJSON bool     // what is wrong with a table goes to standard output as JSON
}

// run is the command without the process around it.
func run(ctx context.Context, args []string, env func(string) string, in io.Reader, out, errOut io.Writer) (code int) {
	a := &app{in: in, out: out, err: errOut, env: env, now: time.Now}
	defer func() {
		// A panic is our mistake. What it was about may be personal and stays unsaid.
		if r := recover(); r != nil {
			fmt.Fprintln(errOut, "slate: internal error; please report the command and the version")
			code = unable
		}
	}()
	root := a.root()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	a.signed(ctx)
	switch {
	case err == nil:
		return done
	case errors.Is(err, errNo):
		return answer
	case errors.Is(err, errUnable):
		return unable
	}
	fmt.Fprintln(errOut, "slate: "+diag.Visible(err.Error()))
	return unable
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "slate",
		Short:         "rank candidates by rule files, and explain every place",
		Long:          "slate ranks an organisation's own recommendations by criteria in YAML rule files, and explains every place.\nIt recommends and explains; people decide.",
		Version:       version,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetOut(a.out)
	root.SetErr(a.err)
	root.SetIn(a.in)
	root.PersistentFlags().StringVar(&a.lang, "lang", "", "language of output: zh or en (default: the rule file's, else the locale's)")
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(
		a.initCommand(),
		a.checkCommand(),
		a.testCommand(),
		a.templateCommand(),
		a.importCommand(),
		a.rosterCommand(),
		a.qualityCommand(),
		a.needCommand(),
		a.sampleCommand(),
		a.runCommand(),
		a.arrangeCommand(),
		a.runsCommand(),
		a.replayCommand(),
		a.adjustCommand(),
		a.approveCommand(),
		a.subjectCommand(),
		a.retentionCommand(),
		a.incidentCommand(),
		a.auditCommand(),
		a.explainCommand(),
		a.proveCommand(),
		a.diffCommand(),
		a.sweepCommand(),
		a.stabilityCommand(),
		a.backtestCommand(),
		a.whatifCommand(),
		a.mutateCommand(),
		a.reportCommand(),
		a.verifyCommand(),
		a.checkpointCommand(),
		a.proofCommand(),
		a.verifyProofCommand(),
		a.keyCommand(),
		a.fmtCommand(),
		a.docCommand(),
		a.tablesCommand(),
	)
	return root
}
