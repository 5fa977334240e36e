/** The one style sheet of the public pages: no inline style, so that their policy can forbid it. Colours are those of the dashboard. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#f7f8fa;--surface:#fff;--border:#8791a0;--hair:#dfe3ea;--text:#14181f;--text-2:#4a5565;--accent:#2457d6;--on-accent:#fff;--link:#1d47b3;--bad:#c0232c;--bad-soft:#fde8e8;--soft:#e6edfd}
@media (prefers-color-scheme:dark){:root{--bg:#0e1116;--surface:#161a21;--border:#66707f;--hair:#2a313c;--text:#eceff4;--text-2:#b3bcc9;--accent:#7ea2ff;--on-accent:#0b1020;--link:#9db8ff;--bad:#ff8a8a;--bad-soft:#3a181b;--soft:#1b2744}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--text);font:400 16px/24px Inter,ui-sans-serif,system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main{max-width:560px;margin:24px auto;padding:24px 16px;background:var(--surface);overflow-wrap:anywhere}
@media (min-width:600px){main{border:1px solid var(--hair);border-radius:12px;padding:32px}}
h1{font-size:24px;line-height:32px;margin:0 0 8px}
h2{font-size:18px;line-height:24px;margin:32px 0 8px}
p{margin:8px 0}
nav,.note{color:var(--text-2);font-size:14px;line-height:20px}
nav{display:flex;gap:16px;justify-content:space-between;margin-bottom:16px}
a{color:var(--link)}
label,legend{font-weight:600;display:block;padding:0}
fieldset{border:0;margin:0;padding:0;min-width:0}
.field{margin:20px 0}
.hint{color:var(--text-2);font-size:14px;line-height:20px;display:block}
.fault{color:var(--bad);font-size:14px;line-height:20px;font-weight:600;display:block}
input,select,textarea,button{font:inherit;color:inherit}
input:not([type=radio]),select,textarea{display:block;width:100%;margin-top:4px;padding:10px 12px;min-height:44px;background:var(--surface);border:1px solid var(--border);border-radius:8px}
[aria-invalid=true]{border:2px solid var(--bad)!important}
.choice{display:flex;gap:12px;align-items:center;min-height:44px;padding:4px 0;font-weight:400}
.choice input{width:20px;height:20px;flex:none;margin:0;accent-color:var(--accent)}
button{min-height:44px;padding:10px 20px;border:0;border-radius:8px;background:var(--accent);color:var(--on-accent);font-weight:600;cursor:pointer}
button.quiet{background:transparent;color:var(--bad);border:1px solid var(--bad)}
summary{cursor:pointer;min-height:44px;padding:10px 0;color:var(--link)}
dl{margin:16px 0}
dt{color:var(--text-2);font-size:14px;line-height:20px}
dd{margin:0 0 12px;font-weight:600}
dd .note{display:block;font-weight:400}
.faults{border:2px solid var(--bad);background:var(--bad-soft);border-radius:8px;padding:12px 16px;margin:16px 0}
.faults ul{margin:4px 0 0;padding-left:20px}
.state{background:var(--soft);border-radius:8px;padding:12px 16px;margin:16px 0}
.more{position:absolute;left:-9999px;width:1px;height:1px;overflow:hidden}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
`
