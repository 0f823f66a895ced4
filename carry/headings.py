"""Counts the headings (h1 to h4) of pages whose following text is kept, and those of them that are headings in the Markdown.
headings.py PAGES predictions.json [-v]"""
import sys, json, re, gzip, os
from html.parser import HTMLParser
from collections import defaultdict
VOID = set("area base br col embed hr img input link meta source track wbr".split())
class P(HTMLParser):
    def __init__(s):
        super().__init__(convert_charrefs=True); s.out=[]; s.h=None; s.skip=0; s.nav=0; s.stack=[]
    def handle_starttag(s,t,a):
        if t in ('script','style','template','select','noscript'): s.skip+=1
        if t in ('nav','footer'): s.nav+=1
        if t in ('h1','h2','h3','h4'): s.h=[]
    def handle_endtag(s,t):
        if t in ('script','style','template','select','noscript'): s.skip=max(0,s.skip-1)
        if t in ('nav','footer'): s.nav=max(0,s.nav-1)
        if t in ('h1','h2','h3','h4') and s.h is not None:
            s.out.append(('h',''.join(s.h),s.nav>0)); s.h=None
    def handle_data(s,d):
        if s.skip: return
        if s.h is not None: s.h.append(d)
        else: s.out.append(('t',d,s.nav>0))
W=re.compile(r'\w+')
def words(x): return W.findall(x)
def head(x): return ''.join(W.findall(x.replace('Permalink','')))
pages,pred=sys.argv[1:3]; verbose='-v' in sys.argv
pred=json.load(open(pred)); tot=defaultdict(lambda:[0,0,0,0])
for f in sorted(os.listdir(pages)):
    id=f.split('.html')[0]; kind=id.split('~')[0]
    raw=open(os.path.join(pages,f),'rb').read()
    if f.endswith('gz'): raw=gzip.decompress(raw)
    p=P(); p.feed(raw.decode('utf-8','replace'))
    md=pred.get(id,''); kept=' '.join(words(md)); heads=[head(l.lstrip('# ')) for l in md.split('\n') if re.match(r'#{1,6} ',l)]
    from collections import Counter
    left=Counter(heads); T=tot[kind]; T[3]+=1
    items=p.out
    for i,(k,x,nav) in enumerate(items):
        if k!='h' or nav or not head(x): continue
        T[2]+=1
        buf=[]
        for k2,y,_ in items[i+1:]:
            if k2=='h' or len(buf)>=8: break
            buf+=words(y)
        buf=buf[:8]
        if len(buf)<3: continue
        if ' '.join(buf) not in kept:
            if '-m' in sys.argv: print('TEXT', id,'|',' '.join(x.split())[:60],'|',' '.join(buf))
            continue
        T[0]+=1
        if left[head(x)]>0: left[head(x)]-=1; T[1]+=1
        elif verbose: print(id,'|',' '.join(x.split())[:70],'|',' '.join(buf))
for k,(a,b,c,n) in sorted(tot.items()): print(f'{k:12} {n} pages, {c} headings, {a} with kept text, {b} of them kept as headings')
