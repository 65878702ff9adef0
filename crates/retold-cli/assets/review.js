/* Reviews: only the server has this script, since pages from disk ask nobody. The code is kept for the next finding. */
(function () {
  "use strict";
  var form = document.querySelector(".review"), shared = window.retold;
  if (!form || !shared) { return; }
  var coder = form.querySelector(".coder"), note = form.querySelector(".notefield");
  function decide(decision) {
    if (!coder.value.trim()) { coder.focus(); shared.say("a code is needed first"); return; }
    try { localStorage.setItem("retold-coder", coder.value.trim()); } catch (e) { /* held for this page */ }
    fetch("/reviews", {
      method: "POST", credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-Retold": "1" },
      body: JSON.stringify({ finding: form.getAttribute("data-finding"), decision: decision, note: note.value, coder: coder.value })
    }).then(function (answer) {
      if (answer.ok) { location.reload(); } else { answer.text().then(function (why) { shared.say("not stored: " + why); }); }
    }, function () { shared.say("not stored: the server does not answer"); });
  }
  try { coder.value = localStorage.getItem("retold-coder") || ""; } catch (e) { /* empty */ }
  Array.prototype.forEach.call(form.querySelectorAll("button[data-decision]"), function (b) {
    b.addEventListener("click", function () { decide(b.getAttribute("data-decision")); });
  });
  shared.keys = { a: function () { decide("accepted"); }, x: function () { decide("rejected"); }, u: function () { decide("unsure"); } };
})();
