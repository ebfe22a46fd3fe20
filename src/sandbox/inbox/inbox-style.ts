/** The inbox's look: paper, ink, one accent; the email is the brightest thing on the screen. */
export const INBOX_STYLE = `
:root { color-scheme: light dark; --paper: #f4f2ee; --ink: #1f1d1a; --soft: #6a655d; --line: #d9d4ca; --accent: #8a3324; --sheet: #fff; }
@media (prefers-color-scheme: dark) { :root { --paper: #1b1a18; --ink: #ece8e1; --soft: #a39c91; --line: #3a3732; --accent: #e59a86; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
header { padding: 12px 20px; border-bottom: 1px solid var(--line); color: var(--soft); }
header a { color: var(--ink); font-weight: 600; text-decoration: none; margin-right: 12px; }
main { max-width: 1100px; margin: 0 auto; padding: 20px; }
a { color: var(--accent); text-underline-offset: 2px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
h1 { font: 600 24px/1.3 Georgia, "Times New Roman", serif; margin: 8px 0 16px; overflow-wrap: anywhere; }
h2 { font-size: 13px; font-weight: 600; color: var(--soft); margin: 28px 0 6px; }
form { display: flex; flex-wrap: wrap; gap: 10px; align-items: center; margin-bottom: 16px; }
input, button { font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: 4px; padding: 7px 10px; min-height: 40px; }
button { cursor: pointer; border-color: var(--soft); }
.count { margin: 0 0 0 auto; color: var(--soft); }
.count, .time, dd { font-variant-numeric: tabular-nums; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
th, td { text-align: left; padding: 8px 10px 8px 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; vertical-align: top; }
th { font-size: 13px; font-weight: 600; color: var(--soft); }
th:nth-child(3) { width: 130px; } th:nth-child(4) { width: 180px; }
.time { color: var(--soft); }
.state::before { content: "\\25CF\\00A0"; color: var(--soft); }
.state.delivered::before, .state.opened::before, .state.clicked::before { color: #3c7a4b; }
.state.bounced::before, .state.complained::before, .state.failed::before, .state.suppressed::before { color: var(--accent); }
nav { display: flex; gap: 16px; padding: 14px 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 3px 16px; margin: 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
.events { list-style: none; padding: 0; margin: 0; }
iframe { width: 100%; height: 75vh; border: 1px solid var(--line); background: var(--sheet); color-scheme: light; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--sheet); color: #1f1d1a; border: 1px solid var(--line); padding: 16px; margin: 0; }
.empty { color: var(--soft); }
@media (max-width: 640px) { main { padding: 14px; } th:nth-child(4), td:nth-child(4) { display: none; } table { font-size: 14px; } th:nth-child(3) { width: 128px; } dl { grid-template-columns: 1fr; } dt { margin-top: 6px; } }
`;
