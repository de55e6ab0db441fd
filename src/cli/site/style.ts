/** One style sheet for every page; light or dark as the reader's system has it, and readable on paper. */
export const STYLE = `:root { color-scheme: light dark; --text: #1d2330; --muted: #5b6475; --back: #fff; --side: #f5f6f9; --line: #dde1e9; --link: #0b57b0; --code: #f3f4f7; --good: #1a7f37; --string: #8a4b00; --word: #7a2aa8; }
@media (prefers-color-scheme: dark) { :root { --text: #dfe3ea; --muted: #98a1b2; --back: #14171d; --side: #1a1e26; --line: #2f3542; --link: #7db4ff; --code: #1e232c; --good: #6fd08c; --string: #e2b07a; --word: #d3a3f0; } }
* { box-sizing: border-box; }
body { margin: 0; display: flex; color: var(--text); background: var(--back); font: 16px/1.6 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
nav { flex: 0 0 17rem; height: 100vh; position: sticky; top: 0; overflow-y: auto; padding: 1rem 1.25rem 2rem; background: var(--side); border-right: 1px solid var(--line); font-size: .9rem; }
nav ul { list-style: none; margin: 0 0 .75rem; padding: 0; }
nav li a { display: block; padding: .12rem .5rem; border-radius: 4px; color: inherit; text-decoration: none; }
nav li a:hover { background: var(--line); }
nav li a[aria-current] { background: var(--line); font-weight: 600; }
nav summary { cursor: pointer; color: var(--muted); font-weight: 600; margin: .35rem 0; }
.name { font-size: 1.25rem; font-weight: 700; margin: 0 0 .75rem; }
.name a { color: inherit; text-decoration: none; }
main { flex: 1 1 auto; min-width: 0; max-width: 56rem; padding: 1.5rem 2.5rem 5rem; margin: 0 auto; }
h1 { font-size: 2rem; line-height: 1.2; margin: .5rem 0 1.25rem; }
h2 { margin: 2.5rem 0 .75rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); }
h3 { margin: 2rem 0 .5rem; }
a { color: var(--link); }
code { font: .87em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; background: var(--code); padding: .1em .3em; border-radius: 4px; }
pre { background: var(--code); padding: .9rem 1.1rem; border-radius: 8px; overflow-x: auto; border: 1px solid var(--line); }
pre code { background: none; padding: 0; font-size: .84rem; }
.comment { color: var(--muted); } .answer { color: var(--good); font-weight: 600; } .text { color: var(--string); } .word { color: var(--word); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; margin: 1rem 0; font-size: .92rem; }
th, td { border: 1px solid var(--line); padding: .4rem .65rem; text-align: left; vertical-align: top; }
th { background: var(--side); }
.skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; top: 1rem; background: var(--back); padding: .5rem; z-index: 1; }
@media (max-width: 54rem) { body { display: block; } nav { position: static; height: auto; max-height: 45vh; border-right: 0; border-bottom: 1px solid var(--line); } main { padding: 1rem 1.1rem 4rem; } }
@media print { nav { display: none; } }
`;
