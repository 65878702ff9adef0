/* Exchanges the key in the address for a cookie that no script can read, and takes it out of the address. */
"use strict";
(function () {
  var key = location.hash.slice(1);
  if (!/^[0-9a-f]{32}$/.test(key)) { return; }
  history.replaceState(null, "", location.pathname + location.search);
  fetch("/session", {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json", "X-Retold": "1" },
    body: JSON.stringify({ key: key })
  }).then(function (answer) {
    if (answer.ok) { location.reload(); return; }
    document.getElementById("enter").textContent = "This key is not the one of the server that runs now. Open the address that its terminal printed.";
  });
})();
