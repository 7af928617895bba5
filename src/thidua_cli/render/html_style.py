"""The style sheet of the HTML pages: an office paper's letters, for screen, dark screen, phone and A4."""

from __future__ import annotations

_NUMBERS = (
    '@page{@top-center{content:counter(page);font:13pt "Times New Roman","Liberation Serif",serif}}'
    "@page:first{@top-center{content:none}}"
)
PORTRAIT = f"@page{{size:A4 portrait;margin:20mm 15mm 20mm 30mm}}@page wide{{size:A4 landscape;margin:15mm}}{_NUMBERS}"
LANDSCAPE = f"@page{{size:A4 landscape;margin:14mm}}{_NUMBERS}"
STYLE = """
:root{color-scheme:light dark;--back:#eceae5;--sheet:#fff;--ink:#1b1b1b;--soft:#5d5d5d;--rule:#c9c6bf;--strong:#3a3a3a;
--band:#f4f2ed;--track:#e4e1da;--good:#1f6f43;--fair:#8a5a00;--bad:#b3261e;--trace:#2b5c8a;--mark:#fff8e1}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--back);color:var(--ink);
font:17px/1.5 "Times New Roman","Liberation Serif",Tinos,"Noto Serif",serif;font-variant-numeric:lining-nums}
main{max-width:86rem;margin:2rem auto;padding:2.6rem 3rem 2rem;background:var(--sheet);
box-shadow:0 1px 3px rgba(0,0,0,.18),0 8px 28px rgba(0,0,0,.08)}
.paper main{max-width:64rem;padding:3.4rem 3.6rem 2.6rem 4.6rem}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 1rem;text-wrap:balance}
h2{font-size:1.15rem;margin:1.8rem 0 .5rem}
h3{font-size:1rem;margin:1.3rem 0 .4rem}
p{margin:.45rem 0}
.paper main>p,.ending>p{text-align:justify;text-indent:1cm}
.page main>p,.page main>ul{max-width:46em}
p.strong{font-weight:bold}
.paper main>p.strong{text-indent:1cm}
.quiet{color:var(--soft)}
.good{color:var(--good)}
.fair{color:var(--fair)}
.bad{color:var(--bad)}
ul.lines{list-style:none;margin:.4rem 0;padding:0}
ul.lines li{margin:.25rem 0;padding-left:1.1em;text-indent:-1.1em}
ul.lines li::before{content:"–";display:inline-block;width:1.1em;text-indent:0;color:var(--soft)}
.paper ul.lines{margin-left:1cm}
.blank{margin-bottom:1rem}
.blank span{display:block;height:2.1rem;border-bottom:1px dotted var(--soft)}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}

.sheet{margin:1.2rem 0;overflow-x:auto}
.sheet:focus-visible{outline:2px solid var(--trace);outline-offset:4px}
table{width:100%;border-collapse:collapse;font:14px/1.35 "Segoe UI","Noto Sans","Liberation Sans",Arial,sans-serif;
font-variant-numeric:lining-nums tabular-nums}
caption{caption-side:top;text-align:left;font-weight:bold;padding:.3rem 0 .5rem}
th,td{padding:.42rem .5rem;text-align:left;vertical-align:baseline;border-bottom:1px solid var(--rule)}
thead th{border-top:1.5px solid var(--strong);border-bottom:1.5px solid var(--strong);background:var(--band);
vertical-align:bottom;font-weight:600;white-space:normal}
tbody:last-of-type tr:last-child>*{border-bottom:1.5px solid var(--strong)}
tbody th{font-weight:normal}
tbody th.strong{font-weight:600}
th[scope=row]:not(.whole){min-width:12rem}
.name{display:inline}
td.remark{min-width:7rem}
.wide table{font-size:13.5px}
.wide th,.wide td{padding-left:.36rem;padding-right:.36rem}
.whole{white-space:nowrap}
.number{text-align:right}
.centre{text-align:center}
.group th{font-weight:600;padding-top:1.1rem}
.part th[scope=row] .name{display:block;padding-left:1.9em;text-indent:-.9em}
.part th[scope=row] .name::before{content:"–";display:inline-block;width:.9em;text-indent:0}
.among td{font-style:italic;color:var(--soft);font-size:.93em;padding-bottom:0;border-bottom:0}
td.strong,td.good,td.bad,td.fair{font-weight:600}
.tag{white-space:nowrap}
svg.bar{display:block;width:5.6rem;height:.8rem;margin:.18rem 0 0}
.track{fill:var(--track)}
.ink{fill:var(--soft)}
.good .ink{fill:var(--good)}
.fair .ink{fill:var(--fair)}
.bad .ink{fill:var(--bad)}
.goal{stroke:var(--ink);stroke-width:1.6;fill:none}

.charts{margin:1.4rem 0}
.charts .caption{font-weight:bold;text-indent:0}
.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:1.1rem 1.6rem}
figure{margin:0;border-top:1px solid var(--rule);padding-top:.4rem;break-inside:avoid;
display:flex;flex-direction:column}
figcaption{font-size:.92rem;line-height:1.25;flex:1}
.unit{color:var(--soft)}
svg.line{display:block;width:100%;height:auto;font:11px "Segoe UI","Noto Sans","Liberation Sans",Arial,sans-serif}
.line text{fill:var(--soft)}
.line .figure{fill:var(--ink);font-size:13px;font-weight:600}
.axis{stroke:var(--strong);stroke-width:1;fill:none}
.quarter{stroke:var(--track);stroke-width:1;fill:none}
.line .goal{stroke:var(--soft);stroke-width:1.2;stroke-dasharray:5 3}
.trace{stroke:var(--trace);stroke-width:2;fill:none;stroke-linejoin:round}
.spot{fill:var(--sheet);stroke:var(--trace);stroke-width:1.8}

.letterhead{display:grid;grid-template-columns:5fr 6fr;gap:0 1.5rem;text-align:center;line-height:1.3;
margin-bottom:1.8rem}
.letterhead p{margin:.12rem 0}
.nation p:first-child,.issuer p{font-size:.94rem}
.issuer .symbol{font-size:1rem;margin-top:.55rem}
.ruled::after{content:"";display:block;margin:.28rem auto 0;border-bottom:1px solid currentColor}
.ruled.short::after{width:5.5rem}
.motto{display:table;margin-left:auto!important;margin-right:auto!important}
.day{margin-top:.45rem!important}
.paper h1{text-align:center;font-size:1.12rem;margin:0 0 1.2rem}
.subject{display:block;margin-top:.15rem}
.addressees{display:flex;justify-content:center;gap:.6em;margin:1rem 0}
.addressees p{margin:0}
.addressees ul,.recipients ul{list-style:none;margin:0;padding:0}
p.basis{font-style:italic}
.paper h2{font-size:1.06rem;text-transform:uppercase}
.spread main{max-width:86rem;padding:3.4rem 2.6rem 2.6rem}
.spread main>:not(.wide){max-width:54rem;margin-left:auto;margin-right:auto}
.closing{display:grid;grid-template-columns:1fr 1fr;gap:1rem;margin-top:2rem;break-inside:avoid}
.recipients{font-size:.86rem;line-height:1.35}
.recipients p{margin:0;font-size:.94rem}
.signature{text-align:center;line-height:1.35}
.signature p{margin:0}
.signatory{padding-top:5.2rem}
.anchor{margin-top:2rem;padding-top:.5rem;border-top:1px solid var(--rule);font-size:.82rem;color:var(--soft)}
.anchor p{margin:.2rem 0;overflow-wrap:anywhere}

@media screen and (prefers-color-scheme:dark){:root{--back:#121314;--sheet:#1c1d1f;--ink:#e9e6df;--soft:#a8a49b;
--rule:#3d3e40;--strong:#8d8a83;--band:#26272a;--track:#3a3b3e;--good:#6fcf97;--fair:#e8b04a;--bad:#ff8a80;--trace:#7fb6e8}
main{box-shadow:none}}

@media screen and (min-width:48.01rem) and (max-width:88rem){
.spread main{margin:0 auto;padding-left:1rem;padding-right:1rem}
.wide table{font-size:12px}
.wide th,.wide td{padding-left:.28rem;padding-right:.2rem}
.wide thead th,.wide .tag{white-space:normal}
.wide th[scope=row]:not(.whole){min-width:9rem}
.wide td.remark{min-width:5rem}
.wide svg.bar{width:3.6rem}}
@media screen and (max-width:48rem){
body{font-size:16px;background:var(--sheet)}
main,.paper main,.spread main{margin:0;padding:1.1rem 1rem;box-shadow:none}
.letterhead{grid-template-columns:1fr;gap:1rem}
.nation{order:-1}
.sheet{overflow:visible}
table,caption,tbody{display:block}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.sheet table{font-size:15px}
tr{display:grid;grid-template-columns:1fr 1fr;gap:.1rem 1rem;padding:.7rem 0;border-bottom:1px solid var(--rule)}
th,td,th[scope=row]:not(.whole),tbody:last-of-type tr:last-child>*{min-width:0;border:0;
padding:.1rem 0!important;text-align:left;white-space:normal}
tr.group{display:block;padding:1.2rem 0 .3rem;border-bottom:1.5px solid var(--strong)}
.group th{display:block;padding:0;border:0;font-size:1.05em}
th[scope=row]{grid-column:1/-1;order:-1;font-weight:600}
tr.part{padding-left:1.2rem}
.part th[scope=row] .name{padding-left:0;text-indent:0}
.part th[scope=row] .name::before{content:none}
.number,.centre{text-align:left}
td:empty,td.none{display:none}
tr.among{padding:.5rem 0 0 1.2rem;border-bottom:0}
.among td{grid-column:1/-1}
.among td::before{content:none}
.tag,.remark{grid-column:1/-1}
td::before{content:attr(data-title);display:block;font-size:.82em;font-weight:normal;color:var(--soft)}
.grid{grid-template-columns:1fr}
.closing{grid-template-columns:1fr}
.signature{order:-1}}

@media print{:root{color-scheme:light}
body{background:none;font-size:13pt;line-height:1.35;color:#000}
.page{font-size:11.5pt}
.spread main>:not(.wide){max-width:none}
main,.paper main,.spread main{max-width:none;margin:0;padding:0;box-shadow:none;background:none}
table,.wide table{font-size:9.2pt;line-height:1.28}
th,td{padding:3pt 4pt}
.group th{padding-top:7pt}
thead{display:table-header-group}
thead th{background:none}
th[scope=row]:not(.whole){min-width:44mm}
td.remark{min-width:0}
tr,figure,.closing,.ending,.blank{break-inside:avoid}
.group,.among,h1,h2,h3,.charts .caption,caption{break-after:avoid}
.total{break-before:avoid}
.sheet{overflow:visible;margin:8pt 0}
.paper .wide,.paper :is(h2,h3):has(+.wide){page:wide}
.typed{display:none}
svg.bar{width:60pt;height:8pt}
.grid{grid-template-columns:repeat(3,1fr);gap:10pt 14pt}
.paper .grid{grid-template-columns:repeat(2,1fr)}
p{orphans:3;widows:3}
.blank{margin-bottom:4mm}
.blank span{height:7.5mm}
.closing{margin-top:7mm}
.anchor{font-size:9pt;margin-top:6mm}}
"""
