/** The inbox's look; the colours are the application's. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --bg: light-dark(#f6f7f9, #0e1116);
  --surface: light-dark(#ffffff, #151a21);
  --hover: light-dark(#f0f2f5, #1d242d);
  --border: light-dark(#e3e7ec, #262d37);
  --text: light-dark(#1a202b, #e7ebf0);
  --text-2: light-dark(#515c6b, #a9b3c0);
  --accent: light-dark(#4353d6, #97a3ff);
  --accent-soft: light-dark(#eceefc, #20264a);
}
* { box-sizing: border-box; }
body {
  margin: 0; height: 100vh; display: grid; grid-template: auto 1fr / minmax(16rem, 24rem) 1fr;
  background: var(--bg); color: var(--text);
  font: 0.875rem/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums;
}
header {
  grid-column: 1 / -1; display: flex; gap: 1rem; align-items: baseline;
  padding: 0.75rem 1.25rem; border-bottom: 1px solid var(--border); background: var(--surface);
}
h1 { margin: 0; font-size: 1rem; }
h2 { margin: 0 0 0.25rem; font-size: 1.25rem; line-height: 1.3; overflow-wrap: anywhere; }
header a { margin-left: auto; }
a { color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: -2px; }
nav { overflow: auto; border-right: 1px solid var(--border); background: var(--surface); }
nav ol { margin: 0; padding: 0; list-style: none; }
nav a {
  display: grid; grid-template-columns: 1fr auto; gap: 0 0.75rem; padding: 0.625rem 1.25rem;
  border-bottom: 1px solid var(--border); color: inherit; text-decoration: none;
}
nav a:hover { background: var(--hover); }
nav a[aria-current] { background: var(--accent-soft); }
nav b { grid-column: 1 / -1; font-weight: 600; overflow-wrap: anywhere; }
nav span, time, dl { color: var(--text-2); }
nav span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
main { display: flex; flex-direction: column; min-width: 0; min-height: 0; padding: 1.25rem; gap: 1rem; overflow: auto; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 0 0.75rem; margin: 0; }
dd { margin: 0; overflow-wrap: anywhere; }
iframe {
  flex: 1 0 20rem; width: 100%; border: 1px solid var(--border); border-radius: 8px; background: #fff; color-scheme: light;
}
details pre { white-space: pre-wrap; overflow-wrap: anywhere; }
.empty { place-self: center; max-width: 28rem; padding: 2rem; text-align: center; color: var(--text-2); }
.alone { grid-column: 1 / -1; }
@media (max-width: 45rem) {
  body { grid-template: auto auto 1fr / 1fr; }
  nav { max-height: 40vh; border-right: 0; border-bottom: 1px solid var(--border); }
}
`;
