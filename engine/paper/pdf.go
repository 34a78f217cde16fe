package paper

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"

	"slate/engine/diag"
)

// browserCommands are the names under which browsers are found in PATH.
var browserCommands = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "microsoft-edge-stable", "msedge", "brave-browser"}

// browserPlaces are where browsers are installed on systems that do not put them into PATH: below a folder that a variable of the
// environment names, or "" for the root.
var browserPlaces = map[string][][2]string{
	"windows": {
		{"ProgramFiles(x86)", `Microsoft\Edge\Application\msedge.exe`}, {"ProgramFiles", `Microsoft\Edge\Application\msedge.exe`},
		{"ProgramFiles", `Google\Chrome\Application\chrome.exe`}, {"ProgramFiles(x86)", `Google\Chrome\Application\chrome.exe`},
		{"LocalAppData", `Google\Chrome\Application\chrome.exe`}, {"LocalAppData", `Chromium\Application\chrome.exe`},
	},
	"darwin": {
		{"", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"}, {"", "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge"},
		{"", "/Applications/Chromium.app/Contents/MacOS/Chromium"}, {"HOME", "Applications/Google Chrome.app/Contents/MacOS/Google Chrome"},
	},
	"linux": {
		{"", "/opt/google/chrome/chrome"}, {"", "/opt/microsoft/msedge/msedge"}, {"", "/snap/bin/chromium"},
	},
}

// FindBrowser looks for a browser that makes PDF: Chromium, Chrome or Edge, first in PATH and then in the usual places of the
// system. getenv is os.Getenv. Without one it says what to install (diag.NoBrowser).
func FindBrowser(getenv func(string) string) (string, diag.List) {
	for _, name := range browserCommands {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	for _, place := range browserPlaces[runtime.GOOS] {
		path := place[1]
		if place[0] != "" {
			if getenv(place[0]) == "" {
				continue
			}
			path = filepath.Join(getenv(place[0]), path)
		}
		if info, err := os.Stat(path); err == nil && !info.IsDir() {
			return path, nil
		}
	}
	return "", diag.List{diag.New(diag.NoBrowser, diag.Span{})}
}

// PDF has a browser print a page that Write wrote as HTML. The browser gets a folder of its own for the time, and no
// network. The day on which the PDF was made is taken out of it, so that one browser gives the same bytes for the same page;
// another version may give others. It fails with diag.BrowserFailed, which keeps what the browser said.
func PDF(ctx context.Context, browser string, page []byte) ([]byte, diag.List) {
	fail := func(problem string) ([]byte, diag.List) {
		return nil, diag.List{diag.New(diag.BrowserFailed, diag.Span{}, "browser", browser, "problem", problem)}
	}
	dir, err := os.MkdirTemp("", "slate-pdf-")
	if err != nil {
		return fail(err.Error())
	}
	defer os.RemoveAll(dir)
	in, out := filepath.Join(dir, "page.html"), filepath.Join(dir, "page.pdf")
	if err := os.WriteFile(in, page, 0o600); err != nil {
		return fail(err.Error())
	}
	flags := []string{"--headless", "--disable-gpu", "--no-first-run", "--no-default-browser-check", "--disable-extensions", "--disable-sync", "--disable-default-apps",
		"--disable-background-networking", "--disable-component-update", "--host-resolver-rules=MAP * ~NOTFOUND", "--user-data-dir=" + filepath.Join(dir, "profile"),
		"--no-pdf-header-footer", "--print-to-pdf=" + out}
	if os.Geteuid() == 0 {
		flags = append(flags, "--no-sandbox") // browsers refuse to start for root otherwise; the page runs no script
	}
	said, err := exec.CommandContext(ctx, browser, append(flags, "file://"+slashed(in))...).CombinedOutput()
	if err != nil {
		return fail(strings.TrimSpace(err.Error() + " " + lastLine(said)))
	}
	pdf, err := os.ReadFile(out)
	if err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		return fail(lastLine(said))
	}
	return undated(pdf), nil
}

// slashed writes a path as part of an address. On Windows it begins with the letter of a drive.
func slashed(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	return strings.NewReplacer("%", "%25", "#", "%23", "?", "%3F", " ", "%20").Replace(path)
}

func lastLine(said []byte) string {
	lines := strings.Split(strings.TrimSpace(string(said)), "\n")
	return strings.TrimSpace(lines[len(lines)-1])
}

var pdfDay = regexp.MustCompile(`/(CreationDate|ModDate) ?\(D:\d{14}`)

// undated sets the days in a PDF to the first of 2000. Nothing moves: the file says where its parts are by counting bytes.
func undated(pdf []byte) []byte {
	return pdfDay.ReplaceAllFunc(pdf, func(b []byte) []byte {
		return append(bytes.Clone(b[:len(b)-14]), "20000101000000"...)
	})
}
