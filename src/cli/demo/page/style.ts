/** Colours of one scheme, those of the pictures: texts have a contrast of 4.5 or more on `surface` and on `band`. */
export interface PageColours {
  readonly surface: string;
  readonly band: string;
  readonly grid: string;
  readonly ink: string;
  readonly muted: string;
  readonly link: string;
  readonly bad: string;
}

export const PAGE_LIGHT: PageColours = {
  surface: "#ffffff",
  band: "#f4f7fa",
  grid: "#d5dce3",
  ink: "#1f2328",
  muted: "#59636e",
  link: "#2a6fb0",
  bad: "#b93a10",
};

export const PAGE_DARK: PageColours = {
  surface: "#0d1117",
  band: "#18212c",
  grid: "#323b46",
  ink: "#e6edf3",
  muted: "#9aa4af",
  link: "#5aa2e6",
  bad: "#f5854f",
};

/** Below this width the narrow pictures are shown. */
export const NARROW = 640;

/** The page's style: light and dark as the reader prefers, for screens from 320 pixels on, and for paper. */
export function pageStyle(): string {
  return [
    `:root{color-scheme:light dark;${variables(PAGE_LIGHT)}}`,
    `@media (prefers-color-scheme:dark){:root{${variables(PAGE_DARK)}}}`,
    RULES,
    `@media (max-width:${NARROW}px){${NARROW_RULES}}`,
    `@media print{:root{color-scheme:light;${variables(PAGE_LIGHT)}}${PRINT_RULES}}`,
  ].join("");
}

function variables(colours: PageColours): string {
  return Object.entries(colours)
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(";");
}

const RULES = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0 auto;max-width:944px;padding:24px 32px 64px;background:var(--surface);color:var(--ink);
font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
h1{font-size:28px;line-height:1.2;margin:0 0 4px}
h2{font-size:21px;line-height:1.25;margin:40px 0 8px;padding-top:20px;border-top:1px solid var(--grid)}
h3{font-size:17px;line-height:1.3;margin:32px 0 4px}
p,ul,ol{margin:0 0 12px;max-width:75ch}
li{margin:2px 0}
a{color:var(--link)}
a:focus-visible,summary:focus-visible,.box:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.muted,caption,dt{color:var(--muted)}
.bad{color:var(--bad);font-weight:600}
.about{font-size:14px;margin:0 0 16px}
code{font:13px ui-monospace,Menlo,Consolas,monospace}
nav ul{display:flex;flex-wrap:wrap;gap:4px 16px;list-style:none;padding:0;margin:0;max-width:none;font-size:15px}
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(148px,1fr));gap:12px;margin:0 0 12px}
.figures div{background:var(--band);border-radius:6px;padding:10px 12px}
.figures dt{font-size:13px;line-height:1.3}
.figures dd{margin:2px 0 0;font-size:24px;line-height:1.2;font-weight:600;font-variant-numeric:tabular-nums}
.box{overflow-x:auto;margin:12px 0 16px;background:
linear-gradient(to right,var(--surface) 40%,transparent) 0 0/36px 100% no-repeat local,
linear-gradient(to left,var(--surface) 40%,transparent) 100% 0/36px 100% no-repeat local,
linear-gradient(to right,var(--grid),transparent) 0 0/14px 100% no-repeat scroll,
linear-gradient(to left,var(--grid),transparent) 100% 0/14px 100% no-repeat scroll}
table{border-collapse:collapse;width:100%;font-size:14px;line-height:1.35;font-variant-numeric:tabular-nums;overflow-wrap:normal}
caption{text-align:start;font-size:14px;padding:0 0 6px}
th,td{text-align:start;vertical-align:top;padding:5px 12px 5px 0;border-bottom:1px solid var(--grid)}
td bdi,th bdi{display:inline-block;max-width:34ch;overflow-wrap:break-word}
td .short,th .short{white-space:nowrap}
thead th{color:var(--muted);font-weight:600;vertical-align:bottom}
tbody th{font-weight:400}
.number{text-align:end;white-space:nowrap}
.line{white-space:nowrap}
.sum th,.sum td{font-weight:600}
th:last-child,td:last-child{padding-right:0}
figure{margin:12px -16px 16px}
figure svg{display:block}
.narrow{display:none}
details{margin:0 0 12px}
summary{cursor:pointer;color:var(--link);padding:4px 0}
details p{margin:10px 0 2px}
footer{margin-top:56px;padding-top:16px;border-top:1px solid var(--grid);font-size:14px;color:var(--muted)}
`;

const NARROW_RULES = `
body{padding:16px 16px 48px}
h1{font-size:24px}
h2{margin-top:32px}
ul{padding-inline-start:22px}
.words{min-width:30ch}
.wide{display:none}
.narrow{display:block}
.figures{grid-template-columns:repeat(2,1fr)}
.figures dd{font-size:21px}
`;

const PRINT_RULES = `
body{max-width:none;padding:0;font-size:11pt}
nav{display:none}
.wide{display:block}
.narrow{display:none}
figure{margin:12px 0 16px}
.box{overflow:visible;background:none}
table{font-size:8.5pt}
th,td{padding:3px 8px 3px 0}
.line,.number,td .short,th .short{white-space:normal}
.words{min-width:0}
h2,h3,caption,thead{break-after:avoid}
figure,tr,.figures div,li{break-inside:avoid}
details::details-content{content-visibility:visible;height:auto}
.figures div{border:1px solid var(--grid)}
`;
