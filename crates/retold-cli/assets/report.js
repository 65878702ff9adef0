/* Niceties only: the report says everything without this file. No request is made, nothing is stored but one switch. */
"use strict";
(function () {
  var doc = document;
  function all(selector, root) { return Array.prototype.slice.call((root || doc).querySelectorAll(selector)); }
  function target() { try { return doc.getElementById(decodeURIComponent(location.hash.slice(1))); } catch (e) { return null; } }
  function page() {
    var t = target();
    return (t && t.closest && t.closest("main .page")) || doc.getElementById("start") || doc.querySelector("main .page");
  }
  var said = doc.getElementById("said");
  function say(words) { said.textContent = ""; setTimeout(function () { said.textContent = words; }, 50); }

  all(".js").forEach(function (e) { e.hidden = false; });

  /* The navigation says where one is, and the window's title follows. */
  var title = doc.title;
  function arrived() {
    var here = page();
    if (!doc.getElementById("all")) { return; }
    var group = here.closest("[class^=in-]");
    all(".entries a, .under a").forEach(function (a) {
      var entry = group && a.classList.contains(group.className.replace("in-", "to-"));
      var current = a.getAttribute("href") === "#" + here.id && !entry ? "page" : entry ? "true" : "";
      if (current) { a.setAttribute("aria-current", current); } else { a.removeAttribute("aria-current"); }
    });
    var h = here.querySelector("h1");
    doc.title = here.id === "start" || !h ? title : h.textContent.trim().slice(0, 80) + " — " + title;
  }
  window.addEventListener("hashchange", arrived);
  arrived();

  doc.querySelector(".skip").addEventListener("click", function (e) {
    e.preventDefault();
    page().focus();
    page().scrollIntoView();
  });

  /* Next and previous: matches on the page of a pair, findings on their list. */
  function step(by) {
    var here = page();
    var stops = all(".cell.a a.n[id], .find", here);
    if (!stops.length) { return; }
    var t = target(), at = stops.indexOf(t);
    if (at < 0 && t && /-b$/.test(t.id)) { at = stops.indexOf(doc.getElementById(t.id.replace(/-b$/, "-a"))); }
    var next = at < 0 ? (by > 0 ? 0 : stops.length - 1) : (at + by + stops.length) % stops.length;
    location.hash = stops[next].id;
    var focus = stops[next].matches("a") ? stops[next] : stops[next].querySelector("a");
    if (focus) { focus.focus({ preventScroll: true }); }
    say((next + 1) + " of " + stops.length);
  }

  function only() {
    var box = page().querySelector(".only");
    if (box) { box.checked = !box.checked; say(box.checked ? "matches only" : "whole text"); }
  }

  function copy(from) {
    var c = from.querySelector(".citation");
    if (!c) { return; }
    var words = c.textContent.trim();
    var area = doc.createElement("textarea");
    area.value = words;
    doc.body.appendChild(area);
    area.select();
    var done = false;
    try { done = doc.execCommand("copy"); } catch (e) { done = false; }
    area.remove();
    if (done) { say("citation copied"); return; }
    if (navigator.clipboard) { navigator.clipboard.writeText(words).then(function () { say("citation copied"); }, function () { say("not copied: select the text"); }); }
  }

  /* What a script of the server adds: keys, and words for the status line. */
  var shared = window.retold = { keys: {}, say: say };

  /* Here and not on the page: it has nothing to say without this script, and every page of a folder would repeat it. */
  var help = doc.createElement("dialog");
  help.setAttribute("aria-labelledby", "help-h");
  help.innerHTML = '<h2 id="help-h">Keys</h2><dl class="keys">' +
    '<div><dt><kbd>n</kbd> <kbd>p</kbd></dt><dd>next and previous match, or finding</dd></div>' +
    '<div><dt><kbd>m</kbd></dt><dd>matches only, on the page of a pair</dd></div>' +
    '<div><dt><kbd>y</kbd></dt><dd>copy the citation of this page</dd></div>' +
    '<div><dt><kbd>?</kbd></dt><dd>this box; <kbd>Esc</kbd> closes it</dd></div></dl>' +
    '<p><label><input type="checkbox" id="keys" checked> Use single keys</label></p><p><button type="button" data-close>Close</button></p>';
  doc.body.appendChild(help);
  function toggle() { if (help.open) { help.close(); } else if (help.showModal) { help.showModal(); } }
  doc.addEventListener("click", function (e) {
    var b = e.target.closest && e.target.closest("button");
    if (!b) { return; }
    if (b.hasAttribute("data-help")) { toggle(); }
    if (b.hasAttribute("data-close")) { help.close(); }
    if (b.hasAttribute("data-copy")) { copy(b.closest(".page")); }
  });

  /* Single keys can be switched off: speech input and stray touches must not move the page. */
  var keys = doc.getElementById("keys");
  try { keys.checked = localStorage.getItem("retold-keys") !== "off"; } catch (e) { keys.checked = true; }
  keys.addEventListener("change", function () { try { localStorage.setItem("retold-keys", keys.checked ? "on" : "off"); } catch (e) { /* opened from disk: the switch holds for this visit */ } });
  doc.addEventListener("keydown", function (e) {
    if (!keys.checked || e.ctrlKey || e.metaKey || e.altKey || help.open) { return; }
    if (/^(input|textarea|select)$/i.test(e.target.tagName) && e.target.type !== "checkbox") { return; }
    var act = shared.keys[e.key] || { n: function () { step(1); }, p: function () { step(-1); }, m: only, y: function () { copy(page()); }, "?": toggle }[e.key];
    if (act) { e.preventDefault(); act(); }
  });

  /* On paper nothing can be unfolded. */
  var opened = [];
  window.addEventListener("beforeprint", function () {
    var root = target() && target().id === "all" ? doc : page();
    opened = all("details:not([open])", root);
    opened.forEach(function (d) { d.open = true; });
  });
  window.addEventListener("afterprint", function () { opened.forEach(function (d) { d.open = false; }); });
})();
