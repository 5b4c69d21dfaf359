// Posts a query that is too long for an address: servers and proxies take some 8 kB of one.
"use strict";

document.querySelector("form.query").addEventListener("submit", (event) => {
  const length = encodeURIComponent(event.target.elements.query.value).length;
  event.target.method = length > 4000 ? "post" : "get";
});
