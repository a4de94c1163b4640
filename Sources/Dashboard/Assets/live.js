// SPDX-License-Identifier: Apache-2.0
// Keeps a page up to date: the server tells when something has changed, and parts marked data-live are loaded anew.
"use strict";

(() => {
  const parts = [...document.querySelectorAll("[data-live]")];
  const sign = document.getElementById("live");
  if (!parts.length || !window.EventSource) return;
  let isLoading = false;
  let isStale = false;

  const tell = (text) => {
    sign.hidden = false;
    if (sign.textContent !== text) sign.textContent = text;
  };

  // What somebody is just using, or has marked, is left alone.
  const isInUse = (part) => {
    const selection = document.getSelection();
    if (selection && !selection.isCollapsed && part.contains(selection.anchorNode)) return true;
    return part.contains(document.activeElement) && document.activeElement !== part;
  };

  const load = async () => {
    if (isLoading || document.hidden) {
      isStale = true;
      return;
    }
    isLoading = true;
    isStale = false;
    try {
      const response = await fetch(location.href, { headers: { Accept: "text/html" }, redirect: "error" });
      if (!response.ok) throw new Error(response.statusText);
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
      for (const part of document.querySelectorAll("[data-live]")) {
        const replacement = fresh.getElementById(part.id);
        if (replacement && !isInUse(part) && !part.isEqualNode(replacement)) part.replaceWith(replacement);
      }
    } catch {
      tell("not up to date");
      isStale = true;
      setTimeout(() => { if (isStale) load(); }, 5000);
      return;
    } finally {
      isLoading = false;
    }
    // What changed meanwhile may have come too late for what was loaded.
    if (isStale) load();
  };

  const events = new EventSource("/events?since=" + document.body.dataset.revision);
  events.addEventListener("open", () => {
    tell("live");
    if (isStale) load();
  });
  events.addEventListener("changed", load);
  events.addEventListener("error", () => {
    tell(events.readyState === EventSource.CLOSED ? "not live: load the page again" : "reconnecting");
  });
  document.addEventListener("visibilitychange", () => { if (!document.hidden && isStale) load(); });
})();
