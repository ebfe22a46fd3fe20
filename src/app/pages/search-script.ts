/**
 * Finds on a static host what `searchWords` and `publicIssues` find on a server: issues that have every
 * word, in small letters without accents. It runs if the address has `?q=` and nobody has answered it yet,
 * and loads nothing but the newsletter's own index. Every large browser since 2020 reads its syntax (`\p{…}`
 * in patterns); elsewhere the whole list stays. It may hold no `<`, which could end the element.
 */
export const SEARCH_SCRIPT = `(function(){
var me=document.currentScript,typed=(new URLSearchParams(location.search).get("q")||"").slice(0,200);
function fold(text){return text.normalize("NFKD").replace(/\\p{M}/gu,"").toLowerCase().replace(/[^\\p{L}\\p{N}]+/gu," ").trim()}
var words=fold(typed).split(" ").filter(function(w,i,all){return w!==""&&all.indexOf(w)===i}).slice(0,8);
if(words.length===0)return;
var field=document.getElementById("q"),says=document.querySelector("[role=status]");
field.value=typed;
fetch(me.getAttribute("data-index")).then(function(r){if(!r.ok)throw r;return r.json()}).catch(function(){return{}}).then(function(index){
var found=0,items=document.querySelectorAll("[data-slug]");
Array.prototype.forEach.call(items,function(item){
var text=index[item.getAttribute("data-slug")]||fold(item.textContent);
var has=words.every(function(w){return text.indexOf(w)!==-1});
item.hidden=!has;if(has)found+=1});
var some=JSON.parse(says.getAttribute("data-some")),count=new Intl.NumberFormat(some.lang,{useGrouping:false}).format(found);
var said=found===0?says.getAttribute("data-none"):some[new Intl.PluralRules(some.lang).select(found)]||some.other;
says.textContent=said.replace(/\\{(count|words)\\}/g,function(_,name){return name==="count"?count:typed})})})()`;
