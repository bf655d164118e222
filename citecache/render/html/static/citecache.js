// Puts a dot beside each link and footnote whose source verdicts.json knows, with a card on hover and on focus.
// docs/citing-site.md says how a site uses it. The export leaves out these comments, indents and line ends, and what
// it writes has to stay within 2 KB: hence the short names, and no space that is not needed.
// D: the document, L: the legend of the verdicts, a: a link of the page, h: the element beside it that has the dot,
// v: what is known of a source, u: an address.
(async()=>{
  const D=document,me=D.currentScript,
    at=new URL(me.dataset.verdicts||"verdicts.json",me.src),
    {legend:L,verdicts}=await(await fetch(at)).json(),
    known={},dots=new Map,css=new CSSStyleSheet,
    // An address; without its fragment; and without what spellings of one address differ in: escapes, a last slash.
    keys=u=>[u+="",1+(u=u.split("#")[0]),2+unescape(u).replace(/\/(?=\?|$)/,"")],
    find=u=>keys(u).map(k=>known[k]).find(v=>v),
    // What the note cites that a mark such as [1] leads to; of several sources, the one in the worst state.
    note=(a,to)=>{
      if(keys(a)[1]==keys(location)[1]&&(to=D.getElementById(decodeURIComponent(a.hash.slice(1))))&&
        !to.contains(a)&&!to.matches("h1,h2,h3,h4,:has(h1,h2,h3,h4,li,tr)"))
        for(let k in L)for(let x of to.querySelectorAll("a"))if(find(x)?.verdict==k)return find(x)
    },
    // Text is text, whatever it says; only web addresses are linked to.
    make=(name,text,u)=>{
      const e=D.createElement(name);
      e.textContent=text;
      if(/^https?:/.test(u&&=new URL(u,at)))e.href=u,e.rel="noopener noreferrer nofollow";
      return e
    },
    // A word joiner (U+2060) keeps it on the line of its link.
    dot=(a,v)=>{
      if(!v)return;
      const{sign,text,color}=L[v.verdict],name=v.title||v.url,
        h=make("citecache-dot"),link=make("a",sign,v.card),card=make("div"),
        r=h.attachShadow({mode:"open"});
      r.adoptedStyleSheets=[css];
      r.append("\u2060",link,card);
      link.ariaLabel=text+" "+name;
      link.style.color=color;
      card.popover="";
      card.append(make("b",name),`\n${text}\nFetched ${v.fetched_at?.slice(0,10)||"never"}\n`,
        v.archived_url?make("a","Archived copy",v.archived_url):"");
      h.onmouseenter=h.onmouseleave=h.onfocus=h.onblur=()=>setTimeout(()=>
        h.isConnected&&card.togglePopover(h.matches(":hover,:focus-within")),99);
      h.v=v;
      dots.set(a,h);
      a.after(h)
    },
    // What the dot of a link is to say, if it has any.
    state=a=>{try{if(a.isConnected&&!a.isContentEditable)return find(a)||note(a)}catch{}},
    // Again whenever the page changes: no link keeps the dot of another address, and no dot is left without its link.
    scan=()=>{
      for(let[a,h]of dots)h.v==state(a)||(h.remove(),dots.delete(a));
      for(let a of D.links)dots.get(a)?.isConnected||dot(a,state(a))
    };
  // Neither such a style sheet nor `style` as a property is an inline style to a Content-Security-Policy.
  css.replaceSync(`
    :host{anchor-name:--c;margin:0 .2em;user-select:none}
    :host>a{text-decoration:none}
    div{position-anchor:--c;position-area:bottom;position-try:flip-block;inset:auto;margin:0;border:1px solid;padding:.5em;
    max-width:20em;font:14px system-ui;white-space:pre-line}
  `);
  verdicts.reverse().map(v=>keys(v.href||v.url).map(k=>known[k]=v));
  scan();
  new MutationObserver(scan).observe(D,{childList:1,subtree:1,attributeFilter:["href"]})
})()
