/** The look of a shared page. Two switches without a script: `:has()` reads which button is pressed. */
export const SHARE_STYLES = `
:root { color-scheme: light dark; --paper: light-dark(#faf9f6, #17181a); --ink: light-dark(#1d1f23, #ececea); --quiet: light-dark(#5a5f67, #a9adb3); --rule: light-dark(#dedbd3, #35373b); --card: light-dark(#fff, #1f2023); --bad: light-dark(#b3261e, #ff9d94); --warn: light-dark(#7a5200, #f0c160); }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 24px 20px 64px; max-width: 1040px; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; }
h1 { margin: 0 0 4px; font-size: 26px; line-height: 1.2; }
h2 { margin: 48px 0 12px; padding-top: 16px; border-top: 1px solid var(--rule); font-size: 18px; }
p { margin: 0 0 12px; max-width: 68ch; }
.quiet, .from { color: var(--quiet); font-size: 14px; }
a { color: inherit; }
.inbox { display: grid; gap: 2px; max-width: 420px; padding: 12px 16px; border: 1px solid var(--rule); border-radius: 8px; background: var(--card); }
.inbox > * { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.inbox .sender { font-weight: 600; }
.inbox .start { color: var(--quiet); }
.switches { display: flex; flex-wrap: wrap; gap: 8px 24px; margin: 0 0 12px; }
fieldset { display: flex; gap: 4px 16px; margin: 0; padding: 0; border: 0; }
legend { float: left; margin-right: 12px; padding: 0; color: var(--quiet); }
label { display: inline-flex; gap: 6px; align-items: center; min-height: 32px; cursor: pointer; }
.frame { margin: 0 0 12px; overflow: auto; padding: 12px; border: 1px solid var(--rule); border-radius: 8px; background: light-dark(#ececea, #0d0e0f); text-align: center; }
iframe { width: 100%; max-width: 100%; height: min(80vh, 900px); border: 0; background: #fff; color-scheme: light; }
main:has(#phone:checked) iframe { width: 375px; }
main:has(#dark:checked) iframe { color-scheme: dark; background: #121212; }
pre { overflow: auto; margin: 0; padding: 12px 16px; border: 1px solid var(--rule); border-radius: 8px; background: var(--card); font: 14px/1.5 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
details summary { min-height: 32px; cursor: pointer; }
table { border-collapse: collapse; }
th, td { padding: 4px 20px 4px 0; border: 0; text-align: start; vertical-align: top; white-space: pre-line; overflow-wrap: anywhere; }
th { color: var(--quiet); font-weight: 400; white-space: nowrap; }
ol { margin: 0; padding: 0; list-style: none; }
li { padding: 12px 0; border-bottom: 1px solid var(--rule); }
li pre { margin: 8px 0 0; font-size: 13px; white-space: pre; }
.error { color: var(--bad); font-weight: 600; }
.warning { color: var(--warn); font-weight: 600; }
textarea, input[type="text"] { display: block; width: 100%; max-width: 640px; margin: 4px 0 16px; padding: 10px 12px; border: 1px solid var(--quiet); border-radius: 6px; background: var(--card); color: inherit; font: inherit; }
textarea { min-height: 140px; }
button { min-height: 44px; padding: 0 20px; border: 0; border-radius: 6px; background: var(--ink); color: var(--paper); font: inherit; font-weight: 600; cursor: pointer; }
.trap { position: absolute; left: -9999px; }
:focus-visible { outline: 3px solid light-dark(#1a5fb4, #8ab8ff); outline-offset: 2px; }
@media print { .switches, form { display: none; } }
`;
