/* Reviews and the case file: only the server has this script, since pages from disk ask nobody. The code is kept for the next finding. */
(function () {
  "use strict";
  var shared = window.retold;
  if (!shared) { return; }
  function each(selector, act) { Array.prototype.forEach.call(document.querySelectorAll(selector), act); }
  function post(path, what, then) {
    fetch(path, {
      method: "POST", credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-Retold": "1" },
      body: JSON.stringify(what)
    }).then(function (answer) {
      if (answer.ok) { then(); } else { answer.text().then(function (why) { shared.say("not stored: " + why); }); }
    }, function () { shared.say("not stored: the server does not answer"); });
  }

  /* What is ticked is in the case file. */
  each("input.keep", function (box) {
    box.addEventListener("change", function () {
      post("/case", { finding: box.getAttribute("data-finding"), keep: box.checked }, function () {
        shared.say(box.checked ? "in the case file" : "out of the case file");
      });
    });
  });
  each(".case[data-finding]", function (item) {
    item.addEventListener("click", function (e) {
      var keep = e.target.getAttribute && e.target.getAttribute("data-keep");
      if (!keep) { return; }
      post("/case", { finding: item.getAttribute("data-finding"), keep: keep === "yes", note: item.querySelector(".casenote").value }, function () {
        if (keep === "yes") { shared.say("note kept"); } else { location.reload(); }
      });
    });
  });

  var form = document.querySelector(".review");
  if (!form) { return; }
  var coder = form.querySelector(".coder"), note = form.querySelector(".notefield"), next = form.getAttribute("data-next");
  function decide(decision) {
    if (!coder.value.trim()) { coder.focus(); shared.say("a code is needed first"); return; }
    try { localStorage.setItem("retold-coder", coder.value.trim()); } catch (e) { /* held for this page */ }
    post("/reviews", { finding: form.getAttribute("data-finding"), decision: decision, note: note.value, coder: coder.value }, function () {
      if (next) { location.assign(next); } else { location.reload(); }
    });
  }
  if (!coder.value) { try { coder.value = localStorage.getItem("retold-coder") || ""; } catch (e) { /* empty */ } }
  each(".review button[data-decision]", function (b) {
    b.addEventListener("click", function () { decide(b.getAttribute("data-decision")); });
  });
  var list = document.querySelector("dialog .keys"), row = document.createElement("div");
  row.innerHTML = "<dt><kbd>a</kbd> <kbd>x</kbd> <kbd>u</kbd></dt><dd>accept, reject, unsure, on the page of a finding</dd>";
  list.appendChild(row);
  shared.keys = { a: function () { decide("accepted"); }, x: function () { decide("rejected"); }, u: function () { decide("unsure"); } };
})();
